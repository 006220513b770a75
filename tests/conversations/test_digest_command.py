"""`/digest`: the digest as it would come now, in each language, and who gets it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from running_bot import running

from bot.sandbox import Spec
from bot.sandbox.people import DEFAULT_OWNER_ID as OWNER
from bot.subscribers import Schedule, Settings, Subscribers

pytestmark = pytest.mark.asyncio(loop_scope="function")


async def test_preview_and_recipients(tmp_path, spec: Spec | None) -> None:
    now = datetime(2019, 12, 20, 6, tzinfo=UTC)
    async with running(tmp_path, spec) as (client, state, services):
        await client.turn_clock(now)
        subscribers = Subscribers(services.base.records)
        for chat, lang in ((1, "kk"), (2, "kk"), (3, "ru")):
            schedule = Schedule(frequency="daily" if chat == 1 else "weekly")
            subscribers.save(chat, Settings(language=lang, schedule=schedule), now=now)
        turn = await client.say(OWNER, "/digest")
        preview, told = turn.messages
        assert "What is coming up" in preview.text
        assert (
            told.text
            == "3 subscribers get digests\n• Қазақша: 2 (daily 1, weekly 1)\n• Русский: 1 (weekly 1)"
        )
        russian = await client.press(OWNER, told, told.button("Русский"))
        assert "2020" in russian.messages[0].text
        assert "What is coming up" not in russian.text
        assert state.violations == []
