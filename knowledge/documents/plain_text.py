"""A text file as blocks: its paragraphs, and what looks like headings between them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.documents.blocks import Block, Contents, clean

_LONGEST_HEADING = 150
_MOST_WORDS = 18
_WRAPPED = range(40, 131)  # lengths of the longest line in a text that was broken into lines of equal length
_FULL = 0.6  # share of the longest line from which a line was broken because it was full
_ENDED = (".", "!", "?", "…", ":", ";", ",", "”", "»", '"', ")")
_ITEM = re.compile(r"\s*(?:[-–—•*·▪]|\(?\d{1,3}[.)]|[a-zа-я]\))\s+")


def text_contents(text: str) -> Contents:
    blocks = list(_blocks(text))
    return Contents(blocks, total=len(blocks))


def _blocks(text: str) -> Iterator[Block]:
    paragraphs = [
        found for part in re.split(r"\n[ \t]*(?:\n[ \t]*)+|\f", text) for found in _paragraphs(part)
    ]
    for number, paragraph in enumerate(paragraphs, 1):
        followed = number < len(paragraphs)
        yield Block(paragraph, number, level=int(followed and looks_like_heading(paragraph)))


def looks_like_heading(text: str) -> bool:
    """A short line that ends like no sentence."""
    return (
        len(text) <= _LONGEST_HEADING
        and len(text.split()) <= _MOST_WORDS
        and not text.endswith(_ENDED)
        and not _ITEM.match(text)
        and any(sign.isalpha() for sign in text)
        and not text[0].islower()
    )


def _paragraphs(part: str) -> Iterator[str]:
    """The paragraphs between two empty lines: one if the text was wrapped, else one for each line."""
    lines = [line for line in map(clean, part.split("\n")) if line]
    longest = max(map(len, lines), default=0)
    if longest not in _WRAPPED:
        yield from lines
        return
    joined = ""
    before = 0
    for line in lines:
        goes_on = joined and before >= _FULL * longest and not _ITEM.match(line)
        if joined and not goes_on:
            yield joined
            joined = ""
        joined = join_lines(joined, line)
        before = len(line)
    if joined:
        yield joined


def join_lines(first: str, second: str) -> str:
    """Two lines of one paragraph; a word that was hyphenated at the end of a line is put together."""
    if not first:
        return second
    if re.search(r"[^\W\d_]-$", first) and second[:1].islower():
        return first[:-1] + second
    return f"{first} {second}"
