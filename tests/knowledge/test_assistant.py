"""One question in, one answer out: whatever the question, in bounded time, and always the same."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lake_pack import NOW, assistant_on, lake_base, shipped_base

from knowledge.assistant import Assistant
from knowledge.index import Base
from knowledge.limits import text_problem
from knowledge.matching.answer import Answer
from knowledge.matching.decision import ANSWER_FROM, SUGGEST_FROM
from knowledge.matching.thread import Thread
from knowledge.model import LANGS, Pack

PATIENCE = 5.0  # seconds of processor time for the worst of questions; a hundred times the usual
LONGEST = 25_000  # characters of an answer: a list of everybody with notes

HOSTILE = [
    "",
    " \t\n ",
    "\x00",
    "who\x00is\x00Stepanov",
    "\ud800",
    "who is \udfff Stepanov?",
    "\u202eоналваВ отк",
    "مَن هو رئيس الوفد؟",
    "\u200f\u202e\u202awho\u202c is Stepanov",
    "😀" * 500,
    "👩‍👩‍👧‍👦 who 🇰🇿",
    "Z̸̢̛" + "̴" * 3000,
    '"',
    '""" OR 1=1 --',
    "*",
    "who*",
    "NEAR(who Stepanov, 3)",
    "who AND NOT (Stepanov OR",
    "C++",
    "statement:Stepanov",
    "^who -is {x}",
    "'; DROP TABLE facts; --",
    "%s %d %(n)s {0} {lead} $x \\1",
    "<b>who</b> is <script>alert(1)</script> Stepanov?",
    "</code>&amp;&#0;&lt;",
    "[Stepanov](http://x.y) _who_ `is` *he*",
    "who is Степанов? ол кім",
    "kто tакой Stepanов",
    "w" * 4096,
    "who " * 1024,
    "Кто такой Степанов? " * 300,
    "кітапханаларымыздағылардың" * 200,
    "a b c d e f g h " * 300,
    "and " * 2000,
    "not not not besides except кроме басқа " * 60,
    "?" * 4096,
    "9" * 4096,
    "14.10.2019 12:30 1e309 -0 ½ ² Ⅷ ١٤",
    "İstanbul ß ŉ ǰ ﬁ ΐ",
    "\u2028\u2029\u0085\ufeff\u200b\u2060",
    "x" * 200_000,
    "Who " + "besides the head " * 200 + "?",
    ";_",
    "? ! ; who? _ ?? 1) 2) - - ?\n?",
    "who and who, who? " * 200,
    "1) who? 2) where? " * 100,
]


def check(answer: Answer, base: Base) -> None:
    """What holds for every answer."""
    assert answer.lang in LANGS
    assert 0.0 <= answer.confidence <= 1.0
    assert answer.lead
    assert len(answer.text) <= LONGEST
    # It can be sent, printed and stored whatever was asked.
    json.dumps(asdict(replace(answer, thread=None)), ensure_ascii=False).encode("utf-8")
    for words in (answer.lead, *answer.items, *answer.notes, *answer.missing):
        assert text_problem(words, LONGEST, lines=True) is None, words
    check_status(answer)
    check_lists(answer, base)
    if answer.thread is not None:
        assert Thread.from_json(json.loads(json.dumps(answer.thread.to_json()))) == answer.thread


def check_status(answer: Answer) -> None:
    several = any(part.answered for part in answer.parts)
    assert bool(answer.facts) is (answer.status == "answered" or several)
    assert bool(answer.suggestions) is (answer.status == "suggested") or several
    assert not (answer.topics and answer.status != "unanswered")
    assert not (answer.related and answer.status != "answered")
    if answer.status == "answered":
        assert answer.confidence >= ANSWER_FROM
        assert all(any(word in note for note in answer.notes) for word in answer.missing)
    else:
        assert answer.confidence < (ANSWER_FROM if answer.status == "suggested" else SUGGEST_FROM)
        assert answer.items == ()
        assert answer.notes == () or several
    if answer.parts:
        assert several
        assert all(part.answered for part in answer.parts) is (answer.status == "answered")
        assert all(part.lead in answer.lead for part in answer.parts)


def check_lists(answer: Answer, base: Base) -> None:
    for ids, most in (
        ([fact.id for fact in answer.facts], len(base.profiles)),
        ([one.id for one in answer.suggestions], 3),
        ([one.id for one in answer.related], 3),
        ([one.id for one in answer.candidates], 10),
    ):
        assert len(ids) <= most
        assert len(set(ids)) == len(ids)
        assert set(ids) <= base.profiles.keys()
    assert {topic.id for topic in answer.topics} <= base.topics.keys()
    assert len(answer.topics) <= 3
    confidences = [one.confidence for one in answer.candidates]
    assert confidences == sorted(confidences, reverse=True)
    assert all(0.0 <= confidence <= 1.0 for confidence in confidences)


def ask_twice(base: Base, question: str, thread: Thread | None = None) -> Answer:
    """The answer, which is valid, in time, and the same from two assistants."""
    began = time.thread_time()
    answer = assistant_on(base).ask(question, now=NOW, thread=thread)
    assert time.thread_time() - began < PATIENCE
    again = assistant_on(base).ask(question, now=NOW, thread=thread)
    assert repr(replace(answer, elapsed_ms=0)) == repr(replace(again, elapsed_ms=0))
    check(answer, base)
    return answer


@pytest.mark.parametrize("question", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_a_question_like_any_other(question: str) -> None:
    ask_twice(shipped_base(), question)


anything = st.text(st.characters(), max_size=400)
known_words = st.sampled_from(sorted(shipped_base().words.forms))
operators = st.sampled_from(
    [
        "besides",
        "кроме",
        "басқа",
        "not",
        "или",
        "and",
        "how many",
        "сколько",
        "неше",
        "list",
        "who",
        "кто",
        "кім",
    ]
)
soup = st.lists(st.one_of(known_words, operators, st.text(max_size=8)), max_size=14).map(" ".join)
punctuated = st.tuples(
    soup, st.text("\"'*()^:+-–—?!.,;<>&[]{}|\\/#@%$~`_=\x00\u202e\u200d", max_size=12)
).map("".join)
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(st.one_of(anything, soup, punctuated))
@unhurried
def test_any_text_gets_one_valid_answer(question: str) -> None:
    ask_twice(shipped_base(), question)


@given(st.lists(st.one_of(soup, anything), min_size=2, max_size=4))
@unhurried
def test_any_conversation_goes_on(turns: list[str]) -> None:
    thread = None
    for turn in turns:
        thread = ask_twice(lake_base(), turn, thread).thread


def typed_otherwise(question: str) -> list[str]:
    """The same question as other people type it."""
    return [
        question.upper(),
        question.lower(),
        f"  {question}  ",
        question.rstrip("?"),
        question + "??!",
        f"«{question}»",
    ]


@pytest.mark.parametrize(
    "question", ["Who headed the Kazakh side?", "Кто возглавлял российскую сторону?", "Отырыс қайда өтті?"]
)
def test_case_and_punctuation_do_not_matter(question: str) -> None:
    expected = [fact.id for fact in ask_twice(lake_base(), question).facts]
    assert expected
    for typed in typed_otherwise(question):
        assert [fact.id for fact in ask_twice(lake_base(), typed).facts] == expected, typed


def test_an_empty_record_answers_nothing() -> None:
    from lake_pack import base_of, lexicon

    empty = base_of(Pack("empty", {"en": "Empty"}), lexicon())
    for question in ("Who headed the Kazakh side?", "How many people came?", "and Russia?", ""):
        assert ask_twice(empty, question).status == "unanswered"


def test_the_base_is_asked_for_anew_with_every_question() -> None:
    bases = iter([lake_base(), shipped_base()])
    assistant = Assistant(lambda: next(bases))
    assert "Temirova" in assistant.ask("Who headed the Kazakh side?", now=NOW).text
    assert "Daueshov" in assistant.ask("Who headed the Kazakh side?", now=NOW).text


def test_the_clock_is_the_callers() -> None:
    late = NOW + timedelta(days=40_000)
    thread = assistant_on(lake_base()).ask("Who headed the Kazakh side?", now=late).thread
    assert thread is not None
    assert thread.at == late


@pytest.mark.parametrize("lang", LANGS)
def test_a_chosen_language_holds_for_every_band(lang) -> None:
    for question in (
        "Who headed the Kazakh side?",
        "What is Dana Omarova's salary?",
        "Глебов был от Казахстана?",
        "",
    ):
        assert assistant_on(lake_base()).ask(question, now=NOW, lang=lang).lang == lang


def test_what_is_not_plain_text_of_a_question_does_not_come_back_in_the_answer() -> None:
    answer = assistant_on(shipped_base()).ask("What is Stepanov's \u202e\x00<b>sa\u0336lary</b>?", now=NOW)
    check(answer, shipped_base())
