"""`/broadcast`: one word to many, with a preview, an audience, a count, a confirmation, progress and a stop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from telegram import CallbackQuery, Update

from bot.asking import Visitor
from bot.broadcasting import LONGEST, WHO, Audience, Broadcast, Progress, Who
from handlers.callbacks import Press
from handlers.context import Context, Pressed
from handlers.markup import Rich, bold, italic, lines, plain
from handlers.reading import argument_of, visitor_of
from handlers.rendering import titled
from handlers.sending import reply, show_instead
from handlers.view import Button, Rows, View
from handlers.words import OWN_NAMES
from knowledge.model import LANGS, Lang
from knowledge.texts import Texts

_EVERY = "all"  # languages


@dataclass(frozen=True, slots=True)
class Address(Press):
    """Another audience for the draft; `lang` is a language or `all`."""

    letter = "ba"
    role = "editor"
    number: int
    who: Who
    lang: str


@dataclass(frozen=True, slots=True)
class SendAll(Press):
    """`total` is what was shown: if it is another by now, the new one is shown first."""

    letter = "bs"
    role = "editor"
    number: int
    total: int


@dataclass(frozen=True, slots=True)
class Stop(Press):
    letter = "bx"
    role = "editor"
    number: int


@dataclass(frozen=True, slots=True)
class ShowProgress(Press):
    letter = "bp"
    role = "editor"
    number: int


async def broadcast(update: Update, context: Context) -> None:
    """The text behind the command, or of the message that it answers."""
    message, visitor = update.effective_message, visitor_of(update)
    if message is None or visitor.person is None:
        return
    texts, house = await context.texts_for(visitor), context.house
    answered = message.reply_to_message
    text = argument_of(message) or ((answered.text or answered.caption or "") if answered else "")
    if not text.strip() or len(text) > LONGEST:
        await reply(message, View(_asked_for(texts, too_long=bool(text.strip()))))
        return
    audience = Audience(default=_default(context))
    drafted = await context.run(
        house.broadcasts.draft, visitor.person, text.strip(), audience, house.clock.now()
    )
    await reply(message, await _preview(context, texts, drafted))


async def press_address(
    update: Update, context: Context, query: CallbackQuery, pressed: Address
) -> str | None:
    texts, house = await context.texts_for(visitor_of(update)), context.house
    lang: Lang | None = next((one for one in LANGS if one == pressed.lang), None)
    audience = Audience(pressed.who, lang, _default(context))
    drafted = await context.run(house.broadcasts.address, pressed.number, audience)
    if drafted is None:
        return _over(texts)
    await show_instead(query, await _preview(context, texts, drafted))
    return None


async def press_send(update: Update, context: Context, query: CallbackQuery, pressed: SendAll) -> str | None:
    texts, house = await context.texts_for(visitor_of(update)), context.house
    drafted = await context.run(house.broadcasts.find, pressed.number)
    if drafted is None or drafted.status != "draft":
        return _over(texts)
    if await context.run(house.broadcasts.count, drafted.audience) != pressed.total:
        await show_instead(query, await _preview(context, texts, drafted))
        return texts.gettext("There are more or fewer by now. Please look again.")
    if await context.run(house.broadcasts.send, pressed.number, house.clock.now()) is None:
        return _over(texts)
    # The first ones need not wait for the next round.
    await context.run(house.broadcasts.tick, house.clock.now())
    return await _show_progress(context, texts, query, pressed.number)


async def press_stop(update: Update, context: Context, query: CallbackQuery, pressed: Stop) -> str | None:
    texts = await context.texts_for(visitor_of(update))
    stopped = await context.run(context.house.broadcasts.stop, pressed.number)
    if stopped is None:
        return _over(texts)
    return await _show_progress(context, texts, query, pressed.number)


async def press_progress(
    update: Update, context: Context, query: CallbackQuery, pressed: ShowProgress
) -> str | None:
    return await _show_progress(context, await context.texts_for(visitor_of(update)), query, pressed.number)


async def _show_progress(context: Context, texts: Texts, query: CallbackQuery, number: int) -> str | None:
    progress = await context.run(context.house.broadcasts.progress, number)
    if progress is None:
        return _over(texts)
    await show_instead(query, _progress_view(texts, progress))
    return None


async def _preview(context: Context, texts: Texts, drafted: Broadcast) -> View:
    total = await context.run(context.house.broadcasts.count, drafted.audience)
    return _preview_view(texts, drafted, total)


def _default(context: Context) -> Lang:
    """Of those who say nothing of their language."""
    return context.house.desk.guess(Visitor(0))


def _preview_view(texts: Texts, drafted: Broadcast, total: int) -> View:
    number = texts.ngettext("{n} chat will get this.", "{n} chats will get this.", total).format(n=total)
    text = titled(
        texts.gettext("A message to many: this is how it will look"),
        plain(drafted.text),
        lines([italic(number), italic(texts.gettext("Nothing is sent before you press “Send”."))]),
    )
    send = (Button("✉️ " + _send_label(texts, total), SendAll(drafted.id, total)),) if total else ()
    stop = Button(texts.gettext("Cancel"), Stop(drafted.id))
    return View(text, (*_audiences(texts, drafted), (*send, stop)))


def _audiences(texts: Texts, drafted: Broadcast) -> Rows:
    audience, number = drafted.audience, drafted.id
    names: Mapping[Who, str] = {
        "subscribers": texts.gettext("Subscribers"),
        "everybody": texts.gettext("Everybody"),
    }
    every = _mark(texts.gettext("All languages"), on=audience.lang is None)
    who = tuple(
        Button(_mark(names[one], on=one == audience.who), Address(number, one, audience.lang or _EVERY))
        for one in WHO
    )
    langs = tuple(
        Button(_mark(OWN_NAMES[lang], on=lang == audience.lang), Address(number, audience.who, lang))
        for lang in LANGS
    )
    return who, (Button(every, Address(number, audience.who, _EVERY)),), langs


def _progress_view(texts: Texts, progress: Progress) -> View:
    drafted = progress.broadcast
    states = {
        "sending": texts.gettext("On its way"),
        "sent": texts.gettext("On its way") if progress.waiting else texts.gettext("Sent"),
        "stopped": texts.gettext("Stopped. What had not gone out yet stays here.")
        if drafted.total
        else texts.gettext("Dropped. Nothing was sent."),
    }
    under_way = drafted.status in {"sending", "sent"} and progress.waiting > 0
    figures = texts.gettext("{sent} sent, {failed} not delivered, {waiting} to go, of {total}").format(
        sent=progress.sent, failed=progress.failed, waiting=progress.waiting, total=drafted.total
    )
    text = lines([bold(states.get(drafted.status, "")), plain(figures), plain(drafted.text)], between="\n\n")
    again = Button("🔄 " + texts.gettext("How far is it?"), ShowProgress(drafted.id))
    stop = Button("⏹ " + texts.gettext("Stop"), Stop(drafted.id))
    return View(text, ((again, stop),) if under_way else ())


def _send_label(texts: Texts, total: int) -> str:
    return texts.ngettext("Send to {n} chat", "Send to {n} chats", total).format(n=total)


def _mark(label: str, *, on: bool) -> str:
    return f"✓ {label}" if on else label


def _asked_for(texts: Texts, *, too_long: bool) -> Rich:
    if too_long:
        return plain(
            texts.gettext("That is too long for one message: {n} characters at most.").format(n=LONGEST)
        )
    return plain(
        texts.gettext(
            "Write the message behind the command, or answer a message with /broadcast: you will see a preview."
        )
    )


def _over(texts: Texts) -> str:
    return texts.gettext("This message has been sent or dropped already.")


PRESSED: Mapping[type[Press], Pressed] = {
    Address: press_address,
    SendAll: press_send,
    Stop: press_stop,
    ShowProgress: press_progress,
}
