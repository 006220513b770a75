"""A word that nobody knows is left aside only where the question is plain without it, and the answer says so."""

from __future__ import annotations

import pytest
from lake_pack import NOW, assistant_on, lake_base

from knowledge.matching.answer import Answer


def ask(question: str) -> Answer:
    return assistant_on(lake_base()).ask(question, now=NOW)


@pytest.mark.parametrize(
    ("question", "fact", "odd"),
    [
        ("Who headed xor the Russian side at the meeting?", "head-ru", "xor"),
        ("Кто возглавлял российскую сторону бря на заседании?", "head-ru", "бря"),
        ("Каспий кітапханасының директоры болып зурк кім келді?", "post-omarova", "зурк"),
    ],
)
def test_a_plain_question_is_answered_and_the_word_told(question: str, fact: str, odd: str) -> None:
    answer = ask(question)
    assert answer.status == "answered", (question, answer.text)
    assert {used.id for used in answer.facts} == {fact}
    assert answer.missing == (odd,)
    assert any(odd in note for note in answer.notes)


@pytest.mark.parametrize(
    "question",
    [
        "What did Lapshin say about zurkles?",
        "Who came from the Zurkle?",
        "Who is Zurkle from the Caspian Library?",
        "Zurkle Omarova took part in the meeting as director of the Caspian Library?",
        "Что Лапшин сказал про зурклей?",
        "Кто приехал из Зуркля?",
        "Лапшин зуркльдар туралы не айтты?",
    ],
)
def test_what_is_asked_about_or_may_be_a_name_is_not(question: str) -> None:
    assert ask(question).status != "answered"
