"""What the bot wants to send, read from a call and checked as Telegram checks it."""

from __future__ import annotations

from typing import Any

from bot.sandbox import markup
from bot.sandbox.call import Call
from bot.sandbox.errors import bad_request
from bot.sandbox.files import StoredFile, Upload, picture_size
from bot.sandbox.formatting import Entity, Formatted, finished, utf16_length
from bot.sandbox.html import parse_html
from bot.sandbox.messages import Message
from bot.sandbox.state import State

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
_ENTITY_FIELDS = frozenset({"url", "language", "custom_emoji_id"})


def text(call: Call) -> Formatted:
    """The text of a message; it must say something."""
    words = _words(call, "text", "entities")
    if not words.text:
        raise bad_request("message text is empty")
    if words.units > LONGEST_TEXT:
        raise bad_request("message is too long")
    return words


def caption(call: Call) -> Formatted:
    words = _words(call, "caption", "caption_entities")
    if words.units > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    return words


def _words(call: Call, name: str, entities: str) -> Formatted:
    source, mode = call.text(name), call.text("parse_mode").lower()
    if mode == "html":
        return finished(parse_html(source))
    if mode:
        # The sandbox reads one style; a bot that uses another should hear of it, not see raw markup.
        raise bad_request("unsupported parse_mode: the sandbox reads HTML")
    given = tuple(_entity(body, utf16_length(source)) for body in call.array(entities))
    return finished(Formatted(source, given))


def _entity(body: dict[str, Any], units: int) -> Entity:
    try:
        kind, offset, length = str(body["type"]), int(body["offset"]), int(body["length"])
    except (KeyError, TypeError, ValueError):
        raise bad_request("can't parse MessageEntity") from None
    if offset < 0 or length <= 0 or offset + length > units:
        raise bad_request(
            f"can't parse entities: entity beginning at UTF-16 offset {offset} is out of the text"
        )
    more = {name: str(value) for name, value in body.items() if name in _ENTITY_FIELDS}
    user = body.get("user") or {}
    return Entity(kind, offset, length, user_id=int(user.get("id", 0)), **more)


def inline_keyboard(call: Call) -> dict[str, Any] | None:
    """For edits, which take no other keyboard."""
    given = call.object("reply_markup")
    if not given:
        return None
    if "inline_keyboard" not in given:
        raise bad_request("inline keyboard expected")
    return markup.inline_keyboard(given)


def apply_markup(state: State, chat_id: int, given: dict[str, Any] | None) -> None:
    """A keyboard that belongs to the chat, not to the message."""
    if given and "inline_keyboard" not in given:
        state.set_reply_keyboard(chat_id, None if given.get("remove_keyboard") else given)


def reply_markup(call: Call) -> dict[str, Any] | None:
    """Whatever stands in `reply_markup`, checked."""
    given = call.object("reply_markup")
    if not given:
        return None
    if "inline_keyboard" in given:
        return markup.inline_keyboard(given)
    if "keyboard" in given:
        return markup.reply_keyboard(given)
    if given.get("force_reply"):
        return markup.force_reply(given)
    if given.get("remove_keyboard"):
        return given
    raise bad_request("object expected as reply markup")


def replied(state: State, call: Call, chat_id: int) -> Message | None:
    """The message that `reply_parameters` names."""
    given = call.object("reply_parameters")
    if given is None and call.has("reply_to_message_id"):
        given = {"message_id": call.integer("reply_to_message_id")}
    if given is None:
        return None
    found = state.messages.find(int(given.get("chat_id", chat_id)), int(given.get("message_id", 0)))
    if found is None and not given.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return found


def file(state: State, call: Call, name: str) -> StoredFile:
    """A file sent along, or one that the server already has, by its id."""
    if upload := _upload(call, name):
        return state.files.keep(upload, name)
    if not call.has(name):
        raise bad_request(f"there is no {name} in the request")
    stored = state.files.get(call.text(name))
    if name == "photo" != stored.kind:
        raise bad_request(f"can't use file of type {stored.kind.capitalize()} as Photo")
    return stored


def _upload(call: Call, name: str) -> Upload | None:
    given = call.text(name)
    return call.uploads.get(given.removeprefix("attach://") if given.startswith("attach://") else name)


def media(kind: str, stored: StoredFile, call: Call | None = None) -> dict[str, Any]:
    """The field of the Bot API's `Message` that carries this file."""
    if kind == "photo":
        width, height = picture_size(stored.content)
        return {"photo": [{**stored.json(), "width": width, "height": height}]}
    body = stored.json()
    duration = call.integer("duration") if call else 1
    match kind:
        case "document":
            body |= {"file_name": stored.name, "mime_type": stored.mime}
        case "sticker":
            body |= {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        case "voice":
            body |= {"duration": duration, "mime_type": stored.mime}
        case "audio":
            body |= {"duration": duration, "mime_type": stored.mime, "file_name": stored.name}
        case _:
            body |= {"duration": duration, "mime_type": stored.mime, "width": 640, "height": 360}
    return {kind: body}
