"""Known questions as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.index.ground import words_of
from knowledge.index.wordings import Wordings

QUESTIONS = {
    "who published the report": ("publisher",),
    "who wrote the report": ("writer",),
    "where was the meeting held": ("place",),
    "when was the meeting held": ("date",),
    "какая комиссия заседала в шымкенте": ("commission",),
    "бұл қандай отырыс болды": ("meeting",),
    "what happened in 2020": ("year",),
    "is the list complete": ("list",),
    "is the list full": ("list",),
}
WORDS = {"who", "when", "where", "was", "the", "meeting", "held", "wrote", "report", "helm"}


def meant(text: str) -> str | None:
    return Wordings(QUESTIONS, WORDS).meant(words_of(text))


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("Who publishd the report?", "who published the report"),
        ("Whhere was the meeting held?", "where was the meeting held"),
        ("Какая комисия заседала в Шымкенти", "какая комиссия заседала в шымкенте"),
        ("Kakaya komissiya zasedala v Shymkente?", "какая комиссия заседала в шымкенте"),
        ("Bul qanday otyrys boldy", "бұл қандай отырыс болды"),
        ("Бул кандай отырыс болды?", "бұл қандай отырыс болды"),
        ("iz the list cmplete", None),
        ("is the list compleet", "is the list complete"),
    ],
)
def test_a_question_is_known_with_slips_and_in_other_letters(typed: str, known: str | None) -> None:
    assert meant(typed) == known


@pytest.mark.parametrize(
    "typed",
    [
        "Where was the meeting held?",  # as it is: nothing to mend
        "Where was the meeting helm?",  # a word by itself
        "What happened in 2021?",
        "Who held the meeting?",
        "report",
        "",
    ],
)
def test_other_questions_are_left_alone(typed: str) -> None:
    assert meant(typed) is None


def test_what_may_be_either_of_two_is_neither() -> None:
    both = {"who leads the choir": ("a",), "who leads the chair": ("b",)}
    assert Wordings(both, ()).meant(words_of("who leads the chbir")) is None
    alike = dict.fromkeys(both, ("a",))
    assert Wordings(alike, ()).meant(words_of("who leads the chbir")) in alike


@given(st.text(max_size=60))
def test_anything_may_be_typed(text: str) -> None:
    assert meant(text) in {None, *QUESTIONS}


def test_a_base_of_very_many_questions_knows_them_word_for_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knowledge.index.wordings._KEPT", len(QUESTIONS) - 1)
    assert meant("Who publishd the report?") is None
