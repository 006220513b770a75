"""`ask` and `eval`: questions from the command line."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import click

from bot.cli import settings_of, uncollected
from bot.clock import SystemClock
from bot.opening import Base, opened
from knowledge.errors import InvalidInput
from knowledge.evaluation import Row, read_labelled, score, table
from knowledge.matching.answer import Answer
from knowledge.matching.thread import Thread
from knowledge.model import LANGS, Lang


@click.command("ask")
@click.argument("question", required=False)
@click.option(
    "--lang", type=click.Choice(LANGS), help="Answer in this language, not in that of the question."
)
@click.option("--json", "as_json", is_flag=True, help="Print the whole answer as a JSON object.")
@click.option("--batch", metavar="FILE", help="Answer a file of JSON lines, “-” for standard input.")
@click.pass_context
def ask_command(
    ctx: click.Context, question: str | None, lang: Lang | None, *, as_json: bool, batch: str | None
) -> None:
    """Answer QUESTION from the record, or every question of a file."""
    if (question is None) == (batch is None):
        raise InvalidInput("give either a question or --batch FILE")
    settings = settings_of(ctx)
    clock = SystemClock(settings.clock_start)
    with opened(settings, clock.now) as base:
        if batch is not None:
            _answer_all(base, batch, lang, clock)
            return
        with uncollected():
            answer = base.assistant.ask(question or "", now=clock.now(), lang=lang)
        click.echo(_line(to_json(answer)) if as_json else _plain(answer))


def to_json(answer: Answer, row_id: object = None) -> dict[str, Any]:
    """The contract's form of an answer; `row_id` is that of the row that asked."""
    return {
        "id": row_id,
        "status": answer.status,
        # Of several questions some may have facts though others leave the whole without an answer.
        "answer": answer.text if answer.status == "answered" else None,
        "lang": answer.lang,
        "confidence": answer.confidence,
        "facts": [{"id": fact.id, "text": fact.text, "source": fact.source} for fact in answer.facts],
        "suggestions": [{"id": one.id, "question": one.question} for one in answer.suggestions],
        "candidates": [{"id": one.id, "confidence": one.confidence} for one in answer.candidates],
        "elapsed_ms": round(answer.elapsed_ms, 3),
    }


def _line(data: dict[str, Any]) -> str:
    """One line of JSON, readable unless an id holds half a character, which can only be written as an escape."""
    text = json.dumps(data, ensure_ascii=False)
    return text if _is_utf8(text) else json.dumps(data)


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _plain(answer: Answer) -> str:
    lines = [answer.text]
    lines += [f"  • {one.question}" for one in answer.suggestions]
    lines += [f"  • {topic.title}" for topic in answer.topics]
    sources = dict.fromkeys(fact.source for fact in answer.facts if fact.source)
    lines += ["", *(f"[{source}]" for source in sources)] if sources else []
    return "\n".join(lines)


def _answer_all(base: Base, name: str, lang: Lang | None, clock: SystemClock) -> None:
    """One object per line in, one per line out, in the same order; turns of a conversation follow each other."""
    base.index.base.warm()
    threads: dict[str, Thread | None] = {}
    with _lines(name) as lines:
        for number, row in _rows(lines, name):
            conversation = row.get("conversation")
            thread = threads.get(str(conversation)) if conversation is not None else None
            answer = base.assistant.ask(
                row["question"], now=clock.now(), lang=_lang(row, lang, name, number), thread=thread
            )
            if conversation is not None:
                threads[str(conversation)] = answer.thread
            click.echo(_line(to_json(answer, row.get("id"))))


def _lines(name: str) -> IO[str]:
    if name == "-":
        return click.open_file("-", encoding="utf-8", errors="replace")
    try:
        return Path(name).open(encoding="utf-8", errors="replace")
    except OSError as error:
        raise InvalidInput(f"cannot be read: {error.strerror}", file=name) from error


def _rows(lines: IO[str], name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise InvalidInput("not a JSON object", file=name, line=number) from error
        if not isinstance(row, dict) or not isinstance(row.get("question"), str):
            raise InvalidInput("a row needs a “question”, a text", file=name, line=number)
        yield number, row


def _lang(row: dict[str, Any], default: Lang | None, name: str, number: int) -> Lang | None:
    lang = row.get("lang") or default
    if lang is not None and lang not in LANGS:
        raise InvalidInput(f"unknown language {lang!r}", file=name, line=number)
    return lang


@click.command("eval")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--failures", is_flag=True, help="Print each question that was not answered right.")
@click.pass_context
def eval_command(ctx: click.Context, file: Path, *, failures: bool) -> None:
    """Score the answers to a file of labelled questions, by language and kind."""
    settings = settings_of(ctx)
    clock = SystemClock(settings.clock_start)
    rows = read_labelled(file)
    with opened(settings, clock.now) as base, _bar(len(rows)) as bar:
        scored = score(base.assistant, rows, _now(clock), lambda: bar.update(1))
    if failures:
        for one in scored:
            if one.outcome != "right":
                click.echo(
                    f"{one.outcome:5} {one.labelled.id}: {one.labelled.question}\n      {one.answer.text}"
                )
    click.echo(_table(table(scored)))


def _now(clock: SystemClock) -> datetime:
    return clock.now()


def _bar(length: int) -> Any:
    return click.progressbar(length=length, label="Asking", file=sys.stderr, hidden=not sys.stderr.isatty())


def _table(rows: list[Row]) -> str:
    lines = [
        "| language | kind | questions | right % | wrong % | left open % |",
        "|---|---|---|---|---|---|",
    ]
    for row in rows:
        shares = " | ".join(f"{100 * count / row.total:.1f}" for count in (row.right, row.wrong, row.open))
        lines.append(f"| {row.lang} | {row.kind.removeprefix('= ')} | {row.total} | {shares} |")
    return "\n".join(lines)
