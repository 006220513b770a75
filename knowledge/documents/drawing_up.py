"""From a file to its records, by what sort of file it is. Runs in the confined process."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from knowledge.documents.blocks import Contents, Progress
from knowledge.documents.drafts import Draft, Skipped
from knowledge.documents.sniffing import Format, kind_of


def draw_up(path: Path, name: str, form: Format, *, today: date, skip_bad: bool, telling: Progress) -> Draft:
    """The draft of the file. Raises InvalidInput; the format has been checked against its first bytes."""
    if form == "yaml":
        return _pack(path, name)
    if form in ("jsonl", "csv"):
        return _rows(path, name, skip_bad=skip_bad, telling=telling)
    if form == "ics":
        return _calendar(path, skip_bad=skip_bad, telling=telling)
    return _document(path, name, form, today, telling)


def _pack(path: Path, name: str) -> Draft:
    from knowledge.lexicon import load_lexicon  # noqa: PLC0415 - only packs need it
    from knowledge.packs import read_pack  # noqa: PLC0415

    return Draft(name, "pack", read_pack(path, concepts=load_lexicon().concepts.keys()))


def _rows(path: Path, name: str, *, skip_bad: bool, telling: Progress) -> Draft:
    from knowledge.packs import read_rows  # noqa: PLC0415

    with path.open("rb") as lines:
        telling.total(sum(chunk.count(b"\n") for chunk in iter(lambda: lines.read(1 << 20), b"")))
    rows = read_rows(path, skip_bad=skip_bad, progress=telling.done)
    skipped = tuple(Skipped(name, row.line, row.reason) for row in rows.skipped)
    return Draft(name, "rows", rows.pack, fragment=True, skipped=skipped, skipped_count=rows.skipped_count)


def _calendar(path: Path, *, skip_bad: bool, telling: Progress) -> Draft:
    from knowledge.documents.calendar_file import calendar_draft  # noqa: PLC0415

    return calendar_draft(path, skip_bad=skip_bad, telling=telling)


def _document(path: Path, name: str, form: Format, today: date, telling: Progress) -> Draft:
    from knowledge.documents.proposing import propose  # noqa: PLC0415

    contents = _reader(form)(path)
    return Draft(name, kind_of(form), propose(contents, name, today=today, telling=telling))


def _reader(form: Format) -> Callable[[Path], Contents]:
    """Parsers are heavy: only the one that is needed is loaded."""
    from knowledge.documents import readers  # noqa: PLC0415

    return readers.READERS[form]
