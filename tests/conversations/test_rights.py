"""Rights: given by id, name, reply and forward, taken away, and asked at every command and old button."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from running_bot import running
from stands import OWNER, Stand

from bot.editors import Audit
from bot.sandbox import Spec
from bot.sandbox.commands import private_scopes

pytestmark = pytest.mark.asyncio(loop_scope="module")

REFUSED = {
    "en": "Sorry, only the editors of this bot can do that.",
    "ru": "Извините, это доступно только редакторам бота.",
    "kk": "Кешіріңіз, бұл тек бот редакторларына қолжетімді.",
}


class Rights(Stand):
    """With a look at the notes and the menus."""

    @property
    def audit(self) -> Audit:
        return Audit(self.records)

    def menu(self, chat: int, lang: str) -> set[str]:
        return {command.name for command in self.state.commands.menu(private_scopes(chat), lang)}


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def stand(tmp_path_factory: pytest.TempPathFactory, spec: Spec | None) -> AsyncIterator[Rights]:
    async with running(tmp_path_factory.mktemp("base"), spec) as (client, state, services):
        yield Rights(client, state, services.base.records, services.clock)
        assert state.violations == []


@pytest.mark.parametrize("lang", ["en", "ru", "kk"])
async def test_a_stranger_is_refused_politely_and_it_is_noted(stand: Rights, lang: str) -> None:
    stranger = stand.person(lang)
    assert await stand.said(stranger, "/admin") == REFUSED[lang]
    attempt = stand.audit.latest(1)[0]
    assert (attempt.person, attempt.action, attempt.allowed) == (stranger, "/admin", False)
    assert "grant" not in stand.menu(stranger, lang)


async def test_by_id_by_name_and_back(stand: Rights) -> None:
    editor = stand.person("ru", username="gulnara_k")
    assert "I do not know @gulnara_k yet" in await stand.said(OWNER, "/grant @gulnara_k")
    await stand.client.say(editor, "/start")
    told = await stand.client.waited(editor, lambda: stand.client.say(OWNER, "/grant @Gulnara_K"))
    assert "Вам дали права" in told.text
    assert stand.roles.role_of(editor) == "editor"
    assert "addfact" in stand.menu(editor, "ru")
    assert "Ваша роль: редактор" in await stand.said(editor, "/admin")
    assert "@gulnara_k" in await stand.said(OWNER, "/admin")
    assert "already" in await stand.said(OWNER, f"/grant {editor} editor")
    assert f"{editor} is now: viewer" in await stand.said(OWNER, f"/grant {editor} viewer", count=1)
    assert "no rights here any more" in await stand.said(OWNER, f"/revoke {editor}")
    assert await stand.said(editor, "/admin") == REFUSED["ru"]
    assert "addfact" not in stand.menu(editor, "ru")
    assert "no rights that could" in await stand.said(OWNER, f"/revoke {editor}")


async def test_by_reply_in_a_group(stand: Rights) -> None:
    delegate = stand.person(username="ivan")
    group = stand.state.groups.open("Delegates", (delegate, OWNER)).id
    await stand.client.say(delegate, "Good morning, everybody", chat=group, count=0)
    said = list(stand.state.messages.of(group))[-1]
    turn = await stand.client.say(OWNER, "/grant viewer", chat=group, reply_to=said.id)
    assert turn.text == "@ivan is now: viewer of statistics."
    assert stand.roles.role_of(delegate) == "viewer"


async def test_only_an_owner_gives_rights(stand: Rights) -> None:
    editor, other = stand.person(), stand.person()
    stand.roles.grant(editor, "editor", by=OWNER, now=stand.audit.latest(1)[0].at)
    assert "only an owner" in await stand.said(editor, f"/grant {other}")
    assert stand.roles.role_of(other) is None


async def test_an_owner_cannot_be_put_down(stand: Rights) -> None:
    assert "has these rights already: owner" in await stand.said(OWNER, f"/grant {OWNER} viewer")
    assert "had no rights that could" in await stand.said(OWNER, f"/revoke {OWNER}")
    assert stand.roles.role_of(OWNER) == "owner"


@pytest.mark.parametrize(
    ("command", "answer"),
    [
        ("/grant", "Whom do you mean?"),
        ("/grant @nobody_at_all", "I do not know @nobody_at_all yet"),
        ("/grant 12345 king", "“king” is no role"),
        ("/grant <b>x</b>", "“<b>x</b>” is no role"),
        ("/revoke", "Whom do you mean?"),
        ("/grant ١٢٣", "“١٢٣” is no role"),
    ],
)
async def test_bad_input_is_one_line_and_changes_nothing(stand: Rights, command: str, answer: str) -> None:
    before = stand.roles.granted()
    assert answer in await stand.said(OWNER, command)
    assert stand.roles.granted() == before
