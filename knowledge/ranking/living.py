"""A segment without the documents that were removed or replaced: whatever is counted is of those that are left.

A segment is written once, so what is gone from it is kept beside it: which documents, and what they had. Thus a base
that was changed a thousand times weighs a question as one that is built anew from the same texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from knowledge.model import LANGS
from knowledge.ranking.segment import Segment, Side
from knowledge.ranking.strings import Numbers

COLUMNS: Final = 4  # of a side's totals: documents, units, words, squares of lengths
_NOTHING: Final[frozenset[int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Lost:
    """What one side of a segment has lost."""

    words: Mapping[int, int]  # of each word: units
    keys: Mapping[int, int]  # of each key: units
    spread: Mapping[int, int]  # of each key and language: documents
    totals: Sequence[int]

    @classmethod
    def nothing(cls) -> Lost:
        return cls({}, {}, {}, (0,) * COLUMNS * len(LANGS))

    def and_of(self, segment: Segment, side: Side, docs: Iterable[int]) -> Lost:
        """The same with more documents."""
        words, keys, spread, totals = dict(self.words), dict(self.keys), dict(self.spread), [*self.totals]
        for doc in docs:
            lang, units, found = side.lang_of[doc], side.units_of(doc), set()
            for unit in units:
                forward = side.unit(unit)
                here = {word - 1 for word in forward if word}
                there = set(map(segment.key_of_word, here))
                _count(words, here)
                _count(keys, there)
                found |= there
                totals[lang * COLUMNS + 2] += len(forward)
                totals[lang * COLUMNS + 3] += len(forward) ** 2
            _count(spread, (key * len(LANGS) + lang for key in found))
            totals[lang * COLUMNS] += len(units) > 0
            totals[lang * COLUMNS + 1] += len(units)
        return Lost(words, keys, spread, totals)


def _count(counts: dict[int, int], found: Iterable[int]) -> None:
    for one in found:
        counts[one] = counts.get(one, 0) + 1


class LivingSide:
    """The units of one kind that are left."""

    def __init__(self, side: Side, lost: Lost, gone: frozenset[int]) -> None:
        self._side = side
        self._lost = lost
        self._gone = gone
        self.unit = side.unit
        self.units_of = side.units_of
        self.first_unit: Numbers = side.first_unit
        self.doc_of: Numbers = side.doc_of
        self.units = side.units  # how many numbers there are for units, whether they are left or not

    @property
    def totals(self) -> list[int]:
        return [all_ - lost for all_, lost in zip(self._side.totals, self._lost.totals, strict=True)]

    def count(self, key: int) -> int:
        """How many units have a word of this key."""
        return self._side.count(key) - self._lost.keys.get(key, 0)

    def spread(self, key: int) -> tuple[int, ...]:
        """How many documents of each language have it."""
        places = range(key * len(LANGS), (key + 1) * len(LANGS))
        if not self._lost.spread:
            return tuple(self._side.spread[places.start : places.stop])
        return tuple(self._side.spread[at] - self._lost.spread.get(at, 0) for at in places)

    def often(self, word: int) -> int:
        """How many units have a word."""
        return self._side.often[word] - self._lost.words.get(word, 0)

    def units_with(self, key: int) -> Sequence[int]:
        units = self._side.units_with(key)
        if key not in self._lost.keys:
            return units
        return [unit for unit in units if self.doc_of[unit] not in self._gone]


class Living:
    """A segment and what is gone from it; never changed, `without` makes another."""

    def __init__(
        self,
        segment: Segment,
        gone: frozenset[int] = _NOTHING,
        texts: Lost | None = None,
        questions: Lost | None = None,
    ) -> None:
        self.segment = segment
        self.gone = gone
        self._lost = (texts or Lost.nothing(), questions or Lost.nothing())
        self.texts = LivingSide(segment.texts, self._lost[0], gone)
        self.questions = LivingSide(segment.questions, self._lost[1], gone)

    def without(self, docs: Iterable[int]) -> Living:
        more = frozenset(docs) - self.gone
        if not more:
            return self
        segment = self.segment
        texts = self._lost[0].and_of(segment, segment.texts, more)
        questions = self._lost[1].and_of(segment, segment.questions, more)
        return Living(segment, self.gone | more, texts, questions)

    def with_keys(self, keys: Iterable[int]) -> Iterable[int]:
        """Those of the keys that a document has which is left."""
        return filter(self._has_key, keys) if self.gone else keys

    def with_words(self, words: Iterable[int]) -> Iterable[int]:
        """Those of the words that a document has which is left."""
        return filter(self.has_word, words) if self.gone else words

    def has_word(self, word: int) -> bool:
        return not self.gone or self.texts.often(word) + self.questions.often(word) > 0

    def _has_key(self, key: int) -> bool:
        return self.texts.count(key) + self.questions.count(key) > 0
