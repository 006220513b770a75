"""Turns are stored behind the replies: nobody waits for the disk, and those that gather share a transaction.

A turn is over when it is stored, and only then is its update acknowledged to Telegram: after a crash in between,
Telegram delivers it again. It may be answered twice, it is never lost.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic

from bot.threads import Workers
from knowledge.errors import Unavailable
from knowledge.matching.thread import Thread
from knowledge.records import Question, asked
from knowledge.records.database import Database
from knowledge.records.schema import threads
from knowledge.records.upserting import upsert_all

logger = logging.getLogger(__name__)

_APART = 0.004  # seconds between two transactions: under load turns gather, and only acknowledging waits
_RESERVED = 256  # numbers at a time
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0  # seconds until a database that failed is tried again


@dataclass(frozen=True, slots=True)
class Turn:
    """A question of a chat, with its number, and what a follow-up may take over by now."""

    question: Question
    chat: int
    thread: Thread | None  # None: what is stored stays


class Storing:
    """Belongs to one event loop."""

    def __init__(self, database: Database, workers: Workers) -> None:
        self._database, self._workers = database, workers
        self._waiting: list[tuple[Turn, asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None
        self._numbers: deque[int] = deque()
        self._reserving = asyncio.Lock()
        self._failing = False
        self._began = -_APART  # the last transaction

    async def number(self) -> int:
        """A number for the next question. Raises Unavailable, also while what was asked before cannot be stored."""
        if self._failing:
            raise Unavailable("the questions before this one are not stored yet")
        if not self._numbers:
            async with self._reserving:
                if not self._numbers:
                    self._numbers.extend(await self._workers.run(self._reserve))
        return self._numbers.popleft()

    def put(self, turn: Turn) -> asyncio.Future[None]:
        """Have it stored; done when it is on disk. A database that fails is tried again until it is."""
        stored = asyncio.get_running_loop().create_future()
        self._waiting.append((turn, stored))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        return stored

    async def _write(self) -> None:
        while self._waiting:
            await asyncio.sleep(max(0.0, self._began + _APART - monotonic()))
            self._began = monotonic()
            gathered, self._waiting = self._waiting, []
            try:
                await self._patiently([turn for turn, _stored in gathered])
            except Exception:  # noqa: BLE001 - one of them is to blame: each goes by itself and gets its own error
                await self._one_by_one(gathered)
            else:
                for _turn, stored in gathered:
                    _done(stored)

    async def _one_by_one(self, gathered: Sequence[tuple[Turn, asyncio.Future[None]]]) -> None:
        for turn, stored in gathered:
            try:
                await self._patiently([turn])
            except Exception as error:  # noqa: BLE001 - raised where it is waited for
                _done(stored, error)
            else:
                _done(stored)

    async def _patiently(self, turns: Sequence[Turn]) -> None:
        pause = _FIRST_PAUSE
        while True:
            try:
                await self._workers.run(self._commit, turns)
            except Unavailable as error:
                self._failing = True
                logger.warning(
                    "%d questions are not stored yet: %s; next attempt in %.1f s", len(turns), error, pause
                )
                await asyncio.sleep(pause)
                pause = min(pause * 2, _LONGEST_PAUSE)
            else:
                self._failing = False
                return

    def _commit(self, turns: Sequence[Turn]) -> None:
        with self._database.writing() as connection:
            asked.file_questions(connection, [turn.question for turn in turns])
            upsert_all(connection, threads, [_row(turn, turn.thread) for turn in turns if turn.thread])

    def _reserve(self) -> Sequence[int]:
        with self._database.writing() as connection:
            return asked.reserve(connection, _RESERVED)


def _row(turn: Turn, thread: Thread) -> dict[str, object]:
    return {
        "chat": turn.chat,
        "person": turn.question.person,
        "thread": thread.to_json(),
        "updated_at": thread.at,
    }


def _done(stored: asyncio.Future[None], error: BaseException | None = None) -> None:
    if stored.done():  # whoever waited was broken off
        return
    if error is None:
        stored.set_result(None)
    else:
        stored.set_exception(error)
