from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pack_strategies import unhurried

from knowledge.errors import InvalidInput, Unavailable
from knowledge.model import LANGS, Document, Fact, Source, Topic
from knowledge.packs import pack_of, read_rows, write_pack


@pytest.fixture
def rows_file(tmp_path: Path):
    def write(name: str, *lines: object, encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        text = "".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines)
        path.write_bytes(text.encode(encoding))
        return path

    return write


def row(
    name: object = "a", lang: object = "en", text: object = "A text.", **more: object
) -> dict[str, object]:
    return {"id": name, "lang": lang, "text": text, **more}


def test_a_row_becomes_a_fact_with_the_file_as_its_source(rows_file) -> None:
    path = rows_file("facts.jsonl", "", row(questions=["Q?"]))
    rows = read_rows(path)
    assert rows.pack.facts == (
        Fact(
            "a",
            "imported",
            {"en": "A text."},
            questions={"en": ("Q?",)},
            source=Source("facts.jsonl", "row", 2),
        ),
    )
    assert rows.pack.documents == (Document("facts.jsonl", dict.fromkeys(LANGS, "facts.jsonl")),)
    assert [topic.id for topic in rows.pack.topics] == ["imported"]
    assert (rows.taken, rows.skipped) == (1, ())


def test_rows_of_one_id_are_one_fact(rows_file) -> None:
    rows = read_rows(rows_file("f.jsonl", row(), row("b"), row(lang="ru", text="Текст.", questions=["В?"])))
    assert [fact.id for fact in rows.pack.facts] == ["a", "b"]
    first = rows.pack.facts[0]
    assert first.statement == {"en": "A text.", "ru": "Текст."}
    assert first.questions == {"ru": ("В?",)}
    assert first.source == Source("f.jsonl", "row", 1)
    assert rows.taken == 3


def test_topics_and_sources_are_put_together_by_their_titles(rows_file) -> None:
    rows = read_rows(
        rows_file(
            "f.jsonl",
            row("a", "en", topic="Museum work", source="The report"),
            row("a", "ru", topic="Музеи", source="Отчёт"),
            row("b", "ru", topic="Музеи", source="Отчёт"),
            row("c", "ru", topic="Театры"),
        )
    )
    a, b, c = rows.pack.facts
    assert a.topic == b.topic == "museum-work"
    assert rows.pack.topics[0] == Topic("museum-work", {"en": "Museum work", "ru": "Музеи"})
    assert rows.pack.topics[1] == Topic(c.topic, {"ru": "Театры"})
    assert a.source == b.source == Source("the-report")
    assert rows.pack.documents[0] == Document("the-report", {"en": "The report", "ru": "Отчёт"})
    assert c.source == Source("f.jsonl", "row", 4)


def test_numbers_are_ids_too(rows_file) -> None:
    assert read_rows(rows_file("f.jsonl", row(17))).pack.facts[0].id == "17"


BAD = {
    "not JSON": ("{", "not JSON"),
    "no object": ([1], "a JSON object is expected"),
    "unknown field": (row(question="Q?"), 'unknown field "question"'),
    "twice": ('{"id": "x", "id": "y", "lang": "en", "text": "t"}', 'field "id" stands here twice'),
    "no id": ({"lang": "en", "text": "t"}, "id is missing"),
    "bad id": (row("a b"), 'id "a b" is no id'),
    "id list": (row([]), "id must be a text"),
    "no lang": ({"id": "x", "text": "t"}, "lang is missing"),
    "bad lang": (row("x", "fr"), 'lang "fr" is none of en, ru, kk'),
    "no text": ({"id": "x", "lang": "en"}, "text is missing"),
    "empty text": (row("x", "en", "  "), "text is empty"),
    "long text": (row("x", "en", "t" * 20_001), "text has 20001 characters, 20000 at most"),
    "control": (row("x", "en", "a\u0000b"), r"text has a control character \(U\+0000\)"),
    "surrogate": (
        '{"id": "x", "lang": "en", "text": "\\ud800"}',
        r"text has a control character \(U\+D800\)",
    ),
    "questions": (row("x", questions="Q?"), "questions must be a list of texts"),
    "question": (row("x", questions=[1]), "question must be a text"),
    "long question": (row("x", questions=["q" * 301]), "question has 301 characters"),
    "topic": (row("x", topic=7), "topic must be a text"),
    "again": (row("good"), 'id "good" stands in line 1 too, in en'),
    "deep": ("[" * 100_000, "nested too deeply|not JSON"),
}


@pytest.mark.parametrize(("bad", "said"), BAD.values(), ids=BAD.keys())
def test_a_bad_row_is_named_with_its_line(rows_file, bad: object, said: str) -> None:
    path = rows_file("f.jsonl", row("good"), bad, row("fine"))
    with pytest.raises(InvalidInput, match=rf"f\.jsonl:2: {said}") as caught:
        read_rows(path)
    assert "\n" not in str(caught.value)
    rows = read_rows(path, skip_bad=True)
    assert [fact.id for fact in rows.pack.facts] == ["good", "fine"]
    assert [(skipped.file, skipped.line) for skipped in rows.skipped] == [(str(path), 2)]
    assert (rows.taken, rows.skipped_count) == (2, 1)


def test_every_bad_row_counts(rows_file) -> None:
    with pytest.raises(InvalidInput, match=r"f\.jsonl:1: not JSON: .* \(and 2 more bad rows\)"):
        read_rows(rows_file("f.jsonl", "{", row(), "}", "]"))


def test_the_first_row_of_a_fact_decides_on_its_topic(rows_file) -> None:
    first = [row("a", topic="Cinema"), row("a", "ru", topic="Кино"), row("b", topic="Cinema")]
    pack = read_rows(rows_file("f.jsonl", *first, row("b", "ru", topic="Фильмы"))).pack
    assert {fact.topic for fact in pack.facts} == {"cinema"}
    assert pack.topics == (Topic("cinema", {"en": "Cinema", "ru": "Кино"}),)


def test_csv(rows_file) -> None:
    path = rows_file(
        "f.csv",
        "\ufeffid,lang,text,questions,topic",
        'a,en,"One, and',
        'two.",Q one?|Q two?,Museums',
        'a,ru,Раз.,"В один?',
        'В два?",',
        "",
        "b,kk,Бір.,,",
    )
    a, b = read_rows(path).pack.facts
    assert a.statement == {"en": "One, and\ntwo.", "ru": "Раз."}
    assert a.questions == {"en": ("Q one?", "Q two?"), "ru": ("В один?", "В два?")}
    assert a.topic == "museums"
    assert a.source == Source("f.csv", "row", 2)
    assert b.source == Source("f.csv", "row", 7)
    assert b.topic == "imported"


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_csv_of_other_spreadsheets(rows_file, delimiter: str) -> None:
    lines = ["id,lang,text".replace(",", delimiter), "a,en,Text".replace(",", delimiter)]
    assert read_rows(rows_file("f.csv", *lines)).pack.facts[0].statement == {"en": "Text"}


def test_bad_csv(rows_file) -> None:
    path = rows_file("f.csv", "id,lang,text", "a,en", "b,en,T,more", 'c,en,"T"x', "d,en,T", 'e,en,"open')
    rows = read_rows(path, skip_bad=True)
    assert [fact.id for fact in rows.pack.facts] == ["d"]
    assert [skipped.line for skipped in rows.skipped] == [2, 3, 4, 6]
    with pytest.raises(InvalidInput, match=r"f\.csv:2: 2 cells, the header has 3"):
        read_rows(path)


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("id,text", "the header row must name id, lang, text"),
        ("id,lang,text,extra", 'unknown column "extra"'),
        ("id,lang,text,id", 'column "id" stands here twice'),
    ],
)
def test_bad_headers(rows_file, header: str, said: str) -> None:
    with pytest.raises(InvalidInput, match=rf"f\.csv:1: {said}"):
        read_rows(rows_file("f.csv", header, "a,en,T"))


def test_other_encodings(rows_file) -> None:
    lines = ['{"id": "a", "lang": "ru", "text": "Текст"}', '{"id": "b", "lang": "en", "text": "T"}']
    path = rows_file("f.jsonl", *lines, encoding="cp1251")
    with pytest.raises(InvalidInput, match=r"f\.jsonl:1: not UTF-8 text"):
        read_rows(path)
    assert [fact.id for fact in read_rows(path, skip_bad=True).pack.facts] == ["b"]
    path = rows_file("f.csv", "id,lang,text", "a,ru,Текст", "b,en,T", encoding="cp1251")
    assert [fact.id for fact in read_rows(path, skip_bad=True).pack.facts] == ["b"]


def test_files_that_are_no_rows(tmp_path: Path, rows_file) -> None:
    with pytest.raises(InvalidInput, match="there are no rows"):
        read_rows(rows_file("f.jsonl", ""))
    with pytest.raises(InvalidInput, match="there are no rows"):
        read_rows(rows_file("f.csv", "id,lang,text"))
    with pytest.raises(InvalidInput, match="a header row is needed"):
        read_rows(rows_file("f.csv"))
    with pytest.raises(InvalidInput, match=r"rows are read from \.jsonl and \.csv files"):
        read_rows(rows_file("f.txt", row()))
    with pytest.raises(Unavailable, match=r"none\.csv cannot be read"):
        read_rows(tmp_path / "none.csv")


def test_a_very_long_line_is_one_bad_row(rows_file) -> None:
    path = rows_file("f.jsonl", row("a", text="x" * 2_500_000), row("b"))
    rows = read_rows(path, skip_bad=True)
    assert [fact.id for fact in rows.pack.facts] == ["b"]
    assert str(rows.skipped[0]).endswith("f.jsonl:1: the line is too long")


def test_a_hundred_thousand_rows(rows_file) -> None:
    lines = (row(f"f{number}", text=f"Text {number}", questions=["Q?"]) for number in range(100_000))
    path = rows_file("f.jsonl", *lines)
    heard: list[int] = []
    start = time.monotonic()
    rows = read_rows(path, progress=heard.append)
    assert time.monotonic() - start < 20  # 2 s on a quiet machine
    assert (rows.taken, len(rows.pack.facts)) == (100_000, 100_000)
    assert heard == sorted(heard)
    assert heard[-1] == 100_000
    assert len(heard) >= 100


_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8), lambda inner: st.lists(inner, max_size=3)
)


@unhurried
@given(
    st.lists(
        st.dictionaries(st.sampled_from(["id", "lang", "text", "questions", "topic", "source"]), _values)
    )
)
def test_whatever_is_taken_is_a_pack(tmp_path_factory, made: list[dict[str, object]]) -> None:
    path = tmp_path_factory.mktemp("rows") / "f.jsonl"
    lines = [{"id": "first", "lang": "en", "text": "t"}, *made]
    path.write_text("\n".join(json.dumps(line) for line in lines))
    pack = read_rows(path, skip_bad=True).pack
    assert pack_of(write_pack(pack), "p.yaml", complete=False) == pack
