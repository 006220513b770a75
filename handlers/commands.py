"""The commands: each reads the update, asks a service, and renders the reply."""

from __future__ import annotations

from telegram import Message, Update

from bot.browsing import PEOPLE_SIDES
from handlers import events, leafing, words
from handlers.context import Context
from handlers.reading import addressed_command, argument_of, display_name, visitor_of
from handlers.sending import reply
from handlers.view import View

_EVENT = "e_"  # what the payload of a link to an event begins with


async def start(update: Update, context: Context) -> None:
    """Greet and begin afresh. A deep link to an event shows its card; any other payload changes nothing."""
    visitor, message = visitor_of(update), update.effective_message
    await context.run(context.house.desk.begin_afresh, visitor)
    payload = argument_of(message) if message else ""
    card = None
    if payload.startswith(_EVENT):
        card = await events.linked_event(update, context, payload.removeprefix(_EVENT))
    await _reply(update, card or await greeting(update, context))


async def greeting(update: Update, context: Context) -> View:
    texts, catalogue = await context.texts_for(visitor_of(update)), await context.catalogue()
    subject, examples = catalogue.subject(texts.lang), catalogue.examples(texts.lang)
    return words.greeting(texts, display_name(update), subject, examples)


async def help_(update: Update, context: Context) -> None:
    texts = await context.texts_for(visitor_of(update))
    await _reply(update, words.help_view(texts))


async def topics(update: Update, context: Context) -> None:
    texts = await context.texts_for(visitor_of(update))
    await _reply(update, leafing.topics_view(await context.catalogue(), texts, 0))


async def people(update: Update, context: Context) -> None:
    texts = await context.texts_for(visitor_of(update))
    await _reply(update, leafing.people_view(await context.catalogue(), texts, PEOPLE_SIDES[0], 0))


async def language(update: Update, context: Context) -> None:
    visitor = visitor_of(update)
    chosen = await context.run(context.house.desk.chosen, visitor)
    texts = await context.texts_for(visitor)
    await _reply(update, words.language_view(texts, chosen))


async def privacy(update: Update, context: Context) -> None:
    texts = await context.texts_for(visitor_of(update))
    await _reply(update, words.privacy_view(texts))


async def unknown(update: Update, context: Context) -> None:
    message = update.effective_message
    if message and addressed_command(message, context.bot):
        texts = await context.texts_for(visitor_of(update))
        await reply(message, words.unknown_command(texts))


async def _reply(update: Update, view: View) -> None:
    message = update.effective_message
    if isinstance(message, Message):
        await reply(message, view)
