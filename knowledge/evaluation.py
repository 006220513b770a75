"""Scoring the assistant on labelled questions: right, wrong or left open, by language and kind.

A questions file is YAML: `rows:`, each `{id, lang, kind, q, expect, after?}`; `expect` is a list of regular
expressions that must all be found in the reply (ignoring case), or null when the record does not say; `after` lists
the turns before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import yaml

from knowledge.assistant import Assistant
from knowledge.errors import InvalidInput
from knowledge.matching.answer import Answer

Outcome = Literal["right", "wrong", "open"]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question with what is right. `expect` None: it must not be answered."""

    id: str
    lang: str
    kind: str
    question: str
    expect: tuple[re.Pattern[str], ...] | None
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scored:
    labelled: Labelled
    answer: Answer
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: numbers of questions."""

    lang: str
    kind: str
    total: int
    right: int
    wrong: int

    @property
    def open(self) -> int:
        return self.total - self.right - self.wrong


def read_labelled(path: Path) -> list[Labelled]:
    """Raises InvalidInput with the file and the row at fault."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        loaded = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - both loaders are safe
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise InvalidInput(f"is no YAML: {error.problem}", file=path.name, line=line) from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InvalidInput(f"cannot be read: {str(error).splitlines()[0]}", file=path.name) from error
    if not isinstance(loaded, dict) or not isinstance(loaded.get("rows"), list):
        raise InvalidInput("a questions file has a list called “rows”", file=path.name)
    return [_labelled(row, at, path.name) for at, row in enumerate(loaded["rows"], start=1)]


def _labelled(row: Any, at: int, file: str) -> Labelled:
    try:
        expect = row["expect"]
        return Labelled(
            id=str(row.get("id", at)),
            lang=str(row["lang"]),
            kind=str(row.get("kind", "")),
            question=str(row["q"]),
            expect=None if expect is None else tuple(re.compile(text, re.IGNORECASE) for text in expect),
            after=tuple(str(turn) for turn in row.get("after", ())),
        )
    except (KeyError, TypeError, AttributeError, re.error) as error:
        raise InvalidInput(
            f"row {at} needs lang, q and expect (regular expressions or null): {error}", file=file
        ) from error


def score(
    assistant: Assistant, rows: Iterable[Labelled], now: datetime, progress: Callable[[], None] = lambda: None
) -> list[Scored]:
    """Ask every question, its earlier turns first."""
    scored = []
    for row in rows:
        thread = None
        for turn in row.after:
            thread = assistant.ask(turn, now=now, thread=thread).thread
        answer = assistant.ask(row.question, now=now, thread=thread)
        scored.append(Scored(row, answer, _outcome(row, answer)))
        progress()
    return scored


def _outcome(row: Labelled, answer: Answer) -> Outcome:
    answered = answer.status == "answered"
    if row.expect is None:
        return "wrong" if answered else "right"
    if not answered:
        return "open"
    return "right" if all(pattern.search(answer.text) for pattern in row.expect) else "wrong"


def table(scored: Sequence[Scored]) -> list[Row]:
    """By language and kind, then a line for each language on record and for everything."""
    groups: dict[tuple[str, str], list[Scored]] = {}
    for one in scored:
        on_record = one.labelled.expect is not None
        part = "on record" if on_record else "not on record"
        for key in (
            (one.labelled.lang, one.labelled.kind),
            (one.labelled.lang, f"= {part}"),
            ("all", f"= {part}"),
            ("all", "= all"),
        ):
            groups.setdefault(key, []).append(one)
    order = sorted(groups, key=lambda key: (key[0] == "all", key[0], key[1].startswith("="), key[1]))
    return [
        Row(lang, kind, len(found), _count(found, "right"), _count(found, "wrong"))
        for lang, kind in order
        for found in (groups[lang, kind],)
    ]


def _count(scored: Iterable[Scored], outcome: Outcome) -> int:
    return sum(one.outcome == outcome for one in scored)
