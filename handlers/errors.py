"""What nobody foresaw: logged for the operator, one kind line for the person."""

from __future__ import annotations

import contextlib
import logging

from telegram import Update
from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError

from handlers import words
from handlers.context import Context
from handlers.reading import visitor_of

logger = logging.getLogger(__name__)


async def failed(update: object, context: Context) -> None:
    error = context.error
    if isinstance(error, Forbidden):
        logger.info("cannot write to a chat: %s", error)  # the person has blocked the bot; that is no fault
        return
    logger.error("an update could not be answered", exc_info=error)
    unreachable = isinstance(error, NetworkError) and not isinstance(error, BadRequest)
    if isinstance(update, Update) and not unreachable:
        with contextlib.suppress(TelegramError):
            await _apologise(update, context)


async def _apologise(update: Update, context: Context) -> None:
    # The database may be what failed, so the language is guessed without it.
    line = words.apology(context.house.texts[context.house.desk.guess(visitor_of(update))])
    if update.callback_query:
        await update.callback_query.answer(line)
    elif update.effective_message and update.effective_chat and update.effective_chat.type != "channel":
        await update.effective_message.reply_text(line)
