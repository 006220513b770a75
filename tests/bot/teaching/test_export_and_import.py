"""What was taught goes along: exported and imported into an empty base, it gives the same answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from telling import EDITOR, Town

from bot.exporting import export
from bot.teaching.lessons import Alias, Words
from bot.teaching.teacher import Teacher
from knowledge.matching.answer import Answer
from knowledge.packs import pack_of
from knowledge.records import Records

QUESTIONS = (
    "Is parking free?",
    "Is bilbarking free?",
    "Парковка бесплатна?",
    "May I leave my car there?",
    "How many find a seat?",
    "Who won the World Cup?",
)


@pytest.fixture
def second(tmp_path: Path) -> Iterator[Town]:
    folder = tmp_path / "second"
    folder.mkdir()
    with Records.open(f"sqlite:///{folder}/second.db") as records:
        yield Town(records, folder)


def said(town: Town, question: str) -> tuple[object, ...]:
    answer: Answer = town.assistant.ask(question, now=town.now())
    return answer.status, answer.text, answer.facts, answer.suggestions


def test_what_was_taught_survives(town: Town, teacher: Teacher, second: Town) -> None:
    teacher.keep_words(Words("en", ("bilbarking", "parking")), EDITOR)
    teacher.keep_words(Words("ru", ("стоянка", "парковка")), EDITOR)
    teacher.keep_alias(Alias("parking", (("en", QUESTIONS[3]),)), EDITOR)
    teacher.keep_alias(Alias("hall", (("en", QUESTIONS[4]),)), EDITOR)
    text = export(town.records, "yaml")
    for _ in range(2):
        applied = second.records.apply(pack_of(text, "export.yaml"), actor="test", now=second.now())
    assert (applied.added, applied.changed, applied.besides) == (0, 0, 0)
    assert second.records.synonyms() == town.records.synonyms()
    # The ranker's journal counts what was replaced until it is merged: one build is compared with another.
    town.index.rebuild()
    assert {question: said(second, question) for question in QUESTIONS} == {
        question: said(town, question) for question in QUESTIONS
    }
    assert [said(town, question)[0] == "answered" for question in QUESTIONS] == [*[True] * 5, False]
    assert export(second.records, "yaml") == text
