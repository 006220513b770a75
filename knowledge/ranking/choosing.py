"""From candidates to hits: the weighted features of a text's best unit, its known questions together, confidence."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import repeat
from math import exp, log, sqrt
from typing import Final

from knowledge.ranking.documents import Hit
from knowledge.ranking.fetching import best as best_of
from knowledge.ranking.fetching import candidates, names, owner
from knowledge.ranking.living import Living
from knowledge.ranking.phrasing import Phrasings
from knowledge.ranking.scoring import Features, Scorer
from knowledge.ranking.weighing import Size, Weighed

# Units that are looked at, those that are scored with every feature, and texts whose known questions count together.
_MOST_FETCHED: Final = 2_000
_MOST_SCORED: Final = 80
_MOST_TOGETHER: Final = 24
# The logarithm of words: of a sentence, and of what has words by chance.
_SENTENCE: Final = log(8)
_LONGER: Final = log(20)
_HARDLY: Final = 0.02

_Text = tuple[int, int]  # which segment, which document


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


def choose(weighed: Weighed, k: int, segments: Sequence[Living], phrasings: Sequence[Phrasings]) -> list[Hit]:
    """The best `k` texts of all segments, best first: as good as its best piece, or as its known questions together."""
    told, best = weights()["beside"], dict[_Text, _Scored]()
    root, total = sqrt(weighed.texts.total or weighed.total), weighed.total
    scorers = _scorers(segments, weighed, known=False)
    scale = total / (weighed.texts.total or 1.0)
    foreign = _foreign(segments, weighed.texts.size)
    for text, scored in _of_side(scorers):
        features = scored[0].features
        # What has more words than a sentence has some of the question's by chance; a sum of chances grows as a root.
        by_chance = -told["chance"] * _longer(features["length"]) / root
        other = told["foreign"] * foreign(text) / root
        score = scale * scored[0].score / total + by_chance - other
        best[text] = _Scored(score * total, {**features, "ahead": by_chance, "asked": weighed.texts.asked})
    scorers = _scorers(segments, weighed, known=True)
    scale = total / (weighed.questions.total or 1.0)
    foreign = _foreign(segments, weighed.questions.size)
    ahead = told["known"] * weighed.texts.size.pages / root
    for text, scored in _of_side(scorers):
        together = _together(text[1], scored, phrasings[text[0]], weighed, scorers[text[0]])
        other = told["foreign"] * foreign(text) / root
        score = (scale * together.score / total + ahead - other) * total
        if text not in best or score > best[text].score:
            best[text] = _Scored(
                score, {**together.features, "ahead": ahead, "asked": weighed.questions.asked}
            )
    shared = {"total": total, "rarest": weighed.rarest}
    hits = [
        Hit(segments[which].segment.ids[doc], one.score, 0.0, {**one.features, **shared})
        for (which, doc), one in best.items()
    ]
    hits.sort(key=lambda hit: (-hit.score, hit.id))
    return [_confident(hit, hits[1:2] if place == 0 else hits[:1]) for place, hit in enumerate(hits[:k])]


def _scorers(segments: Sequence[Living], weighed: Weighed, *, known: bool) -> list[Scorer]:
    """Of one side, one for each segment."""
    found, first = [], 0
    for living in segments:
        found.append(Scorer(living, weighed, first, known=known))
        first += found[-1].side.units
    return found


def _of_side(scorers: Sequence[Scorer]) -> Sequence[tuple[_Text, list[_Scored]]]:
    """The texts of the most promising units of one side, with these units scored, best first."""
    if not any(scorer.lists for scorer in scorers):
        return ()
    fetched = candidates(scorers, _MOST_FETCHED)
    name = names(scorers)
    if len(fetched) > _MOST_SCORED:
        promises = {unit: scorer.promise(unit - scorer.first) for scorer, unit in _owned(scorers, fetched)}
        fetched = best_of(promises, _MOST_SCORED, name)
    by_text: dict[_Text, list[_Scored]] = defaultdict(list)
    for scorer, unit in _owned(scorers, fetched):
        number = unit - scorer.first
        by_text[scorers.index(scorer), scorer.side.doc_of[number]].append(_scored(scorer.features(number)))
    found = list(by_text.items())
    for _, scored in found:
        scored.sort(key=lambda one: -one.score)
    scores = {at: scored[0].score for at, (_, scored) in enumerate(found)}
    chosen = best_of(scores, _MOST_TOGETHER, lambda at: scorers[found[at][0][0]].segment.ids[found[at][0][1]])
    return [found[at] for at in chosen]


def _owned(scorers: Sequence[Scorer], units: Iterable[int]) -> Iterator[tuple[Scorer, int]]:
    """Each unit with the scorer of its segment."""
    if len(scorers) == 1:
        return zip(repeat(scorers[0]), units)
    return ((owner(scorers, unit), unit) for unit in units)


def _foreign(segments: Sequence[Living], size: Size) -> Callable[[_Text], bool]:
    """Whether a text is in a language that the question hardly has."""
    others = frozenset(at for at, share in enumerate(size.shares) if share < _HARDLY)

    def foreign(text: _Text) -> bool:
        return bool(others) and segments[text[0]].segment.texts.lang_of[text[1]] in others

    return foreign


def _longer(length: float) -> float:
    """From 0 for a sentence to 1 for what is longer, by the logarithm of its words."""
    return min(max((length - _SENTENCE) / (_LONGER - _SENTENCE), 0.0), 1.0)


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
