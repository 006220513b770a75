"""A fragment laid over what is on record: what it says is taken, what it does not say stays."""

from __future__ import annotations

from dataclasses import replace

from knowledge.model import Document, Entity, Event, Fact, Source, Synonym, Topic

# The topic of rows that name none.
IMPORTED = "imported"


def overlaid_document(old: Document, new: Document) -> Document:
    return replace(old, title={**new.title, **old.title}, publisher={**new.publisher, **old.publisher})


def overlaid_topic(old: Topic, new: Topic) -> Topic:
    return replace(old, title={**new.title, **old.title})


def overlaid_entity(old: Entity, new: Entity) -> Entity:
    return replace(new, names={**old.names, **new.names})


def overlaid_fact(old: Fact, new: Fact) -> Fact:
    return replace(
        old,
        topic=old.topic if new.topic == IMPORTED else new.topic,
        stale=tuple(lang for lang in old.stale if lang not in new.statement),
        statement={**old.statement, **new.statement},
        title={**old.title, **new.title},
        questions={**old.questions, **new.questions},
        source=_source(old.source, new.source),
    )


def overlaid_event(old: Event, new: Event) -> Event:
    return replace(
        new,
        topic=old.topic if new.topic == IMPORTED else new.topic,
        title={**old.title, **new.title},
        description={**old.description, **new.description},
        place={**old.place, **new.place},
        note={**old.note, **new.note},
        facts=new.facts or old.facts,
    )


def overlaid_synonym(_old: Synonym, new: Synonym) -> Synonym:
    return new


def _source(old: Source | None, new: Source | None) -> Source | None:
    # A second file (of another language, say) does not take the fact away from its first source.
    if old is not None and new is not None and old.document != new.document:
        return old
    return new or old
