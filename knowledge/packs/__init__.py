"""Knowledge packs: the YAML that the record is shipped, exported and imported as."""

from __future__ import annotations

from knowledge.packs.reading import pack_of, read_pack
from knowledge.packs.writing import write_pack

__all__ = ["pack_of", "read_pack", "write_pack"]
