"""Golden conversations: read from YAML, replayed by a person at the sandbox's keyboard.

A file is a person (`language_code`, `first_name`, `group`) and `steps`. A step does one thing (`say`,
`press`, `edit`, `send`, `foreign`, `pass`) and says what is expected of the bot's turn:

    is      the whole text            has / lacks   a text, or several, that it holds or does not hold
    like    a regular expression      buttons       labels that are there, in this order
    rows    all labels, row by row    toast         a text that the toast holds
    band    of the stored question    quotes        a text that an expandable quotation holds
    silent  the bot says nothing      edits         the pressed message changes; nothing new is sent
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml

from bot.clock import SystemClock
from bot.sandbox import Person, Reply, SandboxClient, State, Turn
from knowledge.records import Records

HERE = Path(__file__).parent
ACTIONS = frozenset({"say", "press", "edit", "send", "foreign", "pass"})
CHECKS = frozenset(
    {
        "is",
        "has",
        "lacks",
        "like",
        "buttons",
        "no_buttons",
        "rows",
        "toast",
        "band",
        "quotes",
        "silent",
        "edits",
    }
)
_PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489")
_numbers = itertools.count(8_100_000_001)


@dataclass(frozen=True)
class Dialog:
    name: str
    steps: tuple[Mapping[str, Any], ...]
    language_code: str = "en"
    first_name: str = "Emma"
    group: bool = False


def dialogs() -> Iterator[Dialog]:
    for path in sorted(HERE.glob("*.yaml")):
        for name, body in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            for step in body["steps"]:
                unknown = step.keys() - ACTIONS - CHECKS
                assert not unknown, f"{path.name}, {name}: {unknown}"
                assert len(step.keys() & ACTIONS) == 1, f"{path.name}, {name}: one action a step, not {step}"
            yield Dialog(f"{path.stem}: {name}", **{**body, "steps": tuple(body["steps"])})


@dataclass
class Stage:
    """What a conversation is played on."""

    client: SandboxClient
    state: State
    clock: SystemClock
    records: Records


@dataclass
class Player:
    stage: Stage
    dialog: Dialog
    person: Person = field(init=False)
    chat: int = field(init=False)
    shown: Reply | None = None  # the newest message of the bot, whose buttons are pressed

    def __post_init__(self) -> None:
        number = next(_numbers)
        code, name = self.dialog.language_code, self.dialog.first_name
        self.person = self.stage.state.people.put(Person(number, name, language_code=code))
        self.chat = number
        if self.dialog.group:
            self.chat = self.stage.state.groups.open("Delegates", (number,)).id

    async def play(self) -> None:
        for step in self.dialog.steps:
            try:
                turn = await self._act(step)
                if turn is not None:
                    self._check(step, turn)
            except (AssertionError, LookupError, TimeoutError) as error:
                raise AssertionError(f"{self.dialog.name}, at {dict(step)}:\n{error}") from error
            if turn is not None and (turn.messages or turn.edited):
                self.shown = turn.last

    async def _act(self, step: Mapping[str, Any]) -> Turn | None:
        action = (step.keys() & ACTIONS).pop()
        turn: Turn | None = await getattr(self, f"_{action}")(step[action], 0 if step.get("silent") else None)
        return turn

    async def _say(self, text: str, count: int | None) -> Turn:
        text = text.replace("@bot", f"@{self.stage.state.username}")
        return await self.stage.client.say(self.person.id, text, chat=self.chat, count=count)

    async def _press(self, label: str, _count: int | None) -> Turn:
        assert self.shown is not None
        button = self.shown.button(label)
        return await self.stage.client.press(self.person.id, self.shown, button, chat=self.chat)

    async def _edit(self, text: str, _count: int | None) -> Turn:
        own = [m for m in self.stage.state.messages.of(self.chat) if m.sender.get("id") == self.person.id]
        return await self.stage.client.edit(self.person.id, own[-1].id, text)

    async def _send(self, kind: str, _count: int | None) -> Turn:
        client, path = self.stage.client, f"/sandbox/people/{self.person.id}/{kind}"
        if kind in {"location", "contact"}:
            return await client.waited(self.chat, lambda: client.call("POST", path, json={}))
        return await client.send_file(self.person.id, f"x.{kind}", _PNG, kind=kind, mime="image/png")

    async def _foreign(self, data: str, _count: int | None) -> Turn:
        """A button of another program, or of another time: the sandbox's page has no such button."""
        assert self.shown is not None
        state = self.stage.state
        query = state.callbacks.open(self.person.id, self.chat)
        body = {"id": query.id, "from": self.person.user(), "chat_instance": "1", "data": data}
        client, start = self.stage.client, len(self.stage.client._events)
        state.updates.put("callback_query", {**body, "message": self.shown.raw})
        return await client._settled(self.chat, start, None, lambda turn: turn.toast is not None)

    async def _pass(self, minutes: int, _count: int | None) -> None:
        self.stage.clock.turn_to(self.stage.clock.now() + timedelta(minutes=minutes))

    def _check(self, step: Mapping[str, Any], turn: Turn) -> None:
        for name in step.keys() & CHECKS:
            getattr(self, f"_expect_{name}")(step[name], turn)

    def _expect_is(self, text: str, turn: Turn) -> None:
        assert turn.text.strip() == text.strip()

    def _expect_has(self, texts: str | list[str], turn: Turn) -> None:
        for text in [texts] if isinstance(texts, str) else texts:
            assert text in turn.text, f"{text!r} is not in {turn.text!r}"

    def _expect_lacks(self, texts: str | list[str], turn: Turn) -> None:
        for text in [texts] if isinstance(texts, str) else texts:
            assert text not in turn.text, f"{text!r} is in {turn.text!r}"

    def _expect_like(self, pattern: str, turn: Turn) -> None:
        assert re.search(pattern, turn.text, re.DOTALL), f"{turn.text!r} is not like {pattern!r}"

    def _expect_buttons(self, labels: list[str], turn: Turn) -> None:
        shown = [button.text for button in turn.last.buttons]
        found = [label for label in shown if label in labels]
        assert found == labels, f"the buttons are {shown}"

    def _expect_no_buttons(self, labels: list[str], turn: Turn) -> None:
        assert not {button.text for button in turn.last.buttons} & set(labels)

    def _expect_rows(self, rows: list[list[str]], turn: Turn) -> None:
        assert [[button.text for button in row] for row in turn.last.rows] == rows

    def _expect_toast(self, text: str, turn: Turn) -> None:
        assert turn.toast is not None
        assert text in turn.toast, f"the toast is {turn.toast!r}"

    def _expect_band(self, band: str, _turn: Turn) -> None:
        assert self._stored_band() == band

    def _expect_quotes(self, text: str, turn: Turn) -> None:
        quoted = [_cut(reply, e) for reply in turn.messages for e in reply.raw.get("entities", [])]
        assert any(text in part for part in quoted), f"{text!r} is not quoted in {quoted}"

    def _expect_silent(self, _yes: bool, turn: Turn) -> None:
        assert not turn.messages
        assert not turn.edited

    def _expect_edits(self, _yes: bool, turn: Turn) -> None:
        assert turn.edited
        assert not turn.messages

    def _stored_band(self) -> str:
        """The status of the newest question of this chat; "none" without any."""
        from sqlalchemy import select

        from knowledge.records.schema import questions

        newest = (
            select(questions.c.status).where(questions.c.chat == self.chat).order_by(questions.c.id.desc())
        )
        with self.stage.records.database.reading() as connection:
            return connection.execute(newest.limit(1)).scalar() or "none"


def _cut(reply: Reply, entity: Mapping[str, Any]) -> str:
    if entity["type"] != "expandable_blockquote":
        return ""
    start, end = entity["offset"] * 2, (entity["offset"] + entity["length"]) * 2
    return reply.text.encode("utf-16-le")[start:end].decode("utf-16-le")
