"""Files that editors send: read in a process of their own, kept until somebody decides, then taken or left.

What was read waits in the database, so that a restart loses nothing; it is compared with the record anew when it is
taken.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Any

from sqlalchemy import Row, insert, select, update

from bot.clock import Clock
from bot.editing.keeping import actor_of
from bot.importing.previews import Preview, Sample, Status, preview_of, samples_of, stored_preview
from knowledge.documents import Draft, Limits, Settled, read_file, settle, settle_calendar
from knowledge.model import FACT_STATUSES, Pack
from knowledge.plain import document_of, entity_of, event_of, fact_of, pack_data, synonym_of, topic_of
from knowledge.records import Applied, Records
from knowledge.records.schema import imports

Progress = Callable[[int, int], None]
_LONGEST_NAME = 120
_ROWS = Limits(memory=900_000_000, cpu_seconds=120)  # a table of facts is all held at once


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file that was taken."""

    preview: Preview
    applied: Applied
    gone: int = 0


class Imports:
    """`refresh` brings the index up to date with what was taken."""

    def __init__(self, records: Records, refresh: Callable[[], object], clock: Clock) -> None:
        self._records, self._refresh, self._clock = records, refresh, clock

    def read(
        self, name: str, content: bytes, *, person: int, chat: int, progress: Progress | None = None
    ) -> Preview:
        """Read a file and keep what is in it for a decision. InvalidInput says in one line why it cannot be."""
        with tempfile.TemporaryDirectory(prefix="agreement-upload-") as folder:
            path = Path(folder) / safe_name(name)
            path.write_bytes(content)
            draft = read_file(
                path,
                today=self._clock.now().date(),
                limits=_ROWS if path.suffix.lower() in (".jsonl", ".ndjson", ".csv") else Limits(),
                progress=progress,
            )
        return self._keep(draft, path.name, person, chat)

    def preview(self, number: int) -> Preview | None:
        """A file that was read, by its number; None if there never was one."""
        row = self._row(number)
        return None if row is None else stored_preview(row.id, row.name, row.status, row.report)

    def page(self, number: int, page: int, size: int) -> tuple[tuple[Sample, ...], int]:
        """One page of all that a waiting file holds, and how many there are; nothing once it is decided."""
        row = self._row(number)
        if row is None or row.found is None:
            return (), 0
        everything = samples_of(_pack_of(row.found["pack"]))
        return tuple(everything[page * size : (page + 1) * size]), len(everything)

    def accept(self, number: int, *, person: int) -> Taken | None:
        """Take the file into the record, all of it; None if that was decided already.

        A crash between the record and the mark lets it be taken again, which then changes nothing.
        """
        row = self._row(number)
        if row is None or row.found is None or row.status != "waiting":
            return None
        preview = stored_preview(row.id, row.name, row.status, row.report)
        pack = _pack_of(row.found["pack"])
        settled = self._settled(Draft(row.name, preview.kind, pack, row.found["fragment"]))
        applied = self._records.apply(
            settled.pack, actor=actor_of(person), now=self._clock.now(), fragment=row.found["fragment"]
        )
        self._decide(number, "accepted")
        self._refresh()
        return Taken(replace(preview, status="accepted"), applied, len(settled.gone))

    def cancel(self, number: int) -> bool:
        """Leave the file; False if that was decided already."""
        return self._decide(number, "cancelled")

    def waiting(self, chat: int) -> tuple[Preview, ...]:
        """The files of a chat that nobody has decided on, the newest first."""
        query = select(imports).where(imports.c.chat == chat, imports.c.status == "waiting")
        with self._records.database.reading() as connection:
            rows = connection.execute(query.order_by(imports.c.id.desc()).limit(10)).all()
        return tuple(stored_preview(row.id, row.name, row.status, row.report) for row in rows)

    def _keep(self, draft: Draft, name: str, person: int, chat: int) -> Preview:
        record = self._records.pack(*FACT_STATUSES)
        on_record = {fact.id for fact in record.facts} | {event.id for event in record.events}
        preview = preview_of(draft, self._settled(draft, record), on_record, name)
        values = {
            "at": self._clock.now(),
            "person": person,
            "chat": chat,
            "name": name,
            "status": "waiting",
            "report": preview.report(),
            "found": {"fragment": draft.fragment, "pack": pack_data(draft.pack)},
        }
        with self._records.database.writing() as connection:
            number = connection.execute(insert(imports).values(values).returning(imports.c.id)).scalar_one()
        return replace(preview, number=number)

    def _settled(self, draft: Draft, record: Pack | None = None) -> Settled:
        if draft.kind not in ("document", "calendar"):
            return Settled(draft.pack)
        record = record or self._records.pack(*FACT_STATUSES)
        return settle(draft.pack, record) if draft.kind == "document" else settle_calendar(draft.pack, record)

    def _row(self, number: int) -> Row[Any] | None:
        with self._records.database.reading() as connection:
            return connection.execute(select(imports).where(imports.c.id == number)).first()

    def _decide(self, number: int, status: Status) -> bool:
        """Only one decision counts; what was found is let go of."""
        decided = update(imports).where(imports.c.id == number, imports.c.status == "waiting")
        with self._records.database.writing() as connection:
            return bool(connection.execute(decided.values(status=status, found=None)).rowcount)


def safe_name(name: str) -> str:
    """A file name without a path in it, its ending kept."""
    plain = (
        re.sub(r"[\x00-\x1f\x7f/\\:*?\"<>|]+", "_", PurePath(name.replace("\\", "/")).name).strip(" .")
        or "file"
    )
    stem, dot, ending = plain.rpartition(".")
    if not dot:
        return plain[:_LONGEST_NAME]
    return f"{stem[: _LONGEST_NAME - 10] or 'file'}.{ending[:9]}"


def _pack_of(data: dict[str, Any]) -> Pack:
    return Pack(
        id=data["pack"],
        title=data.get("title", {}),
        documents=tuple(map(document_of, data.get("documents", ()))),
        topics=tuple(map(topic_of, data.get("topics", ()))),
        entities=tuple(map(entity_of, data.get("entities", ()))),
        facts=tuple(map(fact_of, data.get("facts", ()))),
        events=tuple(map(event_of, data.get("events", ()))),
        synonyms=tuple(map(synonym_of, data.get("synonyms", ()))),
    )
