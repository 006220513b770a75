"""What a document is read into: blocks in reading order, before anything in them is understood."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Protocol

Locator = Literal["paragraph", "page"]


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading or row of a table.

    `number` counts paragraphs, or is that of the page, from 1. `level` is 0 for text, 1 and up for headings.
    """

    text: str
    number: int
    kind: Locator = "paragraph"
    level: int = 0


@dataclass(frozen=True, slots=True)
class Contents:
    """A document's own title (empty if it has none) and its blocks."""

    blocks: Iterable[Block]
    title: str = ""
    total: int = 0  # blocks or pages to come, 0 if it is not known


class Progress(Protocol):
    """Hears how far the work is; a new total begins anew."""

    def total(self, number: int) -> None: ...

    def done(self, number: int) -> None: ...


def clean(text: str) -> str:
    """One line: white space, soft hyphens, and what is not printed are taken out."""
    kept = "".join(sign if sign.isprintable() or sign.isspace() else "" for sign in text)
    return " ".join(kept.replace("\xad", "").replace("\u200b", "").split())
