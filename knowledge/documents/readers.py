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


def _markdown(path: Path) -> Contents:
    from knowledge.documents.decoding import decode  # noqa: PLC0415
    from knowledge.documents.markdown import markdown_contents  # noqa: PLC0415

    return markdown_contents(decode(path.read_bytes()))


def _html(path: Path) -> Contents:
    from knowledge.documents.decoding import declared_encoding, decode  # noqa: PLC0415
    from knowledge.documents.web_page import html_contents  # noqa: PLC0415

    data = path.read_bytes()
    return html_contents(decode(data, declared=declared_encoding(data)))


def _word(path: Path) -> Contents:
    from knowledge.documents.word import word_contents  # noqa: PLC0415

    return word_contents(path)


def _pdf(path: Path) -> Contents:
    from knowledge.documents.pdf import pdf_contents  # noqa: PLC0415

    return pdf_contents(path)


READERS: Final[Mapping[Format, Reader]] = {
    "txt": _text,
    "md": _markdown,
    "html": _html,
    "docx": _word,
    "pdf": _pdf,
}
