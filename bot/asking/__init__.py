"""Questions and their answers, for whoever asks them wherever."""

from bot.asking.dates import Dates
from bot.asking.desk import Desk, Reply, Visitor

__all__ = ["Dates", "Desk", "Reply", "Visitor"]
