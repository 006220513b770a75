"""The wizard for an event: title, time, topic, place, side, preview. One for new and old ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.browsing import record_key
from bot.digests import wording
from bot.editing import event_line, labels, reading
from bot.editing.differing import in_lines
from bot.editing.event_line import Field
from bot.editing.merging import merged
from bot.editing.planning import FilledEvent, Planner
from bot.editing.steps import (
    Again,
    Choice,
    Done,
    Draft,
    Given,
    Jump,
    Next,
    Prompt,
    Result,
    Script,
    Step,
    chosen,
)
from bot.editing.timing import in_words
from bot.subscribers import Refused
from bot.subscribers.refusing import N_
from knowledge.index.base import Base
from knowledge.model import EVENT_STATUSES, LANGS, SIDES, Event, EventStatus
from knowledge.plain import event_data
from knowledge.records import Conflict
from knowledge.texts import Texts

NEW, OLD = "addevent", "editevent"  # kinds of wizards
PREVIEW = "preview"
_TOPICS = 14  # offered as buttons


@dataclass(frozen=True)
class EventRoom:
    """What the steps stand on."""

    planner: Planner
    base: Callable[[], Base]

    def put(self, filled: FilledEvent, field: Field, said: str) -> FilledEvent:
        return event_line.put(self.planner, self.base().topics.values(), filled, field, said)


@dataclass(frozen=True)
class SavedEvent:
    """The event as it is on record now."""

    event: Event
    new: bool


@dataclass(frozen=True)
class _Typed:
    """A field that is written in words."""

    room: EventRoom
    name: Field
    question: str
    hint: str
    skip: bool = False

    def ask(self, draft: Draft, texts: Texts) -> Prompt:
        known = FilledEvent.of(draft.answers).event.get(self.name)
        body = tuple(known.values()) if isinstance(known, Mapping) else ()
        return Prompt(texts.gettext(self.question), texts.gettext(self.hint), body=body, skip=self.skip)

    def take(self, draft: Draft, given: Given, _texts: Texts) -> Result:
        filled = FilledEvent.of(draft.answers)
        if not given.text:
            return Next(draft.answers)
        return Next(self.room.put(filled, self.name, given.text).answers())


@dataclass(frozen=True)
class _When:
    """The time; what was understood is shown on the preview, in words and as it is written."""

    room: EventRoom
    name: str = "when"

    def ask(self, draft: Draft, texts: Texts) -> Prompt:
        timing = FilledEvent.of(draft.answers).timing
        hint = texts.gettext(
            "In your own words: 14 November 2020 19:00; 5–9 May 2020; second quarter of 2020; next Friday at 7 pm; "
            "every Monday until June 2020."
        )
        return Prompt(texts.gettext("When is it?"), hint, body=(in_words(timing, texts),) if timing else ())

    def take(self, draft: Draft, given: Given, _texts: Texts) -> Result:
        return Next(self.room.put(FilledEvent.of(draft.answers), "when", given.text).answers())


@dataclass(frozen=True)
class _Topic:
    room: EventRoom
    name: str = "topic"

    def ask(self, _draft: Draft, texts: Texts) -> Prompt:
        topics = list(self.room.base().topics.values())[:_TOPICS]
        buttons = [Choice(record_key(one.id), reading.said(one.title, texts.lang)) for one in topics]
        rows = [buttons[at : at + 2] for at in range(0, len(buttons), 2)]
        hint = texts.gettext("Choose one, or write its name.")
        return Prompt(texts.gettext("Which topic does it belong to?"), hint, choices=rows)

    def take(self, draft: Draft, given: Given, _texts: Texts) -> Result:
        filled = FilledEvent.of(draft.answers)
        if given.text:
            return Next(self.room.put(filled, "topic", given.text).answers())
        return Next(filled.changed(topic=chosen(given, self.room.base().topics, record_key)).answers())


@dataclass(frozen=True)
class _Side:
    name: str = "side"

    def ask(self, _draft: Draft, texts: Texts) -> Prompt:
        choices = [[Choice(side, labels.side_name(texts, side)) for side in SIDES]]
        return Prompt(texts.gettext("Which side is it about?"), choices=choices, typed=False)

    def take(self, draft: Draft, given: Given, _texts: Texts) -> Result:
        side = chosen(given, SIDES)
        return Next(FilledEvent.of(draft.answers).changed(side=None if side == "both" else side).answers())


@dataclass(frozen=True)
class _Status:
    name: str = "status"

    def ask(self, _draft: Draft, texts: Texts) -> Prompt:
        choices = [[Choice(one, wording.capital(status_name(texts, one)))] for one in EVENT_STATUSES]
        return Prompt(texts.gettext("How does it stand?"), choices=choices, typed=False)

    def take(self, draft: Draft, given: Given, _texts: Texts) -> Result:
        status = chosen(given, EVENT_STATUSES)
        filled = FilledEvent.of(draft.answers)
        return Next(filled.changed(status=None if status == "planned" else status).answers())


@dataclass(frozen=True)
class _Preview:
    """The event as it will be, every part of it a button away."""

    room: EventRoom
    name: str = PREVIEW

    def ask(self, draft: Draft, texts: Texts) -> Prompt:
        filled = FilledEvent.of(draft.answers)
        body = [*draft.answers.get("conflict", ()), *_shown(self.room, filled, texts)]
        changed = [] if filled.seen is None else in_lines("event", filled.seen, filled.event, texts)
        if changed:
            body.append("\n".join(("✏️ " + texts.gettext("What changes:"), *changed)))
        title = (
            texts.gettext("Like this?")
            if changed or filled.seen is None
            else texts.gettext("What shall change?")
        )
        return Prompt(title, body=body, choices=_buttons(filled, texts, saving=bool(changed)), typed=False)

    def take(self, draft: Draft, given: Given, texts: Texts) -> Result:
        filled = FilledEvent.of(draft.answers)
        if given.choice == "retract":
            taken_back = None if filled.event.get("retracted") else True
            return Again(filled.changed(retracted=taken_back).answers())
        if given.choice != "save":
            return Jump(given.choice, draft.answers)
        try:
            event = self.room.planner.keep(filled, draft.person)
        except Conflict as conflict:
            return Again(_reconciled(filled, conflict, texts))
        return Done(SavedEvent(event, filled.seen is None))


def scripts(room: EventRoom) -> Sequence[Script]:
    """The wizard for a new event, and the one for an event on record, where every step is a button away."""
    title = _Typed(
        room,
        "title",
        N_("What is it called?"),
        N_("In several languages: Gala concert / Гала-концерт / Гала-концерті."),
    )
    place = _Typed(room, "place", N_("Where is it?"), N_("In several languages: Almaty / Алматы."), skip=True)
    about = _Typed(
        room, "description", N_("What is it about?"), N_("A few sentences, if you like."), skip=True
    )
    facts = _Typed(
        room, "facts", N_("Which facts does it come from?"), N_("Their ids, with spaces between."), skip=True
    )
    aside: Sequence[Step] = (_Status(), about, facts)
    steps: Sequence[Step] = (title, _When(room), _Topic(room), place, _Side(), *aside, _Preview(room))
    names = frozenset(step.name for step in aside)
    return Script(NEW, steps, names), Script(OLD, steps, frozenset(step.name for step in steps[:-1]))


def status_name(texts: Texts, status: EventStatus) -> str:
    return {
        "planned": texts.gettext("planned"),
        "confirmed": texts.gettext("confirmed"),
        "moved": texts.gettext("moved"),
        "cancelled": texts.gettext("cancelled"),
        "held": texts.gettext("held"),
    }[status]


def _shown(room: EventRoom, filled: FilledEvent, texts: Texts) -> Sequence[str]:
    """Its titles, then a line for each of the rest, then what it is about."""
    event, timing = filled.event, filled.timing
    topic = room.base().topics.get(event.get("topic", ""))
    named = [
        f"{labels.OWN_NAMES[lang]}: {event['title'][lang]}"
        for lang in LANGS
        if event.get("title", {}).get(lang)
    ]
    place = " / ".join(dict.fromkeys(event.get("place", {}).values()))
    lines = (
        f"📅 {in_words(timing, texts)}" if timing else "",
        f"📍 {place}" if place else "",
        f"🏷 {reading.said(topic.title, texts.lang)}" if topic else "",
        labels.side_name(texts, event.get("side", "both")),
        f"▫️ {wording.capital(status_name(texts, event.get('status', 'planned')))}",
        f"📄 {', '.join(event['facts'])}" if event.get("facts") else "",
        "🗑 " + texts.gettext("Entered by mistake: will be taken off the record")
        if event.get("retracted")
        else "",
    )
    described = [said for lang in LANGS if (said := event.get("description", {}).get(lang))]
    return ["\n".join(named), "\n".join(filter(None, lines)), *described]


def _buttons(filled: FilledEvent, texts: Texts, *, saving: bool) -> Sequence[Sequence[Choice]]:
    new = filled.seen is None
    save = [Choice("save", "✅ " + (texts.gettext("Publish") if new else texts.gettext("Save")))]
    rows = (
        save if new or saving else [],
        [Choice("title", "🔤 " + texts.gettext("Title")), Choice("when", "📅 " + texts.gettext("When"))],
        [Choice("place", "📍 " + texts.gettext("Place")), Choice("topic", "🏷 " + texts.gettext("Topic"))],
        [Choice("side", "🏳 " + texts.gettext("Side")), Choice("status", "▫️ " + texts.gettext("Status"))],
        [
            Choice("description", "📝 " + texts.gettext("Description")),
            Choice("facts", "📄 " + texts.gettext("Facts")),
        ],
        [] if new else [Choice("retract", "🗑 " + texts.gettext("Entered by mistake"))],
    )
    return [row for row in rows if row]


def _reconciled(filled: FilledEvent, conflict: Conflict, texts: Texts) -> Mapping[str, Any]:
    """What somebody else changed meanwhile is told and taken over, but for what was changed here, too."""
    standing = conflict.standing
    if not isinstance(standing, Event):
        raise Refused(N_("It has been taken off the record meanwhile."))
    before, now = dict(filled.seen or {}), event_data(standing)
    told = texts.gettext("⚠️ It has changed meanwhile. Please look at it again:")
    lines = "\n".join(f"• {line}" for line in in_lines("event", before, now, texts))
    answers = replace(filled, event=merged(before, dict(filled.event), now), seen=now).answers()
    return {**answers, "conflict": [f"{told}\n{lines}"]}
