"""Answers found once: as long as nothing that they depend on is another."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.app import finding_in
from bot.asking import Asked, Finding, Found, Remembering
from bot.opening import Base, opened
from bot.settings import load_settings
from knowledge.model import Fact, Pack

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
_numbers = itertools.count(1)
HOME = ZoneInfo("Asia/Almaty")
WHERE = Asked("Where was the first meeting of the sub-commission held?", NOW)


class Counting:
    """Finds, and counts how often; `meanwhile` is done after each."""

    def __init__(self, finding: Finding) -> None:
        self.finding, self.times = finding, 0
        self.meanwhile = lambda: None

    async def find(self, asked: Asked) -> Found:
        self.times += 1
        found = self.finding.find(asked)
        self.meanwhile()
        return found


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Base]:
    folder = tmp_path_factory.mktemp("base")
    settings = load_settings({"DATABASE_URL": f"sqlite:///{folder / 'a.db'}"}, env_file=None)
    with opened(settings, lambda: NOW) as base:
        yield base


@pytest.fixture
def counting(base: Base) -> Counting:
    return Counting(finding_in(base, load_settings({}, env_file=None)))


@pytest.fixture
def finder(base: Base, counting: Counting) -> Remembering:
    return Remembering(counting, lambda: base.index.base, HOME)


def untimed(found: Found) -> Found:
    return replace(found, answer=replace(found.answer, elapsed_ms=0.0))


def change(base: Base) -> None:
    number = next(_numbers)
    statement = dict.fromkeys(("en", "ru", "kk"), f"Footnote {number}")
    topic = base.records.pack().topics[0].id
    base.records.apply(Pack("p", {}, facts=(Fact(f"f-{number}", topic, statement),)), actor="test", now=NOW)
    base.index.refresh()


async def test_the_same_question_is_found_once(finder: Remembering, counting: Counting) -> None:
    first = await finder.find(WHERE)
    later = replace(WHERE, at=NOW + timedelta(minutes=5))
    again = await finder.find(later)
    assert counting.times == 1
    assert untimed(again) == untimed(counting.finding.find(later))
    assert again.answer.thread.at == later.at != first.answer.thread.at


async def test_the_same_question_in_a_conversation(finder: Remembering, counting: Counting) -> None:
    await finder.find(WHERE)
    thread = (await finder.find(replace(WHERE, text="Who headed the Russian side?"))).answer.thread
    within = replace(WHERE, thread=thread)
    assert untimed(await finder.find(within)) == untimed(counting.finding.find(within))
    assert counting.times == 2


@pytest.mark.parametrize("text", ["and the Kazakh side?", "where?", "And his post?", "What is on tomorrow?"])
async def test_what_leans_on_another_turn_or_day_is_not_taken_for_the_same(
    finder: Remembering, counting: Counting, text: str
) -> None:
    heads = (await finder.find(replace(WHERE, text="Who headed the Russian side?"))).answer.thread
    theatres = (await finder.find(replace(WHERE, text="What tours do the theatres plan?"))).answer.thread
    for thread, at in ((None, NOW), (heads, NOW), (theatres, NOW), (heads, NOW + timedelta(days=1))):
        asked = Asked(text, at, thread=replace(thread, at=at) if thread else None)
        assert untimed(await finder.find(asked)) == untimed(counting.finding.find(asked))


@pytest.mark.parametrize(
    "other",
    [
        replace(WHERE, lang="kk"),
        replace(WHERE, text=f"{WHERE.text}!"),
        replace(WHERE, at=NOW + timedelta(days=1)),
    ],
    ids=["language", "words", "day"],
)
async def test_another_question_is_found_by_itself(
    finder: Remembering, counting: Counting, other: Asked
) -> None:
    for asked in (WHERE, other, WHERE, other):
        assert untimed(await finder.find(asked)) == untimed(counting.finding.find(asked))
    assert counting.times == 2


async def test_a_record_that_changes_is_asked_anew(
    finder: Remembering, counting: Counting, base: Base
) -> None:
    await finder.find(WHERE)
    change(base)
    await finder.find(WHERE)
    await finder.find(WHERE)
    assert counting.times == 2


async def test_what_was_found_while_the_record_changed_is_not_kept(
    finder: Remembering, counting: Counting, base: Base
) -> None:
    counting.meanwhile = lambda: change(base)
    await finder.find(WHERE)
    counting.meanwhile = lambda: None
    await finder.find(WHERE)
    await finder.find(WHERE)
    assert counting.times == 2


async def test_only_so_many_are_kept(
    finder: Remembering, counting: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.asking.remembering._MOST", 2)
    for text in ("?", "!", "??"):
        await finder.find(replace(WHERE, text=f"{WHERE.text}{text}"))
    await finder.find(replace(WHERE, text=f"{WHERE.text}?"))
    assert counting.times == 4
