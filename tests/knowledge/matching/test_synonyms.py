"""Synonyms of the record: each word means what the others mean, in facts and in questions."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lake_pack import LAKE, NOW, assistant_on, base_of, lexicon

from knowledge.matching.answer import Answer
from knowledge.model import Synonym

ALIKE = (
    Synonym("of-a-concept", "en", ("bookhouse", "library")),
    Synonym("of-a-name", "ru", ("озёрный дом книги", "Каспийская библиотека")),
    Synonym("of-plain-words", "ru", ("паласы", "ковры")),
    Synonym("of-nothing", "kk", ("қарақшы", "қорқау")),
)


def ask(question: str, *synonyms: Synonym) -> Answer:
    base = base_of(replace(LAKE, synonyms=synonyms), lexicon())
    return assistant_on(base).ask(question, now=NOW)


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("Who came from bookhouses?", "post-omarova"),
        ("Кто приехал из озёрного дома книги?", "post-omarova"),
        ("Чем обменяются музеи, паласами?", "museum-russian-only"),
    ],
)
def test_a_word_is_as_good_as_its_synonym(question: str, fact: str) -> None:
    before, after = ask(question), ask(question, *ALIKE)
    assert before.status != "answered"
    assert after.status == "answered"
    assert fact in {used.id for used in after.facts}


@pytest.mark.parametrize(
    "question", ["Who came from libraries?", "Кто директор Каспийской библиотеки?", "Отырыс қайда өтті?"]
)
def test_what_was_answered_is_answered_as_before(question: str) -> None:
    before, after = ask(question), ask(question, *ALIKE)
    assert (before.status, before.facts) == (after.status, after.facts)
    assert before.status == "answered"


def test_words_that_nothing_is_on_record_of_explain_nothing() -> None:
    assert ask("Қарақшы туралы не айтылды?", *ALIKE).status != "answered"
