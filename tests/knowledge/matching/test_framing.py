"""Words around a question that ask nothing, and those that only look so."""

from __future__ import annotations

import pytest
from lake_pack import NOW, assistant_on, lake_base

from knowledge.matching.answer import Answer


def ask(question: str) -> Answer:
    return assistant_on(lake_base()).ask(question, now=NOW)


@pytest.mark.parametrize(
    "question",
    [
        "For my crossword, who came from museums?",
        "I'm scribbling a limerick and need to know who came from museums",
        "Who came from museums? It's for our quiz",
        "My aunt keeps pestering: who came from museums?",
        "As a librarian, who came from museums?",
        "As a carpenter, who came from museums?",
        "For my parrot's umbrella, who came from museums?",
        "Для моего кроссворда: кто был из музеев?",
        "Мы с приятелем поспорили, кто был из музеев",
        "Наш завхоз интересуется, кто был из музеев",
        "Менің сөзжұмбағым үшін: музейлерден кім келді?",
        "Біздің тоқымашы мазалап жатыр, музейлерден кім келді?",
    ],
)
def test_what_the_asker_says_of_himself_forbids_nothing(question: str) -> None:
    answer = ask(question)
    assert answer.status == "answered", (question, answer.text)
    assert {fact.id for fact in answer.facts} == {"post-bekov", "post-zhunusov"}


@pytest.mark.parametrize(
    "question",
    [
        "For my crossword, what is Glebov's salary?",
        "I need the zodiac sign of Glebov",
        "Our delegation's hairdresser, who was he?",
        "My question is about the Hermitage: who directs it?",
        "We are from the Mariinsky; who runs it?",
        "The Hermitage, who came from there?",
        "Меня интересует, какой у Глебова знак зодиака",
        "Наш хормейстер кто?",
        "Мен үшін Эрмитаждың директоры кім?",
    ],
)
def test_a_word_that_may_be_what_is_asked_forbids_still(question: str) -> None:
    assert ask(question).status != "answered"


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("I paint horses. Who came from the Caspian Library?", "post-omarova"),
        ("We ran out of envelopes! Please name the director of the Caspian Library.", "post-omarova"),
        ("Who came from the Volga Library? My flight leaves soon.", "post-glebov"),
        ("Who came from the Volga Library? It is needed for a plaque.", "post-glebov"),
        ("Оформляю стенгазету. Кто приехал из Волжской библиотеки?", "post-glebov"),
        ("Кто приехал из Волжской библиотеки? Нужно для открытки.", "post-glebov"),
        ("Сурет салып отырмын. Каспий кітапханасынан кім келді?", "post-omarova"),
        ("Каспий кітапханасынан кім келді? Хат жазуым керек.", "post-omarova"),
        ("Апа, Каспий кітапханасынан кім келді?", "post-omarova"),
    ],
)
def test_a_sentence_about_the_asker_forbids_nothing(question: str, fact: str) -> None:
    answer = ask(question)
    assert answer.status == "answered", (question, answer.text)
    assert {used.id for used in answer.facts} == {fact}


@pytest.mark.parametrize(
    "question",
    [
        "I sat beside Nina Zotova at dinner. Where does she work?",
        "They told me to phone a certain Nina Zotova. What is her position?",
        "Завтра встречаю Нину Зотову с цветами. Какая у неё должность?",
        "Нина Зотоваға шақыру жазып отырмын. Оның қызметі қандай?",
    ],
)
def test_whom_the_asker_speaks_of_is_whom_the_question_is_about(question: str) -> None:
    answer = ask(question)
    assert answer.status == "answered", (question, answer.text)
    assert {used.id for used in answer.facts} == {"post-zotova"}


@pytest.mark.parametrize(
    "question",
    [
        "I adore the Hermitage. Who is the director?",
        "i adore the hermitage museum. who runs it?",
        "I need the salary of Nina Zotova. How much is it?",
        "Обожаю Эрмитаж. Кто директор?",
        "Үндістан мұражайы бізге қай суреттерін әкеледі?",
    ],
)
def test_what_the_asker_speaks_of_and_nobody_knows_forbids_still(question: str) -> None:
    assert ask(question).status != "answered"


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("I'm drawing up place mats. Give me everybody who came from the Volga Library.", "post-glebov"),
        ("I wrote to the museum. Directors of the Caspian Library?", "post-omarova"),
        ("Всю неделю верстаю буклет. Кто приехал из Волжской библиотеки?", "post-glebov"),
    ],
)
def test_no_phrase_reaches_over_a_full_stop_and_a_quantity_asks_for_nothing(question: str, fact: str) -> None:
    answer = ask(question)
    assert answer.status == "answered", (question, answer.text)
    assert {used.id for used in answer.facts} == {fact}
