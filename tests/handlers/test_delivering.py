from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.browsing import link_name
from bot.delivery import Failed, Outgoing, Run, Sent
from bot.texts import bot_texts
from handlers.delivering import Carrier, failure
from handlers.letters import rows_under
from handlers.view import keyboard


class Telegram:
    def __init__(self, error: TelegramError | None = None) -> None:
        self.error = error
        self.sent: list[tuple[Any, dict[str, Any]]] = []

    async def send_message(self, chat: int, text: str, **options: Any) -> Any:
        if self.error:
            raise self.error
        self.sent.append(((chat, text), options))
        return type("Message", (), {"message_id": 7})()


LETTER = Outgoing(
    "digest", "en", (Run("A & B", "bold", "gala"), Run("\n<not a tag>")), silent=True, events=("gala",)
)


@pytest.mark.parametrize(
    ("raised", "kind"),
    [
        (lambda: Forbidden("Forbidden: bot was blocked by the user"), "gone"),
        (lambda: BadRequest("Chat not found"), "gone"),
        (lambda: BadRequest("can't parse entities"), "refused"),
        (lambda: ChatMigrated(-1002), "migrated"),
        (lambda: RetryAfter(9), "flood"),
        (TimedOut, "unknown"),
        (lambda: NetworkError("Bad Gateway"), "unknown"),
        (InvalidToken, "temporary"),
        (lambda: Conflict("two pollers"), "temporary"),
    ],
)
async def test_what_an_error_means(
    raised: Callable[[], TelegramError], kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    error = raised()
    found = await Carrier(Telegram(error), bot_texts(), "a_bot").send(1, LETTER)
    assert isinstance(found, Failed)
    assert found.kind == kind == failure(error).kind


async def test_a_letter_is_sent_with_links_and_buttons() -> None:
    telegram = Telegram()
    assert await Carrier(telegram, bot_texts(), "a_bot").send(5, LETTER) == Sent(7)
    ((chat, text), options) = telegram.sent[0]
    assert chat == 5
    assert text == '<b><a href="https://t.me/a_bot?start=e_gala">A &amp; B</a></b>\n&lt;not a tag&gt;'
    assert options["disable_notification"]
    labels = [button.text for row in options["reply_markup"].inline_keyboard for button in row]
    assert labels == ["📅 Calendar file", "⚙️ Settings", "Unsubscribe"]


async def test_only_the_last_part_has_buttons() -> None:
    telegram = Telegram()
    first = Outgoing("digest", "en", LETTER.text, last=False, events=("gala",))
    await Carrier(telegram, bot_texts(), "a_bot").send(5, first)
    assert telegram.sent[0][1]["reply_markup"] is None


@pytest.mark.parametrize("kind", ["digest", "reminder", "change", "cancellation"])
@pytest.mark.parametrize("event", ["gala", "x" * 64, "юбилей"])
def test_telegram_has_room_for_buttons_and_links(kind: Any, event: str) -> None:
    rows = keyboard(rows_under(kind, event, (event,), bot_texts()["en"]))
    assert rows is not None
    assert all(len(button.callback_data.encode()) <= 64 for row in rows.inline_keyboard for button in row)
    assert len(link_name(event)) <= 64
    assert link_name(event).replace("_", "").replace("-", "").isalnum()
    assert link_name(event).isascii()
