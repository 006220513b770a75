"""Group chats; a private chat is just its person."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from bot.sandbox.errors import bad_request


@dataclass(frozen=True, slots=True)
class Group:
    id: int
    title: str
    kind: str = "group"
    """`group` or `supergroup`, as in the Bot API."""
    members: tuple[int, ...] = ()
    admins: tuple[int, ...] = ()
    bot_is_member: bool = True
    migrated_to: int | None = None

    def chat(self) -> dict[str, Any]:
        """The Bot API's `Chat`."""
        return {"id": self.id, "type": self.kind, "title": self.title}


class Groups:
    def __init__(self) -> None:
        self._groups: dict[int, Group] = {}

    def all(self) -> tuple[Group, ...]:
        return tuple(self._groups.values())

    def find(self, chat_id: int) -> Group | None:
        return self._groups.get(chat_id)

    def get(self, chat_id: int) -> Group:
        group = self._groups.get(chat_id)
        if group is None:
            raise bad_request("chat not found")
        return group

    def put(self, group: Group) -> Group:
        self._groups[group.id] = group
        return group

    def change(self, chat_id: int, **changes: Any) -> Group:
        return self.put(replace(self.get(chat_id), **changes))

    def open(self, title: str, members: tuple[int, ...], admins: tuple[int, ...] = ()) -> Group:
        """A new basic group; Telegram gives these negative ids without the -100 prefix."""
        number = -(4_000_100_001 + len(self._groups))
        return self.put(Group(number, title, members=members, admins=admins))

    def migrate(self, chat_id: int) -> Group:
        """The group becomes a supergroup under a new id; the old id answers where it went."""
        old = self.get(chat_id)
        new = self.put(replace(old, id=-1_002_000_000_000 + old.id % 1_000_000_000, kind="supergroup"))
        self.put(replace(old, migrated_to=new.id))
        return new
