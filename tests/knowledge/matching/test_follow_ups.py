"""Elliptical turns take over what they leave out, and only that."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from lake_pack import NOW, assistant_on, lake_base

from knowledge.matching.answer import Answer
from knowledge.matching.thread import Carried, Thread


def talk(*turns: str, pause: timedelta = timedelta(seconds=30), start: datetime = NOW) -> list[Answer]:
    """The answers to the turns of one chat, `pause` apart."""
    assistant, thread, answers = assistant_on(lake_base()), None, []
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
    ("full", "expected"),
    [
        ("Who is the director of the Steppe Museum?", {"post-zhunusov"}),
        ("Кто такая Нина Зотова?", {"post-zotova"}),
        ("What is planned for concerts?", {"plan-concerts"}),
        ("Отырыс қайда өтті?", {"held-where"}),
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
