"""Questions without a good answer: what becomes of them, and who is told."""

from bot.inbox.inbox import Group, Inbox

__all__ = ["Group", "Inbox"]
