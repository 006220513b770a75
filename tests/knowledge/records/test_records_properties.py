from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given, settings
from pack_strategies import packs, unhurried

from knowledge.model import Pack
from knowledge.records import Records, schema

NOW = datetime(2020, 1, 1, tzinfo=UTC)
# The database is emptied for every example; its file is not made anew.
emptied = settings(unhurried, max_examples=60)


def empty(records: Records) -> None:
    with records.database.writing() as connection:
        for table in reversed(schema.metadata.sorted_tables):
            if table is not schema.state:
                connection.execute(table.delete())


def by_id(pack: Pack) -> Pack:
    parts = {
        name: tuple(sorted(getattr(pack, name), key=lambda value: value.id))
        for name in ("documents", "topics", "entities", "facts", "events", "synonyms")
    }
    return replace(pack, id="record", title={}, **parts)


def everything(records: Records) -> Pack:
    return replace(records.pack("draft", "published", "retracted"), title={})


@emptied
@given(packs())
def test_what_is_applied_comes_back(records: Records, pack: Pack) -> None:
    empty(records)
    applied = records.apply(pack, actor="test", now=NOW)
    assert everything(records) == by_id(pack)
    assert records.check() == []
    again = records.apply(pack, actor="test", now=NOW)
    assert (again.added, again.changed, again.besides, again.revision) == (0, 0, 0, applied.revision)


@emptied
@given(packs(), packs())
def test_an_index_catches_up(records: Records, first: Pack, second: Pack) -> None:
    empty(records)
    known = records.apply(first, actor="test", now=NOW).revision
    copy = {fact.id: fact for fact in first.facts}
    records.apply(second, actor="test", now=NOW)
    changes = records.changes_since(known)
    planned = {event.id: event for event in first.events} | {event.id: event for event in changes.events}
    assert tuple(planned[name] for name in sorted(planned)) == everything(records).events
    copy.update({fact.id: fact for fact in changes.facts})
    assert tuple(copy[name] for name in sorted(copy)) == everything(records).facts
    assert changes.revision == records.revision()


@emptied
@given(packs())
def test_history_has_every_step(records: Records, pack: Pack) -> None:
    empty(records)
    records.apply(pack, actor="test", now=NOW)
    for fact in pack.facts:
        (change,) = records.history("fact", fact.id)
        assert (change.before, change.after) == (None, fact)
    for event in pack.events:
        (change,) = records.history("event", event.id)
        assert (change.before, change.after) == (None, event)
