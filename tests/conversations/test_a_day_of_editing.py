"""A day of an owner, from granting an editor to an export that answers the same in an empty base."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from running_bot import running

from bot.opening import opened
from bot.sandbox import Person, Reply, SandboxClient, Spec, State
from bot.sandbox.people import DEFAULT_OWNER_ID as OWNER
from bot.settings import load_settings
from knowledge.matching.answer import Answer
from knowledge.packs import read_pack
from knowledge.records import Records

pytestmark = pytest.mark.asyncio(loop_scope="module")

NOW = datetime(2019, 11, 4, 4, tzinfo=UTC)
ARTICLE = """Harbour council meets in Aktau

On 3 June 2024, the first session of the Harbour Council was held in Aktau.

The session was attended by: Anna Petrova, Director of the Lighthouse Museum, John Smith, Captain of the ferry Aurora, \
and Berik Akhmetov, Rector of the Maritime College.

It is planned to open a new pier in 2027. The old pier is painted green.
"""
ASKED = (
    "Who led the Russian side?",
    "Кто приехал от библиотек?",
    "Қазақстан жағынан қанша адам келді?",
    "Who is Anna Petrova?",
    "What colour is the old pier?",
    "Who pays for the buses?",
    "Where is the coat rack?",
    "What is Stepanov's salary?",
)
_numbers = itertools.count(8_700_000_001)


class Day:
    """An owner at work in a sandbox."""

    def __init__(self, client: SandboxClient, state: State, records: Records) -> None:
        self.client, self.state, self.records = client, state, records
        self.shown: Reply | None = None

    async def say(self, text: str, person: int = OWNER) -> str:
        self.shown = (await self.client.say(person, text)).last
        return self.shown.text

    async def press(self, label: str) -> str:
        assert self.shown is not None
        turn = await self.client.press(OWNER, self.shown, self.shown.button(label))
        if turn.messages or turn.edited:
            self.shown = turn.last
        return self.shown.text

    async def send(self, name: str, content: str) -> str:
        self.shown = (await self.client.send_file(OWNER, name, content.encode())).last
        return self.shown.text

    def delegate(self) -> int:
        return self.state.people.put(Person(next(_numbers), "Emma")).id


@pytest_asyncio.fixture(loop_scope="module")
async def day(tmp_path: Path, spec: Spec | None, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Day]:
    # However slow the machine is: no word of how far reading is comes between.
    monkeypatch.setattr("handlers.editing.importing._HEARTBEAT", 600.0)
    async with running(tmp_path, spec) as (client, state, services):
        client._patience = 60.0
        await client.turn_clock(NOW)
        yield Day(client, state, services.base.records)
        assert state.violations == []


async def test_from_granting_to_restoring(day: Day, tmp_path: Path) -> None:
    editor = day.delegate()
    assert "is now: editor" in await day.say(f"/grant {editor}")
    assert "You are: editor" in await day.say("/admin", editor)

    await _import(day)
    await _correct(day)
    await _teach(day)
    await _move_and_undo(day)

    await day.say("/export yaml")
    assert day.shown is not None
    exported = tmp_path / "record.yaml"
    exported.write_bytes(day.state.files.get(day.shown.raw["document"]["file_id"]).content)
    before = answers(f"sqlite:///{tmp_path / 'agreement.db'}")
    url = f"sqlite:///{tmp_path / 'empty.db'}"
    with Records.open(url) as records:
        records.set_filled()
        records.apply(read_pack(exported, complete=False), actor="import", now=NOW)
    assert answers(url) == before
    assert [answer[0] for answer in before] == ["answered"] * 7 + ["unanswered"]


async def _import(day: Day) -> None:
    assert "3 people with posts" in await day.send("harbour.txt", ARTICLE)
    assert "facts added" in await day.press("Take all")
    assert "Lighthouse Museum" in await day.say("Who is Anna Petrova?")


async def _correct(day: Day) -> None:
    await day.say("/editfact head-russia")
    await day.press("✏️ English")
    text = "Pavel Stepanov, Deputy Minister of Culture of Russia, was at the head of the Russian side."
    assert "was at the head" in await day.say(text)
    await day.press("Save")
    assert "was at the head" in await day.say("Who led the Russian side?")
    assert "Русский (⚠️ older than the original)" in await day.say("/fact head-russia")


async def _teach(day: Day) -> None:
    """One question with a new fact, one as another wording of what is known."""
    visitor = day.delegate()
    await day.say("Who pays for the buses?", visitor)
    await day.say("Where is the coat rack?", visitor)
    await day.say("/inbox")
    await day.press("buses")
    await day.press("Answer: a new fact")
    await day.say("The host pays for the buses.")
    for label in ("English", "The meeting", "Both sides", "Skip", "Skip"):
        await day.press(label)
    await day.press("Publish")
    assert "The host pays" in await day.say("Who pays for the buses?", visitor)
    await day.say("/inbox")
    await day.press("coat rack")
    await day.press("The same as a known fact")
    await day.press("Another fact")
    await day.say("place of the meeting")
    await day.press("Place of the meeting")
    await day.press("Try it")
    await day.press("Publish")
    assert "Nur-Sultan" in await day.say("Where is the coat rack?", visitor)


async def _move_and_undo(day: Day) -> None:
    await day.say("/addevent concerts | Gala concert | 14 November 2019 19:00 | Almaty")
    await day.press("Publish")
    await day.say("/editevent gala-concert | 15 November 2019 18:00")
    await day.press("Save")
    event = day.records.event("gala-concert")
    assert event is not None
    assert (event.when, event.status, event.sequence) == ("2019-11-15T18:00", "moved", 1)
    assert "Undone" in await day.say("/undo")
    event = day.records.event("gala-concert")
    assert event is not None
    assert event.when == "2019-11-14T19:00"


def answers(url: str) -> list[tuple[str, str, tuple[str, ...]]]:
    chosen = load_settings(
        {"DATABASE_URL": url, "INDEX_PATH": url.removeprefix("sqlite:///") + ".other"}, env_file=None
    )
    with opened(chosen, lambda: NOW) as base:
        found: list[Answer] = [base.assistant.ask(question, now=NOW) for question in ASKED]
    return [(one.status, one.text, tuple(fact.id for fact in one.facts)) for one in found]
