"""`/addfact`, `/fact`, `/editfact`, `/retract`, `/restore`: one fact at a time."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Literal

from telegram import CallbackQuery, Message, Update

from bot.editing import labels, one_line
from bot.editing.reading import clean
from bot.editing.statement_steps import NEW, OLD, Saved, written
from bot.editing.stating import Filled
from bot.editing.wording_steps import LANG_STEPS
from bot.subscribers import Refused
from handlers import words
from handlers.callbacks import Press
from handlers.context import Context, Pressed
from handlers.editing import cards, wizard
from handlers.editing.cards import Card, ChangeFact, OpenFact, Translate
from handlers.editing.history import ref_of
from handlers.markup import plain
from handlers.reading import argument_of, visitor_of
from handlers.sending import reply, show_instead
from handlers.teaching.correcting import tell_rows
from handlers.view import View
from knowledge.model import Fact, FactStatus
from knowledge.plain import fact_data
from knowledge.records import Conflict
from knowledge.texts import Texts

What = Literal["retract", "restore", "publish"]
Use = Callable[[Update, Context, Texts, Fact], Awaitable[Any]]

_STATUS: Mapping[What, FactStatus] = {"retract": "retracted", "restore": "published", "publish": "published"}


async def add(update: Update, context: Context) -> None:
    """`/addfact topic | text | source`; with a text alone, or in reply to a message, the rest is asked for."""
    message = update.effective_message
    if message is None:
        return
    texts, given = await context.texts_for(visitor_of(update)), argument_of(message)
    try:
        if one_line.is_one_line(given):
            await reply(message, await _one_line(update, context, texts, given))
        else:
            await _wizard(update, context, message, given)
    except Refused as refused:
        await reply(message, View(plain(refused.told(texts))))


async def _one_line(update: Update, context: Context, texts: Texts, given: str) -> View:
    person, room = visitor_of(update).person or 0, context.house.office.room
    filled = await context.run(one_line.fact_in, room, given)
    fact = await context.run(room.statements.keep, filled, "published", person)
    return await outcome(context, texts, Saved(fact, new=True))


async def _wizard(update: Update, context: Context, message: Message, given: str) -> None:
    answered = message.reply_to_message
    quoted = clean((answered.text or answered.caption or "") if answered else "")
    text = quoted or given
    if not text:
        await wizard.begin(update, context, NEW, Filled({}).answers())
        return
    filled = await context.run(written, context.house.office.room, Filled({}), text)
    await wizard.begin(update, context, NEW, filled.answers(), done=("text",))


async def show(update: Update, context: Context) -> None:
    """`/fact ID`."""
    await _named(update, context, _card)


async def edit(update: Update, context: Context) -> None:
    """`/editfact ID`."""
    await _named(update, context, _begin_edit)


async def retract(update: Update, context: Context) -> None:
    """`/retract ID`."""
    await _named(update, context, functools.partial(_put, "retract"))


async def restore(update: Update, context: Context) -> None:
    """`/restore ID`."""
    await _named(update, context, functools.partial(_put, "restore"))


async def outcome(context: Context, texts: Texts, saved: Saved) -> View:
    """The card of what was saved, under what was done."""
    told = {
        "published": texts.gettext("Published: it is answered from now on."),
        "draft": texts.gettext("Kept as a draft: nobody is told of it yet."),
        "retracted": texts.gettext("Saved."),
    }
    before = told[saved.fact.status] if saved.new else texts.gettext("Saved.")
    if saved.fact.status == "draft" and context.house.office.keeper.review:
        before = texts.gettext("Kept as a draft: another editor publishes it.")
    return await _view(context, saved.fact, texts, before=before)


async def press_open(update: Update, context: Context, query: CallbackQuery, pressed: OpenFact) -> str | None:
    texts, fact = await _pressed(update, context, pressed.ref)
    if fact is None or not isinstance(query.message, Message):
        return words.gone(texts)
    view = await _view(context, fact, texts)
    await (reply(query.message, view) if pressed.fresh else show_instead(query, view))
    return None


async def press_change(
    update: Update, context: Context, query: CallbackQuery, pressed: ChangeFact
) -> str | None:
    texts, fact = await _pressed(update, context, pressed.ref)
    if fact is None:
        return words.gone(texts)
    if fact.version != pressed.version:
        await show_instead(query, await _view(context, fact, texts))
        return texts.gettext("It has changed meanwhile. This is how it stands now.")
    if pressed.what == "edit":
        await _begin_edit(update, context, texts, fact)
        return None
    try:
        view = await _changed(update, context, texts, fact, pressed.what)
    except Refused as refused:
        return refused.told(texts)
    await show_instead(query, view)
    return None


async def press_translate(
    update: Update, context: Context, _query: CallbackQuery, pressed: Translate
) -> str | None:
    texts, fact = await _pressed(update, context, pressed.ref)
    if fact is None:
        return words.gone(texts)
    await _begin_edit(update, context, texts, fact, step=LANG_STEPS[pressed.lang])
    return None


async def _card(update: Update, context: Context, texts: Texts, fact: Fact) -> None:
    if message := update.effective_message:
        await reply(message, await _view(context, fact, texts))


async def _begin_edit(update: Update, context: Context, _texts: Texts, fact: Fact, *, step: str = "") -> None:
    seen = fact_data(fact)
    await wizard.begin(update, context, OLD, Filled(fact=seen, seen=seen).answers(), step=step)


async def _put(what: What, update: Update, context: Context, texts: Texts, fact: Fact) -> None:
    if message := update.effective_message:
        await reply(message, await _changed(update, context, texts, fact, what))


async def _changed(update: Update, context: Context, texts: Texts, fact: Fact, what: What) -> View:
    """Change its status; raises Refused. What somebody else changed at the same moment is shown instead."""
    person, seen = visitor_of(update).person or 0, fact_data(fact)
    statements = context.house.office.room.statements
    told = {
        "retract": texts.gettext("Retracted: it is not answered any more."),
        "restore": texts.gettext("Restored: it is answered again."),
        "publish": texts.gettext("Published: it is answered from now on."),
    }
    try:
        done = await context.run(statements.keep, Filled(seen, seen=seen), _STATUS[what], person)
    except Conflict as conflict:
        standing = conflict.standing
        before = texts.gettext("It has changed meanwhile. This is how it stands now.")
        shown = standing if isinstance(standing, Fact) else fact
        return await _view(context, shown, texts, before=before)
    before = told[what] if done.version != fact.version else labels.status_name(texts, done.status)
    return await _view(context, done, texts, before=before)


async def _named(update: Update, context: Context, use: Use) -> None:
    """Do something with the fact that the command names."""
    message = update.effective_message
    if message is None:
        return
    texts, name = await context.texts_for(visitor_of(update)), argument_of(message)
    fact = await context.run(context.house.office.finder.fact, name) if name else None
    command = (message.text or "").split(maxsplit=1)[0].partition("@")[0]
    try:
        if fact is not None:
            await use(update, context, texts, fact)
        elif name:
            line = texts.gettext("There is no fact {name}. /facts finds one by its words.")
            await reply(message, View(plain(line.format(name=name[:64]))))
        else:
            line = texts.gettext("Which one? Write {command} with its id; /facts finds it.")
            await reply(message, View(plain(line.format(command=command))))
    except Refused as refused:
        await reply(message, View(plain(refused.told(texts))))


async def _pressed(update: Update, context: Context, ref: str) -> tuple[Texts, Fact | None]:
    texts, finder = await context.texts_for(visitor_of(update)), context.house.office.finder
    name = cards.id_in(ref)
    if name is not None:
        return texts, await context.run(finder.fact, name)
    return texts, await context.run(finder.fact_of_key, ref[1:])


async def _view(context: Context, fact: Fact, texts: Texts, *, before: str = "") -> View:
    """Its card; on top of the buttons whom to tell, as long as somebody was answered otherwise."""
    view = cards.card_view(await _card_of(context, fact, texts), texts, before=before)
    corrections, now = context.house.school.corrections, context.house.clock.now()
    untold = await context.run(corrections.untold, fact.id, now)
    return View(view.text, (*tell_rows(texts, ref_of(fact.id), untold), *view.rows))


async def _card_of(context: Context, fact: Fact, texts: Texts) -> Card:
    base = (await context.catalogue()).base
    return Card(fact, base, await context.run(context.house.office.changes.last, "fact", fact.id, texts))


PRESSED: Mapping[type[Press], Pressed] = {
    OpenFact: press_open,
    ChangeFact: press_change,
    Translate: press_translate,
}
