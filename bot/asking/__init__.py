"""Questions and their answers, for whoever asks them wherever."""

from bot.asking.desk import Desk, Reply, Visitor

__all__ = ["Desk", "Reply", "Visitor"]
