"""Copies of the database that stand by themselves: made, verified, rotated, and put back on either engine."""

from __future__ import annotations

from bot.backups.copying import Contents, make, verify
from bot.backups.nightly import Nightly, folder_for, named
from bot.backups.restoring import Restored, restore

__all__ = ["Contents", "Nightly", "Restored", "folder_for", "make", "named", "restore", "verify"]
