"""Requests checked against the Bot API's own description."""

from __future__ import annotations

import json

import httpx
import pytest
from telegram import Bot
from telegram.error import BadRequest

from bot.sandbox import Server, Spec, State, Strictness
from bot.sandbox.methods import METHODS


@pytest.fixture
def rules(spec: Spec | None) -> Spec:
    if spec is None:
        pytest.skip("the Bot API's description is not beside this working copy")
    return spec


def test_every_method_of_the_sandbox_is_telegrams(rules: Spec) -> None:
    assert [name for name in METHODS if not rules.knows(name)] == []


@pytest.mark.parametrize(
    ("method", "given_", "problems"),
    [
        ("sendMessage", {"chat_id": "5", "text": "5"}, []),
        ("sendMessage", {"chat_id": 5}, ['parameter "text" is missing']),
        ("sendMessage", {"chat_id": 5, "text": "x", "colour": "red"}, ['unknown parameter "colour"']),
        ("sendMessage", {"chat_id": 5, "text": "x", "disable_notification": "perhaps"},
         ['disable_notification must be Boolean, not "perhaps"']),
        ("sendMessage", {"chat_id": 5, "text": ["x"]}, ['text must be String, not ["x"]']),
        ("getUpdates", {"offset": "first"}, ['offset must be Integer, not "first"']),
        ("getUpdates", {"allowed_updates": '["message"]'}, []),
        ("sendTelepathy", {}, ["no such method"]),
        ("sendPhoto", {"chat_id": 1}, ['parameter "photo" is missing']),
        ("setMyCommands", {"commands": json.dumps([{"command": "a"}])},
         ['commands[0] (BotCommand) lacks "description"']),
        ("setMyCommands", {"commands": [], "scope": {"type": "chat", "chat_id": 5}}, []),
        ("sendMessage", {"chat_id": 5, "text": "x", "reply_markup": {"keyboard": [["Yes"]]}}, []),
        ("sendMessage", {"chat_id": 5, "text": "x",
                         "reply_markup": '{"inline_keyboard": [[{"text": "x", "data": "y"}]]}'},
         ['reply_markup.inline_keyboard[0][0] (InlineKeyboardButton) has an unknown field "data"']),
    ],
)  # fmt: skip
def test_problems(rules: Spec, method: str, given_: dict[str, object], problems: list[str]) -> None:
    assert rules.problems(method, given_) == problems


def test_files_where_files_belong(rules: Spec) -> None:
    assert rules.problems("sendPhoto", {"chat_id": 1}, frozenset({"photo"})) == []
    assert rules.problems("sendPhoto", {"chat_id": 1, "photo": "attach://a"}, frozenset({"a"})) == []
    assert rules.problems("sendMessage", {"chat_id": 1}, frozenset({"text"})) == [
        'parameter "text" takes no file'
    ]


async def test_violations_are_refused_and_listed(rules: Spec, bot: Bot, chat: int, state: State) -> None:
    with pytest.raises(BadRequest, match='unknown parameter "colour"'):
        await bot.send_message(chat, "Hello", api_kwargs={"colour": "red"})
    assert [str(violation) for violation in state.violations] == ['sendMessage: unknown parameter "colour"']
    assert list(state.messages.of(chat)) == []


async def test_violations_can_be_listed_only(rules: Spec, bot: Bot, chat: int, state: State) -> None:
    rules.strictness = Strictness.RECORD
    try:
        await bot.send_message(chat, "Hello", api_kwargs={"colour": "red"})
    finally:
        rules.strictness = Strictness.REFUSE
    assert len(state.violations) == 1


@pytest.mark.parametrize("how", ["query", "form", "json"])
async def test_every_way_to_send_parameters(server: Server, chat: int, how: str) -> None:
    url = f"{server.base_url}{server.state.token}/sendMessage"
    given_ = {"chat_id": chat, "text": "Привет"}
    async with httpx.AsyncClient(trust_env=False) as http:
        if how == "query":
            answer = await http.get(url, params=given_)
        else:
            answer = await http.post(url, **{"data" if how == "form" else "json": given_})
    assert answer.json()["result"]["text"] == "Привет"


async def test_bodies_that_cannot_be_read(server: Server) -> None:
    url = f"{server.base_url}{server.state.token}/sendMessage"
    async with httpx.AsyncClient(trust_env=False) as http:
        for kind, body in (
            ("application/json", b"{"),
            ("application/json", b"[]"),
            ("multipart/form-data", b"x"),
        ):
            answer = await http.post(url, content=body, headers={"content-type": kind})
            assert (answer.status_code, answer.json()["ok"]) == (400, False)
