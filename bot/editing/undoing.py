"""What was changed, and taking it back. Taking back is itself a change, and can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from bot.browsing import record_key
from bot.editing.keeping import Keeper, actor_of
from bot.subscribers import Refused
from bot.subscribers.refusing import N_
from knowledge.errors import AgreementError, InvalidInput
from knowledge.model import Entity, Event, Fact, Synonym
from knowledge.records import Change, Conflict, Edit, Recorded, history
from knowledge.records.schema import history as table

_MOST = 2000  # changes that are taken back together


class ChangedSince(AgreementError):  # noqa: N818 - read as a statement, like Conflict
    """`since` is what was changed of the same thing afterwards, the latest first; nothing was taken back."""

    def __init__(self, change: Change, since: Sequence[Change]) -> None:
        self.change, self.since = change, tuple(since)
        super().__init__(f'{change.kind} "{change.subject}" has changed since')


class Undoing:
    """Synchronous."""

    def __init__(self, keeper: Keeper) -> None:
        self._keeper, self._records = keeper, keeper.records

    def page(self, subject: str | None, number: int, size: int) -> tuple[Sequence[Change], int]:
        """A page of the changes of one thing, or of everything, the latest first; and how many there are in all."""
        with self._records.database.reading() as connection:
            found = history.changes(connection, None, subject, size, number * size)
            return found, history.count(connection, subject)

    def subject(self, words: str) -> str | None:
        """The id that was ever changed and is meant: as it is, or by its key."""
        with self._records.database.reading() as connection:
            known = select(table.c.subject).where(table.c.subject == words).limit(1)
            if connection.execute(known).first() is not None:
                return words
            subjects = connection.execute(select(table.c.subject).distinct()).scalars()
            return next((subject for subject in subjects if record_key(subject) == words), None)

    def undo(self, number: int, person: int) -> Sequence[Change]:
        """Take one change back; what that changed. Raises ChangedSince, Refused."""
        with self._records.database.reading() as connection:
            change = history.change(connection, number)
        if change is None:
            raise Refused(N_("There is no change number {number}."), number=number)
        if _without(change) is None:
            raise Refused(N_("A topic or a document that is new stays: other records may rest on it."))
        return self._take_back([change], person)

    def undo_last(self, person: int) -> Sequence[Change]:
        """Take back what this person changed last, all of it. Raises ChangedSince, Refused."""
        with self._records.database.reading() as connection:
            found = history.latest_of(connection, actor_of(person))
        changes = [change for change in found if _without(change) is not None]
        if not changes:
            raise Refused(N_("You have changed nothing that could be undone."))
        if len(changes) > _MOST:
            raise Refused(
                N_("Those were {number} changes at once; undo them by number: /history"), number=len(changes)
            )
        return self._take_back(changes, person)

    def _take_back(self, changes: Sequence[Change], person: int) -> Sequence[Change]:
        edits = [self._edit(change) for change in changes]
        before = self._records.revision()
        try:
            applied = self._keeper.keep(edits, person)
        except Conflict as conflict:
            raise self._changed_since(changes, conflict) from None
        except InvalidInput as error:
            raise Refused(N_("It cannot be kept like this: {reason}."), reason=error.reason) from None
        if applied.revision == before:
            raise Refused(N_("It is undone already."))
        with self._records.database.reading() as connection:
            return tuple(
                one for one in history.changes(connection, None, None, len(edits)) if one.revision > before
            )

    def _edit(self, change: Change) -> Edit:
        target = _without(change)
        assert target is not None
        return Edit(target, change.after, undoes=self._root(change))

    def _root(self, change: Change) -> int:
        """Putting back and taking back again is taking back what was changed in the first place."""
        if change.undoes is None:
            return change.id
        with self._records.database.reading() as connection:
            undone = history.change(connection, change.undoes)
        return undone.undoes if undone is not None and undone.undoes is not None else change.id

    def _changed_since(self, changes: Sequence[Change], conflict: Conflict) -> ChangedSince:
        change = next(one for one in changes if (one.kind, one.subject) == (conflict.kind, conflict.subject))
        with self._records.database.reading() as connection:
            return ChangedSince(change, history.later(connection, change))


def _without(change: Change) -> Recorded | None:
    """What stands on record without the change; None for what cannot be taken off it."""
    after: Any = change.after
    if change.before is not None:
        return change.before
    if isinstance(after, Fact):
        return replace(after, status="retracted")
    return replace(after, retracted=True) if isinstance(after, Entity | Event | Synonym) else None
