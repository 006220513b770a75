"""Questions and their answers, for whoever asks them wherever."""

from bot.asking.dates import Dates
from bot.asking.desk import Desk, Reply, Visitor
from bot.asking.finding import Asked, Finder, Finding, Found, InThreads

__all__ = ["Asked", "Dates", "Desk", "Finder", "Finding", "Found", "InThreads", "Reply", "Visitor"]
