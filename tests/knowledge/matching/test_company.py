"""Who came with whom, who met whom, and who headed which side."""

from __future__ import annotations

import pytest
from lake_pack import NOW, assistant_on, lake_base

KAZAKH_GUESTS = {"post-omarova", "post-bekov", "post-zhunusov"}
RUSSIAN_GUESTS = {"post-glebov", "post-zotova"}


def answered_by(question: str) -> set[str]:
    answer = assistant_on(lake_base()).ask(question, now=NOW)
    assert answer.status == "answered", (question, answer.text)
    return {fact.id for fact in answer.facts}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who came with Lapshin?", RUSSIAN_GUESTS),
        ("Who accompanied Temirova?", KAZAKH_GUESTS),
        ("With whom did Lapshin come?", RUSSIAN_GUESTS),
        ("Name Lapshin's retinue", RUSSIAN_GUESTS),
        ("Who else sat on Temirova's side?", KAZAKH_GUESTS),
        ("Кто был в делегации Лапшина?", RUSSIAN_GUESTS),
        ("Who came from libraries with Temirova?", {"post-omarova"}),
        ("Кто приехал с Лапшиным?", RUSSIAN_GUESTS),
        ("Кто прибыл вместе с Темировой?", KAZAKH_GUESTS),
        ("С кем приехал Лапшин?", RUSSIAN_GUESTS),
        ("Кто был в свите Лапшина?", RUSSIAN_GUESTS),
        ("Лапшинмен бірге кім келді?", RUSSIAN_GUESTS),
        ("Темірова кіммен келді?", KAZAKH_GUESTS),
        ("Лапшин кімдерді ертіп келді?", RUSSIAN_GUESTS),
    ],
)
def test_companions_are_the_others_of_the_side(question: str, expected: set[str]) -> None:
    assert answered_by(question) == expected


@pytest.mark.parametrize(
    "question",
    [
        "How many people came with Lapshin?",
        "Сколько человек приехало с Лапшиным?",
        "Лапшинмен бірге неше адам келді?",
    ],
)
def test_a_count_of_companions_tells_the_head_apart(question: str) -> None:
    answer = assistant_on(lake_base()).ask(question, now=NOW)
    assert {fact.id for fact in answer.facts} == {"head-ru", *RUSSIAN_GUESTS}
    assert any("1" in note and "2" in note for note in answer.notes)


@pytest.mark.parametrize(
    ("question", "head"),
    [
        ("With whom did Lapshin meet?", "head-kz"),
        ("Who met with Temirova?", "head-ru"),
        ("С кем встречался Лапшин?", "head-kz"),
        ("Лапшин кіммен кездесті?", "head-kz"),
    ],
)
def test_whom_somebody_met_is_the_head_of_the_other_side(question: str, head: str) -> None:
    assert answered_by(question) == {head}


@pytest.mark.parametrize(
    ("question", "head"),
    [
        ("Did Glebov head the Russian side?", "head-ru"),
        ("Was Glebov the head of the delegation?", "head-ru"),
        ("Did Lapshin lead the Kazakh side?", "head-kz"),
        ("Did Lapshin head the Russian side?", "head-ru"),
        ("Российскую делегацию возглавлял Глебов?", "head-ru"),
        ("Лапшин возглавлял казахстанскую сторону?", "head-kz"),
        ("Ресей жағын Глебов басқарды ма?", "head-ru"),
    ],
)
def test_who_really_headed_a_side_is_told(question: str, head: str) -> None:
    assert answered_by(question) == {head}


def test_what_somebody_heads_besides_is_his_own() -> None:
    assert answered_by("Which library does Glebov head?") == {"post-glebov"}
