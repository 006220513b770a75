"""The answers to several questions of one message, as one."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from knowledge.matching.answer import Answer, Candidate, Said, Status, Suggestion
from knowledge.matching.compose import texts_of
from knowledge.matching.several import Part, Parts
from knowledge.matching.thread import Thread
from knowledge.model import Lang

_SUGGESTIONS, _CANDIDATES = 3, 10
_SHOWN = 120  # characters of a question that is repeated
_WORST: tuple[Status, ...] = ("unanswered", "suggested", "answered")
_ORDER: tuple[Status, ...] = ("answered", "unanswered", "suggested")


@dataclass(frozen=True, slots=True)
class Reply:
    """One question of several as it was read, with the thread before it, and its answer."""

    asked: str
    text: str
    thread: Thread | None
    leans: bool
    answer: Answer


class Ask(Protocol):
    """The answer to one question, in the language of the reply. `leans`: it leaves out what was said before."""

    def __call__(self, question: str, thread: Thread | None, *, leans: bool) -> Answer: ...


def in_turn(parts: Parts, thread: Thread | None, ask: Ask) -> tuple[Reply, ...]:
    """Each question answered, with the thread of the one before."""
    replies: list[Reply] = []
    for part in parts.parts:
        reply = _first_answered(part, thread, ask)
        thread = reply.answer.thread or thread
        replies.append(reply)
    return tuple(replies)


def _first_answered(part: Part, thread: Thread | None, ask: Ask) -> Reply:
    replies: list[Reply] = []
    for text in part.wordings:
        answer = ask(text, thread, leans=part.leans)
        replies.append(Reply(part.asked, text, thread, part.leans, answer))
        if answer.status == "answered":
            break
    return max(replies, key=lambda reply: _WORST.index(reply.answer.status))  # the first of equals


def is_one(parts: Parts, replies: Sequence[Reply], whole: Answer) -> bool:
    """Whether the message is better answered as one question, as `whole` answers it."""
    answers = [reply.answer for reply in replies]
    if not any(answer.status == "answered" for answer in answers):
        return True
    if whole.status != "answered":
        return False
    told = {fact.id for answer in answers for fact in answer.facts}
    of_whole = {fact.id for fact in whole.facts}
    if all(answer.status == "answered" for answer in answers):
        return told == of_whole and not parts.more
    # What one part lacks the whole must not lack in silence; only a comma may be none between two questions.
    return parts.guessed and not whole.missing


def joined(parts: Parts, replies: Sequence[Reply], whole: Answer) -> Answer:
    """What is said to each question, as one answer."""
    settled = [reply.answer for reply in replies if reply.answer.status == "answered"]
    unsettled = [reply.answer for reply in replies if reply.answer.status != "answered"]
    worst = min((*settled, *unsettled), key=lambda one: (_WORST.index(one.status), one.confidence))
    said = _said(replies)
    facts = {fact.id: fact for answer in settled for fact in answer.facts}
    left = texts_of(whole.lang).gettext(
        "I answer up to four questions at a time. Please ask the others in another message."
    )
    related = (one for answer in settled for one in answer.related if one.id not in facts)
    return replace(
        worst,
        lang=whole.lang,
        lead="\n\n".join(_text(one, whole.lang) for one in said),
        items=(),
        parts=said,
        notes=(left,) if parts.more else (),
        facts=tuple(facts.values()),
        suggestions=_few(one for answer in unsettled for one in answer.suggestions),
        related=() if unsettled else _few(related),
        topics=(),
        candidates=_candidates(reply.answer for reply in replies),
        missing=tuple(dict.fromkeys(word for reply in replies for word in reply.answer.missing)),
        thread=next((reply.answer.thread for reply in reversed(replies) if reply.answer.thread), None),
        alone=whole.alone and replies[0].answer.alone,
    )


def _said(replies: Sequence[Reply]) -> tuple[Said, ...]:
    """What is answered, then what is not: "Did you mean:" last, over the buttons. Each note is said once."""
    said: list[Said] = []
    told: set[object] = set()
    for reply in sorted(replies, key=lambda reply: _ORDER.index(reply.answer.status)):
        answer, answered = reply.answer, reply.answer.status == "answered"
        if answered and (answer.lead, answer.items) in told:
            continue
        asked = "" if answered and not answer.items else _as_asked(reply.asked)
        notes = tuple(note for note in answer.notes if note not in told)
        said.append(Said(answer.lead, answer.items, notes, asked, answered))
        told.update(((answer.lead, answer.items), *notes))
    return tuple(said)


def _few(suggestions: Iterable[Suggestion]) -> tuple[Suggestion, ...]:
    distinct = {one.id: one for one in suggestions}
    return tuple({one.question: one for one in distinct.values()}.values())[:_SUGGESTIONS]


def _text(said: Said, lang: Lang) -> str:
    asked = f"“{said.asked}”" if lang == "en" else f"«{said.asked}»"
    lines = (*((asked,) if said.asked else ()), said.lead, *(f"• {item}" for item in said.items))
    return "\n\n".join(("\n".join(lines), *said.notes))


def _candidates(answers: Iterable[Answer]) -> tuple[Candidate, ...]:
    """Best first; what is a candidate twice is the better one."""
    found: dict[str, Candidate] = {}
    for one in sorted(
        (one for answer in answers for one in answer.candidates), key=lambda one: -one.confidence
    ):
        found.setdefault(one.id, one)
    return tuple(found.values())[:_CANDIDATES]


def _as_asked(question: str) -> str:
    """As it is repeated: without what cannot be shown, and not all of a long one."""
    shown = "".join(
        char if char.isprintable() else " " for char in question if not unicodedata.combining(char)
    )
    text = " ".join(shown.split()).strip(" ,;:")
    text = text[:1].upper() + text[1:]
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1].rstrip()}…"
