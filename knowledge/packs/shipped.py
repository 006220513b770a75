"""The packs that come with the program."""

from __future__ import annotations

from pathlib import Path


def shipped_packs() -> list[Path]:
    return sorted(Path(__file__).parent.glob("*.yaml"))
