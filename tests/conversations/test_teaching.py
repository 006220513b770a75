"""Teaching from the chat: the inbox, other wordings, synonyms; and those who asked are told."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from running_bot import running

from bot.clock import SystemClock
from bot.editors import Roles
from bot.sandbox import Person, Reply, SandboxClient, Spec, State, Turn
from bot.sandbox.people import DEFAULT_OWNER_ID as OWNER
from knowledge.records import Records

pytestmark = pytest.mark.asyncio(loop_scope="module")

_numbers = itertools.count(8_500_000_001)


class Stand:
    def __init__(self, client: SandboxClient, state: State, records: Records, clock: SystemClock) -> None:
        self.client, self.state, self.records, self.clock = client, state, records, clock

    def person(self, lang: str = "en", *, editor: bool = False) -> int:
        number = next(_numbers)
        self.state.people.put(Person(number, "Aida", language_code=lang))
        if editor:
            Roles(self.records, [OWNER]).grant(number, "editor", by=OWNER, now=self.clock.now())
        return number

    async def say(self, person: int, text: str) -> Turn:
        return await self.client.say(person, text)

    async def press(self, person: int, shown: Turn | Reply, label: str) -> Turn:
        reply = shown.last if isinstance(shown, Turn) else shown
        return await self.client.press(person, reply, reply.button(label))

    async def told(self, person: int) -> Reply:
        """What comes unasked, with the next round."""
        return (await self.client.waited(person, lambda: self.client.turn_clock(self.clock.now()))).last


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def stand(tmp_path_factory: pytest.TempPathFactory, spec: Spec | None) -> AsyncIterator[Stand]:
    async with running(tmp_path_factory.mktemp("base"), spec) as (client, state, services):
        yield Stand(client, state, services.base.records, services.clock)
        assert state.violations == []


ASKED = {
    "en": ("Who runs the souvenir booth?", "Tell me when", "There is an answer to your question"),
    "ru": ("Кто заведует сувенирным ларьком?", "Сообщить", "На ваш вопрос появился ответ"),
    "kk": ("Кәдесый дүңгіршегін кім басқарады?", "Жауап табылғанда", "Сұрағыңызға жауап табылды"),
}


async def test_a_question_becomes_the_known_question_of_a_fact(stand: Stand) -> None:
    ann, editor = stand.person(), stand.person(editor=True)
    question, bell, news = ASKED["en"]
    asked = await stand.say(ann, question)
    assert "🔔" in asked.last.buttons[0].text
    assert "I will tell you" in (await stand.press(ann, asked, bell)).toast
    inbox = await stand.say(editor, "/inbox")
    card = await stand.press(editor, inbox, question)
    assert "wants to hear of an answer" in card.text
    same = await stand.press(editor, card, "The same as")
    search = await stand.press(editor, same, "Another fact")
    assert "Which fact answers it?" in search.text
    found = await stand.say(editor, "Rosconcert director")
    chosen = await stand.press(editor, found, found.last.buttons[0].text)
    tried = await stand.press(editor, chosen, "Try it")
    assert "Answered from now on: 1" in tried.text
    published = await stand.press(editor, tried, "Publish")
    assert "1 question leaves the inbox" in published.text
    assert "1 person will be told" in published.text
    reply = await stand.told(ann)
    assert news in reply.text
    again = await stand.press(ann, reply, "Ask it again")
    assert "Source:" in again.text
    assert "Nothing waits" in (await stand.say(editor, "/inbox")).text
