"""Lists and numbers are made of the facts that match: nobody wrote them down."""

from __future__ import annotations

import re

import pytest
from lake_pack import NOW, assistant_on, fuller_base, lake_base

from knowledge.matching.answer import Answer

LAKE, FULLER = "lake", "with a newcomer"


def ask(question: str, base: str = LAKE) -> Answer:
    answer = assistant_on(lake_base() if base == LAKE else fuller_base()).ask(question, now=NOW)
    assert answer.status == "answered", (question, answer.text)
    return answer


def facts(question: str, base: str = LAKE) -> set[str]:
    return {fact.id for fact in ask(question, base).facts}


KAZAKH_GUESTS = {"post-omarova", "post-bekov", "post-zhunusov"}

BESIDES_THE_HEAD = [
    "How many people came from Kazakhstan besides the head?",
    "Сколько человек было от Казахстана, кроме главы?",
    "Басшыдан басқа Қазақстаннан неше адам келді?",
]


@pytest.mark.parametrize(
    "question",
    ["Who came from libraries?", "Кто приехал от библиотек?", "Кітапханалардан кімдер келді?"],
)
def test_a_newcomer_is_on_the_list_by_himself(question: str) -> None:
    assert facts(question) == {"post-omarova", "post-glebov"}
    assert facts(question, FULLER) == {"post-omarova", "post-glebov", "post-tsoikin"}


@pytest.mark.parametrize("question", BESIDES_THE_HEAD)
def test_a_newcomer_is_counted(question: str) -> None:
    before, after = ask(question), ask(question, FULLER)
    assert {fact.id for fact in before.facts} == KAZAKH_GUESTS
    assert {fact.id for fact in after.facts} == KAZAKH_GUESTS | {"post-tsoikin"}
    assert re.findall(r"\d+", before.lead) == ["3"]
    assert re.findall(r"\d+", after.lead) == ["4"]


def test_every_one_of_a_list_has_his_line_and_his_fact() -> None:
    answer = ask("Who came from libraries?")
    assert answer.lead == "The record names 2 people:"
    assert set(answer.items) == {
        "Dana Omarova, Director of the Caspian Library",
        "Fyodor Glebov, Director of the Volga Library",
    }
    assert len(answer.items) == len(answer.facts)


@pytest.mark.parametrize("question", BESIDES_THE_HEAD)
def test_who_is_set_aside_is_not_counted(question: str) -> None:
    answer = ask(question)
    assert "head-kz" not in {fact.id for fact in answer.facts}
    assert "Темирова" not in answer.text
    assert "Temirova" not in answer.text
    assert "Темірова" not in answer.text


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which libraries came from Russia?", {"post-glebov"}),
        ("Which libraries came from Kazakhstan?", {"post-omarova"}),
        ("Какие библиотеки были от России?", {"post-glebov"}),
        ("Ресейден қандай кітапханалар келді?", {"post-glebov"}),
        ("Кто был из музеев?", {"post-bekov", "post-zhunusov"}),
    ],
)
def test_side_and_category_narrow_a_list(question: str, expected: set[str]) -> None:
    assert facts(question) == expected


def test_a_list_that_the_source_leaves_open_says_so() -> None:
    open_list = "The Russian list ends with “and others”."
    assert open_list in ask("Who came from Russia?").notes
    assert open_list not in ask("Who came from Kazakhstan?").notes
    assert open_list not in ask("Which libraries came from Russia?").notes


@pytest.mark.parametrize(
    ("question", "lead"),
    [
        ("Сколько человек из Казахстана, кроме главы?", "названы 3 человека"),
        ("Кто был из музеев?", "названы 2 человека"),
    ],
)
def test_numbers_stand_with_the_right_plural(question: str, lead: str) -> None:
    assert lead in ask(question).lead


def test_one_russian_is_one_person() -> None:
    lead = ask("Сколько человек из университетов было от России?").lead
    assert "назван 1 человек" in lead


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who is not from Russia?", {"head-kz", *KAZAKH_GUESTS}),
        ("Кто не из России?", {"head-kz", *KAZAKH_GUESTS}),
        ("Кім Ресейден емес?", {"head-kz", *KAZAKH_GUESTS}),
        (
            "Who came, but not from libraries?",
            {"head-kz", "head-ru", "post-bekov", "post-zhunusov", "post-zotova"},
        ),
    ],
)
def test_what_is_negated_is_left_out(question: str, expected: set[str]) -> None:
    assert facts(question) == expected


@pytest.mark.parametrize(
    "question",
    ["How many Kazakhs were there, head included?", "Сколько было казахстанцев, глава включительно?"],
)
def test_who_is_included_narrows_nothing_down(question: str) -> None:
    assert facts(question) == {"head-kz", *KAZAKH_GUESTS}


@pytest.mark.parametrize(
    "question",
    [
        "Name everybody from museums",
        "Museum folks?",
        "Назови всех, кто от музеев",
        "Музейщики?",
        "Мұражайшылар?",
    ],
)
def test_everybody_of_a_field_are_people(question: str) -> None:
    assert facts(question) == {"post-bekov", "post-zhunusov"}


@pytest.mark.parametrize(
    "question",
    [
        "Is the list of the Russian participants complete?",
        "Are all the Russians named?",
        "Список российских участников полный?",
        "Ресей тізімі толық па?",
    ],
)
def test_whether_a_list_is_complete_is_no_list(question: str) -> None:
    assert facts(question) == {"list-open"}


def test_of_a_list_that_nothing_is_said_of_nothing_is_said() -> None:
    answer = assistant_on(lake_base()).ask("Is the Kazakh list complete?", now=NOW)
    assert answer.status != "answered"
