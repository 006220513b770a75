"""From candidates to hits: the weighted features of a text's best unit, its known questions together, confidence."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from heapq import nlargest
from importlib.resources import files
from math import exp
from typing import Final

from knowledge.ranking.documents import Hit
from knowledge.ranking.fetching import candidates
from knowledge.ranking.scoring import Features, Scorer, Statistics, Weighed
from knowledge.ranking.segment import Segment

# Units that are scored with every feature, and texts whose known questions are looked at together.
_MOST_SCORED: Final = 150
_MOST_TOGETHER: Final = 24


@dataclass(frozen=True, slots=True)
class _Scored:
    score: float
    known: bool  # a known question, not a piece of the text
    features: Features


@cache
def weights() -> Mapping[str, Mapping[str, float]]:
    """Confidence as benchmarks/fit_ranking.py fits it; the rest is set by hand, see docs/ranking.md."""
    told: Mapping[str, Mapping[str, float]] = json.loads(
        files("knowledge.ranking").joinpath("weights.json").read_text("utf-8")
    )
    return told


def choose(
    weighed: Weighed,
    k: int,
    segments: Sequence[Segment],
    dead: Sequence[frozenset[int]],
    statistics: Statistics,
) -> list[Hit]:
    """The best `k` texts of all segments, best first."""
    hits = [
        hit
        for segment, gone in zip(segments, dead, strict=True)
        for hit in _of_segment(segment, gone, weighed, statistics)
    ]
    hits.sort(key=lambda hit: (-hit.score, hit.id))
    return [_confident(hit, hits[1:2] if place == 0 else hits[:1]) for place, hit in enumerate(hits[:k])]


def _of_segment(
    segment: Segment, dead: frozenset[int], weighed: Weighed, statistics: Statistics
) -> list[Hit]:
    scorer = Scorer(segment, weighed, statistics)
    by_doc: dict[int, list[_Scored]] = defaultdict(list)
    for unit in candidates(segment, scorer.wanted, _MOST_SCORED, dead):
        doc = segment.doc_of[unit]
        known = unit >= segment.first_question[doc]
        by_doc[doc].append(_scored(scorer.features(unit, known_question=known), known))
    promising = nlargest(
        _MOST_TOGETHER, by_doc.items(), key=lambda item: (max(one.score for one in item[1]), -item[0])
    )
    return [_hit(segment, doc, scored, scorer, weighed) for doc, scored in promising]


def _scored(features: Features, known: bool) -> _Scored:
    chosen = weights()["features"]
    return _Scored(sum(chosen[name] * value for name, value in features.items()), known, features)


def _hit(segment: Segment, doc: int, scored: list[_Scored], scorer: Scorer, weighed: Weighed) -> Hit:
    """A text is as good as its best unit; of known questions, the others and all together have a say."""
    best = max(scored, key=lambda one: one.score)
    score = best.score
    first, end = segment.first_question[doc], segment.first_unit[doc + 1]
    if best.known and end - first >= 2:
        mix = weights()["questions"]
        some = min(int(mix["others"]), end - first - 1)
        others = sorted((one.score for one in scored if one.known), reverse=True)[1 : some + 1]
        shares = scorer.shares(first, end)
        bag = sum(most * share ** mix["power"] for most, share in zip(weighed.most, shares, strict=True))
        score += mix["other"] * (sum(others) / some - score) + mix["bag"] * (mix["scale"] * bag - score)
    features = {**best.features, "total": sum(weighed.most), "rarest": weighed.rarest}
    return Hit(segment.ids[doc], score, 0.0, features)


def _confident(hit: Hit, rivals: Sequence[Hit]) -> Hit:
    """The hit with the probability that it answers, by logistic regression over what does not depend on size."""
    lead = (hit.score - rivals[0].score) / abs(hit.score or 1.0) if rivals else 1.0
    told = evidence(hit.features, hit.score)
    chosen = weights()["confidence"]
    logit = chosen["constant"] + sum(chosen[name] * value for name, value in told.items())
    confidence = 1 / (1 + exp(-max(min(logit, 30.0), -30.0)))
    return Hit(hit.id, hit.score, confidence, {**hit.features, "lead": lead})


def evidence(features: Features, score: float) -> Features:
    """What confidence is made of, each about between 0 and 2: little, and nothing that grows with the base."""
    total = features["total"] or 1.0
    return {
        "covered": 1 - features["missing"],
        "strong": score / total,
        "mass": min(total / 50, 2.0),
    }
