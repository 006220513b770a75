from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.web import Health, Serving, Webhook, create_app
from bot.web.pages import SECRET_HEADER
from knowledge.errors import Unavailable


class Hook:
    def __init__(self) -> None:
        self.received: list[int] = []
        self.broken = False

    async def __call__(self, update: Any) -> None:
        if self.broken:
            raise RuntimeError("broken")
        self.received.append(update["update_id"])


@pytest.fixture
def hook() -> Hook:
    return Hook()


@pytest.fixture
def problems() -> list[str]:
    return []


@pytest.fixture
async def client(hook: Hook, problems: list[str]) -> AsyncIterator[httpx.AsyncClient]:
    async def check() -> str | None:
        return problems[0] if problems else None

    health = Health((check,), lambda: {"updates": len(hook.received)})
    app = create_app(health, Webhook("/hook", "knock", hook))
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
        yield client


KNOCK = {SECRET_HEADER: "knock"}


async def test_healthy(client: httpx.AsyncClient) -> None:
    answer = await client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "problems": []})


async def test_failing(client: httpx.AsyncClient, problems: list[str]) -> None:
    problems.append("Telegram has not answered for 120 s")
    answer = await client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["problems"] == problems


async def test_figures(client: httpx.AsyncClient, hook: Hook) -> None:
    hook.received.append(1)
    assert "agreement_updates_total 1\n" in (await client.get("/metrics")).text


async def test_an_update_comes_once(client: httpx.AsyncClient, hook: Hook) -> None:
    for _ in range(2):
        assert (await client.post("/hook", json={"update_id": 5}, headers=KNOCK)).status_code == 200
    assert hook.received == [5]


@pytest.mark.parametrize("headers", [{}, {SECRET_HEADER: ""}, {SECRET_HEADER: "knöck".encode()}])
async def test_nobody_else_may_call(client: httpx.AsyncClient, hook: Hook, headers: dict[str, Any]) -> None:
    assert (await client.post("/hook", json={"update_id": 5}, headers=headers)).status_code == 403
    assert hook.received == []


@pytest.mark.parametrize("body", [b"", b"[1]", b"{}", b'{"update_id": "x"}', b"\xff\xfe", b"x" * 1_000_001])
async def test_what_is_no_update(client: httpx.AsyncClient, hook: Hook, body: bytes) -> None:
    assert (await client.post("/hook", content=body, headers=KNOCK)).status_code == 400
    assert hook.received == []


async def test_a_failed_update_is_sent_again(client: httpx.AsyncClient, hook: Hook) -> None:
    hook.broken = True
    assert (await client.post("/hook", json={"update_id": 5}, headers=KNOCK)).status_code == 500
    hook.broken = False
    assert (await client.post("/hook", json={"update_id": 5}, headers=KNOCK)).status_code == 200
    assert hook.received == [5]


async def test_a_port_that_is_taken_is_said_plainly() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(Unavailable, match="PORT"):
            Serving(create_app(Health()), taken.getsockname()[1], "127.0.0.1")


async def test_it_serves() -> None:
    async with Serving(create_app(Health()), 0, "127.0.0.1") as serving, httpx.AsyncClient() as client:
        assert (await client.get(f"http://127.0.0.1:{serving.port}/healthz")).status_code == 200
