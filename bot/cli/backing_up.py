"""`backup` and `restore`: copies of the whole database, from the command line."""

from __future__ import annotations

from pathlib import Path

import click

from bot.backups import Contents, folder_for, make, named, restore
from bot.cli import settings_of
from bot.clock import SystemClock
from bot.opening import index_path, records_of
from knowledge.index import Index


@click.command("backup")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.pass_context
def backup_command(ctx: click.Context, file: Path | None) -> None:
    """Copy the whole database into one file and open the copy to see that it is whole.

    FILE may be a folder; without it the copy goes into backups/ beside the database. The bot may run meanwhile.
    """
    settings = settings_of(ctx)
    usual = named(settings.database_url, SystemClock(settings.clock_start).now())
    target = usual if file is None else file / usual.name if file.is_dir() else file
    with records_of(settings, migrate=False) as records:
        contents = make(records.database, target)
    click.echo(f"{target}: {_told(contents)}, verified.")


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--verify", is_flag=True, help="Afterwards compare every row with the copy.")
@click.pass_context
def restore_command(ctx: click.Context, file: Path, *, verify: bool) -> None:
    """Make the database what a copy says: all of it, or nothing if the copy is no good.

    The copy may come from either engine. What is in the database now is copied into backups/ first.
    """
    settings = settings_of(ctx)
    url, now = settings.database_url, SystemClock(settings.clock_start).now()
    restored = restore(
        url, file, now=now, keep_in=folder_for(url), secret=settings.secret, verify_rows=verify
    )
    with records_of(settings) as records:
        Index(index_path(settings), records).rebuild()
    if restored.before:
        click.echo(f"What was there before is in {restored.before}.")
    checked = ", every row compared" if verify else ""
    click.echo(f"Restored: {_told(restored.contents)}{checked}.")


def _told(contents: Contents) -> str:
    rows = contents.rows
    return ", ".join(
        f"{rows.get(name, 0)} {name}" for name in ("facts", "events", "questions", "subscribers")
    )
