"""What a change would do to the questions that people ask: each is asked of the base as it is and as it would be.

It is done in slices, so that whoever waits can be told how far it has come.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Self, get_args

from sqlalchemy import select

from knowledge.assistant import Assistant
from knowledge.index.base import Base
from knowledge.index.compile import compile_base
from knowledge.language import normalise
from knowledge.matching.answer import Answer
from knowledge.model import Fact, Pack, Synonym
from knowledge.records import Records
from knowledge.records.schema import questions

MOST = 500  # distinct questions, the latest first
SLICE = 50
_READ = 5000  # stored questions that these are looked for among
_SHOWN = 5  # examples of each effect
_TITLE = 80  # characters

Effect = Literal["gained", "changed", "lost"]
EFFECTS: tuple[Effect, ...] = get_args(Effect)


@dataclass(frozen=True, slots=True)
class Example:
    question: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """`asked` questions were tried of `of`; how many are answered newly, otherwise and no more, with examples."""

    asked: int = 0
    of: int = 0
    counts: Mapping[Effect, int] = field(default_factory=dict)
    examples: Mapping[Effect, tuple[Example, ...]] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        shown = {
            effect: [[one.question, one.before, one.after] for one in found]
            for effect, found in self.examples.items()
        }
        return {"asked": self.asked, "of": self.of, "counts": dict(self.counts), "examples": shown}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        shown = {
            effect: tuple(Example(*one) for one in data["examples"].get(effect, ())) for effect in EFFECTS
        }
        return cls(data["asked"], data["of"], data["counts"], shown)


def trial(base: Base, *, fact: Fact | None = None, synonyms: Sequence[Synonym] | None = None) -> Base:
    """The base as it would be with this fact, or with these synonyms. What is only searched for stays as it is."""
    known = {one.id: one for one in base.facts()}
    if fact is not None:
        known[fact.id] = fact
    pack = Pack(
        id="trial",
        title={},
        documents=tuple(base.documents.values()),
        topics=tuple(base.topics.values()),
        entities=tuple(base.entities.values()),
        facts=tuple(known[name] for name in sorted(known)),
        synonyms=base.synonyms if synonyms is None else tuple(synonyms),
    )
    return Base.of(compile_base(pack, base.lexicon), pack, base.lexicon, base.revision, base.shelf)


def stored_questions(records: Records, also: Iterable[str] = ()) -> tuple[str, ...]:
    """The latest questions, each wording once; those of `also` come first."""
    latest = select(questions.c.text).order_by(questions.c.id.desc()).limit(_READ)
    with records.database.reading() as connection:
        texts = [*also, *connection.execute(latest).scalars()]
    distinct: dict[str, str] = {}
    for text in texts:
        distinct.setdefault(normalise(text), text)
        if len(distinct) == MOST:
            break
    return tuple(distinct.values())


class Replay:
    """One change, tried on `asked`; `step` is called until it returns False."""

    def __init__(self, before: Base, after: Base, asked: Sequence[str], now: datetime) -> None:
        self._before, self._after = Assistant(lambda: before), Assistant(lambda: after)
        self._asked, self._now, self.done = asked, now, 0
        self._found: dict[Effect, list[Example]] = {effect: [] for effect in EFFECTS}

    @property
    def total(self) -> int:
        return len(self._asked)

    def step(self) -> bool:
        """Try a slice of the questions; False if there are no more."""
        for question in self._asked[self.done : self.done + SLICE]:
            before = self._before.ask(question, now=self._now)
            after = self._after.ask(question, now=self._now)
            effect = _effect(before, after)
            if effect is not None:
                self._found[effect].append(Example(question, self._told(before), self._told(after)))
        self.done = min(self.done + SLICE, self.total)
        return self.done < self.total

    def report(self) -> Report:
        """What came of those that were tried so far."""
        counts = {effect: len(found) for effect, found in self._found.items()}
        shown = {effect: tuple(found[:_SHOWN]) for effect, found in self._found.items()}
        return Report(self.done, self.total, counts, shown)

    def _told(self, answer: Answer) -> str:
        if answer.status != "answered":
            return ""
        text = " ".join(answer.lead.split())
        return text if len(text) <= _TITLE else text[: _TITLE - 1].rstrip() + "…"


def _effect(before: Answer, after: Answer) -> Effect | None:
    if before.status != "answered":
        return "gained" if after.status == "answered" else None
    if after.status != "answered":
        return "lost"
    return None if _facts(before) == _facts(after) else "changed"


def _facts(answer: Answer) -> frozenset[str]:
    return frozenset(fact.id for fact in answer.facts)
