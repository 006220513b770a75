"""A fact in one line: `topic | text | source`."""

from __future__ import annotations

from bot.editing import reading
from bot.editing.rooms import Room
from bot.editing.statement_steps import sourced, written
from bot.editing.stating import Filled
from bot.subscribers import Refused
from bot.subscribers.refusing import N_

_BAR = "|"


def is_one_line(text: str) -> bool:
    """Whether there is more than a text."""
    return _BAR in text


def fact_in(room: Room, text: str) -> Filled:
    """The fact that the line states, of a topic on record; the source may be left out. Raises Refused."""
    topic, _, rest = text.partition(_BAR)
    said, bar, source = rest.rpartition(_BAR)
    if not bar:
        said, source = source, ""
    if not topic.strip() or not said.strip():
        raise Refused(N_("Write it as: topic | text | source."))
    known = reading.topic_named(reading.line(topic), room.base().topics.values())
    filled = written(room, Filled({}), reading.statement(said)).changed(topic=known.id)
    return sourced(room, filled, source) if source.strip() else filled
