"""Questions to the running bot: idle, while a hundred thousand digests are claimed, and while they are sent.

    python benchmarks/busy.py [--subscribers 100000] [--seconds 20] [--rate 20] [--saturated]

The bot is a process of its own that polls the sandbox's server in this one; all subscribers are due at the same
minute, some time after its start. Questions come as they do from people who know nothing of each other: at so many a
second on average, at random moments (a Poisson process with a fixed seed), whether or not those before are answered.
How long each waited, and how long the bot's event loop was kept from running, is told before that minute, from then
until all are claimed, and while the first of them are sent. `--saturated`: a few people instead who ask without
pause, each waiting for the answer. Prints Markdown.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import platform
import random
import statistics
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path
from time import time

import click
from delivery import DUE, FIRST, LoopLag, _subscriber, events
from sqlalchemy import func, insert, select
from throughput import calmed, questions

from bot.clock import SystemClock
from bot.opening import opened
from bot.running import keep_loaded, serve, services_of
from bot.sandbox import Person, Server, State, acts
from bot.settings import Settings, load_settings
from knowledge.model import Pack, Topic
from knowledge.records import Records
from knowledge.records.schema import outbox, subscribers

HERE = Path(__file__)
ASKER = 2_000_000
PEOPLE, INSISTENT = 100, 2  # who ask at a steady rate, and who ask without pause
START_UP = (
    45.0  # seconds that the bot may take to come up and to rest, with everybody's first question answered
)
SETTLING = 2.0  # seconds
MOST = 600.0  # seconds until all must be claimed
SEED = 1
TARGET_LAG, TARGET_RATIO, TARGET_SECONDS = 50, 2.0, 10


async def watched(settings: Settings) -> None:
    """The bot, telling on its standard output how long its loop was held up: a moment and milliseconds a line."""
    lag = LoopLag()
    clock = SystemClock(settings.clock_start)
    # A clock in the settings is one that was turned, after which everybody's turn is reckoned anew: not here.
    with services_of(settings.model_copy(update={"clock_start": None}), clock) as services:
        keep_loaded()
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
    """Milliseconds: how long each asker waited, and each half second's longest lag of the loop; and seconds."""

    waits: list[float]
    lags: list[float]
    seconds: float
    cpu: float  # of the bot's own process

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.waits, n=20)[-1]


class Asking:
    """People in private chats; when each question was due to be asked, and how long its answer took."""

    def __init__(self, state: State, people: Sequence[Person]) -> None:
        self._state = state
        self._free: asyncio.Queue[int] = asyncio.Queue()
        for person in people:
            self._free.put_nowait(person.id)
        self._asked: dict[int, tuple[float, asyncio.Future[None]]] = {}
        self._questions = itertools.cycle(questions())
        self.waits: list[tuple[float, float]] = []

    async def everybody(self) -> None:
        """The first question of each, one after another."""
        for _ in range(self._free.qsize()):
            await self._ask(time())

    async def steadily(self, rate: float) -> None:
        """At random moments, `rate` a second on average, until cancelled. Nobody asks twice at a time."""
        chance, at = random.Random(SEED), time()
        async with asyncio.TaskGroup() as group:
            while True:
                at += chance.expovariate(rate)
                await asyncio.sleep(at - time())
                group.create_task(self._ask(at))

    async def without_pause(self) -> None:
        async def one() -> None:
            while True:
                await self._ask(time())

        async with asyncio.TaskGroup() as group:
            for _ in range(INSISTENT):
                group.create_task(one())

    async def _ask(self, began: float) -> None:
        person = await self._free.get()  # the wait counts from when it was due
        replied = asyncio.get_running_loop().create_future()
        self._asked[person] = began, replied
        acts.say(self._state, person, next(self._questions))
        await replied
        self._free.put_nowait(person)

    async def listen(self) -> None:
        with contextlib.closing(self._state.events.listen()) as events:
            async for event in events:
                by_bot = event.kind == "message" and event.body["message"]["from"]["is_bot"]
                if by_bot and event.chat_id in self._asked:
                    began, replied = self._asked.pop(event.chat_id)
                    self.waits.append((began, (time() - began) * 1000))
                    replied.set_result(None)


def prepare(settings: Settings, number: int) -> None:
    with opened(settings, lambda: DUE) as base:
        topics = tuple(Topic(f"topic-{at}", {"en": f"Topic {at}"}) for at in range(4))
        base.records.apply(Pack("p", {}, topics=topics, events=events()), actor="benchmark", now=DUE)
        base.index.refresh()
        with base.records.database.writing() as connection:
            connection.execute(insert(subscribers), [_subscriber(FIRST + at, at) for at in range(number)])


def claimed(records: Records) -> tuple[bool, bool]:
    """Whether some are claimed, and whether all are; both are looked up in an index."""
    with records.database.reading() as connection:
        some = connection.execute(select(outbox.c.id).limit(1)).first() is not None
        return some, connection.execute(select(func.min(subscribers.c.next_due))).scalar_one() > DUE


class Watched:
    """The bot's process, seen from outside."""

    def __init__(self, process: asyncio.subprocess.Process, asking: Asking) -> None:
        self.process, self.asking = process, asking
        self.lags: list[tuple[float, float]] = []

    def mark(self) -> tuple[float, float]:
        """Now, and the seconds of CPU that the bot's own process has had."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return time(), (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def between(self, start: tuple[float, float], end: tuple[float, float]) -> Figures:
        waits, lags = (
            [value for at, value in noted if start[0] <= at <= end[0]]
            for noted in (self.asking.waits, self.lags)
        )
        return Figures(waits, lags, end[0] - start[0], end[1] - start[1])


async def measure(url: str, number: int, seconds: float, rate: float) -> tuple[Figures, Figures, Figures]:
    """Idle, while all are claimed, and as long as the first again while they are sent. Rate 0: without pause."""
    people = tuple(Person(ASKER + at, f"Person {at}", language_code="en") for at in range(PEOPLE))
    crowd = tuple(Person(FIRST + at, f"Subscriber {at}", started=True) for at in range(number))
    state = State(people=(*people, *crowd), limits=False)
    async with Server(state) as server:
        process = await _started(state, server, url, seconds)
        asking = Asking(state, people)
        watched = Watched(process, asking)
        beside = [asyncio.create_task(_listen(process, watched.lags)), asyncio.create_task(asking.listen())]
        await asyncio.sleep(0)
        await asking.everybody()
        await calmed(process.pid)  # what it prepares after its start is not what is measured
        beside.append(asyncio.create_task(asking.steadily(rate) if rate else asking.without_pause()))
        try:
            return await _phases(watched, url, seconds)
        finally:
            process.terminate()
            await process.wait()
            for task in beside:
                task.cancel()


async def _phases(watched: Watched, url: str, seconds: float) -> tuple[Figures, Figures, Figures]:
    await asyncio.sleep(SETTLING)
    with Records.open(url) as records:

        async def until(which: int) -> tuple[float, float]:
            async with asyncio.timeout(MOST):
                while not (await asyncio.to_thread(claimed, records))[which]:  # noqa: ASYNC110
                    await asyncio.sleep(0.1)
            return watched.mark()

        if claimed(records)[0]:
            raise click.ClickException(f"the bot did not come up within {START_UP:.0f} seconds")
        ready = watched.mark()
        await asyncio.sleep(seconds - SETTLING)
        idle = watched.between(ready, watched.mark())
        first = await until(0)
        last = await until(1)
        await asyncio.sleep(seconds)
        return idle, watched.between(first, last), watched.between(last, watched.mark())


async def _started(state: State, server: Server, url: str, seconds: float) -> asyncio.subprocess.Process:
    environ = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    own = {"TELEGRAM_TOKEN": state.token, "TELEGRAM_API_URL": server.url, "DATABASE_URL": url}
    start = DUE - timedelta(seconds=START_UP + seconds)
    return await asyncio.create_subprocess_exec(
        *(sys.executable, str(HERE), "--watched"),
        env={**environ, **own, "LOG_LEVEL": "WARNING", "CLOCK_START": start.isoformat()},
        stdout=asyncio.subprocess.PIPE,
    )


async def _listen(process: asyncio.subprocess.Process, lags: list[tuple[float, float]]) -> None:
    assert process.stdout is not None
    async for line in process.stdout:
        at, lag = map(float, line.split())
        lags.append((at, lag))


def report(idle: Figures, claiming: Figures, sending: Figures, number: int) -> str:
    phases = idle, claiming, sending
    rows = (
        ("", "idle", f"while {number:,} are claimed", "while they are sent"),
        ("---", "---", "---", "---"),
        ("seconds", *(f"{one.seconds:.1f}" for one in phases)),
        ("seconds of CPU of the bot's process", *(f"{one.cpu:.1f}" for one in phases)),
        ("questions answered", *(len(one.waits) for one in phases)),
        ("wait, median ms", *(f"{statistics.median(one.waits):.1f}" for one in phases)),
        ("wait, p95 ms", *(f"{one.p95:.1f}" for one in phases)),
        ("of idle p95", *(f"{one.p95 / idle.p95:.1f}" for one in phases)),
        ("wait, longest ms", *(f"{max(one.waits):.1f}" for one in phases)),
        ("longest lag of the bot's loop, ms", *(f"{max(one.lags):.0f}" for one in phases)),
    )
    lines = [f"| {' | '.join(map(str, row))} |" for row in rows]
    targets = f"claimed in {TARGET_SECONDS} s, p95 {TARGET_RATIO:.0f} times of idle, lag {TARGET_LAG} ms"
    return "\n".join((*lines, "", f"Targets: {targets}."))


@click.command(help=__doc__)
@click.option("--subscribers", "number", default=100_000, show_default=True)
@click.option(
    "--seconds", default=20.0, show_default=True, help="Idle, before they are due; and after all are."
)
@click.option("--rate", default=20.0, show_default=True, help="Questions a second.")
@click.option("--saturated", is_flag=True, help="A few people ask without pause.")
@click.option("--watched", "as_bot", is_flag=True, hidden=True)
def main(number: int, seconds: float, rate: float, saturated: bool, as_bot: bool) -> None:
    if as_bot:
        asyncio.run(watched(load_settings(os.environ, None)))
        return
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/agreement.db"
        prepare(load_settings({"DATABASE_URL": url}, None), number)
        figures = asyncio.run(measure(url, number, seconds, 0 if saturated else rate))
    steady = f"{rate:g} questions a second at random moments, seed {SEED}"
    click.echo(
        f"# Questions while digests are claimed\n\nPython {platform.python_version()}, "
        f"SQLAlchemy {version('SQLAlchemy')}, {platform.machine()}, load {os.getloadavg()[0]:.1f}; "
        f"{f'{INSISTENT} people ask without pause' if saturated else steady}\n"
    )
    click.echo(report(*figures, number))


if __name__ == "__main__":
    main()
