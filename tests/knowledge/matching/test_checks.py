"""Questions that only check a belief: what holds is the answer; what checks anything else is none."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lake_pack import LAKE, NOW, assistant_on, base_of, fact, lake_base, lexicon, text

from knowledge.index.base import Base
from knowledge.matching.answer import Answer

CENTENARY = fact(
    "centenary",
    "concerts",
    text(
        "Projects for the 120th anniversary of Mukhtar Auezov were discussed.",
        "Обсудили проекты к 120-летию Мухтара Ауэзова.",
        "Мұхтар Әуезовтің 120 жылдығына арналған жобалар талқыланды.",
    ),
    relation="discussed",
    gives=("plan", "number", "statement"),
    questions=text(
        "Which anniversary of Auezov was discussed?",
        "Какой юбилей Ауэзова обсуждали?",
        "Әуезовтің қай мерейтойы талқыланды?",
    ),
    title=text("Auezov's 120th anniversary", "120-летие Ауэзова", "Әуезовтің 120 жылдығы"),
)


@pytest.fixture(scope="module")
def jubilee_base() -> Base:
    return base_of(replace(LAKE, facts=(*LAKE.facts, CENTENARY)), lexicon())


def ask(question: str, base: Base | None = None) -> Answer:
    return assistant_on(base or lake_base()).ask(question, now=NOW)


def answered_by(question: str, base: Base | None = None) -> set[str]:
    answer = ask(question, base)
    assert answer.status == "answered", (question, answer.text)
    return {fact.id for fact in answer.facts}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Is it true that Glebov represents the Caspian Library?", "post-glebov"),
        ("Omarova is with the Steppe Museum, isn't she?", "post-omarova"),
        ("Does Bekov work for a library or for a museum?", "post-bekov"),
        ("Zotova is at a theatre, right?", "post-zotova"),
        ("Does Zhunusov head Zhiguli University?", "post-zhunusov"),
        ("Is Zotova an ambassador?", "post-zotova"),
        ("Is Bekov the rector of an arts university?", "post-bekov"),
        ("Was it Glebov who came from the Caspian Library?", "post-glebov"),
        ("Which theatre is Zotova from?", "post-zotova"),
        ("I thought Bekov was the rector of Zhiguli University. Is that so?", "post-bekov"),
        ("Я думала, Глебов из музея. Это так?", "post-glebov"),
        ("Жунусов — он из Волжской библиотеки?", "post-zhunusov"),
        ("Беков приехал из библиотеки?", "post-bekov"),
        ("Зотова театрдан келді ме?", "post-zotova"),
        ("Правда ли, что Глебов представляет Каспийскую библиотеку?", "post-glebov"),
        ("Омарова ведь из музея?", "post-omarova"),
        ("Беков из библиотеки или из музея?", "post-bekov"),
        ("Верно, что Зотова работает в театре?", "post-zotova"),
        ("Жунусов возглавляет библиотеку?", "post-zhunusov"),
        ("Зотова — посол?", "post-zotova"),
        ("Глебов Каспий кітапханасынан ба?", "post-glebov"),
        ("Дана Омарова музейден ғой, иә?", "post-omarova"),
        ("Беков деген кісі филармониядан ба, қайдан?", "post-bekov"),
        ("Зотова театрдан ба, әлде университеттен бе?", "post-zotova"),
        ("Жүнісов кітапхананы басқара ма?", "post-zhunusov"),
        ("Глебов елші ме?", "post-glebov"),
    ],
)
def test_somebody_taken_for_somebody_else_is_told_by_his_own_post(question: str, expected: str) -> None:
    assert answered_by(question) == {expected}


@pytest.mark.parametrize(
    "question",
    [
        "Does Lapshin like museums?",
        "Has Lapshin been to the museum?",
        "Was Lapshin at the museum?",
        "Did Lapshin visit the museum?",
        "Did Lapshin visit the museum from Shymkent?",
        "Which films did Omarova make?",
        "Which museum did Lapshin like?",
        "Did Lapshin sign a contract with the museum?",
        "Does Omarova own a theatre?",
        "Does Zotova know the ambassador?",
        "Did Glebov meet the ambassador?",
        "Is Lapshin's deputy a rector?",
        "What did Glebov give to the museum?",
        "Does Glebov have children?",
        "Любит ли Лапшин музеи?",
        "Был ли Лапшин в музее?",
        "Есть ли у Омаровой театр?",
        "Дружит ли Глебов с послом?",
        "Училась ли Зотова в институте культуры?",
        "Заместитель Лапшина — ректор?",
        "Лапшин музейге барды ма?",
        "Глебов театрды жақсы көре ме?",
        "Омарова елшімен кездесті ме?",
    ],
)
def test_what_is_more_than_a_check_of_his_post_is_not_answered_by_it(question: str) -> None:
    assert ask(question).status != "answered"


@pytest.mark.parametrize(
    "question",
    [
        "Auezov's anniversary: the 110th or the 120th?",
        "Is it the 110th anniversary of Auezov?",
        "Is Auezov's anniversary the 110th?",
        "Юбилей Ауэзова — 110 или 120 лет?",
        "Это 110-летие Ауэзова?",
        "Әуезовтің мерейтойы 110 жыл ма, әлде 120 жыл ма?",
    ],
)
def test_a_wrong_anniversary_is_told_by_the_right_one(question: str, jubilee_base: Base) -> None:
    assert answered_by(question, jubilee_base) == {"centenary"}


@pytest.mark.parametrize(
    "question",
    [
        "What is planned for the 130th anniversary of Auezov?",
        "Will 110 people come to Auezov's anniversary?",
        "Придут ли 110 человек на юбилей Ауэзова?",
        "Is Auezov's anniversary in 2027?",
    ],
)
def test_a_number_of_something_else_is_no_anniversary(question: str, jubilee_base: Base) -> None:
    assert ask(question, jubilee_base).status != "answered"
