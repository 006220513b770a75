"""Teaching: what a lesson would change is tried first, then it is put on record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.editing.keeping import Keeper
from bot.inbox import Inbox
from bot.subscribers import Refused
from bot.subscribers.refusing import N_
from bot.teaching.lessons import Alias, Words, changed_synonyms, every_synonym
from bot.teaching.replaying import Replay, stored_questions, trial
from knowledge.index.base import Base
from knowledge.model import Fact
from knowledge.records import Conflict, Edit

_ATTEMPTS = 3  # while others change the same fact


@dataclass(frozen=True, slots=True)
class Taught:
    """What was put on record: the fact, if it was a wording; how many questions it settled, and who will be told."""

    fact: Fact | None = None
    settled: int = 0
    told: int = 0


class Teacher:
    """Synchronous. Raises Refused where there is nothing to teach."""

    def __init__(self, keeper: Keeper, inbox: Inbox, base: Callable[[], Base]) -> None:
        self._keeper, self._inbox, self._base = keeper, inbox, base
        self._records = keeper.records

    def try_alias(self, alias: Alias) -> Replay:
        """A replay of the stored questions, to be stepped through."""
        fact = self._fact(alias)
        after = alias.taught(fact)
        if after is fact and not alias.questions:
            raise Refused(_NO_NEWS)
        also = [text for _, text in alias.wordings]
        return self._replay(trial(self._base(), edit=(fact, after)), also)

    def try_words(self, words: Words) -> Replay:
        every = every_synonym(self._records)
        edits = words.taught(every)
        if not edits:
            raise Refused(_NO_NEWS)
        return self._replay(trial(self._base(), synonyms=changed_synonyms(every, edits)))

    def keep_alias(self, alias: Alias, person: int) -> Taught:
        """Whatever else was changed of the fact meanwhile stays."""
        for attempt in reversed(range(_ATTEMPTS)):
            fact = self._fact(alias)
            try:
                self._keep_fact(fact, alias.taught(fact), person)
                break
            except Conflict:
                if not attempt:
                    raise
        settled, told = self._inbox.same(alias.questions, fact.id, by=person)
        return Taught(self._fact(alias), settled, told)

    def keep_words(self, words: Words, person: int) -> Taught:
        for attempt in reversed(range(_ATTEMPTS)):
            edits = words.taught(every_synonym(self._records))
            try:
                if edits:
                    self._keeper.keep(edits, person)
                break
            except Conflict:
                if not attempt:
                    raise
        return Taught()

    def _keep_fact(self, fact: Fact, after: Fact, person: int) -> None:
        if after is not fact:
            self._keeper.keep([Edit(after, fact)], person)

    def _fact(self, alias: Alias) -> Fact:
        fact = self._records.fact(alias.fact)
        if fact is None or fact.status == "retracted":
            raise Refused(N_("There is no fact {name}. /facts finds one by its words."), name=alias.fact)
        return fact

    def _replay(self, after: Base, also: list[str] | None = None) -> Replay:
        now: datetime = self._keeper.now()
        return Replay(self._base(), after, stored_questions(self._records, also or ()), now)


_NO_NEWS = N_("This is on record already. Nothing was changed.")
