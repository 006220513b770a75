"""Events as editors write them: found by what they call them, filled in, and put on record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.browsing import record_key
from bot.editing.keeping import Keeper
from bot.editing.slugs import slug
from bot.editing.timing import understood
from bot.subscribers import Refused
from bot.subscribers.refusing import N_
from knowledge.dates import parse_edtf
from knowledge.errors import InvalidInput
from knowledge.events.repeating import Timing
from knowledge.language import normalise
from knowledge.model import Event
from knowledge.plain import event_data, event_of
from knowledge.records import Conflict, Edit
from knowledge.records.schema import events

_ATTEMPTS = 3  # to find an id that nobody else takes at the same moment
_SHOWN = 3  # of several events that may be meant


@dataclass(frozen=True, slots=True)
class FilledEvent:
    """An event filled in as far as it goes: its plain data, and what the editor saw; nothing for a new one."""

    event: Mapping[str, Any]
    seen: Mapping[str, Any] | None = None

    def answers(self) -> dict[str, Any]:
        """As JSON."""
        return {"event": dict(self.event), "seen": None if self.seen is None else dict(self.seen)}

    @classmethod
    def of(cls, answers: Mapping[str, Any]) -> FilledEvent:
        return cls(answers.get("event", {}), answers.get("seen"))

    @classmethod
    def editing(cls, event: Event) -> FilledEvent:
        data = event_data(event)
        return cls(data, data)

    def changed(self, **changes: Any) -> FilledEvent:
        """With these fields; None, or an empty text, takes one away."""
        data = {**self.event, **changes}
        return replace(
            self, event={name: value for name, value in data.items() if value not in (None, "", {}, [])}
        )

    def timed(self, timing: Timing) -> FilledEvent:
        """At another time. What had a day and gets another one was moved."""
        filled = self.changed(when=timing.when, rrule=timing.rrule)
        before = self.seen
        if before is None or before["when"] == timing.when or not parse_edtf(before["when"]).exact:
            return filled
        usual = self.event.get("status", "planned") in ("planned", "confirmed")
        return filled.changed(status="moved") if usual else filled

    @property
    def timing(self) -> Timing | None:
        return Timing(self.event["when"], self.event.get("rrule", "")) if "when" in self.event else None


class Planner:
    """Puts events on record. Synchronous. `home`: where a day begins."""

    def __init__(self, keeper: Keeper, home: ZoneInfo) -> None:
        self._keeper, self._home = keeper, home

    def today(self) -> date:
        return self._keeper.now().astimezone(self._home).date()

    def timing(self, text: str) -> Timing:
        """Raises Refused."""
        return understood(text, self.today())

    def upcoming(self) -> tuple[Event, ...]:
        return self._keeper.records.events(start=self.today())

    def find(self, words: str) -> Event:
        """The event of this id, key or title, or the only one with these words in its title. Raises Refused."""
        words = words.strip()
        known = {event.id: event for event in self._keeper.records.events()}
        named = known.get(words) or next((one for one in known.values() if record_key(one.id) == words), None)
        if named is not None:
            return named
        wanted = normalise(words)
        titles = [(event, [normalise(title) for title in event.title.values()]) for event in known.values()]
        for meant in (str.__eq__, str.startswith, str.__contains__):
            found = [
                event for event, said in titles if wanted and any(meant(title, wanted) for title in said)
            ]
            if len(found) == 1:
                return found[0]
            if found:
                several = N_("Several events are called that. Use the id of one: {ids}.")
                raise Refused(several, ids=", ".join(event.id for event in found[:_SHOWN]))
        taken_back = self._keeper.records.event(words)
        if taken_back is not None:
            return taken_back
        raise Refused(N_("There is no event “{words}”."), words=words[:60])

    def restore(self, name: str, person: int) -> Event | None:
        """The event on record again, if it was taken back; else None."""
        event = self._keeper.records.event(name.strip())
        if event is None or not event.retracted:
            return None
        return self.keep(FilledEvent.editing(event).changed(retracted=None), person)

    def check_facts(self, names: tuple[str, ...]) -> None:
        """Raises Refused if one of them is not on record."""
        for name in names:
            if self._keeper.records.fact(name) is None:
                raise Refused(N_("There is no fact “{words}”."), words=name[:60])

    def keep(self, filled: FilledEvent, person: int) -> Event:
        """The event as it is on record now. Raises Conflict if it has changed since it was seen, Refused."""
        for attempt in reversed(range(_ATTEMPTS)):
            event = self._event(filled)
            edit = Edit(event, None if filled.seen is None else event_of(filled.seen))
            try:
                self._keeper.keep([edit], person)
            except Conflict:
                # A new event only took the name of another one.
                if filled.seen is not None or not attempt:
                    raise
                filled = filled.changed(id=None)
            except InvalidInput as error:
                raise Refused(N_("It cannot be kept like this: {reason}."), reason=error.reason) from None
            else:
                stored = self._keeper.records.event(event.id)
                assert stored is not None
                return stored
        raise AssertionError

    def _event(self, filled: FilledEvent) -> Event:
        titles = filled.event.get("title", {})
        if not titles:
            raise Refused(N_("It has no title yet."))
        if "when" not in filled.event:
            raise Refused(N_("It has no date yet."))
        if "topic" not in filled.event:
            raise Refused(N_("It has no topic yet."))
        name = filled.event.get("id") or slug(next(iter(titles.values())), self._taken, "event")
        return event_of({**filled.event, "id": name})

    def _taken(self, name: str) -> bool:
        with self._keeper.records.database.reading() as connection:
            return connection.execute(select(events.c.id).where(events.c.id == name)).first() is not None
