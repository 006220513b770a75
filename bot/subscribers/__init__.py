"""Subscribers: what each chat wants to be told, and when the next digest is due."""

from __future__ import annotations

from bot.subscribers.reading import pause_end, read_day, read_leads, read_time
from bot.subscribers.refusing import Refused
from bot.subscribers.rows import Subscriber
from bot.subscribers.schedule import LATEST, next_due
from bot.subscribers.settings import FREQUENCIES, Frequency, Quiet, Schedule, Settings, check
from bot.subscribers.subscribers import REASONS, Statistics, Subscribers
from bot.subscribers.zones import check_tzdata, is_zone, read_zone

__all__ = [
    "FREQUENCIES",
    "LATEST",
    "REASONS",
    "Frequency",
    "Quiet",
    "Refused",
    "Schedule",
    "Settings",
    "Statistics",
    "Subscriber",
    "Subscribers",
    "check",
    "check_tzdata",
    "is_zone",
    "next_due",
    "pause_end",
    "read_day",
    "read_leads",
    "read_time",
    "read_zone",
]
