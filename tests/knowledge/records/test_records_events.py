"""What the store promises about events, on either engine."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import update

from knowledge.errors import InvalidInput
from knowledge.model import Event, Fact, Pack, Topic
from knowledge.packs import pack_of, write_pack
from knowledge.records import Applied, Records, schema

NOW = datetime(2019, 10, 14, 9, 30, tzinfo=UTC)
ALL = {"en": "Plans", "ru": "Планы", "kk": "Жоспарлар"}
PLAN = Fact("plan", "plans", {"en": "A plan for 2020."})
YEAR = Event("year", "plans", {"en": "The year"}, "2020", facts=("plan",))
CONCERT = Event("concert", "music", {"en": "Concert"}, "2020-05-09T19:00", place={"en": "Astana"}, side="kz")
FAIR = Event("fair", "music", {"en": "Fair"}, "2019-06-01", rrule="FREQ=YEARLY;COUNT=5")
PACK = Pack(
    "p",
    {"en": "P"},
    topics=(Topic("music", {"en": "Music"}), Topic("plans", ALL)),
    facts=(PLAN,),
    events=(CONCERT, FAIR, YEAR),
)


@pytest.fixture
def filled(records: Records) -> Records:
    records.apply(PACK, actor="test", now=NOW)
    return records


def apply(records: Records, *events: Event, **more: object) -> Applied:
    return records.apply(Pack("more", {}, events=events), actor="editor", now=NOW, **more)


def test_events_come_back_in_order(filled: Records) -> None:
    assert filled.events() == (FAIR, YEAR, CONCERT)
    assert filled.pack().events == (CONCERT, FAIR, YEAR)
    assert filled.event("year") == YEAR
    assert filled.event("none") is None
    assert filled.counts().events == 3
    assert filled.check() == []


def test_events_by_day_topic_and_status(filled: Records) -> None:
    assert filled.events(start=date(2020, 5, 10)) == (FAIR, YEAR)  # what repeats may come again
    assert filled.events(end=date(2020, 5, 8)) == (FAIR, YEAR)
    assert filled.events(start=date(2020, 5, 9), end=date(2020, 5, 9), topics=("music",)) == (FAIR, CONCERT)
    assert filled.events(statuses=("held",)) == ()
    open_ended = replace(YEAR, id="open", when="2018/..")
    apply(filled, open_ended)
    assert open_ended in filled.events(start=date(2030, 1, 1))


def test_applying_twice_changes_nothing(filled: Records) -> None:
    again = filled.apply(PACK, actor="b", now=NOW)
    assert again == Applied(0, 0, 1, besides=0, revision=1, events=0)
    assert len(filled.history("event", limit=10)) == 3


@pytest.mark.parametrize(
    "change",
    [
        {"when": "2020-05-10T19:00"},
        {"place": {"en": "Almaty"}},
        {"status": "moved"},
        {"status": "cancelled"},
        {"title": {"en": "Gala"}},
        {"rrule": "FREQ=WEEKLY;COUNT=2"},
    ],
)
def test_what_a_calendar_shows_raises_the_sequence(filled: Records, change) -> None:
    applied = apply(filled, replace(CONCERT, **change))
    assert applied == Applied(0, 0, 0, besides=0, revision=2, events=1)
    expected = replace(CONCERT, **change, version=2, sequence=1)
    assert filled.event("concert") == expected
    assert filled.changes_since(1).events == (expected,)
    assert filled.changes_since(2).events == ()
    last, first = filled.history("event", "concert")
    assert (last.before, last.after, last.actor) == (CONCERT, expected, "editor")
    assert (first.before, first.after) == (None, CONCERT)


def test_what_it_does_not_show_is_a_version_only(filled: Records) -> None:
    apply(filled, replace(CONCERT, description={"en": "With guests"}, facts=("plan",), sequence=0))
    event = filled.event("concert")
    assert event is not None
    assert (event.version, event.sequence, event.facts) == (2, 0, ("plan",))


def test_moved_twice_and_cancelled(filled: Records) -> None:
    for day in (10, 11):
        apply(filled, replace(CONCERT, when=f"2020-05-{day}", status="moved"))
    apply(filled, replace(CONCERT, when="2020-05-11", status="cancelled"))
    event = filled.event("concert")
    assert event is not None
    assert (event.sequence, event.version, event.status) == (3, 4, "cancelled")
    assert filled.revision() == 4


def test_a_uid_is_kept_for_life(filled: Records) -> None:
    apply(filled, replace(CONCERT, id="foreign", uid="x@example.org"))
    apply(filled, replace(CONCERT, id="foreign", uid="y@example.org", when="2021"))
    event = filled.event("foreign")
    assert event is not None
    assert (event.uid, event.when) == ("x@example.org", "2021")
    # Another count of changes is no change.
    assert apply(filled, replace(CONCERT, sequence=9, version=9)).events == 0


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (replace(YEAR, id="new", topic="x"), 'event "new": there is no topic "x"'),
        (replace(YEAR, id="new", facts=("x",)), 'event "new": there is no fact "x"'),
        (replace(YEAR, id="new", when="2020-02-31"), 'event "new": "2020-02-31": this month has 29 days'),
        (replace(YEAR, id="new", when="someday"), 'event "new": "someday" is not a date'),
        (replace(YEAR, id="new", rrule="FREQ=DAILY;COUNT=2"), 'event "new": what repeats needs a first day'),
        (replace(FAIR, id="new", rrule="FREQ=DAILY"), 'event "new": RRULE .* needs an end'),
        (replace(YEAR, id="new", title={}), 'event "new" has no title'),
        (replace(YEAR, id="not an id"), 'event "not an id" is no id'),
        (replace(YEAR, id="new", note={"en": "a\x00b"}), 'event "new" has a character'),
        (YEAR, 'event "year": there are two with this id'),
    ],
)
def test_what_cannot_be_taken_changes_nothing(filled: Records, event: Event, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        apply(filled, replace(YEAR, status="held"), event)
    assert filled.revision() == 1
    assert filled.event("year") == YEAR


def test_an_export_is_whole_in_itself(filled: Records) -> None:
    filled.apply(Pack("more", {}, facts=(replace(PLAN, status="retracted"),)), actor="editor", now=NOW)
    exported = pack_of(write_pack(filled.pack()), "export.yaml")
    assert [event.facts for event in exported.events] == [(), (), ()]
    assert filled.event("year") == YEAR


def test_a_fragment_leaves_what_it_does_not_say(filled: Records) -> None:
    apply(filled, replace(CONCERT, title={"ru": "Концерт"}, place={}), fragment=True)
    event = filled.event("concert")
    assert event is not None
    assert (event.title, event.place) == ({"en": "Concert", "ru": "Концерт"}, {"en": "Astana"})


def test_check_finds_what_was_altered_past_the_program(filled: Records) -> None:
    with filled.database.writing() as connection:
        connection.execute(update(schema.events).where(schema.events.c.id == "year").values(edtf="2031"))
    assert filled.check() == ['event "year" is not as it was stored']
