"""What speaks for a unit: BM25 over what the words may stand for, exact words, order, nearness, coverage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log
from operator import mul
from typing import Final

from knowledge.ranking.expanding import Expander, Reading
from knowledge.ranking.segment import Segment

_K1: Final = 1.2
_B: Final = 0.5
_LONG: Final = 0.5
_ASKING: Final = 0.25

FEATURES: Final = ("bm25", "exact", "order", "sentence", "missing", "length")
Features = Mapping[str, float]
_Meaning = tuple[
    int, float, bool
]  # a word of the question, what it is worth here, whether it is the very word


@dataclass(frozen=True, slots=True)
class Statistics:
    """Of all segments together."""

    docs: int
    length: float  # words of a unit, on average

    def rarity(self, count: int) -> float:
        """Robertson's idf, never negative: of a word that so many documents have.

        Documents, not units: a word that all known questions of one text have, and no others, tells most.
        """
        return log(1 + (self.docs - count + 0.5) / (count + 0.5))


@dataclass(frozen=True, slots=True)
class Weighed:
    """A question ready for scoring: for each word its keys' worth, and the most it can be worth."""

    keys: Sequence[Mapping[str, float]]
    exact: Sequence[frozenset[str]]
    turned: Sequence[frozenset[str]]
    words: Sequence[str]
    most: Sequence[float]
    asking: Sequence[bool]
    rarest: float = 1.0  # what a word is worth that no text has


def weigh(reading: Reading, expander: Expander, statistics: Statistics) -> Weighed:
    """Each word once; a word the base has nothing like is worth as much as its rarest."""
    terms = list({term.word: term for term in reading.terms}.values())
    keys, most = [], []
    for term in terms:
        worth = {
            key: weight * statistics.rarity(expander.count(key)) for key, weight in term.variants.items()
        }
        keys.append(worth)
        sure = [
            worth[key] / term.variants[key]
            for key in worth
            if term.variants[key] >= 0.9 and key not in term.turned
        ]
        unknown = statistics.rarity(0)
        most.append(max(sure) if sure else max([*worth.values(), 0.6 * unknown]))
    return Weighed(
        keys=keys,
        exact=[frozenset(term.exact) for term in terms],
        turned=[frozenset(term.turned) for term in terms],
        words=[term.word for term in terms],
        most=most,
        asking=[term.asking for term in terms],
        rarest=statistics.rarity(0),
    )


class Scorer:
    """One question against the units of one segment."""

    def __init__(self, segment: Segment, weighed: Weighed, statistics: Statistics) -> None:
        self._segment = segment
        self._weighed = weighed
        self._average = statistics.length
        self.wanted: list[dict[int, float]] = [{} for _ in weighed.keys]  # keys as numbers
        # what each word of the segment means to a piece of text, and to a known question
        self._in_text: dict[int, list[_Meaning]] = {}
        self._in_question: dict[int, list[_Meaning]] = {}
        for place, keys in enumerate(weighed.keys):
            for key, worth in keys.items():
                self._admit(place, key, worth)

    def _admit(self, place: int, key: str, worth: float) -> None:
        number = self._segment.keys.find(key)
        if number < 0:
            return
        self.wanted[place][number] = worth
        very = (
            self._segment.word(self._weighed.words[place], number)
            if key in self._weighed.exact[place]
            else -1
        )
        for word in self._segment.words_of(number):
            self._in_text.setdefault(word + 1, []).append((place, worth, word == very))
            if key not in self._weighed.turned[place]:
                self._in_question.setdefault(word + 1, []).append((place, worth, word == very))

    def features(self, unit: int, *, known_question: bool = False) -> Features:
        words = self._segment.unit(unit)
        matters = self._in_question if known_question else self._in_text
        found = [(at, matters[word]) for at, word in enumerate(words) if word in matters]
        weighed = self._weighed
        count = len(weighed.words)
        best, times, exact = [0.0] * count, [0.0] * count, [0.0] * count
        for _, meanings in found:
            for place, worth, very in meanings:
                best[place] = max(best[place], worth)
                times[place] += worth
                if very:
                    exact[place] = worth
        counts = [1.0 if known_question or not asking else _ASKING for asking in weighed.asking]
        norm = _K1 * (1 - _B + _B * (len(words) / self._average) ** _LONG)
        bm25 = 0.0
        for place, worth in enumerate(best):
            if worth:
                often = times[place] / worth
                bm25 += counts[place] * worth * often * (_K1 + 1) / (often + norm)
        total = sum(map(mul, counts, weighed.most)) or 1.0
        return {
            "bm25": bm25,
            "exact": sum(map(mul, counts, exact)),
            "order": self._order(found),
            "sentence": self._sentence(words, found),
            "missing": 1 - sum(map(mul, counts, map(min, best, weighed.most))) / total,
            "length": log(1 + len(words)),
        }

    def shares(self, first: int, end: int) -> Sequence[float]:
        """For each word of the question the share of these known questions that have it."""
        matters = self._in_question
        found = [0] * len(self._weighed.words)
        for unit in range(first, end):
            here: set[int] = set()
            for word in matters.keys() & set(self._segment.unit(unit)):
                here.update(place for place, _, _ in matters[word])
            for place in here:
                found[place] += 1
        return [count / (end - first) for count in found]

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
