"""Rows are imported, and questions answered from them: the whole way, with files."""

from __future__ import annotations

import json
from pathlib import Path

ROWS = [
    {
        "id": "pier",
        "lang": "en",
        "text": "The pier was rebuilt in 1987. Ferries leave it at noon.",
        "source": "Guide",
    },
    {"id": "sauna", "lang": "ru", "text": "Баня топится по субботам.", "questions": ["когда топят баню"]},
    {"id": "honey", "lang": "kk", "text": "Бал тамыз айында жиналады.", "topic": "Ара"},
]
ASKED = [
    {"id": 1, "question": "When was the pier rebuilt?"},
    {"id": 2, "question": "kogda topyat banyu"},
    {"id": 3, "question": "Бал қашан жиналады?"},
    {"id": 4, "question": "Who invented the sewing machine?"},
]


def written(path: Path, rows: list[dict]) -> str:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def answers(run, folder: Path) -> dict[int, tuple[str, list[str]]]:
    found = run("ask", "--batch", written(folder / "asked.jsonl", ASKED)).json()
    return {row["id"]: (row["status"], [fact["id"] for fact in row["facts"]]) for row in found}


EXPECTED = {1: ("answered", ["pier"]), 2: ("answered", ["sauna"]), 3: ("answered", ["honey"])}


def test_rows_are_answered_from_at_once(run, folder: Path) -> None:
    rows = written(folder / "rows.jsonl", ROWS)
    run("init", "--empty").done()
    assert "3 added" in run("import", rows).done().out
    told = answers(run, folder)
    assert {name: told[name] for name in EXPECTED} == EXPECTED
    assert told[4] == ("unanswered", [])
    assert run("ask", "--json", "When was the pier rebuilt?").json()[0]["facts"][0]["source"] == "Guide"
    assert "3 unchanged" in run("import", rows).done().out
    assert run("reindex").done().out == "Indexed: 3 facts.\n"
    assert answers(run, folder) == told


def test_beside_the_shipped_record(run, folder: Path) -> None:
    run("init").done()
    head = run("ask", "--json", "Who headed the Kazakh side?").json()[0]
    run("import", written(folder / "rows.jsonl", ROWS)).done()
    told = answers(run, folder)
    assert {name: told[name] for name in EXPECTED} == EXPECTED
    assert told[4][0] == "unanswered"
    again = run("ask", "--json", "Who headed the Kazakh side?").json()[0]
    assert (again["status"], again["answer"]) == (head["status"], head["answer"])
