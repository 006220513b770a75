"""A broadcast is written down bit by bit, gone on with after a crash, and stopped; on both engines."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from databases import new_records

from bot.broadcasting import Audience, Broadcasts
from bot.broadcasting import broadcasts as room
from bot.people import People
from bot.subscribers import Settings, Subscribers
from knowledge.records import Records
from knowledge.records.schema import outbox

NOW = datetime(2026, 3, 1, 6, tzinfo=UTC)
WORD = "The archive opens on Monday"


def test_stopped_and_broken_off(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "BATCH", 10)
    with new_records(url) as records:
        for chat in range(1, 36):
            Subscribers(records).save(chat, Settings(language="en"), now=NOW)
        broadcasts = Broadcasts(records)
        drafted = broadcasts.draft(7, WORD, Audience(), NOW)
        sending = broadcasts.send(drafted.id, NOW)
        assert sending is not None
        assert sending.total == 35
        assert broadcasts.send(drafted.id, NOW) is None
        assert broadcasts.tick(NOW)
        assert queued(records) == list(range(1, 11))
        other = Broadcasts(records)  # as after a crash: nothing is kept in memory
        while other.tick(NOW):
            pass
        assert queued(records) == list(range(1, 36))
        assert other.stop(drafted.id) == 35
        assert queued(records) == []
        progress = other.progress(drafted.id)
        assert progress is not None
        assert (progress.sent, progress.waiting, progress.broadcast.status) == (0, 0, "stopped")


def queued(records: Records) -> list[int]:
    with records.database.reading() as connection:
        return [row.chat for row in connection.execute(outbox.select().order_by(outbox.c.chat))]


def test_whom_everybody_is(url: str) -> None:
    with new_records(url) as records:
        people = People(records)
        for number, code in ((1, "ru-RU"), (2, "kk"), (3, "de"), (4, None), (5, "ru")):
            people.seen(number, code, NOW)
        people.choose_language(5, "kk", NOW)
        people.set_blocked(1)
        Subscribers(records).save(2, Settings(language="ru"), now=NOW)
        Subscribers(records).save(-100, Settings(language="ru"), now=NOW)
        broadcasts = Broadcasts(records)
        assert broadcasts.count(Audience("subscribers")) == 2
        assert broadcasts.count(Audience("everybody")) == 5
        counted = [broadcasts.count(Audience("everybody", lang, default="en")) for lang in ("en", "ru", "kk")]
        assert counted == [2, 2, 1]
