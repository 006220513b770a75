"""A fact in words, as an editor sees it: every language, what it rests on, what it lacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.editing.reading import said
from knowledge.model import LANGS, Document, FactStatus, Lang, Side, Topic
from knowledge.texts import Texts

OWN_NAMES: Mapping[Lang, str] = {"en": "English", "ru": "Русский", "kk": "Қазақша"}


def language_name(texts: Texts, lang: Lang) -> str:
    return {
        "en": texts.gettext("English"),
        "ru": texts.gettext("Russian"),
        "kk": texts.gettext("Kazakh"),
    }[lang]


def side_name(texts: Texts, side: Side) -> str:
    return {
        "kz": "🇰🇿 " + texts.gettext("Kazakhstan"),
        "ru": "🇷🇺 " + texts.gettext("Russia"),
        "both": texts.gettext("Both sides"),
    }[side]


def status_name(texts: Texts, status: FactStatus) -> str:
    return {
        "published": "✅ " + texts.pgettext("fact", "published"),
        "draft": "📝 " + texts.pgettext("fact", "draft"),
        "retracted": "🗑 " + texts.pgettext("fact", "retracted"),
    }[status]


def place(texts: Texts, source: Mapping[str, Any]) -> str:
    """Where in its document: "page 3"; empty if that is not known."""
    if source.get("page"):
        return texts.gettext("page {n}").format(n=source["page"])
    if source.get("paragraph"):
        return texts.gettext("paragraph {n}").format(n=source["paragraph"])
    if source.get("row"):
        return texts.gettext("row {n}").format(n=source["row"])
    return ""


def source_text(texts: Texts, source: Mapping[str, Any], document: Document | None) -> str:
    title = said(document.title, texts.lang) if document else source["document"]
    return ", ".join(filter(None, (title, place(texts, source))))


def statements(texts: Texts, data: Mapping[str, Any]) -> Sequence[str]:
    """What the fact says, a paragraph for each language, each with what is wrong with it."""
    found, stale = data.get("statement", {}), data.get("stale", ())
    mark = texts.gettext("⚠️ older than the original")
    return [
        f"{OWN_NAMES[lang]}{f' ({mark})' if lang in stale else ''}: {found[lang]}"
        for lang in LANGS
        if found.get(lang)
    ]


def particulars(
    texts: Texts, data: Mapping[str, Any], topic: Topic | None, document: Document | None
) -> Sequence[str]:
    """Topic, side, source and the like, a line each."""
    lacking = [language_name(texts, lang) for lang in LANGS if not data.get("statement", {}).get(lang)]
    own_first = sorted(LANGS, key=lambda lang: lang != texts.lang)
    asked = [question for lang in own_first for question in data.get("questions", {}).get(lang, ())]
    source = data.get("source")
    rows = (
        (texts.gettext("Topic"), said(topic.title, texts.lang) if topic else data.get("topic", "—")),
        (texts.gettext("Side"), side_name(texts, data.get("side", "both"))),
        (texts.gettext("Source"), source_text(texts, source, document) if source else "—"),
        (texts.gettext("Known questions"), "; ".join(asked[:3]) + (" …" if len(asked) > 3 else "")),
        (texts.gettext("Not yet in"), ", ".join(lacking)),
    )
    return [f"{label}: {value}" for label, value in rows if value]


def field_names(texts: Texts) -> Mapping[str, str]:
    return {
        "statement": texts.gettext("Statement"),
        "title": texts.gettext("Title"),
        "questions": texts.gettext("Known questions"),
        "topic": texts.gettext("Topic"),
        "side": texts.gettext("Side"),
        "source": texts.gettext("Source"),
        "status": texts.gettext("Status"),
        "stale": texts.gettext("Older than the original"),
        "names": texts.gettext("Names"),
        "when": texts.gettext("When"),
        "place": texts.gettext("Place"),
        "description": texts.gettext("Description"),
        "retracted": texts.gettext("Retracted"),
        "rrule": texts.gettext("Repeats"),
        "facts": texts.gettext("Facts"),
        "about": texts.gettext("About"),
        "note": texts.gettext("Note"),
        "aliases": texts.gettext("Other spellings"),
        "words": texts.gettext("Words"),
    }
