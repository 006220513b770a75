"""The people who ask: their language, their questions and ratings, what is remembered of a conversation."""

from __future__ import annotations

from bot.people.people import People, Person
from bot.people.privacy import Kept, Privacy

__all__ = ["Kept", "People", "Person", "Privacy"]
