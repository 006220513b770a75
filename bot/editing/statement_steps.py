"""The wizard for a fact: text, language, topic, side, source, known questions, preview. One for new and old ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.browsing import record_key
from bot.editing import labels, reading
from bot.editing.differing import in_lines
from bot.editing.introducing import introduced, newcomer_of, people_topic
from bot.editing.merging import merged
from bot.editing.newcomer_steps import beginning, newcomer_steps, parts
from bot.editing.rooms import Room
from bot.editing.stating import Filled
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
from bot.editing.wording_steps import LANG_STEPS, wording_steps
from bot.subscribers import Refused
from bot.subscribers.refusing import N_
from knowledge.model import LANGS, SIDES, Fact, Lang, Side
from knowledge.plain import document_data, fact_data, topic_data
from knowledge.records import Conflict, Edit
from knowledge.texts import Texts

NEW, OLD = "addfact", "editfact"  # kinds of wizards
_TOPICS, _DOCUMENTS = 14, 6  # offered as buttons
_NEW = "new"


@dataclass(frozen=True)
class Saved:
    """The fact as it is on record now."""

    fact: Fact
    new: bool


@dataclass(frozen=True)
class _Text:
    """The text of a new fact, in whatever language; or, instead, a person or an organisation."""

    room: Room
    name: str = "text"

    def ask(self, _draft: Draft, texts: Texts) -> Prompt:
        return Prompt(
            texts.gettext("What does the record say?"),
            texts.gettext("Write it in English, Russian or Kazakh. It can be translated afterwards."),
            choices=[
                [
                    Choice("person", "👤 " + texts.gettext("A person")),
                    Choice("organisation", "🏛 " + texts.gettext("An organisation")),
                ]
            ],
        )

    def take(self, draft: Draft, given: Given, _texts: Texts) -> Result:
        newcomer = beginning(given.choice)
        if newcomer is not None:
            return Next(newcomer)
        text = reading.statement(given.text)
        return Next(written(self.room, replace(Filled.of(draft.answers), newcomer=None), text).answers())


@dataclass(frozen=True)
class _Language:
    name: str = "lang"

    def ask(self, draft: Draft, texts: Texts) -> Prompt | None:
        lang = _only_language(Filled.of(draft.answers))
        if lang is None:
            return None
        choices = [
            [Choice(one, ("✓ " if one == lang else "") + labels.OWN_NAMES[one]) for one in LANGS],
        ]
        title = texts.gettext("It reads like this language: {language}. Is that right?")
        return Prompt(title.format(language=labels.OWN_NAMES[lang]), choices=choices, typed=False)

    def take(self, draft: Draft, given: Given, _texts: Texts) -> Result:
        filled = Filled.of(draft.answers)
        before, after = _only_language(filled), chosen(given, LANGS)
        if before is None or before == after:
            return Next(filled.answers())
        return Next(filled.with_text(after, filled.text(before)).with_text(before, None).answers())


@dataclass(frozen=True)
class _Topic:
    """A topic on record, by a button or by its name; any other name offers to make it a new topic."""

    room: Room
    name: str = "topic"

    def ask(self, draft: Draft, texts: Texts) -> Prompt | None:
        if Filled.of(draft.answers).newcomer and people_topic(self.room.base()):
            return None  # where the others are
        chosen = draft.answers.get("offered", "")
        topics = list(self.room.base().topics.values())[:_TOPICS]
        buttons = [Choice(record_key(one.id), reading.said(one.title, texts.lang)) for one in topics]
        rows: list[Sequence[Choice]] = [buttons[at : at + 2] for at in range(0, len(buttons), 2)]
        if not chosen:
            hint = texts.gettext("Choose one, or write its name.")
            return Prompt(texts.gettext("Which topic does it belong to?"), hint, choices=rows)
        new = Choice(_NEW, "➕ " + texts.gettext("New topic “{name}”").format(name=chosen))
        title = texts.gettext("There is no topic “{words}”.").format(words=chosen)
        return Prompt(title, texts.gettext("Make it a new one, or choose another."), choices=[[new], *rows])

    def take(self, draft: Draft, given: Given, _texts: Texts) -> Result:
        filled, topics = Filled.of(draft.answers), self.room.base().topics
        if given.text:
            try:
                topic = reading.topic_named(reading.line(given.text), topics.values())
            except reading.Unknown:
                return Again({**draft.answers, "offered": reading.line(given.text)})
            return Next(replace(filled.changed(topic=topic.id), topic=None).answers())
        if given.choice == _NEW:
            title = draft.answers.get("offered", "")
            new = self.room.statements.new_topic(title, reading.language_of(title))
            return Next(replace(filled.changed(topic=new.id), topic=topic_data(new)).answers())
        known = chosen(given, topics, record_key)
        return Next(replace(filled.changed(topic=known), topic=None).answers())


@dataclass(frozen=True)
class _Side:
    name: str = "side"

    def ask(self, _draft: Draft, texts: Texts) -> Prompt:
        choices = [[Choice(side, labels.side_name(texts, side)) for side in SIDES]]
        return Prompt(texts.gettext("Which side is it about?"), choices=choices, typed=False)

    def take(self, draft: Draft, given: Given, _texts: Texts) -> Result:
        side = chosen(given, SIDES)
        return Next(Filled.of(draft.answers).changed(side=None if side == "both" else side).answers())


@dataclass(frozen=True)
class _Source:
    room: Room
    name: str = "source"

    def ask(self, _draft: Draft, texts: Texts) -> Prompt:
        documents = list(self.room.base().documents.values())[:_DOCUMENTS]
        choices = [
            [Choice(record_key(one.id), "📄 " + reading.said(one.title, texts.lang))] for one in documents
        ]
        return Prompt(
            texts.gettext("Where does it stand?"),
            texts.gettext("Choose a document, or write its title and the place: Report, page 3."),
            choices=choices,
            skip=True,
        )

    def take(self, draft: Draft, given: Given, _texts: Texts) -> Result:
        filled = Filled.of(draft.answers)
        if given.text:
            known = sourced(self.room, filled, given.text)
            return Next({**known.answers(), "placing": len(known.fact["source"]) == 1})
        if not given.choice:
            return Next(replace(filled.changed(source=None), document=None).answers())
        document = chosen(given, self.room.base().documents, record_key)
        known = replace(filled.changed(source={"document": document}), document=None)
        return Next({**known.answers(), "placing": True})


@dataclass(frozen=True)
class _Place:
    """Where in the document, if that was not said together with it."""

    name: str = "place"

    def ask(self, draft: Draft, texts: Texts) -> Prompt | None:
        if not draft.answers.get("placing"):
            return None
        title = texts.gettext("On which page, or in which paragraph?")
        return Prompt(title, texts.gettext("For example: page 3, or paragraph 5."), skip=True)

    def take(self, draft: Draft, given: Given, _texts: Texts) -> Result:
        filled = Filled.of(draft.answers)
        if not given.text:
            return Next(filled.answers())
        text = reading.line(given.text)
        _, found = reading.source_place("x, " + (f"page {text}" if text.isdigit() else text))
        if not found.number:
            raise Refused(N_("Write a page or a paragraph with its number: page 3."))
        document = filled.fact["source"]["document"]
        return Next(filled.changed(source={"document": document, found.kind: found.number}).answers())


@dataclass(frozen=True)
class _Questions:
    name: str = "questions"

    def ask(self, draft: Draft, texts: Texts) -> Prompt | None:
        if Filled.of(draft.answers).newcomer:
            return None
        known = Filled.of(draft.answers).fact.get("questions", {})
        return Prompt(
            texts.gettext("Which questions does it answer?"),
            texts.gettext("One on each line, in any of the languages. They make it easier to find."),
            body=[f"• {question}" for lang in LANGS for question in known.get(lang, ())],
            skip=True,
        )

    def take(self, draft: Draft, given: Given, _texts: Texts) -> Result:
        filled = Filled.of(draft.answers)
        if not given.text:
            return Next(filled.answers())
        asked: dict[str, list[str]] = {}
        for question in reading.questions(given.text):
            asked.setdefault(reading.language_of(question), []).append(question)
        # In the languages written now they take the place of those there were.
        return Next(filled.changed(questions={**filled.fact.get("questions", {}), **asked}).answers())


@dataclass(frozen=True)
class _Preview:
    """The fact as it will be, every part of it a button away."""

    room: Room
    name: str = "preview"

    def ask(self, draft: Draft, texts: Texts) -> Prompt:
        filled, _ = self._complete(Filled.of(draft.answers))
        said = labels.statements(texts, filled.fact)
        rest = labels.particulars(texts, filled.fact, self.room.topic(filled), self.room.document(filled))
        title = texts.gettext("Like this?") if filled.seen is None else texts.gettext("What shall change?")
        body = [*draft.answers.get("conflict", ()), *said, "\n".join(rest), *self._answered(filled, texts)]
        newcomer = newcomer_of(filled)
        own = (*_parts(filled, texts), _translations(filled, texts))
        saving = _saving(filled, texts, review=self.room.statements.review)
        rows = (saving, *(parts(newcomer, texts) if newcomer else own))
        return Prompt(title, body=body, choices=[row for row in rows if row], typed=False)

    def _answered(self, filled: Filled, texts: Texts) -> Sequence[str]:
        """How many were told what is about to change: they can be told of it afterwards."""
        seen = filled.seen or {}
        if not seen or seen.get("statement") == filled.fact.get("statement"):
            return ()
        number = self.room.audience(str(seen["id"]))
        told = texts.ngettext(
            "👥 {n} person was answered with this lately. Once it is saved, you can tell them what has changed.",
            "👥 {n} people were answered with this lately. Once it is saved, you can tell them what has changed.",
            number,
        )
        return (told.format(n=texts.number(number)),) if number else ()

    def take(self, draft: Draft, given: Given, texts: Texts) -> Result:
        filled = Filled.of(draft.answers)
        if given.choice == "fitting":
            return Again(replace(filled, fitting=not filled.fitting).answers())
        status = next((one for one in ("published", "draft", "retracted") if one == given.choice), None)
        if status is None:
            return Jump(given.choice, draft.answers)
        complete, also = self._complete(filled)
        try:
            fact = self.room.statements.keep(complete, status, draft.person, also)
        except Conflict as conflict:
            return Again(reconciled(filled, conflict, texts))
        return Done(Saved(fact, filled.seen is None))

    def _complete(self, filled: Filled) -> tuple[Filled, Sequence[Edit]]:
        """A newcomer as the fact that he takes part; any other fact as it is."""
        if filled.newcomer is None:
            return filled, ()
        base = self.room.base()
        topic = filled.fact.get("topic") or people_topic(base)
        return introduced(filled.changed(topic=topic), base)


def written(room: Room, filled: Filled, text: str) -> Filled:
    """The text taken for a new fact; raises Refused if the record says just that already."""
    same = room.statements.same(text)
    if same is not None:
        raise Refused(N_("The record says this already: /fact {name}"), name=same)
    lang = reading.language_of(text)
    # The name is settled now: publishing again after a crash must not make a second one.
    return filled.changed(id=room.statements.new_id(text), statement={lang: text})


def sourced(room: Room, filled: Filled, text: str) -> Filled:
    """The source by the title of its document, with the place; another title is that of a new document."""
    title, source = reading.source_place(reading.line(text))
    known = reading.document_named(title, room.base().documents.values())
    document = known or room.statements.new_document(title, reading.language_of(title))
    place = {source.kind: source.number} if source.number else {}
    new = None if known else document_data(document)
    return replace(filled.changed(source={"document": document.id, **place}), document=new)


def reconciled(filled: Filled, conflict: Conflict, texts: Texts) -> Mapping[str, Any]:
    """What somebody else changed meanwhile is told and taken over, but for what was changed here, too."""
    standing = conflict.standing
    if not isinstance(standing, Fact):
        raise Refused(N_("It has been taken off the record meanwhile."))
    before, now = dict(filled.seen or {}), fact_data(standing)
    told = texts.gettext("⚠️ It has changed meanwhile. Please look at it again:")
    lines = "\n".join(f"• {line}" for line in in_lines("fact", before, now, texts))
    fact = merged(before, dict(filled.fact), now)
    answers = replace(filled, fact=fact, seen=now).answers()
    return {**answers, "conflict": [f"{told}\n{lines}"]}


def scripts(room: Room) -> Sequence[Script]:
    """The wizard for a new fact, and the one for a fact on record, where every step is a button away."""
    aside: Sequence[Step] = wording_steps()
    steps: Sequence[Step] = (
        _Text(room),
        _Language(),
        *newcomer_steps(room),
        _Topic(room),
        _Side(),
        _Source(room),
        _Place(),
        _Questions(),
        *aside,
        _Preview(room),
    )
    names = frozenset(step.name for step in aside)
    rest = frozenset(step.name for step in steps[:-1])
    return Script(NEW, steps, names), Script(OLD, steps, rest - {_Place().name})


def _saving(filled: Filled, texts: Texts, *, review: bool) -> Sequence[Choice]:
    draft = Choice("draft", "📝 " + texts.gettext("Save as a draft"))
    if review and filled.seen is None:
        return (draft,)
    if filled.seen is None or filled.seen.get("status") == "draft":
        return Choice("published", "✅ " + texts.gettext("Publish")), draft
    return (Choice(filled.seen.get("status", "published"), "✅ " + texts.gettext("Save")),)


def _parts(filled: Filled, texts: Texts) -> Sequence[Sequence[Choice]]:
    title = Choice("title", "🏷 " + texts.gettext("Title"))
    language = [Choice("lang", "🔤 " + texts.gettext("Language"))] if _only_language(filled) else []
    fitting = "☑️ " if filled.fitting else "⬜️ "
    small = Choice("fitting", fitting + texts.gettext("Only a small correction: translations still fit"))
    return (
        (Choice("topic", "🗂 " + texts.gettext("Topic")), Choice("side", "🏳 " + texts.gettext("Side")), title),
        (
            Choice("source", "📄 " + texts.gettext("Source")),
            Choice("questions", "❓ " + texts.gettext("Questions")),
            *language,
        ),
        (small,) if filled.seen and len(filled.fact.get("statement", {})) > 1 else (),
    )


def _translations(filled: Filled, texts: Texts) -> Sequence[Choice]:
    """The text in each language: to change, or to add."""
    return [
        Choice(LANG_STEPS[lang], ("✏️ " if filled.text(lang) else "➕ ") + labels.language_name(texts, lang))
        for lang in LANGS
    ]


def _only_language(filled: Filled) -> Lang | None:
    said = [lang for lang in LANGS if filled.text(lang)]
    return said[0] if len(said) == 1 else None


def side_of(text: str) -> Side:
    return next((side for side in SIDES if side == text), "both")
