"""Filling in a wizard: its buttons, typed words, and `/cancel`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from telegram import CallbackQuery, Message, Update

from bot.editing import Asked, Finished, Shown
from bot.editing.reviewing import Held
from bot.editing.statement_steps import NEW, OLD
from bot.editors import may
from handlers import words
from handlers.callbacks import Press
from handlers.context import Context, Pressed
from handlers.editing import events, facts
from handlers.editing.gate import role_of
from handlers.editing.wizard import FillIn, seat_of, step_view
from handlers.markup import plain
from handlers.reading import visitor_of
from handlers.sending import reply, show_instead
from handlers.teaching import inbox, lessons
from handlers.view import View
from knowledge.texts import Texts

# What a finished wizard is told with, by its kind.
Outcome = Callable[[Context, Texts, Any], Awaitable[View]]
_OUTCOMES: Mapping[str, Outcome] = {
    NEW: facts.outcome,
    OLD: facts.outcome,
    **events.OUTCOMES,
    **inbox.OUTCOMES,
    **lessons.OUTCOMES,
}


async def press(update: Update, context: Context, query: CallbackQuery, pressed: FillIn) -> str | None:
    """The next step takes the place of the one that was answered."""
    seat, texts = seat_of(update), await context.texts_for(visitor_of(update))
    if seat is None:
        return words.gone(texts)
    wizards = context.house.office.wizards
    shown = await context.run(wizards.press, seat, pressed.stamp, pressed.value, texts)
    if shown is None:
        return words.gone(texts)
    if isinstance(shown, Asked) and shown.refused:
        return shown.refused
    await show_instead(query, await _view(context, texts, shown))
    return None


async def typed(update: Update, context: Context, text: str) -> bool:
    """Take the words for what a wizard asks; False if none does, or whoever writes may not fill it in any more."""
    seat, message = seat_of(update), update.effective_message
    if seat is None or not isinstance(message, Message) or update.edited_message is not None:
        return False
    if context.house.office.wizards.idle(seat):
        return False
    texts = await context.texts_for(visitor_of(update))
    asked = await context.run(context.house.office.wizards.asked, seat, texts)
    if asked is None or not may(await role_of(update, context), "editor"):
        return False
    shown = await context.run(context.house.office.wizards.type, seat, text, texts)
    if shown is None:
        return False
    await reply(message, await _view(context, texts, shown))
    return True


async def cancel(update: Update, context: Context) -> None:
    """`/cancel`: whatever was being filled in here is forgotten."""
    message, seat = update.effective_message, seat_of(update)
    if message is None:
        return
    texts = await context.texts_for(visitor_of(update))
    done = seat is not None and await context.run(context.house.office.wizards.cancel, seat)
    line = texts.gettext("Cancelled. Nothing was changed.") if done else texts.gettext("Nothing to cancel.")
    await reply(message, View(plain(line)))


async def _view(context: Context, texts: Texts, shown: Shown) -> View:
    if isinstance(shown, Finished) and isinstance(shown.outcome, Held):
        return View(plain(shown.outcome.told(texts)))
    if isinstance(shown, Finished):
        return await _OUTCOMES[shown.kind](context, texts, shown.outcome)
    return step_view(shown, texts)


PRESSED: Mapping[type[Press], Pressed] = {FillIn: press}
