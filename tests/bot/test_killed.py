"""A real process is ended while it answers: whatever it has acknowledged to Telegram is stored."""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import select

from bot.sandbox import Person, Server, State, acts
from knowledge.records import Records
from knowledge.records.schema import questions

CROWD = tuple(Person(3_000_000 + at, f"Person {at}", language_code="en") for at in range(8))
PATIENCE = 90.0


async def started(state: State, server: Server, url: str, folder: Path) -> Process:
    telegram = {"TELEGRAM_TOKEN": state.token, "TELEGRAM_API_URL": server.url, "LOG_LEVEL": "WARNING"}
    kept = {"DATABASE_URL": url, "INDEX_PATH": str(folder / "index")}
    environ = {**os.environ, **telegram, **kept, "NO_PROXY": "*"}
    root = Path(__file__).parents[2]
    return await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "run", env=environ, cwd=root)


class Asking:
    """Everybody asks one question after another, whether or not the bot still answers."""

    def __init__(self, state: State) -> None:
        self._state, self._numbers = state, itertools.count()
        self.asked: set[str] = set()
        self.answers = 0
        self._news = asyncio.Event()

    async def until_answered(self, most: int) -> None:
        listening = asyncio.create_task(self._listen())
        async with asyncio.timeout(PATIENCE):
            while self.answers < most:
                while len(self.asked) < self.answers + 3 * len(CROWD):
                    self.ask()
                self._news.clear()
                await self._news.wait()
        listening.cancel()

    def ask(self) -> None:
        number = next(self._numbers)
        text = f"Who headed the Russian side, {number}?"
        self.asked.add(text)
        acts.say(self._state, CROWD[number % len(CROWD)].id, text)

    async def _listen(self) -> None:
        async for event in self._state.events.listen():
            if event.kind == "message" and event.body["message"]["from"]["is_bot"]:
                self.answers += 1
                self._news.set()

    @property
    def acknowledged(self) -> set[str]:
        return self.asked - {update.body["text"] for update in self._state.updates.waiting(10_000)}


@contextmanager
def stored_at(url: str) -> Iterator[set[str]]:
    with Records.open(url) as records, records.database.reading() as connection:
        yield set(connection.execute(select(questions.c.text)).scalars())


async def ended_midway(first: Process, asking: Asking, number: signal.Signals, url: str) -> None:
    await asking.until_answered(60)
    first.send_signal(number)
    code = await asyncio.wait_for(first.wait(), PATIENCE)
    assert code == (0 if number == signal.SIGTERM else -signal.SIGKILL)
    with stored_at(url) as stored:
        assert len(asking.acknowledged) > 30
        assert asking.acknowledged <= stored


async def test_a_killed_process_has_stored_what_it_acknowledged(url: str, tmp_path: Path) -> None:
    """And the next one is told of the rest."""
    state = State(people=CROWD, limits=False)
    asking = Asking(state)
    async with Server(state) as server:
        await ended_midway(await started(state, server, url, tmp_path), asking, signal.SIGKILL, url)
        asking.ask()
        second = await started(state, server, url, tmp_path)
        async with asyncio.timeout(PATIENCE):
            while state.updates.waiting():  # noqa: ASYNC110 - another process works them off
                await asyncio.sleep(0.01)
        second.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(second.wait(), PATIENCE) == 0
    with stored_at(url) as stored:
        assert asking.asked <= stored


async def test_a_process_that_is_told_to_stop_stores_what_has_come_in(
    sqlite_url: str, tmp_path: Path
) -> None:
    state = State(people=CROWD, limits=False)
    async with Server(state) as server:
        process = await started(state, server, sqlite_url, tmp_path)
        await ended_midway(process, Asking(state), signal.SIGTERM, sqlite_url)
