"""What is said where nothing answers: it must be true of the record as a whole."""

from __future__ import annotations

import pytest
from lake_pack import NOW, assistant_on, lake_base

from knowledge.matching.answer import Answer


def ask(question: str) -> Answer:
    return assistant_on(lake_base()).ask(question, now=NOW)


@pytest.mark.parametrize(
    ("question", "title", "lacking"),
    [
        ("Which theatres go on tour?", "Theatre tours", "“which theatres”"),
        ("Which theatre goes on an exchange tour in 2022?", "Theatre tours", "“which theatre”"),
        ("Какие театры поедут на гастроли?", "Театральные гастроли", "«какие театры»"),
        ("Какой театр гастролирует в 2022 году?", "Театральные гастроли", "«какой театр»"),
    ],
)
def test_what_is_on_record_without_a_name_is_told_as_far_as_it_goes(
    question: str, title: str, lacking: str
) -> None:
    answer = ask(question)
    assert answer.status == "unanswered"
    assert title in answer.lead
    assert lacking in answer.lead
    assert answer.topics[0].id == "theatre"


@pytest.mark.parametrize(
    "question",
    [
        "Which theatres go on tour?",
        "Какие театры поедут на гастроли?",
        "Which museum gives concerts?",
        "Какие библиотеки дают концерты?",
        "Қай кітапхана концерт береді?",
        "Who from the library went on tour?",
    ],
)
def test_a_word_of_the_record_is_never_said_to_be_missing_from_it(question: str) -> None:
    answer = ask(question)
    assert "does not mention" not in answer.lead
    assert "не упоминается" not in answer.lead
    assert "nothing on" not in answer.lead


def test_a_word_that_nothing_on_record_has_is_named() -> None:
    assert "“parking”" in ask("Is there parking at the Caspian Library?").lead


def test_words_are_told_as_they_were_written() -> None:
    assert "“Samarkand”" in ask("What concerts are planned in Samarkand?").lead
    assert "«Орёл»" in ask("Какие концерты запланированы в городе Орёл?").lead
