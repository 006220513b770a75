"""PDF as blocks, page by page, by PDFium: the text layer only; pictures of text are not read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pypdfium2
from pypdfium2 import raw

from knowledge.documents.blocks import Block, Contents, clean
from knowledge.documents.plain_text import join_lines, looks_like_heading
from knowledge.errors import InvalidInput

_MOST_PAGES: Final = 5_000
_MOST_LETTERS: Final = 400_000  # of one page
_MARGIN: Final = 2  # lines at the top and the bottom of a page that may be repeated on every one
_SHORT: Final = 0.75  # of the longest line, below which a line that ends a sentence ends its paragraph
_ENDED = re.compile(r"[.!?…:;][”»\")]*$")
_ITEM = re.compile(r"(?:[•▪◦–—-]|\(?\d{1,3}[.)])\s")


def pdf_contents(path: Path) -> Contents:
    document = _opened(path)
    total = len(document)
    if total > _MOST_PAGES:
        raise InvalidInput(f"the PDF has {total} pages, {_MOST_PAGES} at most")
    title = clean(document.get_metadata_dict().get("Title", ""))
    return Contents(_blocks(document), title, total)


def _opened(path: Path) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise InvalidInput("the PDF is protected by a password") from None
        raise InvalidInput("the PDF is damaged") from None


def _blocks(document: pypdfium2.PdfDocument) -> Iterator[Block]:
    pages = [_lines(document, number) for number in range(len(document))]
    if not any(pages):
        raise InvalidInput("the PDF has no text, only pictures of it; recognise the text (OCR) first")
    repeated = _repeated(pages)
    last: Block | None = None
    for number, lines in enumerate(pages, 1):
        kept = [line for at, line in enumerate(lines) if not _in_margin(at, lines, repeated)]
        for text in _paragraphs(kept):
            heading = looks_like_heading(text) and len(text) < 100
            if last is not None and last.number == number - 1 and _goes_on(last, text):
                last = Block(join_lines(last.text, text), last.number, "page")
                continue
            if last is not None:
                yield last
            last = Block(text, number, "page", level=2 if heading else 0)
    if last is not None:
        yield Block(last.text, last.number, "page")


def _lines(document: pypdfium2.PdfDocument, number: int) -> list[str]:
    try:
        page = document[number]
        text = page.get_textpage()
        if text.count_chars() > _MOST_LETTERS:
            raise InvalidInput(f"there is too much on page {number + 1} of the PDF")
        lines = [clean(line) for line in text.get_text_bounded().splitlines()]
        text.close()
        page.close()
    except pypdfium2.PdfiumError:
        raise InvalidInput(f"page {number + 1} of the PDF is damaged") from None
    return [line for line in lines if line]


def _repeated(pages: list[list[str]]) -> set[str]:
    """Lines at the edges of pages that are (but for numbers) the same on most of them."""
    if len(pages) < 3:
        return set()
    edges = Counter(
        mark for lines in pages for mark in {_mark(line) for line in (*lines[:_MARGIN], *lines[-_MARGIN:])}
    )
    return {mark for mark, count in edges.items() if count >= max(3, len(pages) / 2)}


def _in_margin(at: int, lines: list[str], repeated: set[str]) -> bool:
    edge = at < _MARGIN or at >= len(lines) - _MARGIN
    return edge and (_mark(lines[at]) in repeated or lines[at].isdigit())


def _mark(line: str) -> str:
    return re.sub(r"\d+", "#", line)


def _paragraphs(lines: list[str]) -> Iterator[str]:
    longest = max(map(len, lines), default=0)
    joined = ""
    for at, line in enumerate(lines):
        joined = join_lines(joined, line)
        following = lines[at + 1] if at + 1 < len(lines) else ""
        short = len(line) < _SHORT * longest
        ends = short and (_ENDED.search(line) or (looks_like_heading(joined) and not following[:1].islower()))
        if ends or not following or _ITEM.match(following):
            yield joined
            joined = ""


def _goes_on(last: Block, text: str) -> bool:
    """Whether a paragraph goes on over the page."""
    return not last.level and not _ENDED.search(last.text) and text[:1].islower()
