"""What goes into the ranker and what comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from knowledge.model import Lang


@dataclass(frozen=True, slots=True)
class Doc:
    """A text to be found, and questions that it is known to answer; either may be empty."""

    id: str
    lang: Lang
    text: str
    questions: tuple[str, ...] = ()
    extra: str = ""  # kept with the text for whoever finds it, not searched


@dataclass(frozen=True, slots=True)
class Hit:
    """A text found: `score` ranks within one question, `confidence` (0-1) can be compared between questions."""

    id: str
    score: float
    confidence: float = 0.0
    features: Mapping[str, float] = field(default_factory=dict)
