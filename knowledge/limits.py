"""What a text or an id of the record may be, whoever writes it: a pack, a row of a file, an editor."""

from __future__ import annotations

import re

STATEMENT = 3500  # leaves room for the source under Telegram's 4096
PASSAGE = 20_000  # of a document or a row: answered with the sentence that answers
QUESTION = 300  # as long as a question that the assistant reads
TITLE = 200
NAME = 200

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")
# Control characters, halves of surrogate pairs, and marks that turn the direction of what follows.
_UNPRINTABLE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)


def text_problem(text: str, limit: int, *, lines: bool = False) -> str | None:
    """Why `text` cannot be taken, or None. `lines`: line breaks are welcome."""
    if not text.strip():
        return "is empty"
    if len(text) > limit:
        return f"has {len(text)} characters, {limit} at most"
    found = _UNPRINTABLE.search(text)
    if found is not None:
        return f"has a control character (U+{ord(found.group()):04X})"
    if not lines and "\n" in text:
        return "has a line break"
    return None


def id_problem(text: str) -> str | None:
    """Why `text` cannot be an id, or None."""
    if _ID.fullmatch(text):
        return None
    return "is no id: up to 64 Latin letters, digits and . _ : - are allowed, a letter or a digit first"
