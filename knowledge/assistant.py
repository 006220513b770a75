"""One question in, one answer out. Pure: no clock, no network, no Telegram; the same question gives the same answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from time import perf_counter

from knowledge.index.base import Base
from knowledge.index.ground import words_of
from knowledge.matching.answer import Answer, Candidate
from knowledge.matching.compose import compose, near_topics, related, suggestions, used
from knowledge.matching.decision import Decision, decide
from knowledge.matching.followup import (
    carried,
    may_point_back,
    points_back,
    resume,
    says_nothing_alone,
    tells_of_another,
    told_again,
)
from knowledge.matching.joining import Reply, in_turn, is_one, joined
from knowledge.matching.reading import Reading, read
from knowledge.matching.refusal import refusal
from knowledge.matching.several import parts_of
from knowledge.matching.thread import Thread
from knowledge.model import Lang
from knowledge.passages.answering import continued, from_passages, may_lean, plainly, with_passages
from knowledge.passages.rewording import found_in_any_words
from knowledge.passages.shelf import Found

_CANDIDATES = 10
_BANDS = ("unanswered", "suggested", "answered")


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as read, what answers it, and the thread for the next turn."""

    reading: Reading
    decision: Decision
    thread: Thread | None
    alone: bool  # nothing that was asked before could change this


class Assistant:
    """Answers from the base that `base()` returns at that moment."""

    def __init__(self, base: Callable[[], Base]) -> None:
        self._base = base

    def ask(
        self, question: str, *, now: datetime, lang: Lang | None = None, thread: Thread | None = None
    ) -> Answer:
        """Answer in `lang`, or in the language of the question; `thread` is what the last answer returned."""
        began = perf_counter()
        base = self._base()
        answer, _ = answer_each(question, base, now, lang, thread)
        return replace(answer, elapsed_ms=(perf_counter() - began) * 1000)


def answer_each(
    question: str, base: Base, now: datetime, lang: Lang | None = None, thread: Thread | None = None
) -> tuple[Answer, tuple[Reply, ...]]:
    """The answer, and what it is made of: of one question itself, of several a reply to each."""
    whole = _one(question, base, now, lang, thread)
    one = Reply(question, question, thread, leans=False, answer=whole)
    parts = parts_of(question, base)
    if not parts.parts or (not parts.certain and _is_found(whole, base)):
        return whole, (one,)

    def ask(question: str, thread: Thread | None, *, leans: bool) -> Answer:
        return _one(question, base, now, lang or whole.lang, thread, leans=leans)

    replies = in_turn(parts, thread, ask)
    if is_one(parts, replies, whole):
        return whole, (one,)
    return joined(parts, replies, whole), replies


def _is_found(answer: Answer, base: Base) -> bool:
    """Whether a text answers: it may well tell of all that the clauses of a long question are about."""
    return any(fact.id not in base.profiles for fact in answer.facts)


def _one(
    question: str,
    base: Base,
    now: datetime,
    lang: Lang | None,
    thread: Thread | None,
    *,
    leans: bool = False,
) -> Answer:
    """The answer to one question, from texts or from what facts state."""
    found = found_in_any_words(base.shelf, question, base.synonyms) if base.shelf else None
    if found:
        return _searched(found, base, now, lang, thread)
    return _matched(question, base, now, lang, thread, leans=leans)


def _searched(found: Found, base: Base, now: datetime, lang: Lang | None, thread: Thread | None) -> Answer:
    """The answer where texts have been found, too."""
    short = may_lean(found)
    leaning = thread if short and thread and thread.alive(now) else None
    if plainly(found, base) and not (leaning and base.profiles):
        answer = from_passages(found, base, lang, now)
    else:
        answer = _matched(found.question, base, now, lang, thread)
        if not (leaning and answer.status == "answered"):
            answer = with_passages(answer, found, base, lang)
    if leaning and answer.status != "answered":
        answer = continued(leaning, found, base, lang, now) or answer
    return replace(answer, alone=answer.alone and not short)


def _matched(
    question: str,
    base: Base,
    now: datetime,
    lang: Lang | None,
    thread: Thread | None,
    *,
    leans: bool = False,
) -> Answer:
    """The answer from what facts state."""
    turn = understand(question, base, thread, now, leans=leans)
    answer = _answer(question, turn.reading, turn.decision, base, lang or turn.reading.lang)
    return replace(answer, thread=turn.thread, alone=turn.alone)


def understand(
    question: str, base: Base, thread: Thread | None, now: datetime, *, leans: bool = False
) -> Understood:
    """Read and decide: by itself, or with what the turn leaves out taken from the thread.

    `leans`: it is known to leave something out, though it may not look so.
    """
    # Half a surrogate pair is no character: it could be neither stored nor sent.
    question = question.encode("utf-8", "replace").decode("utf-8")
    alive = thread if thread and thread.alive(now) else None
    alone = read(base.misspelt.meant(words_of(question)) or question, base)
    short = may_point_back(alone)
    back = short and (leans or points_back(alone, base))
    if alive and short:
        reading, decision = _in_context(alone, alive, base, back=back)
    else:
        reading, decision = alone, decide(alone, base)
    by_itself = not short or (reading is alone and decision.status == "answered" and not back)
    if not reading.content:
        return Understood(reading, decision, alive, alone=False)
    facts = tuple(match.profile.fact.id for match in decision.matches)
    return Understood(reading, decision, Thread(question, now, carried(reading), facts), by_itself)


def _in_context(alone: Reading, thread: Thread, base: Base, *, back: bool) -> tuple[Reading, Decision]:
    """The turn by itself, or with what it leaves out taken from the thread, whichever is answered better."""
    resumed = resume(alone, thread, base)
    if again := told_again(alone, thread, base):
        return resumed, again
    first, second = (resumed, alone) if back else (alone, resumed)
    preferred = decide(first, base)
    if preferred.status == "answered":
        return first, preferred
    lacking = any(slot.kind == "attribute" for slot in preferred.missing)
    if second is alone and (lacking or says_nothing_alone(alone)):
        # "His salary?" and then "and hers?": what the record lacks of one it lacks of the other.
        return first, preferred
    other = decide(second, base)
    told = [match.profile.fact for match in other.matches]
    if second is alone and tells_of_another(alone, told, thread, base):
        return first, preferred
    # What leans on the turn before, and yet leaves a word of its own aside, is a question of its own.
    whole = second is alone or not other.missing
    better = (other.status == "answered" and whole) or (
        second is alone and _BANDS.index(other.status) > _BANDS.index(preferred.status)
    )
    return (second, other) if better else (first, preferred)


def _answer(question: str, reading: Reading, decision: Decision, base: Base, lang: Lang) -> Answer:
    candidates = tuple(
        Candidate(match.profile.fact.id, round(min(match.score, 1.0), 4))
        for match in decision.ranked[:_CANDIDATES]
    )
    common = Answer(
        status=decision.status,
        lang=lang,
        confidence=round(decision.confidence, 4),
        lead="",
        candidates=candidates,
        missing=tuple(slot.text for slot in decision.missing),
    )
    if decision.status == "answered":
        return _answered(common, reading, decision, base)
    lead = refusal(question, decision, reading, base, lang)
    if decision.status == "suggested":
        return replace(common, lead=lead, suggestions=suggestions(decision.ranked, lang))
    return replace(common, lead=lead, topics=near_topics(decision, base, lang))


def _answered(common: Answer, reading: Reading, decision: Decision, base: Base) -> Answer:
    lang = common.lang
    words = compose(decision, reading, base, lang)
    facts = [match.profile.fact for match in decision.matches]
    return replace(
        common,
        lead=words.lead,
        items=words.items,
        notes=words.notes,
        facts=used(facts, base, lang),
        related=related(facts, decision.ranked, base, lang),
    )
