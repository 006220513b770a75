"""Who is left out of a count or a list, wherever the word that leaves him out stands."""

from __future__ import annotations

import pytest
from lake_pack import NOW, assistant_on, lake_base

from knowledge.matching.answer import Answer

KAZAKH_GUESTS = {"post-omarova", "post-bekov", "post-zhunusov"}
RUSSIAN_GUESTS = {"post-glebov", "post-zotova"}


def ask(question: str) -> Answer:
    return assistant_on(lake_base()).ask(question, now=NOW)


def answered_by(question: str) -> set[str]:
    answer = ask(question)
    assert answer.status == "answered", (question, answer.text)
    return {fact.id for fact in answer.facts}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How large was the Kazakh team, its leader aside?", KAZAKH_GUESTS),
        ("Were there three Kazakh participants if we leave the head out?", KAZAKH_GUESTS),
        ("How many Russians came if you take the deputy minister out?", RUSSIAN_GUESTS),
        ("How many Russian participants were there, the head excluded?", RUSSIAN_GUESTS),
        ("How many people came from Russia, Lapshin not counted?", RUSSIAN_GUESTS),
        ("How many Kazakhs minus the head?", KAZAKH_GUESTS),
        ("Bar the chairman, how many Russians came?", RUSSIAN_GUESTS),
        ("How many on the Kazakh side, the head of the Kazakh side aside?", KAZAKH_GUESTS),
        ("Сколько казахстанцев, если вычесть вице-министра?", KAZAKH_GUESTS),
        ("скока было россиян не щитая главу", RUSSIAN_GUESTS),
        ("Сколько россиян, главу не считая?", RUSSIAN_GUESTS),
        ("Сколько участников от России, Лапшин не в счёт?", RUSSIAN_GUESTS),
        ("Сколько человек от Казахстана, если не брать Темирову?", KAZAKH_GUESTS),
        ("Сколько казахстанцев без учёта главы?", KAZAKH_GUESTS),
        ("Басшысын санамағанда Қазақстан жағынан неше адам?", KAZAKH_GUESTS),
        ("Ресейден неше адам келді, Лапшинді шығарып тастағанда?", RUSSIAN_GUESTS),
        ("Перечислите казахстанцев, исключая главу", KAZAKH_GUESTS),
        ("Темировасыз Қазақстаннан неше адам болды?", KAZAKH_GUESTS),
        ("Басшысынсыз Ресей жағынан неше адам?", RUSSIAN_GUESTS),
        ("Вице-министрді есепке алмасақ, қазақстандықтар нешеу?", KAZAKH_GUESTS),
    ],
)
def test_who_is_left_out_is_not_counted(question: str, expected: set[str]) -> None:
    assert answered_by(question) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Excluding both heads, how many people were there?", KAZAKH_GUESTS | RUSSIAN_GUESTS),
        (
            "How many people besides the head of the Kazakh side?",
            KAZAKH_GUESTS | RUSSIAN_GUESTS | {"head-ru"},
        ),
        ("How many Russians besides Lapshin and Glebov?", {"post-zotova"}),
        ("Сколько россиян, не считая Лапшина и Глебова?", {"post-zotova"}),
        ("Лапшин мен Глебовтен басқа неше ресейлік болды?", {"post-zotova"}),
        ("Who came from libraries besides the director of the Volga Library?", {"post-omarova"}),
        ("Кто был из музеев, кроме заместителя директора?", {"post-zhunusov"}),
    ],
)
def test_who_is_set_aside_is_all_that_is_said_of_him(question: str, expected: set[str]) -> None:
    assert answered_by(question) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who turned out to be from the Caspian Library?", {"post-omarova"}),
        ("Out of the libraries, who was there?", {"post-omarova", "post-glebov"}),
    ],
)
def test_out_without_its_verb_leaves_nobody_out(question: str, expected: set[str]) -> None:
    assert answered_by(question) == expected


@pytest.mark.parametrize(
    "question",
    [
        "How many books does the Caspian Library hold?",
        "How many films did Omarova make?",
        "How many paintings are there in the Steppe Museum?",
        "Сколько книг в Каспийской библиотеке?",
        "Сколько картин в Степном музее?",
        "Каспий кітапханасында қанша кітап бар?",
    ],
)
def test_a_count_of_things_is_no_count_of_people(question: str) -> None:
    assert ask(question).status != "answered"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How many libraries took part?", {"post-omarova", "post-glebov"}),
        ("How many museum people came?", {"post-bekov", "post-zhunusov"}),
        ("Сколько музеев участвовало?", {"post-bekov", "post-zhunusov"}),
        ("Неше кітапхана қатысты?", {"post-omarova", "post-glebov"}),
    ],
)
def test_institutions_are_counted_by_their_people(question: str, expected: set[str]) -> None:
    assert answered_by(question) == expected


@pytest.mark.parametrize(
    "question",
    [
        "Name the directors of the museums and their deputies",
        "Назовите директоров музеев и их заместителей",
        "Музей директорлары мен олардың орынбасарларын атаңыз",
    ],
)
def test_directors_and_their_deputies_are_both_listed(question: str) -> None:
    assert answered_by(question) == {"post-bekov", "post-zhunusov"}
