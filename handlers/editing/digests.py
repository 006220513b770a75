"""`/digest`: the digest as it would come now, and who would get it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from telegram import CallbackQuery, Message, Update

from bot.subscribers import FREQUENCIES, Frequency
from handlers.callbacks import Press
from handlers.context import Context, Pressed
from handlers.letters import rich_of
from handlers.markup import Rich, bold, lines, plain
from handlers.reading import visitor_of
from handlers.sending import reply
from handlers.view import Button, View
from handlers.words import OWN_NAMES
from knowledge.model import LANGS, Lang
from knowledge.texts import Texts


@dataclass(frozen=True, slots=True)
class PreviewDigest(Press):
    letter = "dx"
    role = "editor"
    lang: Lang


async def digest(update: Update, context: Context) -> None:
    message = update.effective_message
    if message is not None:
        texts = await context.texts_for(visitor_of(update))
        await _show(context, message, texts, texts.lang)


async def press_preview(
    update: Update, context: Context, query: CallbackQuery, pressed: PreviewDigest
) -> str | None:
    if isinstance(query.message, Message):
        await _show(context, query.message, await context.texts_for(visitor_of(update)), pressed.lang)
    return None


async def _show(context: Context, message: Message, texts: Texts, lang: Lang) -> None:
    """The digest with the settings that subscribers begin with, in one language; then the recipients of all."""
    house = context.house
    letter = await context.run(house.counter.sample, lang)
    for part in letter.parts:
        await reply(message, View(rich_of(part, context.bot.username)))
    recipients = await context.run(house.counter.recipients)
    buttons = tuple(
        Button(("✓ " if one == lang else "") + OWN_NAMES[one], PreviewDigest(one)) for one in LANGS
    )
    await reply(message, View(_told(texts, recipients), (buttons,)))


def _told(texts: Texts, recipients: Mapping[Lang, Mapping[Frequency, int]]) -> Rich:
    total = sum(sum(found.values()) for found in recipients.values())
    title = texts.ngettext("{n} subscriber gets digests", "{n} subscribers get digests", total).format(
        n=total
    )
    return lines([bold(title), *(_line(texts, lang, found) for lang, found in recipients.items())])


def _line(texts: Texts, lang: Lang, found: Mapping[Frequency, int]) -> Rich:
    names: Mapping[Frequency, str] = {
        "daily": texts.pgettext("digests", "daily"),
        "weekly": texts.pgettext("digests", "weekly"),
        "monthly": texts.pgettext("digests", "monthly"),
    }
    listed = ", ".join(f"{names[often]} {found[often]}" for often in FREQUENCIES if often in found)
    return plain(f"• {OWN_NAMES[lang]}: {sum(found.values())} ({listed})")


PRESSED: Mapping[type[Press], Pressed] = {PreviewDigest: press_preview}
