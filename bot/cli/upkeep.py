"""`init`, `import`, `export`, `reindex`, `check` and `migrate`: the base from the command line."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import click

from bot.checking import problems
from bot.cli import FAILED, settings_of
from bot.clock import SystemClock
from bot.exporting import FORMATS, export
from bot.opening import fill, index_path, opened
from knowledge.errors import InvalidInput
from knowledge.index import Index
from knowledge.lexicon import load_lexicon
from knowledge.model import Pack
from knowledge.packs import read_pack, read_rows
from knowledge.records import Records

_PACKS, _ROWS = {".yaml", ".yml"}, {".jsonl", ".csv"}


@click.command("init")
@click.option("--empty", is_flag=True, help="Leave the shipped record out.")
@click.pass_context
def init_command(ctx: click.Context, *, empty: bool) -> None:
    """Make a new database with the shipped record in it."""
    settings = settings_of(ctx)
    clock = SystemClock(settings.clock_start)
    records = Records.open(settings.database_url)
    try:
        if not records.created:
            raise InvalidInput("this database exists already; nothing was changed")
        if not empty:
            fill(records, clock.now())
        Index(index_path(settings), records).refresh()
        click.echo(f"Ready: {_facts(len(records.pack().facts))} on record.")
    finally:
        records.close()


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--skip-bad", is_flag=True, help="Leave bad rows out, and say which, instead of taking nothing."
)
@click.pass_context
def import_command(ctx: click.Context, files: tuple[Path, ...], *, skip_bad: bool) -> None:
    """Take packs (.yaml) and rows (.jsonl, .csv) into the record; the same file twice changes nothing."""
    settings = settings_of(ctx)
    clock = SystemClock(settings.clock_start)
    with opened(settings, clock.now) as base:
        for file in files:
            pack, fragment = _read(file, skip_bad=skip_bad)
            with _progress(f"Importing {file.name}", len(pack.facts)) as step:
                applied = base.records.apply(
                    pack, actor=_person(), now=clock.now(), fragment=fragment, progress=step
                )
            click.echo(
                f"{file.name}: {applied.added} added, {applied.changed} changed, {applied.unchanged} unchanged"
            )
        base.index.refresh()


def _read(file: Path, *, skip_bad: bool) -> tuple[Pack, bool]:
    """A file as a pack, and whether it is a fragment. Raises InvalidInput."""
    suffix = file.suffix.lower()
    if suffix in _PACKS:
        return read_pack(file, concepts=load_lexicon().concepts.keys()), False
    if suffix in _ROWS:
        with _progress(f"Reading {file.name}", _lines(file)) as step:
            rows = read_rows(file, skip_bad=skip_bad, progress=step)
        for bad in rows.skipped:
            click.echo(f"skipped: {bad}", err=True)
        return rows.pack, True
    known = ", ".join(sorted(_PACKS | _ROWS))
    raise InvalidInput(
        f"cannot import “{suffix or 'a file without an ending'}”; what can be: {known}", file=file.name
    )


def _lines(file: Path) -> int:
    with suppress(OSError), file.open("rb") as lines:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: lines.read(1 << 20), b""))
    return 0


def _person() -> str:
    """Who is at the keyboard, for the history of changes."""
    try:
        return f"cli:{getpass.getuser()}"[:64]
    except (KeyError, OSError):
        return "cli"


@contextmanager
def _progress(label: str, length: int) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal's stderr; the function it hands out takes how many are done."""
    hidden = not sys.stderr.isatty()
    with click.progressbar(length=max(length, 1), label=label, file=sys.stderr, hidden=hidden) as bar:
        yield lambda done: bar.update(max(0, done - bar.pos))


@click.command("export")
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="yaml", show_default=True)
@click.option("--output", type=click.Path(path_type=Path), help="A file, instead of standard output.")
@click.pass_context
def export_command(ctx: click.Context, form: str, output: Path | None) -> None:
    """Write the record as a pack that imports back to the same, or as rows."""
    settings = settings_of(ctx)
    with opened(settings, SystemClock(settings.clock_start).now) as base:
        text = export(base.records, form)
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        output.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise InvalidInput(f"cannot be written: {error.strerror}", file=str(output)) from error


@click.command("reindex")
@click.pass_context
def reindex_command(ctx: click.Context) -> None:
    """Build the search index anew from the records."""
    settings = settings_of(ctx)
    with opened(settings, SystemClock(settings.clock_start).now) as base:
        built = base.index.rebuild()
    click.echo(f"Indexed: {_facts(len(built.profiles))}.")


@click.command("check")
@click.pass_context
def check_command(ctx: click.Context) -> None:
    """Look over settings, database, index and token; say all that is wrong."""
    found = problems(settings_of(ctx))
    for problem in found:
        click.echo(f"agreement-bot: {problem}", err=True)
    if found:
        sys.exit(FAILED)
    click.echo("Everything is in order.")


@click.command("migrate")
@click.pass_context
def migrate_command(ctx: click.Context) -> None:
    """Bring the database's tables up to this version of the program; a new database is filled like any other."""
    settings = settings_of(ctx)
    with opened(settings, SystemClock(settings.clock_start).now):
        click.echo("The tables are up to date.")


def _facts(number: int) -> str:
    return "1 fact" if number == 1 else f"{number} facts"
