"""`/stats`: the figures are those of what is stored, by the day of the bot's own zone; the picture is a picture."""

from __future__ import annotations

import itertools
import struct
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio
from running_bot import running

from bot.editors import Roles
from bot.sandbox import Person, Reply, SandboxClient, Spec, State
from bot.sandbox.people import DEFAULT_OWNER_ID as OWNER
from knowledge.records import Question, Records

pytestmark = pytest.mark.asyncio(loop_scope="module")

NOW = datetime(2026, 3, 31, 20, tzinfo=UTC)  # already April in Almaty
_numbers = itertools.count(8_500_000_001)


def asked(records: Records, at: datetime, lang: str, status: str, **more: object) -> int:
    return records.file_question(Question("?", lang, at, status, person=next(_numbers), **more))  # type: ignore[arg-type]


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def stand(
    tmp_path_factory: pytest.TempPathFactory, spec: Spec | None
) -> AsyncIterator[tuple[SandboxClient, State, Records]]:
    async with running(tmp_path_factory.mktemp("base"), spec) as (client, state, services):
        records = services.base.records
        await client.turn_clock(NOW)
        for days in range(4):
            asked(
                records,
                NOW - timedelta(days=days),
                "ru",
                "answered",
                facts=("head-kazakhstan", "head-russia"),
            )
        asked(records, NOW, "kk", "answered", facts=("abai-175",))
        asked(records, NOW, "kk", "unanswered", missing=("жалақы", "Жалақы"), filed=True)
        # By the clocks of Almaty an hour after and an hour before the midnight with which 26 March began.
        asked(records, NOW - timedelta(days=6), "en", "answered")
        asked(records, NOW - timedelta(days=6, hours=2), "en", "unanswered", missing=("salary",))
        asked(records, NOW - timedelta(days=40), "en", "answered")
        yield client, state, records
        assert state.violations == []


def size(state: State, reply: Reply) -> tuple[int, int]:
    """Of a PNG, from its header."""
    content = state.files.get(reply.raw["photo"][-1]["file_id"]).content
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", content[16:24])


async def test_the_last_thirty_days(stand) -> None:
    client, state, _records = stand
    shown = (await client.say(OWNER, "/stats")).last
    assert "30 days\nQuestions: 8\nPeople who asked: 8\nAnswered: 75%" in shown.text
    assert "Waiting in the inbox: 1\nAsked most about: Participants (4), Anniversaries (1)" in shown.text
    assert "Words the record does not explain: salary (1), жалақы (1)" in shown.text
    assert size(state, shown) == (1080, 1260)


async def test_another_period(stand) -> None:
    client, _state, _records = stand
    shown = (await client.say(OWNER, "/stats")).last
    assert "Questions: 9" in (await client.press(OWNER, shown, shown.button("90"))).text
    assert "Questions: 7" in (await client.press(OWNER, shown, shown.button("7 days"))).text


@pytest.mark.parametrize(("lang", "title"), [("ru", "Вопросы: 8"), ("kk", "Сұрақтар: 8")])
async def test_a_viewer_sees_it_in_their_language(stand, lang: str, title: str) -> None:
    client, state, records = stand
    viewer = state.people.put(Person(next(_numbers), "Gulnara", language_code=lang)).id
    Roles(records, [OWNER]).grant(viewer, "viewer", by=OWNER, now=NOW)
    shown = (await client.say(viewer, "/stats")).last
    assert title in shown.text
    assert len(shown.buttons) == 3
