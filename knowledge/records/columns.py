"""Column types that mean the same in SQLite and in PostgreSQL."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, Protocol

from sqlalchemy import JSON, Dialect, String, Text
from sqlalchemy.types import TypeDecorator


class Instant(TypeDecorator[datetime]):
    """An aware datetime, kept as ISO text in UTC: of one width, so that text order is time order."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant needs a zone: {value!r}")
        return value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else datetime.fromisoformat(value)


class Cipher(Protocol):
    """What personal text is sealed with; sealing twice is sealing once, and what is not sealed is opened as it is."""

    def seal(self, text: str) -> str: ...

    def open(self, text: str) -> str: ...


class Private(TypeDecorator[str]):
    """Text that is somebody's own: sealed where the engine has a cipher (`Database`), else as it is."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        cipher = cipher_in(dialect)
        return value if value is None or cipher is None else cipher.seal(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        cipher = cipher_in(dialect)
        return value if value is None or cipher is None else cipher.open(value)


class PrivateJSON(TypeDecorator[Any]):
    """The same of values; sealed, they are one JSON string."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        cipher = cipher_in(dialect)
        if value is None or cipher is None or isinstance(value, str):
            return value
        return cipher.seal(json.dumps(value, ensure_ascii=False))

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        cipher = cipher_in(dialect)
        if cipher is None or not isinstance(value, str):
            return value
        return json.loads(cipher.open(value))


_CIPHER = "agreement_cipher"


def cipher_in(dialect: Dialect) -> Cipher | None:
    cipher: Cipher | None = getattr(dialect, _CIPHER, None)
    return cipher


def put_cipher(dialect: Dialect, cipher: Cipher | None) -> None:
    """Personal text that this engine writes from now on is sealed with it."""
    setattr(dialect, _CIPHER, cipher)
