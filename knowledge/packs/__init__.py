"""Knowledge packs: the YAML that the record is shipped, exported and imported as, and rows of tables."""

from __future__ import annotations

from knowledge.packs.reading import pack_of, read_pack
from knowledge.packs.rows import Rows, SkippedRow, read_rows
from knowledge.packs.writing import write_pack

__all__ = ["Rows", "SkippedRow", "pack_of", "read_pack", "read_rows", "write_pack"]
