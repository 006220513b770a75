"""Long polling, its conflicts, and webhooks."""

from __future__ import annotations

import asyncio
import time

import httpx
import pytest
from serving import served, until
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot
from telegram.error import BadRequest, Conflict

from bot.sandbox import Server, State, acts


async def test_a_poll_ends_when_something_arrives(bot: Bot, chat: int, state: State) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=10))
    await asyncio.sleep(0.05)
    started = time.monotonic()
    acts.say(state, chat, "Hi")
    [update] = await poll
    assert update.message.text == "Hi"
    assert time.monotonic() - started < 1


async def test_an_empty_poll_waits_its_time(bot: Bot) -> None:
    started = time.monotonic()
    assert await bot.get_updates(timeout=1) == ()
    assert 0.9 < time.monotonic() - started < 2


async def test_offsets_confirm(bot: Bot, chat: int, state: State) -> None:
    for number in range(5):
        acts.say(state, chat, str(number))
    first = await bot.get_updates(limit=2)
    assert [update.message.text for update in first] == ["0", "1"]
    assert [update.message.text for update in await bot.get_updates(limit=2)] == ["0", "1"]
    rest = await bot.get_updates(offset=first[-1].update_id + 1)
    assert [update.message.text for update in rest] == ["2", "3", "4"]
    assert [update.message.text for update in await bot.get_updates(offset=-1)] == ["4"]
    assert len(state.updates) == 1


async def test_allowed_updates(bot: Bot, chat: int, state: State) -> None:
    await bot.get_updates(allowed_updates=["callback_query"])
    acts.say(state, chat, "Unheard")
    assert await bot.get_updates() == ()
    await bot.get_updates(allowed_updates=[])
    acts.say(state, chat, "Heard")
    assert len(await bot.get_updates()) == 1


async def test_two_pollers(bot: Bot, server: Server) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=10))
    await asyncio.sleep(0.05)
    async with Bot(server.state.token, base_url=server.base_url) as second:
        await second.get_updates(timeout=0)
        with pytest.raises(Conflict, match="terminated by other getUpdates"):
            await first


async def test_a_stopping_server_ends_polls(state: State) -> None:
    async with httpx.AsyncClient(trust_env=False) as http, Server(state) as server:
        poll = asyncio.create_task(
            http.get(f"{server.base_url}{state.token}/getUpdates?timeout=30", timeout=30)
        )
        await asyncio.sleep(0.05)
        await server.close()
        assert (await asyncio.wait_for(poll, 1)).json() == {"ok": True, "result": []}


async def test_webhooks(bot: Bot, chat: int, state: State) -> None:
    received: list[tuple[str | None, str]] = []
    answers = [500, 200, 200]

    async def hook(request: Request) -> Response:
        body = await request.json()
        received.append((request.headers.get("x-telegram-bot-api-secret-token"), body["message"]["text"]))
        return Response(status_code=answers.pop(0))

    async with served(Starlette(routes=[Route("/hook", hook, methods=["POST"])])) as url:
        acts.say(state, chat, "Before")
        await bot.set_webhook(f"{url}/hook", secret_token="open-sesame")
        with pytest.raises(Conflict, match="webhook is active"):
            await bot.get_updates()
        acts.say(state, chat, "After")
        await until(lambda: len(state.updates) == 0)
        assert (await bot.get_webhook_info()).url == f"{url}/hook"
        await bot.delete_webhook()
    assert received == [("open-sesame", "Before"), ("open-sesame", "Before"), ("open-sesame", "After")]
    assert await bot.get_updates() == ()


async def test_webhooks_stay_on_this_machine(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="loopback only"):
        await bot.set_webhook("https://example.org/hook")
    with pytest.raises(BadRequest, match="unallowed characters"):
        await bot.set_webhook("http://127.0.0.1:1/hook", secret_token="not this!")


async def test_a_dead_webhook_is_told_about(bot: Bot, chat: int, state: State) -> None:
    await bot.set_webhook("http://127.0.0.1:9/hook")
    acts.say(state, chat, "Anyone?")
    await until(lambda: state.webhook.last_error != "")
    info = await bot.get_webhook_info()
    assert info.last_error_message.startswith("Connection failed")
    assert info.pending_update_count == 1
    await bot.delete_webhook(drop_pending_updates=True)
    assert (await bot.get_webhook_info()).pending_update_count == 0
