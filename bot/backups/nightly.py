"""A copy every night, and the old ones cleared away."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.backups.copying import make
from knowledge.records import Records
from knowledge.records.address import read_url

_HOUR = 3  # local time: when the fewest are awake
_NAME = re.compile(r"agreement-(\d{4}-\d\d-\d\d)\.db")


def folder_for(url: str) -> Path:
    """Where copies go: beside an SQLite database, in the working folder for any other."""
    found = read_url(url)
    if found.get_backend_name() == "sqlite" and found.database and found.database != ":memory:":
        return Path(found.database).absolute().parent / "backups"
    return Path("backups")


@dataclass(frozen=True, slots=True)
class Nightly:
    """`keep`: how many nights; 0 makes none."""

    records: Records
    folder: Path
    zone: ZoneInfo
    keep: int = 7

    def tick(self, now: datetime) -> Path | None:
        """Make the copy of this night unless it is there; the file, if one was made."""
        local = now.astimezone(self.zone)
        if not self.keep or local.hour < _HOUR:
            return None
        file = self.folder / f"agreement-{local:%Y-%m-%d}.db"
        if file.exists():
            return None
        make(self.records.database, file)
        self._rotate(local.date())
        return file

    def _rotate(self, today: date) -> None:
        """Copies of days to come (the clock was turned) are left alone: whoever turned it may want them."""
        dated = [(found[1], path) for path in self.folder.iterdir() if (found := _NAME.fullmatch(path.name))]
        past = sorted(path for day, path in dated if day <= today.isoformat())
        for path in past[: -self.keep]:
            path.unlink()


def named(url: str, now: datetime) -> Path:
    """The file of a copy that somebody asks for, named after the moment."""
    return folder_for(url) / f"agreement-{now:%Y%m%d-%H%M%S}.db"
