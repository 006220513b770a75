"""Facts as editors write them: from what was filled in to what goes on record, and which translations grow stale."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, or_, select

from bot.editing.keeping import Keeper
from bot.editing.slugs import slug
from bot.subscribers import Refused
from bot.subscribers.refusing import N_
from knowledge.model import LANGS, Document, Entity, EntityKind, Fact, FactStatus, Lang, Topic
from knowledge.plain import document_of, fact_of, topic_of
from knowledge.records import Conflict, Edit, rows
from knowledge.records.schema import documents, entities, entity_names, fact_entities, facts, topics

_ATTEMPTS = 3  # to find an id that nobody else takes at the same moment


@dataclass(frozen=True, slots=True)
class Filled:
    """A fact filled in as far as it goes: its plain data, what it rests on that is new, and what was seen."""

    fact: Mapping[str, Any]
    topic: Mapping[str, Any] | None = None  # a new one
    document: Mapping[str, Any] | None = None  # a new one
    seen: Mapping[str, Any] | None = None  # the fact as the editor found it; None for a new one
    fitting: bool = False  # a small correction: the translations still fit
    newcomer: Mapping[str, Any] | None = None  # who is introduced by it; see `bot.editing.introducing`

    def answers(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "fact": dict(self.fact),
            "topic": None if self.topic is None else dict(self.topic),
            "document": None if self.document is None else dict(self.document),
            "seen": None if self.seen is None else dict(self.seen),
            "fitting": self.fitting,
            "newcomer": None if self.newcomer is None else dict(self.newcomer),
        }

    @classmethod
    def of(cls, answers: Mapping[str, Any]) -> Filled:
        return cls(
            answers.get("fact", {}),
            answers.get("topic"),
            answers.get("document"),
            answers.get("seen"),
            bool(answers.get("fitting")),
            answers.get("newcomer"),
        )

    def changed(self, **changes: Any) -> Filled:
        """With these fields of the fact; None takes one away."""
        data = {name: value for name, value in {**self.fact, **changes}.items() if value is not None}
        return replace(self, fact=data)

    def text(self, lang: Lang) -> str:
        return str(self.fact.get("statement", {}).get(lang, ""))

    def with_text(self, lang: Lang, text: str | None) -> Filled:
        statement = {one: said for one, said in self.fact.get("statement", {}).items() if one != lang}
        if text:
            statement[lang] = text
        return self.changed(statement=statement)


class Statements:
    """Puts facts on record. Synchronous."""

    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper
        self._database = keeper.records.database

    @property
    def review(self) -> bool:
        """Whether another editor publishes what one has written."""
        return self._keeper.review

    def new_id(self, text: str, otherwise: str = "fact") -> str:
        return slug(text, lambda name: self._taken(facts, name), otherwise)

    def new_topic(self, title: str, lang: Lang) -> Topic:
        return Topic(slug(title, lambda name: self._taken(topics, name), "topic"), {lang: title})

    def new_document(self, title: str, lang: Lang) -> Document:
        return Document(slug(title, lambda name: self._taken(documents, name), "source"), {lang: title})

    def new_entity_id(self, name: str) -> str:
        return slug(name, lambda one: self._taken(entities, one), "entity")

    def entity_named(self, kind: EntityKind, name: str) -> str | None:
        """The id of an entity that stands on record under this very name."""
        found = (
            select(entities.c.id)
            .join(entity_names, entity_names.c.entity == entities.c.id)
            .where(entities.c.kind == kind, entity_names.c.name == name, entities.c.retracted.is_(False))
        )
        with self._database.reading() as connection:
            return connection.execute(found.limit(1)).scalar()

    def same(self, text: str, besides: str = "") -> str | None:
        """The id of another fact, not retracted, that says just this in some language."""
        says = or_(*(facts.c[f"statement_{lang}"] == text for lang in LANGS))
        found = select(facts.c.id).where(says, facts.c.status != "retracted", facts.c.id != besides)
        with self._database.reading() as connection:
            return connection.execute(found.order_by(facts.c.id).limit(1)).scalar()

    def keep(self, filled: Filled, status: FactStatus, person: int, also: Iterable[Edit] = ()) -> Fact:
        """The fact as it is on record now. Raises Conflict if it has changed since it was seen, Refused."""
        if filled.seen is None and self.review and status == "published":
            status = "draft"  # another editor publishes it
        edits = (*_rests_on(filled), *(_hidden(edit) if status == "draft" else edit for edit in also))
        for attempt in reversed(range(_ATTEMPTS)):
            edit = self._edit(filled, status)
            try:
                self._keeper.keep((*edits, *self._along(edit), edit), person)
            except Conflict as conflict:
                # A new fact only took the name of another one.
                if conflict.edit != edit or edit.seen is not None or not attempt:
                    raise
                filled = filled.changed(id=None)
            else:
                stored = self._keeper.records.fact(edit.after.id)
                assert stored is not None
                return stored
        raise AssertionError

    def _along(self, edit: Edit) -> Iterable[Edit]:
        """Whom the record says nothing of any more is taken off it with the last fact, and comes back with one."""
        fact, seen = edit.after, edit.seen
        if not isinstance(fact, Fact) or not isinstance(seen, Fact) or fact.status == seen.status:
            return
        if "draft" in (fact.status, seen.status) and fact.status != "published":
            return
        gone = fact.status == "retracted"
        with self._database.reading() as connection:
            for entity in rows.entities_where(connection, entities.c.id.in_(fact.about)):
                if entity.retracted == gone or (gone and entity.kind != "person"):
                    continue
                if not gone or not _others(connection, entity.id, fact.id):
                    yield Edit(replace(entity, retracted=gone), entity)

    def _edit(self, filled: Filled, status: FactStatus) -> Edit:
        seen = None if filled.seen is None else fact_of(filled.seen)
        said = filled.fact.get("statement", {})
        text = next((said[lang] for lang in LANGS if said.get(lang)), "")
        if not text:
            raise Refused(N_("There is no text."))
        name = filled.fact.get("id") or self.new_id(text)
        fact = replace(fact_of({**filled.fact, "id": name}), status=status)
        return Edit(fact if seen is None else with_stale(fact, seen, fitting=filled.fitting), seen)

    def _taken(self, table: Any, name: str) -> bool:
        with self._database.reading() as connection:
            return connection.execute(select(table.c.id).where(table.c.id == name)).first() is not None


def with_stale(fact: Fact, seen: Fact, *, fitting: bool = False) -> Fact:
    """The fact with its translations marked that are older than a change of what they were translated from.

    A language that was stale and is written anew is up to date; one that was up to date and is written anew
    leaves the others behind, unless the change was small (`fitting`) or they were written anew as well.
    """
    written = {lang for lang in LANGS if fact.statement.get(lang) != seen.statement.get(lang)}
    ahead = {lang for lang in written if seen.statement.get(lang) and lang not in seen.stale}
    behind = set(LANGS) - written if ahead and not fitting else set()
    stale = (set(seen.stale) | behind) - written
    return replace(fact, stale=tuple(lang for lang in LANGS if lang in stale and fact.statement.get(lang)))


def missing(fact: Fact) -> tuple[Lang, ...]:
    """The languages that the fact is not on record in."""
    return tuple(lang for lang in LANGS if not fact.statement.get(lang))


def _others(connection: Connection, entity: str, besides: str) -> bool:
    """Whether another fact that stands is about the entity."""
    standing = (
        select(facts.c.id)
        .join(fact_entities, fact_entities.c.fact == facts.c.id)
        .where(fact_entities.c.entity == entity, facts.c.id != besides, facts.c.status != "retracted")
    )
    return connection.execute(standing.limit(1)).first() is not None


def _hidden(edit: Edit) -> Edit:
    """Nobody is named by drafts alone."""
    if isinstance(edit.after, Entity) and edit.seen is None:
        return replace(edit, after=replace(edit.after, retracted=True))
    return edit


def _rests_on(filled: Filled) -> Iterable[Edit]:
    if filled.topic is not None:
        yield Edit(topic_of(filled.topic))
    if filled.document is not None:
        yield Edit(document_of(filled.document))
