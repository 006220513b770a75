"""The records as values: what floors hand to each other. Frozen, without behaviour that needs a database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

Lang = Literal["en", "ru", "kk"]
LANGS: tuple[Lang, ...] = get_args(Lang)
Side = Literal["kz", "ru", "both"]
SIDES: tuple[Side, ...] = get_args(Side)
EntityKind = Literal["person", "organisation", "place", "body", "work"]
ENTITY_KINDS: tuple[EntityKind, ...] = get_args(EntityKind)
FactStatus = Literal["draft", "published", "retracted"]
FACT_STATUSES: tuple[FactStatus, ...] = get_args(FactStatus)
EventStatus = Literal["planned", "confirmed", "moved", "cancelled", "held"]
EVENT_STATUSES: tuple[EventStatus, ...] = get_args(EventStatus)
# What a fact can be the answer to.
Gives = Literal["person", "post", "organisation", "side", "date", "place", "number", "statement", "plan"]
GIVES: tuple[Gives, ...] = get_args(Gives)

Text = Mapping[Lang, str]
Texts = Mapping[Lang, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Document:
    """A source that facts rest on."""

    id: str
    title: Text
    publisher: Text = field(default_factory=dict)
    published: date | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where in a document a fact stands; `locator` is e.g. "paragraph 3", kept as kind and number."""

    document: str
    kind: Literal["paragraph", "page", "row"] = "paragraph"
    number: int = 0


@dataclass(frozen=True, slots=True)
class Topic:
    id: str
    title: Text


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something with a name. The first name of a language is the one shown."""

    id: str
    kind: EntityKind
    names: Texts
    aliases: tuple[str, ...] = ()  # other spellings, in any script, the source's slips among them
    side: Side | None = None
    tags: tuple[str, ...] = ()  # concepts of the lexicon it falls under, e.g. "library"
    retracted: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement of the record, in up to three languages."""

    id: str
    topic: str
    statement: Text
    side: Side = "both"
    relation: str = "states"  # a concept of the lexicon of kind "relation"
    title: Text = field(default_factory=dict)  # short form, for lists and buttons
    questions: Texts = field(default_factory=dict)  # known questions; the first one is shown on buttons
    about: tuple[str, ...] = ()  # entity ids; the first is the subject
    tags: tuple[str, ...] = ()  # further concepts of the lexicon it falls under
    gives: tuple[Gives, ...] = ()
    source: Source | None = None
    valid_as_of: date | None = None
    inferred: Text = field(default_factory=dict)  # what of it is inferred, and from what; empty if nothing
    status: FactStatus = "published"
    stale: tuple[Lang, ...] = ()  # languages whose text is older than a change of what it was translated from
    version: int = 1


@dataclass(frozen=True, slots=True)
class Event:
    """Something that is to happen or has happened, as precisely as the record says and no more."""

    id: str
    topic: str
    title: Text
    when: str  # EDTF: "2020", "2020-05", "2020-Q2" (quarter), "2020-05-09", "2020-05-09T19:00", "2020/2021"
    side: Side = "both"
    status: EventStatus = "planned"
    description: Text = field(default_factory=dict)
    place: Text = field(default_factory=dict)
    note: Text = field(default_factory=dict)  # general knowledge that is not the record's word, shown as such
    rrule: str = ""  # RFC 5545, for what repeats; expanded within bounds
    facts: tuple[str, ...] = ()  # ids of the facts it comes from
    uid: str = ""  # iCalendar UID, kept for life; made from the id if empty
    retracted: bool = False  # entered by mistake; what does not take place is "cancelled"
    sequence: int = 0  # iCalendar SEQUENCE, one more with every change that a calendar must show
    version: int = 1


@dataclass(frozen=True, slots=True)
class Synonym:
    """Words and short phrases of one language that mean the same: in a question one is as good as the others."""

    id: str
    lang: Lang
    words: tuple[str, ...]  # two at least
    retracted: bool = False


@dataclass(frozen=True, slots=True)
class Pack:
    """A set of records as it is shipped, imported and exported."""

    id: str
    title: Text
    documents: tuple[Document, ...] = ()
    topics: tuple[Topic, ...] = ()
    entities: tuple[Entity, ...] = ()
    facts: tuple[Fact, ...] = ()
    events: tuple[Event, ...] = ()
    synonyms: tuple[Synonym, ...] = ()
