"""The rows of a `.jsonl` or `.csv` file, with their lines; nothing in them is understood here yet."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from knowledge.errors import InvalidInput, Unavailable

FIELDS = ("id", "lang", "text", "questions", "topic", "source")
_NEEDED = ("id", "lang", "text")
_LONGEST_LINE = 1_000_000  # bytes


@dataclass(frozen=True, slots=True)
class RawRow:
    line: int
    fields: dict[str, Any]  # no others than FIELDS


@dataclass(frozen=True, slots=True)
class BadRow:
    line: int
    reason: str


@dataclass(slots=True)
class _Line:
    text: str
    problem: str | None = None


def raw_rows(path: Path) -> Iterator[RawRow | BadRow]:
    readers = {".jsonl": _json_rows, ".ndjson": _json_rows, ".csv": _csv_rows}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise InvalidInput("rows are read from .jsonl and .csv files", file=str(path))
    try:
        with path.open("rb") as file:
            yield from reader(file, str(path))
    except OSError as error:
        raise Unavailable(f"{path} cannot be read: {error.strerror}") from error


def _lines(file: BinaryIO) -> Iterator[_Line]:
    """Lines as text. A bad one does not end the reading: it may be skipped."""
    first = True
    while data := file.readline(_LONGEST_LINE):
        too_long = len(data) == _LONGEST_LINE and not data.endswith(b"\n")
        while too_long and (rest := file.readline(_LONGEST_LINE)) and not rest.endswith(b"\n"):
            pass
        try:
            text = data.decode("utf-8-sig" if first else "utf-8")
            problem = None
        except UnicodeDecodeError:
            text = data.decode("utf-8", "replace")
            problem = "not UTF-8 text"
        yield _Line(text, "the line is too long" if too_long else problem)
        first = False


def _json_rows(file: BinaryIO, _name: str) -> Iterator[RawRow | BadRow]:
    for number, line in enumerate(_lines(file), 1):
        if line.problem is not None:
            yield BadRow(number, line.problem)
        elif line.text.strip():
            yield _json_row(number, line.text)


def _json_row(number: int, text: str) -> RawRow | BadRow:
    try:
        pairs = json.loads(text, object_pairs_hook=_Pairs)
    except ValueError as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        return BadRow(number, f"not JSON: {reason}")
    except RecursionError:
        return BadRow(number, "nested too deeply")
    if not isinstance(pairs, _Pairs):
        return BadRow(number, "a JSON object is expected")
    fields: dict[str, Any] = {}
    for name, value in pairs:
        if name not in FIELDS:
            return BadRow(number, f'unknown field "{name[:40]}" (there are: {", ".join(FIELDS)})')
        if name in fields:
            return BadRow(number, f'field "{name}" stands here twice')
        fields[name] = value
    return RawRow(number, fields)


class _Pairs(list[tuple[str, Any]]):
    """A JSON object with all its names, also those that stand there twice."""


def _csv_rows(file: BinaryIO, name: str) -> Iterator[RawRow | BadRow]:
    lines = _CountedLines(_lines(file))
    header = next(lines, None)
    if header is None:
        raise InvalidInput("the file is empty; a header row is needed", file=name)
    delimiter, columns = _header(header, name)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        start = lines.count + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield BadRow(start, f"not CSV: {error}")
            continue
        problem = lines.problem_since(start)
        if problem is not None:
            yield BadRow(start, problem)
        elif any(cell.strip() for cell in cells):
            yield _csv_row(start, columns, cells)


def _csv_row(line: int, columns: list[str], cells: list[str]) -> RawRow | BadRow:
    if len(cells) != len(columns):
        return BadRow(line, f"{len(cells)} cells, the header has {len(columns)}")
    fields: dict[str, Any] = {
        name: cell.strip() for name, cell in zip(columns, cells, strict=True) if cell.strip()
    }
    if "questions" in fields:
        parts = fields["questions"].replace("\n", "|").split("|")
        fields["questions"] = [part.strip() for part in parts if part.strip()]
    return RawRow(line, fields)


def _header(line: str, name: str) -> tuple[str, list[str]]:
    """The delimiter (spreadsheets of many countries write semicolons) and the names of the columns."""
    for delimiter in ",;\t":
        columns = [cell.strip().lower() for cell in next(csv.reader([line], delimiter=delimiter), [])]
        if set(_NEEDED) <= set(columns):
            break
    else:
        raise InvalidInput(f"the header row must name {', '.join(_NEEDED)}", file=name, line=1)
    for column in columns:
        if column not in FIELDS:
            reason = f'unknown column "{column[:40]}" (there are: {", ".join(FIELDS)})'
            raise InvalidInput(reason, file=name, line=1)
        if columns.count(column) > 1:
            raise InvalidInput(f'column "{column}" stands here twice', file=name, line=1)
    return delimiter, columns


class _CountedLines(Iterator[str]):
    """The lines that the CSV reader asks for: one row may take several."""

    def __init__(self, lines: Iterator[_Line]) -> None:
        self._lines = lines
        self._problems: dict[int, str] = {}
        self.count = 0

    def __next__(self) -> str:
        line = next(self._lines)
        self.count += 1
        if line.problem is not None:
            self._problems[self.count] = line.problem
        return line.text

    def problem_since(self, first: int) -> str | None:
        """What is wrong with the lines from `first` to the last one read."""
        found = [problem for number, problem in self._problems.items() if number >= first]
        self._problems.clear()
        return found[0] if found else None
