"""Lessons are tried on what was asked, and then put on record; what others changed meanwhile stays."""

from __future__ import annotations

from dataclasses import replace

import pytest
from telling import ANN, BOB, EDITOR, PARKING, Town

from bot.subscribers import Refused
from bot.teaching.lessons import Alias, Words, every_synonym, synonyms_with, words_of
from bot.teaching.replaying import SLICE, Replay, Report, stored_questions, trial
from bot.teaching.teacher import Teacher

MEANT = "May I leave my car there?"
LESSON = Alias("parking", (("en", MEANT),))


def played(replay: Replay) -> Report:
    while replay.step():
        pass
    return replay.report()


def counts(report: Report) -> dict[str, int]:
    return {effect: number for effect, number in report.counts.items() if number}


def answered(town: Town, question: str) -> tuple[str, ...]:
    answer = town.assistant.ask(question, now=town.now())
    return tuple(fact.id for fact in answer.facts) if answer.status == "answered" else ()


@pytest.mark.parametrize("fact", ["parking", "hall"])
def test_a_wording_is_tried_and_then_answered(town: Town, teacher: Teacher, fact: str) -> None:
    town.ask(ANN, MEANT)
    town.ask(ANN, "Is parking free?")
    lesson = replace(LESSON, fact=fact)
    report = played(teacher.try_alias(lesson))
    assert (report.asked, report.of, counts(report)) == (2, 2, {"gained": 1})
    assert report.examples["gained"][0].question == MEANT
    assert answered(town, MEANT) == ()  # it was only tried
    taught = teacher.keep_alias(lesson, EDITOR)
    assert taught.fact is not None
    assert answered(town, MEANT) == (fact,)
    (change, *_) = town.records.history("fact", fact)
    assert change.actor == f"person:{EDITOR}"
    assert Report.from_json(report.to_json()) == report


def test_what_it_settles_in_the_inbox_is_told(town: Town, teacher: Teacher) -> None:
    numbers = (town.ask(ANN, MEANT), town.ask(BOB, MEANT))
    town.news.wanted(numbers[0], ANN)
    lesson = replace(LESSON, questions=numbers)
    taught = teacher.keep_alias(lesson, EDITOR)
    assert (taught.settled, taught.told) == (2, 1)
    assert town.inbox.groups() == ()
    again = teacher.keep_alias(lesson, EDITOR)
    assert (again.settled, again.told) == (0, 0)


def test_nothing_to_teach_is_refused(town: Town, teacher: Teacher) -> None:
    with pytest.raises(Refused, match="on record already"):
        teacher.try_alias(Alias("parking", (("en", "IS parking  free?"),)))
    with pytest.raises(Refused, match="no fact"):
        teacher.try_alias(Alias("nowhere", (("en", "?"),)))
    town.put(PARKING, status="retracted")
    with pytest.raises(Refused, match="no fact"):
        teacher.keep_alias(LESSON, EDITOR)


def test_a_wording_is_taken_back(town: Town, teacher: Teacher) -> None:
    town.ask(ANN, MEANT)
    teacher.keep_alias(LESSON, EDITOR)
    back = replace(LESSON, remove=True)
    assert counts(played(teacher.try_alias(back))) == {"lost": 1}
    teacher.keep_alias(back, EDITOR)
    assert answered(town, MEANT) == ()


def test_what_was_changed_meanwhile_stays(town: Town, teacher: Teacher) -> None:
    played(teacher.try_alias(LESSON))
    town.say("Parking costs 200.")
    teacher.keep_alias(LESSON, EDITOR)
    fact = town.records.fact("parking")
    assert fact is not None
    assert fact.statement["en"] == "Parking costs 200."
    assert MEANT in fact.questions["en"]


def test_a_synonym_is_tried_published_and_taken_back(town: Town, teacher: Teacher) -> None:
    asked = "Is bilbarking free?"
    town.ask(ANN, asked)
    lesson = Words("en", ("bilbarking", "parking"))
    assert counts(played(teacher.try_words(lesson))) == {"gained": 1}
    assert answered(town, asked) == ()
    teacher.keep_words(lesson, EDITOR)
    assert answered(town, asked) == ("parking",)
    with pytest.raises(Refused, match="on record already"):
        teacher.try_words(Words("en", ("Parking", "bilbarking")))
    (known,) = synonyms_with(town.records, "BILBARKING")
    back = Words(known.lang, known.words, known.id)
    assert counts(played(teacher.try_words(back))) == {"lost": 1}
    teacher.keep_words(back, EDITOR)
    assert answered(town, asked) == ()
    teacher.keep_words(lesson, EDITOR)
    assert answered(town, asked) == ("parking",)
    assert len(every_synonym(town.records)) == 1


def test_synonyms_that_share_a_word_become_one(town: Town, teacher: Teacher) -> None:
    for words in (("a1", "b1"), ("c1", "d1"), ("b1", "c1", "e1")):
        teacher.keep_words(Words("en", words), EDITOR)
    (one,) = town.records.synonyms()
    assert set(one.words) == {"a1", "b1", "c1", "d1", "e1"}
    # In another language they are other words.
    teacher.keep_words(Words("ru", ("a1", "x1")), EDITOR)
    assert len(town.records.synonyms()) == 2


MANY, LONG = " = ".join("abcdefghijklmnop"), "a = " + 300 * "b"


@pytest.mark.parametrize("given", ["", "one", "one =", "= =", "a = A", MANY, LONG])
def test_words_that_are_refused(given: str) -> None:
    with pytest.raises(Refused):
        words_of(given)


def test_words_are_taken_as_they_stand() -> None:
    assert words_of(" кітапхана =  үлкен   үй = библиотека=кітапхана ") == (
        "кітапхана",
        "үлкен үй",
        "библиотека",
    )


def test_the_latest_questions_are_tried_each_wording_once(town: Town) -> None:
    for number in range(3):
        town.ask(ANN, f"Question {number}?")
        town.ask(BOB, f"question  {number}")
    assert stored_questions(town.records, ["First?"]) == (
        "First?",
        "question  2",
        "question  1",
        "question  0",
    )


def test_a_replay_goes_slice_by_slice(town: Town) -> None:
    base = town.index.refresh()
    asked = [f"Is parking free, {number}?" for number in range(SLICE + 1)]
    replay = Replay(base, trial(base), asked, town.now())
    assert replay.step()
    assert (replay.done, replay.report().asked, replay.report().of) == (SLICE, SLICE, SLICE + 1)
    assert not replay.step()
    assert counts(replay.report()) == {}
