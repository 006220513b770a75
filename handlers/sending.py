"""Views out to Telegram: as a new message, or in place of the one that was pressed."""

from __future__ import annotations

import logging
from typing import cast

from telegram import CallbackQuery, InlineKeyboardMarkup, LinkPreviewOptions, Message, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest
from telegram.ext import ExtBot

from handlers.markup import messages
from handlers.patience import UNREAD, Unread
from handlers.view import View, keyboard

logger = logging.getLogger(__name__)

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


async def reply(message: Message, view: View, *, quote: bool = False) -> None:
    """Send `view` to the chat of `message`; the buttons come under the last part."""
    parts = messages(view.text)
    for number, part in enumerate(parts, start=1):
        buttons = keyboard(view.rows) if number == len(parts) else None
        await _send(message, part, buttons, quote=quote and number == 1)


async def show_instead(query: CallbackQuery, view: View) -> None:
    """Put `view` in place of the pressed message; a view too long for one goes on in further messages."""
    message = query.message
    if not isinstance(message, Message):  # too old for Telegram to let it be edited
        return
    first, *further = messages(view.text)
    await _edit(message, first, None if further else keyboard(view.rows))
    for number, part in enumerate(further, start=1):
        await _send(message, part, keyboard(view.rows) if number == len(further) else None)


async def mark(query: CallbackQuery, buttons: InlineKeyboardMarkup) -> None:
    try:
        await query.edit_message_reply_markup(buttons)
    except BadRequest as error:
        _check_unchanged(error)


async def _send(
    message: Message, part: str, buttons: InlineKeyboardMarkup | None, *, quote: bool = False
) -> None:
    topic = message.direct_messages_topic
    bot = cast("ExtBot[Unread]", message.get_bot())
    await bot.send_message(
        message.chat_id,
        part,
        parse_mode=ParseMode.HTML,
        reply_markup=buttons,
        link_preview_options=_NO_PREVIEW,
        reply_parameters=ReplyParameters(message.message_id, allow_sending_without_reply=True)
        if quote
        else None,
        # Only of a forum: elsewhere it is the number of the first message in a chain of replies.
        message_thread_id=message.message_thread_id if message.is_topic_message else None,
        business_connection_id=message.business_connection_id,
        direct_messages_topic_id=topic.topic_id if topic else None,
        rate_limit_args=UNREAD,
    )


async def _edit(message: Message, part: str, buttons: InlineKeyboardMarkup | None) -> None:
    try:
        await message.edit_text(
            part, parse_mode=ParseMode.HTML, reply_markup=buttons, link_preview_options=_NO_PREVIEW
        )
    except BadRequest as error:
        _check_unchanged(error)


def _check_unchanged(error: BadRequest) -> None:
    """Pressing the same button twice changes nothing, which Telegram calls an error."""
    if "not modified" not in error.message.casefold():
        raise error
