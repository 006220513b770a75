"""Why a question is answered as it is: what was understood, which facts came near, and what decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from bot.editing.reading import said
from knowledge.assistant import answer_each, understand
from knowledge.index.base import Base
from knowledge.matching.answer import Answer
from knowledge.matching.compose import title_of
from knowledge.matching.decision import Decision
from knowledge.matching.joining import Reply
from knowledge.matching.scoring import Match
from knowledge.matching.slots import Slot
from knowledge.model import Entity, Lang

_CANDIDATES, _PASSAGES, _MEANINGS = 5, 3, 3
_REPAIRED = 0.05  # what a repair of the spelling costs at least; an ending costs less


@dataclass(frozen=True, slots=True)
class Word:
    """A run of words: what kind of thing it is, and what it may stand for. `missing`: it forbids an answer."""

    text: str
    kind: str
    meanings: tuple[str, ...]
    repaired: bool
    excluded: bool
    missing: bool


@dataclass(frozen=True, slots=True)
class Nearby:
    """A fact that came near; all numbers are 0 to 1."""

    title: str
    score: float
    coverage: float
    alias: float
    fit: float
    missing: tuple[str, ...]
    chosen: bool


@dataclass(frozen=True, slots=True)
class Searched:
    """A text that was found by its words: how surely it answers, and its score, which ranks within one question."""

    title: str
    confidence: float
    score: float
    chosen: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    lang: Lang
    text: str  # as it was read: normalised, perhaps typed on another keyboard
    words: tuple[Word, ...]
    wants: tuple[str, ...]
    nearby: tuple[Nearby, ...]
    searched: tuple[Searched, ...]
    evidence: Mapping[str, float]  # what the confidence was computed from
    answer: Answer


def explain(question: str, base: Base, now: datetime, lang: Lang) -> tuple[Explanation, ...]:
    """As a message that stands alone: one explanation of each question in it; titles in `lang`."""
    _, replies = answer_each(question, base, now)
    return tuple(_explained(reply, base, now, lang) for reply in replies)


def _explained(reply: Reply, base: Base, now: datetime, lang: Lang) -> Explanation:
    answer = reply.answer
    turn = understand(reply.text, base, reply.thread, now, leans=reply.leans)
    reading, decision = turn.reading, turn.decision
    return Explanation(
        lang=answer.lang,
        text=reading.text,
        words=tuple(_word(slot, decision, base, lang) for slot in reading.slots if slot.kind != "need"),
        wants=tuple(sorted(reading.wants)),
        nearby=_nearby(decision, answer, lang),
        searched=_searched(reply.text, base, answer, lang),
        evidence=asdict(decision.evidence) if decision.evidence else {},
        answer=answer,
    )


def _word(slot: Slot, decision: Decision, base: Base, lang: Lang) -> Word:
    meanings = dict.fromkeys(_meaning(unit, base, lang) for unit in slot.units)
    return Word(
        text=slot.text,
        kind=slot.kind,
        meanings=tuple(meanings)[:_MEANINGS],
        repaired=slot.cost >= _REPAIRED,
        excluded=slot.excluded,
        missing=slot in decision.missing,
    )


def _meaning(unit: str, base: Base, lang: Lang) -> str:
    """A unit in words: the first word of a concept, the name of an entity, a stem as it is."""
    concept = base.concept(unit)
    if concept is not None:
        words = next((concept.words[one] for one in (lang, "en") if concept.words.get(one)), ())
        return words[0] if words else concept.id
    entity = base.entities.get(unit[2:]) if unit.startswith("e:") else None
    return _name(entity, lang) if entity else unit.partition(":")[2]


def _name(entity: Entity, lang: Lang) -> str:
    return said({one: names[0] for one, names in entity.names.items() if names}, lang) or entity.id


def _nearby(decision: Decision, answer: Answer, lang: Lang) -> tuple[Nearby, ...]:
    chosen = {fact.id for fact in answer.facts}
    return tuple(_near(match, chosen, lang) for match in decision.ranked[:_CANDIDATES])


def _near(match: Match, chosen: set[str], lang: Lang) -> Nearby:
    fact = match.profile.fact
    return Nearby(
        title=title_of(fact, lang),
        score=min(match.score, 1.0),
        coverage=match.coverage,
        alias=match.alias,
        fit=match.fit,
        missing=tuple(slot.text for slot in match.missing),
        chosen=fact.id in chosen,
    )


def _searched(question: str, base: Base, answer: Answer, lang: Lang) -> tuple[Searched, ...]:
    found = base.shelf.find(question) if base.shelf else None
    chosen = {fact.id for fact in answer.facts}
    if found is None or base.shelf is None:
        return ()
    told = [(passage, base.shelf.fact(passage)) for passage in found.passages[:_PASSAGES]]
    return tuple(
        Searched(title_of(fact, lang) if fact else one.id, one.confidence, one.score, chosen=one.id in chosen)
        for one, fact in told
    )
