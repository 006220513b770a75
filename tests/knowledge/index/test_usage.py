"""Short words with a slip are known by their neighbours; what may be a subject is left as it is."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lake_pack import lake_base

from knowledge.index.usage import Usage

QUESTIONS = (
    "who came from the museums",
    "who came to the lake",
    "which people from libraries were there",
    "where was it held",
    "what did they say about the lake",
    "кто приехал от музеев",
    "кто был от библиотек",
    "что они сказали про озеро",
    "что сказали о храмах",
    "any plans for dance",
    "жиын қай қалада өтті",
    "жиын қай күні болды",
    "кездесу қашан өтті",
)


@cache
def usage() -> Usage:
    base = lake_base()
    return Usage(QUESTIONS, base.lexicon, base.words, base.annotator)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("who cmae from the theatres", "who came from the theatres"),
        ("everybody frm museums", "everybody from museums"),  # a class of words stands for each of them
        ("where was it hled", "where was it held"),
        ("waht did they say", "what did they say"),
        ("кто приехал то музеев", "кто приехал то музеев"),  # a word as it stands
        ("тко приехал от театров", "кто приехал от театров"),
        ("кто бл от музеев", "кто бл от музеев"),  # two letters may be anything
        ("қай қлада өтті", "қай қалада өтті"),
        ("қай кні болды", "қай күні болды"),
        ("кай клада отти", "кай калада отти"),  # on Russian keys, too
        ("кездесу қашн өтті", "кездесу қашан өтті"),
        ("что они думают про харм", "что они думают про харм"),  # «храмах» only is known
        ("что там насчет храмха", "что там насчет храмах"),  # two letters swapped make no other subject
        ("plans about the dnace", "plans about the dance"),
        ("who caem", "who came"),
        ("", ""),
    ],
)
def test_a_slip_is_undone_where_the_neighbours_leave_room_for_one_word(typed, meant):
    assert " ".join(usage().repaired(typed.split())) == meant


@pytest.mark.parametrize(
    "question",
    [
        "what did they say about the hen",  # one letter from "when" and "then"
        "what did they say about soup",
        "who came from the wolf",
        "что они сказали про кот",  # the letters of «кто»
        "что они сказали про суп",
        "қасық туралы не айтты",
    ],
)
def test_a_word_where_a_subject_stands_stays(question):
    assert usage().repaired(question.split()) == question.split()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet="аеклнотwhatof1'", min_size=1, max_size=14), max_size=8))
def test_words_stay_as_many_and_those_that_are_known_as_they_are(words):
    found = usage().repaired(words)
    known = lake_base().words.forms
    assert len(found) == len(words)
    assert all(after == before for before, after in zip(words, found, strict=True) if before in known)
