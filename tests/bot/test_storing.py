"""Turns stored behind the replies, on each engine."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy.exc import IntegrityError

from bot.asking import storing
from bot.asking.storing import Storing, Turn
from bot.people import People
from bot.threads import Workers
from knowledge.errors import Unavailable
from knowledge.matching.thread import Thread
from knowledge.records import Question, Records, asked

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
ANN = 5_000_000_001


@pytest.fixture
def workers() -> Iterator[Workers]:
    pool = Workers()
    yield pool
    pool.close()


@pytest.fixture
def behind(records: Records, workers: Workers) -> Storing:
    return Storing(records.database, workers)


async def turn(behind: Storing, text: str, thread: str = "") -> Turn:
    number = await behind.number()
    question = Question(text, "en", NOW, "answered", 0.9, ("a-fact",), ("word",), ANN, ANN, id=number)
    return Turn(question, ANN, Thread(thread, NOW, (), ()) if thread else None)


async def test_what_is_done_is_stored(records: Records, behind: Storing) -> None:
    given = await turn(behind, "Who?", thread="Who?")
    await behind.put(given)
    assert records.question(given.question.id) == given.question
    assert People(records).thread(ANN, NOW) == given.thread


async def test_what_gathers_shares_a_transaction(
    records: Records, behind: Storing, monkeypatch: pytest.MonkeyPatch
) -> None:
    commits = []
    file = asked.file_questions
    monkeypatch.setattr(asked, "file_questions", lambda *given: (commits.append(len(given[1])), file(*given)))
    turns = [await turn(behind, f"{n}?", thread=f"{n}?") for n in range(20)]
    await asyncio.gather(*map(behind.put, turns))
    assert [records.question(one.question.id).text for one in turns] == [f"{n}?" for n in range(20)]
    assert People(records).thread(ANN, NOW).question == "19?"
    assert commits == [20]


async def test_numbers_are_given_once_whoever_else_files_questions(
    records: Records, behind: Storing, workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storing, "_RESERVED", 3)
    other = Storing(records.database, workers)
    numbers = []
    for _ in range(5):
        numbers += await asyncio.gather(behind.number(), other.number(), behind.number())
        numbers.append(records.file_question(Question("By itself?", "en", NOW, "answered")))
    assert len(set(numbers)) == len(numbers)


async def test_a_database_that_fails_is_tried_until_it_stores(
    records: Records, behind: Storing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storing, "_FIRST_PAUSE", 0.01)
    writing = records.database.writing
    tries = []

    @contextlib.contextmanager
    def failing() -> Iterator[object]:
        tries.append(1)
        if len(tries) < 4:
            raise Unavailable("the disk is full")
        with writing() as connection:
            yield connection

    given = await turn(behind, "Who?")
    monkeypatch.setattr(records.database, "writing", failing)
    stored = behind.put(given)
    while len(tries) < 2:  # noqa: ASYNC110 - in another thread
        await asyncio.sleep(0.001)
    with pytest.raises(Unavailable, match="not stored yet"):  # whoever asks meanwhile hears so
        await behind.number()
    await stored
    assert records.question(given.question.id) == given.question
    assert await behind.number()


async def test_one_that_cannot_be_stored_takes_nobody_with_it(records: Records, behind: Storing) -> None:
    first, second, third = [await turn(behind, f"{n}?") for n in range(3)]
    twice = replace(second, question=replace(second.question, id=first.question.id))
    done = await asyncio.gather(*map(behind.put, (first, twice, third)), return_exceptions=True)
    assert [type(one) for one in done] == [type(None), IntegrityError, type(None)]
    assert records.question(first.question.id).text == "0?"
    assert records.question(third.question.id).text == "2?"
