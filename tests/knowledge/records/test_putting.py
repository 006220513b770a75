"""Changes by hand, on either engine: nobody overwrites what they have not seen."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from knowledge.errors import InvalidInput
from knowledge.model import Document, Entity, Event, Fact, Pack, Topic
from knowledge.records import Applied, Conflict, Edit, Recorded, Records, history

NOW = datetime(2019, 10, 14, 9, 30, tzinfo=UTC)
TOPIC = Topic("cinema", {"en": "Cinema"})
PERSON = Entity("aida", "person", {"en": ("Aida",)})
FACT = Fact("films", "cinema", {"en": "Two films are shot."}, about=("aida",))
EVENT = Event("week", "cinema", {"en": "Film week"}, "2020-05")


@pytest.fixture
def filled(records: Records) -> Records:
    records.apply(Pack("p", {}, topics=(TOPIC,), entities=(PERSON,), facts=(FACT,)), actor="test", now=NOW)
    return records


def put(records: Records, *edits: Edit, actor: str = "person:7") -> Applied:
    return records.put(edits, actor=actor, now=NOW + timedelta(minutes=1))


def saying(text: str, fact: Fact = FACT) -> Fact:
    return replace(fact, statement={"en": text})


def test_a_change_takes_the_place_of_what_was_seen(filled: Records) -> None:
    assert put(filled, Edit(saying("Three films."), FACT)) == Applied(changed=1, revision=2)
    stored = filled.fact("films")
    assert stored == replace(saying("Three films."), version=2)
    (change, _) = filled.history("fact", "films")
    assert (change.actor, change.before, change.after) == ("person:7", FACT, stored)


def test_the_second_of_two_editors_sees_that_it_changed_and_what(filled: Records) -> None:
    put(filled, Edit(saying("Three films."), FACT), actor="person:7")
    with pytest.raises(Conflict) as caught:
        put(filled, Edit(saying("Four films."), FACT), actor="person:8")
    conflict = caught.value
    assert (conflict.kind, conflict.subject) == ("fact", "films")
    assert conflict.standing == replace(saying("Three films."), version=2)
    assert conflict.change is not None
    assert conflict.change.actor == "person:7"
    assert filled.fact("films") == conflict.standing
    put(filled, Edit(saying("Four films."), conflict.standing), actor="person:8")
    assert filled.fact("films") == replace(saying("Four films."), version=3)


def test_all_of_it_or_nothing(filled: Records) -> None:
    before = filled.pack(), filled.revision()
    edits = [Edit(replace(TOPIC, title={"en": "Film"}), TOPIC), Edit(saying("x"), saying("never"))]
    with pytest.raises(Conflict):
        put(filled, *edits)
    assert (filled.pack(), filled.revision()) == before


def test_a_taken_id_is_a_conflict_for_what_is_new(filled: Records) -> None:
    with pytest.raises(Conflict) as caught:
        put(filled, Edit(saying("Another.")))
    assert caught.value.standing == FACT


def test_what_is_gone_cannot_be_changed(filled: Records) -> None:
    with pytest.raises(Conflict) as caught:
        put(filled, Edit(EVENT, EVENT))
    assert (caught.value.standing, caught.value.change) == (None, None)


def test_twice_the_same_changes_nothing(filled: Records) -> None:
    edit = Edit(saying("Three films."), FACT)
    put(filled, edit)
    assert put(filled, edit) == Applied(unchanged=1, revision=2)
    assert len(filled.history("fact", "films")) == 2


@pytest.mark.parametrize(
    ("new", "seen"),
    [
        (Topic("cinema", {"en": "Film"}), TOPIC),
        (replace(PERSON, side="kz"), PERSON),
        (EVENT, None),
        (Document("report", {"en": "Report"}), None),
    ],
    ids=["topic", "entity", "event", "document"],
)
def test_every_kind_of_record(filled: Records, new: Recorded, seen: Recorded | None) -> None:
    put(filled, Edit(new, seen))
    (change,) = filled.history(limit=1)
    assert change.subject == new.id
    with pytest.raises(Conflict):
        put(filled, Edit(_other(new), seen))


def test_what_names_something_unknown_is_refused(filled: Records) -> None:
    with pytest.raises(InvalidInput):
        put(filled, Edit(replace(FACT, topic="elsewhere"), FACT))
    assert filled.fact("films") == FACT


def test_of_editors_at_the_same_time_one_comes_first(filled: Records) -> None:
    outcomes: list[str] = []
    start = threading.Barrier(6)

    def edit(number: int) -> None:
        start.wait()
        try:
            put(filled, Edit(saying(f"{number} films."), FACT), actor=f"person:{number}")
        except Conflict:
            outcomes.append("conflict")
        else:
            outcomes.append("done")

    threads = [threading.Thread(target=edit, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["conflict"] * 5 + ["done"]
    assert len(filled.history("fact", "films")) == 2


def _other(value: Recorded) -> Recorded:
    if isinstance(value, Entity):
        return replace(value, names={"en": ("Else",)})
    return replace(value, title={"en": "Else"})


def test_what_was_changed_last_and_not_taken_back(filled: Records) -> None:
    def latest() -> list[int]:
        with filled.database.reading() as connection:
            return [change.id for change in history.latest_of(connection, "person:7")]

    def number() -> int:
        return filled.history("fact", "films")[0].id

    assert latest() == []
    put(filled, Edit(saying("Three films."), FACT))
    first = number()
    put(filled, Edit(saying("Four films."), filled.fact("films")))
    second = number()
    assert latest() == [second]
    put(filled, Edit(saying("Three films."), filled.fact("films"), undoes=second))
    undoing = number()
    assert filled.history("fact", "films")[0].undoes == second
    assert latest() == [first]
    put(filled, Edit(saying("Four films."), filled.fact("films"), undoes=undoing))
    assert latest() == [second]
    put(filled, Edit(saying("Three films."), filled.fact("films"), undoes=second))
    assert latest() == [first]


def test_what_was_changed_together_is_taken_back_together(filled: Records) -> None:
    put(filled, Edit(EVENT), Edit(saying("Three films."), FACT))
    with filled.database.reading() as connection:
        found = history.latest_of(connection, "person:7")
        assert [change.kind for change in found] == ["fact", "event"]
        assert history.latest_of(connection, "person:8") == ()
        assert history.change(connection, found[0].id) == found[0]
        assert history.change(connection, 10_000) is None
        assert history.later(connection, found[0]) == ()
        assert history.count(connection, "films") == 2
    assert filled.history(limit=1, offset=1) == filled.history(limit=2)[1:]
