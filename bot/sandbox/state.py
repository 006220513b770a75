"""Everything the sandbox remembers, and the few steps that both sides of a chat share."""

from __future__ import annotations

import asyncio
import secrets
from typing import Any

from bot.clock import SystemClock
from bot.sandbox.callbacks import Callbacks
from bot.sandbox.chats import Group, Groups
from bot.sandbox.commands import Commands, Texts
from bot.sandbox.errors import ApiError, bad_request, forbidden
from bot.sandbox.events import Event, Events
from bot.sandbox.faults import Faults
from bot.sandbox.files import Files
from bot.sandbox.flood import Flood
from bot.sandbox.messages import Message, Messages
from bot.sandbox.people import DEFAULT_OWNER_ID, People, Person, cast
from bot.sandbox.spec import Spec, Violation
from bot.sandbox.updates import Updates
from bot.sandbox.webhook import Webhook

_BOT_ID = 7_104_552_918


class State:
    """One bot and everyone it can talk to.

    `limits` turns Telegram's flood limits on; all other limits always hold. With a `spec` every request is
    checked against it, and what it finds is listed in `violations`.
    """

    def __init__(
        self,
        *,
        people: tuple[Person, ...] = (),
        owner_id: int = DEFAULT_OWNER_ID,
        clock: SystemClock | None = None,
        limits: bool = False,
        spec: Spec | None = None,
        name: str = "Agreement Bot",
        username: str = "agreement_sandbox_bot",
    ) -> None:
        self.clock = clock or SystemClock()
        self.bot_id, self.name, self.username = _BOT_ID, name, username
        # Made anew for each sandbox: there is nothing to leak and nothing to commit.
        self.token = f"{_BOT_ID}:{secrets.token_urlsafe(26)[:35]}"
        self.people = People(people or cast(owner_id))
        self.groups = Groups()
        self.messages = Messages()
        self.updates = Updates()
        self.webhook = Webhook(self.updates)
        self.commands, self.texts = Commands(), Texts()
        self.files = Files()
        self.callbacks = Callbacks()
        self.flood = Flood(on=limits)
        self.faults = Faults()
        self.events = Events()
        self.closed = asyncio.Event()
        self.spec = spec
        self.violations: list[Violation] = []
        self.calls: list[str] = []
        """Names of the methods that the bot has called, in order."""
        self.reply_keyboards: dict[int, dict[str, Any]] = {}
        self.menu_buttons: dict[int, dict[str, Any]] = {}
        self.pinned: dict[int, int] = {}

    def now(self) -> int:
        """The sandbox's time in whole seconds, as the Bot API dates messages."""
        return int(self.clock.now().timestamp())

    def bot_user(self) -> dict[str, Any]:
        return {"id": self.bot_id, "is_bot": True, "first_name": self.name, "username": self.username}

    def chat(self, chat_id: int) -> dict[str, Any]:
        """The Bot API's `Chat`; 400 "chat not found" for a person who never wrote."""
        group = self.groups.find(chat_id)
        if group is not None:
            return group.chat()
        person = self.people.find(chat_id)
        if person is None or not person.started:
            raise bad_request("chat not found")
        return person.chat()

    def reachable(self, chat_id: int) -> dict[str, Any]:
        """The chat, if the bot may write there now."""
        chat = self.chat(chat_id)
        group = self.groups.find(chat_id)
        if group is not None:
            _check_group(group)
        else:
            _check_person(self.people.get(chat_id))
        return chat

    def post(self, message: Message) -> Message:
        """A new message reaches the chat."""
        self.messages.put(message)
        self.events.publish(Event("message", message.chat_id, {"message": message.json()}))
        return message

    def change(self, message: Message, **changes: Any) -> Message:
        changed = self.messages.change(message, **changes)
        self.events.publish(Event("edited", message.chat_id, {"message": changed.json()}))
        return changed

    def remove(self, chat_id: int, message_id: int) -> bool:
        if self.messages.remove(chat_id, message_id) is None:
            return False
        self.events.publish(Event("deleted", chat_id, {"message_id": message_id}))
        return True

    def set_reply_keyboard(self, chat_id: int, keyboard: dict[str, Any] | None) -> None:
        if keyboard is None:
            self.reply_keyboards.pop(chat_id, None)
        else:
            self.reply_keyboards[chat_id] = keyboard
        self.events.publish(Event("keyboard", chat_id, {"keyboard": keyboard}))

    def close(self) -> None:
        """Ends every wait, so that the server can stop at once."""
        self.closed.set()
        self.updates.close()
        self.events.close()


def _check_group(group: Group) -> None:
    if group.migrated_to is not None:
        raise ApiError(
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            migrate_to_chat_id=group.migrated_to,
        )
    if not group.bot_is_member:
        raise forbidden(f"bot was kicked from the {group.kind} chat")


def _check_person(person: Person) -> None:
    if person.deactivated:
        raise forbidden("user is deactivated")
    if person.blocked:
        raise forbidden("bot was blocked by the user")
