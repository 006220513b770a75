"""Pressed buttons that wait for an answer."""

from __future__ import annotations

import itertools
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.errors import bad_request

# Telegram does not say how long it waits; a minute is well within what it has been seen to allow.
LIFETIME_SECONDS = 60.0
_MOST_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class Query:
    id: str
    person_id: int
    chat_id: int
    made_at: float


class Callbacks:
    """Callback and inline queries: each can be answered once, while it is young."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._open: dict[str, Query] = {}
        self._numbers = itertools.count(secrets.randbits(60) + (1 << 60))
        self.lifetime = LIFETIME_SECONDS

    def open(self, person_id: int, chat_id: int) -> Query:
        query = Query(str(next(self._numbers)), person_id, chat_id, self._monotonic())
        self._open[query.id] = query
        if len(self._open) > _MOST_KEPT:
            del self._open[next(iter(self._open))]
        return query

    def answer(self, query_id: str) -> Query:
        query = self._open.pop(query_id, None)
        if query is None or self._monotonic() - query.made_at > self.lifetime:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        return query
