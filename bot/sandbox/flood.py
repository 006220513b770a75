"""Telegram's flood limits: 30 messages a second overall, one a second per chat, twenty a minute per group."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.sandbox.errors import too_many_requests


@dataclass(frozen=True, slots=True)
class Rate:
    per_second: float
    burst: float


OVERALL = Rate(30, 30)
PRIVATE_CHAT = Rate(1, 5)  # Telegram lets short bursts pass
GROUP = Rate(20 / 60, 20)


@dataclass(slots=True)
class _Bucket:
    """A token bucket that, once overdrawn, refuses everything until the moment it has named."""

    rate: Rate
    at: float
    tokens: float = field(init=False)
    closed_until: float = 0.0

    def __post_init__(self) -> None:
        self.tokens = self.rate.burst

    def missing(self, now: float) -> float:
        """Seconds until one more message may pass; zero if it may now."""
        if now < self.closed_until:
            return self.closed_until - now
        self.tokens = min(self.rate.burst, self.tokens + (now - self.at) * self.rate.per_second)
        self.at = now
        return 0.0 if self.tokens >= 1 else (1 - self.tokens) / self.rate.per_second


class Flood:
    def __init__(self, *, on: bool = False, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.on = on
        self.refused = 0
        self._monotonic = monotonic
        self._overall = _Bucket(OVERALL, monotonic())
        self._chats: dict[int, _Bucket] = {}

    def count(self, chat_id: int) -> None:
        """One more message to this chat; raises 429 with `retry_after` in whole seconds."""
        if not self.on:
            return
        now = self._monotonic()
        chat = self._chats.get(chat_id)
        if chat is None:
            chat = self._chats[chat_id] = _Bucket(GROUP if chat_id < 0 else PRIVATE_CHAT, now)
        for bucket in (chat, self._overall):
            if missing := bucket.missing(now):
                self.refused += 1
                if bucket.closed_until <= now:
                    bucket.closed_until = now + math.ceil(missing)
                raise too_many_requests(math.ceil(bucket.closed_until - now))
        chat.tokens -= 1
        self._overall.tokens -= 1
