"""Markdown as blocks, read by markdown-it (CommonMark, with tables)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from knowledge.documents.blocks import Block, Contents, clean

_FRONT_MATTER = re.compile(r"\A---\n(.{0,4000}?)\n(?:---|\.\.\.)\n", re.DOTALL)
_TITLE = re.compile(r"(?m)^title:\s*[\"']?(.+?)[\"']?\s*$")
_SPOKEN: Final = frozenset({"text", "code_inline"})


def markdown_contents(text: str) -> Contents:
    front = _FRONT_MATTER.match(text)
    named = _TITLE.search(front[1]) if front else None
    reader = MarkdownIt("commonmark").enable("table")
    blocks = list(_blocks(reader.parse(text[front.end() :] if front else text)))
    return Contents(blocks, named[1] if named else "", len(blocks))


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    number = level = 0
    cells: list[str] | None = None
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1])
        elif token.type == "tr_open":
            cells = []
        elif token.type == "inline" and cells is not None:
            cells.append(_said(token))
        elif token.type in ("inline", "fence", "code_block", "tr_close"):
            text = ", ".join(filter(None, cells or ())) if token.type == "tr_close" else _said(token)
            if token.type == "tr_close":
                cells = None
            if text:
                number += 1
                yield Block(text, number, level=level)
            level = 0


def _said(token: Token) -> str:
    """The words of a token without their marks."""
    if token.children is None:
        return clean(token.content)
    parts = [
        child.content if child.type in _SPOKEN else " " if child.type in ("softbreak", "hardbreak") else ""
        for child in token.children
    ]
    return clean("".join(parts))
