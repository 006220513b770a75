"""What a file came to: records to look at before they are taken."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

from knowledge.model import Pack

OWN: Final = "@agreement-bot"  # ends the UIDs of events that a calendar got from here
FileKind = Literal["pack", "rows", "calendar", "document"]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row or an entry that was left out, and why; `line` is 0 where the file has none."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}" if self.line else f"{self.file}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Draft:
    """The records in a file. `fragment`: they are parts to be laid over what is there, as `Records.apply` has it."""

    file: str
    kind: FileKind
    pack: Pack
    fragment: bool = False
    skipped: tuple[Skipped, ...] = field(default=())
    skipped_count: int = 0
    peak_memory: int = 0  # bytes that reading it took
