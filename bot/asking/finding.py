"""What is asked and what is found: the part of a turn that needs nothing but the record."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.asking.dates import Dates
from bot.threads import Workers
from knowledge.assistant import Assistant
from knowledge.index.base import Base
from knowledge.matching.answer import Answer
from knowledge.matching.thread import Thread
from knowledge.model import Lang


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with all that its answer depends on, the record aside."""

    text: str
    at: datetime
    lang: Lang | None = None  # to answer in; None: that of the question
    thread: Thread | None = None  # what a follow-up may take over


@dataclass(frozen=True, slots=True)
class Found:
    answer: Answer
    events: tuple[tuple[str, str], ...] = ()  # that the answer tells of: their keys and titles


class Finder(Protocol):
    """Whoever finds answers, wherever that runs."""

    async def find(self, asked: Asked) -> Found: ...


class Finding:
    """Finds in the thread that calls it. `dates` looks after questions for a time."""

    def __init__(self, assistant: Assistant, base: Callable[[], Base], dates: Dates | None = None) -> None:
        self._assistant, self._base, self._dates = assistant, base, dates

    def find(self, asked: Asked) -> Found:
        answer = self._assistant.ask(asked.text, now=asked.at, lang=asked.lang, thread=asked.thread)
        told = self._dates.instead(asked.text, answer, self._base(), asked.at) if self._dates else None
        return Found(told.answer, told.events) if told else Found(answer)


class InThreads:
    """Finds in threads of this process; what is asked at the same moment crosses to them together."""

    def __init__(self, finding: Finding, workers: Workers) -> None:
        self._finding, self._workers = finding, workers
        self._asked: list[tuple[Asked, asyncio.Future[Found]]] = []
        self._batches: set[asyncio.Task[None]] = set()

    async def find(self, asked: Asked) -> Found:
        found: asyncio.Future[Found] = asyncio.get_running_loop().create_future()
        self._asked.append((asked, found))
        if len(self._asked) == 1:
            batch = asyncio.create_task(self._batch())
            self._batches.add(batch)
            batch.add_done_callback(self._batches.discard)
        return await found

    async def _batch(self) -> None:
        batch, self._asked = self._asked, []
        outcomes: Sequence[Found | Exception]
        try:
            outcomes = await self._workers.run(self._find_all, [asked for asked, _found in batch])
        except Exception as error:  # noqa: BLE001 - raised where it is waited for
            outcomes = [error] * len(batch)
        for (_asked, found), outcome in zip(batch, outcomes, strict=True):
            if found.done():  # whoever asked does not wait any more
                continue
            if isinstance(outcome, Exception):
                found.set_exception(outcome)
            else:
                found.set_result(outcome)

    def _find_all(self, batch: Sequence[Asked]) -> list[Found | Exception]:
        return [self._outcome(asked) for asked in batch]

    def _outcome(self, asked: Asked) -> Found | Exception:
        try:
            return self._finding.find(asked)
        except Exception as error:  # noqa: BLE001 - raised where it is waited for
            return error
