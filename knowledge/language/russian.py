"""Russian names in all cases; the rules are data in `russian_names.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any, Final, Literal

from knowledge.language.tables import table

Gender = Literal["m", "f", "n", "p"]
_GENDERS: Final[tuple[Gender, ...]] = ("m", "f", "n", "p")
_CASES: Final = 6
# Instrumentals have two endings; a name of five words would have dozens, of which people use the first.
_MOST_VARIANTS: Final = 8

_Forms = tuple[str, ...]  # variants of one case
_Declined = tuple[_Forms, ...]  # by case, the nominative first


@dataclass(frozen=True, slots=True)
class _Rule:
    gender: Gender
    ends: re.Pattern[str]
    cut: int
    endings: tuple[tuple[str, ...], ...]
    also: bool


@dataclass(frozen=True, slots=True)
class _Rules:
    rules: tuple[_Rule, ...]
    persons: dict[Gender, re.Pattern[str]]  # words that tell the gender
    patronymic: re.Pattern[str]
    adjectives: dict[Gender, re.Pattern[str]]


def russian_forms(words: Sequence[str], *, person: bool | None = None) -> Iterator[str]:
    """The case forms of a name given as normalised words; `person` is None where nobody knows."""
    if len(words) == 1:
        yield from _joined([_of_any_gender(words[0])])
        return
    if person is None:
        person = _surely_a_person(words)
    if person is not True:
        yield from _joined(_as_phrase(words))
    if person is not False:
        yield from _as_person(words)
    if person is None and not _genders(words):
        yield from _joined([*map(_fixed, words[:-1]), _of_any_gender(words[-1])])


def _as_person(words: Sequence[str]) -> Iterator[str]:
    for gender in _genders(words)[:1] or ("m", "f"):
        yield from _joined([_of_person(word, gender) for word in words])


def _as_phrase(words: Sequence[str]) -> list[_Declined]:
    """Adjectives and the noun they belong to are declined, what follows depends on the noun and stays."""
    gender: Gender | None = None
    for place, word in enumerate(words):
        found = _adjective_gender(word)
        if found is None or place == len(words) - 1:
            noun = _of_gender(word, gender) if gender else _of_any_gender(word)
            adjectives = [_of_gender(before, gender or "m") for before in words[:place]]
            return [*adjectives, noun, *map(_fixed, words[place + 1 :])]
        gender = found
    return []


def _genders(words: Sequence[str]) -> list[Gender]:
    """Whose name it is, as far as surnames and patronymics tell."""
    return [gender for gender, ends in _rules().persons.items() if any(map(ends.search, words))]


def _surely_a_person(words: Sequence[str]) -> bool | None:
    rules = _rules()
    return True if any(map(rules.patronymic.search, words)) else None


def _adjective_gender(word: str) -> Gender | None:
    return next((gender for gender, ends in _rules().adjectives.items() if ends.search(word)), None)


def _joined(words: Sequence[_Declined]) -> Iterator[str]:
    for case in range(_CASES):
        variants = product(*(word[case] for word in words))
        for _, chosen in zip(range(_MOST_VARIANTS), variants, strict=False):
            yield " ".join(chosen)


def _fixed(word: str) -> _Declined:
    return ((word,),) * _CASES


def _of_any_gender(word: str) -> _Declined:
    declined = [_of_gender(word, gender) for gender in _GENDERS]
    return tuple(
        tuple(dict.fromkeys(form for forms in case for form in forms)) for case in zip(*declined, strict=True)
    )


def _of_person(word: str, gender: Gender) -> _Declined:
    """Men may have names in -а, -я, women names that are not declined."""
    declined = _of_gender(word, gender)
    if gender == "m" and declined == _fixed(word):
        return _of_gender(word, "f")
    return declined


@cache
def _rules() -> _Rules:
    data = table("russian_names")
    return _Rules(
        rules=tuple(map(_rule, data["rules"])),
        persons={"f": _ending(data["feminine"]), "m": _ending(data["masculine"])},
        patronymic=_ending(data["patronymic"]),
        adjectives={gender: _ending(ends) for gender, ends in data["adjective"].items()},
    )


def _rule(entry: dict[str, Any]) -> _Rule:
    return _Rule(
        gender=entry["gender"],
        ends=_ending(f"(?:{entry['ends']})"),
        cut=entry["cut"],
        endings=tuple(
            tuple(ending.replace("-", "") for ending in case.split("/")) for case in entry["cases"]
        ),
        also=entry.get("also", False),
    )


def _ending(expression: str) -> re.Pattern[str]:
    return re.compile(expression + "$")


def _of_gender(word: str, gender: Gender) -> _Declined:
    """The word in six cases as that gender declines it; unchanged where the gender has no rule for it."""
    cases: list[list[str]] = [[word], [], [], [], [], []]
    for rule in _rules().rules:
        if rule.gender == gender and rule.ends.search(word):
            stem = word[: len(word) - rule.cut]
            for forms, endings in zip(cases[1:], rule.endings, strict=True):
                forms += [stem + ending for ending in endings]
            if not rule.also:
                break
    return tuple(tuple(forms) or (word,) for forms in cases)
