"""The command line: `agreement-bot [--database URL] COMMAND`. Each command is loaded when it is called."""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, TypeVar, cast

import click

from bot import __version__
from bot.settings import Settings, load_settings
from knowledge.errors import AgreementError, WrongSettings

T = TypeVar("T")

# What a command loads and reads stays until it ends; looked through for garbage as often as Python does by default,
# it takes a third of the time to the first answer.
_GARBAGE = (20_000, 20, 20)
FAILED = 2  # the exit code of every error that is named

_COMMANDS = {
    "run": "bot.cli.process",
    "sandbox": "bot.cli.process",
    "ask": "bot.cli.asking",
    "eval": "bot.cli.asking",
    "digest": "bot.cli.digesting",
    "init": "bot.cli.upkeep",
    "import": "bot.cli.importing",
    "export": "bot.cli.upkeep",
    "backup": "bot.cli.backing_up",
    "restore": "bot.cli.backing_up",
    "reindex": "bot.cli.upkeep",
    "check": "bot.cli.upkeep",
    "migrate": "bot.cli.upkeep",
}


class _LazyGroup(click.Group):
    """Loads a command's module when the command is called: `ask` need not wait for Telegram's library."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        with uncollected():
            module = importlib.import_module(_COMMANDS[cmd_name])
        return cast("click.Command", getattr(module, f"{cmd_name}_command"))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return _or_one_line(partial(super().parse_args, ctx, args))

    def invoke(self, ctx: click.Context) -> Any:
        return _or_one_line(partial(super().invoke, ctx))


def _or_one_line(call: Callable[[], T]) -> T:
    """What the call returns; one clear line and exit code 2 for whatever it raises on purpose."""
    problems: tuple[str, ...] = ()
    try:
        return call()
    except WrongSettings as error:
        problems = error.problems
    except AgreementError as error:
        problems = (str(error),)
    except click.exceptions.NoArgsIsHelpError:
        raise
    except click.UsageError as error:
        problems = (error.format_message(),)
    except BrokenPipeError:
        sys.stderr.close()
    for problem in problems:
        click.echo(f"agreement-bot: {' '.join(problem.split())}", err=True)
    sys.exit(FAILED)


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """No search for garbage meanwhile: for what leaves none, or is over soon."""
    collected = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collected:
            gc.enable()


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--database", metavar="URL", help="The database, instead of DATABASE_URL.")
@click.version_option(__version__, prog_name="agreement-bot")
@click.pass_context
def main(ctx: click.Context, database: str | None) -> None:
    """A Telegram assistant that answers questions about an intergovernmental agreement from the record."""
    gc.set_threshold(*_GARBAGE)
    ctx.obj = database


def settings_of(ctx: click.Context, environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings, with what `--database` says. Raises WrongSettings."""
    given = {**environ, "DATABASE_URL": ctx.obj} if ctx.obj else environ
    return load_settings(given)
