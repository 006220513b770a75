"""People are known by names that are misspelt in every word."""

from __future__ import annotations

import pytest
from lake_pack import NOW, assistant_on, lake_base


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("Who is Askhar Junusow?", "post-zhunusov"),
        ("Кто такая Данна Омаррова?", "post-omarova"),
        ("Кто такой Аскат Жунусоф?", "post-zhunusov"),
        ("Асқат Жунисоф деген кім?", "post-zhunusov"),
    ],
)
def test_both_names_may_be_misspelt(question: str, fact: str) -> None:
    answer = assistant_on(lake_base()).ask(question, now=NOW)
    assert answer.status == "answered", (question, answer.text)
    assert {used.id for used in answer.facts} == {fact}


@pytest.mark.parametrize(
    "question",
    ["Who is Oleg Zhunusov?", "Кто такая Алия Омарова?", "Кто такой Дамир Жунусов?", "Бекзат Жүнісов кім?"],
)
def test_another_first_name_is_somebody_else(question: str) -> None:
    assert assistant_on(lake_base()).ask(question, now=NOW).status != "answered"
