"""How the bot is used: counted from what is stored anyway, and drawn."""

from __future__ import annotations

from bot.statistics.counting import PERIODS, Statistics, count
from bot.statistics.drawing import Labels, draw

__all__ = ["PERIODS", "Labels", "Statistics", "count", "draw"]
