"""Texts with entities: how long they are, how they are trimmed, what Telegram finds in them by itself.

Offsets and lengths count UTF-16 code units, as everywhere in the Bot API.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

_MOST_ENTITIES = 100  # Telegram drops what comes after the hundredth without a word

_FOUND_BY_ITSELF = re.compile(
    r"(?P<url>https?://[^\s<>\"']+[^\s<>\"'.,:;!?)\]»])"
    r"|(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<bot_command>(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?![\w/]))"
    r"|(?P<mention>(?<!\w)@[A-Za-z]\w{3,31})"
    r"|(?P<hashtag>(?<!\w)#\w*[^\W\d]\w*)"
)


@dataclass(frozen=True, slots=True)
class Entity:
    type: str
    offset: int
    length: int
    url: str = ""
    language: str = ""
    user_id: int = 0
    custom_emoji_id: str = ""

    @property
    def end(self) -> int:
        return self.offset + self.length

    def json(self) -> dict[str, Any]:
        """The Bot API's `MessageEntity`."""
        body: dict[str, Any] = {"type": self.type, "offset": self.offset, "length": self.length}
        for name in ("url", "language", "custom_emoji_id"):
            if value := getattr(self, name):
                body[name] = value
        if self.user_id:
            body["user"] = {"id": self.user_id, "is_bot": False, "first_name": "User"}
        return body


@dataclass(frozen=True, slots=True)
class Formatted:
    text: str = ""
    entities: tuple[Entity, ...] = ()

    @property
    def units(self) -> int:
        return utf16_length(self.text)


def utf16_length(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def trimmed(words: Formatted) -> Formatted:
    """Without white space around it, as Telegram stores every message."""
    text = words.text.rstrip()
    kept = text.lstrip()
    cut, length = utf16_length(text) - utf16_length(kept), utf16_length(kept)
    return Formatted(kept, tuple(moved for e in words.entities if (moved := _moved(e, -cut, length))))


def _moved(entity: Entity, by: int, length: int) -> Entity | None:
    start, end = max(0, entity.offset + by), min(length, entity.end + by)
    return replace(entity, offset=start, length=end - start) if end > start else None


def finished(words: Formatted) -> Formatted:
    """Trimmed, with links, commands, mentions and hashtags marked where the sender marked nothing."""
    plain = trimmed(words)
    entities = sorted((*plain.entities, *_found(plain)), key=lambda e: (e.offset, -e.length))
    return Formatted(plain.text, tuple(entities[:_MOST_ENTITIES]))


def _found(words: Formatted) -> list[Entity]:
    closed = [e for e in words.entities if e.type in {"code", "pre", "text_link", "text_mention"}]
    found = []
    for match in _FOUND_BY_ITSELF.finditer(words.text):
        offset = utf16_length(words.text[: match.start()])
        entity = Entity(str(match.lastgroup), offset, utf16_length(match.group()))
        if not any(entity.offset < c.end and c.offset < entity.end for c in closed):
            found.append(entity)
    return found
