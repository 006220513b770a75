"""A Word document (.docx, ECMA-376) as blocks: its main part is read as a stream, nothing else is unpacked.

python-docx builds the whole tree and every picture in memory, and leaves out text inserted with tracking on.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Final

from lxml import etree

from knowledge.documents.blocks import Block, Contents, clean
from knowledge.errors import InvalidInput

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT: Final = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_TITLE: Final = "{http://purl.org/dc/elements/1.1/}title"
_MOST_PARTS: Final = 5_000
_LARGEST_TOTAL: Final = 200_000_000  # bytes, unpacked
_LARGEST_PART: Final = 80_000_000  # bytes of one part that is read
_LEVEL = re.compile(r"(?i)(?:heading|заголовок|тақырып)\s*(\d)")
_NOT_SHOWN: Final = frozenset({"del", "moveFrom", "txbxContent", "Fallback", "instrText", "delText"})


def word_contents(path: Path) -> Contents:
    archive = _opened(path)
    main = _main_part(archive)
    levels = _heading_levels(archive, main)
    title = _title(archive)
    blocks = list(_blocks(archive, main, levels))
    return Contents(blocks, title, len(blocks))


def _opened(path: Path) -> zipfile.ZipFile:
    """The archive, if what it says of itself is bearable: nothing is unpacked before."""
    try:
        archive = zipfile.ZipFile(path)
        parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise InvalidInput(f"the document is damaged ({error})") from None
    if len(parts) > _MOST_PARTS:
        raise InvalidInput(f"the document has {len(parts)} parts, {_MOST_PARTS} at most")
    total = sum(part.file_size for part in parts)
    if total > _LARGEST_TOTAL:
        raise InvalidInput(
            f"the document would unpack to {total // 1_000_000} MB, {_LARGEST_TOTAL // 1_000_000} MB at most"
        )
    if any(part.flag_bits & 1 for part in parts):
        raise InvalidInput("the document is protected by a password")
    if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
        raise InvalidInput("the document holds macros; save it without them (.docx)")
    return archive


def _part(archive: zipfile.ZipFile, name: str) -> IO[bytes] | None:
    """A part to read from, None if there is none. A document type has no place in one (ECMA-376, part 2)."""
    try:
        info = archive.getinfo(name)
    except KeyError:
        return None
    if info.file_size > _LARGEST_PART:
        raise InvalidInput(
            f"the document's text takes {info.file_size // 1_000_000} MB unpacked, too much to read"
        )
    with archive.open(info) as part:
        if b"<!DOCTYPE" in part.read(4096):
            raise InvalidInput("the document defines XML entities, which no Word document does")
    return archive.open(info)


def _events(part: IO[bytes], *events: str) -> Iterator[tuple[str, Any]]:
    try:
        yield from etree.iterparse(
            part, events=events, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
    except (etree.XMLSyntaxError, zipfile.BadZipFile, EOFError, OSError) as error:
        raise InvalidInput(f"the document is damaged ({str(error).splitlines()[0][:120]})") from None


def _main_part(archive: zipfile.ZipFile) -> str:
    part = _part(archive, "_rels/.rels")
    if part is not None:
        for _, element in _events(part, "end"):
            if element.get("Type", "").endswith("/officeDocument"):
                name = element.get("Target", "").lstrip("/")
                if name.startswith("word/"):
                    return str(name)
    if "word/document.xml" in archive.namelist():
        return "word/document.xml"
    raise InvalidInput("the file is a ZIP archive, but not a Word document")


def _title(archive: zipfile.ZipFile) -> str:
    part = _part(archive, "docProps/core.xml")
    if part is None:
        return ""
    return next(
        (clean(element.text or "") for _, element in _events(part, "end") if element.tag == _TITLE), ""
    )


def _heading_levels(archive: zipfile.ZipFile, main: str) -> dict[str, int]:
    """The levels of the styles that headings are in, by the styles' ids."""
    part = _part(archive, main.rsplit("/", 1)[0] + "/styles.xml")
    levels: dict[str, int] = {}
    based: dict[str, str] = {}
    for _, element in _events(part, "end") if part is not None else ():
        if _local(element) != "style":
            continue
        style = _value(element, "styleId")
        for child in element.iter():
            name = _local(child)
            if name == "name" and (found := _LEVEL.match(_value(child, "val"))):
                levels[style] = int(found[1])
            elif name == "name" and _value(child, "val").lower() in ("title", "название"):
                levels[style] = 1
            elif name == "outlineLvl" and _value(child, "val").isdigit():
                levels.setdefault(style, int(_value(child, "val")) + 1)
            elif name == "basedOn":
                based[style] = _value(child, "val")
        element.clear()
    for style, base in based.items():
        if style not in levels and base in levels:
            levels[style] = levels[base]
    return {style: level for style, level in levels.items() if level <= 9}


def _blocks(archive: zipfile.ZipFile, main: str, levels: dict[str, int]) -> Iterator[Block]:
    part = _part(archive, main)
    if part is None:
        raise InvalidInput("the document has no text")
    number = 0
    cells: list[str] = []
    depth = 0  # of tables in tables: the innermost rows are told
    for event, element in _events(part, "start", "end"):
        name = _local(element)
        if event == "start":
            depth += name == "tbl"
            continue
        if name == "p":
            text = clean(_text(element))
            if depth:
                cells.append(text)
            elif text:
                number += 1
                yield Block(text, number, level=_level(element, levels))
        elif name == "tr" and (row := ", ".join(filter(None, cells))):
            number += 1
            yield Block(row, number)
            cells = []
        elif name == "tbl":
            depth -= 1
            cells = []
        if name in ("p", "tr", "tbl"):
            _forget(element)


def _forget(element: Any) -> None:
    """Free what has been read; the tree would else grow to many times the file."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def _text(paragraph: Any) -> str:
    parts: list[str] = []
    stack = [iter(paragraph)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
            continue
        name = _local(element)
        if name in _NOT_SHOWN:
            continue
        if name == "t":
            parts.append(element.text or "")
        elif name in ("tab", "br", "cr"):
            parts.append(" ")
        elif name == "noBreakHyphen":
            parts.append("-")
        stack.append(iter(element))
    return "".join(parts)


def _level(paragraph: Any, levels: dict[str, int]) -> int:
    for element in paragraph.iter():
        name = _local(element)
        if name == "pStyle":
            return levels.get(_value(element, "val"), 0)
        if name == "outlineLvl" and _value(element, "val") in tuple("012345678"):
            return int(_value(element, "val")) + 1
        if name == "r":
            break
    return 0


def _local(element: Any) -> str:
    tag = element.tag
    return tag.rsplit("}", 1)[-1] if isinstance(tag, str) else ""


def _value(element: Any, name: str) -> str:
    return str(element.get(f"{_W}{name}") or element.get(f"{_STRICT}{name}") or "")
