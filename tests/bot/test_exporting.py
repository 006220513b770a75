"""The record as text: back to the same, or rows for a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from databases import new_records

from bot.exporting import FORMATS, export
from knowledge.model import Document, Entity, Fact, Pack, Source, Topic
from knowledge.packs import pack_of, read_rows
from knowledge.records import Records

NOW = datetime(2021, 7, 1, tzinfo=UTC)
IN_ALL = {"en": "A: “text”\nin two lines", "ru": "Текст", "kk": "Мәтін"}
PACK = Pack(
    "small",
    {"en": "Small", "ru": "Малый", "kk": "Кіші"},
    documents=(Document("log", {"en": "Log", "ru": "Журнал", "kk": "Журнал"}, published=date(2021, 6, 3)),),
    topics=(Topic("harbour", {"en": "Harbour", "ru": "Гавань", "kk": "Айлақ"}),),
    entities=(Entity("boat", "work", {"en": ("Boat",)}, aliases=("Лодка",)),),
    facts=(
        Fact(
            "first",
            "harbour",
            IN_ALL,
            side="kz",
            questions={"en": ("Q1?", "Q2?"), "kk": ("С?",)},
            about=("boat",),
            source=Source("log", "paragraph", 4),
        ),
        Fact("formula", "harbour", {"en": '=HYPERLINK("http://x","y")', "ru": "+7 701", "kk": "@мен"}),
        Fact("hidden", "harbour", IN_ALL, status="draft"),
        Fact("one-language", "harbour", {"kk": "Тек қазақша"}),
    ),
)


@pytest.fixture
def records(tmp_path: Path) -> Iterator[Records]:
    with new_records(f"sqlite:///{tmp_path}/a.db") as opened:
        opened.apply(PACK, actor="test", now=NOW)
        yield opened


def published(records: Records) -> Pack:
    return records.pack()


def test_a_pack_imports_back_to_the_same(records: Records, tmp_path: Path) -> None:
    text = export(records, "yaml")
    with new_records(f"sqlite:///{tmp_path}/b.db") as other:
        applied = other.apply(pack_of(text, "record.yaml"), actor="test", now=NOW)
        assert applied.added == 3
        assert published(other) == published(records)
    again = records.apply(pack_of(text, "record.yaml"), actor="test", now=NOW)
    assert (again.added, again.changed) == (0, 0)


def test_what_is_exported_does_not_depend_on_the_order_of_writing(records: Records, tmp_path: Path) -> None:
    with new_records(f"sqlite:///{tmp_path}/b.db") as other:
        other.apply(replace(PACK, facts=PACK.facts[::-1]), actor="test", now=NOW)
        for form in FORMATS:
            assert export(other, form) == export(records, form)


def test_rows_are_one_statement_each(records: Records) -> None:
    rows = [json.loads(line) for line in export(records, "jsonl").splitlines()]
    assert [(row["id"], row["lang"]) for row in rows] == [
        ("first", "en"),
        ("first", "ru"),
        ("first", "kk"),
        ("formula", "en"),
        ("formula", "ru"),
        ("formula", "kk"),
        ("one-language", "kk"),
    ]
    assert rows[0] == {
        "id": "first",
        "lang": "en",
        "text": IN_ALL["en"],
        "questions": ["Q1?", "Q2?"],
        "topic": "harbour",
        "source": "Log",
    }
    assert rows[1]["questions"] == []
    assert rows[-1]["source"] == ""


def test_a_spreadsheet_runs_no_cell(records: Records) -> None:
    text = export(records, "csv")
    table = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(table) == 7
    assert table[0]["text"] == IN_ALL["en"]
    assert table[0]["questions"] == "Q1?|Q2?"
    for row in table:
        for cell in row.values():
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert text.count("\r\n") == 8


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_rows_read_back_to_the_same_words(records: Records, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"rows.{form}"
    path.write_text(export(records, form), encoding="utf-8", newline="")
    facts = {fact.id: fact for fact in read_rows(path).pack.facts}
    for fact in published(records).facts:
        assert dict(facts[fact.id].questions) == dict(fact.questions)
        if form == "jsonl" or fact.id != "formula":
            assert dict(facts[fact.id].statement) == dict(fact.statement)


def test_nothing_on_record_is_nothing_but_a_head(tmp_path: Path) -> None:
    with new_records(f"sqlite:///{tmp_path}/none.db") as records:
        assert export(records, "jsonl") == ""
        assert export(records, "csv") == "id,lang,text,questions,topic,source\r\n"
        assert pack_of(export(records, "yaml"), "none.yaml").facts == ()
