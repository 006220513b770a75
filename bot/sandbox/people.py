"""The people who talk with the bot in the sandbox."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from bot.sandbox.errors import ApiError

DEFAULT_OWNER_ID = 1_000_001


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = "en"
    role: str = "delegate"
    """What the page shows under the name: delegate, subscriber or owner."""
    started: bool = False
    """Whether the person has ever written to the bot; before that the bot cannot reach them."""
    blocked: bool = False
    deactivated: bool = False

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def user(self) -> dict[str, Any]:
        """The Bot API's `User`."""
        return {
            "id": self.id,
            "is_bot": False,
            **_given(first_name=self.first_name, last_name=self.last_name, username=self.username),
            "language_code": self.language_code,
        }

    def chat(self) -> dict[str, Any]:
        """The Bot API's `Chat` of the private chat with this person."""
        names = _given(first_name=self.first_name, last_name=self.last_name, username=self.username)
        return {"id": self.id, "type": "private", **names}


def _given(**values: str) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}


def cast(owner_id: int = DEFAULT_OWNER_ID) -> tuple[Person, ...]:
    """The people every sandbox starts with; invented, one of them an owner of the bot."""
    return (
        Person(5_318_240_117, "Emma", "Clarke", "emma_clarke", "en"),
        Person(6_042_775_381, "Ирина", "Соколова", "irina_sokolova", "ru"),
        Person(1_874_406_952, "Айгерім", "Нұрланова", "aigerim_n", "kk"),
        Person(7_260_913_448, "Данияр", "Ахметов", "daniyar_a", "ru", role="subscriber"),
        Person(owner_id, "Olivia", "Reed", "olivia_reed", "en", role="owner"),
    )


class People:
    """Everyone the sandbox knows, by numeric id."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._people = {person.id: person for person in people}

    def all(self) -> tuple[Person, ...]:
        return tuple(self._people.values())

    def find(self, person_id: int) -> Person | None:
        return self._people.get(person_id)

    def get(self, person_id: int) -> Person:
        person = self._people.get(person_id)
        if person is None:
            raise ApiError(404, f"Nobody here has the id {person_id}")
        return person

    def put(self, person: Person) -> Person:
        self._people[person.id] = person
        return person

    def change(self, person_id: int, **changes: Any) -> Person:
        return self.put(replace(self.get(person_id), **changes))
