"""Questions without a good answer: what becomes of them, and who is told."""

from bot.inbox.corrections import Corrections
from bot.inbox.inbox import Group, Inbox
from bot.inbox.news import News

__all__ = ["Corrections", "Group", "Inbox", "News"]
