"""Change notices: the newest state only, to those who got the earlier word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import time

import pytest
from databases import new_records
from mailing import CONCERT, DAY, FAIR, HOUR, MINUTE, MONDAY, TOUR, record, rows, send_all, ticker
from sqlalchemy import select, update

from bot.delivery import Outbox, text_of
from bot.delivery.letters import parts_of
from bot.digests import Ticker, state_of
from bot.subscribers import Quiet, Schedule, Settings, Subscribers
from knowledge.model import Event
from knowledge.records import Records
from knowledge.records.schema import letters, outbox

ANN, BOB = 7, 8
DAILY = Settings(schedule=Schedule("daily"), reminders=())
LATER = MONDAY + HOUR


@pytest.fixture
def records(url: str) -> Iterator[Records]:
    with new_records(url) as opened:
        record(opened, CONCERT, FAIR, TOUR)
        yield opened


@pytest.fixture
def clockwork(records: Records) -> Ticker:
    """Ann has had her digest, Bob subscribed after it."""
    people, clockwork = Subscribers(records), ticker(records)
    people.save(ANN, DAILY, now=MONDAY - HOUR)
    clockwork.tick(MONDAY)
    send_all(records, MONDAY)
    people.save(BOB, DAILY, now=MONDAY + MINUTE)
    return clockwork


def notices(records: Records, status: str = "waiting") -> list[tuple[int, str, str]]:
    """Chat, kind and text of what waits."""
    found = [row for row in rows(records, status=status) if row.kind in {"change", "cancellation"}]
    with records.database.reading() as connection:
        told = {row.id: text_of(parts_of(row.parts)[0]) for row in connection.execute(select(letters))}
    return [(row.chat, row.kind, told[row.letter]) for row in found]


def change(records: Records, clockwork: Ticker, *events: Event, after: int = 1) -> int:
    record(records, *events)
    return clockwork.tick(MONDAY + after * HOUR).notices


def test_another_place(records, clockwork) -> None:
    assert change(records, clockwork, replace(CONCERT, place={"en": "Almaty"})) == 1
    ((_, _, text),) = notices(records)
    assert "The place has changed" in text
    assert "Almaty" in text
    assert "It was" not in text
    # Back again before it was told: no news at all.
    assert change(records, clockwork, CONCERT, after=2) == 0
    assert notices(records) == []


def test_another_day_and_place(records, clockwork) -> None:
    change(records, clockwork, replace(CONCERT, when="2019-11-12T18:00", place={"en": "Almaty"}))
    ((_, _, text),) = notices(records)
    assert "Date and place have changed" in text
    assert "It was: 11 November" in text


def test_what_is_no_other_place(records, clockwork) -> None:
    """A translation, a capital letter; and a place for what has no day yet."""
    same = replace(CONCERT, place={"en": "ASTANA ", "ru": "город Астана"})
    assert change(records, clockwork, same, replace(TOUR, place={"en": "Omsk"})) == 0


def test_who_was_told_of_no_place_is_told_of_none(records, clockwork) -> None:
    """So it was with an earlier version of the program, too."""
    assert change(records, clockwork, replace(FAIR, place={"en": "Omsk"})) == 0
    assert change(records, clockwork, replace(FAIR, place={"en": "Tomsk"}), after=2) == 0


def test_taken_back(records, clockwork) -> None:
    """To those who have heard of it, it is cancelled."""
    assert change(records, clockwork, replace(CONCERT, retracted=True)) == 1
    ((chat, kind, text),) = notices(records)
    assert (chat, kind) == (ANN, "cancellation")
    assert "Exchange concert" in text
    send_all(records, LATER)
    assert change(records, clockwork, CONCERT, after=2) == 1
    ((_, _, text),) = notices(records)
    assert "It takes place after all" in text


def test_taken_back_before_anybody_heard_of_it(records, clockwork) -> None:
    quiet = Event("quiet", "music", {"en": "Rehearsal"}, "2020-03-01")
    assert change(records, clockwork, quiet) == 0
    assert change(records, clockwork, replace(quiet, retracted=True), after=2) == 0


def test_moved(records, clockwork) -> None:
    assert change(records, clockwork, replace(CONCERT, when="2019-11-12T18:00")) == 1
    ((chat, kind, text),) = notices(records)
    assert (chat, kind) == (ANN, "change")
    assert text == (
        "🔄 The date has changed\nExchange concert\n📅 12 November 2019, 18:00\n📍 Astana · Kazakhstan\n"
        "It was: 11 November 2019, 19:00"
    )
    assert clockwork.tick(LATER + MINUTE).notices == 0


def test_cancelled_and_held_after_all(records, clockwork) -> None:
    change(records, clockwork, replace(CONCERT, status="cancelled"))
    ((_, kind, text),) = notices(records)
    assert (kind, text) == ("cancellation", "❌ Cancelled\nExchange concert\nIt was: 11 November 2019, 19:00")
    send_all(records, LATER)
    change(records, clockwork, CONCERT, after=2)
    assert notices(records)[0][2].startswith("✅ It takes place after all\nExchange concert\n📅 11 November")


def test_gaining_a_day(records, clockwork) -> None:
    change(records, clockwork, replace(TOUR, when="2019-11-30"))
    assert notices(records)[0][2].startswith("📌 The day is set\nTheatre tour\n📅 30 November 2019")


def test_moved_twice_then_cancelled_is_one_notice(records, clockwork) -> None:
    change(records, clockwork, replace(CONCERT, when="2019-11-12"))
    change(records, clockwork, replace(CONCERT, when="2019-11-13"), after=2)
    change(records, clockwork, replace(CONCERT, when="2019-11-13", status="cancelled"), after=3)
    assert [(chat, kind) for chat, kind, _ in notices(records)] == [(ANN, "cancellation")]


def test_moved_and_moved_back_is_none(records, clockwork) -> None:
    change(records, clockwork, replace(CONCERT, when="2019-11-12"))
    change(records, clockwork, CONCERT, after=2)
    assert notices(records) == []


def test_moved_and_back_with_word_of_both_is_two(records, clockwork) -> None:
    for number, event in enumerate((replace(CONCERT, when="2019-11-12"), CONCERT, CONCERT), start=1):
        change(records, clockwork, event, after=number)
        send_all(records, MONDAY + number * HOUR)
    assert len(notices(records, "sent")) == 2


def test_a_notice_that_is_overtaken_in_flight_is_followed_by_the_newest(records, clockwork) -> None:
    change(records, clockwork, replace(CONCERT, when="2019-11-12"))
    (flying,) = Outbox(records.database).lease(LATER, 5)
    change(records, clockwork, replace(CONCERT, status="cancelled"), after=2)
    assert [kind for _, kind, _ in notices(records)] == ["cancellation"]
    Outbox(records.database).put_back(flying, LATER, later=MINUTE)  # it failed, and is not worth repeating
    assert [kind for _, kind, _ in notices(records)] == ["cancellation"]
    assert [kind for _, kind, _ in notices(records, "expired")] == ["change"]


def test_only_a_changed_time_is_told(records, clockwork) -> None:
    title = {"en": "Grand concert"}
    assert change(records, clockwork, replace(CONCERT, title=title, status="confirmed")) == 0


def test_who_does_not_want_it_or_may_not_be_disturbed(records, clockwork) -> None:
    people = Subscribers(records)
    people.save(ANN, replace(DAILY, quiet=Quiet(time(10), time(12))), now=MONDAY + MINUTE)
    moved = replace(CONCERT, when="2019-11-12")
    change(records, clockwork, moved)  # at ten in Almaty
    (row,) = rows(records, status="waiting")
    assert row.not_before == MONDAY + 3 * HOUR
    people.save(ANN, replace(DAILY, changes=False), now=MONDAY + MINUTE)
    change(records, clockwork, replace(moved, when="2019-11-13"), after=2)
    assert notices(records) == []


def test_a_digest_that_waits_is_composed_anew(records, clockwork) -> None:
    clockwork.tick(MONDAY + DAY)
    record(records, replace(CONCERT, when="2019-11-25"))
    assert clockwork.tick(MONDAY + DAY + MINUTE).notices == 1  # Bob has been told nothing yet
    assert [chat for chat, _, _ in notices(records)] == [ANN]
    with records.database.reading() as connection:
        waiting = select(letters.c.parts).join(outbox, outbox.c.letter == letters.c.id)
        found = connection.execute(waiting.where(outbox.c.status == "waiting", outbox.c.kind == "digest"))
        texts = [text_of(parts_of(parts)[0]) for parts in found.scalars()]
    assert len(texts) == 2
    assert all("Monday, 25 November\n• Exchange concert" in text for text in texts)


def test_whoever_watches_an_event_is_told(records, clockwork) -> None:
    people = Subscribers(records)
    people.watch(99, "fair", state_of(FAIR), settings=Settings(), now=MONDAY)
    change(records, clockwork, replace(FAIR, status="cancelled"))
    assert [chat for chat, _, _ in notices(records)] == [ANN, 99]


def test_what_a_time_out_may_have_brought_counts_as_told(records, clockwork) -> None:
    with records.database.writing() as connection:
        connection.execute(update(outbox).values(status="unknown"))
    assert change(records, clockwork, replace(CONCERT, when="2019-11-12")) == 1


def test_what_is_over_is_not_told(records, clockwork) -> None:
    record(records, replace(CONCERT, when="2019-11-01"))
    assert clockwork.tick(MONDAY + HOUR).notices == 0


def test_a_process_that_begins_anew_plans_what_the_last_one_did_not(records, clockwork) -> None:
    record(records, replace(CONCERT, when="2019-11-12"))
    assert ticker(records).tick(LATER).notices == 1
    assert ticker(records).tick(LATER).notices == 0
