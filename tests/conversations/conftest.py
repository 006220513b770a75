"""One sandbox and one bot for all conversations of a worker; each conversation brings a person of its own."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from dialogs import Stage

from bot.sandbox import Spec

# Not from tests/conftest.py: that would put tests/ before the packages of the same names.
sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from databases import postgres_server, postgres_url, sqlite_url, url
from running_bot import running

__all__ = ["postgres_server", "postgres_url", "sqlite_url", "url"]

SPEC_FILE = Path(__file__).parents[3] / "shared" / "telegram" / "bot-api.json"


@pytest.fixture(scope="session")
def spec() -> Spec | None:
    """The Bot API's description, where this working copy has it beside it."""
    return Spec.read(SPEC_FILE) if SPEC_FILE.exists() else None


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def stage(tmp_path_factory: pytest.TempPathFactory, spec: Spec | None) -> AsyncIterator[Stage]:
    async with running(tmp_path_factory.mktemp("base"), spec) as (client, state, services):
        yield Stage(client, state, services.clock, services.base.records)
