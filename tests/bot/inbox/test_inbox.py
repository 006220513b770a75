"""What waits for the editors: grouped, most asked first, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from bot.inbox import Inbox
from bot.inbox.inbox import LATER
from knowledge.assistant import Assistant
from knowledge.index.base import Base
from knowledge.model import Lang, Pack
from knowledge.records import Question, Records

NOW = datetime(2020, 3, 1, 9, tzinfo=UTC)
EDITOR, ANN, BOB = 1, 7_000_000_001, 8
SALARY, ZARPLATA = (
    "What is the salary of the director of Rosconcert?",
    "Сколько зарабатывает директор Росконцерта?",
)
PARKING = "Is there parking?"


@dataclass
class Clock:
    time: datetime = NOW

    def now(self) -> datetime:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def inbox(records: Records, base: Base, clock: Clock) -> Inbox:
    return Inbox(records, Assistant(lambda: base), lambda: base, clock)


def ask(
    records: Records, text: str, person: int | None = None, *, lang: Lang = "en", answered: str = ""
) -> int:
    status = "answered" if answered else "unanswered"
    facts = (answered,) if answered else ()
    asked = Question(text, lang, NOW, status, facts=facts, person=person, chat=person, filed=not answered)
    return records.file_question(asked)


def test_nothing_waits(inbox: Inbox) -> None:
    assert inbox.groups() == ()
    assert inbox.group(1) is None


def test_most_asked_first_and_a_person_counts_once(records: Records, inbox: Inbox) -> None:
    first = ask(records, SALARY, ANN)
    for _ in range(3):
        ask(records, PARKING, BOB)
    last = ask(records, ZARPLATA, BOB, lang="ru")
    salary, parking = inbox.groups()
    assert (salary.id, salary.asked, salary.numbers) == (first, 2, (last, first))
    assert (parking.asked, len(parking.questions)) == (1, 3)
    assert inbox.group(last) == salary
    assert salary.wordings() == (("ru", ZARPLATA), ("en", SALARY))


def test_whoever_was_forgotten_counts_each_time(records: Records, inbox: Inbox) -> None:
    for _ in range(2):
        ask(records, PARKING)
    assert inbox.groups()[0].asked == 2


def test_an_answer_that_somebody_found_bad_waits_too(records: Records, inbox: Inbox, shipped: Pack) -> None:
    records.apply(shipped, actor="test", now=NOW)
    ask(records, "Who is running Rosconcert these days?", BOB)
    first, *_ = inbox.candidates(inbox.groups()[0])
    number = ask(records, "Who is running Rosconcert these days?", ANN, answered=first.id)
    assert inbox.groups()[0].bad == 0
    records.rate(number, ANN, good=False, now=NOW)
    (group,) = inbox.groups()
    assert (group.bad, group.asked) == (1, 2)
    # What was found bad is not the first to be offered again.
    assert inbox.candidates(group)[0] != first
    records.rate(number, ANN, good=True, now=NOW)
    assert inbox.groups()[0].asked == 1


def test_later_is_a_week(records: Records, inbox: Inbox, clock: Clock) -> None:
    ask(records, PARKING, ANN)
    (group,) = inbox.groups()
    assert inbox.later(group) == 1
    assert inbox.groups() == ()
    clock.time += LATER - timedelta(seconds=1)
    assert inbox.groups() == ()
    clock.time += timedelta(seconds=1)
    assert inbox.groups() == (inbox.group(group.id),)


def test_what_is_not_for_us_is_done_with(records: Records, inbox: Inbox) -> None:
    number = ask(records, PARKING, ANN)
    (group,) = inbox.groups()
    assert inbox.not_for_us(group, by=EDITOR) == 1
    assert inbox.groups() == ()
    assert inbox.not_for_us(group, by=EDITOR) == 0
    assert records.counts().filed == 0
    question = records.question(number)
    assert question is not None
    assert question.text == PARKING


def test_what_is_settled_is_answered_with_its_fact(records: Records, inbox: Inbox) -> None:
    number = ask(records, SALARY, ANN)
    other = ask(records, PARKING, ANN)
    assert inbox.settle([number], "same", by=EDITOR, fact="rosconcert-director") == 1
    question = records.question(number)
    assert question is not None
    assert question.facts == ("rosconcert-director",)
    assert [group.id for group in inbox.groups()] == [other]
