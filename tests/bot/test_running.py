"""The process as a whole: it starts, survives and stops whatever Telegram does."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr
from running_bot import furnish, running

from bot.clock import SystemClock
from bot.running import Services, in_sandbox, serve, services_of
from bot.sandbox import Fault, FaultKind, SandboxClient, Server, State
from bot.settings import load_settings
from handlers import patience, polling
from knowledge.errors import WrongSettings

QUESTION = "Where was the meeting held?"


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "_FIRST_PAUSE", 0.05)
    monkeypatch.setattr(patience, "_FIRST_PAUSE", 0.05)


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    furnish(folder := tmp_path_factory.mktemp("base"))
    settings = load_settings(
        {"DATABASE_URL": f"sqlite:///{folder / 'agreement.db'}", "FINDERS": "0"}, env_file=None
    )
    with services_of(settings, SystemClock()) as services:
        yield services


@pytest.fixture
def state() -> State:
    return State()


@pytest.fixture
async def server(state: State) -> AsyncIterator[Server]:
    async with Server(state) as server:
        yield server


def changed(services: Services, **settings: object) -> Services:
    return Services(
        services.settings.model_copy(update=settings), services.base, services.clock, services.workers
    )


async def asked(server: Server) -> str:
    async with SandboxClient(server.url, patience=15) as client:
        return (await client.say(server.state.people.all()[0].id, QUESTION)).text


async def finished(told: asyncio.Event, bot: asyncio.Task[None]) -> None:
    told.set()
    await asyncio.wait_for(bot, 10)


async def test_telegram_may_be_down_at_the_start(services: Services, state: State) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {"telegram_token": SecretStr(state.token), "telegram_api_url": f"http://127.0.0.1:{port}"}
    told = asyncio.Event()
    bot = asyncio.create_task(serve(changed(services, **settings), told))
    await asyncio.sleep(0.3)
    assert not bot.done()
    async with Server(state, port=port) as server:
        assert "Nur-Sultan" in await asked(server)
        await finished(told, bot)


async def test_it_can_be_stopped_while_telegram_is_down(services: Services) -> None:
    settings = {"telegram_token": SecretStr("1:x"), "telegram_api_url": "http://127.0.0.1:9"}
    told = asyncio.Event()
    bot = asyncio.create_task(serve(changed(services, **settings), told))
    await asyncio.sleep(0.2)
    await finished(told, bot)


async def test_a_token_that_telegram_does_not_know(services: Services, server: Server) -> None:
    settings = {"telegram_token": SecretStr("1:x"), "telegram_api_url": server.url}
    with pytest.raises(WrongSettings, match="TELEGRAM_TOKEN is not known") as caught:
        await serve(changed(services, **settings), asyncio.Event())
    assert "1:x" not in str(caught.value)


@pytest.mark.parametrize("kind", [FaultKind.BAD_GATEWAY, FaultKind.TOO_MANY, FaultKind.DROP])
@pytest.mark.parametrize("method", ["getMe", "deleteWebhook", "getUpdates", "sendMessage", "setMyCommands"])
async def test_failures_of_telegram_are_survived(
    services: Services, state: State, server: Server, method: str, kind: FaultKind
) -> None:
    state.faults.order(Fault(method, kind, times=2, retry_after=0))
    told = asyncio.Event()
    bot = asyncio.create_task(serve(in_sandbox(services, state, server), told))
    assert "Nur-Sultan" in await asked(server)
    await finished(told, bot)


async def test_messages_from_before_the_start_are_answered(
    services: Services, state: State, server: Server
) -> None:
    person = state.people.all()[0].id
    async with SandboxClient(server.url, patience=15) as client:
        await client.call("POST", f"/sandbox/people/{person}/messages", json={"text": QUESTION})
        told, bots = asyncio.Event(), []

        def start() -> None:
            bots.append(asyncio.create_task(serve(in_sandbox(services, state, server), told)))

        assert "Nur-Sultan" in (await client.waited(person, start)).text
        await finished(told, bots[0])


async def test_the_menu_is_set_in_each_language_once(
    services: Services, state: State, server: Server
) -> None:
    for _start in range(2):
        told = asyncio.Event()
        bot = asyncio.create_task(serve(in_sandbox(services, state, server), told))
        async with asyncio.timeout(10):
            while state.calls.count("getMyShortDescription") < 3 * (_start + 1):  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)
        await finished(told, bot)
    for method in ("setMyCommands", "setMyDescription", "setMyShortDescription"):
        assert state.calls.count(method) == 3


async def test_it_listens_to_a_webhook_and_tells_its_health(
    services: Services, state: State, server: Server
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    own = f"http://127.0.0.1:{port}"
    told = asyncio.Event()
    settings = changed(in_sandbox(services, state, server), webhook_url=f"{own}/hook", port=port)
    bot = asyncio.create_task(serve(settings, told))
    assert "Nur-Sultan" in await asked(server)
    async with httpx.AsyncClient(trust_env=False) as client:
        assert (await client.get(f"{own}/healthz")).status_code == 200
        assert (await client.post(f"{own}/hook", json={"update_id": 1})).status_code == 403
        assert "agreement_updates_total 1" in (await client.get(f"{own}/metrics")).text
    assert "getUpdates" not in state.calls
    await finished(told, bot)


async def test_a_lost_database_is_an_apology_and_no_empty_one_takes_its_place(tmp_path: Path) -> None:
    async with running(tmp_path) as (client, state, services):
        person = state.people.all()[1].id
        services.base.records.close()
        (tmp_path / "agreement.db").rename(tmp_path / "gone")
        assert (await client.say(person, "/start")).text.startswith("Извините, у меня что-то пошло не так")
        assert not (tmp_path / "agreement.db").exists()


def test_the_sandbox_opens_and_closes_at_a_signal(tmp_path: Path) -> None:
    command = "from bot.running import run_sandbox; from bot.settings import load_settings; import os; "
    command += "run_sandbox(load_settings(os.environ, None), 0, lambda line: print(line, flush=True))"
    environ = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'a.db'}"}
    with subprocess.Popen(
        [sys.executable, "-c", command],
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        url = re.search(r"http://\S+", process.stdout.readline())[0]
        assert httpx.get(url, trust_env=False).status_code == 200
        process.send_signal(signal.SIGTERM)
        _out, errors = process.communicate(timeout=15)
    assert process.returncode == 0, errors
    assert "Traceback" not in errors
