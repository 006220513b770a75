"""Databases of both engines."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "support"))

from databases import postgres_server, postgres_url, records, sqlite_url, url

__all__ = ["postgres_server", "postgres_url", "records", "sqlite_url", "url"]
