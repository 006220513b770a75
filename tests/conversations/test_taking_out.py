"""The record and the database as files in the chat; what comes out goes in again and answers the same."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from running_bot import running

from bot.backups import restore
from bot.sandbox import Person, Reply, SandboxClient, Spec, State
from bot.sandbox.people import DEFAULT_OWNER_ID as OWNER
from knowledge.packs import read_pack
from knowledge.records import Records

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def stand(
    tmp_path_factory: pytest.TempPathFactory, spec: Spec | None
) -> AsyncIterator[tuple[SandboxClient, State, Records]]:
    async with running(tmp_path_factory.mktemp("base"), spec) as (client, state, services):
        yield client, state, services.base.records
        assert state.violations == []


def content(state: State, reply: Reply) -> bytes:
    return state.files.get(reply.raw["document"]["file_id"]).content


async def test_the_record_in_three_forms(stand, tmp_path) -> None:
    client, state, records = stand
    choice = (await client.say(OWNER, "/export")).last
    pack = (await client.press(OWNER, choice, choice.button("YAML"))).last
    (tmp_path / "record.yaml").write_bytes(content(state, pack))
    assert read_pack(tmp_path / "record.yaml").facts == records.pack().facts
    rows = (await client.press(OWNER, choice, choice.button("JSONL"))).last
    assert {json.loads(line)["id"] for line in content(state, rows).splitlines()} == {
        fact.id for fact in records.pack().facts
    }
    table = (await client.say(OWNER, "/export csv")).last
    assert content(state, table).startswith(b"id,lang,text,questions,topic,source\r\n")


async def test_a_backup_can_be_put_back(stand, tmp_path) -> None:
    client, state, records = stand
    copy = (await client.say(OWNER, "/backup")).last
    assert "53 facts" in copy.text
    (tmp_path / "copy.db").write_bytes(content(state, copy))
    url = f"sqlite:///{tmp_path / 'back.db'}"
    restore(url, tmp_path / "copy.db", now=records.history(limit=1)[0].at, keep_in=tmp_path)
    with Records.open(url) as back:
        assert back.pack() == records.pack()


async def test_others_get_neither(stand) -> None:
    client, state, _records = stand
    stranger = state.people.put(Person(8_400_000_001, "Ivan", language_code="ru")).id
    assert "только редакторам" in (await client.say(stranger, "/export yaml")).text
    assert "только владелец" in (await client.say(stranger, "/backup")).text


async def test_not_in_a_group(stand) -> None:
    client, state, _records = stand
    group = state.groups.open("Delegates", (OWNER,)).id
    assert "private chat" in (await client.say(OWNER, "/backup", chat=group)).text
