"""Wizards: things filled in step by step. Each step is kept before it is shown, so that a restart loses nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Self

from sqlalchemy import delete, select

from bot.clock import Clock
from bot.editing.reviewing import Held
from bot.editing.steps import Again, Answers, Done, Draft, Given, Jump, Next, Prompt, Script, Step
from bot.kept import Kept
from bot.subscribers import Refused
from knowledge.records import Records
from knowledge.records.schema import wizards
from knowledge.records.upserting import upsert
from knowledge.texts import Texts

TYPED_FOR = timedelta(
    days=1
)  # after that, words that somebody types are a question again; buttons still work
_AT_HAND = timedelta(minutes=1)
BACK, SKIP, CANCEL, GO_ON, ANEW = "back", "skip", "cancel", "go-on", "anew"
# A choice of a step's own is told from these by what stands before it.
OWN = "."


@dataclass(frozen=True, slots=True)
class Seat:
    """Where somebody fills in a thing: one at a time for each person in each chat."""

    chat: int
    person: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A step as it is to be shown. `stamp` goes into its buttons: those of an older state do nothing."""

    kind: str
    step: str
    stamp: int
    prompt: Prompt
    back: bool  # there is a step to go back to
    refused: str = ""  # why what was given was not taken


@dataclass(frozen=True, slots=True)
class Unfinished:
    """Something else was left unfinished here: to go on with, or to put away for what was just begun."""

    kind: str
    stamp: int


@dataclass(frozen=True, slots=True)
class Cancelled:
    """Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Finished:
    """It is done; `outcome` is what its last step made, or Held if another editor has to publish it."""

    kind: str
    outcome: Any


Shown = Asked | Unfinished | Cancelled | Finished


@dataclass(frozen=True, slots=True)
class _State:
    """A row of the table."""

    kind: str
    step: str
    answers: Answers
    trail: tuple[str, ...]  # steps on the way here
    done: tuple[str, ...]  # steps that were answered or skipped
    stamp: int
    waiting: dict[str, Any] | None  # what would be begun instead
    at: datetime

    def data(self) -> dict[str, Any]:
        return {
            "step": self.step,
            "answers": dict(self.answers),
            "trail": list(self.trail),
            "done": list(self.done),
            "stamp": self.stamp,
            "waiting": self.waiting,
        }

    @classmethod
    def of(cls, kind: str, data: dict[str, Any], at: datetime) -> Self:
        trail, done = tuple(data["trail"]), tuple(data["done"])
        return cls(kind, data["step"], data["answers"], trail, done, data["stamp"], data["waiting"], at)


@dataclass(frozen=True, slots=True)
class _Beginning:
    kind: str
    answers: Answers
    step: str
    done: Collection[str]


class Wizards:
    """Synchronous. The scripts are fixed; where everybody is in them stands in the database."""

    def __init__(self, records: Records, clock: Clock, scripts: Iterable[Script]) -> None:
        self._database, self._clock = records.database, clock
        self._scripts = {script.kind: script for script in scripts}
        # Every message asks whether it is for a wizard, and hardly ever is: seats where nothing is filled in, at hand.
        self._idle: Kept[Seat, None] = Kept(_AT_HAND)

    def idle(self, seat: Seat) -> bool:
        """True if nothing is known to be filled in there; without the database, unlike the rest."""
        return self._idle.has(seat, self._clock.now())

    def begin(
        self,
        seat: Seat,
        kind: str,
        answers: Answers,
        texts: Texts,
        *,
        step: str = "",
        done: Collection[str] = (),
    ) -> Asked | Unfinished:
        """The first step that has something to ask and is not done; or `step`, with the preview behind it.

        If something was left unfinished here, the question is what to do with that.
        """
        open_ = self._read(seat)
        if open_ is not None and open_.done:
            waiting = {"kind": kind, "answers": dict(answers), "step": step, "done": list(done)}
            held = self._write(seat, replace(open_, waiting=waiting), at=open_.at)
            return Unfinished(held.kind, held.stamp)
        return self._begin(seat, _Beginning(kind, answers, step, tuple(done)), texts, open_)

    def asked(self, seat: Seat, texts: Texts) -> Asked | None:
        """What is being asked there; None if nothing is."""
        state = self._read(seat)
        return None if state is None else self._shown(seat, state, texts)

    def press(self, seat: Seat, stamp: int, value: str, texts: Texts) -> Shown | None:
        """A button of a step: one of the five above, or `OWN` and a choice. None if the button is out of date."""
        state = self._read(seat)
        if state is None or state.stamp != stamp:
            return None
        if value == CANCEL:
            self.cancel(seat)
            return Cancelled()
        if value == ANEW:
            begun = state.waiting
            return None if begun is None else self._begin(seat, _Beginning(**begun), texts, state)
        if value == GO_ON:
            return self._shown(seat, self._write(seat, replace(state, waiting=None)), texts)
        if value == BACK:
            return self._back(seat, state, texts)
        given = Given() if value == SKIP else Given(choice=value.removeprefix(OWN))
        return self._take(seat, state, given, texts)

    def type(self, seat: Seat, text: str, texts: Texts) -> Shown | None:
        """Typed words; None if nothing waits for any."""
        state = self._read(seat)
        if state is None or abs(self._clock.now() - state.at) > TYPED_FOR:
            return None
        shown = self._shown(seat, state, texts)
        return self._take(seat, state, Given(text=text), texts) if shown.prompt.typed else None

    def cancel(self, seat: Seat) -> bool:
        """Forget what was being filled in; False if nothing was."""
        row = (wizards.c.chat == seat.chat) & (wizards.c.person == seat.person)
        with self._database.writing() as connection:
            return connection.execute(delete(wizards).where(row)).rowcount > 0

    def _begin(self, seat: Seat, begun: _Beginning, texts: Texts, before: _State | None) -> Asked:
        now = self._clock.now()
        # Later than the stamp of whatever was here before: by the clock, or by counting where that has not moved.
        stamp = max(int(now.timestamp() * 1000), before.stamp + 1 if before else 0)
        state = _State(begun.kind, begun.step, begun.answers, (), tuple(begun.done), stamp, None, now)
        script = self._scripts[begun.kind]
        if script.step(begun.step):
            state = replace(state, trail=(script.steps[-1].name,))
        else:
            state = replace(self._onward(seat, state, texts), trail=())
        return self._shown(seat, self._write(seat, state), texts)

    def _take(self, seat: Seat, state: _State, given: Given, texts: Texts) -> Shown:
        step = self._step(state)
        try:
            result = step.take(self._draft(seat, state), given, texts)
        except Refused as refused:
            return replace(self._shown(seat, state, texts), refused=refused.told(texts))
        except Held as held:
            self.cancel(seat)
            return Finished(state.kind, held)
        if isinstance(result, Done):
            self.cancel(seat)
            return Finished(state.kind, result.outcome)
        return self._shown(seat, self._write(seat, self._after(seat, state, result, texts)), texts)

    def _after(self, seat: Seat, state: _State, result: Next | Again | Jump, texts: Texts) -> _State:
        known = replace(state, answers=result.answers)
        if isinstance(result, Next):
            return self._onward(seat, replace(known, done=_with(state.done, state.step)), texts)
        there = self._scripts[state.kind].step(result.step) if isinstance(result, Jump) else None
        if there is None or not there.ask(self._draft(seat, known), texts):
            return known
        return replace(known, step=there.name, trail=(*state.trail, state.step))

    def _onward(self, seat: Seat, state: _State, texts: Texts) -> _State:
        """At the first step that was not answered and has something to ask."""
        draft = self._draft(seat, state)
        script = self._scripts[state.kind]
        passed = {*state.done, *script.aside}
        open_ = (step for step in script.steps if step.name not in passed and step.ask(draft, texts))
        return replace(state, step=next(open_, script.steps[-1]).name, trail=(*state.trail, state.step))

    def _back(self, seat: Seat, state: _State, texts: Texts) -> Shown:
        """At the step before, unless it has nothing to ask any more."""
        draft, script = self._draft(seat, state), self._scripts[state.kind]
        for place in reversed(range(len(state.trail))):
            before = script.step(state.trail[place])
            if before is not None and before.ask(draft, texts):
                done = tuple(name for name in state.done if name != before.name)
                moved = replace(state, step=before.name, trail=state.trail[:place], done=done)
                return self._shown(seat, self._write(seat, moved), texts)
        return self._shown(seat, state, texts)

    def _shown(self, seat: Seat, state: _State, texts: Texts) -> Asked:
        prompt = self._step(state).ask(self._draft(seat, state), texts)
        assert prompt is not None, state.step
        return Asked(state.kind, state.step, state.stamp, prompt, bool(state.trail))

    def _step(self, state: _State) -> Step:
        script = self._scripts[state.kind]
        # A newer program may have other steps: what is unknown to it is asked again from the preview.
        return script.step(state.step) or script.steps[-1]

    def _draft(self, seat: Seat, state: _State) -> Draft:
        return Draft(seat.chat, seat.person, state.kind, state.answers, self._clock.now())

    def _read(self, seat: Seat) -> _State | None:
        row = (wizards.c.chat == seat.chat) & (wizards.c.person == seat.person)
        with self._database.reading() as connection:
            found = connection.execute(select(wizards).where(row)).first()
        if found is None or found.kind not in self._scripts:
            self._idle.put(seat, None, self._clock.now())
            return None
        return _State.of(found.kind, found.state, found.updated_at)

    def _write(self, seat: Seat, state: _State, *, at: datetime | None = None) -> _State:
        """Keep it under a new stamp: the buttons that were shown before are out of date from now on."""
        kept = replace(state, stamp=state.stamp + 1, at=at or self._clock.now())
        row = {"chat": seat.chat, "person": seat.person, "kind": kept.kind, "state": kept.data()}
        with self._database.writing() as connection:
            upsert(connection, wizards, {**row, "updated_at": kept.at})
        self._idle.drop(seat)
        return kept


def _with(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return names if name in names else (*names, name)
