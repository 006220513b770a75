"""`run` and `sandbox`: the bot as a process."""

from __future__ import annotations

import click

from bot.cli import settings_of
from bot.running import run, run_sandbox
from bot.settings import DEFAULT_PORT


@click.command("run")
@click.pass_context
def run_command(ctx: click.Context) -> None:
    """Start the bot: on Telegram with TELEGRAM_TOKEN, in the sandbox without."""
    run(settings_of(ctx), click.echo)


@click.command("sandbox")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help=f"The page's port, {DEFAULT_PORT} by default; 0 for a free one.",
)
@click.pass_context
def sandbox_command(ctx: click.Context, port: int | None) -> None:
    """Open a chat page on this machine, with the bot behind it; no token, no Telegram."""
    run_sandbox(settings_of(ctx), port, click.echo)
