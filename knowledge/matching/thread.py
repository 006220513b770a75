"""What of a conversation is remembered between two turns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

FORGOTTEN_AFTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Carried:
    """A slot of the last question: what a follow-up may take over."""

    kind: str
    text: str
    units: tuple[str, ...]
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Thread:
    """The last question as it was understood, and the facts it was answered with."""

    question: str
    at: datetime
    slots: tuple[Carried, ...] = ()
    facts: tuple[str, ...] = ()

    def alive(self, now: datetime) -> bool:
        return now - self.at <= FORGOTTEN_AFTER

    def to_json(self) -> dict[str, Any]:
        return {
            "question": self.question,
            "at": self.at.isoformat(),
            "slots": [[slot.kind, slot.text, list(slot.units), slot.excluded] for slot in self.slots],
            "facts": list(self.facts),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Thread:
        """Raises KeyError, TypeError or ValueError if the data was written by another version."""
        return cls(
            question=str(data["question"]),
            at=datetime.fromisoformat(data["at"]),
            slots=tuple(
                Carried(kind, text, tuple(units), excluded) for kind, text, units, excluded in data["slots"]
            ),
            facts=tuple(data["facts"]),
        )
