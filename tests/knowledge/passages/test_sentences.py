"""Which sentence of a passage answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.model import Lang
from knowledge.passages.sentences import answering_sentence, sentences_of
from knowledge.ranking import Doc, Ranker

Answering = Callable[[str], str]
BRIDGE = (
    "The old bridge. "
    "The bridge over the river was planned by a committee that met for years without any result worth telling of. "
    "The bridge was finally opened in 1931 with fireworks, speeches and a procession of all the schools of the town. "
    "The bridge over the river carried trams, carts and people, as many as 12000 of them on a summer's day. "
    "The bridge over the river was named by Olga Petrova, who had won a competition held among all the readers."
)


@pytest.fixture
def answering(tmp_path: Path) -> Callable[[str, Lang], Answering]:
    def of(text: str, lang: Lang) -> Answering:
        ranker = Ranker.build(
            tmp_path / "one", [Doc("one", lang, text), Doc("other", lang, "Something else.")]
        )
        return lambda question: answering_sentence(text, lang, ranker.find(question)[1])

    return of


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("When was the bridge over the river opened?", "1931"),
        ("How many people did the bridge over the river carry?", "12000"),
        ("Who gave the bridge over the river its name?", "Olga Petrova"),
    ],
)
def test_it_tells_what_is_asked_for(answering, question: str, told: str) -> None:
    answer = answering(BRIDGE, "en")(question)
    assert told in answer
    assert len(answer) < len(BRIDGE) / 1.5


def test_a_heading_is_no_answer(answering) -> None:
    assert answering(BRIDGE, "en")("the old bridge?") != "The old bridge."


@pytest.mark.parametrize(
    "text", ["", "One sentence only.", "без точки", "a. " * 20_000, "x" * 20_000, "\n" * 500]
)
def test_any_text_has_an_answer_within_it(answering, text: str) -> None:
    assert answering(text, "ru")("what is a sentence") in (text, *sentences_of(text), "a. a.")


def test_sentences_are_as_they_were_written() -> None:
    text = "Он сказал: «Нет!» Потом ушёл… Дом № 5 закрыт.\nНовая строка? Yes."
    assert " ".join(sentences_of(text)) == " ".join(text.split())
    assert sentences_of("J. Smith went home. He slept.")[-1] == "He slept."
