"""Correction of slips of the fingers against a known vocabulary."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA


@dataclass(frozen=True, slots=True)
class Correction:
    """A known word near the one typed; `cost` ranks words of the same distance."""

    word: str
    distance: int
    cost: float


def edits_allowed(word: str) -> int:
    """How many slips a word of this length may have."""
    if any(map(str.isdigit, word)) or len(word) < 4 or len(word) > 64:
        return 0
    return 1 if len(word) < 9 else 2


def within_one_edit(one: str, other: str) -> bool:
    """Whether one insertion, deletion, substitution or swap of neighbours makes one word of the other."""
    return abs(len(one) - len(other)) <= 1 and OSA.distance(one, other, score_cutoff=1) <= 1


class SpellingIndex:
    """Known words, found again by a misspelt one."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted({word for word in words if word and not any(map(str.isdigit, word))})

    def lookup(self, word: str) -> tuple[Correction, ...]:
        """Known words within the edits allowed, the word itself included if known; best first."""
        allowed = edits_allowed(word)
        if not allowed:
            return ()
        near = process.extract(word, self._words, scorer=OSA.distance, score_cutoff=allowed, limit=None)
        corrections = (self._correction(word, found, int(distance)) for found, distance, _ in near)
        return tuple(sorted(corrections, key=lambda near: (near.cost, near.word)))

    @staticmethod
    def _correction(word: str, found: str, distance: int) -> Correction:
        return Correction(found, distance, distance + 0.5 * (word[0] != found[0]))
