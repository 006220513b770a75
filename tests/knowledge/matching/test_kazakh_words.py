"""Kazakh as it is spoken in offices and in chats, and its short stems, which mislead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from lake_pack import NOW, assistant_on, lake_base

from knowledge.language.kazakh import kazakh_stem

if TYPE_CHECKING:
    from knowledge.assistant import Assistant


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    return assistant_on(lake_base())


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("Дана Омарованың должносі қандай?", "post-omarova"),
        ("Дана Омарова туралы не білесіз?", "post-omarova"),
        ("Каспий кітапханасынан кім жиынға қатынасты?", "post-omarova"),
        ("Ресей делегациясының руководителі кім болды?", "head-ru"),
        ("Бастығым сұрап жатыр, Дана Омарова кім?", "post-omarova"),
        ("Жазып жібересіз бе, Дана Омарова кім?", "post-omarova"),
    ],
)
def test_what_is_said_in_offices_and_chats_is_understood(
    assistant: Assistant, question: str, fact: str
) -> None:
    answer = assistant.ask(question, now=NOW)
    assert answer.status == "answered", (question, answer.text)
    assert fact in {used.id for used in answer.facts}


@pytest.mark.parametrize(
    "question",
    [
        "Жол салу туралы не келісілді?",
        "Жол шығынын кім көтерді?",
        "Кеншілер туралы не айтылды?",
        "Балық аулау жөнінде не келісілді?",
        "Жарық мәселесі талқыланды ма?",
        "Шығын туралы не айтылды?",
        "Қонақтарды кім күтіп алды?",
    ],
)
def test_what_a_short_stem_only_looks_like_is_not_answered(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question, now=NOW).status != "answered"


def test_expenses_are_nothing_that_came_out() -> None:
    assert kazakh_stem("шығын") == "шығын"
    assert kazakh_stem("шығындар") == "шығын"
