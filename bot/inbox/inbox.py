"""The editors' inbox: questions without a good answer, those that ask the same together, most asked first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from bot.clock import Clock
from bot.inbox import waiting
from bot.inbox.likeness import Wording, gather, wording_of
from bot.inbox.waiting import Waiting
from knowledge.assistant import Assistant
from knowledge.index.base import Base
from knowledge.index.ground import words_of
from knowledge.limits import QUESTION
from knowledge.matching.answer import Answer
from knowledge.model import Fact, Lang
from knowledge.records import Records

LATER = timedelta(days=7)
CANDIDATES = 5
_READ = 4096  # questions kept as read; a base of another revision is read anew
_MOST_WORDINGS = 20  # of a group, that become known questions


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that ask the same. It is called by the number of its first question, which stays the same."""

    questions: tuple[Waiting, ...]  # the latest first

    @property
    def id(self) -> int:
        return self.questions[-1].id

    @property
    def text(self) -> str:
        """The wording used most, of several the latest."""
        return Counter(question.text for question in self.questions).most_common(1)[0][0]

    @property
    def lang(self) -> Lang:
        return next(question.lang for question in self.questions if question.text == self.text)

    @property
    def asked(self) -> int:
        """How often, the same person counted once."""
        return len({question.person or -question.id for question in self.questions})

    @property
    def bad(self) -> int:
        return sum(question.bad for question in self.questions)

    @property
    def waiting(self) -> int:
        """How many want to be told of an answer."""
        return len({question.person for question in self.questions if question.tell})

    @property
    def latest(self) -> datetime:
        return self.questions[0].asked_at

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(word for question in self.questions for word in question.missing))

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(question.id for question in self.questions)

    def wordings(self) -> tuple[tuple[Lang, str], ...]:
        """Every wording with its language, the commonest first, as far as it can be a known question."""
        counted = Counter((question.lang, " ".join(question.text.split())) for question in self.questions)
        usual = (wording for wording, _ in counted.most_common() if 0 < len(wording[1]) <= QUESTION)
        return tuple(usual)[:_MOST_WORDINGS]


class Inbox:
    """Synchronous. `base` is what questions are answered from at that moment."""

    def __init__(
        self, records: Records, assistant: Assistant, base: Callable[[], Base], clock: Clock
    ) -> None:
        self._records, self._database = records, records.database
        self._assistant, self._base, self._clock = assistant, base, clock
        self._caught_up = records.revision()
        self._reader: tuple[Base, Callable[[str], Wording]] | None = None
        self._latest: tuple[object, Sequence[Sequence[int]]] = None, ()

    def catch_up(self) -> int:
        """Questions that are known questions of a fact by now have their answer; how many."""
        revision = self._records.revision()
        if revision == self._caught_up:
            return 0
        known = {
            " ".join(words_of(question)): fact.id
            for fact in self._records.changed_facts(self._caught_up)
            if fact.status == "published"
            for texts in fact.questions.values()
            for question in texts
        }
        now, settled = self._clock.now(), 0
        with self._database.writing() as connection:
            for question in waiting.open_questions(connection, now) if known else ():
                fact = known.get(" ".join(words_of(question.text)))
                if fact and fact not in question.facts:
                    settled += waiting.settle(
                        connection, [question.id], "answered", by=None, now=now, fact=fact
                    )
        self._caught_up = revision
        return settled

    def groups(self) -> tuple[Group, ...]:
        """Most asked first; of those asked as often, the latest."""
        self.catch_up()
        with self._database.reading() as connection:
            found = waiting.open_questions(connection, self._clock.now())
        # The oldest lead: so that a group keeps its name when it is asked for again.
        found.reverse()
        groups = [Group(tuple(found[number] for number in reversed(one))) for one in self._gathered(found)]
        return tuple(sorted(groups, key=lambda group: (-group.asked, -group.latest.timestamp(), group.id)))

    def group(self, question: int) -> Group | None:
        """The group that a question is in; None if nobody waits for it any more."""
        return next((group for group in self.groups() if question in group.numbers), None)

    def candidates(self, group: Group) -> tuple[Fact, ...]:
        """The facts that may be meant, best first; what it was answered with and found bad comes last."""
        answer = self._assistant.ask(group.text, now=self._clock.now())
        given = {name for question in group.questions for name in question.facts}
        found = (self._records.fact(candidate.id) for candidate in answer.candidates[: CANDIDATES + 1])
        facts = [fact for fact in found if fact and fact.status == "published"]
        return tuple(sorted(facts, key=lambda fact: fact.id in given))[:CANDIDATES]

    def answered_by_now(self, group: Group) -> Answer | None:
        """What the record answers today; None if it does not, or with what was found bad only."""
        answer = self._assistant.ask(group.text, now=self._clock.now())
        given = {name for question in group.questions for name in question.facts}
        new = {fact.id for fact in answer.facts} - given
        return answer if answer.status == "answered" and new else None

    def later(self, group: Group) -> int:
        """Out of sight for a week; how many questions."""
        with self._database.writing() as connection:
            return waiting.put_off(connection, group.numbers, self._clock.now() + LATER)

    def not_for_us(self, group: Group, *, by: int) -> int:
        return self.settle(group.numbers, "foreign", by=by)

    def same(self, numbers: Sequence[int], fact: str, *, by: int) -> tuple[int, int]:
        """They ask what a fact answers: how many were settled, and how many people will be told."""
        with self._database.reading() as connection:
            told = waiting.who_waits(connection, numbers)
        return self.settle(numbers, "same", by=by, fact=fact), told

    def settle(self, numbers: Sequence[int], outcome: str, *, by: int, fact: str | None = None) -> int:
        """`outcome`: "answered" by a new fact, the "same" as a known question of one, or "foreign"; how many."""
        now = self._clock.now()
        with self._database.writing() as connection:
            return waiting.settle(connection, numbers, outcome, by=by, now=now, fact=fact)

    def _gathered(self, found: Sequence[Waiting]) -> Sequence[Sequence[int]]:
        """By what they ask; whoever turns a page asks for the same again."""
        words = self._words()
        of, known = self._latest
        texts = tuple(question.text for question in found)
        if of != (self._reader, texts):
            known = gather([words(text) for text in texts])
            self._latest = (self._reader, texts), known
        return known

    def _words(self) -> Callable[[str], Wording]:
        base = self._base()
        if self._reader is None or self._reader[0] is not base:
            self._reader = base, lru_cache(_READ)(lambda text: wording_of(text, base))
        return self._reader[1]
