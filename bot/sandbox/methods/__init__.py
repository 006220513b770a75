"""The methods of the Bot API that the sandbox offers, by lower-case name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.sandbox.call import Call
from bot.sandbox.methods import chats, describing, editing, receiving, sending
from bot.sandbox.state import State

Method = Callable[[State, Call], Any]
"""A plain function, or a coroutine function where the method waits for something."""

METHODS: Mapping[str, Method] = {
    name.lower(): method
    for room in (receiving, sending, editing, describing, chats)
    for name, method in room.METHODS.items()
}
