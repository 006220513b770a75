"""Files sent to the bot: read, looked through, taken or left; what cannot be taken gets one line."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator

import docx
import pytest
import pytest_asyncio
from running_bot import running

from bot.sandbox import Person, SandboxClient, Spec, State
from bot.sandbox.people import DEFAULT_OWNER_ID as OWNER
from knowledge.records import Records

pytestmark = pytest.mark.asyncio(loop_scope="module")

HARBOUR = """Harbour council meets in Aktau

On 3 June 2024, the first session of the Harbour Council was held in Aktau.

The session was attended by: Anna Petrova, Director of the Lighthouse Museum, John Smith, Captain of the ferry Aurora, \
and Berik Akhmetov, Rector of the Maritime College.

It is planned to open a new pier in 2027. The old pier is painted green.
"""


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow the machine is: no word of how far reading is comes between."""
    monkeypatch.setattr("handlers.editing.importing._HEARTBEAT", 600.0)


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def stand(
    tmp_path_factory: pytest.TempPathFactory, spec: Spec | None
) -> AsyncIterator[tuple[SandboxClient, State, Records]]:
    async with running(tmp_path_factory.mktemp("base"), spec) as (client, state, services):
        # A file is read by a process of its own, which a busy machine takes its time to start.
        client._patience = 60.0
        yield client, state, services.base.records
        assert state.violations == []


async def test_a_document_is_shown_before_it_is_taken(stand) -> None:
    client, _state, records = stand
    shown = (await client.send_file(OWNER, "harbour.txt", HARBOUR.encode())).last
    assert "3 passages" in shown.text
    assert "3 people with posts" in shown.text
    assert "2 events" in shown.text
    assert not any(fact.id.startswith("harbour") for fact in records.pack().facts)

    page = (await client.press(OWNER, shown, shown.button("Look through"))).last
    assert "new pier" in page.text
    assert "2027" in page.text
    listed = (await client.say(OWNER, "/import")).last
    other = (await client.press(OWNER, listed, listed.button("📄 harbour.txt"))).last
    taken = (await client.press(OWNER, page, page.button("✅ Take all"))).last
    assert "facts added" in taken.text
    assert "Lighthouse Museum" in (await client.say(OWNER, "Who is Anna Petrova?")).text
    assert "green" in (await client.say(OWNER, "What colour is the old pier?")).text

    again = await client.press(OWNER, other, other.button("✅ Take all"))
    assert "taken into the record already" in again.toast


async def test_the_same_file_again_changes_nothing_and_a_new_edition_what_is_new(stand) -> None:
    client, _state, records = stand
    before = records.revision()
    shown = (await client.send_file(OWNER, "harbour.txt", HARBOUR.encode())).last
    taken = (await client.press(OWNER, shown, shown.button("✅ Take all"))).last
    assert "on record already" in taken.text
    assert records.revision() == before

    edition = HARBOUR.replace("painted green", "painted blue")
    shown = (await client.send_file(OWNER, "harbour.txt", edition.encode("cp1251"))).last
    assert "1 of an earlier edition" in shown.text
    await client.press(OWNER, shown, shown.button("✅ Take all"))
    told = (await client.say(OWNER, "What colour is the old pier?")).text
    assert "blue" in told
    assert "green" not in told


async def test_what_waits_is_found_again(stand) -> None:
    client, _state, records = stand
    before = records.revision()
    await client.send_file(
        OWNER, "rows.jsonl", b'{"id": "tea", "lang": "en", "text": "Tea is served at five."}\n'
    )
    listed = (await client.say(OWNER, "/import")).last
    shown = (await client.press(OWNER, listed, listed.button("📄 rows.jsonl"))).last
    page = (await client.press(OWNER, shown, shown.button("Look through"))).last
    left = (await client.press(OWNER, page, page.button("✖️ Leave it"))).last
    assert "Nothing was taken" in left.text
    assert records.revision() == before
    assert (await client.say(OWNER, "/import")).last.rows == ()


async def test_what_cannot_be_taken_gets_one_line_in_the_language_of_the_reader(stand) -> None:
    client, state, _records = stand
    editor = state.people.put(Person(8_400_000_002, "Олег", language_code="ru")).id
    await client.say(OWNER, f"/grant {editor} editor")
    out = io.BytesIO()
    docx.Document().save(out)
    for name, content, said in (
        ("a.docx", out.getvalue(), "в нём нет текста"),
        ("a.docx", out.getvalue()[:900], "он повреждён"),
        ("a.pdf", b"hello", "не то, что говорит его имя"),
        ("a.exe", b"MZ", "такие файлы (.exe) не читаются"),
        ("a.txt", b"\x00\x01" * 300, "неизвестной мне кодировке"),
        ("a.jsonl", b'{"id": "a"}\n', "строка 1: lang is missing"),
        ("a.ics", b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", "в нём нет событий"),
    ):
        told = (await client.send_file(editor, name, content)).text
        assert said in told, (name, told)
        assert "\n" not in told


async def test_others_files_are_not_read(stand) -> None:
    client, state, _records = stand
    stranger = state.people.put(Person(8_400_000_003, "Eve", language_code="en")).id
    told = (await client.send_file(stranger, "harbour.txt", HARBOUR.encode())).text
    assert "passages" not in told
    assert "only" in (await client.say(stranger, "/import")).text.lower()
