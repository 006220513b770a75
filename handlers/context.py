"""What a handler has at hand: the services, and the crossing to threads."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ParamSpec, TypeVar, cast
from zoneinfo import ZoneInfo

from telegram import CallbackQuery, Update
from telegram.ext import CallbackContext, ExtBot

from bot.asking import Desk, Visitor
from bot.broadcasting import Broadcasts
from bot.browsing import Catalogue, Library, Timetables
from bot.clock import Clock
from bot.editing.office import Office
from bot.editors import Audit, Roles
from bot.feeds import Feeds
from bot.importing import Imports
from bot.people import Privacy
from bot.subscribing import Counter
from bot.teaching.school import School
from bot.threads import Workers
from handlers.albums import Albums
from handlers.typing_action import Typing
from knowledge.model import Lang
from knowledge.records import Records
from knowledge.texts import Texts

P = ParamSpec("P")
T = TypeVar("T")

_KEY = "house"


@dataclass(frozen=True)
class House:
    """The services that the handlers stand on."""

    desk: Desk
    library: Library
    workers: Workers
    texts: Mapping[Lang, Texts]
    timetables: Timetables
    counter: Counter
    home: ZoneInfo  # where a day begins for those who have chosen no time zone
    clock: Clock
    records: Records
    roles: Roles
    audit: Audit
    broadcasts: Broadcasts
    office: Office
    school: School
    privacy: Privacy
    feeds: Feeds
    imports: Imports
    address: str | None  # where people reach what is served over HTTP, if anything is
    typing: Typing = field(default_factory=Typing)
    albums: Albums = field(default_factory=Albums)
    # Files are read one at a time: each may take all that one processor has.
    reading: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))


class Context(CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[str, Any]]):
    """The library's context with the services typed."""

    @property
    def house(self) -> House:
        return cast("House", self.bot_data[_KEY])

    async def run(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Call `function` in a thread; whatever asks the database goes this way."""
        return await self.house.workers.run(function, *args, **kwargs)

    async def texts_for(self, visitor: Visitor) -> Texts:
        """The texts in the language that the person reads."""
        return self.house.texts[await self.run(self.house.desk.language, visitor)]

    async def catalogue(self) -> Catalogue:
        return await self.run(self.house.library.catalogue)


def bot_data(house: House) -> dict[str, Any]:
    return {_KEY: house}


# What a pressed button does; what it returns is shown as a toast.
Pressed = Callable[[Update, Context, CallbackQuery, Any], Awaitable[str | None]]
