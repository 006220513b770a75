"""Delivery: what is to be said is written down first, sent within Telegram's limits, and marked as sent."""

from __future__ import annotations

from bot.delivery.kinds import POLICIES, Kind, Policy
from bot.delivery.letters import Letter, Part, Run, text_of
from bot.delivery.limiter import Limiter, Rates
from bot.delivery.outbox import Draft, Leased, Outbox
from bot.delivery.sender import Audience, Sender, Step
from bot.delivery.transport import Failed, FailureKind, Outgoing, Sent, Transport, refusal

__all__ = [
    "POLICIES",
    "Audience",
    "Draft",
    "Failed",
    "FailureKind",
    "Kind",
    "Leased",
    "Letter",
    "Limiter",
    "Outbox",
    "Outgoing",
    "Part",
    "Policy",
    "Rates",
    "Run",
    "Sender",
    "Sent",
    "Step",
    "Transport",
    "refusal",
    "text_of",
]
