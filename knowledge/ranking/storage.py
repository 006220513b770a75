"""Segments and changes on disk.

A folder holds numbered segment files, a journal of what was added and removed since they were written, and a
manifest that names what counts. Every file is complete before the manifest names it (written aside, renamed), so
that who opens sees the old state or the new one. A segment file is a line of JSON (its sections, with lengths and
checksum) and the sections; it is mapped, not read, when it is opened.
"""

from __future__ import annotations

import json
import mmap
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final
from zlib import crc32

from knowledge.errors import Unavailable
from knowledge.ranking.documents import Doc
from knowledge.ranking.gathering import Sections
from knowledge.ranking.segment import Segment

# Rises whenever the layout or the analysis of words changes: an older index is built anew.
FORMAT: Final = 5
_HEAD: Final = 4_096  # bytes kept for the first line
_ALIGNED: Final = 8
_MANIFEST: Final = "manifest.json"

Change = Mapping[str, Any]  # {"add": [id, lang, text, questions, extra]} or {"remove": id}


class DamagedIndex(Unavailable):
    """The files are not what was written, or another version wrote them; build the index anew."""


def write_segment(path: Path, sections: Sections) -> None:
    """Writes all sections into one file, complete or not at all."""
    table: dict[str, tuple[int, int]] = {}
    at = _HEAD
    for name, section in sections.items():
        size = len(memoryview(section).cast("B"))
        table[name] = (at, size)
        at += -(-size // _ALIGNED) * _ALIGNED
    head = json.dumps({"format": FORMAT, "size": at, "sections": table})
    line = f"{head}\t{crc32(head.encode()):08x}\n".encode().ljust(_HEAD)
    with _replacing(path) as file:
        file.write(line)
        for name, section in sections.items():
            file.seek(table[name][0])
            file.write(memoryview(section).cast("B"))
        file.truncate(at)


def open_segment(path: Path) -> Segment:
    """The segment under a memory map. Raises DamagedIndex."""
    try:
        with path.open("rb") as file:
            mapped = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError) as error:
        raise DamagedIndex(f"{path.name}: {error}") from error
    head, _, check = bytes(mapped[:_HEAD]).partition(b"\n")[0].partition(b"\t")
    if check != f"{crc32(head):08x}".encode():
        raise DamagedIndex(f"{path.name}: the head is damaged")
    told = json.loads(head)
    if told["format"] != FORMAT or told["size"] != len(mapped):
        raise DamagedIndex(f"{path.name}: of another version, or cut off")
    return Segment({name: mapped[at : at + size] for name, (at, size) in told["sections"].items()})


def read_manifest(folder: Path) -> list[str]:
    """The names of the segment files that count. Raises DamagedIndex."""
    try:
        told = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        if told["format"] == FORMAT:
            return [str(name) for name in told["segments"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedIndex(f"no index in {folder.name}") from error
    raise DamagedIndex("an index of another version")


def write_manifest(folder: Path, segments: Sequence[str]) -> None:
    with _replacing(folder / _MANIFEST) as file:
        file.write(json.dumps({"format": FORMAT, "segments": list(segments)}).encode())


def journal_of(segments: Sequence[str]) -> str:
    """The journal's name; it belongs to one list of segments and is left behind with it."""
    return f"{segments[-1]}.journal" if segments else "empty.journal"


def append(path: Path, changes: Iterable[Change], at: int) -> None:
    """Adds changes to the journal after so many bytes, safe on disk when it returns; half a line there goes."""
    path.touch()
    with path.open("r+b") as file:
        file.seek(at)
        file.truncate()
        file.write(b"".join(json.dumps(change, ensure_ascii=False).encode() + b"\n" for change in changes))
        file.flush()
        os.fsync(file.fileno())


def read_journal(path: Path, start: int = 0) -> tuple[list[Change], int]:
    """The changes from a position on and the position after them; a last line without its end was never made."""
    try:
        with path.open("rb") as file:
            file.seek(start)
            text = file.read()
    except FileNotFoundError:
        return [], start
    whole = text[: text.rfind(b"\n") + 1]
    try:
        return [json.loads(line) for line in whole.splitlines()], start + len(whole)
    except ValueError as error:
        raise DamagedIndex(f"{path.name}: a damaged line") from error


def change_of(doc: Doc) -> Change:
    return {"add": [doc.id, doc.lang, doc.text, list(doc.questions), doc.extra]}


def doc_of(change: Change) -> Doc:
    named, lang, text, questions, extra = change["add"]
    return Doc(named, lang, text, tuple(questions), extra)


class _replacing:  # noqa: N801 - reads as a verb where it is used
    """A file written aside that takes its place when all went well."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._aside = path.with_name(f"{path.name}.{os.getpid()}.part")

    def __enter__(self) -> Any:
        self._file = self._aside.open("wb")
        return self._file

    def __exit__(self, kind: object, *_: object) -> None:
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        if kind is None:
            self._aside.replace(self._path)
        else:
            self._aside.unlink()
