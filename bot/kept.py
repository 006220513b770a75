"""What was read a moment ago, kept at hand for a while."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")

_MOST = 10_000


class Kept(Generic[K, T]):
    """The latest values by key; safe from several threads, as each step is one of the dictionary's."""

    def __init__(self, how_long: timedelta) -> None:
        self._how_long = how_long
        self._values: dict[K, tuple[datetime, T]] = {}

    def has(self, key: K, now: datetime) -> bool:
        kept = self._values.get(key)
        return kept is not None and abs(now - kept[0]) <= self._how_long

    def get(self, key: K, now: datetime) -> T | None:
        kept = self._values.get(key)
        return kept[1] if kept and abs(now - kept[0]) <= self._how_long else None

    def put(self, key: K, value: T, now: datetime) -> None:
        if len(self._values) >= _MOST:
            self._values = {}
        self._values[key] = (now, value)

    def drop(self, key: K | None) -> None:
        if key is not None:
            self._values.pop(key, None)
