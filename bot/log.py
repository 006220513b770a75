"""Logging that never tells the token: neither in a message, nor in an argument, nor in a traceback."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterable

# Also whatever else looks like a token: that of another bot, in an address somebody mistyped.
_LOOKS_LIKE_A_TOKEN = re.compile(r"\b\d{6,20}:[A-Za-z0-9_-]{30,}")
_HIDDEN = "<token>"
# The address of somebody's calendar opens it.
_CALENDAR = re.compile(r"(/calendar/)[\w%-]+")


class Redacting(logging.Formatter):
    """Formats as usual, then hides the secrets: traceback and arguments are text by then."""

    def __init__(self, secrets: Iterable[str], fmt: str) -> None:
        super().__init__(fmt)
        self._secrets = tuple(sorted(filter(None, secrets), key=len, reverse=True))

    def format(self, record: logging.LogRecord) -> str:
        return self.redact(super().format(record))

    def redact(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, _HIDDEN)
        return _CALENDAR.sub(r"\1<secret>", _LOOKS_LIKE_A_TOKEN.sub(_HIDDEN, text))


def set_up_logging(level: str, secrets: Iterable[str] = ()) -> None:
    """Everything to stderr, one formatter for all; libraries speak up from WARNING."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Redacting(secrets, "%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    for old in root.handlers[:]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)
    # httpx writes every address, and with it the token, at INFO; python-telegram-bot at DEBUG.
    for library in ("httpx", "httpcore", "telegram", "uvicorn.access", "alembic", "apscheduler", "asyncio"):
        logging.getLogger(library).setLevel(max(logging.WARNING, logging.getLevelNamesMapping()[level]))
