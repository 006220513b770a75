"""What a question's words are worth, on each side of the base: in texts, and in known questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt
from operator import mul
from typing import Final

from knowledge.model import LANGS, Lang
from knowledge.ranking.expanding import Expander, Reading, Term
from knowledge.ranking.living import COLUMNS, Living

# A handful of texts tells little of how rare words are: as if there were so many more without any of them.
_UNSEEN: Final = 10
# How much the length of a unit changes what a word in it is worth: 0 not at all, 1 as if all units were so long.
_BY_LENGTH: Final = 0.4
_LENGTHS: Final = 3  # steps of length from one to e times as many words
_SENTENCE: Final = log(12)
_PAGE: Final = log(150)
_POSSIBLE: Final = 0.1  # a language below this is not considered
_SURE: Final = 0.9
_UNKNOWN: Final = 0.6
# How much what a word is worth in known questions bears on what it is worth in texts: 0 not at all.
_BY_USE: Final = 0.5


@dataclass(frozen=True, slots=True)
class Size:
    """One side of all segments, as far as a question's languages go."""

    docs: float
    units: float
    length: float  # words of a typical unit
    shares: Sequence[float]  # what each language has to do with it

    @property
    def pages(self) -> float:
        """From 0 where units are sentences to 1 where they are pages."""
        return min(max((log(1 + self.length) - _SENTENCE) / (_PAGE - _SENTENCE), 0.0), 1.0)

    def count(self, by_lang: Sequence[int]) -> float:
        """How many documents that is in the question's languages; in all if these have none."""
        if not any(by_lang):
            return 0.0
        return sum(map(mul, self.shares, by_lang)) or sum(by_lang)

    def rarity(self, count: float, docs: float | None = None) -> float:
        """Robertson's idf, never negative: of a word that so many documents have.

        Documents, not units: a word that all known questions of one text have, and no others, tells most.
        """
        docs = self.docs if docs is None else docs
        return log(1 + (max(docs - count, 0.0) + 0.5) / (count + 0.5))


@dataclass(frozen=True, slots=True)
class Statistics:
    """Of all segments together: for each side, documents, units, words and squares of lengths of each language."""

    texts: Sequence[int]
    questions: Sequence[int]

    @classmethod
    def of(cls, segments: Sequence[Living]) -> Statistics:
        sides = ([one.texts.totals for one in segments], [one.questions.totals for one in segments])
        texts, questions = ([sum(column) for column in zip(*totals, strict=True)] for totals in sides)
        return cls(texts, questions)

    @property
    def known_questions(self) -> int:
        return sum(self.questions[1::COLUMNS])


def _size(totals: Sequence[int], likely: Mapping[Lang, float]) -> Size:
    """What there is in the language the question most likely has, considering what there is.

    What a base holds in another language makes no word of the question rarer. A unit's typical length is the root
    of the mean square, so that a thousand short facts do not make a page look endless.
    """
    columns = [totals[at::COLUMNS] for at in range(COLUMNS)]
    shares = [share if share >= _POSSIBLE else 0.0 for share in map(likely.__getitem__, LANGS)]
    chances = list(map(mul, shares, columns[0]))
    if not any(chances):
        chances = list(map(float, columns[0]))
    whole = sum(chances) or 1.0
    of_langs = [chance / whole for chance in chances]
    docs, units, _, squares = (sum(map(mul, of_langs, column)) for column in columns)
    return Size(_UNSEEN + docs, units, sqrt(squares / units) if squares else 1.0, of_langs)


@dataclass(frozen=True, slots=True)
class Worth:
    """What a question's words are worth on one side."""

    size: Size
    keys: Sequence[Mapping[str, float]]  # of each word: what it may stand for, with its worth
    weights: Sequence[Mapping[str, float]]  # how much each of these counts for the word
    counts: Sequence[Mapping[str, float]]  # and in how many documents it is
    most: Sequence[float]  # of each word: the most it can be worth

    @property
    def total(self) -> float:
        return sum(self.most)

    @property
    def asked(self) -> float:
        """How much is asked for, in words that no text has."""
        return self.total / self.size.rarity(0)

    def at_length(self, step: int) -> Callable[[float], float]:
        """How rare a word is in units of such a length, by how many documents have it.

        A page has a word by chance where a sentence would not (after "divergence from randomness": G. Amati,
        C. J. van Rijsbergen, ACM TOIS 20, 2002): a word is as rare as it would be if the same words were cut into
        units of that length, of which there would be more or fewer.
        """
        docs = self.size.docs * (self.size.length / exp(step / _LENGTHS)) ** _BY_LENGTH
        return lambda count: self.size.rarity(count, docs)


def length_step(words: int) -> int:
    return round(_LENGTHS * log(words + 1))


@dataclass(frozen=True, slots=True)
class Weighed:
    """A question ready for scoring; each word once."""

    words: Sequence[str]
    exact: Sequence[frozenset[str]]  # of each word: the keys under which the very word is filed
    turned: Sequence[frozenset[str]]
    asking: Sequence[bool]
    variants: Sequence[Mapping[str, float]]
    asked: Sequence[float]  # of each word: the share of all known questions that have it
    texts: Worth
    questions: Worth

    @property
    def keys(self) -> Sequence[Mapping[str, float]]:
        """What each word may stand for in texts, with its worth."""
        return self.texts.keys

    @property
    def most(self) -> Sequence[float]:
        """Of each word: the most it can be worth in texts."""
        return self.texts.most

    @property
    def total(self) -> float:
        """What a hit's score is measured by."""
        return max(self.texts.total, self.questions.total) or 1.0

    @property
    def rarest(self) -> float:
        """What a word is worth that no text has."""
        return max(self.texts.size.rarity(0), self.questions.size.rarity(0))


def weigh(reading: Reading, expander: Expander, statistics: Statistics) -> Weighed:
    terms = list({term.word: term for term in reading.terms}.values())
    texts, questions = (_size(side, reading.likely) for side in (statistics.texts, statistics.questions))
    asked = _any(statistics.questions, reading.likely)

    def usual(key: str) -> float:
        """How much less a word tells that many known questions have: what all ask with tells nothing of a text."""
        count = questions.count(expander.in_questions(key))
        return (questions.rarity(count) / questions.rarity(0)) ** _BY_USE if count else 1.0

    return Weighed(
        words=[term.word for term in terms],
        exact=[frozenset(term.exact) for term in terms],
        turned=[frozenset(term.turned) for term in terms],
        asking=[term.asking for term in terms],
        variants=[term.variants for term in terms],
        asked=[_asked(term, expander) / (questions.units or 1.0) for term in terms],
        texts=_worth(terms, texts, expander.in_texts, usual if asked else None),
        questions=_worth(terms, questions, expander.in_questions, None),
    )


def _asked(term: Term, expander: Expander) -> float:
    """How many known questions have what a word most often stands for there."""
    return max(
        (weight * expander.asked(key) for key, weight in term.variants.items() if key not in term.turned),
        default=0.0,
    )


def _any(totals: Sequence[int], likely: Mapping[Lang, float]) -> bool:
    """Whether there is anything in a language that the question may have."""
    return any(n for lang, n in zip(LANGS, totals[::COLUMNS], strict=True) if likely[lang] >= _POSSIBLE)


def _worth(
    terms: Sequence[Term],
    size: Size,
    counted: Callable[[str], Sequence[int]],
    usual: Callable[[str], float] | None,
) -> Worth:
    """A word the base has nothing like is worth as much as its rarest."""
    keys, weights, counts, most = [], [], [], []
    for term in terms:
        counts.append({key: size.count(counted(key)) for key in term.variants})
        weights.append(
            {key: weight * usual(key) for key, weight in term.variants.items()} if usual else term.variants
        )
        worth = {key: weight * size.rarity(counts[-1][key]) for key, weight in weights[-1].items()}
        keys.append(worth)
        sure = [
            worth[key] / weight
            for key, weight in term.variants.items()
            if weight >= _SURE and key not in term.turned
        ]
        most.append(max(sure) if sure else max([*worth.values(), _UNKNOWN * size.rarity(0)]))
    return Worth(size, keys, weights, counts, most)
