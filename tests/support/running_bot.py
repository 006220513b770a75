"""The real bot on a sandbox of its own, for tests."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path

from bot.clock import SystemClock
from bot.opening import opened
from bot.running import Services, in_sandbox, serve, services_of
from bot.sandbox import SandboxClient, Server, Spec, State
from bot.settings import Settings, load_settings


@asynccontextmanager
async def running(
    folder: Path, spec: Spec | None = None, **more: str
) -> AsyncIterator[tuple[SandboxClient, State, Services]]:
    """A bot on a database in `folder`, polling a sandbox, and a client to talk to it; `more` settings."""
    _furnish(folder)
    settings = _settings(folder, **{"FINDERS": "0", **more})
    clock = SystemClock()
    state = State(clock=clock, spec=spec)
    with services_of(settings, clock) as services:
        async with Server(state) as server:
            told = asyncio.Event()
            bot = asyncio.create_task(serve(in_sandbox(services, state, server), told))
            while "getUpdates" not in state.calls:
                assert not bot.done(), bot.result()
                await asyncio.sleep(0.01)
            async with SandboxClient(server.url) as client:
                yield client, state, services
            told.set()
            await bot


def _furnish(folder: Path) -> None:
    """A new database with the shipped record, unless there is one."""
    if not any(folder.iterdir()):
        shutil.copytree(_new_base().name, folder, dirs_exist_ok=True)


@cache
def _new_base() -> tempfile.TemporaryDirectory[str]:
    """The database and its index, made once, as that takes a second or two."""
    folder = tempfile.TemporaryDirectory()
    with opened(_settings(Path(folder.name)), SystemClock().now) as base:
        base.index.refresh()
    return folder


def _settings(folder: Path, **more: str) -> Settings:
    return load_settings({"DATABASE_URL": f"sqlite:///{folder / 'agreement.db'}", **more}, env_file=None)
