"""Rights, by Telegram's number of a person: names change hands, numbers do not."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from sqlalchemy import delete, select, update

from knowledge.records import Records
from knowledge.records.schema import people, roles
from knowledge.records.upserting import upsert

Role = Literal["viewer", "editor", "owner"]
ROLES: tuple[Role, ...] = get_args(Role)  # each may do what those before it may
GRANTED: tuple[Role, ...] = ("viewer", "editor")  # owners are named by the settings


@dataclass(frozen=True, slots=True)
class Grant:
    """A right that an owner gave; `username` is the one last seen, if any."""

    person: int
    role: Role
    granted_by: int
    at: datetime
    username: str | None = None


def may(role: Role | None, needed: Role) -> bool:
    return role is not None and ROLES.index(role) >= ROLES.index(needed)


class Roles:
    """Rights are read from the database each time: what was taken away is gone at once, everywhere."""

    def __init__(self, records: Records, owners: Collection[int]) -> None:
        self._database = records.database
        self.owners = frozenset(owners)

    def role_of(self, person: int | None) -> Role | None:
        """None for everybody else, and for nobody in particular."""
        if person is None:
            return None
        if person in self.owners:
            return "owner"
        with self._database.reading() as connection:
            found = connection.execute(select(roles.c.role).where(roles.c.person == person)).scalar()
        return next((role for role in GRANTED if role == found), None)

    def grant(self, person: int, role: Role, *, by: int, now: datetime) -> bool:
        """Give the right instead of the one they had; False if they have it already, or own the bot."""
        if role not in GRANTED:
            raise ValueError(role)
        if self.role_of(person) in (role, "owner"):
            return False
        with self._database.writing() as connection:
            upsert(connection, roles, {"person": person, "role": role, "granted_by": by, "at": now})
        return True

    def revoke(self, person: int) -> bool:
        """False if there was nothing to take away."""
        with self._database.writing() as connection:
            return connection.execute(delete(roles).where(roles.c.person == person)).rowcount > 0

    def granted(self) -> tuple[Grant, ...]:
        """Everybody with a right but the owners, the latest last."""
        found = (
            select(roles, people.c.username)
            .outerjoin(people, people.c.id == roles.c.person)
            .order_by(roles.c.at, roles.c.person)
        )
        with self._database.reading() as connection:
            return tuple(
                Grant(row.person, row.role, row.granted_by, row.at, row.username)
                for row in connection.execute(found)
            )

    def met(self) -> tuple[tuple[int, Role], ...]:
        """Everybody with a right who has written to the bot."""
        rights: dict[int, Role] = {grant.person: grant.role for grant in self.granted()}
        rights |= dict.fromkeys(self.owners, "owner")
        known = select(people.c.id).where(people.c.id.in_(rights)).order_by(people.c.id)
        with self._database.reading() as connection:
            return tuple((person, rights[person]) for person in connection.execute(known).scalars())

    def name(self, person: int, username: str | None) -> None:
        """The person goes by this name now; whoever had it before does so no more."""
        with self._database.writing() as connection:
            if username:
                taken = people.c.username == username.lower()
                connection.execute(update(people).where(taken, people.c.id != person).values(username=None))
            named = username.lower() if username else None
            connection.execute(update(people).where(people.c.id == person).values(username=named))

    def known_as(self, username: str) -> int | None:
        """Who was last seen under this name."""
        named = select(people.c.id).where(people.c.username == username.removeprefix("@").lower())
        with self._database.reading() as connection:
            return connection.execute(named.limit(1)).scalar()
