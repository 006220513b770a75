"""`import`: files into the record, from the command line."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import click

from bot.cli import settings_of
from bot.clock import SystemClock
from bot.opening import opened
from knowledge.documents import Draft, Limits, Settled, read_file, settle, settle_calendar
from knowledge.model import FACT_STATUSES
from knowledge.records import Applied, Records

# Whoever is at the keyboard may import more rows than a chat may send.
_LIMITS = Limits(memory=2_000_000_000, cpu_seconds=600, seconds=900, largest=1_000_000_000)
_TABLES = {".jsonl", ".ndjson", ".csv"}


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--skip-bad", is_flag=True, help="Leave bad rows out, and say which, instead of taking nothing."
)
@click.pass_context
def import_command(ctx: click.Context, files: tuple[Path, ...], *, skip_bad: bool) -> None:
    """Take files into the record; the same file twice changes nothing.

    Packs (.yaml), rows (.jsonl, .csv), calendars (.ics), and documents (.txt, .md, .html, .docx, .pdf), which become
    passages, and facts and events read out of them.
    """
    settings = settings_of(ctx)
    clock = SystemClock(settings.clock_start)
    with opened(settings, clock.now) as base:
        for file in files:
            with _progress(f"Reading {file.name}") as read:
                draft = read_file(
                    file, today=clock.now().date(), skip_bad=skip_bad, limits=_limits(file), progress=read
                )
            for bad in draft.skipped:
                click.echo(f"skipped: {bad}", err=True)
            settled = _settled(draft, base.records)
            with _progress(f"Importing {file.name}") as taken:
                applied = base.records.apply(
                    settled.pack,
                    actor=_person(),
                    now=clock.now(),
                    fragment=draft.fragment,
                    progress=partial(_of, taken, len(settled.pack.facts)),
                )
            click.echo(f"{file.name}: {_outcome(applied, settled)}")
        base.index.refresh()


def _of(taken: Callable[[int, int], None], total: int, done: int) -> None:
    taken(done, total)


def _limits(file: Path) -> Limits:
    return _LIMITS if file.suffix.lower() in _TABLES else Limits()


def _settled(draft: Draft, records: Records) -> Settled:
    if draft.kind == "document":
        return settle(draft.pack, records.pack(*FACT_STATUSES))
    if draft.kind == "calendar":
        return settle_calendar(draft.pack, records.pack())
    return Settled(draft.pack)


def _outcome(applied: Applied, settled: Settled) -> str:
    parts = [f"{applied.added} added, {applied.changed} changed, {applied.unchanged} unchanged"]
    counted = (
        (applied.events, "events"),
        (len(settled.gone), "taken back (no longer in the document)"),
        (len(settled.duplicates), "left out (on record from another source)"),
        (len(settled.kept), "kept as an editor left them"),
    )
    return "; ".join([*parts, *(f"{number} {what}" for number, what in counted if number)])


def _person() -> str:
    """Who is at the keyboard, for the history of changes."""
    try:
        return f"cli:{getpass.getuser()}"[:64]
    except (KeyError, OSError):
        return "cli"


@contextmanager
def _progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal's stderr; the function it hands out takes how many are done, and of how many."""
    hidden = not sys.stderr.isatty()
    with click.progressbar(length=1, label=label, file=sys.stderr, hidden=hidden) as bar:

        def step(done: int, total: int) -> None:
            bar.length = max(total, done, 1)
            bar.update(max(0, done - bar.pos))

        yield step
        bar.update(max(0, (bar.length or 1) - bar.pos))
