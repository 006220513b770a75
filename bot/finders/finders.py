"""The bot's end of the finders: starts them, hands out questions, and has them found here while one is missing."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
from asyncio.subprocess import PIPE, Process
from collections import deque
from collections.abc import AsyncIterator, Callable

from bot.asking import Asked, Finder, Found
from bot.finders.frames import framed, receive_frame
from bot.finders.process import Order
from bot.settings import Settings

logger = logging.getLogger(__name__)

_COMMAND = (sys.executable, "-m", "bot.finders")
_STUCK = 10.0  # seconds that a question may take, after which its finder is ended
_LOADING = 120.0  # seconds until a new one must be ready
_FAREWELL = 2.0  # seconds to end by itself
_LOOK = 1.0  # seconds between looks at the revision
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0  # seconds until one that ended is started again


class _Line:
    """One finder that runs: orders go out in turn, and what was found comes back in the same."""

    def __init__(self, process: Process) -> None:
        assert process.stdin
        assert process.stdout
        self._process, self._out, self._in = process, process.stdin, process.stdout
        self._orders: deque[asyncio.Future[Found | None]] = deque()

    @property
    def waiting(self) -> int:
        return len(self._orders)

    async def order(self, order: Order, patience: float) -> Found | None:
        """None if the finder fails, ends or takes too long, and for an order that asks nothing."""
        found: asyncio.Future[Found | None] = asyncio.get_running_loop().create_future()
        self._orders.append(found)
        self._out.write(framed(order))
        try:
            async with asyncio.timeout(patience):
                return await found
        except TimeoutError:
            logger.warning("a finder has said nothing for %.0f s and is ended", patience)
            self.kill()
            return None

    async def listen(self) -> None:
        """Hand over what comes back, until the finder ends."""
        try:
            while True:
                self._hand_over(await receive_frame(self._in))
        except (EOFError, OSError):
            while self._orders:
                self._hand_over(None)

    async def close(self) -> None:
        """Have it end; waited for even if whoever closes it is told to stop meanwhile."""
        self._out.close()
        ending = asyncio.ensure_future(self._ended())
        try:
            await asyncio.shield(ending)
        except asyncio.CancelledError:
            await ending
            raise

    async def _ended(self) -> None:
        try:
            await asyncio.wait_for(self._process.wait(), _FAREWELL)
        except TimeoutError:
            self.kill()
            await self._process.wait()

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()

    def _hand_over(self, found: Found | None) -> None:
        order = self._orders.popleft()
        if not order.done():
            order.set_result(found)


async def _started() -> Process:
    """A new finder; not left alone by whoever is told to stop meanwhile."""
    # In a group of its own: a Ctrl+C is for the bot, which then says when it is over.
    starting = asyncio.ensure_future(
        asyncio.create_subprocess_exec(*_COMMAND, stdin=PIPE, stdout=PIPE, process_group=0)
    )
    try:
        return await asyncio.shield(starting)
    except asyncio.CancelledError:
        await _Line(await starting).close()
        raise


class Finders:
    """`revision`: of the records, as this process knows them. `otherwise` finds where no finder does."""

    def __init__(
        self, settings: Settings, count: int, revision: Callable[[], int], otherwise: Finder
    ) -> None:
        self._settings, self._count = settings, count
        self._revision, self._otherwise = revision, otherwise
        self._lines: list[_Line] = []

    @property
    def ready(self) -> int:
        """How many finders are at work."""
        return len(self._lines)

    async def find(self, asked: Asked) -> Found:
        if self._lines:
            line = min(self._lines, key=lambda one: one.waiting)
            found = await line.order(Order(self._revision(), asked), _STUCK)
            if found is not None:
                return found
        return await self._otherwise.find(asked)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """They run along, and end when the body does."""
        keeping = [asyncio.create_task(self._keep()) for _ in range(self._count)]
        tasks = (*keeping, asyncio.create_task(self._follow()))
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _keep(self) -> None:
        """Have one at work: whatever ends it, another takes its place."""
        pause = _FIRST_PAUSE
        while True:
            try:
                if await self._work():
                    pause = _FIRST_PAUSE
            except OSError as error:
                logger.warning("a finder cannot be started: %s", error)
            logger.warning("a finder has ended; the next one starts in %.0f s", pause)
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    async def _work(self) -> bool:
        """Start one, and let it work until it ends; False if it never began."""
        process = await _started()
        line = _Line(process)
        listening = asyncio.create_task(line.listen())
        try:
            assert process.stdin
            process.stdin.write(framed(self._settings))
            await line.order(Order(self._revision()), _LOADING)
            if listening.done():
                return False
            self._lines.append(line)
            await listening
        finally:
            if line in self._lines:
                self._lines.remove(line)
            await line.close()
            listening.cancel()
        return True

    async def _follow(self) -> None:
        """Have them load what has changed before somebody asks for it."""
        told = self._revision()
        while True:
            await asyncio.sleep(_LOOK)
            if told != self._revision():
                told = self._revision()
                await asyncio.gather(*(line.order(Order(told), _LOADING) for line in self._lines))
