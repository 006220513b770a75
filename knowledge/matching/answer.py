"""What the assistant says, before anybody renders it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from knowledge.matching.thread import Thread
from knowledge.model import Lang

Status = Literal["answered", "suggested", "unanswered"]


@dataclass(frozen=True, slots=True)
class UsedFact:
    """A fact that the answer rests on, in the language it is quoted in."""

    id: str
    text: str
    source: str  # ready to show: "Report of …, paragraph 3"
    lang: Lang  # differs from the answer's where the fact lacks that language


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question to tap: it is answered by the fact `id`."""

    id: str
    question: str


@dataclass(frozen=True, slots=True)
class Candidate:
    id: str
    confidence: float


@dataclass(frozen=True, slots=True)
class NearTopic:
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Said:
    """What is said to one question of several."""

    lead: str
    items: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    asked: str = ""  # the question, over a list and over a refusal, which do not tell what they are of
    answered: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply to one message. All texts are plain (unescaped) and in `lang` unless said otherwise.

    Of several questions the worst status counts: where one of them is answered and another is not, the answer is
    "unanswered" or "suggested" and has facts all the same.
    """

    status: Status
    lang: Lang
    confidence: float  # 0 to 1: the chance that `lead` and `items` are right
    lead: str  # answered: the statement or the head of a list; else: what the record lacks, said politely
    items: tuple[str, ...] = ()  # the lines of a list, complete
    notes: tuple[str, ...] = ()  # what is inferred, that a list is open, that a language is missing
    facts: tuple[UsedFact, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()  # suggested: up to three questions to tap
    related: tuple[Suggestion, ...] = ()  # answered: questions that lie near
    topics: tuple[NearTopic, ...] = ()  # unanswered: where to look instead
    candidates: tuple[Candidate, ...] = ()  # best first, up to ten, whatever the status
    missing: tuple[str, ...] = ()  # the words of the question that the record does not explain
    thread: Thread | None = None  # what a follow-up may take over
    alone: bool = False  # it would be the same whatever was asked before
    elapsed_ms: float = 0.0
    parts: tuple[Said, ...] = ()  # several questions: what is said to each; `lead` is all of it

    @property
    def text(self) -> str:
        """The whole answer as plain text: lead, one line per item, notes."""
        lines = [self.lead, *(f"• {item}" for item in self.items)]
        return "\n".join(lines) + "".join(f"\n\n{note}" for note in self.notes)
