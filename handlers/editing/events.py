"""`/addevent`, `/editevent`, `/cancelevent`: in one line or step by step, shown back before it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from telegram import CallbackQuery, Message, Update

from bot.browsing import Page, record_key
from bot.digests import wording
from bot.editing import event_line
from bot.editing.event_steps import NEW, OLD, SavedEvent
from bot.editing.planning import FilledEvent
from bot.subscribers import Refused
from handlers.callbacks import Press, ShowEvent, Stay
from handlers.context import Context, Pressed
from handlers.editing import facts, wizard
from handlers.editing.history import ShowHistory, ref_of
from handlers.markup import bold, lines, plain
from handlers.reading import argument_of, visitor_of
from handlers.rendering import titled
from handlers.sending import reply, show_instead
from handlers.view import Button, View, column, pager
from knowledge.dates import parse_edtf
from knowledge.model import Event
from knowledge.texts import Texts

_PAGE = 8
_STEPS = ("title", "when", "topic", "place", "side")
What = Literal["edit", "cancel"]


@dataclass(frozen=True, slots=True)
class ListEvents(Press):
    """The events to choose one from."""

    letter = "ze"
    role = "editor"
    what: What
    page: int = 0


@dataclass(frozen=True, slots=True)
class PickEvent(Press):
    letter = "zp"
    role = "editor"
    what: What
    key: str


async def add(update: Update, context: Context) -> None:
    """`/addevent topic | title | date | place`, or step by step."""
    message = update.effective_message
    if message is None:
        return
    given, room = argument_of(message), context.house.office.events
    if not given:
        await wizard.begin(update, context, NEW, FilledEvent({}).answers())
        return
    topics = (await context.catalogue()).base.topics.values()
    try:
        filled = await context.run(event_line.new_event, room.planner, topics, given)
    except Refused as refused:
        await _refuse(update, context, refused)
        return
    await wizard.begin(update, context, NEW, filled.answers(), done=_STEPS)


async def edit(update: Update, context: Context) -> None:
    """`/editevent id | date`, `/editevent id | place: Astana`; with the event alone, all of it to choose from."""
    await _begin(update, context, "edit")


async def cancel(update: Update, context: Context) -> None:
    """`/cancelevent id`: shown first, with what would change."""
    await _begin(update, context, "cancel")


async def restore(update: Update, context: Context) -> None:
    """`/restore ID` of an event that was taken back; of anything else it is left to the facts."""
    message = update.effective_message
    if message is None:
        return
    planner, person = context.house.office.events.planner, visitor_of(update).person or 0
    event = await context.run(planner.restore, argument_of(message), person)
    if event is None:
        await facts.restore(update, context)
        return
    texts = await context.texts_for(visitor_of(update))
    await reply(message, await outcome(context, texts, SavedEvent(event, new=True)))


async def press_list(
    update: Update, context: Context, query: CallbackQuery, pressed: ListEvents
) -> str | None:
    await show_instead(query, await _list_view(update, context, pressed))
    return None


async def press_pick(
    update: Update, context: Context, _query: CallbackQuery, pressed: PickEvent
) -> str | None:
    planner, texts = context.house.office.events.planner, await context.texts_for(visitor_of(update))
    try:
        event = await context.run(planner.find, pressed.key)
    except Refused as refused:
        return refused.told(texts)
    await _open(update, context, pressed.what, FilledEvent.editing(event))
    return None


def keeping(event: Event, texts: Texts) -> tuple[Button, ...]:
    """What an editor can do with an event, for its card."""
    key = record_key(event.id)
    edit = Button("✏️ " + texts.gettext("Edit"), PickEvent("edit", key))
    cancel = Button("❌ " + texts.gettext("Cancel the event"), PickEvent("cancel", key))
    history = Button("🕓 " + texts.gettext("History"), ShowHistory(ref_of(event.id), fresh=1))
    return (edit, history) if event.status == "cancelled" else (edit, cancel, history)


async def outcome(_context: Context, texts: Texts, saved: SavedEvent) -> View:
    """The event as it is on record now."""
    event = saved.event
    if event.retracted:
        title = texts.gettext("🗑 It is off the record. Who was told of it hears that it is cancelled.")
    elif saved.new:
        title = texts.gettext("✅ The event is on record.")
    else:
        title = texts.gettext("✅ Changed. Who was told otherwise gets a notice.")
    when = wording.capital(wording.period(parse_edtf(event.when), texts.lang))
    body = lines(
        [bold(wording.said(event.title, texts.lang)), plain(f"📅 {when}"), plain(f"/editevent {event.id}")]
    )
    key = record_key(event.id)
    opened = Button("ℹ️ " + texts.gettext("Details"), ShowEvent(key, fresh=1))
    again = Button("✏️ " + texts.gettext("Edit"), PickEvent("edit", key))
    return View(titled(title, body), ((again,) if event.retracted else (opened, again),))


async def _begin(update: Update, context: Context, what: What) -> None:
    message = update.effective_message
    if message is None:
        return
    given, room = argument_of(message), context.house.office.events
    if not given:
        await reply(message, await _list_view(update, context, ListEvents(what)))
        return
    which, parts = event_line.divided(given)
    topics = (await context.catalogue()).base.topics.values()
    try:
        event = await context.run(room.planner.find, which)
        filled = FilledEvent.editing(event)
        filled = await context.run(event_line.changes, room.planner, topics, filled, parts)
    except Refused as refused:
        await _refuse(update, context, refused)
        return
    await _open(update, context, what, filled)


async def _open(update: Update, context: Context, what: What, filled: FilledEvent) -> None:
    """The preview, where every part of the event can be changed."""
    if what == "cancel":
        filled = filled.changed(status="cancelled")
    await wizard.begin(update, context, OLD, filled.answers())


async def _list_view(update: Update, context: Context, pressed: ListEvents) -> View:
    texts = await context.texts_for(visitor_of(update))
    coming = await context.run(context.house.office.events.planner.upcoming)
    page = Page.of(
        [one for one in coming if pressed.what == "edit" or one.status != "cancelled"], pressed.page, _PAGE
    )
    buttons = column(
        Button(_named(one, texts), PickEvent(pressed.what, record_key(one.id))) for one in page.items
    )
    around = tuple(ListEvents(pressed.what, max(0, page.number + step)) for step in (-1, 1))
    titles = {
        "edit": texts.gettext("Which event shall change?"),
        "cancel": texts.gettext("Which event is cancelled?"),
    }
    hint = texts.gettext("Choose one, or write the command with its id or title.")
    body = plain(hint if page.items else texts.gettext("Nothing is coming up on the record."))
    return View(
        titled(titles[pressed.what], body), (*buttons, *pager(page.number, page.pages, around, Stay()))
    )


def _named(event: Event, texts: Texts) -> str:
    when = wording.period(parse_edtf(event.when), texts.lang)
    return f"{wording.said(event.title, texts.lang)} · {when}"


async def _refuse(update: Update, context: Context, refused: Refused) -> None:
    message, texts = update.effective_message, await context.texts_for(visitor_of(update))
    if isinstance(message, Message):
        await reply(message, View(plain(refused.told(texts))))


PRESSED: Mapping[type[Press], Pressed] = {ListEvents: press_list, PickEvent: press_pick}
OUTCOMES: Mapping[str, Any] = {NEW: outcome, OLD: outcome}
