"""Which questions ask the same: by what they are about, in whichever of the three languages.

Two questions are alike if nothing of weight is asked by one and not by the other, and both want the same sort of
answer. Words that nobody knows count as the same when they differ by a slip of the finger (rapidfuzz).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from knowledge.index.base import Base
from knowledge.language import sound_key
from knowledge.matching.reading import Reading, read
from knowledge.matching.scoring import weight

_SLIP = 80.0  # likeness of two unknown words (rapidfuzz, 0 to 100) from which they are one
_HEAVY = 0.45  # a word at least this heavy makes another question, as it forbids an answer
_ANYTHING = {"statement", "number"}  # answers that are asked for by "what" and "how much", too
_SOUND = 3  # letters of a sound key by which unknown words are looked up
_MOST_LOOKED_AT = 50  # groups that a question is compared with; those that share most come first


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that a question is about: what it stands for, or, of an unknown word, how it is written."""

    text: str
    units: frozenset[str]
    weight: float

    def same(self, other: Mark) -> bool:
        if self.units or other.units:
            return not self.units.isdisjoint(other.units)
        return self.text == other.text or fuzz.ratio(self.text, other.text) >= _SLIP

    def places(self) -> Iterator[str]:
        yield from self.units or (f"s:{(sound_key(self.text) or self.text)[:_SOUND]}",)


@dataclass(frozen=True, slots=True)
class Wording:
    """A question by what it asks; `text` is normalised, letter by letter the same for the same words."""

    text: str
    marks: tuple[Mark, ...]
    wants: frozenset[str]

    def alike(self, other: Wording) -> bool:
        if self.text == other.text:
            return True
        if (self.wants and other.wants and self.wants != other.wants) or not (self.marks and other.marks):
            return False
        return not (_left_over(self, other) or _left_over(other, self))


def wording_of(question: str, base: Base) -> Wording:
    reading: Reading = read(question, base)
    marks = tuple(
        Mark(slot.text, frozenset(slot.units), weight(slot, base))
        for slot in reading.content
        if slot.kind != "need"
    )
    return Wording(reading.text or question.casefold().strip(), marks, frozenset(reading.wants - _ANYTHING))


def gather(wordings: Sequence[Wording]) -> list[list[int]]:
    """The numbers of the wordings that ask the same, group by group, each led by its first."""
    groups: list[list[int]] = []
    by_text: dict[str, int] = {}
    by_key: dict[str, list[int]] = {}
    for number, wording in enumerate(wordings):
        group = by_text.get(wording.text)
        if group is None:
            group = next((g for g in _near(wording, by_key) if wordings[groups[g][0]].alike(wording)), None)
        if group is None:
            group = len(groups)
            groups.append([])
            for key in dict.fromkeys(key for mark in wording.marks for key in mark.places()):
                by_key.setdefault(key, []).append(group)
        by_text[wording.text] = group
        groups[group].append(number)
    return groups


def _near(wording: Wording, by_key: dict[str, list[int]]) -> Sequence[int]:
    """The groups that share most with the wording, in a fixed order."""
    shared: dict[int, float] = {}
    for mark in wording.marks:
        for group in {group for key in mark.places() for group in by_key.get(key, ())}:
            shared[group] = shared.get(group, 0.0) + mark.weight
    return sorted(shared, key=lambda group: (-shared[group], group))[:_MOST_LOOKED_AT]


def _left_over(one: Wording, other: Wording) -> bool:
    """Whether one asks for something of weight that the other does not."""
    return any(
        mark.weight >= _HEAVY and not any(mark.same(twin) for twin in other.marks) for mark in one.marks
    )
