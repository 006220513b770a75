"""From a place on the map to its time zone: that of the nearest town we know."""

from __future__ import annotations

import functools
import math
from importlib.resources import files
from typing import Any

import yaml

Town = tuple[float, float, str]  # latitude, longitude, IANA zone


def nearest_zone(latitude: float, longitude: float) -> str:
    """The zone of the nearest town; near a border it may be that of the other side, so it is shown."""
    return min(_towns(), key=lambda town: _distance(latitude, longitude, town))[2]


def _distance(latitude: float, longitude: float, town: Town) -> float:
    """Of two points on a globe, by the haversine of the angle between them: enough to compare."""
    north, east = math.radians(town[0] - latitude), math.radians(town[1] - longitude)
    across = math.cos(math.radians(latitude)) * math.cos(math.radians(town[0]))
    return math.sin(north / 2) ** 2 + across * math.sin(east / 2) ** 2


@functools.cache
def _towns() -> tuple[Town, ...]:
    text = files("bot.subscribing").joinpath("towns.yaml").read_text(encoding="utf-8")
    loaded: dict[str, list[Any]] = yaml.safe_load(text)
    return tuple((place[0], place[1], zone) for zone, places in loaded.items() for place in places)
