"""A sandbox with a small bot of its own: python-telegram-bot, connected over HTTP as to Telegram."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from echo_bot import running_echo
from telegram import Bot
from telegram.ext import Application

from bot.sandbox import SandboxClient, Server, Spec, State

SPEC_FILE = Path(__file__).parents[3] / "shared" / "telegram" / "bot-api.json"


@pytest.fixture(autouse=True)
def _timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    """python-telegram-bot warns of `retry_after` in seconds; warnings are errors here."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture(scope="session")
def spec() -> Spec | None:
    """The Bot API's description, where this working copy has it beside it."""
    return Spec.read(SPEC_FILE) if SPEC_FILE.exists() else None


@pytest.fixture
async def state(spec: Spec | None) -> State:
    return State(spec=spec)


@pytest.fixture
async def server(state: State) -> AsyncIterator[Server]:
    async with Server(state) as running:
        yield running


@pytest.fixture
async def client(server: Server) -> AsyncIterator[SandboxClient]:
    async with SandboxClient(server.url) as person:
        yield person


@pytest.fixture
async def bot(server: Server) -> AsyncIterator[Bot]:
    """A bare `Bot` that nobody polls for."""
    async with Bot(server.state.token, base_url=server.base_url, base_file_url=server.base_file_url) as bare:
        yield bare


@pytest.fixture
async def chat(state: State) -> int:
    """Somebody who has started the bot, so that it may write to them."""
    person = state.people.all()[0]
    state.people.change(person.id, started=True)
    return person.id


@pytest.fixture
async def echo(server: Server) -> AsyncIterator[Application]:
    """The echo bot, polling."""
    async with running_echo(server) as application:
        yield application
