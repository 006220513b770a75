"""What carries messages: a small protocol, told without Telegram's types, and what its refusals mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from bot.delivery.kinds import Kind
from bot.delivery.letters import Part
from knowledge.model import Lang

FailureKind = Literal["gone", "refused", "migrated", "flood", "temporary", "unknown"]
"""`gone`: the chat cannot be written to any more. `refused`: this message never will pass. `migrated`: the chat
has another id now. `flood`: wait. `temporary`: it certainly did not arrive. `unknown`: it may have arrived."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message, to be rendered by the transport; under the `last` of a letter come its buttons."""

    kind: Kind
    lang: Lang
    text: Part
    silent: bool = False
    last: bool = True
    subject: str = ""
    events: tuple[str, ...] = ()  # of the whole letter, e.g. for one calendar file with all of them


@dataclass(frozen=True, slots=True)
class Sent:
    message_id: int


@dataclass(frozen=True, slots=True)
class Failed:
    kind: FailureKind
    reason: str = ""
    retry_after: float = 0.0  # seconds
    migrate_to: int | None = None


class Transport(Protocol):
    async def send(self, chat: int, message: Outgoing) -> Sent | Failed:
        """One attempt, with a time-out of its own well below a lease. Raises nothing that can be foreseen."""


def refusal(
    code: int, description: str, *, retry_after: float | None = None, migrate_to: int | None = None
) -> Failed:
    """What an error of the Bot API means. A 5xx is `unknown`: a proxy may have lost the answer only."""
    told = description.casefold()
    if migrate_to is not None:
        return Failed("migrated", description, migrate_to=migrate_to)
    if code == 429 or retry_after is not None:
        return Failed("flood", description, retry_after=retry_after or 1.0)
    if code >= 500:
        return Failed("unknown", description)
    if code == 403 or any(words in told for words in _GONE):
        return Failed("gone", gone_because(told))
    # A wrong token or a second poller is no fault of the message.
    return Failed("temporary" if code in {401, 404, 409} else "refused", description)


_GONE = (
    "chat not found",
    "user not found",
    "group chat was deactivated",
    "peer_id_invalid",
    "have no rights",
)


def gone_because(told: str) -> str:
    """One word for the statistics: blocked, deactivated, kicked or gone."""
    for word in ("blocked", "deactivated", "kicked"):
        if word in told:
            return word
    return "gone"
