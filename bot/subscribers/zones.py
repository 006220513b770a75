"""Time zones: which there are, what people call them, and whether the machine's knowledge is current."""

from __future__ import annotations

import functools
import zoneinfo
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from babel import Locale

from bot.subscribers.refusing import N_, Refused
from knowledge.errors import Unavailable
from knowledge.model import LANGS

# Cities that name no zone of their own in the IANA database, as people type them.
_ALSO = {
    "astana": "Asia/Almaty",
    "астана": "Asia/Almaty",
    "nur-sultan": "Asia/Almaty",
    "алма-ата": "Asia/Almaty",
    "shymkent": "Asia/Almaty",
    "шымкент": "Asia/Almaty",
    "karaganda": "Asia/Almaty",
    "караганда": "Asia/Almaty",
    "қарағанды": "Asia/Almaty",
    "saint petersburg": "Europe/Moscow",
    "st petersburg": "Europe/Moscow",
    "санкт-петербург": "Europe/Moscow",
    "петербург": "Europe/Moscow",
    "kazan": "Europe/Moscow",
    "казань": "Europe/Moscow",
    "мәскеу": "Europe/Moscow",
}
_LONGEST_NAME = 64


def check_tzdata() -> None:
    """Raise Unavailable if the rules of the zones are older than 2024.1."""
    # The machine's own files win over the package `tzdata`, and may be years old.
    summer = datetime(2024, 6, 1, tzinfo=UTC)
    try:
        offset = summer.astimezone(ZoneInfo("Asia/Almaty")).utcoffset()
    except (zoneinfo.ZoneInfoNotFoundError, OSError, ValueError):
        raise Unavailable("time zone data is missing: install the package tzdata 2024.1 or newer") from None
    if offset != timedelta(hours=5):
        raise Unavailable(
            "the time zone data of this machine is older than 2024.1 (Almaty is UTC+5 since 1 March 2024):"
            " update tzdata"
        )


def is_zone(name: str) -> bool:
    return name in _zones()


def read_zone(text: str) -> str:
    """The zone that a person means by a city or an IANA name, in any case; Refused if there is none."""
    wanted = _plain(text)
    found = _called().get(wanted) if wanted and len(wanted) <= _LONGEST_NAME else None
    if found is None:
        raise Refused(
            N_("I do not know this time zone: {value}."), value=" ".join(text.split())[:_LONGEST_NAME]
        )
    return found


@functools.cache
def _zones() -> frozenset[str]:
    # "Factory" and "localtime" are files of the database, not places.
    return frozenset(zoneinfo.available_timezones()) - {"Factory", "localtime", "posixrules"}


@functools.cache
def _called() -> Mapping[str, str]:
    """Zones by what people may call them. A full name wins over a city, English over the other languages."""
    names: dict[str, str] = {}
    for zone in sorted(_zones()):
        if "/" in zone:
            names.setdefault(_plain(zone.rsplit("/", 1)[1]), zone)
    for lang in LANGS:
        for zone, info in Locale(lang).time_zones.items():
            if zone in _zones() and "city" in info:
                names.setdefault(_plain(info["city"]), zone)
    return names | _ALSO | {_plain(zone): zone for zone in _zones()}


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("_", " ").replace("ё", "е").split())
