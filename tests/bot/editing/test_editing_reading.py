"""What editors type, made fit for the record."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.editing import reading
from bot.editing.slugs import slug
from bot.subscribers import Refused
from knowledge.limits import id_problem, text_problem
from knowledge.model import Document, Topic

TOPICS = (
    Topic("cinema", {"en": "Cinema", "ru": "Кино"}),
    Topic("concerts", {"en": "Concerts", "ru": "Концерты", "kk": "Концерттер"}),
    Topic("congress", {"en": "Congress"}),
)


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("a\u200eb\ufeff", "ab"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("  much\t\t space \n\n\n\n below ", "much space\n\nbelow"),
        ("и\u0306", "й"),
    ],
)
def test_clean(given: str, found: str) -> None:
    assert reading.clean(given) == found


@given(st.text())
def test_whatever_is_typed_can_be_stored_or_is_refused(text: str) -> None:
    try:
        found = reading.statement(text)
    except Refused:
        return
    assert text_problem(found, 3500, lines=True) is None
    assert reading.statement(found) == found


@pytest.mark.parametrize(
    ("words", "topic"),
    [
        ("cinema", "cinema"),
        ("КИНО", "cinema"),
        ("Концер", "concerts"),
        ("conce", "concerts"),
        ("кино ", "cinema"),
    ],
)
def test_a_topic_by_its_name_or_how_that_begins(words: str, topic: str) -> None:
    assert reading.topic_named(words, TOPICS).id == topic


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("cinma", "There is no topic “cinma”. Near it: cinema."),
        ("xyz", "There is no topic “xyz”."),
        ("con", "There is no topic “con”. Near it: concerts; congress; cinema."),
    ],
)
def test_an_unknown_topic_is_refused_with_those_near_it(words: str, said: str) -> None:
    with pytest.raises(Refused, match="no topic") as caught:
        reading.topic_named(words, TOPICS)
    assert str(caught.value) == said


@pytest.mark.parametrize(
    ("text", "title", "kind", "number"),
    [
        ("Report, page 3", "Report", "page", 3),
        ("Report (p. 5)", "Report", "page", 5),
        ("Сообщение, стр. 12", "Сообщение", "page", 12),
        ("Хабарлама, 3-бет", "Хабарлама", "page", 3),
        ("Report, para 4", "Report", "paragraph", 4),
        ("Report §4", "Report", "paragraph", 4),
        ("Отчёт за 2019", "Отчёт за 2019", "paragraph", 0),
        ("page 3", "page 3", "paragraph", 0),
    ],
)
def test_a_source_with_its_place(text: str, title: str, kind: str, number: int) -> None:
    found, source = reading.source_place(text)
    assert (found, source.kind, source.number) == (title, kind, number)


def test_a_document_by_its_whole_title_only() -> None:
    report = Document("report", {"en": "Report on the meeting", "ru": "Отчёт"})
    assert reading.document_named("ОТЧЁТ", [report]) is report
    assert reading.document_named("Report", [report]) is report  # its id
    assert reading.document_named("Report on", [report]) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Aida Serik", {"en": "Aida Serik"}),
        ("Aida Serik / Аида Серик", {"en": "Aida Serik", "ru": "Аида Серик"}),
        ("Аида Серик\nАида Серик", {"ru": "Аида Серик", "kk": "Аида Серик"}),
        ("Айгүл Әсенова / Айгуль Асенова", {"kk": "Айгүл Әсенова", "ru": "Айгуль Асенова"}),
    ],
)
def test_a_name_in_several_languages(text: str, found: dict[str, str]) -> None:
    assert reading.by_language(text) == found


def test_two_names_in_one_language_are_refused() -> None:
    with pytest.raises(Refused, match="two names"):
        reading.by_language("Aida Serik / Aida Serikova")


def test_questions_are_taken_line_by_line() -> None:
    assert reading.questions("• Who?\n\n- When?\nWho?") == ("Who?", "When?")
    with pytest.raises(Refused):
        reading.questions(" \n•")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Two films are shot.", "two-films-are-shot"),
        ("Қазақстан мен Ресей: екі фильм", "qazaqstan-men-resei-eki-film"),
        ("Щука и юла", "shchuka-i-iula"),
        ("!?", "fact"),
    ],
)
def test_readable_ids(text: str, found: str) -> None:
    assert slug(text, lambda _: False, "fact") == found


@given(st.text(), st.sets(st.integers(1, 5)))
def test_ids_are_ids_and_nobody_elses(text: str, numbers: set[int]) -> None:
    plain = slug(text, lambda _: False, "fact")
    taken = {plain if number == 1 else f"{plain}-{number}" for number in numbers}
    found = slug(text, taken.__contains__, "fact")
    assert id_problem(found) is None
    assert found not in taken
