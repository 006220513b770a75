"""Methods that put a new message into a chat."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from telegram.constants import ChatAction

from bot.sandbox import composing
from bot.sandbox.call import Call
from bot.sandbox.errors import bad_request
from bot.sandbox.events import Event
from bot.sandbox.formatting import Formatted
from bot.sandbox.messages import Content, Message
from bot.sandbox.state import State

_ACTIONS = frozenset(ChatAction)


def send_message(state: State, call: Call) -> dict[str, Any]:
    return _send(state, call, Content(composing.text(call))).json()


def _media_sender(kind: str) -> Callable[[State, Call], dict[str, Any]]:
    def send(state: State, call: Call) -> dict[str, Any]:
        words = Formatted() if kind == "sticker" else composing.caption(call)
        media = composing.media(kind, composing.file(state, call, kind), call)
        return _send(state, call, Content(words, media)).json()

    return send


def send_location(state: State, call: Call) -> dict[str, Any]:
    latitude, longitude = call.number("latitude"), call.number("longitude")
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise bad_request("wrong location specified")
    media = {"location": {"latitude": latitude, "longitude": longitude}}
    return _send(state, call, Content(media=media)).json()


def send_chat_action(state: State, call: Call) -> bool:
    chat_id = call.chat_id()
    if call.text("action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    state.reachable(chat_id)
    state.events.publish(Event("typing", chat_id, {"action": call.text("action")}))
    return True


def forward_message(state: State, call: Call) -> dict[str, Any]:
    source = _source(state, call, "forward")
    origin = {"type": "user", "sender_user": source.sender, "date": source.date}
    return _send(state, call, source.content, {"forward_origin": origin}).json()


def copy_message(state: State, call: Call) -> dict[str, Any]:
    source = _source(state, call, "copy")
    words = composing.caption(call) if call.has("caption") and source.content.media else source.content.words
    return {"message_id": _send(state, call, Content(words, source.content.media)).id}


def _source(state: State, call: Call, verb: str) -> Message:
    from_chat_id = call.chat_id("from_chat_id")
    state.chat(from_chat_id)
    found = state.messages.find(from_chat_id, call.integer("message_id"))
    if found is None:
        raise bad_request(f"message to {verb} not found")
    return found


def _send(state: State, call: Call, content: Content, extra: dict[str, Any] | None = None) -> Message:
    markup = composing.reply_markup(call)
    chat_id = call.chat_id()
    chat = state.reachable(chat_id)
    replied = composing.replied(state, call, chat_id)
    state.flood.count(chat_id)
    preview = call.object("link_preview_options")
    message = Message(
        id=state.messages.next_id(),
        chat=chat,
        sender=state.bot_user(),
        date=state.now(),
        content=content,
        reply_to=replied.quoted() if replied else None,
        keyboard=markup if markup and "inline_keyboard" in markup else None,
        extra={**(extra or {}), **({"link_preview_options": preview} if preview else {})},
    )
    composing.apply_markup(state, chat_id, markup)
    return state.post(message)


METHODS: Mapping[str, Callable[[State, Call], Any]] = {
    "sendMessage": send_message,
    "sendPhoto": _media_sender("photo"),
    "sendDocument": _media_sender("document"),
    "sendVoice": _media_sender("voice"),
    "sendAudio": _media_sender("audio"),
    "sendVideo": _media_sender("video"),
    "sendAnimation": _media_sender("animation"),
    "sendSticker": _media_sender("sticker"),
    "sendLocation": send_location,
    "sendChatAction": send_chat_action,
    "forwardMessage": forward_message,
    "copyMessage": copy_message,
}
