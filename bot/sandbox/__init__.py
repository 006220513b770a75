"""A Bot API server of our own on loopback, people who talk to the bot, and a chat page in the browser."""

from __future__ import annotations

from bot.sandbox.client import Button, Reply, SandboxClient, Turn
from bot.sandbox.errors import ApiError
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.people import DEFAULT_OWNER_ID, Person
from bot.sandbox.server import Server, create_app
from bot.sandbox.spec import Spec, Strictness, Violation
from bot.sandbox.state import State

__all__ = [
    "DEFAULT_OWNER_ID",
    "ApiError",
    "Button",
    "Fault",
    "FaultKind",
    "Person",
    "Reply",
    "SandboxClient",
    "Server",
    "Spec",
    "State",
    "Strictness",
    "Turn",
    "Violation",
    "create_app",
]
