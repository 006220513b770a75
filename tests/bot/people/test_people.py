from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from databases import new_records
from sqlalchemy import event

from bot.people import People, Person
from knowledge.errors import InvalidInput
from knowledge.matching.answer import Answer, UsedFact
from knowledge.matching.thread import Thread
from knowledge.records import Records
from knowledge.records.schema import threads

NOW = datetime(2019, 10, 14, 9, 30, tzinfo=UTC)
ANN, BOB = 7_000_000_001, 8
GROUP = -1_001_234_567_890
THREAD = Thread("Who heads the Kazakh side?", NOW, facts=("head-kz",))
ANSWER = Answer("answered", "en", 0.9, "N. D.", facts=(UsedFact("head-kz", "N. D.", "Report", "en"),))


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    with new_records(f"sqlite:///{tmp_path}/agreement.db") as opened:
        yield opened


@pytest.fixture
def people(records: Records) -> People:
    return People(records)


def test_a_stranger(people: People) -> None:
    assert people.person(ANN) is None
    assert people.language_of(ANN) is None
    assert people.thread(ANN, NOW) is None


def test_whoever_writes_is_seen(people: People) -> None:
    people.seen(ANN, "kk", NOW)
    assert people.person(ANN) == Person(ANN, None, "kk", NOW, NOW)
    later = NOW + timedelta(days=1)
    people.seen(ANN, "ru", later)
    assert people.person(ANN) == Person(ANN, None, "ru", NOW, later)


def test_being_seen_again_soon_costs_no_write(people: People, records: Records) -> None:
    people.seen(ANN, "kk", NOW)
    statements: list[str] = []
    event.listen(records.database.engine, "before_cursor_execute", lambda *call: statements.append(call[2]))
    people.seen(ANN, "kk", NOW + timedelta(minutes=59))
    assert "BEGIN IMMEDIATE" not in statements
    people.seen(ANN, "ru", NOW + timedelta(minutes=59))
    assert "BEGIN IMMEDIATE" in statements


def test_a_language_is_chosen_and_given_back(people: People) -> None:
    people.choose_language(ANN, "kk", NOW)
    assert people.language_of(ANN) == "kk"
    people.seen(ANN, "ru", NOW + timedelta(days=1))
    assert people.language_of(ANN) == "kk"
    people.choose_language(ANN, None, NOW + timedelta(days=2))
    assert people.person(ANN) == Person(ANN, None, "ru", NOW, NOW + timedelta(days=2))


def test_whoever_blocked_the_bot_and_writes_again_has_unblocked_it(people: People) -> None:
    people.seen(ANN, "kk", NOW)
    people.set_blocked(ANN)
    people.choose_language(ANN, "kk", NOW)
    person = people.person(ANN)
    assert person is not None
    assert person.blocked
    people.seen(ANN, "kk", NOW)
    person = people.person(ANN)
    assert person is not None
    assert not person.blocked


def test_a_thread_is_remembered_for_a_quarter_of_an_hour(people: People) -> None:
    people.save_thread(ANN, THREAD)
    assert people.thread(ANN, NOW + timedelta(minutes=15)) == THREAD
    assert people.thread(ANN, NOW + timedelta(minutes=16)) is None
    assert people.thread(BOB, NOW) is None
    later = Thread("And the Russian?", NOW + timedelta(minutes=1))
    people.save_thread(ANN, later)
    assert people.thread(ANN, NOW) == later
    people.forget_thread(ANN)
    assert people.thread(ANN, NOW) is None


def test_a_thread_of_another_version_is_forgotten(people: People, records: Records) -> None:
    with records.database.writing() as connection:
        row = {"chat": ANN, "thread": {"question": "Who?"}, "updated_at": NOW}
        connection.execute(threads.insert().values(row))
    assert people.thread(ANN, NOW) is None


def test_old_threads_can_be_erased(people: People) -> None:
    people.save_thread(ANN, THREAD)
    people.save_thread(BOB, Thread("?", NOW + timedelta(hours=1)))
    assert people.forget_threads_before(NOW + timedelta(minutes=30)) == 1
    assert people.thread(ANN, NOW) is None
    assert people.thread(BOB, NOW) is not None


def test_questions_and_ratings(people: People, records: Records) -> None:
    first = people.remember_question("Who?", ANSWER, now=NOW, person=ANN, chat=ANN)
    question = records.question(first)
    assert question is not None
    assert (question.text, question.status, question.facts) == ("Who?", "answered", ("head-kz",))
    assert not question.filed
    people.rate(first, ANN, True, NOW)
    people.rate(first, ANN, False, NOW)
    people.rate(first, BOB, True, NOW)
    assert records.ratings(first) == (1, 1)
    with pytest.raises(InvalidInput):
        people.rate(first + 1, ANN, True, NOW)


def test_what_was_not_answered_goes_to_the_inbox(people: People, records: Records) -> None:
    unanswered = Answer("unanswered", "en", 0.1, "The record does not say.", missing=("salary",))
    number = people.remember_question("What salary?", unanswered, now=NOW)
    (waiting,) = records.inbox()
    assert (waiting.id, waiting.missing) == (number, ("salary",))
