"""How long one question takes: in process, and from the start of the program to its first answer.

    python benchmarks/asking.py [--passes 5] [--starts 10] [QUESTIONS.yaml …]

The questions are our own labelled ones, with their earlier turns, and those of the files named on the command line.
"""

from __future__ import annotations

import os
import platform
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

import click

from bot.opening import Base, opened
from bot.settings import Settings, load_settings
from knowledge.evaluation import Labelled, read_labelled

HERE = Path(__file__).parent
NOW = datetime(2026, 1, 1, tzinfo=UTC)
QUESTION = "Who led the Russian side?"
MEDIAN_MS, P99_MS, START_S = 2.0, 10.0, 1.0  # targets


@contextmanager
def shipped() -> Iterator[tuple[Settings, Base]]:
    """A new database with the shipped record."""
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(
            {"DATABASE_URL": f"sqlite:///{Path(folder) / 'agreement.db'}"}, env_file=None
        )
        with opened(settings, lambda: NOW) as base:
            yield settings, base


def ask_all(base: Base, rows: Sequence[Labelled]) -> list[float]:
    """Milliseconds of every turn of every question."""
    taken = []
    for row in _progress(rows, "Asking"):
        thread = None
        for question in (*row.after, row.question):
            began = perf_counter()
            thread = base.assistant.ask(question, now=NOW, thread=thread).thread
            taken.append((perf_counter() - began) * 1000)
    return taken


def start(settings: Settings) -> float:
    """Seconds from nothing to an answer, as somebody at the shell waits for it."""
    command = (sys.executable, "-m", "bot", "--database", settings.database_url, "ask", QUESTION)
    began = perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=HERE.parent)
    return perf_counter() - began


def percentile(values: Iterable[float], share: float) -> float:
    """The smallest value that `share` of them do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def measure(rows: Sequence[Labelled], passes: int, starts: int) -> str:
    with shipped() as (settings, base):
        base.index.base.warm()  # as `ask --batch` and the bot do before the first question
        first, *further = [ask_all(base, rows) for _ in range(passes)]
        began = [start(settings) for _ in _progress(range(starts), "Starting")]
    return report(first, further, began)


def report(first: Sequence[float], further: Sequence[Sequence[float]], began: Sequence[float]) -> str:
    later = [ms for one in further for ms in one]
    lines = [
        "| measured | runs | median | p99 | slowest | target |",
        "|---|---|---|---|---|---|",
        _line("a question, each for the first time, ms", first),
        *([_line("a question, asked again, ms", later)] if later else []),
    ]
    median, slowest = statistics.median(began), max(began)
    lines.append(
        f"| `agreement-bot ask`, start to answer, s | {len(began)} | {median:.2f} | | {slowest:.2f} | ≤ {START_S:g} |"
    )
    reached = _within(first) and median <= START_S
    return "\n".join((*lines, "", "Targets reached." if reached else "Targets MISSED.", "", versions()))


def _line(what: str, taken: Sequence[float]) -> str:
    figures = f"{statistics.median(taken):.2f} | {percentile(taken, 0.99):.2f} | {max(taken):.2f}"
    return f"| {what} | {len(taken)} | {figures} | ≤ {MEDIAN_MS:g}, p99 ≤ {P99_MS:g} |"


def _within(taken: Sequence[float]) -> bool:
    return statistics.median(taken) <= MEDIAN_MS and percentile(taken, 0.99) <= P99_MS


def versions() -> str:
    packages = ("agreement-bot", "rapidfuzz", "PyStemmer", "sqlite-utils", "SQLAlchemy", "click")
    named = ", ".join(f"{name} {version(name)}" for name in packages)
    return f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {named}; {os.cpu_count()} cores."


def _progress(items: Iterable, label: str) -> Iterator:
    with click.progressbar(items, label=label, file=sys.stderr) as bar:
        yield from bar


@click.command()
@click.option("--passes", default=5, show_default=True, type=click.IntRange(1))
@click.option("--starts", default=10, show_default=True, type=click.IntRange(1))
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
def main(passes: int, starts: int, files: tuple[Path, ...]) -> None:
    """Measure the time of a question, in process and from the shell."""
    paths = (*sorted((HERE / "questions").glob("*.yaml")), *files)
    rows = [row for path in paths for row in read_labelled(path)]
    click.echo(measure(rows, passes, starts))


if __name__ == "__main__":
    main()
