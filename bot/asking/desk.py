"""Where questions come in: each is answered, remembered, and filed for the editors if it has no answer."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.asking.finding import Asked, Finder, Found
from bot.asking.memory import Memory
from bot.asking.storing import Storing, Turn
from bot.browsing import Library, in_language
from bot.clock import Clock
from bot.people import People, Person
from bot.threads import Workers
from knowledge.errors import InvalidInput
from knowledge.index.base import Base
from knowledge.matching.answer import Answer
from knowledge.matching.compose import question_of, used
from knowledge.model import LANGS, Fact, Lang
from knowledge.records import Question, Records


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody in a chat."""

    chat: int
    person: int | None = None  # None: nobody in particular, e.g. an administrator who writes as the group
    language_code: str = ""  # what their app is set to


@dataclass(frozen=True, slots=True)
class Reply:
    answer: Answer
    question: int | None  # its id, for ratings; None if there was nothing to remember
    asked: str = ""  # the words of a known question that was tapped
    events: tuple[tuple[str, str], ...] = ()  # that the answer tells of: their keys and titles
    stored: Awaitable[None] | None = None

    @contextlib.asynccontextmanager
    async def being_stored(self) -> AsyncIterator[None]:
        """The body sends the reply; it ends when the turn is stored: its update is not worked off before."""
        try:
            yield
        finally:
            if self.stored is not None:
                await self.stored


class Desk:
    """Belongs to one event loop; whatever asks the database goes to `workers`."""

    def __init__(
        self,
        finder: Finder,
        records: Records,
        library: Library,
        clock: Clock,
        workers: Workers,
        *,
        default: Lang = "en",
    ) -> None:
        self._finder, self._library, self._workers = finder, library, workers
        self._people = People(records)
        self._memory = Memory(self._people)
        self._storing = Storing(records.database, workers)
        self._clock, self._default = clock, default

    async def ask(self, visitor: Visitor, question: str) -> Reply:
        """Answer in the language of the question, or in the one that the person chose."""
        turn = await self._begin(visitor, question)
        return await self._end(visitor, turn, await self._finder.find(turn))

    async def ask_known(self, visitor: Visitor, key: str, lang: Lang) -> Reply | None:
        """Answer the known question of a fact; None if the fact is gone."""
        catalogue = await self._workers.run(self._library.catalogue)
        fact = catalogue.fact(key)
        if fact is None:
            return None
        turn = replace(await self._begin(visitor, question_of(fact, lang)), lang=lang)
        found = await self._finder.find(turn)
        if found.events or fact.id not in {quoted.id for quoted in found.answer.facts}:
            found = Found(_stating(fact, found.answer, catalogue.base))
        return replace(await self._end(visitor, turn, found), asked=turn.text)

    def rate(self, visitor: Visitor, question: int, *, good: bool) -> bool:
        """Store what the person thinks of an answer; False if the question is not stored any more."""
        if visitor.person is None:
            return False
        try:
            self._people.rate(question, visitor.person, good, self._clock.now())
        except InvalidInput:
            return False
        return True

    def begin_afresh(self, visitor: Visitor) -> None:
        """What was asked before is taken over no more."""
        self._meet(visitor, self._clock.now())
        self._people.forget_thread(visitor.chat)
        self._memory.forget_at_hand(chat=visitor.chat)

    def lost(self, visitor: Visitor, *, gone: bool) -> None:
        """The person does not want to hear from the bot any more, or (not `gone`) does again."""
        if visitor.person:
            self._people.set_blocked(visitor.person, blocked=gone)
            self._memory.forget_at_hand(person=visitor.person)

    def forgotten(self, visitor: Visitor) -> None:
        """The person was erased: nothing of them is at hand any more."""
        self._memory.forget_at_hand(person=visitor.person, chat=visitor.chat)

    def chosen(self, visitor: Visitor) -> Lang | None:
        return self._people.language_of(visitor.person) if visitor.person else None

    def choose(self, visitor: Visitor, lang: Lang) -> None:
        if visitor.person:
            self._people.choose_language(visitor.person, lang, self._clock.now())
            self._memory.forget_at_hand(person=visitor.person)

    def language(self, visitor: Visitor) -> Lang:
        """The language the person reads: the chosen one, else that of their app, else the default."""
        return self.chosen(visitor) or self.guess(visitor)

    def guess(self, visitor: Visitor) -> Lang:
        """The same without what is stored."""
        primary = visitor.language_code.replace("_", "-").split("-")[0].lower()
        return next((lang for lang in LANGS if lang == primary), self._default)

    def _meet(self, visitor: Visitor, now: datetime) -> Person | None:
        if visitor.person is None:
            return None
        return self._memory.meet(visitor.person, visitor.language_code or None, now)

    async def _begin(self, visitor: Visitor, question: str) -> Asked:
        now = self._clock.now()
        code = visitor.language_code or None
        if self._memory.knows(visitor.chat, visitor.person, code, now):
            return self._asked(visitor, question, now)
        return await self._workers.run(self._asked, visitor, question, now)

    def _asked(self, visitor: Visitor, question: str, now: datetime) -> Asked:
        known, thread = self._meet(visitor, now), self._memory.thread(visitor.chat, now)
        worded = any(char.isalnum() for char in question)  # a smiley asks nothing, nor does it ask on
        return Asked(question, now, known.language if known else None, thread if worded else None)

    async def _end(self, visitor: Visitor, asked: Asked, found: Found) -> Reply:
        answer = found.answer
        understood = answer.status != "unanswered" or answer.missing or answer.candidates
        if not understood:
            return Reply(answer, None)  # nothing for the editors, and nothing to ask on from
        number = await self._storing.number()
        thread = answer.thread if answer.thread != asked.thread else None
        stored = self._storing.put(Turn(_question(visitor, asked, answer, number), visitor.chat, thread))
        self._memory.went_on(visitor.chat, answer.thread, asked.at)
        stored.add_done_callback(lambda done: self._check_stored(done, visitor.chat))
        return Reply(answer, number, events=found.events, stored=stored)

    def _check_stored(self, done: asyncio.Future[None], chat: int) -> None:
        """What could not be stored is not taken up either."""
        if done.cancelled() or done.exception():
            self._memory.forget_at_hand(chat=chat)


def _question(visitor: Visitor, asked: Asked, answer: Answer, number: int) -> Question:
    return Question(
        text=asked.text,
        lang=answer.lang,
        asked_at=asked.at,
        status=answer.status,
        confidence=answer.confidence,
        facts=tuple(fact.id for fact in answer.facts),
        missing=answer.missing,
        person=visitor.person,
        chat=visitor.chat,
        filed=answer.status == "unanswered",
        id=number,
    )


def _stating(fact: Fact, answer: Answer, base: Base) -> Answer:
    """The fact itself, for a known question that is answered by others better."""
    lang = answer.lang
    return replace(
        answer,
        status="answered",
        confidence=1.0,
        lead=in_language(fact.statement, lang),
        items=(),
        notes=tuple(filter(None, [in_language(fact.inferred, lang)])),
        facts=used([fact], base, lang),
        suggestions=(),
        topics=(),
        parts=(),
    )
