"""Elliptical turns take over what they leave out, and only that."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from lake_pack import NOW, assistant_on, lake_base, shipped_base

from knowledge.index.base import Base
from knowledge.matching.answer import Answer
from knowledge.matching.thread import Carried, Thread


def talk(*turns: str, pause: timedelta = timedelta(seconds=30), start: datetime = NOW) -> list[Answer]:
    """The answers to the turns of one chat, `pause` apart."""
    return on(lake_base(), *turns, pause=pause, start=start)


def on(
    base: Base, *turns: str, pause: timedelta = timedelta(seconds=30), start: datetime = NOW
) -> list[Answer]:
    assistant, thread, answers = assistant_on(base), None, []
    for number, turn in enumerate(turns):
        answers.append(assistant.ask(turn, now=start + number * pause, thread=thread))
        thread = answers[-1].thread
    return answers


def last(*turns: str, pause: timedelta = timedelta(seconds=30)) -> set[str]:
    answer = talk(*turns, pause=pause)[-1]
    return {fact.id for fact in answer.facts}


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        (("Who headed the Kazakh side?", "and the Russian side?"), {"head-ru"}),
        (("Кто возглавлял казахстанскую сторону?", "а российскую?"), {"head-ru"}),
        (("Қазақстан тарапын кім басқарды?", "ал Ресей ше?"), {"head-ru"}),
        (("Who headed the Russian side?", "and the Kazakh one?"), {"head-kz"}),
        (("Что запланировано по концертам?", "а театры?"), {"plan-theatre"}),
        (("What is planned for theatres?", "what about concerts?"), {"plan-concerts"}),
        (("Who came from libraries?", "and museums?"), {"post-bekov", "post-zhunusov"}),
        (("Who came from libraries?", "and from Russia?"), {"post-glebov"}),
        (("Who came from libraries?", "only the Russian ones"), {"post-glebov"}),
        (("Кто приехал от библиотек?", "только от Казахстана"), {"post-omarova"}),
        (("Кітапханалардан кімдер келді?", "тек Ресейден"), {"post-glebov"}),
        (("When was the meeting held?", "where?"), {"held-where"}),
        (("Where was the meeting held?", "and when?"), {"held-when"}),
        (("Где прошло заседание?", "а когда?"), {"held-when"}),
        (("Отырыс қайда өтті?", "ал қашан?"), {"held-when"}),
    ],
)
def test_a_turn_replaces_what_it_names(turns: tuple[str, ...], expected: set[str]) -> None:
    assert last(*turns) == expected


def test_a_chain_keeps_what_was_replaced_before() -> None:
    assert last("Who came from libraries?", "and museums?", "and universities?") == {"post-zotova"}


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        (("Who headed the Russian side?", "What did he say?"), {"said-lapshin"}),
        (("Кто возглавлял российскую сторону?", "Что он сказал?"), {"said-lapshin"}),
        (("Who is Dana Omarova?", "which side was she on?"), {"post-omarova"}),
    ],
)
def test_a_pronoun_means_the_subject_of_the_last_answer(turns: tuple[str, ...], expected: set[str]) -> None:
    assert last(*turns) == expected


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        (("Who headed the Kazakh side?", "ok and the Russians?"), {"head-ru"}),
        (("Who headed the Kazakh side?", "hmm, and Russia?"), {"head-ru"}),
        (("Who headed the Kazakh side?", "perfect, and the Russian side?"), {"head-ru"}),
        (("Кто возглавлял российскую сторону?", "отлично, а казахстанскую?"), {"head-kz"}),
        (("Қазақстан тарапын кім басқарды?", "бәрекелді, ал Ресейді ше?"), {"head-ru"}),
        (("Who headed the Russian side?", "the Kazakh one?"), {"head-kz"}),
        (("Кто возглавлял казахстанскую сторону?", "ну а от России?"), {"head-ru"}),
        (("Кто возглавлял российскую сторону?", "ладно, а казахстанскую?"), {"head-kz"}),
        (("Қазақстан тарапын кім басқарды?", "жақсы, ал Ресейді ше?"), {"head-ru"}),
        (("Ресей тарапын кім басқарды?", "сонда Қазақстанды ше?"), {"head-kz"}),
    ],
)
def test_what_is_said_before_and_does_not_matter(turns: tuple[str, ...], expected: set[str]) -> None:
    assert last(*turns) == expected


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        (("Who headed the Kazakh side?", "and the other one?"), {"head-ru"}),
        (("Who headed the Russian side?", "and the second?"), {"head-kz"}),
        (("Who headed the Kazakh side?", "what about theirs?"), {"head-ru"}),
        (("Who headed the Russian side?", "ours?"), {"head-kz"}),
        (("Who came from the Kazakh libraries?", "and from theirs?"), {"post-glebov"}),
        (("Кто возглавлял казахстанскую сторону?", "а у них?"), {"head-ru"}),
        (("Кто возглавлял казахстанскую сторону?", "а у них кто?"), {"head-ru"}),
        (("Кто возглавлял российскую сторону?", "а нашу?"), {"head-kz"}),
        (("Кто приехал от российских библиотек?", "а от наших?"), {"post-omarova"}),
        (("Қазақстан тарапын кім басқарды?", "ал олардікін ше?"), {"head-ru"}),
        (("Ресей тарапын кім басқарды?", "ал біздікін ше?"), {"head-kz"}),
        (("Ресей тарапын кім басқарды?", "екіншісін ше?"), {"head-kz"}),
    ],
)
def test_the_other_of_two_sides(turns: tuple[str, ...], expected: set[str]) -> None:
    assert last(*turns) == expected


@pytest.mark.parametrize(
    "turns",
    [
        ("Who came from museums?", "and the other one?"),
        ("Who headed the Russian side?", "what is your name?"),
        ("Кто приехал от музеев?", "а у них?"),
    ],
)
def test_without_two_sides_there_is_no_other(turns: tuple[str, ...]) -> None:
    assert not last(*turns) & {"head-ru", "head-kz", "post-glebov"}


def test_they_are_not_the_others_where_something_new_is_asked_of_them() -> None:
    assert last("Who came from Russia?", "and their vice-rector?") == {"post-zotova"}


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        (("Who is the director of the Caspian Library?", "and of the Russian one?"), {"post-glebov"}),
        (("Кто директор Каспийской библиотеки?", "а российской?"), {"post-glebov"}),
        (("Каспий кітапханасының директоры кім?", "ал Ресейдікі ше?"), {"post-glebov"}),
        (("Who is the director of the Volga Library?", "and of the Kazakh one?"), {"post-omarova"}),
    ],
)
def test_another_house_of_the_same_kind(turns: tuple[str, ...], expected: set[str]) -> None:
    assert last(*turns) == expected


def test_a_house_in_another_town() -> None:
    answers = on(
        shipped_base(), "Who is the director of the National Academic Library?", "and of the one in Almaty?"
    )
    assert [fact.id for fact in answers[-1].facts] == ["post-ospanova"]


@pytest.mark.parametrize(
    ("turns", "number"),
    [
        (("Who came from museums?", "how many of them?"), 2),
        (("Who came from museums?", "and how many is that?"), 2),
        (("Кто приехал от музеев?", "сколько их?"), 2),
        (("Музейден кім келді?", "барлығы қанша?"), 2),
    ],
)
def test_what_was_listed_is_counted(turns: tuple[str, ...], number: int) -> None:
    answer = talk(*turns)[-1]
    assert answer.status == "answered"
    assert len(answer.facts) == number


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        (("What is planned for concerts?", "when?"), {"plan-concerts"}),
        (("Что запланировано для театров?", "в каком году?"), {"plan-theatre"}),
        (("Концерттер бойынша не жоспарланған?", "қай жылы?"), {"plan-concerts"}),
        (("What is planned for theatres?", "when exactly?"), set()),
        (("What is planned for theatres?", "where?"), set()),
    ],
)
def test_a_bare_question_is_about_what_was_told(turns: tuple[str, ...], expected: set[str]) -> None:
    assert last(*turns) == expected


def test_what_is_not_known_of_one_is_not_told_of_another() -> None:
    """Others direct libraries; "he" is none of them."""
    assert not last("Who is Marat Bekov?", "which library does he direct?") & {"post-omarova", "post-glebov"}


@pytest.mark.parametrize(
    "turns",
    [
        ("Who is Marat Bekov?", "and what concerts has he given?"),
        ("Кто такой Марат Беков?", "а какие театры он построил?"),
        ("Who is Marat Bekov?", "and what is his salary?"),
        ("Кто такой Марат Беков?", "а сколько ему лет?"),
        ("Марат Беков кім?", "оның жасы нешеде?"),
        ("Who headed the Kazakh side?", "and who sang?"),
        ("What is planned for theatres?", "and how many theatres?"),
        ("Что запланировано для театров?", "а сколько театров?"),
    ],
)
def test_what_the_record_lacks_it_lacks_in_a_second_turn(turns: tuple[str, ...]) -> None:
    assert talk(*turns)[-1].status != "answered"


@pytest.mark.parametrize(
    ("full", "expected"),
    [
        ("Who is the director of the Steppe Museum?", {"post-zhunusov"}),
        ("Кто такая Нина Зотова?", {"post-zotova"}),
        ("What is planned for concerts?", {"plan-concerts"}),
        ("Отырыс қайда өтті?", {"held-where"}),
        ("Dana Omarova, what is her post?", {"post-omarova"}),
        ("Нина Зотова — она из какой организации?", {"post-zotova"}),
        ("Who presided on behalf of Russia, and what is his post?", {"head-ru"}),
    ],
)
@pytest.mark.parametrize(
    "before",
    ["Who headed the Kazakh side?", "Что запланировано для театров?", "Кітапханалардан кімдер келді?"],
)
def test_a_full_question_stands_alone(before: str, full: str, expected: set[str]) -> None:
    assert last(before, full) == last(full) == expected


def test_a_thread_is_forgotten_after_a_quarter_of_an_hour() -> None:
    turns = ("Who headed the Kazakh side?", "and museums?")
    remembered, forgotten = timedelta(minutes=15), timedelta(minutes=15, seconds=1)
    assert talk(*turns, pause=remembered)[-1] != talk(*turns, pause=forgotten)[-1]
    alone = talk("and museums?")[-1]
    assert [fact.id for fact in talk(*turns, pause=forgotten)[-1].facts] == [fact.id for fact in alone.facts]


@pytest.mark.parametrize("nothing", ["😀", "ok", "???", ""])
def test_a_turn_that_says_nothing_keeps_the_thread(nothing: str) -> None:
    assert last("Who headed the Kazakh side?", nothing, "and the Russian side?") == {"head-ru"}


def test_no_thread_no_memory() -> None:
    """One assistant serves everybody: what it remembers is in the thread alone."""
    assistant = assistant_on(lake_base())
    alone = assistant.ask("and the Russian side?", now=NOW)
    assistant.ask("Who headed the Kazakh side?", now=NOW)
    assert [fact.id for fact in assistant.ask("and the Russian side?", now=NOW).facts] == [
        fact.id for fact in alone.facts
    ]


def test_a_thread_survives_being_stored() -> None:
    thread = talk("Сколько человек из Казахстана, кроме главы?")[-1].thread
    assert thread is not None
    assert Thread.from_json(json.loads(json.dumps(thread.to_json()))) == thread


def test_a_stored_thread_goes_on_as_if_it_had_stayed() -> None:
    thread = talk("Who headed the Kazakh side?")[-1].thread
    assert thread is not None
    stored = Thread.from_json(json.loads(json.dumps(thread.to_json())))
    answer = assistant_on(lake_base()).ask("and the Russian side?", now=NOW, thread=stored)
    assert [fact.id for fact in answer.facts] == ["head-ru"]


def test_a_thread_about_what_is_no_longer_on_record_does_no_harm() -> None:
    gone = Thread(
        "Who was it?", NOW, (Carried("name", "x", ("e:gone",)), Carried("topic", "y", ("c:gone",))), ("gone",)
    )
    for turn in ("and the Russian side?", "what did he say?", "where?", "Who is Dana Omarova?"):
        assert assistant_on(lake_base()).ask(turn, now=NOW, thread=gone).lead


@pytest.mark.parametrize(
    "data", [{}, {"question": "q"}, {"question": "q", "at": "never", "slots": [], "facts": []}]
)
def test_a_thread_of_another_version_is_refused(data: dict) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        Thread.from_json(data)
