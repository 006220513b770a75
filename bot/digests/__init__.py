"""Digests, reminders and change notices: what is told of events, to whom and when."""

from __future__ import annotations

from bot.digests.digest import Recipe
from bot.digests.ticking import Ticked, Ticker
from bot.digests.timetable import Timetable, state_of

__all__ = ["Recipe", "Ticked", "Ticker", "Timetable", "state_of"]
