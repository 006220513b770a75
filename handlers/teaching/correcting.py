"""Telling those who were answered with a fact that it says something else now. Its editor decides whether."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from telegram import CallbackQuery, Message, Update

from handlers import words
from handlers.callbacks import Press
from handlers.context import Context, Pressed
from handlers.editing.cards import id_in
from handlers.reading import visitor_of
from handlers.sending import mark
from handlers.telling import without
from handlers.view import Button, Rows
from knowledge.texts import Texts


@dataclass(frozen=True, slots=True)
class TellThose(Press):
    letter = "kt"
    role = "editor"
    ref: str


def tell_rows(texts: Texts, ref: str, number: int) -> Rows:
    """A button under the card of a fact, as long as there is somebody to tell."""
    if not number:
        return ()
    label = texts.ngettext(
        "📣 Tell {n} person who was answered otherwise",
        "📣 Tell {n} people who were answered otherwise",
        number,
    )
    return ((Button(label.format(n=texts.number(number)), TellThose(ref)),),)


async def press_tell_those(
    update: Update, context: Context, query: CallbackQuery, pressed: TellThose
) -> str | None:
    texts, finder = await context.texts_for(visitor_of(update)), context.house.office.finder
    name = id_in(pressed.ref)
    find = finder.fact_of_key if name is None else finder.fact
    fact = await context.run(find, pressed.ref[1:] if name is None else name)
    if fact is None:
        return words.gone(texts)
    number = await context.run(context.house.school.corrections.announce, fact.id, context.house.clock.now())
    message = query.message
    if isinstance(message, Message) and message.reply_markup:
        await mark(query, without(message.reply_markup, pressed))
    told = texts.ngettext("{n} person will be told.", "{n} people will be told.", number)
    return told.format(n=texts.number(number))


PRESSED: Mapping[type[Press], Pressed] = {TellThose: press_tell_those}
