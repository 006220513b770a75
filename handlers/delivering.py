"""The outbox's way to Telegram: one attempt per message, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping

from telegram import Bot, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.delivery import Failed, Outgoing, Sent, refusal
from handlers.letters import rich_of, rows_under
from handlers.markup import to_html
from handlers.patience import asked_to_wait
from handlers.view import keyboard
from knowledge.model import Lang
from knowledge.texts import Texts

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class Carrier:
    """Sends letters by a bot that tries once: whether to try again is for the outbox to say."""

    def __init__(self, bot: Bot, texts: Mapping[Lang, Texts], username: str) -> None:
        self._bot, self._texts, self._username = bot, texts, username

    async def send(self, chat: int, message: Outgoing) -> Sent | Failed:
        rows = rows_under(message.kind, message.subject, message.events, self._texts[message.lang])
        try:
            sent = await self._bot.send_message(
                chat,
                to_html(rich_of(message.text, self._username)),
                parse_mode=ParseMode.HTML,
                link_preview_options=_NO_PREVIEW,
                disable_notification=message.silent,
                reply_markup=keyboard(rows) if message.last else None,
            )
        except TelegramError as error:
            return failure(error)
        return Sent(sent.message_id)


_CODES: tuple[tuple[type[TelegramError], int], ...] = (
    (Forbidden, 403),
    (InvalidToken, 401),
    (Conflict, 409),
    (BadRequest, 400),
)


def failure(error: TelegramError) -> Failed:
    """The library's errors in the outbox's terms."""
    if isinstance(error, ChatMigrated):
        return refusal(400, error.message, migrate_to=error.new_chat_id)
    if isinstance(error, RetryAfter):
        return refusal(429, error.message, retry_after=asked_to_wait(error))
    for kind, code in _CODES:
        if isinstance(error, kind):
            return refusal(code, error.message)
    # A time-out or a broken connection: Telegram may have got it. The text may hold the address.
    return Failed("unknown", type(error).__name__)
