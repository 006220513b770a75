"""Facts kept from the chat: in one line, step by step, corrected, translated, retracted; by those who may."""

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
from knowledge.model import Fact
from knowledge.records import Records

pytestmark = pytest.mark.asyncio(loop_scope="module")

_numbers = itertools.count(8_400_000_001)


class Stand:
    def __init__(self, client: SandboxClient, state: State, records: Records, clock: SystemClock) -> None:
        self.client, self.state, self.records, self.clock = client, state, records, clock

    def person(self, lang: str = "en", *, editor: bool = True) -> int:
        number = next(_numbers)
        self.state.people.put(Person(number, "Aida", language_code=lang))
        if editor:
            Roles(self.records, [OWNER]).grant(number, "editor", by=OWNER, now=self.clock.now())
        return number

    async def say(self, person: int, text: str, **how: int) -> Turn:
        return await self.client.say(person, text, **how)

    async def said(self, person: int, text: str) -> str:
        return (await self.say(person, text)).text

    async def press(self, person: int, shown: Turn | Reply, label: str) -> Turn:
        reply = shown.last if isinstance(shown, Turn) else shown
        return await self.client.press(person, reply, reply.button(label))

    def fact(self, name: str) -> Fact:
        fact = self.records.fact(name)
        assert fact is not None
        return fact


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def stand(tmp_path_factory: pytest.TempPathFactory, spec: Spec | None) -> AsyncIterator[Stand]:
    async with running(tmp_path_factory.mktemp("base"), spec) as (client, state, services):
        yield Stand(client, state, services.base.records, services.clock)
        assert state.violations == []


async def test_one_line_is_answered_at_once(stand: Stand) -> None:
    editor, delegate = stand.person(), stand.person(editor=False)
    assert "Two studios" not in await stand.said(delegate, "Who shoots a comedy about astronauts?")
    line = "/addfact cinema | Two studios shoot a comedy about <b>astronauts</b>. | Protocol of 2020, page 3"
    card = await stand.say(editor, line)
    assert "Published: it is answered from now on." in card.text
    assert "<b>astronauts</b>" in card.text
    assert "Source: Protocol of 2020, page 3" in card.text
    assert "Not yet in: Russian, Kazakh" in card.text
    answer = await stand.said(delegate, "Who shoots a comedy about astronauts?")
    assert "Two studios shoot a comedy about <b>astronauts</b>." in answer
    assert "Protocol of 2020, page 3" in answer
    fact = stand.fact("two-studios-shoot-a-comedy-about-b")
    (change,) = stand.records.history("fact", fact.id)
    assert change.actor == f"person:{editor}"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("cinma | A film. | Report", "There is no topic “cinma”. Near it: cinema."),
        ("zzzz | A film.", "There is no topic “zzzz”."),
        ("cinema | | Report", "Write it as: topic | text | source."),
        ("| A film. |", "Write it as: topic | text | source."),
        ("cinema | " + "x" * 3501, "The text has 3501 characters; 3500 at most."),
        ("cinema | A film. | " + "x" * 201, "The text has 201 characters; 200 at most."),
    ],
)
async def test_bad_input_gets_one_clear_line_and_changes_nothing(stand: Stand, line: str, said: str) -> None:
    before = stand.records.revision()
    assert await stand.said(OWNER, f"/addfact {line}") == said
    assert stand.records.revision() == before


async def test_what_is_on_record_already_is_not_added_twice(stand: Stand) -> None:
    await stand.said(OWNER, "/addfact cinema | A film of its own.")
    before = stand.records.revision()
    assert await stand.said(OWNER, "/addfact museums | A film of its own.") == (
        "The record says this already: /fact a-film-of-its-own"
    )
    assert stand.records.revision() == before


@pytest.mark.parametrize(
    ("lang", "refused"),
    [
        ("en", "Sorry, only the editors of this bot can do that."),
        ("ru", "Извините, это доступно только редакторам бота."),
        ("kk", "Кешіріңіз, бұл тек бот редакторларына қолжетімді."),
    ],
)
@pytest.mark.parametrize(
    "command", ["addfact cinema | A.", "fact head-kazakhstan", "editfact x", "retract x", "facts"]
)
async def test_delegates_are_refused(stand: Stand, lang: str, refused: str, command: str) -> None:
    before = stand.records.revision()
    assert await stand.said(stand.person(lang, editor=False), f"/{command}") == refused
    assert stand.records.revision() == before
