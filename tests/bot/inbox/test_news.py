"""Whoever wants it is told once when there is an answer, however it came about."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest
from telling import ANN, BOB, EDITOR, PARKING, Town

from bot.subscribers import Quiet, Schedule, Settings
from knowledge.model import Pack, Synonym
from knowledge.records import Records

pytestmark = pytest.mark.usefixtures("few_words")
ASKED = "Is parking free?"


@pytest.fixture
def town(records: Records, tmp_path: Path) -> Town:
    town = Town(records, tmp_path)
    town.put(PARKING, id="other", statement={"en": "The hall seats ninety."}, title={}, questions={})
    return town


def test_whoever_waits_is_told_when_the_record_has_an_answer(town: Town) -> None:
    number = town.ask(ANN, ASKED)
    town.ask(BOB, ASKED)  # does not wait
    assert town.news.wanted(number, ANN)
    assert town.news.plan(town.now()) == 0
    town.put()
    assert town.news.plan(town.now()) == 1
    ((chat, kind, status, text),) = town.queued()
    assert (chat, kind, status) == (ANN, "news", "waiting")
    assert text == (
        "🔔 There is an answer to your question\n\nIs parking free?\n\nParking is free.\n\nSource: Guide, paragraph 3"
    )
    # It is no question for the editors any more, whoever asked it.
    assert town.inbox.groups() == ()


def test_nobody_is_told_twice_whatever_happens_in_between(town: Town) -> None:
    number = town.ask(ANN, ASKED)
    town.news.wanted(number, ANN)
    town.put()
    assert town.news.plan(town.now()) == 1
    assert town.news.plan(town.now()) == 0
    town.restart()
    assert town.news.plan(town.now()) == 0
    assert len(town.sent()) == 1
    town.say("Parking is not free.")
    town.news.wanted(number, ANN)  # an old button
    town.restart()
    town.news.plan(town.now())
    assert town.sent() == []


def test_a_process_that_was_killed_before_telling_tells_after_its_start(town: Town) -> None:
    town.news.wanted(town.ask(ANN, ASKED), ANN)
    town.news.plan(town.now())
    town.put()
    town.restart()
    assert town.news.plan(town.now()) == 1


def test_in_the_language_that_the_person_chose(town: Town) -> None:
    town.meet(ANN, "ru")
    town.news.wanted(town.ask(ANN, ASKED, lang="ru"), ANN)
    town.put()
    town.news.plan(town.now())
    (_, text) = town.sent()[0]
    assert "Парковка бесплатна." in text
    assert "Справочник" in text


def test_what_an_editor_said_is_the_answer_is_told_also_if_the_question_does_not_lead_there(
    town: Town,
) -> None:
    number = town.ask(ANN, "qwer asdf?")
    town.news.wanted(number, ANN)
    town.put()
    assert town.news.plan(town.now()) == 0
    town.inbox.settle([number], "same", by=EDITOR, fact="parking")
    assert town.news.plan(town.now()) == 1
    assert "Parking is free." in town.sent()[0][1]


def test_a_synonym_brings_an_answer_too(town: Town) -> None:
    town.put()
    number = town.ask(ANN, "Is bilbarking free?")
    town.news.wanted(number, ANN)
    assert town.news.plan(town.now()) == 0
    synonym = Synonym("s", "en", ("bilbarking", "parking"))
    town.records.apply(Pack("s", {}, synonyms=(synonym,)), actor="test", now=town.now())
    assert town.news.plan(town.now()) == 1


@pytest.mark.parametrize("why", ["blocked", "forgotten", "in a group", "not theirs"])
def test_who_is_not_told(town: Town, why: str) -> None:
    number = town.ask(ANN, ASKED, chat=-100 if why == "in a group" else None)
    assert town.news.wanted(number, BOB if why == "not theirs" else ANN) == (why != "not theirs")
    if why == "blocked":
        town.block(ANN)
    elif why == "forgotten":
        town.privacy.forget(ANN)
    town.put()
    assert town.news.plan(town.now()) == 0
    assert town.queued() == []


def test_quiet_hours_hold(town: Town) -> None:
    settings = Settings(schedule=Schedule("off", zone="UTC"), quiet=Quiet(time(8), time(20)))
    town.subscribers.save(ANN, settings, now=town.now(), person=ANN)
    town.news.wanted(town.ask(ANN, ASKED), ANN)
    town.put()
    town.news.plan(town.now())
    assert town.sent() == []
    town.later(hours=11)
    assert len(town.sent()) == 1


def test_a_retracted_answer_is_no_news(town: Town) -> None:
    town.news.wanted(town.ask(ANN, ASKED), ANN)
    town.put(replace(PARKING, status="retracted"))
    assert town.news.plan(town.now()) == 0


def test_what_becomes_a_known_question_leaves_the_inbox_and_is_told(town: Town) -> None:
    number = town.ask(ANN, "May I leave my car there?")
    other = town.ask(BOB, "Who won the World Cup?")
    town.news.wanted(number, ANN)
    town.put(questions={"en": ("may I leave my car THERE",)}, status="draft")
    assert town.inbox.catch_up() == 0
    town.put(questions={"en": ("may I leave my car THERE",)})
    assert [group.id for group in town.inbox.groups()] == [other]
    assert town.inbox.catch_up() == 0
    assert town.news.plan(town.now()) == 1
    assert "Parking is free." in town.sent()[0][1]


def test_whoever_leaves_the_digests_still_hears_what_they_asked_for(town: Town) -> None:
    town.subscribers.save(ANN, Settings(), now=town.now(), person=ANN)
    town.news.wanted(town.ask(ANN, ASKED), ANN)
    town.put()
    town.news.plan(town.now())
    town.subscribers.leave(ANN, town.now())
    assert len(town.sent()) == 1
