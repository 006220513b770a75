"""What a question is made of."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.index.annotate import STRUCTURE


@dataclass(frozen=True, slots=True)
class Slot:
    """One run of words that the answer must agree with."""

    text: str
    units: tuple[str, ...]  # alternatives; empty for a word nobody knows
    kind: str  # a lexicon kind, "name", "word", "number" or "unknown"
    cost: float  # what repairing its spelling cost, 0 to 1
    excluded: bool = False  # "besides the head"
    optional: bool = False  # may as well be a filler

    @property
    def content(self) -> bool:
        return self.kind not in STRUCTURE
