"""Calls to Telegram that wait when told to wait, and try again when the network fails."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Final, Literal

from telegram.error import BadRequest, NetworkError, RetryAfter
from telegram.ext import BaseRateLimiter

from bot.delivery import Limiter

Json = dict[str, Any]
Result = bool | Json | list[Json]
Unread = Literal["unread"]

logger = logging.getLogger(__name__)

UNREAD: Final = "unread"  # as `rate_limit_args`: whoever calls makes no use of the message that was sent
_ATTEMPTS = 4
_FIRST_PAUSE = 0.5  # seconds; doubled at each failure
_LONGEST_WAIT = 120.0  # seconds that a reply is worth waiting for


class Patience(BaseRateLimiter[None]):
    """A reply may come twice when the network fails at the wrong moment; it is not lost for a hiccup.

    What Telegram says of waiting is said to the `limiter` of what is sent unasked, too, and heard from it.
    """

    def __init__(self, limiter: Limiter | None = None) -> None:
        self._limiter = limiter or Limiter()

    async def initialize(self) -> None:
        """Nothing to set up."""

    async def shutdown(self) -> None:
        """Nothing to clear away."""

    async def process_request(  # noqa: PLR0917 - the library's signature
        self,
        callback: Callable[..., Awaitable[Result]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Unread | None,
    ) -> Result:
        result = await self._patiently(partial(callback, *args, **kwargs), endpoint, data)
        # Reading a message takes the library longer than writing it did.
        return True if rate_limit_args == UNREAD else result

    async def _patiently(self, call: Callable[[], Awaitable[Result]], endpoint: str, data: Json) -> Result:
        if endpoint.startswith("send") and endpoint != "sendChatAction":
            await self._take_turn(data.get("chat_id"))
        for attempt in range(1, _ATTEMPTS):
            try:
                return await call()
            except BadRequest:  # a NetworkError by descent, but no attempt makes it good
                raise
            except (NetworkError, RetryAfter) as error:
                pause = _pause(error, attempt)
                if isinstance(error, RetryAfter):
                    self._limiter.halt(asked_to_wait(error))
                if pause > _LONGEST_WAIT or endpoint in {"getMe", "sendChatAction"}:
                    raise
                logger.warning("%s: %s; once more in %.1f s", endpoint, error, pause)
                await asyncio.sleep(pause)
        return await call()

    async def _take_turn(self, chat: object) -> None:
        """A reply waits for nobody but Telegram; it counts, so that what is sent unasked waits for it."""
        if self._limiter.halted:
            await asyncio.sleep(min(self._limiter.halted, _LONGEST_WAIT))
        if isinstance(chat, int):
            self._limiter.count(chat)


def asked_to_wait(error: RetryAfter) -> float:
    """Seconds that Telegram wants to be left alone."""
    wait = error.retry_after
    return float(wait if isinstance(wait, int) else wait.total_seconds())


def _pause(error: NetworkError | RetryAfter, attempt: int) -> float:
    if isinstance(error, RetryAfter):
        return asked_to_wait(error) + 0.1
    return float(_FIRST_PAUSE * 2 ** (attempt - 1))
