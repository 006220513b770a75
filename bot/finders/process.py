"""A process that finds: questions come in by a pipe, answers go out by another, one after the other.

It ends when the bot's process closes the pipe, however that ends. It writes nothing to the database.
"""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
from dataclasses import dataclass
from typing import BinaryIO

from bot.asking import Asked, Dates, Finding
from bot.browsing import Timetables
from bot.clock import SystemClock
from bot.finders.frames import framed, read_frame
from bot.log import set_up_logging
from bot.opening import Base, opened
from bot.settings import Settings
from knowledge.errors import AgreementError

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Order:
    """A question for the records of a revision; without one, only to catch up with the revision."""

    revision: int
    asked: Asked | None = None


def finding_in(base: Base, settings: Settings) -> Finding:
    """Finds in the newest snapshot of the index that the process has loaded."""
    timetables = Timetables(base.records.events, lambda: base.index.base.revision)
    return Finding(base.assistant, lambda: base.index.base, Dates(timetables, settings.default_timezone))


def serve(base: Base, settings: Settings, inward: BinaryIO, outward: BinaryIO) -> None:
    """Answer each order with a Found, or with None where there is none; raises EOFError in the end."""
    finding = finding_in(base, settings)
    base.index.base.warm()
    gc.collect()
    gc.freeze()
    while True:
        outward.write(framed(_followed(base, finding, read_frame(inward))))
        outward.flush()


def _followed(base: Base, finding: Finding, order: Order) -> object:
    try:
        if base.index.base.revision != order.revision:
            base.index.refresh()
        return finding.find(order.asked) if order.asked else None
    except AgreementError as error:
        logger.warning("a finder: %s", error)
    except Exception:
        logger.exception("a finder failed")
    return None


def main() -> None:
    """The process; the first frame that comes in are the settings."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(
            number, signal.SIG_IGN
        )  # what has come in is answered: the bot's process says when it is over
    inward, outward = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever is printed must not get between the answers
    try:
        settings: Settings = read_frame(inward)
        set_up_logging(settings.log_level, [settings.token])
        with opened(settings, SystemClock(settings.clock_start).now) as base:
            serve(base, settings, inward, outward)
    except (EOFError, BrokenPipeError):
        return
    except AgreementError as error:
        sys.exit(f"a finder cannot start: {error}")
