"""What all known questions of a text say together: a naive Bayes model of how it is asked for.

Each text with known questions is a class, each known question an example of it, and a word is there or not
(the Bernoulli model: A. McCallum, K. Nigam, "A comparison of event models for naive Bayes text classification",
AAAI-98 workshop). Words that its questions usually have, and this question lacks, speak against a text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import log, log1p
from typing import Final

from knowledge.ranking.living import Living
from knowledge.ranking.scoring import Wanted
from knowledge.ranking.weighing import Statistics, Weighed

# Known questions of one text that are looked at.
_MOST_QUESTIONS: Final = 256
_MOST_KEPT: Final = 4_096
# So many examples of how questions are worded anywhere are added to those of the text.
_SMOOTHING: Final = 3.0
_MOST_SHARE: Final = 0.95
_BEGINNING, _END, _NOTHING = -1, -2, -3


@dataclass(frozen=True, slots=True)
class _Profile:
    """How often each key and each pair of neighbours is in the known questions of a text."""

    count: int
    keys: Mapping[int, int]
    pairs: Mapping[tuple[int, int], int]
    silence: float  # the log-likelihood ratio of a question that has no word at all


class Phrasings:
    """The known questions of the texts of one segment, as models; those looked at are kept."""

    def __init__(self, living: Living, asked: Callable[[str], int], statistics: Statistics) -> None:
        self._segment = living.segment
        self._asked = asked
        self._questions = statistics.known_questions
        self._profile = lru_cache(maxsize=_MOST_KEPT)(self._made)
        self._common = lru_cache(maxsize=65_536)(self._share)

    def likelihood(self, doc: int, weighed: Weighed, wanted: Wanted) -> tuple[float, float]:
        """Two numbers: how much likelier the question is as one for this text than as any, and the chain.

        The first is the logarithm of a ratio; the second grows with neighbouring words that were neighbours in
        known questions, too.
        """
        profile = self._profile(doc)
        ratio, chain = profile.silence, [_BEGINNING]
        for place, keys in enumerate(wanted):
            matched, times = self._matched(profile, keys, weighed.variants[place])
            chain.append(matched)
            common = min(weighed.asked[place], _MOST_SHARE)
            if common:
                ratio += log((times + _SMOOTHING * common) / (profile.count + _SMOOTHING) / common)
            if matched >= 0:
                ratio -= self._absence(profile.keys[matched], profile.count, matched)
        chain.append(_END)
        return ratio, sum(log1p(profile.pairs.get(pair, 0)) for pair in pairwise(chain))

    def _matched(
        self, profile: _Profile, keys: Iterable[int], variants: Mapping[str, float]
    ) -> tuple[int, float]:
        """What a word most likely is here, and how many of the text's questions have it."""
        matched, times = _NOTHING, 0.0
        for key in keys:
            if key in profile.keys:
                found = variants[self._segment.keys[key]] * profile.keys[key]
                if found > times:
                    matched, times = key, found
        return matched, times

    def _made(self, doc: int) -> _Profile:
        side = self._segment.questions
        keys: Counter[int] = Counter()
        pairs: Counter[tuple[int, int]] = Counter()
        units = side.units_of(doc)[:_MOST_QUESTIONS]
        key_of_word = self._segment.key_of_word
        for unit in units:
            words = [key_of_word(word - 1) for word in side.unit(unit) if word]
            keys.update(set(words))
            pairs.update(set(pairwise([_BEGINNING, *words, _END])))
        silence = sum(self._absence(times, len(units), key) for key, times in sorted(keys.items()))
        return _Profile(len(units), keys, pairs, silence)

    def _absence(self, times: int, count: int, key: int) -> float:
        """What it says for a text that the question lacks a key."""
        common = self._common(key)
        share = (times + _SMOOTHING * common) / (count + _SMOOTHING)
        return log((1 - share) / (1 - common))

    def _share(self, key: int) -> float:
        """The share of all known questions that have a key."""
        return min((self._asked(self._segment.keys[key]) + 0.5) / (self._questions + 1), _MOST_SHARE)
