"""What a change would do to the questions that people ask: each is asked of the base as it is and as it would be.

It is done in slices, so that whoever waits can be told how far it has come.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal, Self, get_args

from sqlalchemy import select

from knowledge.assistant import Assistant
from knowledge.index.base import Base
from knowledge.index.compile import compile_base
from knowledge.matching.answer import Answer
from knowledge.model import Fact, Lang, Pack, Synonym
from knowledge.passages import Found, Passage, Shelf, is_structured
from knowledge.passages.confidence import KNOWN
from knowledge.ranking.analysing import words_of
from knowledge.records import Records
from knowledge.records.schema import questions

MOST = 500  # distinct questions, the latest first
SLICE = 50
_READ = 5000  # stored questions that these are looked for among
_SHOWN = 5  # examples of each effect
_TITLE = 80  # characters
_TAUGHT = "taught"  # stands for the text that is tried

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


def trial(
    base: Base, *, edit: tuple[Fact, Fact] | None = None, synonyms: Sequence[Synonym] | None = None
) -> Base:
    """The base as it would be with other questions of one fact (`edit`: before, after), or with these synonyms."""
    known, shelf = {one.id: one for one in base.facts()}, base.shelf
    if edit is not None and is_structured(edit[1]):
        known[edit[1].id] = edit[1]
    elif edit is not None and shelf is not None:
        shelf = _Foreseen(shelf, *edit)
    pack = Pack(
        id="trial",
        title={},
        documents=tuple(base.documents.values()),
        topics=tuple(base.topics.values()),
        entities=tuple(base.entities.values()),
        facts=tuple(known[name] for name in sorted(known)),
        synonyms=base.synonyms if synonyms is None else tuple(synonyms),
    )
    return Base.of(compile_base(pack, base.lexicon), pack, base.lexicon, base.revision, shelf)


class _Foreseen(Shelf):
    """The texts as they would be if one had other known questions; these count word for word only."""

    def __init__(self, shelf: Shelf, before: Fact, after: Fact) -> None:
        self._shelf, self._taught = shelf, after
        old, self._asked = _questions_of(before), _questions_of(after)
        self._taken_back = old.keys() - self._asked.keys()

    def find(self, question: str, most: int = 10) -> Found | None:
        found, asked = self._shelf.find(question, most), tuple(words_of(question))
        others = tuple(one for one in found.passages if one.id != self._taught.id) if found else ()
        if asked in self._taken_back:
            return replace(found, passages=others) if found and others else None
        if asked not in self._asked:
            return found
        # Where nothing is like the question, its words count as those of the text.
        found = found or self._shelf.find(next(iter(self._taught.statement.values()), ""), most)
        if found is None:
            return None
        first = Passage(self._taught.id, self._asked[asked], KNOWN, _TAUGHT, found.passages[0].score)
        return replace(found, question=question, passages=(first, *others))

    def fact(self, passage: Passage) -> Fact | None:
        return self._taught if passage.doc == _TAUGHT else self._shelf.fact(passage)


def _questions_of(fact: Fact) -> dict[tuple[str, ...], Lang]:
    return {tuple(words_of(text)): lang for lang, texts in fact.questions.items() for text in texts}


def stored_questions(records: Records, also: Iterable[str] = ()) -> tuple[str, ...]:
    """The latest questions, each wording once; those of `also` come first."""
    latest = select(questions.c.text).order_by(questions.c.id.desc()).limit(_READ)
    with records.database.reading() as connection:
        texts = [*also, *connection.execute(latest).scalars()]
    distinct: dict[str, str] = {}
    for text in texts:
        distinct.setdefault(" ".join(words_of(text)), text)
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
