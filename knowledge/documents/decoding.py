"""Bytes to text, whatever program wrote them: UTF-8, UTF-16, and the code pages of Russian and Kazakh texts."""

from __future__ import annotations

import codecs
import re

from knowledge.errors import InvalidInput

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What is guessed among, the likeliest first; Kazakh has code pages of its own.
_CODE_PAGES = ("cp1251", "kz1048", "ptcp154", "koi8_r", "cp866", "mac_cyrillic", "cp1252")
_SAMPLE = 100_000  # bytes that the guess rests on
_MOST_ODD = 0.02  # share of signs that no text has, above which this is no text
_OUTWEIGHED = 3  # letters of good text that one sign of wrong text outweighs
_FREQUENT = re.compile("[оеаинтсрвлкмдпуяызьбгәіңғүұқөһ]")
_FOREIGN_TO_US = re.compile("[Ѐ-џ](?<![А-Яа-яЁёІі])|[Ґ-ӿ](?<![ӘәҒғҚқҢңӨөҰұҮүҺһ])|[─-▟]")
_MIXED = re.compile("[A-Za-z][Ѐ-ӿ]|[Ѐ-ӿ][A-Za-zÀ-ÿ]|[а-яёәғқңөұүһі][А-ЯЁӘҒҚҢӨҰҮҺІ]")
_ACCENTED = re.compile("[a-z][à-öø-ÿ]|[à-öø-ÿ][a-z]|[‘’“”–—…]")
_ODD = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd]")
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?([\w.:-]{2,40})""", re.IGNORECASE
)


def decode(data: bytes, *, declared: str | None = None) -> str:
    """The text, its lines ended by line feeds. InvalidInput if this is no text in any encoding that is known here."""
    text = _decoded(data, declared)
    if len(_ODD.findall(text)) > _MOST_ODD * len(text) or "\x00" in text:
        raise InvalidInput("this is no text in an encoding that can be told")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def declared_encoding(data: bytes) -> str | None:
    """The encoding that an HTML or XML file names in its first kilobytes, if Python knows it."""
    found = _DECLARED.search(data[:4096])
    if found is None:
        return None
    try:
        return codecs.lookup(found[1].decode("ascii")).name
    except LookupError:
        return None


def _decoded(data: bytes, declared: str | None) -> str:
    mark = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    for encoding in filter(None, (mark, _without_mark(data), "utf-8", declared)):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, UnicodeError):
            continue
    return _guessed(data)


def _without_mark(data: bytes) -> str | None:
    """UTF-16 that does not say so: every other byte of Latin, or the high ones of Cyrillic, are the same."""
    sample = data[:2000]
    for encoding, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        if high and sum(byte in (0, 4) for byte in high) > 0.9 * len(high):
            return encoding
    return None


def _guessed(data: bytes) -> str:
    # Only the lines beyond ASCII tell; a page of English before one of Russian would hide it.
    telling = b"\n".join(line for line in re.split(rb"[\r\n]+", data) if not line.isascii())[:_SAMPLE]
    encoding = max(_CODE_PAGES, key=lambda page: _likelihood(telling.decode(page, "replace")))
    return data.decode(encoding, "replace")


def _likelihood(text: str) -> float:
    """How much a text looks like Russian, Kazakh or English."""
    good = len(_FREQUENT.findall(text)) + len(_ACCENTED.findall(text))
    wrong = sum(len(pattern.findall(text)) for pattern in (_FOREIGN_TO_US, _MIXED, _ODD))
    return good - _OUTWEIGHED * wrong
