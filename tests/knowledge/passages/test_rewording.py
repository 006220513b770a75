"""Synonyms of the record hold for what is found by its words, too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from test_answers_from_passages import PASSAGES, Ask, asking

from knowledge.model import Pack, Synonym
from knowledge.passages.rewording import rewordings
from knowledge.records import Records

ALIKE = Pack(
    "words",
    {},
    synonyms=(
        Synonym("a", "en", ("chamber", "hall", "great room")),
        Synonym("b", "ru", ("балаган", "театр кукол")),
        Synonym("c", "en", ("quux", "frobnicator")),
    ),
)


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    with Records.open(f"sqlite:///{tmp_path}/a.db") as records:
        yield records


def told(ask: Ask, question: str) -> set[str]:
    answer = ask(question)
    return {fact.id for fact in answer.facts} if answer.status == "answered" else set()


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("How many people does the large chamber seat?", "house"),
        ("How many people does the large great room seat?", "house"),
        ("Когда открыли балаган?", "puppets"),
    ],
)
def test_a_passage_is_found_by_a_synonym(records: Records, tmp_path: Path, question: str, fact: str) -> None:
    before = asking(records, tmp_path, PASSAGES)(question)
    after = asking(records, tmp_path, ALIKE)(question)
    assert after.status == "answered"
    assert fact in {used.id for used in after.facts}
    assert after.confidence > before.confidence


@pytest.mark.parametrize("question", ["How many people does the large hall seat?", "Where is the quux?"])
def test_other_questions_are_answered_as_before(records: Records, tmp_path: Path, question: str) -> None:
    before = told(asking(records, tmp_path, PASSAGES), question)
    assert told(asking(records, tmp_path, ALIKE), question) == before


def test_each_word_takes_the_place_of_each_other() -> None:
    assert list(rewordings("Which CHAMBERS are there, and which great rooms?", ALIKE.synonyms)) == [
        "which hall are there and which great rooms",
        "which great room are there and which great rooms",
        "which chambers are there and which chamber",
        "which chambers are there and which hall",
    ]
    assert not list(rewordings("", ALIKE.synonyms))
