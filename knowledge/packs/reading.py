"""A pack file as a `Pack`, or the one line that says what is wrong with it, and where."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from knowledge import limits
from knowledge.dates import parse_edtf, write_edtf
from knowledge.errors import InvalidInput, Unavailable
from knowledge.events.recurrence import check_rule
from knowledge.model import (
    ENTITY_KINDS,
    EVENT_STATUSES,
    FACT_STATUSES,
    GIVES,
    LANGS,
    SIDES,
    Document,
    Entity,
    Event,
    Fact,
    Pack,
    Source,
    Synonym,
    Topic,
)
from knowledge.packs.fields import Form
from knowledge.packs.nodes import Node, compose
from knowledge.plain import LOCATORS

_ALIKE = 2  # words of a synonym, at least
LARGEST = 20_000_000  # bytes; also what Telegram lets a bot download

PACK_FIELDS = (
    "pack",
    "incomplete",
    "title",
    "documents",
    "topics",
    "entities",
    "facts",
    "events",
    "synonyms",
)
DOCUMENT_FIELDS = ("id", "title", "publisher", "published")
TOPIC_FIELDS = ("id", "title")
ENTITY_FIELDS = ("id", "kind", "side", "names", "aliases", "tags", "retracted")
FACT_FIELDS = (
    "id",
    "topic",
    "side",
    "relation",
    "about",
    "tags",
    "gives",
    "title",
    "statement",
    "questions",
    "source",
    "valid_as_of",
    "inferred",
    "status",
    "stale",
    "version",
)

EVENT_FIELDS = (
    "id",
    "topic",
    "side",
    "when",
    "rrule",
    "status",
    "title",
    "description",
    "place",
    "note",
    "facts",
    "retracted",
    "uid",
    "sequence",
    "version",
)

SYNONYM_FIELDS = ("id", "lang", "words", "retracted")

Value = TypeVar("Value", Document, Topic, Entity, Fact, Event, Synonym)


def read_pack(path: Path | str, *, complete: bool = True, concepts: Collection[str] | None = None) -> Pack:
    """The pack in the file at `path`.

    `complete`: statements and titles are there in every language. `concepts`: what `relation` and `tags` may
    name (the lexicon's concepts); None leaves them unchecked. Raises InvalidInput with file and line, and
    Unavailable if the file cannot be read.
    """
    return pack_of(read_text(Path(path)), str(path), complete=complete, concepts=concepts)


def pack_of(text: str, file: str, *, complete: bool = True, concepts: Collection[str] | None = None) -> Pack:
    """The pack in `text`; `file` is what messages call it."""
    form = Form.of(file, compose(text, file), "pack", PACK_FIELDS)
    return _Reader(complete, concepts).pack(form)


def read_text(path: Path) -> str:
    """The file's text (UTF-8, a byte order mark is dropped), unless it is too large."""
    try:
        if path.stat().st_size > LARGEST:
            raise InvalidInput(f"larger than {LARGEST // 1_000_000} MB", file=str(path))
        data = path.read_bytes()
    except OSError as error:
        raise Unavailable(f"{path} cannot be read: {error.strerror}") from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InvalidInput("not UTF-8 text", file=str(path), line=line) from None


@dataclass(slots=True)
class _Reader:
    complete: bool
    concepts: Collection[str] | None
    documents: dict[str, Document] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    entities: dict[str, Entity] = field(default_factory=dict)
    facts: dict[str, Fact] = field(default_factory=dict)
    events: dict[str, Event] = field(default_factory=dict)
    synonyms: dict[str, Synonym] = field(default_factory=dict)

    def pack(self, form: Form) -> Pack:
        name = form.id("pack")
        form.required("title")
        # An export of facts that nobody has translated yet says so, and is taken back as it is.
        self.complete = self.complete and form.choice("incomplete", ("yes", "no")) != "yes"
        # In this order whatever the file's: what is referred to comes first.
        self._each(form, "documents", DOCUMENT_FIELDS, self.documents, self._document)
        self._each(form, "topics", TOPIC_FIELDS, self.topics, self._topic)
        self._each(form, "entities", ENTITY_FIELDS, self.entities, self._entity)
        self._each(form, "facts", FACT_FIELDS, self.facts, self._fact)
        self._each(form, "events", EVENT_FIELDS, self.events, self._event)
        self._each(form, "synonyms", SYNONYM_FIELDS, self.synonyms, self._synonym)
        return Pack(
            id=name,
            title=form.by_lang("title", limits.TITLE, complete=self.complete),
            documents=tuple(self.documents.values()),
            topics=tuple(self.topics.values()),
            entities=tuple(self.entities.values()),
            facts=tuple(self.facts.values()),
            events=tuple(self.events.values()),
            synonyms=tuple(self.synonyms.values()),
        )

    def _each(
        self,
        form: Form,
        section: str,
        fields: tuple[str, ...],
        taken: dict[str, Value],
        read: Callable[[Form, str], Value],
    ) -> None:
        kind = {"entities": "entity"}.get(section, section.removesuffix("s"))
        for node in form.items(section):
            entry = Form.of(form.file, node, self._what(kind, node), fields)
            name = entry.id()
            if name in taken:
                entry.refuse("there are two with this id", entry.line("id"))
            taken[name] = read(entry, name)

    def _what(self, kind: str, node: Node) -> str:
        name = getattr(getattr(node, "fields", {}).get("id"), "text", "")
        return f'{kind} "{name[:64]}"' if name else kind

    def _document(self, form: Form, name: str) -> Document:
        form.required("title")
        return Document(
            id=name,
            title=form.by_lang("title", limits.TITLE, complete=self.complete),
            publisher=form.by_lang("publisher", limits.TITLE, complete=self.complete),
            published=form.day("published"),
        )

    def _topic(self, form: Form, name: str) -> Topic:
        form.required("title")
        return Topic(name, form.by_lang("title", limits.TITLE, complete=self.complete))

    def _entity(self, form: Form, name: str) -> Entity:
        form.required("kind")
        form.required("names")
        names = form.lists_by_lang("names", limits.NAME)
        if not any(names.values()):
            form.refuse("names: there is none", form.line("names"))
        return Entity(
            id=name,
            kind=form.choice("kind", ENTITY_KINDS) or "person",
            names={lang: texts for lang, texts in names.items() if texts},
            aliases=form.words("aliases", limits.NAME),
            side=form.choice("side", SIDES),
            tags=form.ids("tags", self.concepts, "concept in the lexicon called"),
            retracted=form.choice("retracted", ("yes", "no")) == "yes",
        )

    def _fact(self, form: Form, name: str) -> Fact:
        form.required("statement")
        concept = "concept in the lexicon called"
        questions = form.lists_by_lang("questions", limits.QUESTION)
        return Fact(
            id=name,
            topic=form.reference("topic", self.topics, "topic"),
            statement=form.by_lang("statement", limits.PASSAGE, complete=self.complete, lines=True),
            side=form.choice("side", SIDES) or "both",
            relation=form.reference("relation", self.concepts, concept) if form.has("relation") else "states",
            title=form.by_lang("title", limits.TITLE, complete=self.complete),
            questions={lang: texts for lang, texts in questions.items() if texts},
            about=form.ids("about", self.entities, "entity"),
            tags=form.ids("tags", self.concepts, concept),
            gives=form.choices("gives", GIVES),
            source=self._source(form),
            valid_as_of=form.day("valid_as_of"),
            inferred=form.by_lang("inferred", limits.STATEMENT, complete=self.complete, lines=True),
            status=form.choice("status", FACT_STATUSES) or "published",
            stale=form.choices("stale", LANGS),
            version=form.number("version") if form.has("version") else 1,
        )

    def _event(self, form: Form, name: str) -> Event:
        form.required("title")
        return Event(
            id=name,
            topic=form.reference("topic", self.topics, "topic"),
            title=form.by_lang("title", limits.TITLE, complete=self.complete),
            when=form.value("when", lambda when: write_edtf(parse_edtf(when))),
            side=form.choice("side", SIDES) or "both",
            status=form.choice("status", EVENT_STATUSES) or "planned",
            description=form.by_lang("description", limits.STATEMENT, complete=self.complete, lines=True),
            place=form.by_lang("place", limits.NAME, complete=self.complete),
            note=form.by_lang("note", limits.STATEMENT, complete=self.complete, lines=True),
            rrule=self._rule(form),
            facts=form.ids("facts", self.facts, "fact"),
            retracted=form.choice("retracted", ("yes", "no")) == "yes",
            uid=form.text(form.required("uid"), "uid", limits.NAME) if form.has("uid") else "",
            sequence=form.number("sequence", least=0) if form.has("sequence") else 0,
            version=form.number("version") if form.has("version") else 1,
        )

    def _synonym(self, form: Form, name: str) -> Synonym:
        form.required("lang")
        words = form.words("words", limits.NAME)
        if len(words) < _ALIKE:
            form.refuse("words: two at least are expected", form.line("words"))
        return Synonym(
            id=name,
            lang=form.choice("lang", LANGS) or LANGS[0],
            words=words,
            retracted=form.choice("retracted", ("yes", "no")) == "yes",
        )

    def _rule(self, form: Form) -> str:
        def checked(rule: str) -> str:
            check_rule(rule, parse_edtf(when))
            return rule

        when = form.value("when", str)
        return form.value("rrule", checked) if form.has("rrule") else ""

    def _source(self, fact: Form) -> Source | None:
        if not fact.has("source"):
            return None
        form = Form.of(fact.file, fact.required("source"), f"{fact.what}, source", ("document", *LOCATORS))
        document = form.reference("document", self.documents, "document")
        locators = [kind for kind in LOCATORS if form.has(kind)]
        if len(locators) > 1:
            form.refuse(f"one locator, not {' and '.join(locators)}", form.line(locators[1]))
        if not locators:
            return Source(document)
        return Source(document, locators[0], form.number(locators[0], least=0))
