"""Formatted text as runs, written as Telegram's HTML and cut to the length of a message.

A run is plain text with the tags around it. Tags are opened and closed only when runs are written, so markup
is balanced wherever a text is cut.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

Tag = str  # as it is opened: b, i, s, blockquote expandable, a href="…"

MESSAGE_UNITS = 4096  # UTF-16 units of a message's text, counted without its markup
CAPTION_UNITS = 1024

# Telegram refuses none of these but draws or drops them as it likes; lone surrogates cannot be sent at all.
_UNSENDABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_JOINER = "\u200d"
_LONGEST_CLUSTER = 32  # characters looked back for the start of what is drawn as one


@dataclass(frozen=True, slots=True)
class Run:
    text: str
    tags: tuple[Tag, ...] = ()  # outermost first


Rich = tuple[Run, ...]


def plain(text: str) -> Rich:
    return (Run(text),) if text else ()


def bold(text: str) -> Rich:
    return (Run(text, ("b",)),) if text else ()


def italic(text: str) -> Rich:
    return (Run(text, ("i",)),) if text else ()


def struck(text: str) -> Rich:
    return (Run(text, ("s",)),) if text else ()


def code(text: str) -> Rich:
    """Copied at a tap."""
    return (Run(text, ("code",)),) if text else ()


def link_tag(address: str) -> Tag:
    return f'a href="{html.escape(address)}"'


def quotation(text: str) -> Rich:
    """A block that shows its first lines and opens at a tap."""
    return (Run(text, ("blockquote expandable",)),) if text else ()


def lines(parts: Iterable[Rich], between: str = "\n") -> Rich:
    """The parts that are not empty, each on its own line."""
    joined: list[Run] = []
    for part in filter(None, parts):
        joined += [Run(between), *part] if joined else part
    return tuple(joined)


def units(text: str) -> int:
    """The length as Telegram counts it: in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def text_of(rich: Rich) -> str:
    return "".join(run.text for run in rich)


def messages(rich: Rich, limit: int = MESSAGE_UNITS) -> list[str]:
    """The text as HTML, in as many parts as Telegram wants; no part is blank."""
    return [to_html(part) for part in cut(rich, limit)]


def to_html(rich: Rich) -> str:
    """The runs as HTML, tags shared by neighbours written once."""
    written: list[str] = []
    opened: tuple[Tag, ...] = ()
    for run in (*rich, Run("")):
        kept = _common(opened, run.tags)
        written += [f"</{tag.split()[0]}>" for tag in reversed(opened[kept:])]
        written += [f"<{tag}>" for tag in run.tags[kept:]]
        written.append(html.escape(run.text, quote=False))
        opened = run.tags
    return "".join(written)


def cut(rich: Rich, limit: int = MESSAGE_UNITS) -> list[Rich]:
    """Parts of at most `limit` units, cut at a paragraph, line or word that ends in the last half."""
    parts: list[Rich] = []
    rest = _cleaned(rich)
    # No character is more than two units, so that what is far shorter need not be counted.
    while 2 * sum(len(run.text) for run in rest) > limit and units(text_of(rest)) > limit:
        end = _cutting_point(text_of(rest), limit)
        head, rest = _divided(rest, end)
        parts.append(_trimmed(head))
        rest = _trimmed(rest)
    parts.append(_trimmed(rest))
    return list(filter(None, parts))


def _common(one: tuple[Tag, ...], other: tuple[Tag, ...]) -> int:
    pairs = zip(one, other, strict=False)
    return next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _cleaned(rich: Rich) -> Rich:
    return tuple(
        Run(_UNSENDABLE.sub("", run.text), run.tags) if _UNSENDABLE.search(run.text) else run for run in rich
    )


def _cutting_point(text: str, limit: int) -> int:
    """Where to end a part: an index into `text`, at least 1."""
    end = _within(text, limit)
    for boundary in ("\n\n", "\n", " "):
        found = text.rfind(boundary, 0, end)
        if found > end // 2:
            return found + len(boundary)
    return _between_clusters(text, end)


def _within(text: str, limit: int) -> int:
    """How many characters fit into `limit` units."""
    length = 0
    for index, char in enumerate(text):
        length += 2 if char > "\uffff" else 1
        if length > limit:
            return index
    return len(text)


def _between_clusters(text: str, end: int) -> int:
    """Not between a letter and its marks, or inside an emoji that is drawn as one."""
    for index in range(end, max(end - _LONGEST_CLUSTER, 0), -1):
        if not _continues(text, index):
            return index
    return end


def _continues(text: str, index: int) -> bool:
    if index >= len(text):
        return False
    char = text[index]
    joined = char == _JOINER or text[index - 1] == _JOINER
    return joined or unicodedata.category(char) in {"Mn", "Me", "Mc"} or "\U0001f3fb" <= char <= "\U0001f3ff"


def _divided(rich: Rich, end: int) -> tuple[Rich, Rich]:
    head: list[Run] = []
    tail: list[Run] = []
    for run in rich:
        head.append(Run(run.text[: max(end, 0)], run.tags))
        tail.append(Run(run.text[max(end, 0) :], run.tags))
        end -= len(run.text)
    return tuple(filter(_filled, head)), tuple(filter(_filled, tail))


def _trimmed(rich: Rich) -> Rich:
    """Without blanks at either end, which Telegram would drop."""
    runs = [run for run in rich if run.text]
    while runs and not _put(runs, 0, runs[0].text.lstrip()):
        del runs[0]
    while runs and not _put(runs, -1, runs[-1].text.rstrip()):
        del runs[-1]
    return tuple(runs)


def _put(runs: list[Run], place: int, text: str) -> str:
    """Give the run at `place` this text, which is returned."""
    if text != runs[place].text:
        runs[place] = Run(text, runs[place].tags)
    return text


def _filled(run: Run) -> bool:
    return bool(run.text)
