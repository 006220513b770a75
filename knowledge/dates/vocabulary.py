"""What a word can mean in a date: "тамызда" is the eighth month, "second" the second of something."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final

from knowledge.dates.tables import table
from knowledge.language import SpellingIndex, fold, normalise, sound_key

_CORRECTED_FROM: Final = 6  # letters: "марка" is no slip of "марта"
_CASES: Final = (
    "",
    *["да", "де", "та", "те", "дан", "ден", "ға", "ге", "дың", "дің", "тың", "тің", "ның", "нің", "ы", "і"],
)
_LATIN: Final = re.compile("[a-z]{5,}")


@dataclass(frozen=True, slots=True)
class Sign:
    """One meaning of a word: a kind (`month`, `unit`, `shift` …) and which one of it."""

    kind: str
    value: Any = None


Signs = tuple[Sign, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    forms: Mapping[str, Signs]
    beginnings: frozenset[str]  # the first words of forms of several
    bases: Mapping[str, Signs]  # Kazakh words that take endings
    pattern: re.Pattern[str]
    ablative: re.Pattern[str]
    weak: frozenset[str]
    corrections: SpellingIndex
    corrected: Mapping[str, Signs]
    sounds: Mapping[str, Signs]

    def signs(self, word: str) -> Signs:
        """The meanings of a normalised word; words joined by "_" are one. Empty for all that is not of dates."""
        found = self._known(word) or self._known(fold(word))
        if found or len(word) < _CORRECTED_FROM:
            return found
        for correction in self.corrections.lookup(word):
            if correction.word[0] == word[0]:
                return self.corrected[correction.word]
        return self.sounds.get(sound_key(word), ()) if _LATIN.fullmatch(word) else ()

    def _known(self, word: str) -> Signs:
        if word in self.forms:
            return self.forms[word]
        found = self.pattern.fullmatch(word)
        return self.bases[found[1]] if found else ()

    def is_weak(self, word: str) -> bool:
        return word in self.weak

    def is_ablative(self, word: str) -> bool:
        """Whether a word ends like Kazakh "from …"."""
        return bool(self.ablative.search(word))


@lru_cache(maxsize=8192)
def signs_of(word: str) -> Signs:
    return vocabulary().signs(word)


@cache
def vocabulary() -> Vocabulary:
    words = table("words")
    forms: dict[str, list[Sign]] = defaultdict(list)
    bases: dict[str, list[Sign]] = defaultdict(list)
    for sign, entry in _entries(words):
        for form in _forms(entry, words["endings"]):
            _add(forms, form, sign)
        for base in entry.get("kk", "").split():
            _add(bases, normalise(base), sign)
    ending = words["kazakh_endings"].strip()
    longest_first = sorted(bases, key=len, reverse=True)
    pattern = re.compile(f"({'|'.join(longest_first)})(?:{ending}|{fold(ending)})")
    corrected = _corrected(forms, bases)
    return Vocabulary(
        forms={form: tuple(signs) for form, signs in forms.items()},
        beginnings=frozenset(form.partition("_")[0] for form in forms if "_" in form),
        bases={base: tuple(signs) for base, signs in bases.items()},
        pattern=pattern,
        ablative=re.compile(words["ablative"]),
        weak=frozenset(words["weak"].split()),
        corrections=SpellingIndex(corrected),
        corrected=corrected,
        sounds=_sounds(forms, bases),
    )


def _add(words: dict[str, list[Sign]], form: str, sign: Sign) -> None:
    """A form as it is written, and as it is typed without Kazakh letters."""
    for spelling in {form, fold(form)}:
        if sign not in words[spelling]:
            words[spelling].append(sign)


def _entries(words: Any) -> Iterator[tuple[Sign, dict[str, str]]]:
    for kind, first in (("month", 1), ("weekday", 0), ("season", 0)):
        for number, entry in enumerate(words[f"{kind}s"], first):
            yield Sign(kind, number), entry
    named = {
        "unit": "units",
        "shift": "shifts",
        "year_shift": "relative_years",
        "day": "days",
        "part": "parts",
        "ordinal": "ordinals",
        "count": "numbers",
        "before": "before",
        "after": "after",
    }
    for kind, section in named.items():
        for value, entry in words[section].items():
            yield Sign(kind, value), entry
    for kind in ("glue", "marks", "past"):
        yield Sign(kind), words[kind]


def _forms(entry: dict[str, str], endings: dict[str, str]) -> Iterator[str]:
    listed = " ".join(entry.get(name, "") for name in ("en", "ru", "kk_exact"))
    for form in listed.split():
        stem, bar, which = form.partition("|")
        for ending in endings[which].split() if bar else ("",):
            yield normalise(stem + ending)


def _corrected(forms: Mapping[str, list[Sign]], bases: Mapping[str, list[Sign]]) -> dict[str, Signs]:
    """The words in which a slip is forgiven: months and days of the week."""
    return {
        word: tuple(signs)
        for word, signs in _inflected(forms, bases)
        if len(word) >= _CORRECTED_FROM - 1 and signs[0].kind in ("month", "weekday")
    }


def _sounds(forms: Mapping[str, list[Sign]], bases: Mapping[str, list[Sign]]) -> dict[str, Signs]:
    """Months by their sound: "v oktyabre", "tamyzda"."""
    return {
        sound_key(word): tuple(signs)
        for word, signs in _inflected(forms, bases)
        if len(word) >= 5 and signs[0].kind == "month" and not word.isascii()
    }


def _inflected(
    forms: Mapping[str, list[Sign]], bases: Mapping[str, list[Sign]]
) -> Iterator[tuple[str, list[Sign]]]:
    yield from forms.items()
    for base, signs in bases.items():
        for case in _CASES:
            yield base + case, signs
