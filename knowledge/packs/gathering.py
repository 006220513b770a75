"""Rows, one by one, into facts: checked, and those of one id put together."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import Any

from knowledge import limits
from knowledge.errors import InvalidInput
from knowledge.limits import id_problem, text_problem
from knowledge.model import LANGS, Document, Fact, Lang, Pack, Source, Topic
from knowledge.packs.tables import RawRow

IMPORTED = "imported"  # the topic of rows that name none
_IMPORTED_TITLE: dict[Lang, str] = {"en": "Imported", "ru": "Импортированное", "kk": "Импортталған"}


@dataclass(slots=True)
class _Gathered:
    """A fact in the making."""

    line: int
    topic: str | None = None
    document: str | None = None
    statement: dict[Lang, str] = field(default_factory=dict)
    questions: dict[Lang, tuple[str, ...]] = field(default_factory=dict)
    lines: dict[Lang, int] = field(default_factory=dict)


class _Labels:
    """Topics, or documents, that rows name by their titles; a title belongs to one of them."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._ids: dict[tuple[Lang, str], str] = {}
        self.titles: dict[str, dict[Lang, str]] = {}

    def id(self, title: str, lang: Lang) -> str:
        return self._ids.get((lang, title)) or _slug(title, self._kind)

    def add(self, name: str, title: str, lang: Lang) -> None:
        """`title` is what `name` is called in this language, unless it has a title there already."""
        self._ids.setdefault((lang, title), name)
        self.titles.setdefault(name, {}).setdefault(lang, title)


class Gathering:
    """The facts of one file. `add` takes a row whole or raises InvalidInput and takes nothing of it."""

    def __init__(self, file_name: str) -> None:
        self._file = Document(_slug(file_name, "file"), dict.fromkeys(LANGS, file_name[: limits.TITLE]))
        self._facts: dict[str, _Gathered] = {}
        self._topics = _Labels("topic")
        self._documents = _Labels("source")

    def add(self, row: RawRow) -> None:
        name, lang = _id(row), _lang(row)
        statement = _text(row, "text", limits.PASSAGE, lines=True)
        questions = _questions(row)
        topic, source = _label(row, "topic"), _label(row, "source")
        gathered = self._facts.get(name) or _Gathered(row.line)
        if lang in gathered.lines:
            raise InvalidInput(f'id "{name}" stands in line {gathered.lines[lang]} too, in {lang}')
        self._facts[name] = gathered
        gathered.statement[lang], gathered.lines[lang] = statement, row.line
        if questions:
            gathered.questions[lang] = questions
        if topic:
            gathered.topic = gathered.topic or self._topics.id(topic, lang)
            self._topics.add(gathered.topic, topic, lang)
        if source:
            gathered.document = gathered.document or self._documents.id(source, lang)
            self._documents.add(gathered.document, source, lang)

    def pack(self) -> Pack:
        topics = {name: Topic(name, title) for name, title in self._topics.titles.items()}
        if any(gathered.topic is None for gathered in self._facts.values()):
            topics.setdefault(IMPORTED, Topic(IMPORTED, _IMPORTED_TITLE))
        documents = {name: Document(name, title) for name, title in self._documents.titles.items()}
        if any(gathered.document is None for gathered in self._facts.values()):
            documents.setdefault(self._file.id, self._file)
        return Pack(
            id=self._file.id,
            title=self._file.title,
            documents=tuple(documents.values()),
            topics=tuple(topics.values()),
            facts=tuple(self._fact(name, gathered) for name, gathered in self._facts.items()),
        )

    def _fact(self, name: str, gathered: _Gathered) -> Fact:
        return Fact(
            id=name,
            topic=gathered.topic or IMPORTED,
            statement=gathered.statement,
            questions=gathered.questions,
            # Number 0: such a row says in which document, not where in it.
            source=Source(gathered.document)
            if gathered.document
            else Source(self._file.id, "row", gathered.line),
        )


def _id(row: RawRow) -> str:
    value = row.fields.get("id")
    if value is None:
        raise InvalidInput("id is missing")
    name = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(name, str):
        raise InvalidInput("id must be a text")
    problem = id_problem(name)
    if problem is not None:
        raise InvalidInput(f'id "{name[:80]}" {problem}')
    return name


def _lang(row: RawRow) -> Lang:
    value = row.fields.get("lang")
    for lang in LANGS:
        if lang == value:
            return lang
    if value is None:
        raise InvalidInput("lang is missing")
    raise InvalidInput(f'lang "{str(value)[:40]}" is none of {", ".join(LANGS)}')


def _text(row: RawRow, name: str, limit: int, *, lines: bool = False) -> str:
    if name not in row.fields:
        raise InvalidInput(f"{name} is missing")
    return _checked(row.fields[name], name, limit, lines=lines)


def _label(row: RawRow, name: str) -> str | None:
    """An optional one-line text; programs write an empty one for none."""
    value = row.fields.get(name)
    return None if value in (None, "") else _checked(value, name, limits.TITLE)


def _questions(row: RawRow) -> tuple[str, ...]:
    value = row.fields.get("questions")
    if value is None:
        return ()
    if not isinstance(value, list):
        raise InvalidInput("questions must be a list of texts")
    # Asked twice is asked once: lists are made by machines, too.
    return tuple(dict.fromkeys(_checked(question, "question", limits.QUESTION) for question in value))


def _checked(value: Any, name: str, limit: int, *, lines: bool = False) -> str:
    if not isinstance(value, str):
        raise InvalidInput(f"{name} must be a text")
    # Other programs wrote this: their line ends, tabs and outer spaces mean nothing.
    text = value.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").strip()
    problem = text_problem(text, limit, lines=lines)
    if problem is not None:
        raise InvalidInput(f"{name} {problem}")
    return text


def _slug(text: str, kind: str) -> str:
    """An id for a text that was given without one: readable as far as its letters are Latin."""
    readable = re.sub(r"[^a-z0-9.]+", "-", text.lower()).strip("-.")[:48].rstrip("-.")
    if text.isascii() and readable and len(text) <= 48:
        return readable
    # What was dropped may have been all that tells two titles apart.
    return f"{readable or kind}-{hashlib.blake2b(text.encode(), digest_size=4).hexdigest()}"
