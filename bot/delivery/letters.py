"""Letters: what is said, as plain structured values, once for all who get the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, cast

from sqlalchemy import Connection, delete, exists, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.delivery.kinds import Kind
from knowledge.model import Lang
from knowledge.records.rows import Values
from knowledge.records.schema import letter_events, letters, outbox

Style = Literal["", "bold", "italic", "strike"]


@dataclass(frozen=True, slots=True)
class Run:
    """Some text in one style; `event` makes it a link to that event."""

    text: str
    style: Style = ""
    event: str = ""


Part = tuple[Run, ...]  # the text of one message


@dataclass(frozen=True, slots=True)
class Letter:
    """One or several messages; `states` are the events they tell of, each as it is told.

    Until `until` it matters who got it. A letter with a `recipe` can be composed anew while it waits.
    """

    kind: Kind
    lang: Lang
    parts: tuple[Part, ...]
    until: datetime
    states: Mapping[str, str] = field(default_factory=dict)
    recipe: Mapping[str, Any] | None = None

    @property
    def id(self) -> str:
        content = json.dumps(
            [self.kind, self.lang, _plain(self.parts), sorted(self.states.items()), self.recipe],
            sort_keys=True,
        )
        return hashlib.blake2b(content.encode(), digest_size=16).hexdigest()


def text_of(part: Iterable[Run]) -> str:
    return "".join(run.text for run in part)


def put(connection: Connection, letter: Letter) -> str:
    """Store the letter, unless it is there; its id."""
    number = letter.id
    row = {
        "id": number,
        "kind": letter.kind,
        "lang": letter.lang,
        "parts": _plain(letter.parts),
        "recipe": None if letter.recipe is None else dict(letter.recipe),
        "until": letter.until,
    }
    if ignoring(connection, letters, [row]) and letter.states:
        events = [
            {"letter": number, "event": event, "state": state} for event, state in letter.states.items()
        ]
        connection.execute(insert(letter_events), events)
    return number


def parts_of(stored: Any) -> tuple[Part, ...]:
    return tuple(
        tuple(Run(text, cast("Style", style), event) for text, style, event in part) for part in stored
    )


def states_of(connection: Connection, letter: str) -> dict[str, str]:
    """The events that a letter told of, with their states."""
    found = select(letter_events.c.event, letter_events.c.state).where(letter_events.c.letter == letter)
    return {event: state for event, state in connection.execute(found)}  # noqa: C416 - typed rows


def sweep(connection: Connection, before: datetime, limit: int) -> int:
    """Erase letters that are over and that no row of the outbox needs; how many."""
    unneeded = (
        select(letters.c.id)
        .where(letters.c.until < before, ~exists().where(outbox.c.letter == letters.c.id))
        .limit(limit)
    )
    return connection.execute(delete(letters).where(letters.c.id.in_(unneeded))).rowcount


def ignoring(connection: Connection, table: Any, rows: list[Values]) -> int:
    """Insert what is not there yet; how many were put in."""
    if connection.dialect.name == "sqlite":
        return connection.execute(sqlite.insert(table).on_conflict_do_nothing(), rows).rowcount
    # Of many rows its driver does not count those that were there already.
    fresh = postgresql.insert(table).on_conflict_do_nothing().returning(*table.primary_key)
    return len(connection.execute(fresh, rows).all())


def _plain(parts: tuple[Part, ...]) -> list[list[list[str]]]:
    return [[[run.text, run.style, run.event] for run in part] for part in parts]
