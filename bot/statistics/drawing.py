"""The pictures, drawn in a process of its own: loading the library alone would hold up everything else for a second."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict, dataclass

from bot.statistics.counting import Statistics
from knowledge.errors import Unavailable
from knowledge.model import LANGS
from knowledge.records.asked import STATUSES

_PATIENCE = 60.0  # seconds


@dataclass(frozen=True, slots=True)
class Labels:
    """What is written in the picture, in the reader's language: three bands, three languages in their order."""

    questions: str
    answered: str
    bands: tuple[str, ...]
    languages: tuple[str, ...]
    days: tuple[str, ...]  # one for each day, short


def draw(statistics: Statistics, labels: Labels) -> bytes:
    """Questions a day by band, and the share answered by language, as a PNG of a phone's width."""
    order = {
        "labels": asdict(labels),
        "bands": [[day.get(status, 0) for day in statistics.days.values()] for status in STATUSES],
        "shares": [statistics.share(lang) for lang in LANGS],
        "asked": [sum(statistics.languages.get(lang, {}).values()) for lang in LANGS],
    }
    try:
        done = subprocess.run(
            [sys.executable, "-m", "bot.statistics.picture"],
            input=json.dumps(order).encode(),
            capture_output=True,
            timeout=_PATIENCE,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise Unavailable("the picture could not be drawn") from error
    return done.stdout
