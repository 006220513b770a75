"""Where questions come in: each is answered, remembered, and filed for the editors if it has no answer."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.asking.dates import Dates
from bot.asking.memory import Memory, Turn
from bot.browsing import Library, in_language
from bot.clock import Clock
from bot.people import People, Person
from knowledge.assistant import Assistant
from knowledge.errors import InvalidInput
from knowledge.index.base import Base
from knowledge.matching.answer import Answer
from knowledge.matching.compose import question_of, used
from knowledge.model import LANGS, Fact, Lang
from knowledge.records import Records


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


class Desk:
    def __init__(
        self,
        assistant: Assistant,
        records: Records,
        library: Library,
        clock: Clock,
        default: Lang = "en",
        *,
        dates: Dates | None = None,
    ) -> None:
        self._assistant, self._library = assistant, library
        self._people = People(records)
        self._memory = Memory(records, self._people)
        self._clock, self._default, self._dates = clock, default, dates

    def ask(self, visitor: Visitor, question: str) -> Reply:
        """Answer in the language of the question, or in the one that the person chose."""
        known = self._meet(visitor)
        turn = self._turn(visitor, question, known.language if known else None)
        base = self._library.base
        told = self._dates.instead(question, turn.answer, base, turn.at) if self._dates else None
        if told is None:
            return Reply(turn.answer, self._keep(turn))
        return Reply(told.answer, self._keep(replace(turn, answer=told.answer)), events=told.events)

    def ask_known(self, visitor: Visitor, key: str, lang: Lang) -> Reply | None:
        """Answer the known question of a fact; None if the fact is gone."""
        catalogue = self._library.catalogue()
        fact = catalogue.fact(key)
        if fact is None:
            return None
        self._meet(visitor)
        turn = self._turn(visitor, question_of(fact, lang), lang)
        if fact.id not in {quoted.id for quoted in turn.answer.facts}:
            turn = replace(turn, answer=_stating(fact, turn.answer, catalogue.base))
        return Reply(turn.answer, self._keep(turn), turn.text)

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
        self._meet(visitor)
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

    def _meet(self, visitor: Visitor) -> Person | None:
        if visitor.person is None:
            return None
        return self._memory.meet(visitor.person, visitor.language_code or None, self._clock.now())

    def _turn(self, visitor: Visitor, question: str, lang: Lang | None) -> Turn:
        now = self._clock.now()
        worded = any(char.isalnum() for char in question)  # a smiley asks nothing, nor does it ask on
        thread = self._memory.thread(visitor.chat, now) if worded else None
        answer = self._assistant.ask(question, now=now, lang=lang, thread=thread)
        return Turn(question, answer, now, visitor.chat, visitor.person, thread)

    def _keep(self, turn: Turn) -> int | None:
        answer = turn.answer
        understood = answer.status != "unanswered" or answer.missing or answer.candidates
        if not understood:
            return None  # nothing for the editors, and nothing to ask on from
        return self._memory.keep(turn, filed=answer.status == "unanswered")


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
    )
