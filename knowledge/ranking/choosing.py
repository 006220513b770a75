"""From candidates to hits: the weighted features of a text's best unit, its known questions together, confidence."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from heapq import nlargest
from importlib.resources import files
from math import exp
from typing import Final

from knowledge.ranking.documents import Hit
from knowledge.ranking.fetching import candidates
from knowledge.ranking.phrasing import Phrasings
from knowledge.ranking.scoring import Features, Scorer
from knowledge.ranking.segment import Segment
from knowledge.ranking.weighing import Weighed

# Units that are looked at, those that are scored with every feature, and texts whose known questions count together.
_MOST_FETCHED: Final = 2_000
_MOST_SCORED: Final = 80
_MOST_TOGETHER: Final = 24


@dataclass(frozen=True, slots=True)
class _Scored:
    score: float
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
    phrasings: Sequence[Phrasings],
) -> list[Hit]:
    """The best `k` texts of all segments, best first."""
    hits = [
        hit
        for segment, gone, phrasing in zip(segments, dead, phrasings, strict=True)
        for hit in _of_segment(segment, gone, phrasing, weighed)
    ]
    hits.sort(key=lambda hit: (-hit.score, hit.id))
    return [_confident(hit, hits[1:2] if place == 0 else hits[:1]) for place, hit in enumerate(hits[:k])]


def _of_segment(
    segment: Segment, dead: frozenset[int], phrasings: Phrasings, weighed: Weighed
) -> Iterator[Hit]:
    """A text is as good as its best piece, or as its known questions together, whichever is better."""
    best: dict[int, _Scored] = {}
    texts, known = (Scorer(segment, weighed, known=known) for known in (False, True))
    scale = weighed.total / (texts.worth.total or 1.0)
    for doc, scored in _of_side(texts, dead):
        best[doc] = _Scored(scale * scored[0].score, scored[0].features)
    scale = weighed.total / (known.worth.total or 1.0)
    # A page has more of a question's words by chance than a known question.
    ahead = weights()["questions"]["pages"] * texts.worth.size.pages
    for doc, scored in _of_side(known, dead):
        together = _together(doc, scored, phrasings, weighed, known)
        score = scale * together.score + ahead * weighed.total
        if doc not in best or score > best[doc].score:
            best[doc] = _Scored(score, {**together.features, "ahead": ahead})
    shared = {"total": weighed.total, "rarest": weighed.rarest}
    return (Hit(segment.ids[doc], one.score, 0.0, {**one.features, **shared}) for doc, one in best.items())


def _of_side(scorer: Scorer, dead: frozenset[int]) -> list[tuple[int, list[_Scored]]]:
    """The texts of the most promising units of one side, with these units scored, best first."""
    by_doc: dict[int, list[_Scored]] = defaultdict(list)
    fetched = candidates(scorer.side, scorer.wanted, _MOST_FETCHED, dead)
    if len(fetched) > _MOST_SCORED:
        fetched = nlargest(_MOST_SCORED, fetched, key=lambda unit: (scorer.promise(unit), -unit))
    for unit in fetched:
        by_doc[scorer.side.doc_of[unit]].append(_scored(scorer.features(unit)))
    for scored in by_doc.values():
        scored.sort(key=lambda one: -one.score)
    return nlargest(_MOST_TOGETHER, by_doc.items(), key=lambda item: (item[1][0].score, -item[0]))


def _scored(features: Features) -> _Scored:
    chosen = weights()["features"]
    return _Scored(sum(chosen[name] * features[name] for name in chosen), features)


def _together(
    doc: int, scored: Sequence[_Scored], phrasings: Phrasings, weighed: Weighed, scorer: Scorer
) -> _Scored:
    """The known questions of a text: the best, the next ones, and what all say together."""
    mix = weights()["questions"]
    best = scored[0].score
    some = min(int(mix["others"]), len(scorer.side.units_of(doc)) - 1)
    others = sum(one.score for one in scored[1 : some + 1]) / some if some > 0 else best
    likelihood, chain = phrasings.likelihood(doc, weighed, scorer.wanted)
    score = mix["best"] * best + mix["other"] * (others - best)
    score += mix["likelihood"] * likelihood + mix["chain"] * chain
    told = {"likelihood": likelihood, "chain": chain, "others": others - best}
    return _Scored(score, {**scored[0].features, **told})


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
        "strong": score / total - features.get("ahead", 0.0),
        "mass": min(total / 50, 2.0),
    }
