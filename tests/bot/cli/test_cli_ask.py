"""`ask` and `eval`: the contract that other programs rely on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytestmark = pytest.mark.usefixtures("ready")

KEYS = ["id", "status", "answer", "lang", "confidence", "facts", "suggestions", "candidates", "elapsed_ms"]


def rows(*questions: object) -> str:
    return "".join(
        (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False)) + "\n" for row in questions
    )


def check_contract(answer: dict) -> None:
    assert list(answer) == KEYS
    assert answer["status"] in {"answered", "suggested", "unanswered"}
    assert (answer["answer"] is None) is (answer["status"] != "answered")
    assert bool(answer["facts"]) is (answer["status"] == "answered")
    assert bool(answer["suggestions"]) is (answer["status"] == "suggested")
    assert len(answer["suggestions"]) <= 3
    assert answer["lang"] in {"en", "ru", "kk"}
    assert 0 <= answer["confidence"] <= 1
    assert all(list(fact) == ["id", "text", "source"] for fact in answer["facts"])
    assert all(list(one) == ["id", "question"] for one in answer["suggestions"])
    assert all(list(one) == ["id", "confidence"] for one in answer["candidates"])
    assert len(answer["candidates"]) <= 10
    confidences = [one["confidence"] for one in answer["candidates"]]
    assert confidences == sorted(confidences, reverse=True)
    assert isinstance(answer["elapsed_ms"], float)


def test_a_question_gets_its_answer_and_the_source(process) -> None:
    outcome = process("ask", "Who led the Russian side?").done()
    assert outcome.out.startswith("Pavel Vladimirovich Stepanov, Deputy Minister")
    assert outcome.out.rstrip().endswith("paragraph 2]")
    assert outcome.err == ""


def test_the_answer_is_in_the_language_of_the_question(run) -> None:
    assert "басқарды" in run("ask", "Ресей тарапын кім басқарды?").done().out
    assert "Степанов" in run("ask", "rnj djpukfdkzk hjccbqcre. cnjhjye?").done().out


def test_another_language_may_be_asked_for(run) -> None:
    assert "Степанов" in run("ask", "--lang", "ru", "Who led the Russian side?").done().out
    (answer,) = run("ask", "--lang", "kk", "--json", "Who led the Russian side?").json()
    assert answer["lang"] == "kk"
    assert "басқарды" in answer["answer"]


def test_of_several_questions_the_fact_on_record_is_printed_with_its_source_beside_the_refusal(run) -> None:
    question = "Who led the Russian side? And what is his salary?"
    printed = run("ask", question).done().out
    assert printed.index("Stepanov") < printed.index("“What is his salary?”") < printed.index("paragraph 2]")
    (answer,) = run("ask", "--json", question).json()
    assert (answer["status"], answer["answer"]) == ("unanswered", None)
    assert [fact["id"] for fact in answer["facts"]] == ["head-russia"]


def test_json_has_the_keys_of_the_contract(run) -> None:
    (answer,) = run("ask", "--json", "Who led the Russian side?").json()
    check_contract(answer)
    assert answer["id"] is None
    assert answer["facts"][0]["id"] == "head-russia"


def test_every_band_has_the_keys_of_the_contract(run) -> None:
    questions = (
        "Who led the Russian side?",
        "Who is the director of Kazakhfilm's library?",
        "salary",
        "",
        "Malyshev?",
    )
    for answer in run(
        "ask", "--batch", "-", typed=rows(*({"question": asked} for asked in questions))
    ).json():
        check_contract(answer)


def test_what_is_not_on_record_is_said_in_plain_words(run) -> None:
    out = run("ask", "What is Stepanov's salary?").done().out
    assert "salary" in out
    assert "  • " in out


def test_a_batch_keeps_its_order_and_ids(process) -> None:
    questions = [
        {"id": 7, "question": "Who headed the Kazakh delegation?"},
        {"id": "б", "question": "Где прошло заседание?", "lang": "kk"},
        {"question": "What is Stepanov's salary?"},
        {"id": {"any": ["thing"]}, "question": ""},
        {"id": 7, "question": "Қай қалада кездесті?"},
    ]
    answers = process("ask", "--batch", "-", typed=rows(*questions).encode()).json()
    assert [answer["id"] for answer in answers] == [7, "б", None, {"any": ["thing"]}, 7]
    assert [answer["lang"] for answer in answers] == ["en", "kk", "en", answers[3]["lang"], "kk"]
    for answer in answers:
        check_contract(answer)
    assert "Daueshov" in answers[0]["answer"]
    assert "Нұр-Сұлтан" in answers[1]["answer"]


def test_rows_of_a_conversation_are_turns_of_one_chat(run, ready: Path) -> None:
    (ready / "q.jsonl").write_text(
        rows(
            {"id": 1, "question": "Who headed the Kazakh delegation?", "conversation": "a"},
            {"id": 2, "question": "Где прошло заседание?", "conversation": 2},
            {"id": 3, "question": "and the Russian side?", "conversation": "a"},
            {"id": 4, "question": "а когда?", "conversation": 2},
            {"id": 5, "question": "and the Russian side?"},
        ),
        encoding="utf-8",
    )
    facts = {
        answer["id"]: [fact["id"] for fact in answer["facts"]]
        for answer in run("ask", "--batch", "q.jsonl").json()
    }
    assert facts[3] == ["head-russia"]
    assert facts[4] == ["meeting-date"]
    assert facts[5] != ["head-russia"]


def test_a_batch_may_have_one_language_and_rows_their_own(run) -> None:
    typed = rows(
        {"question": "Who led the Russian side?"}, {"question": "Who led the Russian side?", "lang": "en"}
    )
    answers = run("ask", "--lang", "ru", "--batch", "-", typed=typed).json()
    assert [answer["lang"] for answer in answers] == ["ru", "en"]


def test_empty_lines_are_no_questions(run) -> None:
    assert len(run("ask", "--batch", "-", typed='\n{"question": "x"}\n\n').json()) == 1


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("{", "not a JSON object"),
        ("nonsense", "not a JSON object"),
        ("[" * 100_000, "not a JSON object"),
        ('{"id": ' + "9" * 5000 + "}", "not a JSON object"),
        ("[1]", "“question”"),
        ("3", "“question”"),
        ('{"id": 2}', "“question”"),
        ('{"question": 5}', "“question”"),
        ('{"question": "x", "lang": "de"}', "unknown language 'de'"),
        ('{"question": "x", "lang": ["en"]}', "unknown language"),
    ],
)
def test_a_bad_line_is_named(run, bad: str, reason: str) -> None:
    line = run("ask", "--batch", "-", typed=f"\n\n{bad}\n").refused()
    assert line.startswith("-:3: ")
    assert reason in line
    assert len(line) < 200


def test_lines_before_a_bad_one_are_answered(run) -> None:
    outcome = run("ask", "--batch", "-", typed=rows({"id": 1, "question": "Who led the Russian side?"}, "{"))
    assert outcome.refused().startswith("-:2: ")
    assert [json.loads(answer)["id"] for answer in outcome.out.splitlines()] == [1]


def test_odd_bytes_are_questions_all_the_same(process) -> None:
    typed = b'{"id": "\\ud800", "question": "who is \\udfff \\u0000 Stepanov"}\n{"id": 2, "question": "\xff\xfe"}\n'
    answers = process("ask", "--batch", "-", typed=typed).json()
    assert [answer["id"] for answer in answers] == ["\ud800", 2]
    assert process("ask", b"who is \xff Stepanov").done().out  # type: ignore[arg-type]


def test_every_process_answers_alike(process) -> None:
    """Sets have another order in every process: no answer may hang on it."""
    questions = [
        "List the Kazakh participants",
        "Кто приехал от библиотек?",
        "How many people came?",
        "Кітапханалардан кімдер келді?",
        "What is planned?",
        "salary of Stepanov",
        "Was Malyshev from Kazakhstan?",
        "what about museums",
        "кто такой Дауешев",
        "directer of musuem",
        "What did they say?",
        "besides the head",
    ]
    typed = rows(
        *({"question": question, "conversation": at // 3} for at, question in enumerate(questions))
    ).encode()
    runs = [
        [
            {**answer, "elapsed_ms": 0}
            for answer in process("ask", "--batch", "-", typed=typed, env={"PYTHONHASHSEED": seed}).json()
        ]
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]


def test_a_damaged_index_is_made_anew(run, ready: Path) -> None:
    (ready / "agreement.db.index").write_bytes(b"garbage")
    assert "Stepanov" in run("ask", "Who led the Russian side?").done().out
    assert run("check").code == 0


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        (("ask",), "a question or --batch"),
        (("ask", "x", "--batch", "y"), "a question or --batch"),
        (("ask", "--batch", "none.jsonl"), "none.jsonl: cannot be read"),
        (("ask", "--batch", "."), "cannot be read"),
        (("ask", "--lang", "de", "x"), "'de' is not one of 'en', 'ru', 'kk'"),
        (("ask", "--lnag", "de", "x"), "No such option '--lnag'"),
        (("ask", "two", "questions"), "unexpected extra argument"),
        (("eval",), "Missing argument 'FILE'"),
        (("eval", "none.yaml"), "none.yaml: cannot be read"),
    ],
)
def test_what_cannot_be_asked_is_one_line(run, args: tuple[str, ...], reason: str) -> None:
    assert reason in run(*args).refused()


LABELLED = """\
rows:
- {id: 1, lang: en, kind: head, q: "Who led the Russian side?", expect: ["Stepanov"]}
- {id: 2, lang: ru, kind: followup, after: ["Кто возглавлял российскую сторону?"], q: "а казахстанскую?", expect: ["Дауешов"]}
- {id: 3, lang: kk, kind: near, q: "Концертке билет қанша тұрады?", expect: null}
- {id: 4, lang: en, kind: head, q: "Who headed the Kazakh delegation?", expect: ["Nobody"]}
"""  # noqa: E501 - a table


def test_eval_prints_a_table(run, ready: Path) -> None:
    (ready / "q.yaml").write_text(LABELLED, encoding="utf-8")
    told, answer, *lines = run("eval", "--failures", "q.yaml").done().out.splitlines()
    assert told == "wrong 4: Who headed the Kazakh delegation?"
    assert "Daueshov" in answer
    assert lines[0] == "| language | kind | questions | right % | wrong % | left open % |"
    assert "| en | head | 2 | 50.0 | 50.0 | 0.0 |" in lines
    assert "| ru | followup | 1 | 100.0 | 0.0 | 0.0 |" in lines
    assert "| all | on record | 3 | 66.7 | 33.3 | 0.0 |" in lines
    assert "| all | not on record | 1 | 100.0 | 0.0 | 0.0 |" in lines
    assert len({line.count("|") for line in lines}) == 1


@pytest.mark.parametrize("text", ["rows: [", "rows: 3", "- x", "", "rows: [{q: x}]"])
def test_eval_of_a_file_that_is_none_is_one_line(run, ready: Path, text: str) -> None:
    (ready / "q.yaml").write_text(text, encoding="utf-8")
    assert run("eval", "q.yaml").refused().startswith("q.yaml:")
