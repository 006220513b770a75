"""What people do: write, press, send files, edit, block. Each act becomes an update for the bot."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.sandbox import composing
from bot.sandbox.callbacks import Query
from bot.sandbox.chats import Group
from bot.sandbox.errors import ApiError
from bot.sandbox.events import Event
from bot.sandbox.files import Upload
from bot.sandbox.formatting import Formatted, finished
from bot.sandbox.messages import Content, Message
from bot.sandbox.people import Person
from bot.sandbox.state import State

_LONGEST_INLINE_QUERY = 256


def say(
    state: State, person_id: int, text: str, *, chat_id: int | None = None, reply_to: int | None = None
) -> Message:
    """A text from this person, in the private chat or in a group; long ones are cut as Telegram's apps do."""
    words = finished(Formatted(text))
    if not words.text:
        raise ApiError(400, "There is nothing in this message")
    if words.units > composing.LONGEST_TEXT:
        raise ApiError(400, "This message is longer than 4096 characters")
    return _post(state, person_id, Content(words), chat_id=chat_id, reply_to=reply_to)


def send_file(
    state: State, person_id: int, kind: str, upload: Upload, *, caption: str = "", chat_id: int | None = None
) -> Message:
    """`kind` is one of photo, document, voice, audio, video, sticker."""
    stored = state.files.keep(upload, kind)
    content = Content(finished(Formatted(caption)), composing.media(kind, stored))
    return _post(state, person_id, content, chat_id=chat_id)


def send_location(state: State, person_id: int, latitude: float, longitude: float) -> Message:
    return _post(
        state, person_id, Content(media={"location": {"latitude": latitude, "longitude": longitude}})
    )


def send_contact(state: State, person_id: int) -> Message:
    """The person's own card, as a `request_contact` button sends it; the number belongs to nobody."""
    person = state.people.get(person_id)
    card = {"phone_number": "+7 700 555 01 00", "first_name": person.first_name, "user_id": person.id}
    return _post(state, person_id, Content(media={"contact": card}))


def _post(
    state: State, person_id: int, content: Content, *, chat_id: int | None = None, reply_to: int | None = None
) -> Message:
    person = _able(state, person_id)
    group = state.groups.get(chat_id) if chat_id is not None and chat_id != person_id else None
    if group is None and not person.started:
        person = change_person(state, person_id, started=True)
    where = group.chat() if group else person.chat()
    replied = state.messages.find(int(where["id"]), reply_to) if reply_to else None
    message = Message(
        id=state.messages.next_id(),
        chat=where,
        sender=person.user(),
        date=state.now(),
        content=content,
        reply_to=replied.quoted() if replied else None,
    )
    state.post(message)
    _put_away_keyboard(state, message.chat_id)
    if group is None or _for_the_bot(state, group, message, replied):
        state.updates.put("message", message.json())
    return message


def _able(state: State, person_id: int) -> Person:
    person = state.people.get(person_id)
    if person.deactivated:
        raise ApiError(409, "This account is deactivated")
    if person.blocked:
        raise ApiError(409, "The bot is blocked; unblock it first")
    return person


def _put_away_keyboard(state: State, chat_id: int) -> None:
    """A one-time keyboard and a forced reply last for one message."""
    keyboard = state.reply_keyboards.get(chat_id)
    if keyboard and (keyboard.get("one_time_keyboard") or keyboard.get("force_reply")):
        state.set_reply_keyboard(chat_id, None)


def _for_the_bot(state: State, group: Group, message: Message, replied: Message | None) -> bool:
    """Privacy mode: in groups a bot hears commands, replies to itself and its own name."""
    if not group.bot_is_member:
        return False
    name = f"@{state.username}"
    text = message.content.words.text
    commands = [e for e in message.content.words.entities if e.type == "bot_command"]
    ours = [e for e in commands if "@" not in (word := _cut(text, e.offset, e.length)) or word.endswith(name)]
    return bool(ours) or name in text or (replied is not None and replied.from_bot)


def _cut(text: str, offset: int, length: int) -> str:
    return text.encode("utf-16-le")[offset * 2 : (offset + length) * 2].decode("utf-16-le")


def edit(state: State, person_id: int, message_id: int, text: str) -> Message:
    """The person changes a message of their own."""
    person = _able(state, person_id)
    message = state.messages.find(person.id, message_id)
    if message is None or message.sender.get("id") != person.id:
        raise ApiError(404, "There is no such message of this person")
    words = finished(Formatted(text))
    changed = state.change(message, content=replace(message.content, words=words), edit_date=state.now())
    state.updates.put("edited_message", changed.json())
    return changed


def press(state: State, person_id: int, message_id: int, data: str, *, chat_id: int | None = None) -> Query:
    """A button under a message; the message must be there and must have it."""
    person = _able(state, person_id)
    message = state.messages.find(chat_id or person_id, message_id)
    if message is None or data not in _data(message):
        raise ApiError(404, "There is no such button")
    query = state.callbacks.open(person_id, message.chat_id)
    body = {
        "id": query.id,
        "from": person.user(),
        "message": message.json(),
        "chat_instance": str(abs(message.chat_id) * 31 + state.bot_id),
        "data": data,
    }
    state.updates.put("callback_query", body)
    return query


def _data(message: Message) -> list[str]:
    rows: list[list[dict[str, Any]]] = (message.keyboard or {}).get("inline_keyboard", [])
    return [str(button["callback_data"]) for row in rows for button in row if "callback_data" in button]


def ask_inline(state: State, person_id: int, text: str) -> Query:
    """An inline query, typed after the bot's name in any chat."""
    person = _able(state, person_id)
    query = state.callbacks.open(person_id, person_id)
    cut = text[:_LONGEST_INLINE_QUERY]
    state.updates.put("inline_query", {"id": query.id, "from": person.user(), "query": cut, "offset": ""})
    return query


def change_person(state: State, person_id: int, **changes: Any) -> Person:
    person = state.people.change(person_id, **changes)
    state.events.publish(Event("person", person_id, {"person": describe(person)}))
    return person


def block(state: State, person_id: int, *, blocked: bool) -> Person:
    """The person stops or restarts the bot; Telegram tells the bot with `my_chat_member`."""
    before = state.people.get(person_id)
    after = change_person(state, person_id, blocked=blocked)
    if before.blocked != blocked and before.started:
        old, new = ("member", "kicked") if blocked else ("kicked", "member")
        body = {
            "chat": after.chat(),
            "from": after.user(),
            "date": state.now(),
            "old_chat_member": _membership(state, old),
            "new_chat_member": _membership(state, new),
        }
        state.updates.put("my_chat_member", body)
    return after


def _membership(state: State, status: str) -> dict[str, Any]:
    until = {"until_date": 0} if status == "kicked" else {}
    return {"user": state.bot_user(), "status": status, **until}


def migrate(state: State, chat_id: int) -> Group:
    """A group becomes a supergroup; both chats get a service message about it."""
    old = state.groups.get(chat_id)
    new = state.groups.migrate(chat_id)
    admin = state.people.get(old.admins[0] if old.admins else old.members[0])
    steps: tuple[tuple[Group, str, int], ...] = (
        (old, "migrate_to_chat_id", new.id),
        (new, "migrate_from_chat_id", old.id),
    )
    for group, field, other in steps:
        number = state.messages.next_id()
        note = Message(number, group.chat(), admin.user(), state.now(), Content(), extra={field: other})
        state.post(note)
        state.updates.put("message", note.json())
    return new


def clear_chat(state: State, person_id: int) -> None:
    """The person deletes the chat and is a stranger to the bot's page again; the bot is not told."""
    state.messages.clear(person_id)
    state.set_reply_keyboard(person_id, None)
    state.events.publish(Event("cleared", person_id))


def describe(person: Person) -> dict[str, Any]:
    """A person as the control API shows them."""
    return {
        "id": person.id,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "username": person.username,
        "language_code": person.language_code,
        "role": person.role,
        "started": person.started,
        "blocked": person.blocked,
        "deactivated": person.deactivated,
    }
