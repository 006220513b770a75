"""Pressed buttons. Whatever cannot be read or is gone by now gets a gentle word, never an error."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping

from telegram import CallbackQuery, Message, Update
from telegram.error import BadRequest

from bot.editing.reviewing import Held
from handlers import callbacks, events, feeding, leafing, personal, placing, subscribing, telling, words
from handlers.callbacks import Press, read_press
from handlers.commands import greeting
from handlers.context import Context, Pressed
from handlers.editing import (
    broadcasting,
    digests,
    facts,
    filling,
    history,
    importing,
    reviewing,
    searching,
    statistics,
    taking_out,
)
from handlers.editing import events as planning
from handlers.editing.gate import permitted
from handlers.editing.words import refusal_line
from handlers.reading import visitor_of
from handlers.rendering import answer_view
from handlers.sending import mark, reply, show_instead
from handlers.teaching import correcting, inbox, lessons
from handlers.view import View, rated


async def press(update: Update, context: Context) -> None:
    """Do what the button stands for, and show what that returns as a toast."""
    query = update.callback_query
    if query is None:
        return
    pressed = read_press(query.data)
    toast: str | None
    needed = pressed.role if pressed else None
    if needed and not await permitted(update, context, needed, type(pressed).__name__):
        toast = refusal_line(await context.texts_for(visitor_of(update)), needed)
    else:
        try:
            toast = await _ACTIONS.get(type(pressed), _gone)(update, context, query, pressed)
        except Held as held:
            toast = held.told(await context.texts_for(visitor_of(update)))
    with contextlib.suppress(BadRequest):  # pressed too long ago: nobody waits for the toast any more
        await query.answer(toast)


async def _gone(update: Update, context: Context, _query: CallbackQuery, _pressed: Press) -> str:
    return words.gone(await context.texts_for(visitor_of(update)))


async def _ask_known(
    update: Update, context: Context, query: CallbackQuery, pressed: callbacks.AskKnown
) -> str | None:
    message = query.message
    if not isinstance(message, Message):
        return await _gone(update, context, query, pressed)
    async with context.house.typing.shown(context.bot, message.chat.id, message.message_thread_id):
        found = await context.house.desk.ask_known(visitor_of(update), pressed.key, pressed.lang)
    if found is None:
        return await _gone(update, context, query, pressed)
    async with found.being_stored():
        await reply(message, answer_view(found, context.house.texts[found.answer.lang]))
    return None


async def _rate(update: Update, context: Context, query: CallbackQuery, pressed: callbacks.Rate) -> str:
    visitor = visitor_of(update)
    texts = await context.texts_for(visitor)
    if not await context.run(context.house.desk.rate, visitor, pressed.question, good=bool(pressed.good)):
        return words.gone(texts)
    if isinstance(query.message, Message) and query.message.reply_markup:
        await mark(query, rated(query.message.reply_markup, pressed))
    return words.thanks(texts, good=bool(pressed.good))


async def _choose_language(
    update: Update, context: Context, query: CallbackQuery, pressed: callbacks.ChooseLanguage
) -> str:
    visitor = visitor_of(update)
    await context.run(context.house.desk.choose, visitor, pressed.lang)
    if visitor.chat == visitor.person:
        await context.run(context.house.counter.speak, visitor.chat, pressed.lang)
    texts = context.house.texts[pressed.lang]
    await show_instead(
        query, await greeting(update, context) if pressed.greet else words.language_view(texts, pressed.lang)
    )
    return words.language_chosen(texts)


async def _show_topics(
    update: Update, context: Context, query: CallbackQuery, pressed: callbacks.ShowTopics
) -> None:
    texts = await context.texts_for(visitor_of(update))
    await show_instead(query, leafing.topics_view(await context.catalogue(), texts, pressed.page))


async def _show_topic(
    update: Update, context: Context, query: CallbackQuery, pressed: callbacks.ShowTopic
) -> str | None:
    texts = await context.texts_for(visitor_of(update))
    view = leafing.topic_view(await context.catalogue(), texts, pressed)
    if view and pressed.fresh and isinstance(query.message, Message):
        await reply(query.message, view)
        return None
    return await _shown(update, context, query, view)


async def _show_fact(
    update: Update, context: Context, query: CallbackQuery, pressed: callbacks.ShowFact
) -> str | None:
    texts = await context.texts_for(visitor_of(update))
    return await _shown(update, context, query, leafing.fact_view(await context.catalogue(), texts, pressed))


async def _show_people(
    update: Update, context: Context, query: CallbackQuery, pressed: callbacks.ShowPeople
) -> None:
    texts = await context.texts_for(visitor_of(update))
    view = leafing.people_view(await context.catalogue(), texts, pressed.side, pressed.page)
    await show_instead(query, view)


async def _show_person(
    update: Update, context: Context, query: CallbackQuery, pressed: callbacks.ShowPerson
) -> str | None:
    texts = await context.texts_for(visitor_of(update))
    return await _shown(
        update, context, query, leafing.person_view(await context.catalogue(), texts, pressed)
    )


async def _stay(_update: Update, _context: Context, _query: CallbackQuery, _pressed: callbacks.Stay) -> None:
    """Only a number was pressed."""


async def _shown(update: Update, context: Context, query: CallbackQuery, view: View | None) -> str | None:
    """Show the view in place; without one, say that it is gone."""
    if view is None:
        return words.gone(await context.texts_for(visitor_of(update)))
    await show_instead(query, view)
    return None


_EVERYBODYS: Mapping[type[Press], Pressed] = {
    callbacks.AskKnown: _ask_known,
    callbacks.Rate: _rate,
    callbacks.ChooseLanguage: _choose_language,
    callbacks.ShowTopics: _show_topics,
    callbacks.ShowTopic: _show_topic,
    callbacks.ShowFact: _show_fact,
    callbacks.ShowPeople: _show_people,
    callbacks.ShowPerson: _show_person,
    callbacks.Stay: _stay,
    callbacks.ShowEvents: events.show_events,
    callbacks.NarrowEvents: events.narrow,
    callbacks.ShowEvent: events.show_event,
    callbacks.SendEvent: events.send_event,
    callbacks.SendLetter: events.send_letter,
    callbacks.Watch: events.watch,
    callbacks.Subscribe: subscribing.press_subscribe,
    callbacks.Leave: subscribing.press_leave,
    callbacks.SayWhy: subscribing.press_why,
    callbacks.OpenSettings: subscribing.press_settings,
    callbacks.Put: subscribing.press_put,
    callbacks.Preview: subscribing.press_preview,
}
# Rooms with buttons of their own.
_ROOMS: tuple[Mapping[type[Press], Pressed], ...] = (
    feeding.PRESSED,
    placing.PRESSED,
    filling.PRESSED,
    facts.PRESSED,
    searching.PRESSED,
    reviewing.PRESSED,
    taking_out.PRESSED,
    broadcasting.PRESSED,
    digests.PRESSED,
    statistics.PRESSED,
    planning.PRESSED,
    history.PRESSED,
    importing.PRESSED,
    inbox.PRESSED,
    lessons.PRESSED,
    correcting.PRESSED,
    telling.PRESSED,
    personal.PRESSED,
)
_ACTIONS: Mapping[type[Press | None], Pressed] = {
    kind: action for room in (_EVERYBODYS, *_ROOMS) for kind, action in room.items()
}
