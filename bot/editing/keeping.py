"""Changes that editors make: kept with their number, and answered from at once where they were made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.clock import Clock
from bot.editing.reviewing import Held, Proposal, Proposals, another, is_unseen, publishes
from bot.subscribers import Refused
from bot.subscribers.refusing import N_
from knowledge.model import Fact
from knowledge.records import Applied, Edit, Records

PERSON = "person:"  # what the name of an editor begins with in the history


def actor_of(person: int) -> str:
    return f"{PERSON}{person}"


def person_of(actor: str) -> int | None:
    """The number behind a name in the history; None for a program."""
    number = actor.removeprefix(PERSON)
    return int(number) if number != actor and number.isdigit() else None


class Keeper:
    """Synchronous. `refresh` makes the index catch up with the records; `review`: one drafts, another publishes."""

    def __init__(
        self, records: Records, refresh: Callable[[], object], clock: Clock, *, review: bool = False
    ) -> None:
        self.records, self.review, self.proposals = records, review, Proposals(records)
        self._refresh, self._clock = refresh, clock

    def now(self) -> datetime:
        return self._clock.now()

    def keep(self, edits: Sequence[Edit], person: int) -> Applied:
        """All of them or none. Raises Conflict if one has changed since it was seen, InvalidInput if one cannot be.

        With review, drafts are kept, and published by somebody who has not written them; anything else that changes
        what is answered is kept as a proposal (Held).
        """
        if self.review and not all(map(is_unseen, edits)):
            self._review(edits, person)
        return self._put(edits, person)

    def accept(self, number: int, person: int) -> Proposal:
        """Put a proposal of somebody else on record, in their name. Raises Refused, Conflict."""
        proposal = self._waiting(number)
        if proposal.person == person:
            raise another()
        self._put(proposal.edits, proposal.person)
        self.proposals.settle(number, person, self.now(), accepted=True)
        return proposal

    def reject(self, number: int, person: int) -> Proposal:
        """Whoever proposed it may take it back, too. Raises Refused."""
        proposal = self._waiting(number)
        self.proposals.settle(number, person, self.now(), accepted=False)
        return proposal

    def _put(self, edits: Sequence[Edit], person: int) -> Applied:
        applied = self.records.put(edits, actor=actor_of(person), now=self._clock.now())
        self._refresh()
        return applied

    def _review(self, edits: Sequence[Edit], person: int) -> None:
        """Returns if this may be published as it is."""
        draft = publishes(edits)
        if draft is None:
            raise Held(self.proposals.add(edits, person, self.now()))
        changed = any(
            isinstance(edit.after, Fact) and edit.after.statement != draft.statement for edit in edits
        )
        latest = self.records.history("fact", draft.id, limit=1)
        if changed or any(change.actor == actor_of(person) for change in latest):
            raise another()

    def _waiting(self, number: int) -> Proposal:
        proposal = self.proposals.find(number)
        if proposal is None:
            raise Refused(N_("This proposal has been settled already."))
        return proposal
