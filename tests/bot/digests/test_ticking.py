"""One tick at a time, with the clock frozen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from databases import new_records
from mailing import CONCERT, DAY, FAIR, HOUR, MINUTE, MONDAY, TOUR, enrol, record, rows, send_all, ticker
from sqlalchemy import select

from bot.delivery import text_of
from bot.delivery.letters import parts_of
from bot.digests import Ticked, Ticker
from bot.subscribers import Schedule, Settings, Subscribers
from knowledge.records import Records
from knowledge.records.schema import letters

ANN = 7
DAILY = Settings(schedule=Schedule("daily"), reminders=())


@pytest.fixture
def records(url: str) -> Iterator[Records]:
    with new_records(url) as opened:
        record(opened, CONCERT, FAIR, TOUR)
        yield opened


@pytest.fixture
def subscribers(records: Records) -> Subscribers:
    return Subscribers(records)


@pytest.fixture
def clockwork(records: Records) -> Ticker:
    return ticker(records)


def told(records: Records, letter: str) -> str:
    with records.database.reading() as connection:
        stored = connection.execute(select(letters.c.parts).where(letters.c.id == letter)).scalar_one()
    return "\n---\n".join(text_of(part) for part in parts_of(stored))


def test_a_digest_is_written_when_it_is_due_and_once(records, subscribers, clockwork) -> None:
    subscribers.save(ANN, Settings(reminders=()), now=MONDAY - HOUR)
    assert clockwork.tick(MONDAY - MINUTE).digests == 0
    assert clockwork.tick(MONDAY) == Ticked(claimed=1, digests=1)
    (row,) = rows(records)
    assert (row.chat, row.kind, row.period, row.status, row.not_before) == (
        ANN,
        "digest",
        "2019-11-04",
        "waiting",
        MONDAY,
    )
    assert told(records, row.letter) == (
        "🗓 What is coming up\n4 November – 2 December 2019\n\n"
        "Monday, 11 November\n• 19:00 — Exchange concert · Astana · Kazakhstan\n\n"
        "Wednesday, 20 November\n• 20–22 November 2019 — Book fair · Russia\n\n"
        "Without an exact day\n• November 2019 — Theatre tour · both sides"
    )
    assert clockwork.tick(MONDAY) == Ticked()
    ann = subscribers.find(ANN)
    assert ann.next_due == MONDAY + 7 * DAY
    assert ann.sent_for.isoformat() == "2019-11-04"


def test_the_next_digest_marks_what_is_new_changed_and_cancelled(records, subscribers, clockwork) -> None:
    record(records, replace(FAIR, id="other", title={"en": "Other fair"}))
    subscribers.save(ANN, replace(DAILY, changes=False), now=MONDAY - HOUR)
    clockwork.tick(MONDAY)
    send_all(records, MONDAY)
    record(records, replace(CONCERT, when="2019-11-12T19:00"), replace(FAIR, status="cancelled"))
    record(records, replace(TOUR, id="opera", title={"en": "Opera"}, when="2019-11-13"))
    clockwork.tick(MONDAY + DAY)
    text = told(records, rows(records)[-1].letter)
    assert "Tuesday, 12 November\n• 19:00 — Exchange concert · Astana · Kazakhstan · 🔄 changed" in text
    assert "• Opera · both sides · 🆕 new" in text
    assert "Book fair · Russia · ❌ cancelled" in text
    assert "Other fair · Russia\n" in text + "\n"
    send_all(records, MONDAY + DAY)
    clockwork.tick(MONDAY + 2 * DAY)
    text = told(records, rows(records)[-1].letter)
    assert "Book fair" not in text
    assert "🆕" not in text
    assert "🔄" not in text


def test_nothing_is_told_only_to_those_who_want_it(records, subscribers, clockwork) -> None:
    quiet = replace(DAILY, days_ahead=2, topics=("books",))
    subscribers.save(ANN, quiet, now=MONDAY - HOUR)
    subscribers.save(8, replace(quiet, when_nothing=True), now=MONDAY - HOUR)
    assert clockwork.tick(MONDAY) == Ticked(claimed=2, digests=1)
    (row,) = rows(records)
    assert row.chat == 8
    assert told(records, row.letter).endswith(
        "Nothing is coming up in this time. The next event after it: 20–22 November 2019 — Book fair."
    )
    assert subscribers.find(ANN).next_due == MONDAY + DAY


@pytest.mark.parametrize(
    ("away", "digests", "skipped"), [(35 * HOUR, 1, 1), (3 * DAY, 1, 3), (3 * DAY - MINUTE, 1, 2)]
)
def test_downtime_daily(records, subscribers, clockwork, away, digests, skipped) -> None:  # noqa: PLR0917
    subscribers.save(ANN, DAILY, now=MONDAY - HOUR)
    assert clockwork.tick(MONDAY + away) == Ticked(claimed=1, digests=digests, skipped=skipped)
    assert subscribers.statistics().skipped == skipped


@pytest.mark.parametrize(("away", "digests"), [(36 * HOUR, 1), (36 * HOUR + MINUTE, 0), (3 * DAY, 0)])
def test_downtime_weekly(records, subscribers, clockwork, away, digests) -> None:
    subscribers.save(ANN, Settings(reminders=()), now=MONDAY - HOUR)
    expected = Ticked(claimed=1, digests=digests, skipped=1 - digests)
    assert clockwork.tick(MONDAY + away) == expected
    assert subscribers.find(ANN).next_due == MONDAY + 7 * DAY


def test_a_zone_changed_just_after_sending_does_not_double(records, subscribers, clockwork) -> None:
    subscribers.save(ANN, DAILY, now=MONDAY - HOUR)
    clockwork.tick(MONDAY)
    west = replace(DAILY, schedule=Schedule("daily", zone="Europe/Moscow"))
    changed = subscribers.save(ANN, west, now=MONDAY + MINUTE)
    assert changed.next_due == MONDAY + DAY + 3 * HOUR
    assert clockwork.tick(MONDAY + 4 * HOUR) == Ticked()


def test_many_are_claimed_in_batches_and_spread(records, subscribers) -> None:
    enrol(records, range(1, 251), MONDAY)
    small = ticker(records, batch=100)
    done = [small.tick(MONDAY) for _ in range(3)]
    assert [one.claimed for one in done] == [100, 100, 50]
    assert [one.more for one in done] == [True, True, False]
    found = rows(records)
    assert len({row.chat for row in found}) == 250
    assert len({row.letter for row in found}) == 1
    starts = [row.not_before for row in found]
    assert min(starts) >= MONDAY
    assert MONDAY + 2 * MINUTE / 12 > max(starts) > min(starts)


def test_reminders_by_the_hour_and_by_the_day(records, subscribers, clockwork) -> None:
    leads = Settings(schedule=Schedule("off"), reminders=(7 * DAY, DAY, 2 * HOUR))
    subscribers.save(ANN, leads, now=MONDAY)
    concert = MONDAY + 7 * DAY + 10 * HOUR
    for moment in range(0, 24 * 30, 1):
        clockwork.tick(MONDAY + moment * HOUR)
    found = {(row.subject, row.not_before) for row in rows(records, kind="reminder")}
    assert found == {
        ("concert", concert - 7 * DAY),
        ("concert", concert - DAY),
        ("concert", concert - 2 * HOUR),
        ("fair", MONDAY + 9 * DAY),
        ("fair", MONDAY + 15 * DAY),
    }
    texts = [told(records, row.letter) for row in rows(records, subject="concert")]
    assert [text.splitlines()[0] for text in texts] == ["⏰ In 7 days", "⏰ Tomorrow", "⏰ In 2 hours"]
    assert texts[1].splitlines()[1:] == [
        "Exchange concert",
        "📅 11 November 2019, 19:00",
        "📍 Astana · Kazakhstan",
    ]


def test_one_event_can_be_watched(records, subscribers, clockwork) -> None:
    subscribers.watch(ANN, "fair", "2019-11-20/2019-11-22||", settings=Settings(), now=MONDAY)
    for moment in range(24 * 20):
        clockwork.tick(MONDAY + moment * HOUR)
    (row,) = rows(records)
    assert (row.subject, row.kind, row.not_before) == ("fair", "reminder", MONDAY + 15 * DAY)


def test_an_event_that_is_moved_is_reminded_of_at_its_new_time(records, subscribers, clockwork) -> None:
    subscribers.save(ANN, Settings(schedule=Schedule("off"), reminders=(DAY,)), now=MONDAY)
    clockwork.tick(MONDAY)
    record(records, replace(CONCERT, when="2019-11-08"))
    for moment in range(24 * 9):
        clockwork.tick(MONDAY + moment * HOUR)
    assert [(row.subject, row.not_before) for row in rows(records)] == [("concert", MONDAY + 3 * DAY)]


def test_an_idle_tick_writes_nothing(records, subscribers, clockwork) -> None:
    subscribers.save(ANN, DAILY, now=MONDAY)
    clockwork.tick(MONDAY)
    from sqlalchemy import event

    statements: list[str] = []
    event.listen(records.database.engine, "before_cursor_execute", lambda *call: statements.append(call[2]))
    assert clockwork.tick(MONDAY + MINUTE) == Ticked()
    assert not [one for one in statements if not one.startswith(("BEGIN", "SELECT"))]
    assert len([one for one in statements if one.startswith("SELECT")]) == 1


def test_a_preview_is_not_stored(records, subscribers, clockwork) -> None:
    letter = clockwork.preview(Settings(language="ru"), MONDAY)
    assert "Обменный концерт" in text_of(letter.parts[0])
    assert rows(records) == []
