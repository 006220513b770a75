"""The real bot on a sandbox of its own, for tests."""

from __future__ import annotations

import asyncio
import gc
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import cache
from pathlib import Path
from unittest.mock import patch

import knowledge.index
from bot.clock import SystemClock
from bot.opening import opened
from bot.running import Services, in_sandbox, serve, services_of
from bot.sandbox import SandboxClient, Server, Spec, State
from bot.settings import Settings, load_settings
from knowledge.index.compile import Compiled
from knowledge.index.store import read_index
from knowledge.model import Pack

_read: dict[bytes, tuple[Compiled, Pack]] = {}


@asynccontextmanager
async def running(
    folder: Path, spec: Spec | None = None, **more: str
) -> AsyncIterator[tuple[SandboxClient, State, Services]]:
    """A bot on a database in `folder`, polling a sandbox, and a client to talk to it; `more` settings."""
    furnish(folder)
    settings = _settings(folder, **{"FINDERS": "0", **more})
    clock = SystemClock()
    state = State(clock=clock, spec=spec)
    with reading_once(), services_of(settings, clock) as services:
        async with Server(state) as server:
            told = asyncio.Event()
            bot = asyncio.create_task(serve(in_sandbox(services, state, server), told))
            while "getUpdates" not in state.calls:
                assert not bot.done(), bot.result()
                await asyncio.sleep(0.01)
            async with SandboxClient(server.url, patience=15) as client:  # the machine may be busy
                yield client, state, services
            told.set()
            await bot
    gc.unfreeze()  # its process would have ended here: what it had loaded for good is garbage now


def furnish(folder: Path) -> None:
    """A database `agreement.db` with the shipped record, and its index, unless there is one."""
    if not any(folder.iterdir()):
        shutil.copytree(_new_base().name, folder, dirs_exist_ok=True)


@contextmanager
def reading_once() -> Iterator[None]:
    """Equal files of the index are read once, and tables for misspelt words made once: bots after the first one start
    in a third of the time."""

    def read(path: Path) -> tuple[Compiled, Pack]:
        written = path.read_bytes()
        if written not in _read:
            _read[written] = read_index(path)
        return _read[written]

    with patch.object(knowledge.index, "read_index", read):
        yield


@cache
def _new_base() -> tempfile.TemporaryDirectory[str]:
    """The database and its index, made once, as that takes a second or two."""
    folder = tempfile.TemporaryDirectory()
    with opened(_settings(Path(folder.name)), SystemClock().now) as base:
        base.index.refresh()
    return folder


def _settings(folder: Path, **more: str) -> Settings:
    return load_settings({"DATABASE_URL": f"sqlite:///{folder / 'agreement.db'}", **more}, env_file=None)
