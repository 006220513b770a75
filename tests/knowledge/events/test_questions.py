from __future__ import annotations

from datetime import date

import pytest

from knowledge.dates import write_edtf
from knowledge.events.questions import DateAnswer, answer_about_dates
from knowledge.language import detect
from knowledge.model import Event
from knowledge.packs import read_pack
from knowledge.packs.shipped import shipped_packs

TODAY = date(2019, 11, 20)
SHIPPED = tuple(event for path in shipped_packs() for event in read_pack(path).events)
GALA = Event("gala", "concerts", {"en": "Gala", "ru": "Гала-концерт", "kk": "Гала"}, "2020-05-09")


def ask(question: str, *more: Event) -> DateAnswer | None:
    return answer_about_dates(question, (*SHIPPED, *more), TODAY, detect(question))


@pytest.mark.parametrize(
    ("question", "edtf"),
    [
        ("what is in May?", "2020-05"),
        ("What's on in May 2020?", "2020-05"),
        ("What events are planned for 2020?", "2020"),
        ("what is happening next month", "2019-12"),
        ("Is there anything this week?", "2019-11-18/2019-11-24"),
        ("What happens in the second half of 2020?", "2020-07/2020-12"),
        ("Show me the events between May and July 2020", "2020-05/2020-07"),
        ("what takes place in summer 2020", "2020-06/2020-08"),
        ("что запланировано на 2020 год?", "2020"),
        ("Что будет в мае?", "2020-05"),
        ("какие мероприятия во втором квартале 2020 года?", "2020-Q2"),
        ("Есть ли что-нибудь на этой неделе?", "2019-11-18/2019-11-24"),
        ("какие события пройдут с мая по июль", "2020-05/2020-07"),
        ("тамызда не болады?", "2020-08"),
        ("2020 жылы қандай іс-шаралар жоспарланған?", "2020"),
        ("келесі аптада не бар?", "2019-11-25/2019-12-01"),
        ("2020 жылғы тамызда қандай оқиғалар өтеді?", "2020-08"),
    ],
)
def test_questions_for_a_time(question: str, edtf: str) -> None:
    answer = ask(question)
    assert answer is not None
    assert answer.said
    assert write_edtf(answer.span) == edtf


@pytest.mark.parametrize(
    "question",
    [
        "What is coming up?",
        "upcoming events",
        "Какие мероприятия предстоят?",
        "ближайшие события",
        "алдағы іс-шаралар",
    ],
)
def test_questions_for_what_is_to_come(question: str) -> None:
    answer = ask(question)
    assert answer is not None
    assert not answer.said
    assert answer.span.lower == TODAY
    assert len(answer.agenda) == 5


@pytest.mark.parametrize(
    "question",
    [
        "who headed the Russian side?",
        "Who headed the meeting in October 2019?",
        "when was the first meeting?",
        "what did Stepanov say in 2019?",
        "кто возглавил делегацию в 2019 году?",
        "когда прошло первое заседание?",
        "Сколько стоят билеты в мае?",
        "отырыс қашан өтті?",
        "what may I ask?",
        "who is in Russia in 2020?",
        "когда концерты в 2020 году?",
        "",
        "?",
        "2020",
        "hello",
        "what is the weather in May?",
    ],
)
def test_questions_for_anything_else(question: str) -> None:
    assert ask(question) is None


def test_days_and_vague_dates_are_kept_apart() -> None:
    answer = ask("what is in May 2020?", GALA)
    assert answer is not None
    assert [found.event.id for found in answer.agenda.exact] == ["gala"]
    assert len(answer.agenda.vague) == 5


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("what concerts are planned for 2020?", {"exchange-concerts-2020-2021"}),
        ("какие концерты будут в 2021 году?", {"exchange-concerts-2020-2021"}),
        ("2020 жылы қандай концерттер болады?", {"exchange-concerts-2020-2021"}),
        ("what anniversaries are there in 2020?", {"abai-175-2020", "victory-75-2020"}),
    ],
)
def test_what_is_named_narrows_it(question: str, ids: set[str]) -> None:
    answer = ask(question)
    assert answer is not None
    assert {found.event.id for found in answer.agenda} == ids


def test_nothing_is_an_answer() -> None:
    answer = ask("what is planned for 2031?")
    assert answer is not None
    assert not answer.agenda
