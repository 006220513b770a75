"""One word to many: drafted, counted, confirmed, written into the outbox bit by bit, stopped at will."""

from __future__ import annotations

from bot.broadcasting.audience import WHO, Audience, Who
from bot.broadcasting.broadcasts import LONGEST, Broadcast, Broadcasts, Progress

__all__ = ["LONGEST", "WHO", "Audience", "Broadcast", "Broadcasts", "Progress", "Who"]
