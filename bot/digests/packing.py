"""Splitting what is said into messages that Telegram takes, on the borders between events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.delivery import Part, Run

LIMIT = 4096  # UTF-16 units of one message, after its formatting has become entities
_LONGEST_NAME = 300


@dataclass(frozen=True, slots=True)
class Unit:
    """What stays together: an event, with the heading of the group that it begins or goes on with."""

    heading: Part
    body: Part


def pack(opening: Part, units: Sequence[Unit], *, limit: int = LIMIT) -> tuple[Part, ...]:
    """The messages. A group that goes on in the next message has its heading there again."""
    parts: list[list[Run]] = [list(opening)]
    heading: Part | None = None
    for unit in units:
        runs = _runs(unit, new_group=unit.heading != heading, first=not parts[-1])
        if parts[-1] and length(parts[-1]) + length(runs) > limit:
            parts.append([])
            runs = _runs(unit, new_group=True, first=True)
        parts[-1] += runs
        heading = unit.heading
    return tuple(_merged(_cut(part, limit)) for part in parts)


def length(runs: Iterable[Run]) -> int:
    return sum(units(run.text) for run in runs)


def units(text: str) -> int:
    """UTF-16 units, which is how Telegram counts."""
    return len(text) + sum(character > "\uffff" for character in text)


def clip(text: str, limit: int = _LONGEST_NAME) -> str:
    """The text on one line, with an ellipsis if it is longer than a name should be."""
    line = " ".join(text.split())
    return line if units(line) <= limit else _head(line, limit - 1).rstrip() + "…"


def _runs(unit: Unit, *, new_group: bool, first: bool) -> list[Run]:
    if not new_group or not unit.heading:
        return [*([] if first else [Run("\n")]), *unit.body]
    return [*([] if first else [Run("\n\n")]), *unit.heading, Run("\n"), *unit.body]


def _cut(part: list[Run], limit: int) -> list[Run]:
    """For a unit that alone is too long; what the bot composes never is."""
    kept: list[Run] = []
    room = limit
    for run in part:
        kept.append(run if units(run.text) <= room else replace(run, text=_head(run.text, room)))
        room -= units(kept[-1].text)
    return [run for run in kept if run.text]


def _head(text: str, limit: int) -> str:
    room, end = limit, 0
    for character in text:
        room -= 2 if character > "\uffff" else 1
        if room < 0:
            break
        end += 1
    return text[:end]


def _merged(part: list[Run]) -> Part:
    merged: list[Run] = []
    for run in part:
        if merged and (merged[-1].style, merged[-1].event) == (run.style, run.event):
            merged[-1] = replace(run, text=merged[-1].text + run.text)
        else:
            merged.append(run)
    return tuple(merged)
