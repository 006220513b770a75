"""What a turn needs of those who are in it: who asks, and what the conversation was about."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.kept import Kept
from bot.people import People, Person
from knowledge.matching.thread import Thread

_AT_HAND = timedelta(seconds=60)
# "Last seen" need not be more exact.
_SEEN_AGAIN = timedelta(hours=1)


class Memory:
    """Kept at hand, because each question needs both.

    One process at a time talks to Telegram, so what it wrote is what is stored; another process's change (a restored
    backup, say) is seen after `_AT_HAND`.
    """

    def __init__(self, people: People) -> None:
        self._people = people
        self._met: Kept[int, Person] = Kept(_AT_HAND)
        self._threads: Kept[int, Thread | None] = Kept(_AT_HAND)

    def knows(self, chat: int, person: int | None, code: str | None, now: datetime) -> bool:
        """Whether both are at hand, so that `meet` and `thread` need not ask the database."""
        if not self._threads.has(chat, now):
            return False
        known = None if person is None else self._met.get(person, now)
        return person is None or (known is not None and not _news(known, code, now))

    def meet(self, person_id: int, language_code: str | None, now: datetime) -> Person | None:
        """The person as they are known, newcomers included."""
        person = self._met.get(person_id, now)
        if person and not _news(person, language_code, now):
            return person
        person = person or self._people.person(person_id)
        if person is None or _news(person, language_code, now):
            self._people.seen(person_id, language_code, now)
            person = self._people.person(person_id)
        if person:
            self._met.put(person_id, person, now)
        return person

    def thread(self, chat: int, now: datetime) -> Thread | None:
        """What a follow-up may take over."""
        if not self._threads.has(chat, now):
            self._threads.put(chat, self._people.thread(chat, now), now)
        thread = self._threads.get(chat, now)
        return thread if thread and thread.alive(now) else None

    def went_on(self, chat: int, thread: Thread | None, now: datetime) -> None:
        """The conversation is about this by now."""
        self._threads.put(chat, thread, now)

    def forget_at_hand(self, *, person: int | None = None, chat: int | None = None) -> None:
        """Read anew what was changed otherwise than by a question."""
        self._met.drop(person)
        self._threads.drop(chat)


def _news(person: Person, language_code: str | None, now: datetime) -> bool:
    recent = person.last_seen <= now < person.last_seen + _SEEN_AGAIN
    return not recent or person.blocked or person.language_code != language_code
