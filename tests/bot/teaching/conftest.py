"""A small town's record, with an editor who teaches."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "inbox"))

from few_words import few_words
from telling import PARKING, Town

from bot.editing.keeping import Keeper
from bot.teaching.teacher import Teacher
from knowledge.records import Records

__all__ = ["few_words"]


@pytest.fixture
def town(records: Records, tmp_path: Path, few_words: None) -> Town:
    town = Town(records, tmp_path)
    town.put()
    # Nothing but text: it is searched for.
    town.put(
        PARKING,
        id="hall",
        relation="states",
        statement={"en": "The hall seats ninety."},
        title={},
        questions={},
    )
    return town


@pytest.fixture
def teacher(town: Town) -> Teacher:
    return Teacher(Keeper(town.records, town.index.refresh, town), town.inbox, town.index.refresh)
