"""The records as plain data (strings, numbers, lists, dicts): the one form that YAML, JSON and history share.

What a value does not say (an empty text, the default side) is left out, and languages come in the order of
`LANGS`, so that equal records have equal data.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal, get_args

from knowledge.model import LANGS, Document, Entity, Event, Fact, Pack, Source, Synonym, Text, Texts, Topic

Data = dict[str, Any]
SourceKind = Literal["paragraph", "page", "row"]
LOCATORS: tuple[SourceKind, ...] = get_args(SourceKind)


def document_data(document: Document) -> Data:
    data: Data = {"id": document.id, "title": _text(document.title), "publisher": _text(document.publisher)}
    if document.published is not None:
        data["published"] = document.published.isoformat()
    return _said(data)


def topic_data(topic: Topic) -> Data:
    return _said({"id": topic.id, "title": _text(topic.title)})


def entity_data(entity: Entity) -> Data:
    return _said(
        {
            "id": entity.id,
            "kind": entity.kind,
            "side": entity.side,
            "names": _texts(entity.names),
            "aliases": list(entity.aliases),
            "tags": list(entity.tags),
            "retracted": _yes(entity.retracted),
        }
    )


def fact_data(fact: Fact) -> Data:
    return _said(
        {
            "id": fact.id,
            "topic": fact.topic,
            "side": None if fact.side == "both" else fact.side,
            "relation": None if fact.relation == "states" else fact.relation,
            "about": list(fact.about),
            "tags": list(fact.tags),
            "gives": list(fact.gives),
            "title": _text(fact.title),
            "statement": _text(fact.statement),
            "questions": _texts(fact.questions),
            "source": None if fact.source is None else _source_data(fact.source),
            "valid_as_of": None if fact.valid_as_of is None else fact.valid_as_of.isoformat(),
            "inferred": _text(fact.inferred),
            "status": None if fact.status == "published" else fact.status,
            "stale": list(fact.stale),
            "version": None if fact.version == 1 else fact.version,
        }
    )


def event_data(event: Event) -> Data:
    return _said(
        {
            "id": event.id,
            "topic": event.topic,
            "side": None if event.side == "both" else event.side,
            "when": event.when,
            "rrule": event.rrule,
            "status": None if event.status == "planned" else event.status,
            "title": _text(event.title),
            "description": _text(event.description),
            "place": _text(event.place),
            "note": _text(event.note),
            "facts": list(event.facts),
            "retracted": _yes(event.retracted),
            "uid": event.uid,
            "sequence": event.sequence or None,
            "version": None if event.version == 1 else event.version,
        }
    )


def synonym_data(synonym: Synonym) -> Data:
    return _said(
        {
            "id": synonym.id,
            "lang": synonym.lang,
            "words": list(synonym.words),
            "retracted": _yes(synonym.retracted),
        }
    )


def pack_data(pack: Pack) -> Data:
    return _said(
        {
            "pack": pack.id,
            "title": _text(pack.title),
            "documents": [document_data(document) for document in pack.documents],
            "topics": [topic_data(topic) for topic in pack.topics],
            "entities": [entity_data(entity) for entity in pack.entities],
            "facts": [fact_data(fact) for fact in pack.facts],
            "events": [event_data(event) for event in pack.events],
            "synonyms": [synonym_data(synonym) for synonym in pack.synonyms],
        }
    )


def document_of(data: Mapping[str, Any]) -> Document:
    return Document(data["id"], data.get("title", {}), data.get("publisher", {}), _day(data.get("published")))


def topic_of(data: Mapping[str, Any]) -> Topic:
    return Topic(data["id"], data.get("title", {}))


def entity_of(data: Mapping[str, Any]) -> Entity:
    return Entity(
        id=data["id"],
        kind=data["kind"],
        names=lists(data.get("names", {})),
        aliases=tuple(data.get("aliases", ())),
        side=data.get("side"),
        tags=tuple(data.get("tags", ())),
        retracted="retracted" in data,
    )


def fact_of(data: Mapping[str, Any]) -> Fact:
    """The inverse of `fact_data`; it trusts the data (files are checked by `knowledge.packs`)."""
    return Fact(
        id=data["id"],
        topic=data["topic"],
        statement=data.get("statement", {}),
        side=data.get("side", "both"),
        relation=data.get("relation", "states"),
        title=data.get("title", {}),
        questions=lists(data.get("questions", {})),
        about=tuple(data.get("about", ())),
        tags=tuple(data.get("tags", ())),
        gives=tuple(data.get("gives", ())),
        source=_source_of(data.get("source")),
        valid_as_of=_day(data.get("valid_as_of")),
        inferred=data.get("inferred", {}),
        status=data.get("status", "published"),
        stale=tuple(data.get("stale", ())),
        version=data.get("version", 1),
    )


def event_of(data: Mapping[str, Any]) -> Event:
    """The inverse of `event_data`; it trusts the data, too."""
    return Event(
        id=data["id"],
        topic=data["topic"],
        title=data.get("title", {}),
        when=data["when"],
        side=data.get("side", "both"),
        status=data.get("status", "planned"),
        description=data.get("description", {}),
        place=data.get("place", {}),
        note=data.get("note", {}),
        rrule=data.get("rrule", ""),
        facts=tuple(data.get("facts", ())),
        retracted="retracted" in data,
        uid=data.get("uid", ""),
        sequence=data.get("sequence", 0),
        version=data.get("version", 1),
    )


def synonym_of(data: Mapping[str, Any]) -> Synonym:
    return Synonym(data["id"], data["lang"], tuple(data["words"]), "retracted" in data)


def lists(texts: Mapping[Any, Any]) -> Texts:
    return {lang: tuple(words) for lang, words in texts.items()}


def _source_data(source: Source) -> Data:
    # A source without a number still keeps its kind, or it would come back as another one.
    keeps_locator = source.number or source.kind != LOCATORS[0]
    return {"document": source.document, **({source.kind: source.number} if keeps_locator else {})}


def _source_of(data: Mapping[str, Any] | None) -> Source | None:
    if data is None:
        return None
    for kind in LOCATORS:
        if kind in data:
            return Source(data["document"], kind, data[kind])
    return Source(data["document"])


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _text(text: Text) -> Data:
    return {lang: text[lang] for lang in LANGS if text.get(lang)}


def _texts(texts: Texts) -> Data:
    return {lang: list(texts[lang]) for lang in LANGS if texts.get(lang)}


def _yes(value: bool) -> str | None:
    return "yes" if value else None


def _said(data: Data) -> Data:
    return {name: value for name, value in data.items() if value not in (None, "", [], {})}
