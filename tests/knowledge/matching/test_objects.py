"""What a question is about must be on record, be it a word for people at large, a guess, or narrower than a noun."""

from __future__ import annotations

import pytest
from lake_pack import NOW, assistant_on, lake_base

from knowledge.matching.answer import Answer


def ask(question: str) -> Answer:
    return assistant_on(lake_base()).ask(question, now=NOW)


def ids(question: str) -> set[str]:
    answer = ask(question)
    assert answer.status == "answered", (question, answer.text)
    return {fact.id for fact in answer.facts}


@pytest.mark.parametrize(
    "question",
    [
        "What is planned for women?",
        "What did Lapshin say about colleagues?",
        "What did Lapshin say regarding the staff?",
        "Who spoke about workers?",
        "Что запланировано для женщин?",
        "Что Лапшин сказал про коллег?",
        "Что Лапшин сказал насчёт людей?",
        "Әйелдер үшін не жоспарланған?",
        "Лапшин әріптестер туралы не айтты?",
        "Лапшин адамдар жайында не айтты?",
    ],
)
def test_people_at_large_are_what_it_is_about(question: str) -> None:
    assert ask(question).status != "answered"


@pytest.mark.parametrize(
    "question",
    [
        "Tell me about people from museums",
        "Tell me about the people who came from museums",
        "Расскажи про людей из музеев",
        "Музейден келген адамдар туралы айтып бер",
    ],
)
def test_people_of_whom_more_is_said_are_those(question: str) -> None:
    assert ids(question) == {"post-bekov", "post-zhunusov"}


@pytest.mark.parametrize(
    "question",
    [
        "What did Lapshin say about it?",
        "What did Lapshin say for the record?",
        "Что об этом сказал Лапшин?",
        "Что Лапшин сказал насчёт этого?",
        "Лапшин бұл туралы не айтты?",
    ],
)
def test_what_only_points_back_is_no_object(question: str) -> None:
    assert ids(question) == {"said-lapshin"}


@pytest.mark.parametrize(
    "question",
    [
        "Which women came from museums?",
        "How many women came from museums?",
        "What is planned for women's theatres?",
        "Какие женщины были из музеев?",
        "Қай әйелдер музейден келді?",
    ],
)
def test_women_are_not_told_from_men(question: str) -> None:
    assert ask(question).status != "answered"


@pytest.mark.parametrize(
    "question",
    [
        "Who is the woman from the Caspian Library?",
        "Which lady came from the Caspian Library?",
        "Кто эта женщина из Каспийской библиотеки?",
        "Каспий кітапханасынан келген қыз кім?",
    ],
)
def test_one_who_is_meant_by_the_rest_is_told(question: str) -> None:
    assert ids(question) == {"post-omarova"}


@pytest.mark.parametrize(
    "question",
    [
        "Who came from Yemen?",
        "What did Lapshin say about toys?",
        "Кто приехал из собора?",
        "Что Лапшин сказал насчёт угля?",
        "Собор жағынан кім келді?",
    ],
)
def test_a_guess_at_a_word_is_no_object(question: str) -> None:
    """Each is a slip away from a word that says nothing: "men", "boys", «сбор», «угол»."""
    assert ask(question).status != "answered"


@pytest.mark.parametrize(
    "question",
    [
        "Who came form teh museums?",
        "Wat is plannd for teh theatres?",
        "Кто преехал из музеев?",
        "Что заплонировано для театров?",
        "Теятрлар үшін не жоспарланған?",
    ],
)
def test_slips_elsewhere_do_not_matter(question: str) -> None:
    assert ask(question).status == "answered"


@pytest.mark.parametrize(
    "question",
    [
        "What is planned for puppet theatres?",
        "What is planned for military theatres?",
        "What is planned for concert halls?",
        "Что запланировано для кукольных театров?",
        "Что запланировано по джазовым концертам?",
        "Қуыршақ театрлары үшін не жоспарланған?",
    ],
)
def test_what_is_narrower_than_the_record_is_not_on_record(question: str) -> None:
    assert ask(question).status != "answered"


@pytest.mark.parametrize(
    "question",
    [
        "Who will insure the theatres?",
        "Will they close the theatres?",
        "Is butter planned for the concerts?",
        "Будут ли закрыты театры?",
        "Планируют ли запретить концерты?",
        "Концерттерді сақтандыру жоспарланған ба?",
    ],
)
def test_an_everyday_word_is_no_slip_of_a_word_on_record(question: str) -> None:
    assert ask(question).status != "answered"


@pytest.mark.parametrize(
    "question",
    [
        "Does the record mention thirst?",
        "Кто поднял вопрос блинов?",
        "Театрларды қарақшылар көтерді ме?",
    ],
)
def test_a_word_that_begins_otherwise_is_no_slip(question: str) -> None:
    """ "Thirst" is an edit away from "first"; people who mistype a short word hit the first letter."""
    assert ask(question).status != "answered"


@pytest.mark.parametrize(
    "question",
    ["Who came from the city museum?", "Кто из женщин был из музеев?", "What about folk concerts?"],
)
def test_what_stands_before_a_noun_or_is_chosen_from_narrows_it(question: str) -> None:
    assert ask(question).status != "answered"


@pytest.mark.parametrize(
    ("question", "fact"), [("In which city was the meeting?", "held-where"), ("Which city?", "held-where")]
)
def test_a_noun_for_places_still_asks_for_one(question: str, fact: str) -> None:
    assert ids(question) == {fact}
