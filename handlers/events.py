"""Events in the chat: lists, cards, calendar files, reminders of one event."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

from telegram import CallbackQuery, Message, Update

from bot.browsing import Tense, Timetable
from bot.editors import may
from handlers import callbacks, programme, words
from handlers.context import Context
from handlers.editing.events import keeping
from handlers.editing.gate import role_of
from handlers.files import send_calendar
from handlers.programme import Shelf
from handlers.reading import argument_of, visitor_of
from handlers.rights import may_choose
from handlers.sending import reply, show_instead
from handlers.view import View
from knowledge.model import Event

_PAST = frozenset({"past", "прошедшие", "прошлые", "өткен"})


async def events(update: Update, context: Context) -> None:
    """`/events`, or `/events past`."""
    message = update.effective_message
    if message is None:
        return
    tense: Tense = "past" if argument_of(message).casefold() in _PAST else "upcoming"
    shelf = await shelf_for(update, context)
    await reply(message, programme.events_view(shelf, callbacks.ShowEvents(tense)))


async def linked_event(update: Update, context: Context, name: str) -> View | None:
    """The card that a deep link leads to; None if there is no such event."""
    shelf = await shelf_for(update, context)
    event = shelf.timetable.find(name)
    return None if event is None else await _card(update, context, shelf, event, callbacks.ShowEvent(name))


async def show_events(
    update: Update, context: Context, query: CallbackQuery, pressed: callbacks.ShowEvents
) -> None:
    view = programme.events_view(await shelf_for(update, context), pressed)
    if pressed.fresh and isinstance(query.message, Message):
        await reply(query.message, view)
    else:
        await show_instead(query, view)


async def narrow(
    update: Update, context: Context, query: CallbackQuery, pressed: callbacks.NarrowEvents
) -> None:
    await show_instead(query, programme.narrowing_view(await shelf_for(update, context), pressed))


async def show_event(
    update: Update, context: Context, query: CallbackQuery, pressed: callbacks.ShowEvent
) -> str | None:
    shelf = await shelf_for(update, context)
    event = shelf.timetable.find(pressed.key)
    if event is None:
        return words.gone(shelf.texts)
    view = await _card(update, context, shelf, event, pressed)
    if pressed.fresh and isinstance(query.message, Message):
        await reply(query.message, view)
    else:
        await show_instead(query, view)
    return None


async def send_event(
    update: Update, context: Context, query: CallbackQuery, pressed: callbacks.SendEvent
) -> str | None:
    shelf = await shelf_for(update, context)
    event = shelf.timetable.find(pressed.key)
    if event is None or not isinstance(query.message, Message):
        return words.gone(shelf.texts)
    await send_calendar(query.message, [event], shelf, context)
    return None


async def send_letter(
    update: Update, context: Context, query: CallbackQuery, _pressed: callbacks.SendLetter
) -> str | None:
    """The events of the digest, reminder or notice that was pressed."""
    shelf, message = await shelf_for(update, context), query.message
    if not isinstance(message, Message):
        return words.gone(shelf.texts)
    counter = context.house.counter
    told = await context.run(counter.told_in, message.chat.id, message.message_id, shelf.timetable)
    if not told:
        return words.gone(shelf.texts)
    await send_calendar(message, told, shelf, context)
    return None


async def watch(
    update: Update, context: Context, query: CallbackQuery, pressed: callbacks.Watch
) -> str | None:
    shelf, visitor = await shelf_for(update, context), visitor_of(update)
    event = shelf.timetable.find(pressed.key)
    if event is None:
        return words.gone(shelf.texts)
    if not await may_choose(update, context):
        return words.only_administrators(shelf.texts)
    counter, lang = context.house.counter, shelf.texts.lang
    await context.run(counter.watch, visitor.chat, event, lang, on=bool(pressed.on))
    await show_instead(query, await _card(update, context, shelf, event, callbacks.ShowEvent(pressed.key)))
    return words.watching(shelf.texts, on=bool(pressed.on))


async def shelf_for(update: Update, context: Context) -> Shelf:
    """What the lists and cards are made from, on the day that it is where the person lives."""
    house, visitor = context.house, visitor_of(update)
    texts, catalogue = await context.texts_for(visitor), await context.catalogue()
    timetable: Timetable = await context.run(house.timetables.timetable)
    known = await context.run(house.counter.find, visitor.chat)
    zone = ZoneInfo(known.settings.schedule.zone) if known else house.home
    return Shelf(timetable, catalogue, texts, house.counter.now().astimezone(zone).date())


async def _card(
    update: Update, context: Context, shelf: Shelf, event: Event, press: callbacks.ShowEvent
) -> View:
    watched = await context.run(context.house.counter.watches, visitor_of(update).chat, event)
    view = programme.event_view(shelf, event, press, watched=watched)
    if not may(await role_of(update, context), "editor"):
        return view
    return replace(view, rows=(*view.rows, keeping(event, shelf.texts)))
