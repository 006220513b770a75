"""The commands: each reads the update, asks a service, and renders the reply."""

from __future__ import annotations

from telegram import Message, Update

from bot.browsing import PEOPLE_SIDES
from handlers import events, leafing, words
from handlers.context import Context
from handlers.menus import set_menu_of
from handlers.reading import addressed_command, argument_of, display_name, visitor_of
from handlers.sending import reply
from handlers.view import View

_EVENT = "e_"  # what the payload of a link to an event begins with


async def start(update: Update, context: Context) -> None:
    """Greet and begin afresh. A deep link to an event shows its card; any other payload changes nothing."""
    visitor, message = visitor_of(update), update.effective_message
    await context.run(context.house.desk.begin_afresh, visitor)
    await _recognise(update, context)
    payload = argument_of(message) if message else ""
    card = None
    if payload.startswith(_EVENT):
        card = await events.linked_event(update, context, payload.removeprefix(_EVENT))
    await _reply(update, card or await greeting(update, context))


async def _recognise(update: Update, context: Context) -> None:
    """Rights may be given by name from now on, and whoever has some gets the menu for them."""
    visitor, user = visitor_of(update), update.effective_user
    if visitor.person is None or user is None or visitor.chat != visitor.person:
        return
    roles = context.house.roles
    await context.run(roles.name, visitor.person, user.username)
    role = await context.run(roles.role_of, visitor.person)
    if role is not None:
        await set_menu_of(context.bot, context.house.texts, visitor.person, role)


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
