"""`/export` and `/backup`: the record, or the whole database, as a file."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from telegram import CallbackQuery, Message, Update

from bot.backups import make
from bot.exporting import FORMATS, export
from handlers.callbacks import Press
from handlers.context import Context, Pressed
from handlers.markup import Rich, lines, plain
from handlers.reading import argument_of, is_private, visitor_of
from handlers.sending import reply
from handlers.view import Button, View
from knowledge.texts import Texts

_LARGEST = 50_000_000  # bytes that Telegram takes from a bot


@dataclass(frozen=True, slots=True)
class Export(Press):
    letter = "ex"
    role = "editor"
    form: Literal["yaml", "csv", "jsonl"]


async def export_command(update: Update, context: Context) -> None:
    """`/export`, or with a format at once."""
    message = update.effective_message
    if message is None:
        return
    form = argument_of(message).casefold()
    if form in FORMATS:
        await _send_record(update, context, message, form)
    else:
        await reply(message, _choice(await context.texts_for(visitor_of(update))))


async def press_export(update: Update, context: Context, query: CallbackQuery, pressed: Export) -> str | None:
    if isinstance(query.message, Message):
        await _send_record(update, context, query.message, pressed.form)
    return None


async def backup(update: Update, context: Context) -> None:
    """A copy of everything, people's questions among it: into a private chat only."""
    message = update.effective_message
    if message is None:
        return
    texts = await context.texts_for(visitor_of(update))
    if not is_private(message):
        only = texts.gettext("The backup holds people's questions: ask for it in our private chat.")
        await reply(message, View(plain(only)))
        return
    async with context.house.typing.shown(context.bot, message.chat.id, message.message_thread_id):
        data, facts, questions = await context.run(_copy, context)
    if len(data) > _LARGEST:
        await reply(message, View(_too_large(texts)))
        return
    name = f"agreement-{context.house.clock.now():%Y%m%d-%H%M%S}.db"
    told = (
        texts.ngettext("{n} fact", "{n} facts", facts).format(n=facts),
        texts.ngettext("{n} question", "{n} questions", questions).format(n=questions),
    )
    caption = texts.gettext("Backup, opened and found whole: {contents}.").format(contents=", ".join(told))
    await message.reply_document(data, filename=name, caption=caption, do_quote=False)


def _copy(context: Context) -> tuple[bytes, int, int]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "copy.db"
        contents = make(context.house.records.database, file)
        return file.read_bytes(), contents.facts, contents.rows.get("questions", 0)


async def _send_record(update: Update, context: Context, message: Message, form: str) -> None:
    texts = await context.texts_for(visitor_of(update))
    async with context.house.typing.shown(context.bot, message.chat.id, message.message_thread_id):
        data = (await context.run(export, context.house.records, form)).encode()
    if len(data) > _LARGEST:
        await reply(message, View(_too_large(texts)))
        return
    await message.reply_document(data, filename=f"record.{form}", do_quote=False)


def _choice(texts: Texts) -> View:
    text = lines(
        [
            plain(texts.gettext("Everything published, as a file:")),
            plain("• YAML — " + texts.gettext("a pack that imports back to the same record")),
            plain("• CSV — " + texts.gettext("a table for spreadsheets")),
            plain("• JSONL — " + texts.gettext("a line per text, for programs")),
        ]
    )
    buttons = tuple(Button(form.upper(), Export(form)) for form in ("yaml", "csv", "jsonl"))
    return View(text, (buttons,))


def _too_large(texts: Texts) -> Rich:
    return plain(
        texts.gettext(
            "The file is larger than a bot may send (50 MB). On the server, agreement-bot export and backup make it."
        )
    )


PRESSED: Mapping[type[Press], Pressed] = {Export: press_export}
