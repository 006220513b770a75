"""Where the time comes from. Only the wiring makes a clock; everything else is handed the time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    def now(self) -> datetime:
        """The present instant, with UTC as its zone."""


class SystemClock:
    """The machine's clock, optionally started elsewhere (`CLOCK_START`) and turned while running."""

    def __init__(self, start: datetime | None = None) -> None:
        self._shift = timedelta(0) if start is None else start - datetime.now(UTC)
        self._watching: list[Callable[[], object]] = []

    def now(self) -> datetime:
        return datetime.now(UTC) + self._shift

    def turn_to(self, instant: datetime) -> None:
        """Go to `instant` (aware) and run on from there at normal speed."""
        self._shift = instant - datetime.now(UTC)
        for watcher in tuple(self._watching):
            watcher()

    def watch(self, watcher: Callable[[], object]) -> Callable[[], None]:
        """Call `watcher` after each turn, in the thread that turned, until what this returns is called."""
        self._watching.append(watcher)
        return lambda: self._watching.remove(watcher)
