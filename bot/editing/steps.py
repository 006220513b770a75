"""What a wizard is made of: steps that ask for one thing each, in words or by a choice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar

from bot.subscribers import Refused
from bot.subscribers.refusing import N_
from knowledge.texts import Texts

T = TypeVar("T")

Answers = Mapping[str, Any]  # what is known so far, by name; JSON


@dataclass(frozen=True, slots=True)
class Choice:
    """A button; `value` has at most 40 bytes and no colon."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a step asks. `body` shows what there is so far, in paragraphs; `skip`: nothing need be said."""

    title: str
    hint: str = ""
    body: Sequence[str] = ()
    choices: Sequence[Sequence[Choice]] = ()  # row by row
    typed: bool = True  # words are taken, too
    skip: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """Who is filling in what, as far as they have come."""

    chat: int
    person: int
    kind: str
    answers: Answers
    now: datetime


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody typed, or the value of the choice they pressed; neither if they skipped the step."""

    text: str = ""
    choice: str = ""


@dataclass(frozen=True, slots=True)
class Next:
    """It is known now: on to the next step that asks for something."""

    answers: Answers


@dataclass(frozen=True, slots=True)
class Again:
    """The same step once more, with these answers."""

    answers: Answers


@dataclass(frozen=True, slots=True)
class Jump:
    """To a step by its name, whether or not it was answered before; from there to the first unanswered one."""

    step: str
    answers: Answers


@dataclass(frozen=True, slots=True)
class Done:
    """It is done and kept; `outcome` is shown by whoever knows this kind of wizard."""

    outcome: Any


Result = Next | Again | Jump | Done


class Step(Protocol):
    @property
    def name(self) -> str: ...

    def ask(self, draft: Draft, texts: Texts) -> Prompt | None:
        """What to ask; None if there is nothing to ask for with these answers."""

    def take(self, draft: Draft, given: Given, texts: Texts) -> Result:
        """What follows from what was given. Raises Refused, which leaves everything as it was."""


@dataclass(frozen=True, slots=True)
class Script:
    """A wizard: its steps in the order in which they are asked. The last one asks always: it is the preview."""

    kind: str  # at most 16 characters
    steps: Sequence[Step] = field(repr=False)
    aside: frozenset[str] = frozenset()  # steps that are asked only after a jump to them

    def step(self, name: str) -> Step | None:
        return next((step for step in self.steps if step.name == name), None)


def chosen(given: Given, options: Iterable[T], value: Callable[[T], str] = str) -> T:
    """The option whose button was pressed; `value`: what its button holds. Raises Refused."""
    for option in options:
        if value(option) == given.choice:
            return option
    raise Refused(N_("Please choose one of the buttons."))
