"""Pieces of text that digests, reminders and notices share."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date

from bot.delivery import Part, Run
from bot.digests.packing import clip
from knowledge.dates import Span, render_span
from knowledge.events import Occurrence
from knowledge.model import LANGS, Lang, Side, Text
from knowledge.texts import Texts

_LOCALES: dict[Lang, str] = {"en": "en_GB", "ru": "ru", "kk": "kk"}


def said(text: Text, lang: Lang) -> str:
    """The text in that language, or in the first one that it has."""
    return next((text[one] for one in (lang, *LANGS) if text.get(one)), "")


def name(occurrence: Occurrence, lang: Lang) -> str:
    return clip(said(occurrence.event.title, lang)) or occurrence.event.id


def whereabouts(occurrence: Occurrence, texts: Texts) -> str:
    """Place and side: "Astana · Kazakhstan"."""
    place = clip(said(occurrence.event.place, texts.lang), 200)
    return " · ".join(filter(None, (place, side(occurrence.event.side, texts))))


def side(which: Side, texts: Texts) -> str:
    names = {
        "kz": texts.gettext("Kazakhstan"),
        "ru": texts.gettext("Russia"),
        "both": texts.gettext("both sides"),
    }
    return names[which]


def weekday(day: date, lang: Lang) -> str:
    """Monday, 11 November."""
    return capital(format_date(day, "EEEE, d MMMM", locale=_LOCALES[lang]))


def period(span: Span, lang: Lang) -> str:
    return render_span(span, lang)


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def card(occurrence: Occurrence, texts: Texts) -> Part:
    """The event on three lines: what, when, where."""
    lines = [Run(name(occurrence, texts.lang), "bold", occurrence.event.id)]
    lines.append(Run(f"\n📅 {capital(period(occurrence.span, texts.lang))}"))
    where = whereabouts(occurrence, texts)
    return (*lines, Run(f"\n📍 {where}")) if where else tuple(lines)
