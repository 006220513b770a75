"""What the bot says around the answers: the catalogue `bot`, its English being the message ids."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from knowledge.model import Lang
from knowledge.texts import Texts, load_texts

LOCALE = Path(__file__).with_name("locale")


def bot_texts() -> Mapping[Lang, Texts]:
    return load_texts(LOCALE, "bot")
