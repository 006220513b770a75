"""A document beside the record: the same file twice, a new edition, what editors did in between."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from file_makers import CALENDAR, Read

from knowledge.documents import settle, settle_calendar
from knowledge.model import FACT_STATUSES, Entity, Pack, Topic
from knowledge.records import Records

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
FIRST = (
    "The ferry leaves at noon.\n\nIt is planned to open a new pier in 2027.\n\n"
    "Anna Petrova, director of the Harbour Museum, spoke."
)
SECOND = FIRST.replace("at noon", "at one o'clock").replace("2027", "2028")


@pytest.fixture
def records(tmp_path: Path) -> Records:
    with Records.open(f"sqlite:///{tmp_path}/a.db") as opened:
        yield opened


@pytest.fixture
def take(read: Read, records: Records):
    def call(name: str, text: str):
        draft = read(name, text)
        everything = records.pack(*FACT_STATUSES)
        settled = settle(draft.pack, everything)
        applied = records.apply(settled.pack, actor="test", now=NOW, fragment=draft.fragment)
        return settled, applied

    return call


def published(records: Records) -> list[str]:
    return sorted(text for fact in records.pack().facts for text in fact.statement.values())


def test_the_same_file_changes_nothing_a_second_time(take, records: Records) -> None:
    take("a.txt", FIRST)
    before = records.pack(*FACT_STATUSES), records.revision()
    _, applied = take("a.txt", FIRST)
    assert (applied.added, applied.changed, applied.events) == (0, 0, 0)
    assert (records.pack(*FACT_STATUSES), records.revision()) == before


def test_a_new_edition_takes_back_what_it_no_longer_has_and_an_old_one_puts_it_back(
    take, records: Records
) -> None:
    take("a.txt", FIRST)
    first = published(records), [event.when for event in records.events() if not event.retracted]
    settled, _ = take("a.txt", SECOND)
    assert "The ferry leaves at noon." in [fact.statement["en"] for fact in settled.gone]
    assert "The ferry leaves at one o'clock." in published(records)
    assert "The ferry leaves at noon." not in published(records)
    assert [event.when for event in records.events() if not event.retracted] == ["2028"]
    take("a.txt", FIRST)
    assert (published(records), [event.when for event in records.events() if not event.retracted]) == first


def test_where_a_passage_stands_follows_the_document(take, records: Records) -> None:
    take("a.txt", FIRST)
    take("a.txt", f"A word before.\n\n{FIRST}")
    ferry = next(fact for fact in records.pack().facts if "noon" in fact.statement["en"])
    assert ferry.source.number == 2


def test_what_an_editor_changed_or_retracted_stays(take, records: Records) -> None:
    take("a.txt", FIRST)
    ferry = next(fact for fact in records.pack().facts if "noon" in fact.statement["en"])
    pier = next(fact for fact in records.pack().facts if fact.statement["en"].startswith("It is planned"))
    topic = Topic("a.txt", {"en": "a"})
    edited = replace(ferry, statement={"en": "The ferry leaves at ten."}, questions={"en": ("When?",)})
    gone = replace(pier, status="retracted")
    records.apply(Pack("x", {}, topics=(topic,), facts=(edited, gone)), actor="editor", now=NOW)
    for text in (FIRST, SECOND, FIRST):
        settled, _ = take("a.txt", text)
        assert "The ferry leaves at ten." in published(records)
        assert records.fact(pier.id).status == "retracted"
        if text == FIRST:
            assert {fact.id for fact in settled.kept} == {ferry.id, pier.id}


def test_what_another_document_says_word_for_word_is_left_out(take, records: Records) -> None:
    take("a.txt", FIRST)
    settled, applied = take("b.txt", FIRST)
    assert applied.added == 0
    assert len(settled.duplicates) == len(records.pack().facts)


def test_people_on_record_are_the_same_people(take, records: Records) -> None:
    anna = Entity("anna", "person", {"en": ("Anna Petrova",), "ru": ("Анна Петрова",)})
    records.apply(Pack("x", {}, entities=(anna,)), actor="editor", now=NOW)
    take("a.txt", FIRST)
    assert [fact.about[0] for fact in records.pack().facts if "post" in fact.gives] == ["anna"]
    assert [entity.id for entity in records.pack().entities if entity.kind == "person"] == ["anna"]


def test_a_calendar_keeps_its_events_by_their_uid(read: Read, records: Records) -> None:
    def take(text: str):
        draft = read("a.ics", text)
        settled = settle_calendar(draft.pack, records.pack())
        return records.apply(settled.pack, actor="test", now=NOW, fragment=True)

    assert take(CALENDAR).events == 2
    assert take(CALENDAR).events == 0
    assert take(CALENDAR.replace("20260605", "20260606").replace("SEQUENCE:3", "SEQUENCE:4")).events == 1
    fair = next(event for event in records.events() if event.uid == "fair@harbour")
    assert (fair.when, fair.sequence) == ("2026-06-06/2026-06-07", 4)
