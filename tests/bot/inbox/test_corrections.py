"""Whoever was told what is not so any more is told so: once, with the newest state, unless they do not want it."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest
from telling import ANN, BOB, PARKING, Town

from bot.inbox.corrections import RECENT
from bot.subscribers import Quiet, Schedule, Settings
from knowledge.records import Records

pytestmark = pytest.mark.usefixtures("few_words")
ASKED = "Is parking free?"


@pytest.fixture
def town(records: Records, tmp_path: Path) -> Town:
    town = Town(records, tmp_path)
    town.put()
    return town


def test_whoever_was_told_is_told_what_holds_now(town: Town) -> None:
    town.ask(ANN, ASKED)
    assert town.corrections.audience("parking", town.now()) == 1
    assert town.corrections.untold("parking", town.now()) == 0
    town.say("Parking costs 200 tenge.")
    assert town.corrections.untold("parking", town.now()) == 1
    assert town.corrections.announce("parking", town.now()) == 1
    assert town.corrections.untold("parking", town.now()) == 0
    assert town.sent() == [
        (
            ANN,
            (
                "✏️ A correction to what I told you\n\nIs parking free?\n\nParking is free.\n\n"
                "Parking costs 200 tenge.\n\nSource: Guide, paragraph 3"
            ),
        )
    ]


def test_one_notice_however_often_it_changes_and_none_if_it_changes_back(town: Town) -> None:
    town.ask(ANN, ASKED)
    town.ask(ANN, ASKED)
    for text in ("Parking costs 100.", "Parking costs 200.", "Parking costs 300."):
        town.say(text)
        town.corrections.announce("parking", town.now())
        town.corrections.announce("parking", town.now())
    ((_, _, _, text),) = town.queued()
    assert "Parking is free.\n\nParking costs 300." in text
    town.put()
    assert town.corrections.announce("parking", town.now()) == 0
    assert town.queued() == []


def test_what_waits_follows_the_record_even_if_nobody_announces_it(town: Town) -> None:
    town.ask(ANN, ASKED)
    town.say("Parking csts 200.")
    town.corrections.announce("parking", town.now())
    town.say("Parking costs 200.")
    assert town.corrections.follow(town.now()) == 1
    assert town.corrections.follow(town.now()) == 0
    ((_, text),) = town.sent()
    assert "Parking costs 200." in text


def test_compared_is_what_was_told_last(town: Town) -> None:
    town.ask(ANN, ASKED)
    town.say("Parking costs 200.")
    town.corrections.announce("parking", town.now())
    town.sent()
    assert town.corrections.announce("parking", town.now()) == 0
    town.put()
    assert town.corrections.announce("parking", town.now()) == 1
    assert "Parking costs 200.\n\nParking is free." in town.sent()[0][1]
    town.say("Parking costs 300.")
    town.ask(ANN, ASKED)  # and hears the newest from the bot itself
    assert town.corrections.announce("parking", town.now()) == 0


def test_what_is_taken_back_is_no_longer_on_record(town: Town) -> None:
    town.ask(ANN, ASKED)
    town.put(PARKING, status="retracted")
    assert town.corrections.announce("parking", town.now()) == 1
    ((_, text),) = town.sent()
    assert text == "✏️ What I told you is no longer on record\n\nIs parking free?\n\nParking is free."
    town.put()
    assert town.corrections.announce("parking", town.now()) == 0


def test_what_did_not_change_in_their_language_is_no_correction(town: Town) -> None:
    town.ask(ANN, ASKED)
    town.ask(BOB, "Парковка бесплатна?", lang="ru")
    town.say("Parking costs 200.")
    assert town.corrections.announce("parking", town.now()) == 1
    assert [chat for chat, _ in town.sent()] == [ANN]


@pytest.mark.parametrize(
    "why", ["muted", "no changes", "blocked", "forgotten", "in a group", "long ago", "unanswered"]
)
def test_who_is_not_told(town: Town, why: str) -> None:
    asked = "Who won the World Cup?" if why == "unanswered" else ASKED
    town.ask(ANN, asked, chat=-100 if why == "in a group" else None)
    if why == "muted":
        town.corrections.mute(ANN, muted=True)
    elif why == "no changes":
        town.subscribers.save(ANN, Settings(changes=False), now=town.now(), person=ANN)
    elif why == "blocked":
        town.block(ANN)
    elif why == "forgotten":
        town.privacy.forget(ANN)
    elif why == "long ago":
        town.later(days=RECENT.days)
    assert town.corrections.audience("parking", town.now()) == 0
    town.say("Parking costs 200.")
    assert town.corrections.announce("parking", town.now()) == 0


def test_muting_drops_what_waits_and_can_be_undone(town: Town) -> None:
    town.ask(ANN, ASKED)
    town.say("Parking costs 200.")
    town.corrections.announce("parking", town.now())
    town.corrections.mute(ANN, muted=True)
    assert town.queued() == []
    town.corrections.mute(ANN, muted=False)
    assert town.corrections.announce("parking", town.now()) == 1


def test_whoever_was_told_later_is_corrected_too(town: Town) -> None:
    number = town.ask(ANN, "qwer asdf?")
    town.inbox.settle([number], "same", by=1, fact="parking")
    assert town.corrections.audience("parking", town.now()) == 0  # has heard of nothing yet
    town.news.wanted(number, ANN)
    town.news.plan(town.now())
    town.sent()
    town.say("Parking costs 200.")
    assert town.corrections.announce("parking", town.now()) == 1


def test_ids_with_signs_of_patterns_are_taken_literally(town: Town) -> None:
    town.ask(ANN, ASKED)
    assert town.corrections.audience("park_ng", town.now()) == 0


def test_quiet_hours_hold_a_correction(town: Town) -> None:
    settings = Settings(schedule=Schedule("off", zone="UTC"), quiet=Quiet(time(8), time(20)))
    town.subscribers.save(ANN, settings, now=town.now(), person=ANN)
    town.ask(ANN, ASKED)
    town.say("Parking costs 200.")
    town.corrections.announce("parking", town.now())
    assert town.sent() == []
    town.later(hours=11)
    assert len(town.sent()) == 1
