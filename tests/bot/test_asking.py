"""The desk on a real record: what is answered, remembered, filed and forgotten."""

from __future__ import annotations

import asyncio
import itertools
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.asking import Asked, Desk, Finding, Found, InThreads, Reply, Visitor
from bot.browsing import Library, Page, record_key
from bot.people import People
from bot.running import Services, services_of
from bot.settings import load_settings
from bot.threads import Workers
from knowledge.model import LANGS, Lang

BEGAN = datetime(2026, 3, 1, 9, tzinfo=UTC)
_numbers = itertools.count(100_001)


class Clock:
    def __init__(self) -> None:
        self.time = BEGAN

    def now(self) -> datetime:
        return self.time

    def turn_to(self, instant: datetime) -> None:
        self.time = instant


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    folder = tmp_path_factory.mktemp("base")
    settings = load_settings({"DATABASE_URL": f"sqlite:///{folder / 'a.db'}"}, env_file=None)
    with services_of(settings, Clock()) as services:
        yield services


@pytest.fixture(scope="module")
def people(services: Services) -> People:
    return People(services.base.records)


@pytest.fixture(scope="module")
def library(services: Services) -> Library:
    return Library(lambda: services.base.index.base)


@pytest.fixture(scope="module")
def desk(services: Services, library: Library) -> Desk:
    finder = InThreads(Finding(services.base.assistant, lambda: services.base.index.base), services.workers)
    return Desk(finder, services.base.records, library, services.clock, services.workers)


async def asked(desk: Desk, visitor: Visitor, question: str) -> Reply:
    """The reply of a turn that is over."""
    reply = await desk.ask(visitor, question)
    async with reply.being_stored():
        return reply


async def tapped(desk: Desk, visitor: Visitor, key: str, lang: Lang) -> Reply | None:
    reply = await desk.ask_known(visitor, key, lang)
    if reply is None:
        return None
    async with reply.being_stored():
        return reply


@pytest.fixture
def visitor() -> Visitor:
    """Somebody new in each test."""
    number = next(_numbers)
    return Visitor(number, number, "en-GB")


async def test_a_question_is_answered_and_remembered(
    desk: Desk, services: Services, people: People, visitor: Visitor
) -> None:
    reply = await asked(desk, visitor, "Where was the meeting held?")
    stored = services.base.records.question(reply.question)
    assert "Nur-Sultan" in reply.answer.lead
    assert (stored.text, stored.status, stored.person) == (
        "Where was the meeting held?",
        "answered",
        visitor.person,
    )
    assert not stored.filed
    assert people.thread(visitor.chat, BEGAN) == reply.answer.thread
    assert people.person(visitor.person).language_code == "en-GB"


async def test_what_is_not_on_record_is_filed(desk: Desk, services: Services, visitor: Visitor) -> None:
    reply = await asked(desk, visitor, "How much does a ticket to the Bolshoi cost?")
    assert reply.answer.status == "unanswered"
    assert services.base.records.question(reply.question).filed


async def test_what_is_no_question_is_not_kept(desk: Desk, people: People, visitor: Visitor) -> None:
    before = (await asked(desk, visitor, "Where was the meeting held?")).answer.thread
    assert (await asked(desk, visitor, "😀 !?")).question is None
    assert people.thread(visitor.chat, BEGAN) == before


@pytest.mark.parametrize("lang", LANGS)
async def test_every_known_question_has_its_answer(desk: Desk, library: Library, lang: Lang) -> None:
    for fact in library.catalogue().base.facts():
        reply = await tapped(desk, Visitor(5), record_key(fact.id), lang)
        assert reply.answer.status == "answered", reply.asked
        assert fact.id in {used.id for used in reply.answer.facts}, reply.asked
        assert reply.answer.lang == lang


async def test_a_known_question_that_is_gone(desk: Desk, visitor: Visitor) -> None:
    assert await tapped(desk, visitor, "AAAAAAAAAAA", "en") is None


async def test_a_fact_speaks_for_itself_if_others_answer_better(
    desk: Desk, services: Services, library: Library
) -> None:
    """Whatever the matcher makes of the question on a button, the fact behind the button is shown."""
    elsewhere = (await asked(desk, Visitor(6), "Who headed the Russian side?")).answer
    fact = library.catalogue().fact(record_key("meeting-date"))

    class Wrong:
        def ask(self, *_question: object, **_given: object) -> object:
            return replace(elsewhere, status="unanswered")

    finder = InThreads(Finding(Wrong(), lambda: library.base), services.workers)
    stubborn = Desk(finder, services.base.records, library, Clock(), services.workers)
    reply = await tapped(stubborn, Visitor(6), record_key(fact.id), "en")
    assert (reply.answer.status, reply.answer.lead) == ("answered", fact.statement["en"])
    assert [used.id for used in reply.answer.facts] == ["meeting-date"]
    assert reply.answer.notes == (fact.inferred["en"],)


async def test_ratings(desk: Desk, services: Services, visitor: Visitor) -> None:
    number = (await asked(desk, visitor, "Where was the meeting held?")).question
    assert desk.rate(visitor, number, good=True)
    assert desk.rate(visitor, number, good=False)
    assert services.base.records.ratings(number) == (0, 1)
    assert not desk.rate(visitor, 999_999_999, good=True)
    assert not desk.rate(Visitor(visitor.chat), number, good=True)


@pytest.mark.parametrize(
    ("code", "lang"),
    [
        ("ru", "ru"),
        ("RU-kz", "ru"),
        ("kk_KZ", "kk"),
        ("en-US", "en"),
        ("de", "en"),
        ("", "en"),
        ("rus", "en"),
    ],
)
def test_the_language_of_somebody_new(desk: Desk, code: str, lang: Lang) -> None:
    assert desk.language(Visitor(9, 9, code)) == lang


async def test_the_chosen_language_goes_before_that_of_the_question(desk: Desk, visitor: Visitor) -> None:
    desk.choose(visitor, "kk")
    assert desk.language(visitor) == "kk"
    assert (await asked(desk, visitor, "Where was the meeting held?")).answer.lang == "kk"


async def test_a_thread_is_taken_up_for_a_quarter_of_an_hour(
    desk: Desk, services: Services, visitor: Visitor
) -> None:
    async def second(after: timedelta) -> Reply:
        desk.begin_afresh(visitor)
        await asked(desk, visitor, "Who headed the Kazakh side?")
        services.clock.turn_to(services.clock.now() + after)
        return await asked(desk, visitor, "and the Russian one?")

    assert "Stepanov" in (await second(timedelta(minutes=15))).answer.lead
    assert "Stepanov" not in (await second(timedelta(minutes=15, seconds=1))).answer.lead


async def test_beginning_afresh_forgets_the_thread(desk: Desk, people: People, visitor: Visitor) -> None:
    await asked(desk, visitor, "Who headed the Kazakh side?")
    desk.begin_afresh(visitor)
    assert people.thread(visitor.chat, BEGAN) is None


async def test_who_blocks_the_bot_and_comes_back(desk: Desk, people: People, visitor: Visitor) -> None:
    await asked(desk, visitor, "Who headed the Kazakh side?")
    desk.lost(visitor, gone=True)
    assert people.person(visitor.person).blocked
    await asked(desk, visitor, "Who headed the Kazakh side?")
    assert not people.person(visitor.person).blocked


async def test_nobody_in_particular_leaves_no_trace(desk: Desk, services: Services, people: People) -> None:
    reply = await asked(desk, Visitor(-77), "Who headed the Kazakh side?")
    assert services.base.records.question(reply.question).person is None
    assert people.person(-77) is None


def test_the_catalogue_holds_everything_once(library: Library) -> None:
    catalogue = library.catalogue()
    listed = [fact.id for topic in catalogue.topics() for fact in catalogue.facts(topic)]
    assert sorted(listed) == sorted(fact.id for fact in catalogue.base.facts())
    assert library.catalogue() is catalogue
    for side, head in (("kz", "nurkisa-daueshov"), ("ru", "pavel-stepanov")):
        assert catalogue.people(side)[0].id == head
        assert all(catalogue.post(person, lang) for person in catalogue.people(side) for lang in LANGS)


@pytest.mark.parametrize("lang", LANGS)
def test_three_examples_of_different_topics(library: Library, lang: Lang) -> None:
    examples = library.catalogue().examples(lang)
    facts = [library.catalogue().fact(example.key) for example in examples]
    assert len({fact.topic for fact in facts}) == 3
    assert [example.question for example in examples] == [fact.questions[lang][0] for fact in facts]


@pytest.mark.parametrize(("number", "shown"), [(0, (0, 1, 2)), (2, (6,)), (99, (6,)), (-1, (0, 1, 2))])
def test_pages(number: int, shown: tuple[int, ...]) -> None:
    page = Page.of(range(7), number, 3)
    assert (page.items, page.pages, page.total) == (shown, 3, 7)
    assert Page.of([], number, 3).items == ()


async def test_what_is_asked_at_once_crosses_to_threads_together(
    services: Services, library: Library
) -> None:
    crossings = []

    class Counted(Finding):
        def find(self, asked: Asked) -> Found:
            crossings.append(threading.get_ident())
            if asked.text == "!":
                raise ValueError(asked.text)
            return super().find(asked)

    class Crossing(Workers):
        async def run(self, *given: Any) -> Any:
            crossings.append("crossed")
            return await super().run(*given)

    workers = Crossing()
    finder = InThreads(Counted(services.base.assistant, lambda: library.base), workers)
    texts = ("Where was the meeting held?", "!", "Who headed the Russian side?")
    where, broken, who = await asyncio.gather(
        *(finder.find(Asked(text, BEGAN)) for text in texts), return_exceptions=True
    )
    workers.close()
    assert "Nur-Sultan" in where.answer.lead
    assert "Stepanov" in who.answer.lead
    assert isinstance(broken, ValueError)
    assert crossings.count("crossed") == 1
    assert threading.get_ident() not in crossings
