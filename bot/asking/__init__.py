"""Questions and their answers, for whoever asks them wherever."""

from bot.asking.dates import Dates
from bot.asking.desk import Desk, Reply, Visitor
from bot.asking.finding import Asked, Finder, Finding, Found, InThreads
from bot.asking.remembering import Remembering

__all__ = [
    "Asked",
    "Dates",
    "Desk",
    "Finder",
    "Finding",
    "Found",
    "InThreads",
    "Remembering",
    "Reply",
    "Visitor",
]
