"""Trying a lesson on the questions that were asked, with a word on how far it has come if that takes long."""

from __future__ import annotations

from contextlib import suppress
from time import monotonic

from telegram import Message, Update
from telegram.error import TelegramError

from bot.teaching.replaying import Replay, Report
from handlers.context import Context
from knowledge.texts import Texts

_LONG = 2.0  # seconds until something is said, and between two words
_TOO_LONG = 20.0  # seconds; what is not tried by then is left out, and that is said


async def tried(update: Update, context: Context, replay: Replay, texts: Texts) -> Report:
    """What the lesson would change."""
    message, began = update.effective_message, monotonic()
    said, told = began, None
    while await context.run(replay.step):
        now = monotonic()
        if now - began > _TOO_LONG:
            break
        if now - said > _LONG and isinstance(message, Message):
            said = now
            told = await _tell(message, told, _progress(replay, texts))
    if told is not None:
        with suppress(TelegramError):
            await told.delete()
    return replay.report()


def _progress(replay: Replay, texts: Texts) -> str:
    line = texts.gettext("⏳ Trying it on the questions that were asked: {n} of {total}")
    return line.format(n=texts.number(replay.done), total=texts.number(replay.total))


async def _tell(message: Message, told: Message | None, line: str) -> Message | None:
    with suppress(TelegramError):
        if told is None:
            return await message.reply_text(line, do_quote=False)
        await told.edit_text(line)
    return told
