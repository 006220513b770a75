"""Scoring, and the gate: our own labelled questions on the shipped record, through records and index on disk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lake_pack import NOW, assistant_on, lake_base

from knowledge.assistant import Assistant
from knowledge.errors import InvalidInput
from knowledge.evaluation import Row, Scored, read_labelled, score, table
from knowledge.index import Index
from knowledge.model import LANGS
from knowledge.packs import read_pack
from knowledge.packs.shipped import shipped_packs
from knowledge.records import Records

QUESTIONS = sorted((Path(__file__).parents[2] / "benchmarks" / "questions").glob("*.yaml"))

# Of the questions in benchmarks/questions. Below what is reached, so that tuning has room, and never to be lowered.
RIGHT_ON_RECORD = 0.90  # in each language
WRONG_OF_ANSWERED = 0.03
ANSWERED_OFF_RECORD = 0.03
KNOWN_QUESTIONS_RIGHT = 0.99  # of the pack's own questions


@pytest.fixture
def questions(tmp_path: Path):
    def write(text: str) -> Path:
        path = tmp_path / "questions.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


# Reading


def test_a_row_is_a_question_with_what_is_right(questions) -> None:
    path = questions(
        "rows:\n"
        '- {id: a, lang: en, kind: head, q: "and Russia?", expect: ["lap.?shin", "Igor"], after: ["Who headed it?"]}\n'
        "- {lang: ru, q: Зарплата, expect: null}\n"
    )
    first, second = read_labelled(path)
    assert (first.id, first.lang, first.kind, first.question) == ("a", "en", "head", "and Russia?")
    assert first.after == ("Who headed it?",)
    assert first.expect is not None
    assert first.expect[0].search("LAPSHIN")
    assert (second.id, second.kind, second.expect, second.after) == ("2", "", None, ())


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "rows"),
        ("- a", "rows"),
        ("rows: 3", "rows"),
        ("rows: [x", ":2: is no YAML"),
        ("rows: [x]", "row 1"),
        ("rows: [{lang: en, q: Q}]", "row 1"),
        ("rows: [{lang: en, q: Q, expect: null}, {lang: en, expect: [a]}]", "row 2"),
        ("rows: [{lang: en, q: Q, expect: ['(']}]", "row 1"),
        ("rows: [{lang: en, q: Q, expect: [3]}]", "row 1"),
    ],
)
def test_a_file_that_is_none_is_one_line(questions, text: str, reason: str) -> None:
    with pytest.raises(InvalidInput, match=reason) as caught:
        read_labelled(questions(text))
    assert str(caught.value).startswith("questions.yaml:")
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"^none\.yaml: cannot be read"):
        read_labelled(tmp_path / "none.yaml")
    with pytest.raises(InvalidInput, match="cannot be read"):
        read_labelled(tmp_path)


def test_bytes_that_are_no_text_are_one_line(tmp_path: Path) -> None:
    path = tmp_path / "q.yaml"
    path.write_bytes(b"rows: \xff\xfe")
    with pytest.raises(InvalidInput, match=r"^q\.yaml: cannot be read"):
        read_labelled(path)


# Scoring

ROWS = """\
rows:
- {id: right, lang: en, kind: head, q: "Who headed the Kazakh side?", expect: [temirova, "vice minister"]}
- {id: wrong, lang: en, kind: head, q: "Who headed the Kazakh side?", expect: [temirova, "rector"]}
- {id: open, lang: en, kind: role, q: "What is Dana Omarova's salary?", expect: ["1000"]}
- {id: refused, lang: ru, kind: far, q: "Какая зарплата у Омаровой?", expect: null}
- {id: made-up, lang: ru, kind: near, q: "Кто такой Глебов?", expect: null}
- {id: turn, lang: en, kind: follow, q: "and Russia?", after: ["Who headed the Kazakh side?"], expect: [lapshin]}
"""


@pytest.fixture
def scored(questions) -> list[Scored]:
    return score(assistant_on(lake_base()), read_labelled(questions(ROWS)), NOW)


def test_right_wrong_or_left_open(scored: list[Scored]) -> None:
    assert {one.labelled.id: one.outcome for one in scored} == {
        "right": "right",
        "wrong": "wrong",
        "open": "open",
        "refused": "right",
        "made-up": "wrong",
        "turn": "right",
    }


def test_every_question_is_heard_of(questions) -> None:
    steps: list[None] = []
    score(assistant_on(lake_base()), read_labelled(questions(ROWS)), NOW, lambda: steps.append(None))
    assert len(steps) == 6


def test_the_table_has_languages_kinds_and_sums(scored: list[Scored]) -> None:
    rows = table(scored)
    assert Row("en", "head", 2, 1, 1) in rows
    assert Row("en", "= on record", 4, 2, 1) in rows
    assert Row("ru", "= not on record", 2, 1, 1) in rows
    assert rows[-3:] == [
        Row("all", "= all", 6, 3, 2),
        Row("all", "= not on record", 2, 1, 1),
        Row("all", "= on record", 4, 2, 1),
    ]
    assert [row.open for row in rows if (row.lang, row.kind) == ("all", "= on record")] == [1]
    assert [row.lang for row in rows] == sorted(
        (row.lang for row in rows), key=lambda lang: (lang == "all", lang)
    )


def test_no_questions_no_table() -> None:
    assert table([]) == []


# The gate


@pytest.fixture(scope="module")
def on_disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """The shipped record, written to a database and an index and read back from both."""
    folder = tmp_path_factory.mktemp("shipped")
    with Records.open(f"sqlite:///{folder}/agreement.db") as records:
        for path in shipped_packs():
            records.apply(read_pack(path), actor="test", now=datetime.now(UTC))
        Index(folder / "a.index", records).refresh()
        again = Index(folder / "a.index", records)
        assert again.problem() is None
        yield Assistant(lambda: again.base)


def share(scored: list[Scored], outcome: str) -> float:
    return sum(one.outcome == outcome for one in scored) / len(scored)


def told(scored: list[Scored]) -> str:
    """What is not right, to be read when the gate is shut."""
    return "\n".join(
        f"{one.outcome} {one.labelled.id}: {one.labelled.question} -> {one.answer.text[:100]!r}"
        for one in scored
        if one.outcome != "right"
    )


def test_our_labelled_questions(on_disk: Assistant) -> None:
    rows = [row for path in QUESTIONS for row in read_labelled(path)]
    assert len(rows) >= 500
    scored = score(on_disk, rows, datetime.now(UTC))
    on_record = [one for one in scored if one.labelled.expect is not None]
    off_record = [one for one in scored if one.labelled.expect is None]
    answered = [one for one in scored if one.answer.status == "answered"]
    for lang in LANGS:
        asked = [one for one in on_record if one.labelled.lang == lang]
        assert share(asked, "right") >= RIGHT_ON_RECORD, told(asked)
    assert share(off_record, "wrong") <= ANSWERED_OFF_RECORD, told(off_record)
    assert share(answered, "wrong") <= WRONG_OF_ANSWERED, told(answered)


@pytest.mark.parametrize("lang", LANGS)
def test_known_questions_find_their_fact_in_their_language(on_disk: Assistant, lang) -> None:
    """Every third of the pack's own questions; what differs from one to the next is told by the others."""
    (path,) = shipped_packs()
    known = [(fact.id, asked) for fact in read_pack(path).facts for asked in fact.questions.get(lang, ())][
        ::3
    ]
    answers = [(name, asked, on_disk.ask(asked, now=NOW)) for name, asked in known]
    lost = [asked for name, asked, answer in answers if name not in {fact.id for fact in answer.facts}]
    strange = [asked for _, asked, answer in answers if answer.lang != lang]
    assert len(known) > 100
    assert len(lost) <= (1 - KNOWN_QUESTIONS_RIGHT) * len(known), lost
    assert len(strange) <= 0.03 * len(known), strange
