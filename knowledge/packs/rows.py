"""Rows of `.jsonl` and `.csv` as a fragment of a pack: one statement in one language each.

Rows of one id in several languages become one fact. The fragment is meant for `Records.apply(fragment=True)`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import InvalidInput
from knowledge.model import Pack
from knowledge.packs.gathering import Gathering
from knowledge.packs.tables import BadRow, RawRow, raw_rows

Progress = Callable[[int], None]
_STEP = 1000
_LARGEST_REPORT = 1000  # skipped rows kept with their reason


@dataclass(frozen=True, slots=True)
class SkippedRow:
    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Rows:
    """What a file of rows holds: a fragment of a pack, how many rows it is made of, and what was left out."""

    pack: Pack
    taken: int
    skipped: tuple[SkippedRow, ...] = ()  # the first thousand of them
    skipped_count: int = 0


def read_rows(path: Path | str, *, skip_bad: bool = False, progress: Progress | None = None) -> Rows:
    """The rows of the file at `path`, by its ending (.jsonl, .ndjson or .csv).

    A bad row raises InvalidInput with file and line, unless `skip_bad`: then it is reported in `skipped`.
    `progress` hears how many rows have been read. Raises Unavailable if the file cannot be read.
    """
    path = Path(path)
    gathering = Gathering(path.name)
    skipped: list[SkippedRow] = []
    bad = taken = 0
    for count, row in enumerate(raw_rows(path), 1):
        reason = _take(gathering, row)
        if reason is None:
            taken += 1
        else:
            bad += 1
            if len(skipped) < _LARGEST_REPORT:
                skipped.append(SkippedRow(str(path), row.line, reason))
        if progress is not None and count % _STEP == 0:
            progress(count)
    if bad and not skip_bad:
        _refuse(skipped[0], bad)
    if not taken and not bad:
        raise InvalidInput("there are no rows", file=str(path))
    if progress is not None:
        progress(taken + bad)
    return Rows(gathering.pack(), taken, tuple(skipped), bad)


def _take(gathering: Gathering, row: RawRow | BadRow) -> str | None:
    """The reason why the row was not taken."""
    if isinstance(row, BadRow):
        return row.reason
    try:
        gathering.add(row)
    except InvalidInput as error:
        return error.reason
    return None


def _refuse(first: SkippedRow, bad: int) -> None:
    others = f" (and {bad - 1} more bad {'row' if bad == 2 else 'rows'})" if bad > 1 else ""
    raise InvalidInput(first.reason + others, file=first.file, line=first.line)
