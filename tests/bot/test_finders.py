"""Finders: processes beside the bot's own. Real ones, on a real base."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from running_bot import furnish, running

from bot.asking import Asked, Found
from bot.clock import SystemClock
from bot.finders import Finders, finders
from bot.running import Services, services_of
from bot.settings import load_settings
from knowledge.matching.answer import Answer
from knowledge.model import Fact, Pack, Topic

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
ASKED = Asked("Who headed the Russian side?", NOW)
HERE = Found(Answer("answered", "en", 1.0, "found here"))


class Here:
    """Finds in the test's own process, recognisably."""

    async def find(self, asked: Asked) -> Found:
        return HERE


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    furnish(folder := tmp_path_factory.mktemp("base"))
    settings = load_settings({"DATABASE_URL": f"sqlite:///{folder / 'agreement.db'}"}, env_file=None)
    with services_of(settings, SystemClock()) as services:
        services.base.index.refresh()
        yield services


def beside(services: Services, count: int = 1) -> Finders:
    return Finders(services.settings, count, lambda: services.base.index.base.revision, Here())


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not condition():  # noqa: ASYNC110 - another process is waited for
            await asyncio.sleep(0.01)


@contextlib.asynccontextmanager
async def at_work(services: Services, count: int = 1) -> AsyncIterator[Finders]:
    found = beside(services, count)
    async with found.running():
        await until(lambda: found.ready == count)
        yield found


def children() -> set[int]:
    found: set[int] = set()
    for task in Path(f"/proc/{os.getpid()}/task").iterdir():
        with contextlib.suppress(FileNotFoundError):  # a thread may end while it is looked at
            found.update(map(int, (task / "children").read_text().split()))
    return found


async def test_what_they_find_is_what_is_found_here(services: Services) -> None:
    questions = ["Who headed the Russian side?", "а казахстанскую?", "How much is a ticket?", "", "C++ NEAR("]
    async with at_work(services, count=2) as found:
        asked = [Asked(text, NOW) for text in questions * 5]
        answers = [one.answer for one in await asyncio.gather(*map(found.find, asked))]
    for one, answer in zip(asked, answers, strict=True):
        expected = services.base.assistant.ask(one.text, now=NOW)
        assert (answer.status, answer.lead) == (expected.status, expected.lead)


async def test_while_none_is_ready_it_is_found_here(services: Services) -> None:
    found = beside(services)
    assert await found.find(ASKED) == HERE
    async with found.running():
        assert await found.find(ASKED) == HERE


async def test_one_that_is_killed_loses_no_question_and_is_replaced(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finders, "_FIRST_PAUSE", 0.01)
    before = children()
    async with at_work(services) as found:
        [finder] = children() - before
        os.kill(finder, signal.SIGSTOP)  # what is asked now will not be answered there
        asking = asyncio.gather(*(found.find(ASKED) for _ in range(5)))
        await asyncio.sleep(0)
        os.kill(finder, signal.SIGKILL)
        assert await asking == [HERE] * 5
        await until(lambda: found.ready == 1)
        assert "Stepanov" in (await found.find(ASKED)).answer.lead
    assert children() <= before


async def test_one_that_is_stuck_is_ended(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    before = children()
    async with at_work(services) as found:
        monkeypatch.setattr(finders, "_STUCK", 0.05)
        [finder] = children() - before
        os.kill(finder, signal.SIGSTOP)
        assert await found.find(ASKED) == HERE
        await until(lambda: found.ready == 0)


async def test_they_follow_the_records(services: Services) -> None:
    async with at_work(services) as found:
        text = {lang: f"The lighthouse keeper is Mr Quillfeather ({lang})." for lang in ("en", "ru", "kk")}
        asked = {lang: (f"Who is the lighthouse keeper {lang}?",) for lang in ("en", "ru", "kk")}
        fact = Fact("lighthouse", "lights", text, questions=asked)
        names = dict.fromkeys(("en", "ru", "kk"), "Lights")
        pack = Pack("lights", names, topics=(Topic("lights", names),), facts=(fact,))
        services.base.records.apply(pack, actor="test", now=NOW)
        services.base.index.refresh()
        answer = (await found.find(Asked("Who is the lighthouse keeper?", NOW))).answer
    assert "Quillfeather" in answer.lead


async def test_the_bot_answers_by_them(tmp_path: Path) -> None:
    before = children()
    async with running(tmp_path, FINDERS="1") as (client, state, _services):
        await until(lambda: bool(children() - before))
        person = state.people.all()[0].id
        assert "Stepanov" in (await client.say(person, "Who headed the Russian side?")).text
        assert "Nur-Sultan" in (await client.say(person, "Where was the meeting held?")).text
    assert children() <= before
