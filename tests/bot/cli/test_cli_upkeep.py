"""`init`, `import`, `export`, `reindex`, `check`, `migrate`: what they change, and what they refuse to."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from knowledge.packs import read_pack
from knowledge.packs.shipped import shipped_packs
from knowledge.records import Records

SHIPPED = len(read_pack(shipped_packs()[0]).facts)

PACK = """\
pack: harbour
title: {en: Harbour, ru: Гавань, kk: Айлақ}
documents:
  - id: log
    title: {en: Harbour log, ru: Журнал гавани, kk: Айлақ журналы}
    published: 2021-06-03
topics:
  - id: harbour
    title: {en: Harbour, ru: Гавань, kk: Айлақ}
facts:
  - id: lighthouse
    topic: harbour
    statement:
      en: The lighthouse of Aktau was painted red.
      ru: Маяк в Актау покрасили в красный цвет.
      kk: Ақтаудағы маяк қызыл түске боялды.
    questions:
      en: [What colour was the lighthouse painted?]
      ru: [В какой цвет покрасили маяк?]
      kk: [Маяк қандай түске боялды?]
    source: {document: log, paragraph: 4}
    valid_as_of: 2021-06-03
"""
QUESTION = "What colour was the lighthouse painted?"


def database(folder: Path, name: str = "agreement.db") -> list[tuple]:
    """Everything on record but the time it was written."""
    with Records.open(f"sqlite:///{folder / name}") as records:
        pack = records.pack("draft", "published", "retracted")
        return [pack, records.revision()]


def write(folder: Path, text: str, name: str = "pack.yaml") -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return name


def answers(run, *questions: str, of: str = "agreement.db") -> list[dict]:
    """The answers, but for the time that they took."""
    typed = "".join(json.dumps({"question": question}) + "\n" for question in questions)
    outcome = run("--database", f"sqlite:///{of}", "ask", "--batch", "-", typed=typed)
    return [{**answer, "elapsed_ms": 0} for answer in outcome.json()]


def facts_of(outcome) -> list[str]:
    return [fact["id"] for fact in outcome.json()[0]["facts"]]


# init, migrate, reindex


def test_init_makes_a_database_with_the_shipped_record(initialised, ready: Path, run) -> None:
    assert initialised[1].done().out == f"Ready: {SHIPPED} facts on record.\n"
    assert sorted(file.name for file in ready.iterdir()) == ["agreement.db", "agreement.db.index"]
    assert run("check").done().out == "Everything is in order.\n"


def test_init_may_leave_the_shipped_record_out(run, folder: Path) -> None:
    """A database of another name may be asked for, whatever the settings say."""
    elsewhere = {"DATABASE_URL": "sqlite:///not-this.db"}
    out = run("--database", "sqlite:///other.db", "init", "--empty", env=elsewhere).done().out
    assert out == "Ready: 0 facts on record.\n"
    assert sorted(file.name for file in folder.iterdir()) == ["other.db", "other.db.index"]
    assert database(folder, "other.db")[0].facts == ()


@pytest.mark.usefixtures("ready")
def test_init_leaves_a_database_that_is_there_alone(run, folder: Path) -> None:
    before = database(folder)
    for args in (("init",), ("init", "--empty")):
        assert "exists already" in run(*args).refused()
    assert database(folder) == before


def test_ask_fills_a_new_database_by_itself(run, folder: Path) -> None:
    assert facts_of(run("ask", "--json", "Who led the Russian side?")) == ["head-russia"]
    assert len(database(folder)[0].facts) == SHIPPED


def test_migrate_makes_and_fills_a_new_database_too(run, folder: Path) -> None:
    """A deployment runs it before the bot has ever started; the bot would then find a database that is there."""
    assert run("migrate").done().out == "The tables are up to date.\n"
    assert len(database(folder)[0].facts) == SHIPPED


@pytest.mark.usefixtures("ready")
def test_migrate_again_changes_nothing(run, folder: Path) -> None:
    before = database(folder)
    run("migrate").done()
    assert database(folder) == before


@pytest.mark.usefixtures("ready")
def test_reindex_builds_the_index_anew(run, folder: Path) -> None:
    (folder / "agreement.db.index").write_bytes(b"garbage")
    assert run("reindex").done().out == f"Indexed: {SHIPPED} facts.\n"
    assert run("check").done()


# import


def test_a_pack_is_taken_once_and_a_change_is_found_at_once(run, empty: Path) -> None:
    name = write(empty, PACK)
    assert run("import", name).done().out == "pack.yaml: 1 added, 0 changed, 0 unchanged\n"
    before = database(empty)
    assert run("import", name).done().out == "pack.yaml: 0 added, 0 changed, 1 unchanged\n"
    assert database(empty) == before
    (answer,) = answers(run, QUESTION)
    assert answer["answer"] == "The lighthouse of Aktau was painted red."
    assert "0 added, 1 changed" in run("import", write(empty, PACK.replace("red", "green"))).done().out
    assert "green" in run("ask", QUESTION).done().out


def on_line(needle: str) -> int:
    return next(number for number, line in enumerate(PACK.splitlines(), 1) if needle in line)


BAD_PACKS = {
    "unknown field": (
        PACK.replace("    topic: harbour\n", "    topic: harbour\n    colour: red\n"),
        13,
        '"colour"',
    ),
    "missing language": (
        PACK.replace("      kk: Ақтаудағы маяк қызыл түске боялды.\n", ""),
        on_line("    statement:"),
        "missing in kk",
    ),
    "duplicate id": (
        PACK + PACK[PACK.index("  - id: lighthouse") :],
        on_line("valid_as_of") + 1,
        "two with this id",
    ),
    "a date that is none": (
        PACK.replace("valid_as_of: 2021-06-03", "valid_as_of: 2021-02-30"),
        on_line("valid_as_of"),
        '"2021-02-30" is not a date',
    ),
    "a date in another form": (
        PACK.replace("published: 2021-06-03", "published: 3 June"),
        on_line("published"),
        "is not a date",
    ),
    "unknown topic": (PACK.replace("topic: harbour", "topic: harbor"), on_line("topic: harbour"), '"harbor"'),
    "unknown document": (PACK.replace("document: log", "document: lag"), on_line("document: log"), '"lag"'),
    "unknown relation": (
        PACK.replace("    statement:\n", "    relation: sings\n    statement:\n"),
        on_line("    statement:"),
        '"sings"',
    ),
    "no YAML": (PACK.replace("title: {en: Harbour,", "title: {en: Harbour", 1), 2, ""),
    "no mapping": ("- a\n- b\n", 1, ""),
    "a tab": (PACK.replace("    topic:", "\ttopic:"), on_line("    topic:"), ""),
}


@pytest.mark.parametrize(("text", "line", "reason"), BAD_PACKS.values(), ids=BAD_PACKS.keys())
def test_a_bad_pack_is_refused_with_its_line(run, ready: Path, text: str, line: int, reason: str) -> None:
    before = database(ready)
    told = run("import", write(ready, text)).refused()
    assert told.startswith("pack.yaml:")
    assert abs(int(told.split(":")[1]) - line) <= 1, told
    assert reason in told
    assert database(ready) == before


def test_a_bad_pack_is_one_line_of_a_process(process, ready: Path) -> None:
    told = process("import", write(ready, BAD_PACKS["a date that is none"][0])).refused()
    where = f'pack.yaml:{on_line("valid_as_of")}: fact "lighthouse": valid_as_of: '
    assert told == where + '"2021-02-30" is not a date (year-month-day, as in 2019-10-14)'


@pytest.mark.parametrize("name", ["none.yaml", "none.jsonl", "none.csv"])
def test_a_missing_file_is_one_line(run, ready: Path, name: str) -> None:
    assert name in run("import", name).refused()


@pytest.mark.parametrize("name", ["x.pdf.exe", "x", "x.json"])
def test_a_file_of_another_kind_is_one_line(run, ready: Path, name: str) -> None:
    assert "what can be" in run("import", write(ready, "x", name)).refused()


def test_a_folder_is_no_file(run, ready: Path) -> None:
    (ready / "folder.yaml").mkdir()
    assert "folder.yaml" in run("import", "folder.yaml").refused()


ROWS = [
    {
        "id": "lunch",
        "lang": "en",
        "text": "Lunch is served in the winter garden.",
        "questions": ["Where is lunch?"],
    },
    {
        "id": "lunch",
        "lang": "ru",
        "text": "Обед подают в зимнем саду.",
        "questions": ["Где обед?"],
        "topic": "Быт",
    },
    {"id": "bus", "lang": "kk", "text": "Автобус сағат тоғызда жүреді.", "source": "Жол парағы"},
]


def jsonl(*rows: object) -> str:
    return "".join(
        (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False)) + "\n" for row in rows
    )


TABLE = """\
id,lang,text,questions,topic,source\r
hotel,en,The hotel stands by the lake.,Where is the hotel?,,\r
hotel,ru,Гостиница стоит у озера.,Где гостиница?|Где живут гости?,Быт,\r
"""


def test_rows_answer_questions(run, empty: Path) -> None:
    files = (write(empty, jsonl(*ROWS), "rows.jsonl"), write(empty, TABLE, "rows.csv"))
    out = run("import", *files).done().out
    assert out.splitlines() == [
        "rows.jsonl: 2 added, 0 changed, 0 unchanged",
        "rows.csv: 1 added, 0 changed, 0 unchanged",
    ]
    english, russian, kazakh, hotel = answers(
        run, "Where is lunch served?", "Где обед?", "Автобус қашан жүреді?", "Где живут гости?"
    )
    assert english["answer"] == "Lunch is served in the winter garden."
    assert russian["answer"] == "Обед подают в зимнем саду."
    assert kazakh["answer"] == "Автобус сағат тоғызда жүреді."
    assert kazakh["facts"][0]["source"].startswith("Жол парағы")
    assert hotel["answer"] == "Гостиница стоит у озера."
    before = database(empty)
    assert run("import", *files).done().out.count("0 added, 0 changed") == 2
    assert database(empty) == before


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("{", ""),
        ('{"id": "x", "lang": "de", "text": "T"}', "de"),
        ('{"id": "x", "lang": "en"}', "text"),
        ('{"id": "", "lang": "en", "text": "T"}', "id"),
        ('{"id": "x", "lang": "en", "text": "T", "colour": "red"}', "colour"),
        ('{"id": "lunch", "lang": "en", "text": "Twice."}', "stands in line 1"),
    ],
)
def test_a_bad_row_is_refused_with_its_line(run, ready: Path, bad: str, reason: str) -> None:
    before = database(ready)
    told = run("import", write(ready, jsonl(ROWS[0], ROWS[1], bad), "rows.jsonl")).refused()
    assert told.startswith("rows.jsonl:3: ")
    assert reason in told
    assert database(ready) == before


def test_bad_rows_may_be_left_out(run, empty: Path) -> None:
    name = write(empty, jsonl(ROWS[0], "{", ROWS[2], {"id": "y", "lang": "xx", "text": "T"}), "rows.jsonl")
    outcome = run("import", "--skip-bad", name).done()
    assert "rows.jsonl: 2 added" in outcome.out
    told = [line for line in outcome.err.splitlines() if line.startswith("skipped: ")]
    assert [line.split(":")[2] for line in told] == ["2", "4"]
    assert {fact.id for fact in database(empty)[0].facts} == {"lunch", "bus"}


# export

ASKED = (
    "Who led the Russian side?",
    "Кто приехал от библиотек?",
    "Қазақстан жағынан қанша адам келді?",
    "What is planned for theatres?",
    "What is Stepanov's salary?",
    "When was the meeting held?",
)


@pytest.mark.usefixtures("ready")
def test_an_exported_record_imports_back_to_the_same(run, folder: Path) -> None:
    run("export", "--output", "record.yaml").done()
    assert run("export").done().out == (folder / "record.yaml").read_text(encoding="utf-8")
    other = ("--database", "sqlite:///other.db")
    run(*other, "init", "--empty").done()
    assert f"{SHIPPED} added" in run(*other, "import", "record.yaml").done().out
    assert answers(run, *ASKED, of="other.db") == answers(run, *ASKED)
    assert database(folder, "other.db")[0] == database(folder)[0]
    assert "0 added, 0 changed" in run("import", "record.yaml").done().out


def test_an_export_that_cannot_be_written_is_one_line(run, ready: Path) -> None:
    assert "cannot be written" in run("export", "--output", "no/such/folder.yaml").refused()
    assert "cannot be written" in run("export", "--output", ".").refused()
    assert "is not one of" in run("export", "--format", "xml").refused()


# check


@pytest.mark.usefixtures("ready")
def test_check_tells_of_a_damaged_index(run, folder: Path) -> None:
    index = folder / "agreement.db.index"
    index.write_bytes(b"garbage")
    assert "the search index is damaged" in run("check").refused()
    assert index.read_bytes() == b"garbage"
    index.unlink()
    assert "the search index is missing" in run("check").refused()
    assert not index.exists()


def test_check_tells_of_a_database_that_is_not_there_and_makes_none(run, folder: Path) -> None:
    assert run("check").refused()
    assert list(folder.iterdir()) == []


def test_check_tells_of_a_damaged_database(run, ready: Path) -> None:
    with closing(sqlite3.connect(ready / "agreement.db")) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("DELETE FROM topics")
        connection.commit()
    assert run("check").code == 2
    (ready / "agreement.db").write_bytes(b"no database at all, but long enough to be looked at" * 100)
    assert run("check").code == 2
