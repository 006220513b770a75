"""Kazakh stems, by taking suffixes off from the outside; the rules are data in `kazakh_suffixes.yaml`.

A word is read from its end: a suffix may come off if its sounds agree with what is left (vowel harmony and
assimilation) and if it may stand on what is met next. What the walk passes are the plausible stems.
Suffixes typed without a Kazakh keyboard (-нын for -ның) count as what they stand for.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from typing import Any, Final

from knowledge.language.alphabets import fold
from knowledge.language.tables import table

_VOWELS: Final = frozenset("аәеоөұүыіиэяёую")
# Not here: и, у and ю, which are of either row, and о, which stands for ө on a Russian keyboard.
_ROWS: Final = {**dict.fromkeys("әеіөүэ", "front"), **dict.fromkeys("аұыяё", "back")}
_EITHER: Final = ("back", "front")
_FOREIGN: Final = frozenset("вфцчщэюяьъё")
_CLASSES: Final = {
    **dict.fromkeys("аәеоөұүыіэяё", ("vowel",)),
    **dict.fromkeys("ию", ("vowel", "glide")),
    **dict.fromkeys("рйу", ("glide",)),
    **dict.fromkeys("мнң", ("nasal",)),
    **dict.fromkeys("зж", ("z",)),
    "л": ("l",),
    # Hard by the rules, but many people write what they hear: архивдің, Ивановдың.
    **dict.fromkeys("бвгд", ("hard", "l")),
}
_HOSTS: Final = tuple(product(("vowel", "glide", "l", "nasal", "z", "hard"), _EITHER))
_UNVOICED: Final = {"б": "п", "г": "к", "ғ": "қ"}
_ROOTS: Final = frozenset({"noun", "verb"})
_DEEPEST: Final = 8

_Host = tuple[str, str]  # class of the last sound, row of the last vowel


@dataclass(frozen=True, slots=True)
class _Suffix:
    """One surface form of a suffix and what it wants of its host."""

    kind: str
    host: frozenset[str]
    hosts: frozenset[_Host]
    least: int
    never_after: re.Pattern[str] | None
    opens: bool  # with a vowel, before which п, қ, к are voiced


_BySurface = dict[str, tuple[_Suffix, ...]]


@dataclass(frozen=True, slots=True)
class _Rules:
    suffixes: _BySurface
    safe: _BySurface  # without the bold ones
    longest: int
    final: frozenset[str]
    whole: frozenset[str]
    voiced: frozenset[str]
    elisions: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Step:
    """What is left of a word, and what its last part may be."""

    rest: str
    expected: frozenset[str]


@lru_cache(maxsize=65_536)
def kazakh_stem(word: str) -> str:
    """The word without its inflection; derived words keep what makes them words."""
    rules = _rules()
    steps = [step for step in _walk(word, rules.safe, rules) if step.expected & _ROOTS]
    best = min(
        steps, key=lambda step: (step.rest not in rules.whole, len(step.rest), step.rest == word, step.rest)
    )
    # A soft sign goes before a suffix: фестиваль, фестивалі.
    return _bare(best).rstrip("ьъ") or word


@lru_cache(maxsize=65_536)
def kazakh_stems(word: str) -> tuple[str, ...]:
    """The word and everything it may be derived from, longest first."""
    rules = _rules()
    steps = [step for step in _walk(word, rules.suffixes, rules) if step.expected & _ROOTS]
    found = {word, kazakh_stem(word), *(step.rest for step in steps)}
    return tuple(sorted(found, key=lambda rest: (-len(rest), rest)))


def _bare(step: _Step) -> str:
    """A verb without its last vowel; nobody can tell whether a suffix brought it: сөйле-ді, сөйл-еді."""
    if "noun" not in step.expected and len(step.rest) > 3 and step.rest[-1] in "аеыі":
        return step.rest[:-1]
    return step.rest


def _walk(word: str, suffixes: _BySurface, rules: _Rules) -> set[_Step]:
    """Every state that taking suffixes off leads to, breadth first."""
    steps = edge = {_Step(word, rules.final)}
    for _ in range(_DEEPEST):
        edge = {new for step in edge for new in _shorter(step, suffixes, rules)} - steps
        if not edge:
            break
        steps = steps | edge
    return steps


def _shorter(step: _Step, suffixes: _BySurface, rules: _Rules) -> Iterator[_Step]:
    if step.rest in rules.whole:
        return
    for length in range(1, min(rules.longest, len(step.rest) - 2) + 1):
        found = suffixes.get(step.rest[-length:])
        if found:
            host = step.rest[:-length]
            kinds = _host_kinds(host)
            for suffix in found:
                if suffix.kind in step.expected and _agrees(host, kinds, suffix, rules.whole):
                    yield _Step(_restored(host, suffix, rules), suffix.host)


def _agrees(host: str, kinds: frozenset[_Host], suffix: _Suffix, whole: frozenset[str]) -> bool:
    if len(host) < suffix.least or suffix.hosts.isdisjoint(kinds):
        return False
    if host in whole:
        return True
    if len(host) == 2 and host[0] not in _VOWELS:
        return False
    return suffix.never_after is None or not suffix.never_after.search(host)


@lru_cache(maxsize=65_536)
def _host_kinds(host: str) -> frozenset[_Host]:
    """What the host's end is to a suffix; nothing for a host without a vowel."""
    vowels = [letter for letter in host if letter in _VOWELS]
    if not vowels:
        return frozenset()
    # A lone а can stand for ә, and borrowed words and names keep no harmony.
    loose = vowels == ["а"] or vowels[-1] not in _ROWS or not _FOREIGN.isdisjoint(host)
    classes = _CLASSES.get(host.rstrip("ьъ")[-1], ("hard",))
    return frozenset(product(classes, _EITHER if loose else (_ROWS[vowels[-1]],)))


def _restored(host: str, suffix: _Suffix, rules: _Rules) -> str:
    """The host as it is without the vowel that voiced its last sound or swallowed its last vowel."""
    if not suffix.opens:
        return host
    if host in rules.elisions:
        return rules.elisions[host]
    # Native stems end in no б, г, ғ; borrowed ones do after о: педагог, диалог.
    if host[-1] not in _UNVOICED or host.endswith("ог", 2) or host in rules.voiced or host[-2] not in _VOWELS:
        return host
    return host[:-1] + _UNVOICED[host[-1]]


@cache
def _rules() -> _Rules:
    data = table("kazakh_suffixes")
    suffixes = _surfaces(data["suffixes"], data["sounds"])
    whole = frozenset(_with_folded(data["whole"].split()))
    return _Rules(
        suffixes=suffixes,
        safe=_surfaces([_safe(entry) for entry in data["suffixes"] if not entry.get("bold")], data["sounds"]),
        longest=max(map(len, suffixes)),
        final=frozenset(data["final"]),
        whole=whole,
        voiced=frozenset(data["voiced"]),
        elisions={fold(host): fold(stem) for host, stem in data["elisions"].items()} | data["elisions"],
    )


def _safe(entry: dict[str, Any]) -> dict[str, Any]:
    """The entry of a suffix that is bold in places, as it is in all others."""
    refused = [entry[key] for key in ("never_after", "bold_after") if key in entry]
    return entry | {"never_after": "|".join(refused)} if refused else entry


def _with_folded(words: Iterable[str]) -> Iterator[str]:
    for word in words:
        yield word
        yield fold(word)


def _surfaces(entries: list[dict[str, Any]], sounds: dict[str, dict[str, str]]) -> _BySurface:
    found: dict[str, list[_Suffix]] = defaultdict(list)
    for entry in entries:
        hosts: dict[str, set[_Host]] = defaultdict(set)
        for form, host in product(entry["forms"], _HOSTS):
            for surface, agreeing in _spelt(form, host, sounds):
                hosts[surface].update(agreeing)
        for surface, agreeing_hosts in hosts.items():
            found[surface].append(_suffix(entry, surface, frozenset(agreeing_hosts)))
    return {surface: tuple(suffixes) for surface, suffixes in found.items()}


def _spelt(form: str, host: _Host, sounds: dict[str, dict[str, str]]) -> Iterator[tuple[str, set[_Host]]]:
    """How a form is spelt after a host, and with Russian letters only (then often in either row)."""
    condition, _, spelling = form.rpartition(":")
    if condition and (condition == "V") != (host[0] == "vowel"):
        return
    surface = _surface(spelling, host, sounds)
    yield surface, {host}
    if fold(surface) != surface:
        clear = not {"а", "ы", "е"}.isdisjoint(fold(surface))
        yield fold(surface), {host} if clear else set(product(host[:1], _EITHER))


def _surface(spelling: str, host: _Host, sounds: dict[str, dict[str, str]]) -> str:
    return "".join(_sound(sounds[letter], *host) if letter in sounds else letter for letter in spelling)


def _sound(sound: dict[str, str], last: str, row: str) -> str:
    back, _, front = sound.get(last, sound["any"]).partition("/")
    return front if front and row == "front" else back


def _suffix(entry: dict[str, Any], surface: str, hosts: frozenset[_Host]) -> _Suffix:
    return _Suffix(
        kind=entry["kind"],
        host=frozenset(entry["host"]),
        hosts=hosts,
        least=entry.get("least", 2),
        never_after=_ending(entry.get("never_after")),
        opens=surface[0] in _VOWELS,
    )


def _ending(expression: str | None) -> re.Pattern[str] | None:
    return re.compile(f"(?:{expression})$") if expression else None


def agreeing_forms(host: str, forms: Iterable[str]) -> frozenset[str]:
    """How suffixes, given as in the table, are spelt after a host."""
    sounds = table("kazakh_suffixes")["sounds"]
    hosts = _host_kinds(host)
    return frozenset(_surface(form, kind, sounds) for form in forms for kind in hosts)
