"""What is kept about somebody, wherever it stands: shown whole, and erased but for what was done for the record."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time
from typing import Any

import pytest
from sqlalchemy import insert, select

from bot.people import People, Privacy
from bot.subscribers import Quiet, Settings, Subscribers
from knowledge.matching.thread import Thread
from knowledge.model import Fact, Pack, Topic
from knowledge.records import Question, Records
from knowledge.records.schema import (
    audit,
    broadcasts,
    feeds,
    imports,
    letters,
    metadata,
    outbox,
    proposals,
    roles,
    wizards,
)

NOW = datetime(2019, 10, 14, 9, 30, tzinfo=UTC)
ANN, BOB, OWNER, GROUP = 7_000_000_001, 8_000_000_002, 9_000_000_003, -1_001_234_567_890
# What was done for the record, or given by an owner, stays.
STAYS = {"roles", "broadcasts", "proposals", "history"}
# Where a person's number may stand. A new table must be thought of in bot/people/privacy.py, too.
PLACES = {
    "people", "questions", "ratings", "threads", "subscribers", "watches", "feeds", "outbox", "wizards",
    "imports", "broadcasts", "roles", "audit", "proposals",
}  # fmt: skip


@pytest.fixture
def privacy(records: Records) -> Privacy:
    for person in (ANN, BOB):
        live(records, person)
    return Privacy(records)


def live(records: Records, person: int) -> None:
    """Leave a trace wherever one can."""
    fact = Fact(f"by-{person}", "t", {"en": "Statement"})
    pack = Pack("p", {}, topics=(Topic("t", {"en": "T"}),), facts=(fact,))
    records.apply(pack, actor=f"person:{person}", now=NOW)
    people = People(records)
    people.choose_language(person, "ru", NOW)
    people.save_thread(person, Thread("Who?", NOW))
    people.save_thread(GROUP - person, Thread("Who?", NOW), person=person)
    asked = Question("Who?", "en", NOW, "unanswered", person=person, chat=person, filed=True)
    records.rate(records.file_question(asked), person, good=False, now=NOW)
    subscribers = Subscribers(records)
    settings = Settings(quiet=Quiet(time(22), time(7)))
    subscribers.save(person, settings, now=NOW, person=person)
    subscribers.save(GROUP - person, settings, now=NOW, person=person)
    subscribers.watch(person, "gala", "planned", settings=settings, now=NOW)
    with records.database.writing() as connection:
        for table, row in rows_of(person):
            connection.execute(insert(table).values(row))


def rows_of(person: int) -> list[tuple[Any, dict[str, Any]]]:
    letter = f"letter-{person}"
    waiting = {"chat": person, "kind": "digest", "subject": "digest", "period": "p", "letter": letter}
    waiting |= {"part": 0, "silent": False, "priority": 4, "status": "waiting", "not_before": NOW}
    waiting |= {"expires_at": NOW, "attempts": 0, "unknowns": 0}
    filling = {"person": person, "kind": "addfact", "state": {"step": "text"}, "updated_at": NOW}
    sent = {"at": NOW, "person": person}
    return [
        (
            letters,
            {"id": letter, "kind": "digest", "lang": "en", "parts": [[["News", "", ""]]], "until": NOW},
        ),
        (outbox, waiting),
        (feeds, {"digest": f"d{person}", "chat": person, "since": NOW}),
        (wizards, {"chat": person, **filling}),
        (wizards, {"chat": GROUP, **filling}),
        (imports, {**sent, "chat": person, "name": "a.txt", "status": "waiting", "report": {}}),
        (broadcasts, {**sent, "text": "All", "audience": {}, "status": "draft", "total": 0}),
        (proposals, {**sent, "edits": [], "status": "waiting"}),
        (roles, {"person": person, "role": "editor", "granted_by": OWNER, "at": NOW}),
        (audit, {**sent, "chat": person, "action": "/grant", "allowed": False, "detail": f"/grant {person}"}),
    ]


def traces(records: Records, person: int) -> set[str]:
    """The tables in which the number stands anywhere."""
    with records.database.reading() as connection:
        return {
            table.name
            for table in metadata.sorted_tables
            for row in connection.execute(select(table))
            if str(person) in str(tuple(row)) and table.name not in {"letters", "facts"}  # by their ids here
        }


def test_every_place_is_known() -> None:
    named = {
        table.name
        for table in metadata.sorted_tables
        if {"person", "chat"} & {column.name for column in table.c}
    }
    assert named | {"people"} <= PLACES


def test_all_that_is_kept_is_told(records: Records, privacy: Privacy) -> None:
    kept = privacy.kept(ANN)
    assert {name: len(rows) for name, rows in kept.rows.items()} == {
        "person": 1,
        "questions": 1,
        "ratings": 1,
        "conversation": 2,
        "subscriptions": 2,
        "reminders": 1,
        "calendar_links": 1,
        "messages": 1,
        "unfinished": 2,
        "imports": 1,
        "broadcasts": 1,
        "proposals": 1,
        "rights": 1,
        "attempts": 1,
    }
    assert kept.changes > 0
    told = json.loads(json.dumps(kept.to_json(), ensure_ascii=False))
    assert told["questions"][0]["text"] == "Who?"
    assert told["messages"][0]["parts"] == [[["News", "", ""]]]
    assert told["person"][0]["first_seen"].startswith("2019-10-14")
    assert str(BOB) not in json.dumps(told)


def test_a_stranger_has_nothing_kept(privacy: Privacy) -> None:
    assert privacy.kept(12345).nothing
    privacy.forget(12345)


def test_what_is_erased_is_gone_everywhere(records: Records, privacy: Privacy) -> None:
    before, others = traces(records, ANN), traces(records, BOB)
    assert before >= {"people", "questions", "outbox", "subscribers", "wizards", "audit"}
    privacy.forget(ANN)
    assert traces(records, ANN) == before & STAYS
    assert traces(records, BOB) == others
    assert set(privacy.kept(ANN).rows) == {"broadcasts", "proposals", "rights"}
    (question,) = [one for one in records.inbox() if one.person is None]
    assert (question.text, question.chat, question.filed) == ("Who?", None, True)
    # A group's subscription is the group's, whoever set it up.
    assert Subscribers(records).find(GROUP - ANN) is not None
    privacy.forget(ANN)


def test_whoever_handled_a_question_is_forgotten_as_well(records: Records, privacy: Privacy) -> None:
    from knowledge.records.schema import questions

    with records.database.writing() as connection:
        connection.execute(questions.update().values(handled_by=ANN, person=BOB, chat=BOB))
    privacy.forget(ANN)
    assert "questions" not in traces(records, ANN)
