"""Taking back: one's own last change or any by number, never over what came after it unseen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mailing import CONCERT, MONDAY, TOPICS, record

from bot.browsing import record_key
from bot.editing.differing import differences, in_lines, pieces_of
from bot.editing.keeping import Keeper
from bot.editing.undoing import ChangedSince, Undoing
from bot.subscribers import Refused
from bot.texts import bot_texts
from knowledge.model import LANGS, Event, Fact, Pack, Topic
from knowledge.plain import event_data
from knowledge.records import Edit, Records

ME, OTHER = 5, 6
FACT = Fact("films", "music", {"en": "Two films are shot in Astana.", "ru": "Снимают два фильма."})


class Clock:
    def __init__(self) -> None:
        self.time = MONDAY

    def now(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time


class Desk:
    def __init__(self, records: Records) -> None:
        self.records, self.keeper = records, Keeper(records, lambda: None, Clock())
        self.undoing = Undoing(self.keeper)

    def put(self, *edits: Edit, person: int = ME) -> int:
        """The number of the last change that this made."""
        self.keeper.keep(edits, person)
        return self.records.history(limit=1)[0].id

    def say(self, text: str, person: int = ME) -> int:
        fact = self.records.fact("films")
        assert fact
        return self.put(Edit(replace(fact, statement={**fact.statement, "en": text}), fact), person=person)

    @property
    def said(self) -> str:
        fact = self.records.fact("films")
        assert fact
        return fact.statement["en"]


@pytest.fixture
def desk(url: str) -> Iterator[Desk]:
    with Records.open(url) as records:
        record(records, CONCERT)
        records.apply(Pack("q", {}, facts=(FACT,)), actor="shipped", now=MONDAY)
        yield Desk(records)


def test_the_last_change_of_ones_own(desk: Desk) -> None:
    desk.say("Three films are shot.")
    desk.put(Edit(replace(CONCERT, status="cancelled"), CONCERT), person=OTHER)
    (made,) = desk.undoing.undo_last(ME)
    assert (desk.said, made.subject) == (FACT.statement["en"], "films")
    assert desk.records.event("concert").status == "cancelled"


def test_again_and_again(desk: Desk) -> None:
    desk.say("Three films are shot.")
    desk.say("Four films are shot.")
    desk.undoing.undo_last(ME)
    assert desk.said == "Three films are shot."
    desk.undoing.undo_last(ME)
    assert desk.said == FACT.statement["en"]
    with pytest.raises(Refused, match="nothing that could be undone"):
        desk.undoing.undo_last(ME)


def test_what_was_undone_can_be_put_back(desk: Desk) -> None:
    desk.say("Three films are shot.")
    (undone,) = desk.undoing.undo_last(ME)
    (back,) = desk.undoing.undo(undone.id, ME)
    assert desk.said == "Three films are shot."
    (again,) = desk.undoing.undo(back.id, ME)
    assert desk.said == FACT.statement["en"]
    desk.undoing.undo(again.id, ME)
    desk.undoing.undo_last(ME)
    assert desk.said == FACT.statement["en"]


def test_an_addition_is_retracted(desk: Desk) -> None:
    number = desk.put(Edit(Event("gala", "music", {"en": "Gala"}, "2020")), Edit(replace(FACT, id="more")))
    assert len(desk.undoing.undo_last(ME)) == 2
    assert desk.records.event("gala").retracted
    assert desk.records.fact("more").status == "retracted"
    with pytest.raises(Refused, match="undone already"):
        desk.undoing.undo(number, ME)


def test_a_retraction_is_taken_back(desk: Desk) -> None:
    desk.put(Edit(replace(CONCERT, retracted=True), CONCERT))
    desk.undoing.undo_last(ME)
    assert not desk.records.event("concert").retracted
    assert desk.records.event("concert").uid == CONCERT.uid


def test_not_over_what_came_after_it(desk: Desk) -> None:
    number = desk.say("Three films are shot.")
    after = desk.say("Three films are shot in Almaty.", person=OTHER)
    with pytest.raises(ChangedSince) as caught:
        desk.undoing.undo_last(ME)
    assert [change.id for change in caught.value.since] == [after]
    assert desk.said == "Three films are shot in Almaty."
    desk.undoing.undo(after, ME)
    desk.undoing.undo(number, ME)
    assert desk.said == FACT.statement["en"]


def test_all_or_nothing(desk: Desk) -> None:
    """Changed together, and one of them changed since: neither is taken back."""
    fact = desk.records.fact("films")
    desk.put(Edit(replace(CONCERT, status="cancelled"), CONCERT), Edit(replace(fact, side="kz"), fact))
    desk.say("Three films are shot.", person=OTHER)
    with pytest.raises(ChangedSince):
        desk.undoing.undo_last(ME)
    assert desk.records.event("concert").status == "cancelled"


def test_a_new_topic_stays(desk: Desk) -> None:
    number = desk.put(Edit(Topic("dance", {"en": "Dance"})))
    with pytest.raises(Refused, match="stays"):
        desk.undoing.undo(number, ME)
    fact = replace(FACT, id="ballet", topic="opera")
    desk.put(Edit(Topic("opera", {"en": "Opera"})), Edit(fact))
    assert [change.kind for change in desk.undoing.undo_last(ME)] == ["fact"]


def test_there_is_no_such_change(desk: Desk) -> None:
    with pytest.raises(Refused, match="no change number 9999"):
        desk.undoing.undo(9999, ME)


def test_history_in_pages(desk: Desk) -> None:
    for number in range(5):
        desk.say(f"{number} films are shot.")
    found, total = desk.undoing.page("films", 1, 4)
    assert (len(found), total) == (2, 6)
    assert desk.undoing.page(None, 0, 4)[1] == 6 + 1 + len(TOPICS)
    assert desk.undoing.subject("films") == "films"
    assert desk.undoing.subject(record_key("films")) == "films"
    assert desk.undoing.subject("nothing") is None


@pytest.mark.parametrize("lang", LANGS)
def test_differences_in_words(desk: Desk, lang: str) -> None:
    texts = bot_texts()[lang]
    desk.say("Three films are shot in Astana.")
    (one,) = differences(desk.records.history("fact", "films")[0], texts)
    assert [(piece.text, piece.how) for piece in one.pieces if piece.how != "same"] == [
        ("Two", "old"),
        ("Three", "new"),
    ]
    (line,) = in_lines("event", event_data(CONCERT), event_data(replace(CONCERT, status="moved")), texts)
    assert line.endswith(f"{texts.gettext('planned')} → {texts.gettext('moved')}")


@given(st.text(max_size=60), st.text(max_size=60))
def test_pieces_hold_what_is_gone_and_what_is_new(old: str, new: str) -> None:
    """Unless something long in between was left out."""
    pieces = pieces_of(old, new)
    if "…" in "".join(piece.text for piece in pieces):
        return

    def side(how: str) -> str:
        return "".join("".join(piece.text for piece in pieces if piece.how in ("same", how)).split())

    assert side("old") == "".join(old.split())
    assert side("new") == "".join(new.split())
