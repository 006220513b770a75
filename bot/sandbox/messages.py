"""Messages as both sides see them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from bot.sandbox.formatting import Formatted

# A message that is only shown in part when it is replied to: Telegram never nests replies.
_NOT_IN_A_REPLY = ("reply_to_message",)


@dataclass(frozen=True, slots=True)
class Content:
    """What a message says: a text, or media with a caption.

    `media` holds the Bot API's own field, for example `{"document": {…}}`.
    """

    words: Formatted = field(default_factory=Formatted)
    media: dict[str, Any] = field(default_factory=dict)

    def json(self) -> dict[str, Any]:
        text, entities = ("caption", "caption_entities") if self.media else ("text", "entities")
        body: dict[str, Any] = dict(self.media)
        if self.words.text:
            body[text] = self.words.text
        if self.words.entities:
            body[entities] = [entity.json() for entity in self.words.entities]
        return body


@dataclass(frozen=True, slots=True)
class Message:
    id: int
    chat: dict[str, Any]
    sender: dict[str, Any]
    date: int
    content: Content
    edit_date: int | None = None
    reply_to: dict[str, Any] | None = None
    keyboard: dict[str, Any] | None = None
    """The inline keyboard under the message."""
    extra: dict[str, Any] = field(default_factory=dict)
    """Further fields of the Bot API's `Message`: `forward_origin`, `link_preview_options` …"""
    reaction: tuple[str, ...] = ()

    @property
    def chat_id(self) -> int:
        return int(self.chat["id"])

    @property
    def from_bot(self) -> bool:
        return bool(self.sender.get("is_bot"))

    def json(self) -> dict[str, Any]:
        """The Bot API's `Message`."""
        optional = {
            "edit_date": self.edit_date,
            "reply_to_message": self.reply_to,
            "reply_markup": self.keyboard,
        }
        return {
            "message_id": self.id,
            "from": self.sender,
            "chat": self.chat,
            "date": self.date,
            **{name: value for name, value in optional.items() if value is not None},
            **self.extra,
            **self.content.json(),
        }

    def quoted(self) -> dict[str, Any]:
        return {name: value for name, value in self.json().items() if name not in _NOT_IN_A_REPLY}


class Messages:
    """Every chat's history in memory; ids rise over all chats, as a bot account sees them."""

    def __init__(self) -> None:
        self._chats: dict[int, dict[int, Message]] = {}
        self._last_id = 0

    def next_id(self) -> int:
        self._last_id += 1
        return self._last_id

    def put(self, message: Message) -> Message:
        self._chats.setdefault(message.chat_id, {})[message.id] = message
        return message

    def find(self, chat_id: int, message_id: int) -> Message | None:
        return self._chats.get(chat_id, {}).get(message_id)

    def change(self, message: Message, **changes: Any) -> Message:
        return self.put(replace(message, **changes))

    def remove(self, chat_id: int, message_id: int) -> Message | None:
        return self._chats.get(chat_id, {}).pop(message_id, None)

    def clear(self, chat_id: int) -> None:
        self._chats.pop(chat_id, None)

    def of(self, chat_id: int) -> Iterator[Message]:
        """The chat's messages, oldest first."""
        yield from self._chats.get(chat_id, {}).values()

    def last(self, chat_id: int) -> Message | None:
        chat = self._chats.get(chat_id)
        return chat[next(reversed(chat))] if chat else None
