"""What speaks for a unit: BM25 over what the words may stand for, exact words, order, nearness, coverage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import log
from operator import mul
from typing import Final

from knowledge.ranking.living import Living
from knowledge.ranking.segment import Segment
from knowledge.ranking.weighing import Weighed, length_step

_K1: Final = 1.2
_ASKING: Final = 0.25
# How often a word is in a unit counts less in one that has more words than so many typical ones.
_LONG: Final = 2.0

FEATURES: Final = ("bm25", "exact", "order", "sentence", "missing", "length")
Features = Mapping[str, float]
Wanted = list[dict[int, float]]  # for each word of the question: keys as numbers, and what they are worth
# A word of the question, what it is worth here, whether it is the very word.
_Meaning = tuple[int, float, bool]
_Meanings = dict[int, list[_Meaning]]
# A word of the question, a weight, documents, the words under that key, the very word.
_Admitted = tuple[int, float, float, range, int]


class Scorer:
    """One question against the units of one side of one segment; `first` is the number of its first unit."""

    def __init__(self, living: Living, weighed: Weighed, first: int, *, known: bool) -> None:
        segment = living.segment
        self.segment, self.first = segment, first
        self.side = living.questions if known else living.texts
        self.worth = weighed.questions if known else weighed.texts
        # What only the question asks with, statements need not have; known questions have it.
        self._counts = [1.0 if known or not asking else _ASKING for asking in weighed.asking]
        self._total = sum(map(mul, self._counts, self.worth.most)) or 1.0
        self.wanted: Wanted = [{} for _ in weighed.words]
        self.lists: list[tuple[int, str, int, float]] = []  # word, key, its number, what it is worth
        self._admitted: list[_Admitted] = []
        self._by_length: dict[int, _Meanings] = {}  # what each word of the segment means
        self._plain: _Meanings = {}
        for place, keys in enumerate(self.worth.keys if self.side.units else ()):
            for key, worth in keys.items():
                if not known or key not in weighed.turned[place]:
                    self._admit(segment, weighed, place, key, worth)

    def _admit(self, segment: Segment, weighed: Weighed, place: int, key: str, worth: float) -> None:
        number = segment.keys.find(key)
        if number < 0 or not self.side.count(number):
            return
        self.wanted[place][number] = worth
        self.lists.append((place, key, number, worth))
        exact = segment.word(weighed.words[place], number) if key in weighed.exact[place] else -1
        weight, count = self.worth.weights[place][key], self.worth.counts[place][key]
        words = segment.words_of(number)
        self._admitted.append((place, weight, count, words, exact))
        for word in words:
            self._plain.setdefault(word + 1, []).append((place, worth * self._counts[place], False))

    def _in_length(self, words: int) -> _Meanings:
        """What words mean in a unit of so many."""
        step = length_step(words)
        if step not in self._by_length:
            found = self._by_length[step] = {}
            rarity = self.worth.at_length(step)
            for place, weight, count, filed, exact in self._admitted:
                worth = weight * rarity(count)
                for word in filed:
                    found.setdefault(word + 1, []).append((place, worth, word == exact))
        return self._by_length[step]

    def promise(self, unit: int) -> float:
        """What a unit's words are worth whatever its length and their order: quick, and near the score."""
        best = [0.0] * len(self._counts)
        for word in self._plain.keys() & set(self.side.unit(unit)):
            for place, worth, _ in self._plain[word]:
                best[place] = max(best[place], worth)
        return sum(best)

    def features(self, unit: int) -> Features:
        words, counts = self.side.unit(unit), self._counts
        matters = self._in_length(len(words))
        found = [(at, matters[word]) for at, word in enumerate(words) if word in matters]
        best, times, exact = [0.0] * len(counts), [0.0] * len(counts), [0.0] * len(counts)
        for _, meanings in found:
            for place, worth, very in meanings:
                best[place] = max(best[place], worth)
                times[place] += worth
                if very:
                    exact[place] = worth
        again = min(1.0, _LONG * self.worth.size.length / (len(words) or 1))
        bm25 = 0.0
        for place, worth in enumerate(best):
            if worth:
                often = 1 + (times[place] / worth - 1) * again
                bm25 += counts[place] * worth * often * (_K1 + 1) / (often + _K1)
        return {
            "bm25": bm25,
            "exact": sum(map(mul, counts, exact)),
            "order": self._order(found),
            "sentence": self._sentence(words, found),
            "missing": 1 - sum(map(mul, counts, map(min, best, self.worth.most))) / self._total,
            "length": log(1 + len(words)),
        }

    def _order(self, found: Sequence[tuple[int, list[_Meaning]]]) -> float:
        """The worth of words that follow each other (one may stand between) as in the question."""
        worth: dict[int, float] = {}
        for (at, here), (then, there) in pairwise(found):
            if then - at <= 2:
                for place, worth_here, _ in here:
                    for other, worth_there, _ in there:
                        if 0 < other - place <= 2:
                            worth[place] = max(worth.get(place, 0.0), min(worth_here, worth_there))
        return sum(worth.values())

    def _sentence(self, words: Sequence[int], found: Sequence[tuple[int, list[_Meaning]]]) -> float:
        """The worth of the words that the best sentence has."""
        ends = [at for at, word in enumerate(words) if not word]
        best = 0.0
        here: dict[int, float] = {}
        which = 0
        for at, meanings in found:
            if which < len(ends) and at > ends[which]:
                best = max(best, sum(here.values()))
                here = {}
                while which < len(ends) and at > ends[which]:
                    which += 1
            for place, worth, _ in meanings:
                if worth > here.get(place, 0.0):
                    here[place] = worth
        return max(best, sum(here.values()))
