"""Segments and changes on disk.

A folder holds numbered segment files, a journal of what was added and removed since they were written, and a
manifest that names what counts. Every file is complete before the manifest names it (written aside, renamed), so
that who opens sees the old state or the new one. A segment file is a line of JSON (its sections, with checksums of
itself and of them) and the sections; it is mapped, not read, when it is opened. A line of the journal has a checksum.
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
FORMAT: Final = 9
_HEAD: Final = 4_096  # bytes kept for the first line
_ALIGNED: Final = 8
_PIECE: Final = 1 << 20  # bytes read at once
_MANIFEST: Final = "manifest.json"

Seen = tuple[int, int]  # size and time of change of a file
Change = Mapping[str, Any]  # {"add": [id, lang, text, questions, extra]} or {"remove": id}


class DamagedIndex(Unavailable):
    """The files are not what was written, or another version wrote them; build the index anew."""


def write_segment(path: Path, sections: Sections) -> None:
    """Writes all sections into one file, complete or not at all."""
    table: dict[str, tuple[int, int]] = {}
    at, body = _HEAD, 0
    with _replacing(path) as file:
        file.seek(at)
        for name, section in sections.items():
            written = memoryview(section).cast("B")
            table[name] = (at, len(written))
            padding = bytes(-len(written) % _ALIGNED)
            for piece in (written, padding):
                file.write(piece)
                body = crc32(piece, body)
            at += len(written) + len(padding)
        head = json.dumps({"format": FORMAT, "size": at, "body": body, "sections": table})
        file.seek(0)
        file.write(f"{head}\t{crc32(head.encode()):08x}\n".encode().ljust(_HEAD))


def open_segment(path: Path, seen: Seen | None = None) -> Segment:
    """The segment under a memory map. Raises DamagedIndex.

    It is read and compared with its checksum only if the file is not the one that was `seen` when it was written:
    copied, restored, or changed by somebody.
    """
    try:
        with path.open("rb") as file:
            mapped = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError) as error:
        raise DamagedIndex(f"{path.name}: {error}") from error
    told = _head(path, mapped)
    if seen != seen_of(path):
        verify(path)
    return Segment({name: mapped[at : at + size] for name, (at, size) in told["sections"].items()})


def verify(path: Path) -> None:
    """Reads a whole segment file. Raises DamagedIndex if it is not what was written."""
    try:
        with path.open("rb") as file:
            told, body = _head(path, file.read(_HEAD), path.stat().st_size), 0
            while piece := file.read(_PIECE):
                body = crc32(piece, body)
    except OSError as error:
        raise DamagedIndex(f"{path.name}: {error}") from error
    if body != told["body"]:
        raise DamagedIndex(f"{path.name}: the checksum is another")


def _head(path: Path, beginning: bytes | memoryview, size: int | None = None) -> dict[str, Any]:
    line, _, rest = bytes(beginning[:_HEAD]).partition(b"\n")
    head, _, check = line.partition(b"\t")
    if check != b"%08x" % crc32(head) or rest.strip(b" "):
        raise DamagedIndex(f"{path.name}: the head is damaged")
    told: dict[str, Any] = json.loads(head)
    if told["format"] != FORMAT or told["size"] != (len(beginning) if size is None else size):
        raise DamagedIndex(f"{path.name}: of another version, or cut off")
    return told


def seen_of(path: Path) -> Seen:
    """What tells a file from one that was changed: bytes and nanoseconds."""
    found = path.stat()
    return found.st_size, found.st_mtime_ns


def read_manifest(folder: Path) -> dict[str, Seen]:
    """The segment files that count, as they were when they were written. Raises DamagedIndex."""
    try:
        told = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        if told["format"] == FORMAT:
            return {str(name): (int(size), int(time)) for name, (size, time) in told["segments"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedIndex(f"no index in {folder.name}") from error
    raise DamagedIndex("an index of another version")


def write_manifest(folder: Path, segments: Mapping[str, Seen]) -> None:
    with _replacing(folder / _MANIFEST) as file:
        file.write(json.dumps({"format": FORMAT, "segments": segments}).encode())


def journal_of(segments: Sequence[str]) -> str:
    """The journal's name; it belongs to one list of segments and is left behind with it."""
    return f"{segments[-1]}.journal" if segments else "empty.journal"


def append(path: Path, changes: Iterable[Change], at: int) -> None:
    """Adds changes to the journal after so many bytes, safe on disk when it returns; half a line there goes."""
    path.touch()
    with path.open("r+b") as file:
        file.seek(at)
        file.truncate()
        file.write(b"".join(map(_line, changes)))
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
    return [_change(path, line) for line in whole.splitlines()], start + len(whole)


def _line(change: Change) -> bytes:
    text = json.dumps(change, ensure_ascii=False).encode()
    return b"%08x %s\n" % (crc32(text), text)


def _change(path: Path, line: bytes) -> Change:
    check, _, text = line.partition(b" ")
    if check != b"%08x" % crc32(text):
        raise DamagedIndex(f"{path.name}: a damaged line")
    change: Change = json.loads(text)
    return change


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
