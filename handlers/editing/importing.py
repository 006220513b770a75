"""`/import` and files sent by editors: read, looked through, taken or left."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from telegram import CallbackQuery, Document, Message, Update
from telegram.error import BadRequest, TelegramError

from bot.editors import may
from bot.importing import Preview, Sample, Taken, told
from handlers import questions, words
from handlers.callbacks import Press, Stay
from handlers.context import Context, Pressed
from handlers.editing.gate import permitted, role_of
from handlers.markup import Rich, bold, italic, lines, plain
from handlers.reading import visitor_of
from handlers.rendering import titled
from handlers.sending import reply, show_instead
from handlers.view import Button, View, pager
from knowledge.dates import parse_edtf, render_span
from knowledge.errors import InvalidInput
from knowledge.texts import Texts

_LARGEST: Final = 20_000_000  # bytes that Telegram lets a bot fetch
_PAGE: Final = 6
_HEARTBEAT: Final = 3.0  # seconds between two words of how far reading is


@dataclass(frozen=True, slots=True)
class TakeFile(Press):
    letter = "it"
    role = "editor"
    number: int


@dataclass(frozen=True, slots=True)
class LeaveFile(Press):
    letter = "il"
    role = "editor"
    number: int


@dataclass(frozen=True, slots=True)
class ShowFile(Press):
    """A page of what is in a file; page 0 is its overview."""

    letter = "ip"
    role = "editor"
    number: int
    page: int = 0


@dataclass(slots=True)
class _Meter:
    """How far reading is; set in a thread, read here."""

    done: int = 0
    total: int = 0

    def __call__(self, done: int, total: int) -> None:
        self.done, self.total = done, total

    @property
    def percent(self) -> int:
        return min(99, 100 * self.done // self.total) if self.total else 0


@dataclass(frozen=True, slots=True)
class _Reading:
    message: Message
    texts: Texts
    meter: _Meter = field(default_factory=_Meter)


async def import_command(update: Update, context: Context) -> None:
    """`/import`: under a file, or in reply to one; otherwise how it is done, and what waits for a decision."""
    message = update.effective_message
    if message is None:
        return
    document = message.document or (message.reply_to_message.document if message.reply_to_message else None)
    if document is not None:
        await _take_in(update, context, message, document)
        return
    texts = await context.texts_for(visitor_of(update))
    waiting = await context.run(context.house.imports.waiting, message.chat.id)
    await reply(message, _how(texts, waiting))


async def file(update: Update, context: Context) -> None:
    """A file without a command: an editor's is read, anybody else's gets the word that all other things get."""
    message = update.effective_message
    if message is None:
        return
    if message.document is None or not may(await role_of(update, context), "editor"):
        await questions.other_than_text(update, context)
    elif await permitted(update, context, "editor", "file"):
        await _take_in(update, context, message, message.document)


async def _take_in(update: Update, context: Context, message: Message, document: Document) -> None:
    texts = await context.texts_for(visitor_of(update))
    name = document.file_name or "file"
    if (document.file_size or 0) > _LARGEST:
        await reply(
            message, View(_refused(texts, name, texts.gettext("it is larger than {n} MB").format(n=20)))
        )
        return
    person = visitor_of(update).person or 0
    try:
        content = bytes(await (await document.get_file()).download_as_bytearray())
    except TelegramError:
        await reply(message, View(_refused(texts, name, texts.gettext("Telegram did not hand it out"))))
        return
    reading = _Reading(message, texts)
    async with context.house.reading:
        task = asyncio.ensure_future(
            context.run(
                context.house.imports.read,
                name,
                content,
                person=person,
                chat=message.chat.id,
                progress=reading.meter,
            )
        )
        shown = await _wait(task, reading, name)
    try:
        view = overview(texts, task.result())
    except InvalidInput as error:
        view = View(_refused(texts, name, told(texts, error)))
    if shown is not None:
        await shown.delete()
    await reply(message, view)


async def _wait(task: asyncio.Future[Preview], reading: _Reading, name: str) -> Message | None:
    """Until the file is read; after a while it is said how far that is."""
    shown: Message | None = None
    while not (await asyncio.wait({task}, timeout=_HEARTBEAT))[0]:
        text = reading.texts.gettext("Reading {name}: {n} %").format(name=name, n=reading.meter.percent)
        if shown is None:
            shown = await reading.message.reply_text(text)
        elif shown.text != text:
            try:
                edited = await shown.edit_text(text)
                shown = edited if isinstance(edited, Message) else shown
            except BadRequest:
                continue  # it says so already
    return shown


async def press_take(update: Update, context: Context, query: CallbackQuery, pressed: TakeFile) -> str | None:
    texts = await context.texts_for(visitor_of(update))
    person = visitor_of(update).person or 0
    try:
        taken = await context.run(context.house.imports.accept, pressed.number, person=person)
    except InvalidInput as error:
        return texts.gettext("Nothing was taken: {reason}").format(reason=told(texts, error))[:200]
    if taken is None:
        return await _decided(context, texts, pressed.number)
    await show_instead(query, View(_taken(texts, taken)))
    return None


async def press_leave(
    update: Update, context: Context, query: CallbackQuery, pressed: LeaveFile
) -> str | None:
    texts = await context.texts_for(visitor_of(update))
    if not await context.run(context.house.imports.cancel, pressed.number):
        return await _decided(context, texts, pressed.number)
    await show_instead(
        query, View(plain(texts.gettext("The file was left out. Nothing was taken into the record.")))
    )
    return None


async def press_show(update: Update, context: Context, query: CallbackQuery, pressed: ShowFile) -> str | None:
    texts = await context.texts_for(visitor_of(update))
    preview = await context.run(context.house.imports.preview, pressed.number)
    if preview is None or preview.status != "waiting":
        return await _decided(context, texts, pressed.number)
    if pressed.page == 0:
        await show_instead(query, overview(texts, preview))
        return None
    shown, total = await context.run(context.house.imports.page, pressed.number, pressed.page - 1, _PAGE)
    pages = max(1, -(-total // _PAGE))
    body = lines([_sample(texts, one) for one in shown], between="\n\n")
    around = tuple(ShowFile(preview.number, max(0, pressed.page + step)) for step in (-1, 1))
    rows = (*pager(pressed.page - 1, pages, around, Stay()), *_decisions(texts, preview))
    await show_instead(query, View(titled("📄 " + preview.name, body), rows))
    return None


async def _decided(context: Context, texts: Texts, number: int) -> str:
    preview = await context.run(context.house.imports.preview, number)
    if preview is None:
        return words.gone(texts)
    accepted = texts.gettext("This file has been taken into the record already.")
    return (
        accepted if preview.status == "accepted" else texts.gettext("This file has been turned down already.")
    )


def overview(texts: Texts, preview: Preview) -> View:
    """What is in a file, before it is taken."""
    parts = [
        *([bold(preview.title)] if preview.title else []),
        lines([plain(f"• {line}") for line in _counted(texts, preview)]),
        *(_sample(texts, sample) for sample in preview.samples),
    ]
    if preview.problems:
        listed = [plain(f"• {problem}") for problem in preview.problems]
        parts.append(lines([bold(texts.gettext("Left out:")), *listed]))
    look = Button(texts.gettext("Look through"), ShowFile(preview.number, 1))
    return View(
        titled("📄 " + preview.name, lines(parts, between="\n\n")), ((look,), *_decisions(texts, preview))
    )


def _decisions(texts: Texts, preview: Preview) -> tuple[tuple[Button, ...], ...]:
    take = Button("✅ " + texts.gettext("Take all"), TakeFile(preview.number))
    return ((take, Button("✖️ " + texts.gettext("Leave it"), LeaveFile(preview.number))),)


def _counted(texts: Texts, preview: Preview) -> Iterator[str]:
    counts = preview.counts
    told = (
        (counts.passages, texts.ngettext("{n} passage", "{n} passages", counts.passages)),
        (counts.people, texts.ngettext("{n} person with a post", "{n} people with posts", counts.people)),
        (counts.facts, texts.ngettext("{n} fact", "{n} facts", counts.facts)),
        (counts.events, texts.ngettext("{n} event", "{n} events", counts.events)),
        (counts.known, texts.ngettext("{n} of them is on record", "{n} of them are on record", counts.known)),
        (
            counts.duplicates,
            texts.ngettext(
                "{n} said by another source already", "{n} said by other sources already", counts.duplicates
            ),
        ),
        (
            counts.gone,
            texts.ngettext(
                "{n} of an earlier edition will be retracted",
                "{n} of an earlier edition will be retracted",
                counts.gone,
            ),
        ),
        (
            counts.kept,
            texts.ngettext("{n} stays as an editor left it", "{n} stay as editors left them", counts.kept),
        ),
        (
            counts.skipped,
            texts.ngettext("{n} row cannot be taken", "{n} rows cannot be taken", counts.skipped),
        ),
    )
    return (text.format(n=number) for number, text in told if number)


def _sample(texts: Texts, sample: Sample) -> Rich:
    if sample.when:
        return lines([plain(f"📅 {sample.text}"), italic(render_span(parse_edtf(sample.when), texts.lang))])
    where = {
        "paragraph": texts.gettext("paragraph {n}"),
        "page": texts.gettext("page {n}"),
        "row": texts.gettext("row {n}"),
    }.get(sample.kind, "")
    shown = [plain(f"“{sample.text}”" if texts.lang == "en" else f"«{sample.text}»")]
    if where and sample.number:
        shown.append(italic(where.format(n=sample.number)))
    return lines(shown)


def _taken(texts: Texts, taken: Taken) -> Rich:
    applied = taken.applied
    told = (
        (applied.added, texts.ngettext("{n} fact added", "{n} facts added", applied.added)),
        (
            applied.changed - taken.gone,
            texts.ngettext("{n} fact changed", "{n} facts changed", applied.changed - taken.gone),
        ),
        (taken.gone, texts.ngettext("{n} fact retracted", "{n} facts retracted", taken.gone)),
        (applied.events, texts.ngettext("{n} event", "{n} events", applied.events)),
    )
    listed = [plain("• " + text.format(n=number)) for number, text in told if number > 0]
    nothing = [plain(texts.gettext("Everything in it is on record already; nothing was changed."))]
    return titled("✅ " + taken.preview.name, lines(listed or nothing))


def _refused(texts: Texts, name: str, reason: str) -> Rich:
    return plain(
        texts.gettext("{name} cannot be taken: {reason}.").format(name=name, reason=reason.rstrip("."))
    )


def _how(texts: Texts, waiting: tuple[Preview, ...]) -> View:
    text = texts.gettext(
        "Send me a file, up to 20 MB: a document (.txt, .md, .html, .docx, .pdf), rows (.jsonl, .csv), a pack (.yaml) "
        "or a calendar (.ics). I show what is in it before anything is kept."
    )
    rows = tuple((Button(f"📄 {one.name}", ShowFile(one.number)),) for one in waiting)
    shown = [plain(text), *([bold(texts.gettext("Waiting for a decision:"))] if waiting else [])]
    return View(lines(shown, between="\n\n"), rows)


PRESSED: Mapping[type[Press], Pressed] = {TakeFile: press_take, LeaveFile: press_leave, ShowFile: press_show}
