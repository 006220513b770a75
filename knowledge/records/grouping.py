"""Small writes of several threads in one transaction: a commit waits for the disk, and may as well wait for all.

Whoever comes first leads: he commits what has gathered meanwhile, the others find theirs done. After "group commit" in
DeWitt et al. (1984), "Implementation techniques for main memory database systems".
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import Connection

from knowledge.records.database import Database

T = TypeVar("T")


@dataclass(slots=True)
class _Entry(Generic[T]):
    work: Callable[[Connection], T]
    done: bool = False
    result: T | None = None
    error: BaseException | None = None


class GroupedWrites:
    """Runs each piece of work in a transaction, perhaps together with others; a returned result is committed."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._gathering, self._leading = threading.Lock(), threading.Lock()
        self._waiting: list[_Entry[Any]] = []

    def run(self, work: Callable[[Connection], T]) -> T:
        """What `work` returns, once it is on disk. It may be run twice: if another's work spoils the transaction."""
        entry = _Entry(work)
        with self._gathering:
            self._waiting.append(entry)
        with self._leading:
            if not entry.done:
                self._lead()
        if entry.error is not None:
            raise entry.error
        return cast("T", entry.result)

    def _lead(self) -> None:
        with self._gathering:
            group, self._waiting = self._waiting, []
        try:
            self._commit(group)
        except Exception:  # noqa: BLE001 - each is run by itself and gets its own error
            for entry in group:
                self._alone(entry)

    def _commit(self, group: list[_Entry[Any]]) -> None:
        with self._database.writing() as connection:
            for entry in group:
                entry.result = entry.work(connection)
        for entry in group:
            entry.done = True

    def _alone(self, entry: _Entry[Any]) -> None:
        try:
            self._commit([entry])
        except BaseException as error:  # noqa: BLE001 - raised again where the work came from
            entry.error, entry.done = error, True
