"""The real bot on a sandbox of its own, for tests."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.clock import SystemClock
from bot.running import Services, in_sandbox, serve, services_of
from bot.sandbox import SandboxClient, Server, Spec, State
from bot.settings import load_settings


@asynccontextmanager
async def running(
    folder: Path, spec: Spec | None = None, **more: str
) -> AsyncIterator[tuple[SandboxClient, State, Services]]:
    """A bot on a database in `folder`, polling a sandbox, and a client to talk to it; `more` settings."""
    url = f"sqlite:///{folder / 'agreement.db'}"
    settings = load_settings({"DATABASE_URL": url, "FINDERS": "0", **more}, env_file=None)
    clock = SystemClock()
    state = State(clock=clock, spec=spec)
    with services_of(settings, clock) as services:
        services.base.index.refresh()
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
