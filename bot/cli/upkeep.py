"""`init`, `export`, `reindex`, `check` and `migrate`: the base from the command line."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bot.checking import problems
from bot.cli import FAILED, settings_of
from bot.clock import SystemClock
from bot.exporting import FORMATS, export
from bot.opening import fill, index_path, opened, records_of
from knowledge.errors import InvalidInput
from knowledge.index import Index


@click.command("init")
@click.option("--empty", is_flag=True, help="Leave the shipped record out.")
@click.pass_context
def init_command(ctx: click.Context, *, empty: bool) -> None:
    """Make a new database with the shipped record in it."""
    settings = settings_of(ctx)
    clock = SystemClock(settings.clock_start)
    records = records_of(settings)
    try:
        if not records.to_be_filled():
            raise InvalidInput("this database exists already; nothing was changed")
        if empty:
            records.set_filled()
        else:
            fill(records, clock.now())
        Index(index_path(settings), records).refresh()
        click.echo(f"Ready: {_facts(records.counts().published)} on record.")
    finally:
        records.close()


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
        base.index.rebuild()
        published = base.records.counts().published
    click.echo(f"Indexed: {_facts(published)}.")


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
