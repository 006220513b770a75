"""A bot in a sandbox with people at its keyboard: what conversations written in Python are played on."""

from __future__ import annotations

import itertools

from bot.clock import Clock
from bot.editors import Role, Roles
from bot.sandbox import Person, Reply, SandboxClient, State, Turn
from bot.sandbox.people import DEFAULT_OWNER_ID as OWNER
from knowledge.records import Records

_numbers = itertools.count(8_300_000_001)


class Stand:
    def __init__(self, client: SandboxClient, state: State, records: Records, clock: Clock) -> None:
        self.client, self.state, self.records, self.clock = client, state, records, clock
        self.roles = Roles(records, [OWNER])

    def person(self, lang: str = "en", *, username: str = "", role: Role | None = None) -> int:
        """Somebody new, with a right or without one."""
        number = next(_numbers)
        self.state.people.put(Person(number, "Aida", username=username, language_code=lang))
        if role:
            self.roles.grant(number, role, by=OWNER, now=self.clock.now())
        return number

    def editor(self, lang: str = "en") -> int:
        return self.person(lang, role="editor")

    async def say(self, person: int, text: str, **how: int) -> Turn:
        return await self.client.say(person, text, **how)

    async def said(self, person: int, text: str, **how: int) -> str:
        return (await self.say(person, text, **how)).text

    async def press(self, person: int, shown: Turn | Reply, label: str) -> Turn:
        reply = shown.last if isinstance(shown, Turn) else shown
        return await self.client.press(person, reply, reply.button(label))

    def file(self, reply: Reply) -> bytes:
        """The content of the document that came."""
        return self.state.files.get(reply.raw["document"]["file_id"]).content
