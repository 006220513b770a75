"""Calendars that a chat's phone keeps up to date by itself: an address with a secret in it, made, shown, taken back."""

from __future__ import annotations

from bot.feeds.calendars import Calendar, Calendars
from bot.feeds.feeds import Feed, Feeds

__all__ = ["Calendar", "Calendars", "Feed", "Feeds"]
