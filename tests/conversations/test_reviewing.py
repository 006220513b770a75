"""REVIEW=on: one editor drafts, and another publishes."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from running_bot import running
from stands import Stand

from bot.sandbox import Spec, Turn

pytestmark = pytest.mark.asyncio(loop_scope="module")


class Desk(Stand):
    async def approval(self, person: int) -> Turn:
        """The first thing that waits."""
        listed = await self.press(person, await self.say(person, "/facts"), "To approve")
        return await self.press(person, listed, listed.last.buttons[0].text)


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def stand(tmp_path_factory: pytest.TempPathFactory, spec: Spec | None) -> AsyncIterator[Desk]:
    async with running(tmp_path_factory.mktemp("base"), spec, REVIEW="on") as (client, state, services):
        yield Desk(client, state, services.base.records, services.clock)
        assert state.violations == []


async def test_a_new_fact_is_a_draft_that_another_editor_publishes(stand: Desk) -> None:
    author, other = stand.editor(), stand.editor()
    asked = "Where do the rowers race?"
    card = await stand.say(author, "/addfact meeting | Rowers race on the lake at dawn.")
    assert "Kept as a draft: another editor publishes it." in card.text
    name = "rowers-race-on-the-lake-at-dawn"
    assert "Rowers race" not in (await stand.say(other, asked)).text
    refused = await stand.press(author, card, "Publish")
    assert "You wrote this: another editor has to publish it." in (refused.toast or "")
    theirs = await stand.say(other, f"/fact {name}")
    assert "Published" in (await stand.press(other, theirs, "Publish")).text
    assert "Rowers race on the lake" in (await stand.say(author, asked)).text


async def test_a_change_of_what_is_published_waits_for_another_editor(stand: Desk) -> None:
    author, other = stand.editor(), stand.editor()
    before = stand.records.revision()
    fact = next(one.id for one in stand.records.pack().facts if "Abai" in one.statement["en"])
    preview = await stand.press(author, await stand.say(author, f"/editfact {fact}"), "Side")
    held = await stand.press(author, await stand.press(author, preview, "Russia"), "Save")
    assert held.text == "Kept for review (no. 1): another editor publishes it."
    assert stand.records.revision() == before
    own = await stand.approval(author)
    assert "Side: Both sides → 🇷🇺 Russia" in own.text
    assert "another editor has to" in ((await stand.press(author, own, "Publish")).toast or "")
    shown = await stand.approval(other)
    assert f"Proposed by {author}" in shown.text
    assert "Published." in (await stand.press(other, shown, "Publish")).text
    stored = stand.records.fact(fact)
    assert stored is not None
    assert stored.side == "ru"
    assert stand.records.history("fact", fact)[0].actor == f"person:{author}"


async def test_retracting_waits_too_and_can_be_turned_down(stand: Desk) -> None:
    author, other = stand.editor(), stand.editor()
    held = await stand.say(author, "/retract head-russia")
    assert "Kept for review" in held.text
    again = await stand.say(author, "/retract head-russia")
    assert again.text == held.text
    shown = await stand.approval(other)
    assert "Turned down." in (await stand.press(other, shown, "Turn down")).text
    stored = stand.records.fact("head-russia")
    assert stored is not None
    assert stored.status == "published"


async def test_a_person_in_a_draft_is_in_no_list_yet(stand: Desk) -> None:
    author, other = stand.editor(), stand.editor()
    shown = await stand.press(author, await stand.say(author, "/addfact"), "A person")
    shown = await stand.say(author, "Aida Serik")
    for _ in range(4):
        shown = await stand.press(author, shown, "Skip")
    shown = await stand.press(author, shown, "Kazakhstan")
    preview = await stand.press(author, shown, "Skip")
    await stand.press(author, preview, "Save as a draft")
    assert "13 people" in (await stand.say(other, "/people")).text
    card = await stand.say(other, "/fact post-aida-serik")
    await stand.press(other, card, "Publish")
    assert "14 people" in (await stand.say(other, "/people")).text
