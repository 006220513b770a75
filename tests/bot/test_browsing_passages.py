"""Leafing through facts that are nothing but text, of which there may be very many."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from databases import new_records

from bot.browsing import Library, record_key
from knowledge.index import Index
from knowledge.model import Fact, Pack, Topic

NOW = datetime(2026, 1, 1, tzinfo=UTC)
FACTS = tuple(
    Fact(f"row-{number:04}", "imported" if number else "lone", {"en": f"Text number {number}."})
    for number in range(301)
)
PACK = Pack(
    "rows", {}, topics=(Topic("imported", {"en": "Imported"}), Topic("lone", {"en": "Lone"})), facts=FACTS
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory):
    folder: Path = tmp_path_factory.mktemp("rows")
    with new_records(f"sqlite:///{folder}/a.db") as records:
        records.apply(PACK, actor="test", now=NOW)
        index = Index(folder / "a.index", records)
        yield Library(index.refresh, records)


def test_topics_are_listed_with_how_much_there_is(library: Library) -> None:
    catalogue = library.catalogue()
    assert {topic.id: catalogue.total(topic) for topic in catalogue.topics()} == {"imported": 300, "lone": 1}


def test_some_of_very_many_are_shown(library: Library) -> None:
    catalogue = library.catalogue()
    topic = catalogue.topic(record_key("imported"))
    assert topic
    shown = catalogue.facts(topic)
    assert 10 < len(shown) < 100
    assert {fact.topic for fact in shown} == {"imported"}


def test_each_is_found_by_its_key(library: Library) -> None:
    for fact in FACTS[::50]:
        assert library.catalogue().fact(record_key(fact.id)) == fact
    assert library.catalogue().fact(record_key("never-there")) is None
    assert library.catalogue().fact("") is None
