"""Command menus and the texts that describe the bot, per scope and language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from bot.sandbox.errors import bad_request

MOST_COMMANDS = 100
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"[a-z]{2}")
_SCOPES = frozenset(
    {
        "default",
        "all_private_chats",
        "all_group_chats",
        "all_chat_administrators",
        "chat",
        "chat_administrators",
        "chat_member",
    }
)
_LONGEST = {"description": 512, "short_description": 120, "name": 64}


@dataclass(frozen=True, slots=True)
class Scope:
    kind: str = "default"
    chat_id: int = 0
    user_id: int = 0

    @classmethod
    def read(cls, body: dict[str, Any] | None) -> Scope:
        if body is None:
            return cls()
        kind = body.get("type")
        if kind not in _SCOPES:
            raise bad_request("can't parse BotCommandScope: unsupported type specified")
        return cls(kind, int(body.get("chat_id", 0)), int(body.get("user_id", 0)))


@dataclass(frozen=True, slots=True)
class Command:
    name: str
    description: str

    def json(self) -> dict[str, Any]:
        return {"command": self.name, "description": self.description}


class Commands:
    def __init__(self) -> None:
        self._lists: dict[tuple[Scope, str], tuple[Command, ...]] = {}

    def put(self, scope: Scope, language: str, commands: list[dict[str, Any]]) -> None:
        if len(commands) > MOST_COMMANDS:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        checked_language(language)
        self._lists[(scope, language)] = tuple(_read(command) for command in commands)

    def remove(self, scope: Scope, language: str) -> None:
        self._lists.pop((scope, checked_language(language)), None)

    def get(self, scope: Scope, language: str) -> tuple[Command, ...]:
        """Exactly this list, as `getMyCommands` gives it; empty if it was never set."""
        return self._lists.get((scope, language), ())

    def menu(self, scopes: tuple[Scope, ...], language: str) -> tuple[Command, ...]:
        """What a person sees: the first scope with a list, the person's language before the general one."""
        for scope in scopes:
            for key in ((scope, language), (scope, "")):
                if key in self._lists:
                    return self._lists[key]
        return ()


def private_scopes(chat_id: int) -> tuple[Scope, ...]:
    """Scopes that apply in a private chat, the narrowest first (Bot API, "Determining list of commands")."""
    return Scope("chat", chat_id), Scope("all_private_chats"), Scope()


def group_scopes(chat_id: int, user_id: int, *, admin: bool) -> tuple[Scope, ...]:
    member, chat, everyone = (
        Scope("chat_member", chat_id, user_id),
        Scope("chat", chat_id),
        Scope("all_group_chats"),
    )
    if not admin:
        return member, chat, everyone, Scope()
    admins = Scope("chat_administrators", chat_id), Scope("all_chat_administrators")
    return member, admins[0], chat, admins[1], everyone, Scope()


def checked_language(language: str) -> str:
    if language and not _LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    return language


def _read(body: dict[str, Any]) -> Command:
    name = str(body.get("command", "")).removeprefix("/")
    description = str(body.get("description", "")).strip()
    if not _COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return Command(name, description)


class Texts:
    """The bot's name, description and short description, each per language."""

    def __init__(self) -> None:
        self._texts: dict[tuple[str, str], str] = {}

    def put(self, field: str, language: str, text: str) -> None:
        if len(text) > _LONGEST[field]:
            raise bad_request(f"bot {field.replace('_', ' ')} is too long")
        checked_language(language)
        if text:
            self._texts[(field, language)] = text
        else:
            self._texts.pop((field, language), None)

    def get(self, field: str, language: str) -> str:
        return self._texts.get((field, language)) or self._texts.get((field, ""), "")
