"""Databases of both engines, one of them with everything in it that a bot can store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from databases import new_records

from bot.people import People
from bot.subscribers import Settings, Subscribers
from knowledge.packs import read_pack
from knowledge.packs.shipped import shipped_packs
from knowledge.records import Question, Records

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def used(url: str) -> Iterator[Records]:
    """A database that has been in use."""
    with new_records(url) as records:
        for path in shipped_packs():
            records.apply(read_pack(path), actor="shipped", now=NOW)
        people = People(records)
        people.seen(7, "kk", NOW)
        asked = Question("Кто это – «NUL»?", "ru", NOW, "unanswered", person=7, chat=7, filed=True)
        records.rate(records.file_question(asked), 7, good=False, now=NOW)
        Subscribers(records).save(7, Settings(language="kk"), now=NOW)
        yield records
