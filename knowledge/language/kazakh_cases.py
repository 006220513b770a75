"""Kazakh names with their suffixes; the suffixes are those of `kazakh_suffixes.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from knowledge.language.kazakh import agreeing_forms, kazakh_stem
from knowledge.language.tables import table

_POSSESSED: Final = tuple("ыі")
_SOFT: Final = "ь"


@lru_cache(maxsize=16_384)
def kazakh_cases(word: str) -> frozenset[str]:
    """The word in every case, and with -дағы, -нікі and the like; in both rows where usage wavers."""
    return frozenset(_cases(word))


def _cases(word: str) -> Iterator[str]:
    forms = table("kazakh_suffixes")["cases"]
    host = word.rstrip(_SOFT)
    for suffix in agreeing_forms(host, forms["bare"]):
        yield host + suffix
    if host.endswith(_POSSESSED) and kazakh_stem(host) != host:
        for suffix in agreeing_forms(host, forms["possessed"]):
            yield host + suffix
