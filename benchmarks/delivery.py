"""Digests for a hundred thousand subscribers, and sending within Telegram's limits.

    python benchmarks/delivery.py [--subscribers 100000] [--chats 3000]

First: that many subscribers, in three languages and several zones and topics, all due in the same minute, are claimed
and composed; then idle ticks. Second: one digest for each of `--chats` chats is sent over HTTP to the sandbox's
server, in a process of its own with Telegram's flood limits on. Prints Markdown.
"""

from __future__ import annotations

import asyncio
import gc
import platform
import resource
import statistics
import sys
import tempfile
import threading
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic, perf_counter, process_time, sleep

import click
from sqlalchemy import func, insert, select

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))
from mailing import Audience, Http

from bot.delivery import Limiter, Outbox, Sender
from bot.digests import Ticker
from bot.sandbox import Person, Server, State
from bot.subscribers import Schedule, Settings
from bot.subscribers.rows import settings_row
from bot.texts import bot_texts
from bot.threads import Workers
from knowledge.model import LANGS, Event, Pack, Topic
from knowledge.records import Records
from knowledge.records.schema import outbox, subscribers

NOW = datetime(2019, 11, 4, 3, 0, 30, tzinfo=UTC)
DUE = NOW.replace(second=0)
ZONES = ("Asia/Almaty", "Asia/Omsk", "Asia/Dhaka", "Asia/Bishkek")  # 09:00 at the same moment
FIRST = 1_000_000


def events() -> tuple[Event, ...]:
    """A busy month: forty events on four topics."""
    return tuple(
        Event(
            f"event-{number}",
            f"topic-{number % 4}",
            {lang: f"Exchange concert number {number} ({lang})" for lang in LANGS},
            f"2019-11-{number % 26 + 5:02}T19:00" if number % 5 else "2019-11",
            side=("kz", "ru", "both")[number % 3],
            place={"en": "Astana", "ru": "Астана", "kk": "Астана"},
        )
        for number in range(40)
    )


def prepare(folder: Path, number: int) -> Records:
    records = Records.open(f"sqlite:///{folder}/agreement.db")
    topics = tuple(Topic(f"topic-{at}", {"en": f"Topic {at}"}) for at in range(4))
    records.apply(Pack("p", {}, topics=topics, events=events()), actor="benchmark", now=NOW)
    rows = [_subscriber(FIRST + at, at) for at in range(number)]
    with records.database.writing() as connection:
        connection.execute(insert(subscribers), rows)
    return records


def _subscriber(chat: int, at: int) -> dict[str, object]:
    settings = Settings(
        schedule=Schedule(zone=ZONES[at % len(ZONES)]),
        topics=() if at % 3 else (f"topic-{at % 4}",),
        days_ahead=(28, 14)[at % 2],
        language=LANGS[at % 3],
        reminders=(),
    )
    status = {"status": "active", "since": DUE, "next_due": DUE, "skipped": 0}
    return {"chat": chat, **settings_row(settings), **status}


def megabytes() -> float:
    """The memory that this process has now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


class LoopLag:
    """How long an event loop is kept from running while threads work beside it."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._over = threading.Event()

    async def watch(self) -> None:
        while not self._over.is_set():
            began = monotonic()
            await asyncio.sleep(0.005)
            self.longest = max(self.longest, monotonic() - began - 0.005)

    def stop(self) -> None:
        self._over.set()


async def claim(ticker: Ticker) -> tuple[float, float, float, int, float]:
    """Seconds, seconds of CPU, megabytes more, ticks, and the longest lag of the loop in milliseconds."""
    lag, workers, ticks = LoopLag(), Workers(), 1
    watching = asyncio.create_task(lag.watch())
    gc.collect()
    gc.freeze()  # as a started process should: a full collection of all that was loaded stops the loop for 150 ms
    memory, began, cpu = megabytes(), perf_counter(), process_time()
    most = memory
    while (await workers.run(ticker.tick, NOW)).more:
        ticks += 1
        most = max(most, megabytes())
    took, used = perf_counter() - began, process_time() - cpu
    lag.stop()
    await watching
    workers.close()
    return took, used, most - memory, ticks, lag.longest * 1000


async def lag_alone() -> float:
    """The longest lag of a loop, in milliseconds, with nothing else in this process for five seconds."""
    lag = LoopLag()
    watching = asyncio.create_task(lag.watch())
    await asyncio.sleep(5)
    lag.stop()
    await watching
    return lag.longest * 1000


def idle(ticker: Ticker) -> list[float]:
    """Milliseconds of each of many ticks with nothing due."""
    took = []
    for _ in range(1000):
        began = perf_counter()
        ticker.tick(NOW)
        took.append((perf_counter() - began) * 1000)
    return took


def claiming(number: int) -> None:
    with tempfile.TemporaryDirectory() as folder, prepare(Path(folder), number) as records:
        ticker = Ticker(records, records.events, bot_texts(), "Asia/Almaty")
        ticker.tick(DUE - timedelta(minutes=1))  # the events are read, the notices planned
        took, cpu, memory, ticks, lag = asyncio.run(claim(ticker))
        with records.database.reading() as connection:
            written = connection.execute(select(func.count()).select_from(outbox)).scalar_one()
        idling = idle(ticker)
        alone = asyncio.run(lag_alone())
    print("| claiming | |\n|---|---|")
    print(f"| subscribers due in the same minute | {number:,} |")
    print(f"| digests in the outbox | {written:,} |")
    print(f"| claimed and composed | {took:.1f} s ({cpu:.1f} s of CPU; target 10 s) |")
    print(f"| memory growth | {memory:.0f} MB (target 100 MB) |")
    print(f"| ticks | {ticks}, of {took / ticks * 1000:.0f} ms |")
    print(f"| longest lag of an event loop beside it | {lag:.0f} ms (alone: {alone:.0f} ms; target 50 ms) |")
    median, tail = statistics.median(idling), statistics.quantiles(idling, n=20)[-1]
    print(f"| idle tick | {median:.2f} ms median, {tail:.2f} ms p95 (target 1 ms) |\n")


def serve(pipe: Connection, number: int) -> None:
    """The sandbox's server with flood limits, until told; then what it saw."""

    async def run() -> None:
        crowd = tuple(Person(FIRST + at, f"Person {at}", started=True) for at in range(number))
        state = State(people=crowd, limits=True)
        async with Server(state) as server:
            pipe.send((server.url, state.token))
            while not pipe.poll():  # noqa: ASYNC110 - another process says so
                await asyncio.sleep(0.05)
            reached = [len(list(state.messages.of(FIRST + at))) for at in range(number)]
            pipe.send((state.flood.refused, sum(reached), sum(one > 0 for one in reached)))

    asyncio.run(run())


async def send(records: Records, url: str, token: str) -> tuple[int, float]:
    """How many were sent, in how many seconds."""
    transport, workers = Http(url, token), Workers()
    sender = Sender(Outbox(records.database), Limiter(), transport, Audience(), workers)
    sent, began = 0, monotonic()
    while True:
        # The spread over a window is a kindness that is not measured here: all that waits is due.
        step = await sender.step(NOW + timedelta(hours=1))
        sent += step.sent
        if not step.outcomes and step.pause >= 1:
            break
        await asyncio.sleep(step.pause)
    took = monotonic() - began
    await transport.close()
    workers.close()
    return sent, took


def sending(number: int) -> None:
    ours, theirs = get_context("spawn").Pipe()
    server = get_context("spawn").Process(target=serve, args=(theirs, number))
    server.start()
    try:
        url, token = ours.recv()
        with tempfile.TemporaryDirectory() as folder, prepare(Path(folder), number) as records:
            ticker = Ticker(records, records.events, bot_texts(), "Asia/Almaty")
            while ticker.tick(NOW).more:
                sleep(0)
            sent, took = asyncio.run(send(records, url, token))
        ours.send("stop")
        if not ours.poll(30):
            raise click.ClickException("the server does not answer")
        refused, messages, reached = ours.recv()
    finally:
        server.join(10)
        server.kill()
    print("| sending, Telegram's limits on | |\n|---|---|")
    print(f"| chats reached | {reached:,} of {number:,}, with {messages:,} messages |")
    print(f"| sent | {sent:,} in {took:.1f} s |")
    print(f"| messages a second | {sent / took:.1f} (target 25) |")
    print(f"| answered with 429 | {refused} (target 0) |")


@click.command(help=__doc__)
@click.option("--subscribers", "number", default=100_000, show_default=True)
@click.option("--chats", default=3000, show_default=True, help="0 leaves the second part out.")
def main(number: int, chats: int) -> None:
    machine = f"Python {platform.python_version()}, SQLAlchemy {version('SQLAlchemy')}, {platform.machine()}"
    print(f"# Delivery\n\n{machine}\n")
    claiming(number)
    if chats:
        sending(chats)


if __name__ == "__main__":
    main()
