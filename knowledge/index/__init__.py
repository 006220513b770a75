"""The search index: built from the records, caught up by their revision, deleted and rebuilt at any time."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Protocol

from knowledge.index.base import Base
from knowledge.index.compile import compile_base
from knowledge.index.store import FORMAT, StaleIndex, read_index, read_stamp, write_index
from knowledge.lexicon import lexicon_digest, load_lexicon
from knowledge.model import Pack

__all__ = ["Base", "Index"]


class RecordSource(Protocol):
    """What the index needs of the records."""

    def revision(self) -> int: ...

    def pack(self) -> Pack: ...


class Index:
    """The index of one record store in one file. Thread-safe: `base` is an immutable snapshot."""

    def __init__(self, path: Path, records: RecordSource) -> None:
        self._path, self._records = path, records
        self._lock = threading.Lock()
        self._base: Base | None = None

    @property
    def base(self) -> Base:
        """The newest snapshot this process has loaded."""
        return self._base or self.refresh()

    def refresh(self) -> Base:
        """Catch up with the records: load the file if it is of their revision, else build it anew."""
        with self._lock:
            revision = self._records.revision()
            if self._base is None or self._base.revision != revision:
                self._base = self._load(revision) or self._build(revision)
            return self._base

    def rebuild(self) -> Base:
        """Build the file anew whatever is there."""
        with self._lock:
            self._base = self._build(self._records.revision())
            return self._base

    def problem(self) -> str | None:
        """Why the file on disk cannot be used as it is, or None."""
        try:
            stamp = read_stamp(self._path)
        except StaleIndex as error:
            return str(error)
        expected = self._stamp(self._records.revision())
        return None if stamp == expected else "made from other records, lexicon or format"

    def _stamp(self, revision: int) -> dict[str, str]:
        return {"format": str(FORMAT), "lexicon": lexicon_digest(), "revision": str(revision)}

    def _load(self, revision: int) -> Base | None:
        try:
            if read_stamp(self._path) != self._stamp(revision):
                return None
            compiled, pack = read_index(self._path)
        except StaleIndex:
            return None
        return Base.of(compiled, pack, load_lexicon(), revision)

    def _build(self, revision: int) -> Base:
        pack, lexicon = self._records.pack(), load_lexicon()
        compiled = compile_base(pack, lexicon)
        write_index(self._path, compiled, pack, self._stamp(revision))
        return Base.of(compiled, pack, lexicon, revision)
