"""Methods about chats and who is in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.sandbox.call import Call
from bot.sandbox.chats import Group
from bot.sandbox.errors import bad_request
from bot.sandbox.events import Event
from bot.sandbox.state import State

_ADMIN_RIGHTS = (
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)


def get_chat(state: State, call: Call) -> dict[str, Any]:
    """`ChatFullInfo`."""
    chat_id = call.chat_id()
    gifts = (
        "unlimited_gifts",
        "limited_gifts",
        "unique_gifts",
        "premium_subscription",
        "gifts_from_channels",
    )
    return {
        **state.chat(chat_id),
        "accent_color_id": abs(chat_id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }


def get_chat_member(state: State, call: Call) -> dict[str, Any]:
    chat_id, user_id = call.chat_id(), call.integer("user_id")
    state.chat(chat_id)
    group = state.groups.find(chat_id)
    if group is None:
        if user_id not in {chat_id, state.bot_id}:
            raise bad_request("member not found")
        return {"status": "member", "user": _user(state, user_id)}
    return _member(state, group, user_id)


def _member(state: State, group: Group, user_id: int) -> dict[str, Any]:
    user = _user(state, user_id)
    if user_id in group.admins[:1]:
        return {"status": "creator", "user": user, "is_anonymous": False}
    if user_id in group.admins:
        return {"status": "administrator", "user": user, **dict.fromkeys(_ADMIN_RIGHTS, False)}
    inside = user_id in group.members or (user_id == state.bot_id and group.bot_is_member)
    return {"status": "member" if inside else "left", "user": user}


def _user(state: State, user_id: int) -> dict[str, Any]:
    if user_id == state.bot_id:
        return state.bot_user()
    person = state.people.find(user_id)
    if person is None:
        raise bad_request("user not found")
    return person.user()


def get_chat_administrators(state: State, call: Call) -> list[dict[str, Any]]:
    group = state.groups.find(call.chat_id())
    if group is None:
        raise bad_request("there are no administrators in the private chat")
    return [_member(state, group, user_id) for user_id in group.admins]


def get_chat_member_count(state: State, call: Call) -> int:
    chat_id = call.chat_id()
    state.chat(chat_id)
    group = state.groups.find(chat_id)
    return 2 if group is None else len(group.members) + group.bot_is_member


def leave_chat(state: State, call: Call) -> bool:
    state.groups.change(call.chat_id(), bot_is_member=False)
    return True


def pin_chat_message(state: State, call: Call) -> bool:
    chat_id, message_id = call.chat_id(), call.integer("message_id")
    state.reachable(chat_id)
    if state.messages.find(chat_id, message_id) is None:
        raise bad_request("message to pin not found")
    state.pinned[chat_id] = message_id
    state.events.publish(Event("pinned", chat_id, {"message_id": message_id}))
    return True


def unpin_chat_message(state: State, call: Call) -> bool:
    chat_id = call.chat_id()
    state.reachable(chat_id)
    state.pinned.pop(chat_id, None)
    state.events.publish(Event("pinned", chat_id, {"message_id": None}))
    return True


METHODS: Mapping[str, Callable[[State, Call], Any]] = {
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
    "leaveChat": leave_chat,
    "pinChatMessage": pin_chat_message,
    "unpinChatMessage": unpin_chat_message,
    "unpinAllChatMessages": unpin_chat_message,
}
