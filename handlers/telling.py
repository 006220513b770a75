"""Who wants to be told: of an answer that there is not yet, and of corrections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update

from bot.asking import Reply
from handlers import words
from handlers.callbacks import Press
from handlers.context import Context, Pressed
from handlers.reading import visitor_of
from handlers.rendering import answer_view
from handlers.sending import mark, reply
from handlers.view import Button, View
from knowledge.texts import Texts


@dataclass(frozen=True, slots=True)
class TellMe(Press):
    """When there is an answer to this question."""

    letter = "tm"
    question: int


@dataclass(frozen=True, slots=True)
class AskAgain(Press):
    """A question that there is an answer to now."""

    letter = "ta"
    question: int


@dataclass(frozen=True, slots=True)
class Corrections(Press):
    """Of what one was told; `on` is 0 to hear of none any more."""

    letter = "tc"
    on: int


def with_bell(view: View, found: Reply, texts: Texts) -> View:
    """The reply with the offer to be told, where there was nothing to answer with. For private chats."""
    if found.answer.status != "unanswered" or found.question is None:
        return view
    bell = Button("🔔 " + texts.gettext("Tell me when there is an answer"), TellMe(found.question))
    return View(view.text, ((bell,), *view.rows))


def correction_rows(texts: Texts) -> tuple[tuple[Button, ...], ...]:
    return ((_switch(texts, on=False),),)


async def press_tell(update: Update, context: Context, query: CallbackQuery, pressed: TellMe) -> str:
    visitor = visitor_of(update)
    texts = await context.texts_for(visitor)
    news = context.house.school.news
    if visitor.person is None or not await context.run(news.wanted, pressed.question, visitor.person):
        return words.gone(texts)
    if isinstance(query.message, Message) and query.message.reply_markup:
        await mark(query, without(query.message.reply_markup, pressed))
    return texts.gettext("I will tell you as soon as there is an answer.")


async def press_again(
    update: Update, context: Context, query: CallbackQuery, pressed: AskAgain
) -> str | None:
    visitor, message = visitor_of(update), query.message
    texts = await context.texts_for(visitor)
    stored = await context.run(context.house.records.question, pressed.question)
    if stored is None or stored.person != visitor.person or not isinstance(message, Message):
        return words.gone(texts)
    found = await context.house.desk.ask(visitor, stored.text)
    async with found.being_stored():
        await reply(message, answer_view(found, context.house.texts[found.answer.lang]))
    return None


async def press_corrections(
    update: Update, context: Context, query: CallbackQuery, pressed: Corrections
) -> str:
    visitor, on = visitor_of(update), bool(pressed.on)
    texts = await context.texts_for(visitor)
    if visitor.person is None:
        return words.gone(texts)
    await context.run(context.house.school.corrections.mute, visitor.person, muted=not on)
    button = _switch(texts, on=not on)
    label = InlineKeyboardButton(button.label, callback_data=button.press.data())
    await mark(query, InlineKeyboardMarkup([[label]]))
    if on:
        return texts.gettext("I will tell you of corrections again.")
    return texts.gettext("You will hear of no more corrections.")


def _switch(texts: Texts, *, on: bool) -> Button:
    if on:
        return Button("🔔 " + texts.gettext("Tell me of corrections"), Corrections(1))
    return Button("🔕 " + texts.gettext("No corrections, please"), Corrections(0))


def without(markup: InlineKeyboardMarkup, pressed: Press) -> InlineKeyboardMarkup:
    rows = ([one for one in row if one.callback_data != pressed.data()] for row in markup.inline_keyboard)
    return InlineKeyboardMarkup([row for row in rows if row])


PRESSED: Mapping[type[Press], Pressed] = {
    TellMe: press_tell,
    AskAgain: press_again,
    Corrections: press_corrections,
}
