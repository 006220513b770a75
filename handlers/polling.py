"""Fetching updates so that none is lost: one is acknowledged to Telegram only when it has been worked off.

python-telegram-bot's own poller acknowledges what it has merely put into a queue in memory, dies at one
failed `getMe`, and stays alive but deaf after one 401. This one retries for ever and knows how long it has
heard nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from time import monotonic

from telegram import Bot, Update
from telegram.error import (
    Conflict,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from handlers.patience import asked_to_wait
from handlers.wire import Hearing

logger = logging.getLogger(__name__)

Process = Callable[[Update], Awaitable[None]]

LONG_POLL = 25.0  # seconds that Telegram may hold a request
_OVERDUE = 20.0  # seconds beyond that, after which a request counts as dead
_RENEWED_AFTER = 3  # failures in a row, after which the connections are made anew
# Seconds until more is fetched while there is something to work off: that would come again at once with each answer.
_NEXT = 0.004  # after news
_STUCK = 0.25  # when nothing else came: a slow one holds up the fetching of others for so long
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 30.0


class Backoff:
    """Pauses that double up to half a minute, and start anew after a success."""

    def __init__(self) -> None:
        self._next = _FIRST_PAUSE

    def reset(self) -> None:
        self._next = _FIRST_PAUSE

    def pause(self, error: Exception) -> float:
        """Seconds to wait after `error`."""
        if isinstance(error, RetryAfter):
            return asked_to_wait(error) + 0.5
        pause, self._next = self._next, min(self._next * 2, _LONGEST_PAUSE)
        return pause


async def persistently(call: Callable[[], Awaitable[object]], what: str) -> None:
    """Repeat `call` until Telegram answers; only a token that it does not know ends this."""
    backoff = Backoff()
    while True:
        try:
            await call()
        except InvalidToken:
            raise
        except TelegramError as error:
            pause = backoff.pause(error)
            logger.warning("%s: %s; next attempt in %.0f s", what, error, pause)
            await asyncio.sleep(pause)
        else:
            return


class Poller:
    """Long polling with the offset kept at the oldest update that is still being worked on."""

    def __init__(
        self, bot: Bot, process: Process, hearing: Hearing | None = None, *, long_poll: float = LONG_POLL
    ) -> None:
        """`hearing`: what the bot fetches updates with."""
        self._bot = bot
        self._process = process
        self._hearing = hearing
        self._failures = 0
        self._long_poll = long_poll
        self._working: dict[int, asyncio.Task[None]] = {}
        self._next = 0  # the first id not yet seen
        self._stopping = asyncio.Event()
        self._heard = monotonic()

    @property
    def silence(self) -> float:
        """Seconds since Telegram last answered a poll."""
        return monotonic() - self._heard

    async def run(self) -> None:
        """Poll until `stop`, then finish and acknowledge what has begun."""
        backoff = Backoff()
        while not self._stopping.is_set():
            try:
                updates = await self._fetch()
            except TelegramError as error:
                await self._recover(error, 0 if isinstance(error, TimedOut) else backoff.pause(error))
            else:
                backoff.reset()
                self._failures, self._heard = 0, monotonic()
                await self._settle(_NEXT if self._begin(updates) else _STUCK)
        await self._finish()

    def stop(self) -> None:
        self._stopping.set()

    async def _fetch(self) -> tuple[Update, ...]:
        """The next updates; none when stopped meanwhile."""
        fetching = asyncio.ensure_future(self._poll(self._offset(), self._long_poll))
        stopped = asyncio.ensure_future(self._stopping.wait())
        try:
            await asyncio.wait((fetching, stopped), return_when=asyncio.FIRST_COMPLETED)
            return fetching.result() if fetching.done() else ()
        finally:
            stopped.cancel()
            fetching.cancel()

    async def _poll(self, offset: int, long_poll: float) -> tuple[Update, ...]:
        try:
            async with asyncio.timeout(long_poll + _OVERDUE):
                return await self._bot.get_updates(
                    offset=offset, timeout=int(long_poll), allowed_updates=Update.ALL_TYPES
                )
        except TimeoutError:
            raise TimedOut from None

    def _offset(self) -> int:
        return min(self._working, default=self._next)

    def _begin(self, updates: tuple[Update, ...]) -> bool:
        """Whether there was any news."""
        known = self._next
        for update in updates:
            if update.update_id >= self._next:
                self._next = update.update_id + 1
                self._working[update.update_id] = asyncio.create_task(self._work(update))
        if self._hearing:
            self._hearing.unheard = self._next
        return self._next != known

    async def _work(self, update: Update) -> None:
        try:
            await self._process(update)
        except Exception:
            logger.exception("update %d could not be worked off", update.update_id)
        finally:
            del self._working[update.update_id]

    async def _settle(self, most: float) -> None:
        """Let the oldest finish, so that the next request acknowledges it, for `most` seconds."""
        if self._working:
            oldest = self._working[min(self._working)]
            await asyncio.wait((oldest,), timeout=most)

    async def _recover(self, error: TelegramError, pause: float) -> None:
        refused = isinstance(error, (Forbidden, InvalidToken, Conflict))
        level = logging.ERROR if refused else logging.WARNING
        logger.log(level, "%s; next attempt in %.0f s", _explained(error), pause)
        self._failures += 1
        if self._hearing and self._failures % _RENEWED_AFTER == 0:
            # A pool of connections can go bad for good while the network is fine.
            await self._hearing.renew()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(pause):
                await self._stopping.wait()

    async def _finish(self) -> None:
        if self._working:
            await asyncio.wait(self._working.values(), timeout=_OVERDUE)
        try:
            await self._poll(self._offset(), 0)
        except TelegramError as error:
            logger.warning("the last updates could not be acknowledged, they will come again: %s", error)


def _explained(error: TelegramError) -> str:
    if isinstance(error, Conflict):
        return "another process is polling with this token; stop one of the two"
    if isinstance(error, (Forbidden, InvalidToken)):
        return "Telegram refuses the token"
    return f"Telegram cannot be reached: {error}"
