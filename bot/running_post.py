"""The round: what is due is written down every few seconds, and what is written down is sent."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any

from bot.app import Bot, sender_of
from bot.clock import Clock, SystemClock
from bot.delivery import Sender
from bot.subscribers import LATEST
from bot.threads import Workers
from knowledge.errors import AgreementError

logger = logging.getLogger(__name__)

TICK_EVERY = 10.0  # seconds
_AFTER_FAILURE = 30.0  # seconds until the database is asked again
_MOMENT = 0.002  # seconds
_FAREWELL = 5.0  # seconds for messages in flight to hear what became of them
_TURNED_BACK = timedelta(minutes=1)


class Round:
    def __init__(self, bot: Bot, clock: Clock, workers: Workers, *, anew: bool = False) -> None:
        """`anew`: the clock may stand before what was planned by another one."""
        self._bot, self._clock, self._workers = bot, clock, workers
        self._latest: datetime | None = datetime.max.replace(tzinfo=UTC) if anew else None
        self._news = asyncio.Event()
        self._over = False
        self.sent = 0  # messages since the start

    async def tick(self, _context: Any = None) -> None:
        """Write down all that is due."""
        now, post = self._clock.now(), self._bot.post
        try:
            if self._latest is not None and now < self._latest - _TURNED_BACK:
                # As if it had been on its way for a while: what is due on the day it was turned to comes.
                await self._workers.run(post.subscribers.reschedule, now - LATEST)
            self._latest = now
            began = monotonic()
            while (await self._workers.run(post.ticker.tick, now)).more:
                self._news.set()
                await self._give_way(monotonic() - began)
                began = monotonic()
            await self._workers.run(self._bot.house.school.tell, now)
            while await self._workers.run(post.broadcasts.tick, now):
                self._news.set()
        except AgreementError as error:
            logger.warning("%s", error)
        self._news.set()

    async def _give_way(self, most: float) -> None:
        """Whoever is being answered goes first, for as many seconds at most as the last batch took."""
        until = monotonic() + most
        while self._bot.lanes.busy and monotonic() < until:  # noqa: ASYNC110 - it lasts milliseconds
            await asyncio.sleep(_MOMENT)

    async def send(self, sender: Sender) -> None:
        """Send until it is over; the step that is under way is finished."""
        while not self._over:
            try:
                step = await sender.step(self._clock.now())
            except AgreementError as error:
                logger.warning("%s", error)
                await self._rest(_AFTER_FAILURE)
                continue
            self.sent += step.sent
            if step.pause:
                await self._rest(step.pause)

    def end(self) -> None:
        self._over = True
        self._news.set()

    async def _rest(self, seconds: float) -> None:
        self._news.clear()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._news.wait(), seconds)


@contextlib.asynccontextmanager
async def posting(round_: Round, bot: Bot, clock: Clock, workers: Workers) -> AsyncIterator[None]:
    """The round runs along; a turn of the clock begins the next one at once."""
    jobs = bot.application.job_queue
    assert jobs is not None
    options = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    job = jobs.run_repeating(round_.tick, TICK_EVERY, first=0.01, job_kwargs=options)
    await jobs.start()
    sending = asyncio.create_task(round_.send(sender_of(bot, workers)))
    unwatch = _watch(clock, lambda: job.job.modify(next_run_time=datetime.now(UTC)))
    try:
        yield
    finally:
        unwatch()
        round_.end()
        await asyncio.wait([sending], timeout=_FAREWELL)
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
        await jobs.stop()


def _watch(clock: Clock, then: Callable[[], object]) -> Callable[[], None]:
    return clock.watch(then) if isinstance(clock, SystemClock) else lambda: None
