"""A fact as its editors see it: a card with all there is to it, and what can be done with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bot.editing import labels
from bot.editing.reading import said
from bot.editing.stating import missing
from handlers.callbacks import Press
from handlers.editing.history import ShowHistory, ref_of
from handlers.markup import Rich, bold, code, italic, lines, plain
from handlers.view import Button, Rows, View
from knowledge.index import Base
from knowledge.model import LANGS, Fact, Lang
from knowledge.plain import fact_data
from knowledge.texts import Texts

_ID = "."  # what a reference begins with that holds the id itself
_TITLE = 80  # characters


@dataclass(frozen=True, slots=True)
class OpenFact(Press):
    """The card of a fact."""

    letter = "zc"
    role = "editor"
    ref: str
    fresh: int = 0  # 1: in a message of its own


@dataclass(frozen=True, slots=True)
class ChangeFact(Press):
    """Of the version that the card shows: another one is shown first."""

    letter = "zx"
    role = "editor"
    what: Literal["retract", "restore", "publish", "edit"]
    ref: str
    version: int


@dataclass(frozen=True, slots=True)
class Translate(Press):
    letter = "zt"
    role = "editor"
    lang: Lang
    ref: str


@dataclass(frozen=True, slots=True)
class Card:
    """What a card is made from; `by` is who changed it last and when, in words."""

    fact: Fact
    base: Base
    by: str = ""


def id_in(ref: str) -> str | None:
    """The id, if the reference holds it; else there is only its key to go by."""
    return ref.removeprefix(_ID) if ref.startswith(_ID) else None


def card_view(card: Card, texts: Texts, *, before: str = "") -> View:
    """`before` is said over the card: what has just been done."""
    fact, data = card.fact, fact_data(card.fact)
    topic = card.base.topics.get(fact.topic)
    document = card.base.documents.get(fact.source.document) if fact.source else None
    text = lines(
        (
            bold(before),
            lines((bold(said(fact.title, texts.lang)), _identity(fact, texts))),
            *(plain(paragraph) for paragraph in labels.statements(texts, data)),
            plain("\n".join(labels.particulars(texts, data, topic, document))),
            italic(card.by),
        ),
        between="\n\n",
    )
    return View(text, _rows(fact, texts))


def title_of(fact: Fact, lang: Lang) -> str:
    title = said(fact.title, lang) or " ".join(said(fact.statement, lang).split())
    return title if len(title) <= _TITLE else title[: _TITLE - 1].rstrip() + "…"


def _identity(fact: Fact, texts: Texts) -> Rich:
    version = texts.gettext("version {n}").format(n=fact.version)
    return (*code(fact.id), *plain(f" · {labels.status_name(texts, fact.status)} · {version}"))


def _rows(fact: Fact, texts: Texts) -> Rows:
    ref = ref_of(fact.id)
    edit = Button("✏️ " + texts.gettext("Edit"), ChangeFact("edit", ref, fact.version))
    history = Button("🕓 " + texts.gettext("History"), ShowHistory(ref, fresh=1))
    status: Mapping[str, Any] = {
        "published": ("🗑 " + texts.gettext("Retract"), "retract"),
        "draft": ("✅ " + texts.gettext("Publish"), "publish"),
        "retracted": ("♻️ " + texts.gettext("Restore"), "restore"),
    }
    label, what = status[fact.status]
    translations = tuple(
        Button(f"🌐 {labels.language_name(texts, lang)}", Translate(lang, ref))
        for lang in LANGS
        if lang in fact.stale or lang in missing(fact)
    )
    return tuple(
        row
        for row in ((edit, history), translations, (Button(label, ChangeFact(what, ref, fact.version)),))
        if row
    )
