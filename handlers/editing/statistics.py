"""`/stats`: how the bot is used, as a picture with the figures under it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from babel.dates import format_skeleton
from babel.numbers import format_percent
from telegram import CallbackQuery, Message, Update
from telegram.constants import ParseMode

from bot.browsing import Catalogue, in_language
from bot.statistics import PERIODS, Labels, Statistics, count, draw
from handlers.callbacks import Press
from handlers.context import Context, Pressed
from handlers.markup import CAPTION_UNITS, Rich, bold, cut, lines, plain, to_html
from handlers.reading import visitor_of
from handlers.view import Button, keyboard
from handlers.words import OWN_NAMES
from knowledge.model import LANGS
from knowledge.texts import Texts

_USUAL = 30  # days


@dataclass(frozen=True, slots=True)
class ShowStatistics(Press):
    letter = "sx"
    role = "viewer"
    days: int


async def stats(update: Update, context: Context) -> None:
    if update.effective_message is not None:
        await _send(update, context, update.effective_message, _USUAL)


async def press_period(
    update: Update, context: Context, query: CallbackQuery, pressed: ShowStatistics
) -> str | None:
    if isinstance(query.message, Message) and pressed.days in PERIODS:
        await _send(update, context, query.message, pressed.days)
    return None


async def _send(update: Update, context: Context, message: Message, days: int) -> None:
    house, texts = context.house, await context.texts_for(visitor_of(update))
    catalogue = await context.catalogue()
    async with house.typing.shown(context.bot, message.chat.id, message.message_thread_id):
        counted = await context.run(count, house.records, days, now=house.clock.now(), zone=house.home)
        picture = await context.run(draw, counted, _labels(texts, counted))
    caption, *_ = cut(_told(texts, counted, catalogue, days), CAPTION_UNITS)
    buttons = tuple(Button(("✓ " if n == days else "") + _days(texts, n), ShowStatistics(n)) for n in PERIODS)
    await message.reply_photo(
        picture,
        caption=to_html(caption),
        parse_mode=ParseMode.HTML,
        reply_markup=keyboard((buttons,)),
        do_quote=False,
    )


def _labels(texts: Texts, counted: Statistics) -> Labels:
    return Labels(
        questions=texts.gettext("Questions a day"),
        answered=texts.gettext("Answered, by language"),
        bands=(
            texts.pgettext("questions", "answered"),
            texts.pgettext("questions", "suggested"),
            texts.pgettext("questions", "unanswered"),
        ),
        languages=tuple(OWN_NAMES[lang] for lang in LANGS),
        days=tuple(format_skeleton("MMMd", day, locale=texts.lang) for day in counted.days),
    )


def _told(texts: Texts, counted: Statistics, catalogue: Catalogue, days: int) -> Rich:
    asked, share = counted.total(), counted.share()
    up, down = counted.thumbs
    figures = [
        (texts.gettext("Questions"), str(asked)),
        (texts.gettext("People who asked"), str(counted.people)),
        (texts.gettext("Answered"), "—" if share is None else format_percent(share, locale=texts.lang)),
        ("👍 / 👎", f"{up} / {down}"),
        (texts.gettext("Waiting in the inbox"), str(counted.waiting)),
        (texts.gettext("Subscribers"), _listed(counted.subscribers, _subscriber_states(texts))),
        (texts.gettext("Messages sent unasked"), _listed(counted.deliveries, _delivery_states(texts))),
        (texts.gettext("Asked most about"), _ranked(_topics(texts, counted, catalogue))),
        (texts.gettext("Words the record does not explain"), _ranked(counted.missing)),
    ]
    shown = [lines([plain(f"{name}: "), bold(value)], between="") for name, value in figures if value]
    return lines([bold(_days(texts, days)), *shown])


def _days(texts: Texts, days: int) -> str:
    return texts.ngettext("{n} day", "{n} days", days).format(n=days)


def _topics(texts: Texts, counted: Statistics, catalogue: Catalogue) -> tuple[tuple[str, int], ...]:
    known = catalogue.base.topics
    return tuple(
        (in_language(known[name].title, texts.lang) if name in known else name, number)
        for name, number in counted.topics
    )


def _ranked(counted: tuple[tuple[str, int], ...]) -> str:
    return ", ".join(f"{name} ({number})" for name, number in counted)


def _listed(counted: Mapping[str, int], names: Mapping[str, str]) -> str:
    return ", ".join(f"{name} — {counted[key]}" for key, name in names.items() if counted.get(key))


def _subscriber_states(texts: Texts) -> Mapping[str, str]:
    return {
        "active": texts.pgettext("subscribers", "active"),
        "sleeping": texts.pgettext("subscribers", "asleep (blocked, or gone)"),
        "left": texts.pgettext("subscribers", "left"),
    }


def _delivery_states(texts: Texts) -> Mapping[str, str]:
    return {
        "sent": texts.pgettext("messages", "sent"),
        "waiting": texts.pgettext("messages", "waiting"),
        "leased": texts.pgettext("messages", "on their way"),
        "unknown": texts.pgettext("messages", "perhaps sent"),
        "failed": texts.pgettext("messages", "failed"),
        "expired": texts.pgettext("messages", "too late"),
    }


PRESSED: Mapping[type[Press], Pressed] = {ShowStatistics: press_period}
