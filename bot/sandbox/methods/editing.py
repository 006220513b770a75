"""Methods that change, remove or mark a message that is already there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from telegram.constants import ReactionEmoji

from bot.sandbox import composing
from bot.sandbox.call import Call
from bot.sandbox.errors import bad_request
from bot.sandbox.events import Event
from bot.sandbox.messages import Message
from bot.sandbox.state import State

_TWO_DAYS = 48 * 3600
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as "
    "a current content and reply markup of the message"
)
_EMOJI = frozenset(ReactionEmoji)


def edit_message_text(state: State, call: Call) -> dict[str, Any]:
    words = composing.text(call)
    message = _editable(state, call)
    if message.content.media:
        raise bad_request("there is no text in the message to edit")
    preview = call.object("link_preview_options")
    extra = {**message.extra, "link_preview_options": preview} if preview else message.extra
    return _edit(state, call, message, content=replace(message.content, words=words), extra=extra)


def edit_message_caption(state: State, call: Call) -> dict[str, Any]:
    words = composing.caption(call)
    message = _editable(state, call)
    if not message.content.media:
        raise bad_request("there is no caption in the message to edit")
    return _edit(state, call, message, content=replace(message.content, words=words))


def edit_message_reply_markup(state: State, call: Call) -> dict[str, Any]:
    # Telegram leaves the edit date alone when only the buttons change.
    message = _editable(state, call)
    return _edit(state, call, message, edit_date=message.edit_date)


def _editable(state: State, call: Call) -> Message:
    message = _find(state, call, "edit")
    if not message.from_bot:
        raise bad_request("message can't be edited")
    return message


def _find(state: State, call: Call, verb: str) -> Message:
    chat_id = call.chat_id()
    state.reachable(chat_id)
    message = state.messages.find(chat_id, call.integer("message_id"))
    if message is None:
        raise bad_request(f"message to {verb} not found")
    return message


def _edit(state: State, call: Call, message: Message, **changes: Any) -> dict[str, Any]:
    changes = {"edit_date": state.now(), **changes, "keyboard": composing.inline_keyboard(call)}
    changed = replace(message, **{**changes, "edit_date": message.edit_date})
    if changed == message:
        raise bad_request(_NOT_MODIFIED)
    state.flood.count(message.chat_id)
    return state.change(message, **changes).json()


def delete_message(state: State, call: Call) -> bool:
    message = _find(state, call, "delete")
    _check_age(state, message)
    return state.remove(message.chat_id, message.id)


def delete_messages(state: State, call: Call) -> bool:
    chat_id, ids = call.chat_id(), [int(number) for number in call.array("message_ids")]
    state.reachable(chat_id)
    if not 1 <= len(ids) <= 100:
        raise bad_request("there are no message identifiers, or more than 100, in the request")
    for message in [found for number in ids if (found := state.messages.find(chat_id, number))]:
        _check_age(state, message)
        state.remove(chat_id, message.id)
    return True


def _check_age(state: State, message: Message) -> None:
    if state.now() - message.date > _TWO_DAYS:
        raise bad_request("message can't be deleted for everyone")


def set_message_reaction(state: State, call: Call) -> bool:
    message = _find(state, call, "react")
    reactions = [str(body.get("emoji", "")) for body in call.array("reaction")]
    if any(emoji not in _EMOJI for emoji in reactions):
        raise bad_request("REACTION_INVALID")
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    state.messages.change(message, reaction=tuple(reactions))
    body = {"message_id": message.id, "reaction": reactions}
    state.events.publish(Event("reaction", message.chat_id, body))
    return True


METHODS: Mapping[str, Callable[[State, Call], Any]] = {
    "editMessageText": edit_message_text,
    "editMessageCaption": edit_message_caption,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "setMessageReaction": set_message_reaction,
}
