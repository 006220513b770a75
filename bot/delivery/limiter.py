"""Telegram's limits, kept by deadlines: each message reserves the moment from which the next one may go."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass

_MARGIN = 0.05  # seconds that a clock of Telegram's may differ while we wait


@dataclass(frozen=True, slots=True)
class Rates:
    """Messages a second. Telegram lets pass 30 overall, 1 per chat and 20 a minute per group."""

    overall: float = 28.5  # the rest is room for replies, which do not queue here
    chat: float = 1.0
    group: float = 20 / 60


class Limiter:
    """Nothing passes before `halt`'s end; and at most one message per interval, overall and per chat."""

    def __init__(
        self,
        rates: Rates | None = None,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._rates = rates or Rates()
        self._monotonic, self._sleep = monotonic, sleep
        self._overall = 0.0
        self._chats: dict[int, float] = {}
        self._halted_until = 0.0

    @property
    def halted(self) -> float:
        """Seconds until anything may be sent again; zero if it may now."""
        return max(0.0, self._halted_until - self._monotonic())

    def halt(self, seconds: float) -> None:
        """Telegram wants to be left alone. A shorter wait does not end a longer one."""
        self._halted_until = max(self._halted_until, self._monotonic() + seconds + _MARGIN)

    def waiting(self, within: float = 0.0) -> Collection[int]:
        """Chats that cannot be written to for more than `within` seconds."""
        now = self._monotonic()
        self._chats = {chat: at for chat, at in self._chats.items() if at > now}
        return [chat for chat, at in self._chats.items() if at > now + within]

    def count(self, chat: int) -> None:
        """A message went to the chat without waiting here: a reply."""
        self._reserve(chat, self._monotonic())

    async def turn(self, chat: int, *, patience: float = 20.0) -> bool:
        """Wait until a message may go to the chat. False, without a reservation, if that takes too long."""
        give_up = self._monotonic() + patience
        while True:
            now = self._monotonic()
            # Asked again after each sleep: a halt may have come, or a reply have taken the turn.
            start = max(self._halted_until, self._overall, self._chats.get(chat, 0.0))
            if start <= now:
                self._reserve(chat, now)
                return True
            if start > give_up:
                return False
            await self._sleep(start - now)

    def _reserve(self, chat: int, now: float) -> None:
        self._overall = self._next(self._overall, now, 1 / self._rates.overall)
        per_chat = self._rates.group if chat < 0 else self._rates.chat
        self._chats[chat] = max(now, self._chats.get(chat, 0.0)) + 1 / per_chat

    @staticmethod
    def _next(deadline: float, now: float, interval: float) -> float:
        # Waking late by less than an interval is made good, or the timer's slack would cost throughput.
        return (deadline if now - deadline < interval else now) + interval
