"""An event in one line: `topic | title | when | place`, and whatever else with its name: `side: kz`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal

from bot.digests import wording
from bot.editing import reading
from bot.editing.planning import FilledEvent, Planner
from bot.subscribers import Refused
from bot.subscribers.refusing import N_
from bot.texts import bot_texts
from knowledge.language import normalise
from knowledge.limits import STATEMENT
from knowledge.model import EVENT_STATUSES, SIDES, EventStatus, Lang, Side, Topic

Field = Literal["topic", "title", "when", "place", "side", "status", "description", "facts"]
_BAR = "|"
_NAMES: Mapping[str, Field] = {
    **dict.fromkeys(("topic", "тема", "тақырып"), "topic"),
    **dict.fromkeys(("title", "name", "название", "атауы"), "title"),
    **dict.fromkeys(("when", "date", "когда", "дата", "қашан", "күні"), "when"),
    **dict.fromkeys(("place", "where", "место", "где", "орны", "қайда"), "place"),
    **dict.fromkeys(("side", "сторона", "тарап"), "side"),
    **dict.fromkeys(("status", "статус", "мәртебе", "мәртебесі"), "status"),
    **dict.fromkeys(("text", "description", "описание", "сипаттама"), "description"),
    **dict.fromkeys(("facts", "fact", "факты", "факт", "фактілер"), "facts"),
}
_IN_ORDER: tuple[Field, ...] = ("topic", "title", "when", "place", "side")
_SIDES: Mapping[str, Side] = {
    **dict.fromkeys(("kz", "kazakh", "казахстанская", "қазақ", "қазақстандық"), "kz"),
    **dict.fromkeys(("ru", "russian", "российская", "ресейлік"), "ru"),
    **dict.fromkeys(("both", "обе", "екеуі", "екі тарап"), "both"),
}


def new_event(planner: Planner, topics: Iterable[Topic], text: str) -> FilledEvent:
    """What the line says of a new event. Raises Refused."""
    filled, order = FilledEvent({}), iter(_IN_ORDER)
    parts = [_named(part) for part in _parts(text)]
    if len(parts) < len(("topic", "title", "when")):
        raise Refused(N_("Write it as: topic | title | date | place."))
    for named, said in parts:
        field = named or next(order, None)
        if field is None:
            raise Refused(N_("I do not know what this is: {value}."), value=said[:60])
        if said:
            filled = put(planner, topics, filled, field, said)
    return filled


def changes(
    planner: Planner, topics: Iterable[Topic], filled: FilledEvent, parts: Sequence[str]
) -> FilledEvent:
    """What the parts of a line change: each with its name, but a date tells for itself. Raises Refused."""
    for part in parts:
        named, said = _named(part)
        filled = put(planner, topics, filled, named or "when", said)
    return filled


def divided(text: str) -> tuple[str, Sequence[str]]:
    """Which event is meant, and what shall change."""
    first, *parts = _parts(text) or [""]
    return first, [part for part in parts if part]


def put(
    planner: Planner, topics: Iterable[Topic], filled: FilledEvent, field: Field, said: str
) -> FilledEvent:
    """One field as it was typed. Raises Refused."""
    if field == "topic":
        return filled.changed(topic=reading.topic_named(reading.line(said), topics).id)
    if field == "when":
        return filled.timed(planner.timing(said))
    if field == "facts":
        names = tuple(dict.fromkeys(said.replace(",", " ").split()))
        planner.check_facts(names)
        return filled.changed(facts=list(names))
    return filled.changed(**{field: _READING[field](filled, said)})


def side_named(said: str) -> Side:
    named: dict[str, Side] = dict(_SIDES)
    for texts in bot_texts().values():
        named |= {normalise(wording.side(side, texts)): side for side in SIDES}
    side = named.get(normalise(said))
    if side is None:
        raise Refused(N_("There is no such side: {value}. There are: kz, ru, both."), value=said[:60])
    return side


def status_named(said: str) -> EventStatus:
    named: dict[str, EventStatus] = {status: status for status in EVENT_STATUSES}
    for texts in bot_texts().values():
        named |= {normalise(texts.gettext(status)): status for status in EVENT_STATUSES}
    status = named.get(normalise(said))
    if status is None:
        there_are = ", ".join(EVENT_STATUSES)
        raise Refused(
            N_("There is no such status: {value}. There are: {all}."), value=said[:60], all=there_are
        )
    return status


def titles(filled: FilledEvent, said: str) -> Mapping[str, str]:
    """A title in the languages it is given in; in the others it stays."""
    return {**filled.event.get("title", {}), **reading.by_language(said)}


def places(_filled: FilledEvent, said: str) -> Mapping[Lang, str]:
    """Another place is another one in every language."""
    return reading.by_language(said)


def descriptions(filled: FilledEvent, said: str) -> Mapping[str, str]:
    text = reading.clean(said)
    if len(text) > STATEMENT:
        too_long = N_("The text has {length} characters; {limit} at most.")
        raise Refused(too_long, length=len(text), limit=STATEMENT)
    return {**filled.event.get("description", {}), reading.language_of(text): text}


_READING: Mapping[Field, Callable[[FilledEvent, str], Any]] = {
    "title": titles,
    "place": places,
    "description": descriptions,
    "side": lambda _, said: side_named(said),
    "status": lambda _, said: status_named(said),
}


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(_BAR)]


def _named(part: str) -> tuple[Field | None, str]:
    """`place: Astana` is a place; a title may have a colon in it."""
    name, colon, said = part.partition(":")
    field = _NAMES.get(name.strip().casefold()) if colon else None
    return (field, said.strip()) if field else (None, part)
