"""A document's pack beside what is on record: what is new, what is there already, what the new edition no longer has.

A passage is known by its words (its id is made of them), so that the same file changes nothing a second time, and a new
edition adds what is new and takes back what is gone. What an editor changed since is the editor's and stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from knowledge.documents.drafts import OWN
from knowledge.documents.naming import fingerprint
from knowledge.language import normalise
from knowledge.model import Entity, Event, Fact, Pack

SUPERSEDED: Final = "superseded"  # the tag of a fact that an edition of its document no longer has


@dataclass(frozen=True, slots=True)
class Settled:
    """What is to be applied, and what was found out on the way."""

    pack: Pack
    new: tuple[Fact, ...] = ()
    gone: tuple[Fact, ...] = ()  # on record from an earlier edition, and not in this one
    duplicates: tuple[Fact, ...] = ()  # another source says the same, word for word; they are left out
    kept: tuple[Fact, ...] = ()  # changed or retracted by an editor since; they stay as they are


def settle(pack: Pack, record: Pack) -> Settled:
    """`record`: everything there is, of every status."""
    known = {fact.id: fact for fact in record.facts}
    told = {
        fingerprint(text): fact.id
        for fact in record.facts
        if fact.status == "published" and not _from(fact, pack)
        for text in fact.statement.values()
    }
    pack = _with_known_entities(pack, record)
    new, same, duplicates, kept = [], [], [], []
    for fact in pack.facts:
        old = known.get(fact.id)
        if old is None and _mark(fact) in told:
            duplicates.append(fact)
        elif old is None:
            new.append(fact)
        elif _untouched(old):
            # Only where it stands may have changed; known questions and the like are not in the file.
            same.append(_again(old, fact))
        else:
            kept.append(old)
    gone = [_taken_back(fact) for fact in _missing(pack, record)]
    dropped = {fact.id for fact in duplicates}
    settled = replace(
        pack,
        entities=tuple(entity for entity in pack.entities if _is_new(entity, record)),
        facts=(*new, *same, *gone),
        events=(*_events(pack, record, dropped), *_missing_events(pack, record)),
    )
    return Settled(settled, tuple(new), tuple(gone), tuple(duplicates), tuple(kept))


def settle_calendar(pack: Pack, record: Pack) -> Settled:
    """Events that are on record under their UID are those; one that came from here comes back only if it was changed.

    A calendar has no words for "2020" and "in May": what it got as a span of days is not taken for its days.
    """
    by_uid = {event.uid: event for event in record.events if event.uid}
    by_id = {event.id: event for event in record.events}
    events = []
    for event in pack.events:
        old = by_uid.get(event.uid) if event.uid else None
        old = old or by_id.get(event.id)
        if old is not None and event.uid.endswith(OWN) and event.sequence <= old.sequence:
            continue
        events.append(event if old is None else replace(event, id=old.id, topic=old.topic))
    topics = {event.topic for event in events}
    return Settled(
        replace(
            pack,
            events=tuple(events),
            topics=tuple(topic for topic in pack.topics if topic.id in topics),
        )
    )


def _from(fact: Fact, pack: Pack) -> bool:
    """Whether a fact was read out of this document by an import."""
    return fact.id.startswith(f"{pack.id}.") and fact.source is not None and fact.source.document == pack.id


def _mark(fact: Fact) -> str:
    return fingerprint(next(iter(fact.statement.values())))


def _untouched(fact: Fact) -> bool:
    """As the import wrote it: its words are still those that its id was made of, and nobody took it back."""
    if fact.status == "retracted":
        return SUPERSEDED in fact.tags
    return len(fact.statement) == 1 and fact.id.rsplit(".", 1)[-1].split("-")[0] == _mark(fact)


def _again(old: Fact, new: Fact) -> Fact:
    tags = tuple(tag for tag in old.tags if tag != SUPERSEDED)
    return replace(old, source=new.source, status="published", tags=tags)


def _missing(pack: Pack, record: Pack) -> Iterable[Fact]:
    here = {fact.id for fact in pack.facts}
    return (
        fact
        for fact in record.facts
        if fact.id not in here and _from(fact, pack) and fact.status != "retracted" and _untouched(fact)
    )


def _taken_back(fact: Fact) -> Fact:
    return replace(fact, status="retracted", tags=(*fact.tags, SUPERSEDED))


def _events(pack: Pack, record: Pack, dropped: set[str]) -> Iterable[Event]:
    """The events that are not on record yet, or that only an earlier import took back."""
    known = {event.id: event for event in record.events}
    for event in pack.events:
        old = known.get(event.id)
        facts = tuple(name for name in event.facts if name not in dropped)
        if old is None:
            yield replace(event, facts=facts)
        elif old.retracted:
            yield replace(old, retracted=False)


def _missing_events(pack: Pack, record: Pack) -> Iterable[Event]:
    here = {event.id for event in pack.events}
    for event in record.events:
        untouched = event.version == 1 and not event.retracted
        if untouched and event.id.startswith(f"{pack.id}.") and event.id not in here:
            yield replace(event, retracted=True)


def _is_new(entity: Entity, record: Pack) -> bool:
    return all(entity.id != known.id for known in record.entities)


def _with_known_entities(pack: Pack, record: Pack) -> Pack:
    """People and organisations that are on record under one of their names are those on record."""
    by_name = _names(record.entities)
    ids = {
        entity.id: next(
            (
                by_name[entity.kind, name]
                for name in sorted(_names_of(entity))
                if (entity.kind, name) in by_name
            ),
            entity.id,
        )
        for entity in pack.entities
    }
    return replace(
        pack,
        entities=tuple(entity for entity in pack.entities if ids[entity.id] == entity.id),
        facts=tuple(
            replace(fact, about=tuple(dict.fromkeys(ids.get(name, name) for name in fact.about)))
            for fact in pack.facts
        ),
    )


def _names(entities: Iterable[Entity]) -> Mapping[tuple[str, str], str]:
    """Every name that belongs to one entity of its kind only."""
    found: dict[tuple[str, str], set[str]] = {}
    for entity in entities:
        if not entity.retracted:
            for name in _names_of(entity):
                found.setdefault((entity.kind, name), set()).add(entity.id)
    return {name: min(ids) for name, ids in found.items() if len(ids) == 1}


def _names_of(entity: Entity) -> set[str]:
    """Normalised; a surname alone says too little."""
    names = [*(name for names in entity.names.values() for name in names), *entity.aliases]
    return {normalise(name) for name in names if entity.kind != "person" or " " in name.strip()}
