"""One word to many: who gets it, once, after a look and a confirmation; stopped; broken off and gone on with."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
import pytest_asyncio
from running_bot import running

from bot.people import People
from bot.sandbox import Person, SandboxClient, Spec, State
from bot.sandbox.people import DEFAULT_OWNER_ID as OWNER
from knowledge.records import Records

pytestmark = pytest.mark.asyncio(loop_scope="module")

NOW = datetime(2026, 3, 1, 6, tzinfo=UTC)
_numbers = itertools.count(8_600_000_001)
WORD = "The <b>archive</b> opens on Monday & stays open"


@pytest_asyncio.fixture(loop_scope="module")
async def stand(tmp_path, spec: Spec | None) -> AsyncIterator[tuple[SandboxClient, State, Records]]:
    async with running(tmp_path, spec) as (client, state, services):
        await client.turn_clock(NOW)
        yield client, state, services.base.records
        assert state.violations == []


async def visitor(client: SandboxClient, state: State, lang: str, *, subscribed: bool = False) -> int:
    number = next(_numbers)
    state.people.put(Person(number, "Aida", language_code=lang))
    await client.say(number, "/start")
    if subscribed:
        offer = (await client.say(number, "/subscribe")).last
        await client.press(number, offer, offer.buttons[0])
    return number


def got(state: State, chat: int) -> list[str]:
    texts = [message.content.words.text for message in state.messages.of(chat)]
    return [text for text in texts if text == WORD]


async def test_to_subscribers_of_one_language_once(stand) -> None:
    client, state, _records = stand
    reader = await visitor(client, state, "kk", subscribed=True)
    russian = await visitor(client, state, "ru", subscribed=True)
    passer_by = await visitor(client, state, "kk")
    preview = (await client.say(OWNER, f"/broadcast {WORD}")).last
    assert WORD in preview.text
    assert "2 chats will get this." in preview.text
    narrowed = (await client.press(OWNER, preview, preview.button("Қазақша"))).last
    assert "1 chat will get this." in narrowed.text
    send = narrowed.button("Send to 1 chat")
    turn = await client.waited(reader, lambda: client.press(OWNER, narrowed, send))
    assert turn.text == WORD
    assert len(got(state, reader)) == 1
    assert got(state, russian) == got(state, passer_by) == []


async def test_to_everybody_but_whoever_blocked_the_bot(stand) -> None:
    client, state, records = stand
    reader = await visitor(client, state, "en")
    gone = await visitor(client, state, "en")
    People(records).set_blocked(gone)
    preview = (await client.say(OWNER, f"/broadcast {WORD}")).last
    assert "0 chats" in preview.text
    assert not [button for button in preview.buttons if "Send" in button.text]
    wider = (await client.press(OWNER, preview, preview.button("Everybody"))).last
    assert "1 chat will get this." in wider.text
    await client.waited(reader, lambda: client.press(OWNER, wider, wider.button("Send to 1")))
    assert len(got(state, reader)) == 1
    assert got(state, gone) == []


async def test_one_more_by_now_is_shown_first(stand) -> None:
    client, state, _records = stand
    await visitor(client, state, "en", subscribed=True)
    preview = (await client.say(OWNER, f"/broadcast {WORD}")).last
    await visitor(client, state, "en", subscribed=True)
    turn = await client.press(OWNER, preview, preview.button("Send to 1 chat"))
    assert "look again" in (turn.toast or "")
    assert "2 chats will get this." in turn.last.text


async def test_dropped(stand) -> None:
    client, state, _records = stand
    reader = await visitor(client, state, "en", subscribed=True)
    preview = (await client.say(OWNER, f"/broadcast {WORD}")).last
    dropped = (await client.press(OWNER, preview, preview.button("Cancel"))).last
    assert "Dropped. Nothing was sent." in dropped.text
    assert got(state, reader) == []


async def test_bad_input(stand) -> None:
    client, state, _records = stand
    assert "Write the message behind the command" in (await client.say(OWNER, "/broadcast")).text
    assert "too long" in (await client.say(OWNER, "/broadcast " + "x" * 3501)).text
    stranger = await visitor(client, state, "en")
    assert "only the editors" in (await client.say(stranger, "/broadcast hello")).text
