"""The phrasebook against a slow, obvious twin, and how a text is cut into phrases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.index.annotate import Annotator
from knowledge.index.phrases import _ALONE, Phrasebook, Span
from knowledge.index.words import Hit
from knowledge.lexicon import Concept

Phrase = tuple[tuple[str, ...], str]
Text = list[tuple[list[str], bool]]  # of each token its lexemes, and whether it is glue
letters = st.sampled_from("abcd")
phrases = st.lists(
    st.tuples(st.lists(letters, min_size=1, max_size=4).map(tuple), st.sampled_from("UVW")), max_size=12
)
tokens = st.lists(
    st.tuples(st.lists(letters, max_size=2, unique=True), st.booleans()), min_size=1, max_size=8
)


def book_of(known: Sequence[Phrase]) -> Phrasebook:
    book = Phrasebook()
    for lexemes, unit in known:
        book.add(lexemes, unit)
    return book


def columns(text: Text) -> tuple[list[list[str]], list[bool]]:
    return [word for word, _ in text], [glue for _, glue in text]


def readings(known: Sequence[Phrase], text: Text, start: int) -> set[tuple[int, str]]:
    """Every end and unit of a phrase that stands at `start`, by trying each phrase word by word."""
    return {
        (start + len(lexemes), unit)
        for lexemes, unit in known
        if start + len(lexemes) <= len(text)
        and all(lexeme in text[start + at][0] for at, lexeme in enumerate(lexemes))
    }


def cuts(spans: Sequence[Sequence[Span]], start: int) -> Iterator[list[Span]]:
    """Every way to cut the tokens from `start` on into phrases and single words."""
    if start == len(spans):
        yield []
        return
    for span in (Span(start, start + 1, ()), *spans[start]):
        for rest in cuts(spans, span.end):
            yield [span, *rest]


def price(runs: Sequence[Span]) -> float:
    return sum(1.0 if run.units else _ALONE for run in runs)


@given(phrases, tokens, st.integers(0, 3))
def test_spans_agree_with_trying_every_phrase(known: list[Phrase], text: Text, start: int) -> None:
    text = [(word, False) for word, _ in text]
    found = book_of(known).spans(*columns(text), start)
    assert {(span.end, unit) for span in found for unit in span.units} == readings(known, text, start)
    assert [span.end for span in found] == sorted({span.end for span in found})


@given(phrases, tokens)
def test_no_cut_is_cheaper_than_the_one_that_is_made(known: list[Phrase], text: Text) -> None:
    book = book_of(known)
    made = book.cut(*columns(text))
    spans = [book.spans(*columns(text), start) for start in range(len(text))]
    assert price(made) == min(price(runs) for runs in cuts(spans, 0))


def test_the_longest_phrase_wins() -> None:
    book = book_of([(("a",), "U"), (("a", "b"), "V"), (("a", "b", "c", "d"), "W")])
    assert book.cut([["a"], ["b"], ["c"]], [False] * 3) == [Span(0, 2, ("V",)), Span(2, 3, ())]


def test_a_phrase_does_not_hide_a_longer_one_that_begins_later() -> None:
    book = book_of([(("a", "b"), "U"), (("b", "c", "d"), "V")])
    assert book.cut([["a"], ["b"], ["c"], ["d"]], [False] * 4) == [Span(0, 1, ()), Span(1, 4, ("V",))]


def test_glue_may_stand_inside_a_phrase_not_before_or_after_it() -> None:
    book = book_of([(("a", "b"), "U")])
    assert book.spans([["a"], ["x"], ["b"], ["x"]], [False, True, False, True], 0) == [Span(0, 3, ("U",))]
    assert book.spans([["x"], ["a"], ["b"]], [True, False, False], 0) == []
    assert book.spans([["a"], ["x"], ["b"]], [False] * 3, 0) == []


def test_words_with_two_meanings_keep_both() -> None:
    book = book_of([(("a",), "U"), (("a",), "V")])
    assert book.spans([["a"]], [False], 0) == [Span(0, 1, ("U", "V"))]


def test_a_word_as_it_is_listed_comes_before_words_of_the_same_stem(few_words) -> None:
    book = Phrasebook()
    book.add(["en:organ"], "c:music", "organ")
    book.add(["en:organ"], "c:house", "organisation")
    cut = Annotator(book, few_words.concepts).annotate
    hits = (Hit("en:organ", 0.0),)
    assert cut(["organ"], lambda _: hits)[0].span.units == ("c:music",)
    assert cut(["organisation"], lambda _: hits)[0].span.units == ("c:house",)
    assert set(cut(["organise"], lambda _: hits)[0].span.units) == {"c:music", "c:house"}


@given(phrases, tokens)
def test_a_text_is_cut_without_gaps_and_without_overlaps(known: list[Phrase], text: Text) -> None:
    words = [f"{number}" for number in range(len(text))]
    hits = {
        word: tuple(Hit(lexeme, 0.1) for lexeme in lexemes)
        for word, (lexemes, _) in zip(words, text, strict=True)
    }
    concepts: dict[str, Concept] = {}
    runs = Annotator(book_of(known), concepts).annotate(words, hits.__getitem__)
    covered = [at for run in runs for at in range(run.span.start, run.span.end)]
    assert covered == list(range(len(words)))
    for run in runs:
        assert len(run.hits) == run.span.end - run.span.start
        assert 0.0 <= run.cost <= 1.0


@pytest.mark.parametrize(
    ("unit", "kind"),
    [("c:library", "category"), ("c:nowhere", "topic"), ("e:x", "name"), ("ru:слов", "word")],
)
def test_every_unit_has_a_kind(few_words, unit: str, kind: str) -> None:
    assert Annotator(Phrasebook(), few_words.concepts).kind_of(unit) == kind


@pytest.mark.parametrize(
    ("typed", "slips", "expected"),
    [
        ("встреча", 0, ("meeting",)),  # as it is listed
        ("vstrecha", 0, ("meeting",)),  # as it sounds
        ("встрчали", 1, ("met",)),  # as a slip is listed
        ("встрчали", 0, ("meeting", "met")),
        ("встречею", 0, ("meeting", "met")),  # a form that none lists
    ],
)
def test_a_word_is_what_lists_it(typed, slips, expected):
    book = Phrasebook()
    book.add(["ru:встреч"], "meeting", "встреча")
    book.add(["ru:встреч"], "met", "встречали")
    assert book.listed(["ru:встреч"], typed, ("meeting", "met"), slips) == expected
