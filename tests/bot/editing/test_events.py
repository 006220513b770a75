"""Events as editors write them: in one line and step by step, on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from mailing import CONCERT, FAIR, MONDAY, TOPICS, TOUR, record

from bot.editing import Asked, Finished, Seat, Wizards
from bot.editing import event_steps as steps
from bot.editing.event_line import changes, divided, new_event
from bot.editing.event_steps import NEW, OLD, PREVIEW, EventRoom, SavedEvent
from bot.editing.keeping import Keeper, actor_of
from bot.editing.planning import FilledEvent, Planner
from bot.editing.timing import in_words, understood
from bot.editing.wizards import OWN
from bot.subscribers import Refused
from bot.texts import bot_texts
from knowledge.events.repeating import Timing
from knowledge.model import LANGS, Event
from knowledge.records import Conflict, Records

ALMATY = ZoneInfo("Asia/Almaty")
SEAT = Seat(5, 5)
EN = bot_texts()["en"]


class Clock:
    def __init__(self) -> None:
        self.time = MONDAY

    def now(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time


@dataclass
class FewTopics:
    topics: dict[str, Any] = field(default_factory=lambda: {topic.id: topic for topic in TOPICS})


class Desk:
    def __init__(self, records: Records) -> None:
        self.records, clock = records, Clock()
        self.planner = Planner(Keeper(records, lambda: None, clock), ALMATY)
        self.room = EventRoom(self.planner, FewTopics)
        self.wizards = Wizards(records, clock, steps.scripts(self.room))

    def new(self, line: str) -> Event:
        return self.planner.keep(new_event(self.planner, TOPICS, line), 5)

    def edit(self, line: str) -> Event:
        name, parts = divided(line)
        filled = FilledEvent.editing(self.planner.find(name))
        return self.planner.keep(changes(self.planner, TOPICS, filled, parts), 5)

    def type(self, text: str) -> Any:
        return self.wizards.type(SEAT, text, EN)

    def press(self, shown: Asked, choice: str) -> Any:
        return self.wizards.press(SEAT, shown.stamp, OWN + choice, EN)


@pytest.fixture
def desk(url: str) -> Iterator[Desk]:
    with Records.open(url) as records:
        record(records, CONCERT, FAIR, TOUR)
        yield Desk(records)


def body(shown: Asked) -> str:
    return "\n".join(shown.prompt.body)


def test_one_line(desk: Desk) -> None:
    event = desk.new(
        "music | Gala concert / Гала-концерт | 14 November 2020 19:00 | Almaty | kz | status: confirmed"
    )
    assert event == Event(
        id="gala-concert",
        topic="music",
        title={"en": "Gala concert", "ru": "Гала-концерт"},
        when="2020-11-14T19:00",
        side="kz",
        status="confirmed",
        place={"en": "Almaty"},
    )
    (change,) = desk.records.history("event", "gala-concert")
    assert change.actor == actor_of(5)


@pytest.mark.parametrize(
    ("line", "when", "rrule"),
    [
        ("books | Ярмарка | во втором квартале 2020 года", "2020-Q2", ""),
        ("Books | Жәрмеңке | 2020 жылғы тамыз", "2020-08", ""),
        ("music | Rehearsal | next Friday at 7pm", "2019-11-15T19:00", ""),
        ("music | Rehearsal | every Monday until June", "2019-11-04", "FREQ=WEEKLY;BYDAY=MO;UNTIL=20200630"),
        ("когда: завтра | тема: music | название: Репетиция", "2019-11-05", ""),
    ],
)
def test_dates_in_words(desk: Desk, line: str, when: str, rrule: str) -> None:
    event = desk.new(line)
    assert (event.when, event.rrule) == (when, rrule)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("music", "Write it as"),
        ("music | Gala", "Write it as"),
        ("dance | Gala | 2020", "no topic “dance”"),
        ("music | Gala | 31 February 2020", "no such day: 31 February 2020"),
        ("music | Gala | someday", "do not understand this date: someday"),
        ("music | Gala | from 9 May to 5 May 2020", "ends before it begins"),
        ("music | Gala | every Monday", "needs an end"),
        ("music | Gala | 2020-11-14 FREQ=SECONDLY;COUNT=3", "cannot repeat like this"),
        ("music | Gala | 2020 | Almaty | mars", "no such side: mars"),
        ("music | Gala | 2020 | status: maybe", "no such status: maybe"),
        ("music | Gala | 2020 | facts: nothing", "no fact “nothing”"),
        ("music | Gala | 2020 | Almaty | kz | what", "do not know what this is: what"),
        ("music |  | 2020", "It has no title yet"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(desk: Desk, line: str, said: str) -> None:
    before = desk.records.revision()
    with pytest.raises(Refused, match=said) as refused:
        desk.new(line)
    for lang in LANGS:
        assert "\n" not in refused.value.told(bot_texts()[lang])
    assert desk.records.revision() == before


def test_two_of_one_name_get_ids_of_their_own(desk: Desk) -> None:
    assert [desk.new("music | Gala | 2020").id for _ in range(3)] == ["gala", "gala-2", "gala-3"]


def test_another_day_is_a_move(desk: Desk) -> None:
    moved = desk.edit("concert | 12 November 2019 18:00")
    assert (moved.when, moved.status, moved.sequence) == ("2019-11-12T18:00", "moved", 1)
    assert desk.edit("tour | 20 November 2019").status == "planned"  # it had no day before


def test_another_place_is_one_in_every_language(desk: Desk) -> None:
    assert desk.edit("concert | place: Алматы").place == {"ru": "Алматы"}
    assert desk.edit("concert | place: Almaty / Алматы").place == {"en": "Almaty", "ru": "Алматы"}


def test_a_title_in_another_language_is_added(desk: Desk) -> None:
    assert desk.edit("fair | title: Кітап жәрмеңкесі").title == {**FAIR.title, "kk": "Кітап жәрмеңкесі"}


@pytest.mark.parametrize("words", ["concert", "Exchange concert", "exchange CON", "концерт"])
def test_an_event_is_found_by_what_it_is_called(desk: Desk, words: str) -> None:
    assert desk.planner.find(words).id == "concert"


def test_what_is_not_on_record_is_not_found(desk: Desk) -> None:
    with pytest.raises(Refused, match="no event “opera”"):
        desk.planner.find("opera")


def test_several_may_be_meant(desk: Desk) -> None:
    desk.new("music | Exchange of books | 2020")
    with pytest.raises(Refused, match="Several events"):
        desk.planner.find("exch")


def test_two_editors(desk: Desk) -> None:
    mine = FilledEvent.editing(desk.planner.find("concert"))
    desk.edit("concert | place: Almaty")
    with pytest.raises(Conflict):
        desk.planner.keep(mine.changed(status="cancelled"), 6)
    assert desk.records.event("concert").status == "planned"


def test_step_by_step(desk: Desk) -> None:
    shown = desk.wizards.begin(SEAT, NEW, FilledEvent({}).answers(), EN)
    assert shown.step == "title"
    shown = desk.type("Gala concert")
    assert shown.step == "when"
    refused = desk.type("31 February 2020")
    assert refused.step == "when"
    assert "no such day" in refused.refused
    shown = desk.type("14 November 2020 19:00")
    assert shown.step == "topic"
    shown = desk.type("music")
    shown = desk.type("Almaty")
    assert shown.step == "side"
    shown = desk.press(shown, "kz")
    assert shown.step == PREVIEW
    assert "Saturday, 14 November 2020, 19:00 (2020-11-14T19:00)" in body(shown)
    shown = desk.press(shown, "when")
    shown = desk.type("every Monday until June 2020 at 19:00")
    assert shown.step == PREVIEW
    assert "every week: Monday" in body(shown)
    assert "35 times, the last on 29 June 2020" in body(shown)
    done = desk.press(shown, "save")
    assert isinstance(done, Finished)
    assert isinstance(done.outcome, SavedEvent)
    assert done.outcome.event.rrule == "FREQ=WEEKLY;BYDAY=MO;UNTIL=20200630"


def test_what_changes_is_shown_before_it_is_kept(desk: Desk) -> None:
    filled = changes(desk.planner, TOPICS, FilledEvent.editing(CONCERT), ["12 November 2019 18:00"])
    shown = desk.wizards.begin(SEAT, OLD, filled.answers(), EN, step=PREVIEW)
    assert (
        "When: 11 November 2019, 19:00 (2019-11-11T19:00) → 12 November 2019, 18:00 (2019-11-12T18:00)"
        in body(shown)
    )
    assert desk.records.event("concert").when == CONCERT.when
    desk.press(shown, "save")
    assert desk.records.event("concert").when == "2019-11-12T18:00"


def test_a_wizard_tells_what_somebody_else_changed(desk: Desk) -> None:
    filled = FilledEvent.editing(desk.planner.find("concert")).changed(status="cancelled")
    shown = desk.wizards.begin(SEAT, OLD, filled.answers(), EN, step=PREVIEW)
    desk.edit("concert | place: Almaty")
    shown = desk.press(shown, "save")
    assert isinstance(shown, Asked)
    assert "It has changed meanwhile" in body(shown)
    assert "Almaty" in body(shown)
    desk.press(shown, "save")
    kept = desk.records.event("concert")
    assert (kept.status, kept.place) == ("cancelled", {"en": "Almaty"})


def test_taken_back(desk: Desk) -> None:
    shown = desk.wizards.begin(SEAT, OLD, FilledEvent.editing(CONCERT).answers(), EN, step=PREVIEW)
    shown = desk.press(shown, "retract")
    assert "taken off the record" in body(shown)
    assert not desk.records.event("concert").retracted
    desk.press(shown, "save")
    assert desk.records.event("concert").retracted


@pytest.mark.parametrize("lang", LANGS)
def test_times_in_words(lang: str) -> None:
    texts = bot_texts()[lang]
    for timing in (
        Timing("2020-Q2"),
        Timing("2020-11-14T19:00"),
        Timing("2019-11-11T19:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;COUNT=5"),
        Timing("2019-11-29", "FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20200731"),
    ):
        said = in_words(timing, texts)
        assert f"({timing.when})" in said
        assert timing.rrule in said


def test_all_reasons_are_told_in_every_language() -> None:
    with pytest.raises(Refused) as refused:
        understood("x" * 500, MONDAY.date())
    assert all(len(refused.value.told(bot_texts()[lang])) < 300 for lang in LANGS)
