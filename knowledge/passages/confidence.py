"""How surely a passage answers: a logistic model of a few numbers, none of which grows with the base."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from math import exp
from typing import Final

from knowledge.ranking import Hit

KNOWN: Final = 0.95  # of a known question, word for word: an editor has said so
_SHORT: Final = 2.5  # of a text: the logarithm of its words; up to a dozen
_PAGE: Final = 5.0  # and from 150 on it is a page
_FULL: Final = 5  # words that hardly any text has make a question that says enough
Evidence = Mapping[str, float]


@cache
def model() -> Mapping[str, Mapping[str, float]]:
    """Weights that benchmarks/fit_passages.py fits, and those that are set by judgement."""
    told: Mapping[str, Mapping[str, float]] = json.loads(
        files("knowledge.passages").joinpath("confidence.json").read_text("utf-8")
    )
    return told


def evidence(hit: Hit) -> Evidence:
    """What a hit's confidence is made of."""
    told = hit.features
    # What known questions and sentences are ahead of pages for ranking says nothing of how sure they are.
    strong = min(hit.score / (told["total"] or 1.0) - told["ahead"], 2.0)
    amount = min(told["asked"] / _FULL, 2.0)
    long = min(max((told["length"] - _SHORT) / (_PAGE - _SHORT), 0.0), 1.0)
    return {
        "constant": 1.0,
        "strong": strong,  # what was found of what was asked for
        "sure": strong * amount,  # the same, counting more where much was asked for
        "long": long,  # a page touches on more than it answers
        "long_strong": long * strong,
        "missing": told["missing"],  # the share of what was asked for that it does not have
        "unfound": min(told["missing"] * told["asked"], 5.0),  # and how much that is, in rare words
        "lead": min(max(told["lead"], 0.0), 1.0),  # over the next
    }


def probability(hit: Hit) -> float:
    """The chance that the hit answers the question."""
    weights = {**model()["fitted"], **model()["set"]}
    told = evidence(hit)
    logit = sum(weight * told[name] for name, weight in weights.items())
    return 1 / (1 + exp(-max(min(logit, 30.0), -30.0)))


def probabilities(hits: Sequence[Hit], *, known: bool) -> list[float]:
    """The chances of several hits, best first. One of them at most is right, so they sum to 1 at most."""
    chances = [probability(hit) for hit in hits]
    if known and chances:
        chances[0] = max(chances[0], KNOWN)
    left = 1 - chances[0] if chances else 0.0
    others = sum(chances[1:])
    share = min(1.0, left / others) if others else 0.0
    for place in range(1, len(chances)):
        chances[place] = min(chances[place] * share, chances[place - 1])
    return chances
