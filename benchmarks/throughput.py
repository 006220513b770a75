"""Answers per second of the bot, against python-telegram-bot's echo bot on the same Bot API server.

    python benchmarks/throughput.py [--people 8] [--rounds 5] [--seconds 5] [--anew]

This process is the server (the sandbox's, flood limits off) and the people; each bot is a process of its own that
polls it over HTTP on loopback. Every person asks, waits for the reply, and asks the next question. The bots take turns
on the one server, so that whatever else the machine does befalls them alike; what counts is the median of the rounds.
`--anew`: no question comes twice in the same words, so that our bot, which keeps answers at hand, finds each anew.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import platform
import signal
import sqlite3
import statistics
import sys
import tempfile
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Coroutine, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from time import monotonic, process_time

import click

from bot.sandbox import Person, Server, State, acts
from knowledge.evaluation import read_labelled

HERE = Path(__file__).parent
TARGET = 0.8
_WARM_UP = 10  # questions of each person before the clock runs: indexes are loaded at the first ones
_CALM = 10  # looks in a row that find it at rest, after which a bot has started
_PATIENCE = 60.0  # seconds for a bot to come up, or to answer
_OURS, _ECHO, _ECHO_CONCURRENT = "agreement-bot", "echo", "echo, concurrent updates"


@dataclass(frozen=True)
class Contestant:
    name: str
    command: Sequence[str]
    environ: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Round:
    """What one bot did in one round."""

    answers: int
    seconds: float
    bot_cpu: float  # seconds
    server_cpu: float  # seconds
    calls: int  # of the Bot API

    @property
    def rate(self) -> float:
        return self.answers / self.seconds


def contestants(folder: Path) -> tuple[Contestant, ...]:
    database = {"DATABASE_URL": f"sqlite:///{folder / 'agreement.db'}", "LOG_LEVEL": "WARNING"}
    echo = (sys.executable, str(HERE / "echo.py"))
    return (
        Contestant(_OURS, (sys.executable, "-m", "bot", "run"), database),
        Contestant(_ECHO, echo),
        Contestant(_ECHO_CONCURRENT, echo, {"ECHO_CONCURRENT": "1"}),
    )


class Crowd:
    """People who ask one question after another, each waiting for the reply."""

    def __init__(
        self, state: State, people: Sequence[Person], questions: Sequence[str], *, anew: bool = False
    ) -> None:
        self._state, self._people = state, people
        self._marks = itertools.count() if anew else itertools.repeat(0)
        self._replied = {person.id: asyncio.Event() for person in people}
        # Everyone begins elsewhere in the list, so that no two ask the same at a time.
        shift = max(1, len(questions) // len(people))
        self._questions = {
            person.id: itertools.cycle((*questions[at * shift :], *questions[: at * shift]))
            for at, person in enumerate(people)
        }

    async def ask(self, *, each: int | None = None, seconds: float = _PATIENCE) -> int:
        """Everybody asks until `seconds` are over, or `each` questions; returns how many were answered."""
        listening = asyncio.create_task(self._listen())
        try:
            until = monotonic() + seconds
            return sum(await asyncio.gather(*(self._one(person.id, until, each) for person in self._people)))
        finally:
            listening.cancel()

    async def _one(self, person: int, until: float, each: int | None) -> int:
        answered = 0
        while monotonic() < until and answered != each:
            self._replied[person].clear()
            acts.say(self._state, person, next(self._questions[person]) + _mark(next(self._marks)))
            async with asyncio.timeout(_PATIENCE):
                await self._replied[person].wait()
            answered += 1
        return answered

    async def _listen(self) -> None:
        with contextlib.closing(self._state.events.listen()) as events:
            async for event in events:
                if event.kind == "message" and event.body["message"]["from"]["is_bot"]:
                    self._replied[event.chat_id].set()


def _mark(number: int) -> str:
    """Another run of question and exclamation marks for each number, which changes nothing of what is asked."""
    return "".join("?!"[bit == "1"] for bit in f"{number:b}") if number else ""


@contextlib.asynccontextmanager
async def running(contestant: Contestant, server: Server) -> AsyncIterator[Process]:
    """The bot as a process of its own."""
    here = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    environ = {
        **here,
        "TELEGRAM_TOKEN": server.state.token,
        "TELEGRAM_API_URL": server.url,
        **contestant.environ,
    }
    process = await asyncio.create_subprocess_exec(*contestant.command, env=environ, cwd=HERE.parent)
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(process.wait(), 10)
        except TimeoutError:
            process.kill()
            await process.wait()


async def play(contestant: Contestant, server: Server, crowd: Crowd, seconds: float) -> Round:
    async with running(contestant, server) as process:
        pid = process.pid
        await _unless_ended(process, crowd.ask(each=_WARM_UP))
        await calmed(pid)
        await _unless_ended(process, crowd.ask(each=_WARM_UP))
        calls, cpu, own, began = len(server.state.calls), cpu_of(pid), process_time(), monotonic()
        answers = await _unless_ended(process, crowd.ask(seconds=seconds))
        took = monotonic() - began
        return Round(answers, took, cpu_of(pid) - cpu, process_time() - own, len(server.state.calls) - calls)


async def calmed(pid: int) -> None:
    """Wait until the bot rests, so that what it starts beside itself is not counted into the answers."""
    looks, until = 0, monotonic() + _PATIENCE
    while looks < _CALM and monotonic() < until:
        await asyncio.sleep(0.1)
        # One that would run but may not, as others do, does not rest either.
        looks = looks + 1 if all(fields[0] == "S" for fields in _family(pid)) else 0


async def _unless_ended(process: Process, work: Coroutine[None, None, int]) -> int:
    """The result of `work`, which cannot come any more once the bot has ended."""
    working, ended = asyncio.create_task(work), asyncio.create_task(process.wait())
    await asyncio.wait((working, ended), return_when=asyncio.FIRST_COMPLETED)
    for task in (working, ended):
        if not task.done():
            task.cancel()
    if not working.done():
        raise RuntimeError(f"the bot has ended with code {process.returncode}")
    return working.result()


def cpu_of(pid: int) -> float:
    """Seconds of processor time that the process and its children have had; 0 where there is no /proc."""
    return sum(int(fields[11]) + int(fields[12]) for fields in _family(pid)) / os.sysconf("SC_CLK_TCK")


def _family(pid: int) -> Iterator[list[str]]:
    """What /proc tells of the process and its children: state, parent, and so on (proc(5), without pid and name)."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        tasks = Path(f"/proc/{pid}/task").iterdir()
        children = [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return
    yield fields
    for child in children:
        yield from _family(child)


async def compete(people: int, rounds: int, seconds: float, *, anew: bool) -> dict[str, list[Round]]:
    """The rounds of each contestant, by name; each round begins with another one."""
    crowd_of = tuple(Person(2_000_000 + at, f"Person {at}", language_code="en") for at in range(people))
    state = State(people=crowd_of, limits=False)
    results: dict[str, list[Round]] = {}
    with tempfile.TemporaryDirectory() as folder:
        bots = contestants(Path(folder))
        async with Server(state) as server:
            crowd = Crowd(state, crowd_of, questions(), anew=anew)
            for at in _progress(rounds * len(bots)):
                turn, place = divmod(at, len(bots))
                bot = bots[(turn + place) % len(bots)]
                results.setdefault(bot.name, []).append(await play(bot, server, crowd, seconds))
    return results


def questions() -> list[str]:
    """Our own labelled questions that stand alone."""
    paths = sorted((HERE / "questions").glob("*.yaml"))
    return [row.question for path in paths for row in read_labelled(path) if not row.after]


def _progress(length: int) -> Iterator[int]:
    with click.progressbar(range(length), label="Rounds", file=sys.stderr) as bar:
        yield from bar


def report(results: Mapping[str, Sequence[Round]], people: int) -> str:
    """The rounds as a Markdown table, the medians, and the ratios to ours."""
    ours = results[_OURS]
    lines = [
        f"{len(questions())} different questions, {people} people, {len(ours)} rounds.",
        "",
        "| bot | answers/s, median | each round | our ratio | calls an answer | CPU ms an answer | of the server |",
        "|---|---|---|---|---|---|---|",
        *(_line(name, rounds, ours) for name, rounds in results.items()),
    ]
    ratio = _median_ratio(ours, results[_ECHO])
    verdict = "reached" if ratio >= TARGET else "MISSED"
    lines += ["", f"Ratio to the echo bot: **{ratio:.2f}** (target {TARGET}: {verdict}).", "", versions()]
    return "\n".join(lines)


def _line(name: str, rounds: Sequence[Round], ours: Sequence[Round]) -> str:
    each = " ".join(f"{one.rate:.0f}" for one in rounds)
    answers = sum(one.answers for one in rounds)
    bot, server = (
        1000 * sum(seconds) / answers
        for seconds in ((one.bot_cpu for one in rounds), (one.server_cpu for one in rounds))
    )
    calls = sum(one.calls for one in rounds) / answers
    rate, ratio = statistics.median(one.rate for one in rounds), _median_ratio(ours, rounds)
    return f"| {name} | {rate:.0f} | {each} | {ratio:.2f} | {calls:.2f} | {bot:.2f} | {server:.2f} |"


def _median_ratio(ours: Sequence[Round], theirs: Sequence[Round]) -> float:
    """The median of the rounds' ratios: neighbours in time shared the machine's mood."""
    return statistics.median(a.rate / b.rate for a, b in zip(ours, theirs, strict=True))


def versions() -> str:
    packages = ("python-telegram-bot", "httpx", "starlette", "uvicorn", "SQLAlchemy", "rapidfuzz")
    named = [f"{name} {version(name)}" for name in ("agreement-bot", *packages)]
    python = f"Python {platform.python_version()}"
    return ", ".join((python, f"SQLite {sqlite3.sqlite_version}", *named)) + f"; {os.cpu_count()} cores."


@click.command()
@click.option("--people", default=8, show_default=True, type=click.IntRange(1, 1000))
@click.option("--rounds", default=5, show_default=True, type=click.IntRange(1))
@click.option(
    "--seconds", default=5.0, show_default=True, type=click.FloatRange(0.1), help="Of each round and bot."
)
@click.option("--anew", is_flag=True, help="No question twice in the same words.")
def main(people: int, rounds: int, seconds: float, *, anew: bool) -> None:
    """Compare the bot's answers per second with those of the echo bot."""
    click.echo(report(asyncio.run(compete(people, rounds, seconds, anew=anew)), people))


if __name__ == "__main__":
    main()
