"""What editors work with, put together once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.editing import event_steps, statement_steps
from bot.editing.changes import Changes
from bot.editing.event_steps import EventRoom
from bot.editing.finding import Finder
from bot.editing.keeping import Keeper
from bot.editing.planning import Planner
from bot.editing.rooms import Room
from bot.editing.stating import Statements
from bot.editing.steps import Script
from bot.editing.undoing import Undoing
from bot.editing.wizards import Wizards
from knowledge.index import Base, Index
from knowledge.records import Records


@dataclass(frozen=True)
class Office:
    keeper: Keeper
    room: Room
    wizards: Wizards
    finder: Finder
    changes: Changes
    events: EventRoom
    undoing: Undoing


def office_of(
    records: Records,
    index: Index,
    clock: Clock,
    home: ZoneInfo,
    more: Sequence[Script] = (),
    *,
    review: bool = False,
    audience: Callable[[str], int] = lambda _fact: 0,
) -> Office:
    """`index` catches up at once with what is changed here; `home` is where days begin; `more`: wizards.

    `review`: one editor drafts, and another publishes. `audience`: how many were answered with a fact lately.
    """
    base: Callable[[], Base] = lambda: index.base  # noqa: E731 - the newest one each time
    keeper = Keeper(records, index.refresh, clock, review=review)
    room = Room(Statements(keeper), base, audience)
    events = EventRoom(Planner(keeper, home), base)
    wizards = Wizards(records, clock, (*statement_steps.scripts(room), *event_steps.scripts(events), *more))
    return Office(keeper, room, wizards, Finder(records), Changes(records, home), events, Undoing(keeper))
