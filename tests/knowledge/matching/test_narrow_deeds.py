"""A deed that the record states of one fact alone, and what a verb may be that is also a noun."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lake_pack import LAKE, NOW, assistant_on, base_of, fact, lexicon, text

from knowledge.index.base import Base

VIEWS = fact(
    "views",
    "words",
    text(
        "The sides exchanged views on how neighbours get on.",
        "Стороны обменялись мнениями о том, как живётся соседям.",
        "Тараптар көршілердің тұрмысы жөнінде пікір алмасты.",
    ),
    relation="discussed",
    gives=("statement",),
    questions=text("What do they think?", "Что они думают?", "Олар не ойлайды?"),
    title=text("Exchange of views", "Обмен мнениями", "Пікір алмасу"),
    tags=("exchange-of-views",),
)
WATER = fact(
    "water",
    "words",
    text(
        "The sides discussed water in the steppe.",
        "Стороны обсудили воду в степи.",
        "Тараптар даладағы суды талқылады.",
    ),
    relation="discussed",
    gives=("statement",),
    questions=text("What did the sides discuss?", "Что обсудили стороны?", "Тараптар нені талқылады?"),
    title=text("Water in the steppe", "Вода в степи", "Даладағы су"),
)
RIVER = fact(
    "river",
    "words",
    text(
        "Saule Temirova said that many threads tie Kazakhstan and Russia.",
        "Сауле Темирова сказала, что Казахстан и Россию связывают многие нити.",
        "Сәуле Темірова Қазақстан мен Ресейді көп жіп байланыстырады деді.",
    ),
    relation="said",
    gives=("statement",),
    questions=text("Which threads are there?", "Какие есть нити?", "Қандай жіптер бар?"),
    title=text("Temirova on the threads", "Темирова о нитях", "Темірова жіптер туралы"),
    about=("temirova",),
    side="kz",
)


@pytest.fixture(scope="module")
def base() -> Base:
    return base_of(replace(LAKE, facts=(*LAKE.facts, VIEWS, WATER, RIVER)), lexicon())


def answered_by(question: str, base: Base) -> set[str]:
    answer = assistant_on(base).ask(question, now=NOW)
    assert answer.status == "answered", (question, answer.text)
    return {fact.id for fact in answer.facts}


@pytest.mark.parametrize(
    "question",
    [
        "What did the sides exchange views on?",
        "On what did the delegations swap views?",
        "По каким вопросам стороны обменивались мнениями?",
        "О чём был обмен взглядами?",
        "Екі тарап не жөнінде ой алмасты?",
    ],
)
def test_the_very_deed_is_answered_by_the_fact_that_states_it(question: str, base: Base) -> None:
    assert answered_by(question, base) == {"views"}


@pytest.mark.parametrize(
    "question",
    [
        "Did they exchange views on water in the steppe?",
        "Обменялись ли стороны мнениями о воде в степи?",
        "What did the sides discuss?",
    ],
)
def test_what_else_is_asked_about_goes_before_the_deed(question: str, base: Base) -> None:
    assert answered_by(question, base) == {"water"}


@pytest.mark.parametrize(
    "question",
    [
        "What ties the two countries together, according to Temirova?",
        "How did Temirova put it about what links Kazakhstan and Russia?",
        "Что роднит Казахстан и Россию, по словам Темировой?",
        "Темірованың айтуынша, екі елді не біріктіреді?",
    ],
)
def test_what_ties_is_a_verb(question: str, base: Base) -> None:
    assert answered_by(question, base) == {"river"}
