"""Questions to the running bot, idle and while a hundred thousand digests are claimed.

    python benchmarks/busy.py [--subscribers 100000] [--seconds 20]

The bot is a process of its own that polls the sandbox's server in this one; all subscribers are due at the same
minute, some time after its start. A few people ask one question after another; how long they wait, and how long the
bot's event loop was kept from running, is told before that minute and from then until all are claimed. Prints
Markdown.
"""

from __future__ import annotations

import asyncio
import os
import platform
import statistics
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path
from time import monotonic, time

import click
from delivery import DUE, FIRST, LoopLag, _subscriber, events
from sqlalchemy import func, insert, select
from throughput import Crowd, questions

from bot.clock import SystemClock
from bot.opening import opened
from bot.running import serve, services_of
from bot.sandbox import Person, Server, State, acts
from bot.settings import Settings, load_settings
from knowledge.model import Pack, Topic
from knowledge.records import Records
from knowledge.records.schema import outbox, subscribers

HERE = Path(__file__)
ASKER, PEOPLE = 2_000_000, 2
PAUSE = 0.05  # seconds between an answer and the next question of the same person
START_UP = 12.0  # seconds that the bot may take to come up
TARGET_LAG, TARGET_RATIO = 50, 2.0


async def watched(settings: Settings) -> None:
    """The bot, telling on its standard output how long its loop was held up: a moment and milliseconds a line."""
    lag = LoopLag()
    with services_of(settings, SystemClock(settings.clock_start)) as services:
        asyncio.create_task(lag.watch())  # noqa: RUF006 - until the process ends
        asyncio.create_task(_tell(lag))  # noqa: RUF006
        await serve(services, asyncio.Event())


async def _tell(lag: LoopLag) -> None:
    while True:
        await asyncio.sleep(0.5)
        longest, lag.longest = lag.longest, 0.0
        sys.stdout.write(f"{time()} {longest * 1000}\n")
        sys.stdout.flush()


@dataclass(frozen=True)
class Figures:
    """Milliseconds: how long each asker waited, and each half second's longest lag of the loop."""

    waits: list[float]
    lags: list[float]

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.waits, n=20)[-1]


class Asking(Crowd):
    """A crowd that notes when each question was asked and how long its answer took."""

    def __init__(self, state: State, people: Sequence[Person], asked: Sequence[str]) -> None:
        super().__init__(state, people, asked)
        self.waits: list[tuple[float, float]] = []

    async def _one(self, person: int, until: float, each: int | None) -> int:
        answered = 0
        while monotonic() < until and answered != each:
            self._replied[person].clear()
            began = time()
            acts.say(self._state, person, next(self._questions[person]))
            await self._replied[person].wait()
            self.waits.append((began, (time() - began) * 1000))
            answered += 1
            await asyncio.sleep(PAUSE)
        return answered


def prepare(settings: Settings, number: int) -> None:
    with opened(settings, lambda: DUE) as base:
        topics = tuple(Topic(f"topic-{at}", {"en": f"Topic {at}"}) for at in range(4))
        base.records.apply(Pack("p", {}, topics=topics, events=events()), actor="benchmark", now=DUE)
        base.index.refresh()
        with base.records.database.writing() as connection:
            connection.execute(insert(subscribers), [_subscriber(FIRST + at, at) for at in range(number)])


def claimed(records: Records) -> int:
    with records.database.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(outbox)).scalar_one())


async def measure(url: str, number: int, seconds: float) -> tuple[Figures, Figures, float]:
    """Idle and busy; and the seconds until all were claimed."""
    people = tuple(Person(ASKER + at, f"Person {at}", language_code="en") for at in range(PEOPLE))
    state = State(people=people, limits=False)
    asking = Asking(state, people, questions())
    async with Server(state) as server:
        environ = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
        own = {"TELEGRAM_TOKEN": state.token, "TELEGRAM_API_URL": server.url, "DATABASE_URL": url}
        start = DUE - timedelta(seconds=START_UP + seconds)
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, str(HERE), "--watched"),
            env={**environ, **own, "LOG_LEVEL": "WARNING", "CLOCK_START": start.isoformat()},
            stdout=asyncio.subprocess.PIPE,
        )
        lags: list[tuple[float, float]] = []
        listening = asyncio.create_task(_listen(process, lags))
        began = time()
        await asking.ask(each=5)
        ready = time()
        work = asyncio.create_task(asking.ask(seconds=600))
        with Records.open(url) as records:
            first = last = 0.0
            while not last:
                await asyncio.sleep(0.1)
                found = await asyncio.to_thread(claimed, records)
                first = first or (time() if found else 0.0)
                last = time() if found >= number else 0.0
                if time() - began > 600:
                    raise click.ClickException(f"only {found} were claimed")
        work.cancel()
        process.terminate()
        await process.wait()
        await listening

    def between(noted: Sequence[tuple[float, float]], start: float, end: float) -> list[float]:
        return [value for at, value in noted if start <= at <= end]

    def figures(start: float, end: float) -> Figures:
        return Figures(between(asking.waits, start, end), between(lags, start, end))

    return figures(ready + 2, first - 1.5), figures(first - 0.5, last), last - first


async def _listen(process: asyncio.subprocess.Process, lags: list[tuple[float, float]]) -> None:
    assert process.stdout is not None
    async for line in process.stdout:
        at, lag = map(float, line.split())
        lags.append((at, lag))


def report(idle: Figures, busy: Figures, took: float, number: int) -> str:
    rows = (
        ("", "idle", f"while {number:,} are claimed"),
        ("---", "---", "---"),
        ("questions answered", len(idle.waits), len(busy.waits)),
        ("wait, median ms", f"{statistics.median(idle.waits):.1f}", f"{statistics.median(busy.waits):.1f}"),
        (
            "wait, p95 ms",
            f"{idle.p95:.1f}",
            f"{busy.p95:.1f} ({busy.p95 / idle.p95:.1f} times; target {TARGET_RATIO:.0f})",
        ),
        ("wait, longest ms", f"{max(idle.waits):.1f}", f"{max(busy.waits):.1f}"),
        (
            "longest lag of the bot's loop, ms",
            f"{max(idle.lags):.0f}",
            f"{max(busy.lags):.0f} (target {TARGET_LAG})",
        ),
    )
    lines = [f"| {' | '.join(map(str, row))} |" for row in rows]
    return "\n".join((*lines, "", f"Claimed in {took:.1f} s."))


@click.command(help=__doc__)
@click.option("--subscribers", "number", default=100_000, show_default=True)
@click.option("--seconds", default=20.0, show_default=True, help="Idle, before they are due.")
@click.option("--watched", "as_bot", is_flag=True, hidden=True)
def main(number: int, seconds: float, as_bot: bool) -> None:
    if as_bot:
        asyncio.run(watched(load_settings(os.environ, None)))
        return
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/agreement.db"
        prepare(load_settings({"DATABASE_URL": url}, None), number)
        idle, busy, took = asyncio.run(measure(url, number, seconds))
    click.echo(
        f"# Questions while digests are claimed\n\nPython {platform.python_version()}, "
        f"SQLAlchemy {version('SQLAlchemy')}, {platform.machine()}\n"
    )
    click.echo(report(idle, busy, took, number))


if __name__ == "__main__":
    main()
