"""The record store, in SQLite or PostgreSQL."""

from __future__ import annotations

from knowledge.records.applying import Applied
from knowledge.records.records import Changes, Records

__all__ = ["Applied", "Changes", "Records"]
