"""The time zone by where one is: a button that sends the location, which only a keyboard of its own can have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from telegram import CallbackQuery, KeyboardButton, Message, ReplyKeyboardMarkup, ReplyKeyboardRemove, Update

from handlers import words
from handlers.callbacks import Press
from handlers.context import Context, Pressed
from handlers.reading import is_private, visitor_of
from handlers.view import Button, View
from knowledge.texts import Texts

PLACE = "place"  # what is awaited while that keyboard is shown


@dataclass(frozen=True, slots=True)
class AskPlace(Press):
    letter = "sp"


def with_place(view: View, texts: Texts) -> View:
    """The page of time zones with the button; in groups nobody can be asked where they are."""
    button = Button("📍 " + texts.gettext("Where I am"), AskPlace())
    return replace(view, rows=((button,), *view.rows))


async def press_place(
    update: Update, context: Context, query: CallbackQuery, _pressed: AskPlace
) -> str | None:
    visitor, message = visitor_of(update), query.message
    texts, counter = await context.texts_for(visitor), context.house.counter
    if not isinstance(message, Message) or not is_private(message):
        return words.gone(texts)
    if await context.run(counter.find, visitor.chat) is None:
        return words.not_subscribed_line(texts)
    await context.run(counter.awaiting.ask, visitor.chat, visitor.person, PLACE, counter.now())
    key = KeyboardButton("📍 " + texts.gettext("Send my location"), request_location=True)
    asked = texts.gettext(
        "Press the button below. Your location is used for the time zone only and not stored."
    )
    await message.reply_text(
        asked,
        reply_markup=ReplyKeyboardMarkup([[key]], resize_keyboard=True, one_time_keyboard=True),
        do_quote=False,
    )
    return None


async def put_away(message: Message, texts: Texts) -> None:
    """Once the question is answered, in whatever way, the keyboard goes."""
    await message.reply_text(texts.gettext("Thank you!"), reply_markup=ReplyKeyboardRemove(), do_quote=False)


PRESSED: Mapping[type[Press], Pressed] = {AskPlace: press_place}
