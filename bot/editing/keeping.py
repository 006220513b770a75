"""Changes that editors make: kept with their number, and answered from at once where they were made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.clock import Clock
from knowledge.records import Applied, Edit, Records

PERSON = "person:"  # what the name of an editor begins with in the history


def actor_of(person: int) -> str:
    return f"{PERSON}{person}"


def person_of(actor: str) -> int | None:
    """The number behind a name in the history; None for a program."""
    number = actor.removeprefix(PERSON)
    return int(number) if number != actor and number.isdigit() else None


class Keeper:
    """Synchronous. `refresh` makes the index catch up with the records."""

    def __init__(self, records: Records, refresh: Callable[[], object], clock: Clock) -> None:
        self.records, self._refresh, self._clock = records, refresh, clock

    def now(self) -> datetime:
        return self._clock.now()

    def keep(self, edits: Sequence[Edit], person: int) -> Applied:
        """All of them or none. Raises Conflict if one has changed since it was seen, InvalidInput if one cannot be."""
        applied = self.records.put(edits, actor=actor_of(person), now=self._clock.now())
        self._refresh()
        return applied
