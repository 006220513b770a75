"""Ids for what an import makes: the same for the same thing, readable where its letters allow."""

from __future__ import annotations

import hashlib
import re

_LONGEST = 28


def slug(text: str, kind: str) -> str:
    """An id of Latin letters, digits, `.` and `-` for a text; what is lost of it is told by a digest."""
    readable = re.sub(r"[^a-z0-9.]+", "-", text.lower()).strip("-.")[:_LONGEST].rstrip("-.")
    if text.isascii() and readable and len(text) <= _LONGEST:
        return readable
    return f"{readable or kind}-{hashlib.blake2b(text.encode(), digest_size=4).hexdigest()}"
