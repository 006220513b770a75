"""What of a conversation is remembered between two turns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

FORGOTTEN_AFTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Thread:
    """The last question as it was understood: the slots that an elliptical turn may take over."""

    question: str
    at: datetime
    units: tuple[str, ...] = ()  # what the question was about, by unit id
    asks: tuple[str, ...] = ()  # what it asked for: "person", "date", "count" …
    facts: tuple[str, ...] = ()  # ids of the facts it was answered with

    def alive(self, now: datetime) -> bool:
        return now - self.at <= FORGOTTEN_AFTER

    def to_json(self) -> dict[str, object]:
        return {
            "question": self.question,
            "at": self.at.isoformat(),
            "units": list(self.units),
            "asks": list(self.asks),
            "facts": list(self.facts),
        }

    @classmethod
    def from_json(cls, data: dict[str, object]) -> Thread:
        def texts(key: str) -> tuple[str, ...]:
            value = data.get(key, [])
            return tuple(str(item) for item in value) if isinstance(value, list) else ()

        return cls(
            question=str(data["question"]),
            at=datetime.fromisoformat(str(data["at"])),
            units=texts("units"),
            asks=texts("asks"),
            facts=texts("facts"),
        )
