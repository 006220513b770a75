"""Subscribing, told as people do it: one choice at a time, by a button or in typed words."""

from bot.subscribing.changing import SETTINGS, TYPED, changed, typed
from bot.subscribing.counter import Counter
from bot.subscribing.places import nearest_zone

__all__ = ["SETTINGS", "TYPED", "Counter", "changed", "nearest_zone", "typed"]
