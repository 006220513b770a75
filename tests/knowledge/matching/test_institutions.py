"""Institutions asked for: those that sent somebody, from both sides, and not what is planned with such."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lake_pack import (
    LAKE,
    NOW,
    TSOIKIN,
    assistant_on,
    base_of,
    house,
    lake_base,
    lexicon,
    person,
    takes_part,
    text,
)

from knowledge.index.base import Base
from knowledge.matching.answer import Answer

RIVERSONG = house("riversong", "kz", "concert-organisation", text("Ozen", "Озен", "Өзен"))
BELL = house("bell", "ru", "concert-organisation", text("Kolokol", "Колокол", "Колокол"))
BELOV = person("belov", "ru", text("Anton Belov", "Антон Белов", "Антон Белов"))
POSTS = (
    takes_part(
        TSOIKIN, RIVERSONG, "director", text("Director of Ozen", "директор «Озен»", "«Өзен» директоры")
    ),
    takes_part(
        BELOV, BELL, "director", text("Director of Kolokol", "директор «Колокол»", "«Колокол» директоры")
    ),
)
BOTH_MUSEUMS = {"post-bekov", "post-zhunusov"}
BOTH_LIBRARIES = {"post-omarova", "post-glebov"}
BOTH_CONCERTS = {"post-tsoikin", "post-belov"}


@pytest.fixture(scope="module")
def concert_base() -> Base:
    entities = (*LAKE.entities, TSOIKIN, BELOV, RIVERSONG, BELL)
    return base_of(replace(LAKE, entities=entities, facts=(*LAKE.facts, *POSTS)), lexicon())


def ask(question: str, base: Base | None = None) -> Answer:
    return assistant_on(base or lake_base()).ask(question, now=NOW)


def answered_by(question: str, base: Base | None = None) -> set[str]:
    answer = ask(question, base)
    assert answer.status == "answered", (question, answer.text)
    return {fact.id for fact in answer.facts}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What museums were there?", BOTH_MUSEUMS),
        ("What Kazakh museums came?", BOTH_MUSEUMS),
        ("What libraries were represented, on both sides?", BOTH_LIBRARIES),
        ("What universities took part?", {"post-zotova"}),
        ("Что за музеи там были?", BOTH_MUSEUMS),
        ("Какие библиотеки были представлены?", BOTH_LIBRARIES),
        ("Қандай кітапханалар қатысты, екі жақтан да?", BOTH_LIBRARIES),
    ],
)
def test_a_sort_of_institution_is_answered_by_who_came_from_one(question: str, expected: set[str]) -> None:
    assert answered_by(question) == expected


@pytest.mark.parametrize(
    "question",
    [
        "What concert organisations were at the meeting?",
        "Which concert agencies took part?",
        "Какие концертные организации были представлены?",
        "Қандай концерт ұйымдары қатысты?",
        "Концерттік ұйымдардан кімдер келді?",
    ],
)
def test_an_institution_is_known_by_what_qualifies_it(question: str, concert_base: Base) -> None:
    assert answered_by(question, concert_base) == BOTH_CONCERTS


@pytest.mark.parametrize(
    "question",
    ["What concerts are planned?", "Какие концерты запланированы?", "Қандай концерттер жоспарланған?"],
)
def test_a_concert_is_no_concert_organisation(question: str, concert_base: Base) -> None:
    assert answered_by(question, concert_base) == {"plan-concerts"}


@pytest.mark.parametrize(
    "question",
    [
        "What theatre tours are planned?",
        "What tours did the theatres plan?",
        "What is planned for the theatres?",
    ],
)
def test_what_institutions_plan_is_no_list_of_institutions(question: str) -> None:
    assert answered_by(question) == {"plan-theatre"}


@pytest.mark.parametrize(
    "question",
    [
        "What circuses came?",
        "What philharmonics were there?",
        "Какие цирки участвовали?",
        "Қандай мектептер болды?",
    ],
)
def test_a_sort_of_institution_that_sent_nobody_has_no_answer(question: str) -> None:
    assert ask(question).status != "answered"


@pytest.mark.parametrize(
    "question",
    [
        "Who came from the libraries, ours and the Russian ones?",
        "Кто был от библиотек, и от наших, и от российских?",
        "Кітапханалардан кімдер келді, біздікі де, ресейдікі де?",
    ],
)
def test_ours_and_theirs_are_both_sides(question: str) -> None:
    assert answered_by(question) == BOTH_LIBRARIES


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Name the museums", BOTH_MUSEUMS),
        ("List the libraries", BOTH_LIBRARIES),
        ("Назовите библиотеки", BOTH_LIBRARIES),
        ("Музейлерді атаңыз", BOTH_MUSEUMS),
        ("List the plans of the theatres", {"plan-theatre"}),
        ("Назовите планы театров", {"plan-theatre"}),
    ],
)
def test_a_list_of_institutions_is_no_list_of_plans(question: str, expected: set[str]) -> None:
    assert answered_by(question) == expected


@pytest.mark.parametrize(
    ("question", "after"),
    [
        ("and museums?", "What libraries came?"),
        ("а музеи?", "Какие библиотеки были представлены?"),
        ("ал музейлер ше?", "Кітапханаларды атаңыз"),
    ],
)
def test_another_sort_is_asked_for_as_the_first_was(question: str, after: str) -> None:
    assistant = assistant_on(lake_base())
    thread = assistant.ask(after, now=NOW).thread
    answer = assistant.ask(question, now=NOW, thread=thread)
    assert {fact.id for fact in answer.facts} == BOTH_MUSEUMS


def test_one_side_named_without_ours_stays_one_side() -> None:
    assert answered_by("Who came from the libraries and the Russian side?") == {"post-glebov"}
