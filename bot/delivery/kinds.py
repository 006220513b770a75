"""Kinds of messages: which goes first, and which is sent again when nobody knows whether it arrived."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal["reply", "cancellation", "change", "correction", "reminder", "news", "digest", "broadcast"]
"""`correction`: an answer that somebody was given is not so any more. `news`: what somebody asked has an answer now."""


@dataclass(frozen=True, slots=True)
class Policy:
    """`again`: how many times a message is sent again after a time-out that Telegram may have outlived."""

    priority: int
    again: int


# A word that somebody may act on is better told twice than never; an announcement to all is not.
POLICIES: Mapping[Kind, Policy] = {
    "reply": Policy(0, again=2),
    "cancellation": Policy(1, again=3),
    "change": Policy(2, again=3),
    "correction": Policy(2, again=3),
    "reminder": Policy(3, again=1),
    "news": Policy(3, again=1),
    "digest": Policy(4, again=1),
    "broadcast": Policy(5, again=0),
}
assert tuple(POLICIES) == get_args(Kind)
PRIORITIES = tuple(sorted({policy.priority for policy in POLICIES.values()}))
NOTICES: tuple[Kind, ...] = ("cancellation", "change")
