"""Calendar files into the chat."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import Message

from bot.digests import wording
from handlers.context import Context
from handlers.programme import Shelf
from knowledge.events.calendar import render_calendar
from knowledge.model import Event

_NAME = "events.ics"


async def send_calendar(message: Message, events: Sequence[Event], shelf: Shelf, context: Context) -> None:
    """The events as one file that calendar programs take in."""
    house, base = context.house, shelf.catalogue.base
    titles = {topic.id: topic.title for topic in base.topics.values()}
    file = await context.run(
        render_calendar,
        events,
        lang=shelf.texts.lang,
        zone=house.home,
        now=house.counter.now(),
        topics=titles,
    )
    name = f"{events[0].id}.ics" if len(events) == 1 else _NAME
    only = wording.said(events[0].title, shelf.texts.lang) if len(events) == 1 else None
    await message.reply_document(file, filename=name, caption=only, do_quote=False)
