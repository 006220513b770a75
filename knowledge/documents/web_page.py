"""HTML as blocks, by libxml2's forgiving parser: only its events are heard, so that depth costs nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from knowledge.documents.blocks import Block, Contents, clean

_BLOCK = re.compile(
    "p|div|section|article|main|header|blockquote|pre|li|dt|dd|ul|ol|dl|figcaption|address|body|table|caption|h[1-6]|tr|hr"
)
_SILENT = re.compile(
    "script|style|noscript|template|svg|math|nav|footer|aside|form|button|select|option|iframe|object"
)
_VOID = re.compile("area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr")
_MAIN: Final = frozenset({"main", "article"})
_MENU: Final = 80  # characters up to which a block that is nearly all links is a menu
_PIECE: Final = 1 << 16
_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}\?>")


def html_contents(text: str) -> Contents:
    page = _Page()
    # A declared encoding no longer holds: the text has been decoded.
    text = _DECLARATION.sub("", text, count=1)
    parser = etree.HTMLParser(
        target=page, encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True
    )
    data = text.encode("utf-8", "replace")
    for start in range(0, len(data), _PIECE):
        parser.feed(data[start : start + _PIECE])
    parser.close()
    blocks = page.blocks()
    headings = [block.text for block in blocks if block.level == 1]
    title = headings[0] if len(headings) == 1 else clean(page.title)
    return Contents(blocks, title, len(blocks))


@dataclass(slots=True)
class _Written:
    text: str
    level: int
    main: bool


@dataclass(slots=True)
class _Page:
    """Gathers the events of the parser. lxml calls `start`, `end`, `data` and `close`."""

    title: str = ""
    written: list[_Written] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _cells: list[str] = field(default_factory=list)
    _linked: int = 0
    _silent: int = 0
    _links: int = 0
    _main: int = 0
    _in_title: bool = False
    _level: int = 0
    _in_row: bool = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._silent or _SILENT.fullmatch(tag) or "hidden" in attributes:
            self._silent += not _VOID.fullmatch(tag)
            return
        if _BLOCK.fullmatch(tag):
            self._finish()
        if tag == "tr":
            self._in_row = True
        self._main += tag in _MAIN
        self._links += tag == "a"
        self._in_title = tag == "title"
        if tag == "br":
            self._parts.append(" ")
        if re.fullmatch(r"h[1-6]", tag):
            self._level = int(tag[1])

    def end(self, tag: str) -> None:
        self._in_title = False
        if self._silent:
            self._silent -= not _VOID.fullmatch(tag)
            return
        if tag in ("td", "th"):
            self._cells.append(clean("".join(self._parts)))
            self._parts.clear()
        if _BLOCK.fullmatch(tag):
            self._finish()
        if tag == "tr":
            self._in_row = False
        self._main -= tag in _MAIN and self._main > 0
        self._links -= tag == "a" and self._links > 0

    def data(self, text: str) -> None:
        if self._in_title:
            self.title += text
        elif not self._silent:
            self._parts.append(text)
            self._linked += len(text.strip()) if self._links else 0

    def close(self) -> None:
        self._finish()

    def blocks(self) -> list[Block]:
        """What is written, without menus; only the page's main part where it marks one that holds most of it."""
        main = [one for one in self.written if one.main]
        letters = sum(len(one.text) for one in self.written)
        shown = main if sum(len(one.text) for one in main) > letters / 2 else self.written
        return [Block(one.text, number, level=one.level) for number, one in enumerate(shown, 1)]

    def _finish(self) -> None:
        if self._in_row and not self._cells and not "".join(self._parts).strip():
            return
        text = clean("".join(self._parts))
        if self._cells:
            text = ", ".join(cell for cell in (*self._cells, text) if cell)
        menu = len(text) <= _MENU and self._linked >= 0.9 * len(text.replace(" ", "")) and not self._level
        if text and not menu:
            self.written.append(_Written(text, self._level, self._main > 0))
        self._parts.clear()
        self._cells.clear()
        self._linked = self._level = 0
