"""Ids for what an import makes: the same for the same thing, readable where its letters allow."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace

from knowledge.language import normalise
from knowledge.model import Fact

_LONGEST = 28


def slug(text: str, kind: str) -> str:
    """An id of Latin letters, digits, `.` and `-` for a text; what is lost of it is told by a digest."""
    readable = re.sub(r"[^a-z0-9.]+", "-", text.lower()).strip("-.")[:_LONGEST].rstrip("-.")
    if text.isascii() and readable and len(text) <= _LONGEST:
        return readable
    return f"{readable or kind}-{hashlib.blake2b(text.encode(), digest_size=4).hexdigest()}"


def fingerprint(text: str) -> str:
    """Of the words of a text: marks, case and spaces do not count."""
    words = re.sub(r"[\W_]+", " ", normalise(text, limit=len(text) + 1))
    return hashlib.blake2b(words.strip().encode(), digest_size=6).hexdigest()


def named(document: str, fact: Fact) -> Fact:
    """The fact with an id of its document, its relation and its words."""
    text = next(iter(fact.statement.values()))
    return replace(fact, id=f"{document}.{fact.relation}.{fingerprint(text)}")


def shortened(text: str, longest: int) -> str:
    """The text, or as many of its words as there is room for."""
    return text if len(text) <= longest else text[:longest].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"
