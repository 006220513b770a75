"""Answers that are the same for everybody are found once, as long as the record and the day are the same."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from datetime import date, tzinfo
from typing import Final

from bot.asking.finding import Asked, Finder, Found
from knowledge.index.base import Base
from knowledge.model import Lang

_MOST: Final = 4096  # answers, of a few kilobytes each

_Key = tuple[str, Lang | None, date]


class Remembering:
    """A finder before another one. Belongs to one event loop.

    What leans on the turn before is found anew each time. `home`: where days begin, for questions that name them.
    """

    def __init__(self, finder: Finder, base: Callable[[], Base], home: tzinfo) -> None:
        self._finder, self._base, self._home = finder, base, home
        self._of = self._state()
        self._known: OrderedDict[_Key, Found] = OrderedDict()

    async def find(self, asked: Asked) -> Found:
        of = self._state()
        if not _same(of, self._of):
            self._known.clear()
            self._of = of
        key = asked.text, asked.lang, asked.at.astimezone(self._home).date()
        if key in self._known:
            self._known.move_to_end(key)
            return _again(self._known[key], asked)
        found = await self._finder.find(asked)
        changed = not (_same(of, self._of) and _same(of, self._state()))
        if found.answer.alone and not changed:
            self._known[key] = found
            if len(self._known) > _MOST:
                self._known.popitem(last=False)
        return found

    def _state(self) -> tuple[Base, int]:
        """What the answers are of: the snapshot, and how far the texts beside it have come."""
        base = self._base()
        return base, base.shelf.revision if base.shelf else 0


def _same(one: tuple[Base, int], other: tuple[Base, int]) -> bool:
    return one[0] is other[0] and one[1] == other[1]


def _again(found: Found, asked: Asked) -> Found:
    thread = found.answer.thread
    now = replace(thread, at=asked.at) if thread else None
    return replace(found, answer=replace(found.answer, thread=now, elapsed_ms=0.0))
