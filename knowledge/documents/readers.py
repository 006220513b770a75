"""The reader of each format. What they import is heavy, so that each does so when it is called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from knowledge.documents.blocks import Contents
from knowledge.documents.sniffing import Format

Reader = Callable[[Path], Contents]


def _text(path: Path) -> Contents:
    from knowledge.documents.decoding import decode  # noqa: PLC0415
    from knowledge.documents.plain_text import text_contents  # noqa: PLC0415

    return text_contents(decode(path.read_bytes()))


READERS: Final[Mapping[Format, Reader]] = {"txt": _text}
