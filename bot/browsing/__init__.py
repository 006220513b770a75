"""Leafing through the records: topics, facts, people."""

from bot.browsing.catalogue import (
    PEOPLE_SIDES,
    Catalogue,
    Example,
    Library,
    Page,
    in_language,
    record_key,
)

__all__ = ["PEOPLE_SIDES", "Catalogue", "Example", "Library", "Page", "in_language", "record_key"]
