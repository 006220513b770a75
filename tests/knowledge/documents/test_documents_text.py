"""Plain text: what its paragraphs, headings and letters are, whoever wrote it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from knowledge.documents import read_file
from knowledge.errors import InvalidInput

TODAY = date(2026, 3, 1)
ENGLISH = "The ferry leaves from the northern pier at noon. It takes two hours to the island."
RUSSIAN = "Паром отходит от северного причала в полдень. До острова два часа пути."
KAZAKH = "Паром солтүстік айлақтан түсте шығады. Аралға дейін екі сағаттық жол."


def facts(path: Path):
    return read_file(path, today=TODAY).pack.facts


def write(folder: Path, data: bytes, name: str = "note.txt") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("text", "lang", "encoding"),
    [
        (ENGLISH, "en", "ascii"),
        (ENGLISH + " It’s a café — naïve.", "en", "cp1252"),
        (RUSSIAN, "ru", "utf-8"),
        (RUSSIAN, "ru", "utf-8-sig"),
        (RUSSIAN, "ru", "utf-16"),
        (RUSSIAN, "ru", "utf-16-le"),
        (RUSSIAN, "ru", "utf-16-be"),
        (RUSSIAN, "ru", "utf-32"),
        (RUSSIAN, "ru", "cp1251"),
        (RUSSIAN, "ru", "koi8_r"),
        (RUSSIAN, "ru", "cp866"),
        (RUSSIAN, "ru", "mac_cyrillic"),
        (KAZAKH, "kk", "utf-16"),
        (KAZAKH, "kk", "kz1048"),
    ],
)
def test_a_text_is_read_in_whatever_encoding_it_was_saved(
    tmp_path: Path, text: str, lang: str, encoding: str
) -> None:
    (fact,) = facts(write(tmp_path, text.encode(encoding)))
    assert fact.statement == {lang: text}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system_end_lines(tmp_path: Path, end: str) -> None:
    text = end.join(["The harbour", "", ENGLISH, "", RUSSIAN, "", KAZAKH, ""])
    assert [(dict(fact.statement), fact.source.number) for fact in facts(write(tmp_path, text.encode()))] == [
        ({"en": ENGLISH}, 2),
        ({"ru": RUSSIAN}, 3),
        ({"kk": KAZAKH}, 4),
    ]


def test_lines_that_were_wrapped_are_put_together(tmp_path: Path) -> None:
    text = (
        "The ferry leaves from the northern pier at noon, and on\n"
        "Sundays in the evening too. The crossing takes two hou-\n"
        "rs when the sea is calm.\n\n"
        "Tickets are sold at the kiosk beside the lighthouse, and\non board."
    )
    assert [fact.statement["en"] for fact in facts(write(tmp_path, text.encode()))] == [
        (
            "The ferry leaves from the northern pier at noon, and on Sundays in the evening too. The crossing takes "
            "two hours when the sea is calm."
        ),
        "Tickets are sold at the kiosk beside the lighthouse, and on board.",
    ]


def test_what_stands_under_a_heading_is_told_by_its_title(tmp_path: Path) -> None:
    text = f"Harbour guide\n\n{ENGLISH}\n\nThe lighthouse\n\nIt was built in 1901 and is open on Fridays.\n"
    pack = read_file(write(tmp_path, text.encode()), today=TODAY).pack
    assert pack.documents[0].title == {"en": "Harbour guide"}
    assert [fact.title["en"] for fact in pack.facts] == [
        "The ferry leaves from the northern pier at noon. It takes two hours to the…",
        "The lighthouse: It was built in 1901 and is open on Fridays.",
    ]


def test_a_long_paragraph_is_cut_between_sentences(tmp_path: Path) -> None:
    sentences = [f"Boat number {number} of Mr. Lee leaves at 7 a.m. for St. Anne." for number in range(60)]
    parts = [fact.statement["en"] for fact in facts(write(tmp_path, " ".join(sentences).encode()))]
    assert " ".join(parts) == " ".join(sentences)
    assert len(parts) > 3
    assert all(len(part) <= 1200 and part.startswith("Boat") and part.endswith("Anne.") for part in parts)


@pytest.mark.parametrize("data", [b"\x00\x01\x02" * 500, bytes(range(256)) * 40])
def test_what_is_no_text_is_refused_in_one_line(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(InvalidInput, match="no text in an encoding"):
        facts(write(tmp_path, data))


def test_a_file_without_text_says_so(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="is empty"):
        facts(write(tmp_path, b" \n\n "))
    with pytest.raises(InvalidInput, match="no text"):
        facts(write(tmp_path, b"--- 123 ---\n\n***"))
