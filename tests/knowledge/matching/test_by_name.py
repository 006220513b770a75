"""What is asked for by name must be on record by name; what somebody did must be told of that person."""

from __future__ import annotations

import pytest
from lake_pack import NOW, assistant_on, lake_base, shipped_base

from knowledge.index.base import Base
from knowledge.matching.answer import Answer


def ask(question: str, base: Base | None = None) -> Answer:
    return assistant_on(base or lake_base()).ask(question, now=NOW)


def ids(question: str, base: Base | None = None) -> set[str]:
    answer = ask(question, base)
    assert answer.status == "answered", (question, answer.text)
    return {fact.id for fact in answer.facts}


@pytest.mark.parametrize(
    "question",
    [
        "Which play is planned for the theatre tours?",
        "What performance will the theatres show on tour?",
        "Какой спектакль запланирован для гастролей театров?",
        "Театр гастрольдерінде қандай спектакль жоспарланған?",
        "What is the name of the concert that is planned?",
        "Как называется концерт, который запланировали?",
        "Which orchestra is planned for the concerts?",
    ],
)
def test_a_work_or_a_band_that_is_not_named(question: str) -> None:
    assert ask(question).status != "answered"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which concerts are planned?", {"plan-concerts"}),
        ("Какие концерты запланированы?", {"plan-concerts"}),
        ("Қандай концерттер жоспарланған?", {"plan-concerts"}),
        ("What theatre tours are planned?", {"plan-theatre"}),
        ("Which tours are planned for theatres?", {"plan-theatre"}),
    ],
)
def test_what_is_on_record_as_such_is_told(question: str, expected: set[str]) -> None:
    assert ids(question) == expected


@pytest.mark.parametrize(
    "question",
    [
        "Which ensembles are to play at the exchange concerts?",
        "Какие оркестры сыграют на обменных концертах?",
        "Which opera will Astana Opera show?",
        "Какую оперу покажет «Астана Опера»?",
        "«Астана Балет» қандай балет қояды?",
        "Какие фильмы есть у Машковцева?",
        "Машковцев қандай фильмдер түсірді?",
        "What is the theme of the master classes?",
        "Какова тематика мастер-классов?",
        "In which city does Moskvin live?",
        "Булукова қай қалада тұрады?",
        "На какой сцене пройдут концерты?",
        "How many films will be shot together?",
        "Which channel will show the joint film?",
        "How often does the Sub-Commission meet?",
        "Кто возглавляет группу экспертов?",
        "Жоспарда неше бет бар?",
        "Сколько театров поедет на гастроли?",
    ],
)
def test_the_record_of_the_first_meeting_names_none(question: str) -> None:
    assert ask(question, shipped_base()).status != "answered"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What kind of ensembles will give concerts?", {"concerts-2020-2021"}),
        ("Which joint films were discussed?", {"cinema-joint-projects"}),
        ("Какова тема совместных фильмов?", {"cinema-joint-projects"}),
        ("Which film studio does Mashkovtsev direct?", {"post-mashkovtsev"}),
        ("В каком городе работает Оспанова?", {"post-ospanova"}),
        ("How many came from theatres?", {"post-kurmangalieva", "post-kuzembaev"}),
    ],
)
def test_its_neighbours_on_record_are_told(question: str, expected: set[str]) -> None:
    assert ids(question, shipped_base()) == expected


@pytest.mark.parametrize(
    "question",
    [
        "What did Omarova bring?",
        "What has Bekov taught?",
        "Why did Glebov come?",
        "Why did Lapshin come to the meeting?",
        "How did Zotova take part?",
        "When was Omarova appointed?",
        "Что привезла Омарова?",
        "Зачем приехал Беков?",
        "Когда назначили Омарову?",
        "Омарова не әкелді?",
        "Беков не үшін келді?",
        "Омарова қашан тағайындалды?",
    ],
)
def test_a_deed_is_not_answered_with_a_post(question: str) -> None:
    assert ask(question).status != "answered"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What did Lapshin say?", {"said-lapshin"}),
        ("What does Omarova head?", {"post-omarova"}),
        ("What is known about Omarova?", {"post-omarova"}),
        ("What library is Omarova from?", {"post-omarova"}),
        ("What is Omarova?", {"post-omarova"}),
        ("Что возглавляет Омарова?", {"post-omarova"}),
        ("Что известно о Дане Омаровой?", {"post-omarova"}),
        ("Дана Омарова туралы не белгілі?", {"post-omarova"}),
        ("Дана Омарова нені басқарады?", {"post-omarova"}),
    ],
)
def test_what_a_post_tells_is_told(question: str, expected: set[str]) -> None:
    assert ids(question) == expected
