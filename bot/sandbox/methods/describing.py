"""Methods that say what the bot is: commands, descriptions, names, menu buttons."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.sandbox.call import Call
from bot.sandbox.commands import Scope
from bot.sandbox.errors import bad_request
from bot.sandbox.events import Event
from bot.sandbox.state import State

_MENU_BUTTONS = frozenset({"commands", "web_app", "default"})


def set_my_commands(state: State, call: Call) -> bool:
    scope, language = _list(state, call)
    state.commands.put(scope, language, call.array("commands"))
    state.events.publish(Event("commands"))
    return True


def get_my_commands(state: State, call: Call) -> list[dict[str, Any]]:
    return [command.json() for command in state.commands.get(*_list(state, call))]


def delete_my_commands(state: State, call: Call) -> bool:
    state.commands.remove(*_list(state, call))
    state.events.publish(Event("commands"))
    return True


def _list(state: State, call: Call) -> tuple[Scope, str]:
    scope = Scope.read(call.object("scope"))
    if scope.chat_id:
        state.chat(scope.chat_id)
    return scope, call.text("language_code")


def _setter(field: str) -> Callable[[State, Call], bool]:
    def set_text(state: State, call: Call) -> bool:
        state.texts.put(field, call.text("language_code"), call.text(field))
        state.events.publish(Event("profile"))
        return True

    return set_text


def _getter(field: str) -> Callable[[State, Call], dict[str, Any]]:
    def get_text(state: State, call: Call) -> dict[str, Any]:
        text = state.texts.get(field, call.text("language_code"))
        return {field: text or (state.name if field == "name" else "")}

    return get_text


def set_chat_menu_button(state: State, call: Call) -> bool:
    button = call.object("menu_button") or {"type": "default"}
    if button.get("type") not in _MENU_BUTTONS:
        raise bad_request("can't parse menu button: unsupported type specified")
    state.menu_buttons[call.integer("chat_id")] = button
    state.events.publish(Event("commands"))
    return True


def get_chat_menu_button(state: State, call: Call) -> dict[str, Any]:
    chat_id = call.integer("chat_id")
    return state.menu_buttons.get(chat_id) or state.menu_buttons.get(0) or {"type": "default"}


METHODS: Mapping[str, Callable[[State, Call], Any]] = {
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": _setter("name"),
    "getMyName": _getter("name"),
    "setMyDescription": _setter("description"),
    "getMyDescription": _getter("description"),
    "setMyShortDescription": _setter("short_description"),
    "getMyShortDescription": _getter("short_description"),
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
}
