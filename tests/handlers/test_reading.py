"""Who is answered, and when a message is meant for the bot."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from telegram import Update

from bot.asking import Visitor
from handlers.reading import addressed_command, argument_of, display_name, question_in, visitor_of

BOT = SimpleNamespace(id=99, username="Agreement_bot")
ANNA = {"id": 7, "is_bot": False, "first_name": " Anna\n Maria ", "language_code": "ru"}
US = {"id": 99, "is_bot": True, "first_name": "Bot"}
PRIVATE = {"id": 7, "type": "private", "first_name": "Anna"}
GROUP = {"id": -5, "type": "supergroup", "title": "Delegates"}


def update(
    text: str = "", chat: dict[str, Any] = PRIVATE, sender: dict[str, Any] | None = ANNA, **more: Any
) -> Update:
    message = {"message_id": 1, "date": 0, "chat": chat, "text": text, **more}
    return Update.de_json(
        {"update_id": 1, "message": {**message, **({"from": sender} if sender else {})}}, None
    )


def mention(text: str, words: str, **more: Any) -> dict[str, Any]:
    start = len(text[: text.index(words)].encode("utf-16-le")) // 2
    length = len(words.encode("utf-16-le")) // 2
    return {"entities": [{"type": "mention", "offset": start, "length": length, **more}]}


def asked(text: str, **more: Any) -> str | None:
    return question_in(update(text, GROUP, **more).message, BOT)


def test_a_person_in_a_private_chat() -> None:
    assert visitor_of(update("x")) == Visitor(7, 7, "ru")
    assert display_name(update("x")) == "Anna Maria"
    assert display_name(update("x", GROUP)) == ""


@pytest.mark.parametrize(
    ("sender", "sender_chat"),
    [
        ({"id": 1087968824, "is_bot": True, "first_name": "Group"}, GROUP),
        (
            {"id": 777000, "is_bot": False, "first_name": "Telegram"},
            {"id": -9, "type": "channel", "title": "N"},
        ),
        (
            {"id": 136817688, "is_bot": True, "first_name": "Channel"},
            {"id": -9, "type": "channel", "title": "N"},
        ),
        (ANNA, GROUP),
        (None, {"id": -9, "type": "channel", "title": "N"}),
    ],
)
def test_whoever_writes_in_the_name_of_a_chat_is_nobody(
    sender: dict[str, Any], sender_chat: dict[str, Any]
) -> None:
    assert visitor_of(update("x", GROUP, sender, sender_chat=sender_chat)) == Visitor(-5, None, "")


def test_a_button_in_a_group_is_pressed_by_a_person() -> None:
    message = {"message_id": 1, "date": 0, "chat": GROUP, "from": US, "text": "x"}
    query = {"id": "1", "from": ANNA, "chat_instance": "1", "data": "n", "message": message}
    assert visitor_of(Update.de_json({"update_id": 1, "callback_query": query}, None)) == Visitor(-5, 7, "ru")


def test_every_text_of_a_private_chat_is_a_question() -> None:
    assert question_in(update("When?").message, BOT) == "When?"


def test_in_groups_it_takes_a_mention() -> None:
    assert asked("When was it?") is None
    assert (
        asked("@agreement_BOT, when was it?", **mention("@agreement_BOT", "@agreement_BOT")) == "when was it?"
    )
    text = "😀 tell us @agreement_bot when"
    assert asked(text, **mention(text, "@agreement_bot")) == "😀 tell us   when"
    assert asked("@another_bot when?", **mention("@another_bot", "@another_bot")) is None
    own = {**mention("Bot, when?", "Bot")["entities"][0], "type": "text_mention", "user": US}
    assert asked("Bot, when?", entities=[own]) == "when?"


def test_in_groups_it_takes_a_reply_to_itself() -> None:
    ours = {"message_id": 2, "date": 0, "chat": GROUP, "from": US, "text": "An answer"}
    assert asked("and where?", reply_to_message=ours) == "and where?"
    assert asked("and where?", reply_to_message={**ours, "from": ANNA}) is None


def test_other_bots_and_forwarded_posts_are_not_answered() -> None:
    text = "@agreement_bot when?"
    entities = mention(text, "@agreement_bot")
    other = {"id": 5, "is_bot": True, "first_name": "Other"}
    assert asked(text, sender=other, **entities) is None
    assert asked(text, is_automatic_forward=True, **entities) is None


def test_a_group_administrator_may_ask_unnamed() -> None:
    text = "@agreement_bot when?"
    unnamed = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    assert asked(text, sender=unnamed, sender_chat=GROUP, **mention(text, "@agreement_bot")) == "when?"


@pytest.mark.parametrize(
    ("text", "argument"),
    [
        ("/ask", ""),
        ("/ask  who is it? ", "who is it?"),
        ("/ask\nwho\nis it?", "who\nis it?"),
        ("/ask@b who?", "who?"),
    ],
)
def test_what_stands_behind_a_command(text: str, argument: str) -> None:
    assert argument_of(update(text).message) == argument


def test_whose_command_it_is() -> None:
    assert addressed_command(update("/foo bar").message, BOT) == "/foo"
    assert addressed_command(update("/foo", GROUP).message, BOT) is None
    assert addressed_command(update("/foo@agreement_bot", GROUP).message, BOT) == "/foo"
    assert addressed_command(update("/foo@other_bot", GROUP).message, BOT) is None
