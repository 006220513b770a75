"""How surely an answer is right: a logistic model of a few numbers, fitted by benchmarks/calibrate.py."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

MODEL = Path(__file__).with_name("confidence.json")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the decision knows about its best answer; every number is 0 to 1."""

    coverage: float
    alias: float
    fit: float
    focus: float
    relation: float
    margin: float
    explained: float
    repaired: float
    missing: float
    several: float
    content: float
    anchored: float  # that the question is about the record at all
    whole: float  # date, place or number of people of the whole are asked for


_FEATURES = tuple(feature.name for feature in fields(Evidence))


@cache
def weights() -> dict[str, float]:
    """The fitted weights, by the name of the feature; "bias" is the constant."""
    loaded: dict[str, float] = json.loads(MODEL.read_text(encoding="utf-8"))["weights"]
    return loaded


def probability(evidence: Evidence) -> float:
    """The chance that the answer is right (logistic regression)."""
    fitted = weights()
    total = fitted["bias"] + sum(fitted.get(name, 0.0) * getattr(evidence, name) for name in _FEATURES)
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))
