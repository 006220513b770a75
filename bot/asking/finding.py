"""What is asked and what is found: the part of a turn that needs nothing but the record."""

from __future__ import annotations

from collections.abc import Callable
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
    """Finds in threads of this process."""

    def __init__(self, finding: Finding, workers: Workers) -> None:
        self._finding, self._workers = finding, workers

    async def find(self, asked: Asked) -> Found:
        return await self._workers.run(self._finding.find, asked)
