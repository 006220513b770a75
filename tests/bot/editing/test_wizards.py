"""The engine, with a wizard about tea: what is asked, kept, gone back to, and never mixed up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.editing import (
    Again,
    Asked,
    Cancelled,
    Choice,
    Done,
    Draft,
    Finished,
    Given,
    Jump,
    Next,
    Prompt,
    Result,
    Script,
    Seat,
    Unfinished,
    Wizards,
)
from bot.editing.wizards import ANEW, BACK, CANCEL, GO_ON, SKIP
from bot.subscribers import Refused
from bot.texts import bot_texts
from knowledge.records import Records

TEXTS = bot_texts()["en"]
SEAT = Seat(chat=5, person=7)


@dataclass(frozen=True)
class Asking:
    name: str
    when: Callable[[Draft], bool] = field(default=lambda _: True)
    typed: bool = True
    skip: bool = False

    def ask(self, draft: Draft, _texts: object) -> Prompt | None:
        if not self.when(draft):
            return None
        return Prompt(self.name, choices=[[Choice("a", "A")]], typed=self.typed, skip=self.skip)

    def take(self, draft: Draft, given: Given, _texts: object) -> Result:
        if given.text == "bad":
            raise Refused("This is no {what}.", what=self.name)
        if given.choice == "more":
            return Again({**draft.answers, "more": draft.answers.get("more", 0) + 1})
        return Next({**draft.answers, self.name: given.text or given.choice or None})


class Preview:
    name = "preview"

    def ask(self, draft: Draft, _texts: object) -> Prompt:
        return Prompt("preview", body=[f"{name}={value}" for name, value in sorted(draft.answers.items())])

    def take(self, draft: Draft, given: Given, _texts: object) -> Result:
        return Done(dict(draft.answers)) if given.choice == "pour" else Jump(given.choice, draft.answers)


TEA = Script(
    "tea",
    (
        Asking("leaf"),
        Asking("sugar", skip=True),
        Asking("lumps", when=lambda draft: draft.answers.get("sugar") == "yes"),
        Asking("cup", typed=False),
        Preview(),
    ),
)
WATER = Script("water", (Asking("glass"), Preview()))


@pytest.fixture
def wizards(records: Records, clock: Any) -> Wizards:
    return Wizards(records, clock, (TEA, WATER))


def begun(wizards: Wizards, kind: str = "tea", **answers: str) -> Asked:
    shown = wizards.begin(SEAT, kind, answers, TEXTS)
    assert isinstance(shown, Asked)
    return shown


def typed(wizards: Wizards, *texts: str) -> Asked:
    shown: Any = None
    for text in texts:
        shown = wizards.type(SEAT, text, TEXTS)
    assert isinstance(shown, Asked)
    return shown


def pressed(wizards: Wizards, asked: Asked, value: str) -> Any:
    return wizards.press(SEAT, asked.stamp, value, TEXTS)


def test_step_by_step_to_the_end(wizards: Wizards) -> None:
    assert begun(wizards).step == "leaf"
    cup = typed(wizards, "black", "no")
    assert (cup.step, cup.back) == ("cup", True)
    preview = pressed(wizards, cup, ".a")
    assert preview.prompt.body == ["cup=a", "leaf=black", "sugar=no"]
    done = pressed(wizards, preview, ".pour")
    assert done == Finished("tea", {"leaf": "black", "sugar": "no", "cup": "a"})
    assert wizards.asked(SEAT, TEXTS) is None
    assert wizards.type(SEAT, "more", TEXTS) is None


def test_what_is_known_already_is_shown_at_once(wizards: Wizards) -> None:
    asked = begun(wizards, "water", glass="tall")
    assert asked.step == "glass"
    assert not asked.back


def test_a_step_that_depends_on_an_answer(wizards: Wizards) -> None:
    begun(wizards)
    assert typed(wizards, "black", "yes").step == "lumps"


def test_skipping_is_for_steps_that_allow_it(wizards: Wizards) -> None:
    begun(wizards)
    sugar = typed(wizards, "black")
    assert sugar.prompt.skip
    assert pressed(wizards, sugar, SKIP).step == "cup"


def test_back_and_another_answer(wizards: Wizards) -> None:
    first = begun(wizards)
    assert not first.back
    assert pressed(wizards, first, BACK).step == "leaf"
    lumps = typed(wizards, "black", "yes")
    sugar = pressed(wizards, lumps, BACK)
    assert (sugar.step, sugar.back) == ("sugar", True)
    cup = typed(wizards, "no")
    assert cup.step == "cup"
    assert pressed(wizards, pressed(wizards, cup, BACK), BACK).step == "leaf"


def test_from_the_preview_to_one_step_and_straight_back(wizards: Wizards) -> None:
    begun(wizards)
    preview = pressed(wizards, typed(wizards, "black", "no"), ".a")
    leaf = pressed(wizards, preview, ".leaf")
    assert leaf.step == "leaf"
    assert pressed(wizards, leaf, BACK).step == "preview"
    pressed(wizards, wizards.asked(SEAT, TEXTS), ".leaf")  # type: ignore[arg-type]
    again = typed(wizards, "green")
    assert again.step == "preview"
    assert "leaf=green" in again.prompt.body


@pytest.mark.parametrize("step", ["lumps", "nowhere"])
def test_there_is_no_jump_to_what_asks_nothing(wizards: Wizards, step: str) -> None:
    begun(wizards)
    preview = pressed(wizards, typed(wizards, "black", "no"), ".a")
    assert pressed(wizards, preview, f".{step}").step == "preview"


def test_back_passes_over_what_has_nothing_to_ask_any_more(wizards: Wizards) -> None:
    begun(wizards)
    preview = pressed(wizards, typed(wizards, "black", "yes", "2"), ".a")
    pressed(wizards, preview, ".sugar")
    cup = pressed(wizards, typed(wizards, "no"), BACK)
    assert cup.step == "sugar"
    before = pressed(wizards, pressed(wizards, cup, BACK), BACK)
    assert before.step == "cup"
    assert pressed(wizards, before, BACK).step == "sugar"


def test_what_is_refused_leaves_everything_as_it_was(wizards: Wizards) -> None:
    first = begun(wizards)
    refused = typed(wizards, "bad")
    assert (refused.step, refused.refused) == ("leaf", "This is no leaf.")
    assert refused.stamp == first.stamp


def test_a_button_of_an_older_state_does_nothing(wizards: Wizards) -> None:
    first = begun(wizards)
    pressed(wizards, first, ".a")
    assert pressed(wizards, first, ".a") is None
    assert pressed(wizards, first, CANCEL) is None
    current = wizards.asked(SEAT, TEXTS)
    assert current is not None
    assert current.step == "sugar"


def test_nor_does_a_button_of_a_finished_one(wizards: Wizards, clock: Any) -> None:
    old = begun(wizards)
    assert isinstance(pressed(wizards, old, CANCEL), Cancelled)
    assert pressed(wizards, old, ".a") is None
    clock.pass_(seconds=1)
    begun(wizards)
    assert pressed(wizards, old, ".a") is None


def test_the_same_step_again(wizards: Wizards, clock: Any) -> None:
    first = begun(wizards)
    again = pressed(wizards, first, ".more")
    clock.pass_(seconds=1)
    assert again.step == "leaf"
    assert pressed(wizards, again, ".more").step == "leaf"


def test_typed_words_are_taken_for_a_day_where_they_are_asked_for(wizards: Wizards, clock: Any) -> None:
    first = begun(wizards)
    clock.pass_(days=1, minutes=1)
    assert wizards.type(SEAT, "black", TEXTS) is None
    cup = pressed(wizards, pressed(wizards, first, ".a"), SKIP)
    assert cup.step == "cup"
    assert wizards.type(SEAT, "mug", TEXTS) is None


def test_a_restart_loses_nothing(wizards: Wizards, url: str, clock: Any) -> None:
    begun(wizards)
    before = typed(wizards, "black")
    with Records.open(url) as again:
        other = Wizards(again, clock, (TEA, WATER))
        assert other.asked(SEAT, TEXTS) == before
        assert typed(other, "no").step == "cup"


def test_something_unfinished_is_not_put_away_unasked(wizards: Wizards) -> None:
    begun(wizards)
    before = typed(wizards, "black")
    held = wizards.begin(SEAT, "water", {}, TEXTS)
    assert isinstance(held, Unfinished)
    assert held.kind == "tea"
    assert wizards.press(SEAT, before.stamp, ".a", TEXTS) is None
    gone_on = wizards.press(SEAT, held.stamp, GO_ON, TEXTS)
    assert isinstance(gone_on, Asked)
    assert gone_on.step == "sugar"
    assert pressed(wizards, gone_on, ANEW) is None
    held = wizards.begin(SEAT, "water", {"glass": "tall"}, TEXTS)
    anew = wizards.press(SEAT, held.stamp, ANEW, TEXTS)
    assert isinstance(anew, Asked)
    assert (anew.kind, anew.step) == ("water", "glass")


def test_everybody_has_a_seat_of_their_own(wizards: Wizards) -> None:
    begun(wizards)
    typed(wizards, "black")
    other = wizards.begin(Seat(5, 8), "tea", {}, TEXTS)
    assert isinstance(other, Asked)
    assert other.step == "leaf"
    assert wizards.cancel(Seat(5, 8))
    assert not wizards.cancel(Seat(5, 8))
    assert wizards.asked(SEAT, TEXTS) is not None


MOVES = st.sampled_from(["type", "bad", ".a", ".more", BACK, SKIP, CANCEL, ".leaf", ".cup", GO_ON, ANEW])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(MOVES, max_size=25))
def test_whatever_is_pressed_there_is_a_step_that_asks(wizards: Wizards, moves: list[str]) -> None:
    wizards.cancel(SEAT)
    shown: Any = begun(wizards)
    for move in moves:
        if not isinstance(shown, Asked):
            shown = begun(wizards)
        if move in {"type", "bad"}:
            shown = wizards.type(SEAT, move, TEXTS) or wizards.asked(SEAT, TEXTS)
        elif move.startswith(".") and shown.step == "preview" and move not in {".leaf", ".cup"}:
            continue
        else:
            shown = wizards.press(SEAT, shown.stamp, move, TEXTS) or wizards.asked(SEAT, TEXTS)
        if isinstance(shown, Asked):
            assert TEA.step(shown.step) is not None
            assert wizards.asked(SEAT, TEXTS) in (shown, _told(shown))


def _told(shown: Asked) -> Asked:
    from dataclasses import replace

    return replace(shown, refused="")
