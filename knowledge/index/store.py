"""The index on disk: a disposable copy, built whole into a new file and put in place in one step."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from knowledge.errors import Unavailable
from knowledge.index.compile import Compiled
from knowledge.index.profile import KnownQuestion, Profile
from knowledge.index.words import WordTable
from knowledge.model import Pack
from knowledge.plain import document_of, entity_of, fact_data, fact_of, pack_data, synonym_of, topic_of

T = TypeVar("T")

FORMAT = 2  # of the tables below; another format is built anew
_UNIT_DIGITS = 3


class StaleIndex(Exception):  # noqa: N818 - read as a statement
    """The file is missing, damaged, unfinished, or made from other records, lexicon or format."""


def write_index(path: Path, compiled: Compiled, pack: Pack, stamp: Mapping[str, str]) -> None:
    """Write the whole index beside `path` and move it there; readers of the old file are not disturbed."""
    try:
        with _part_of(path) as part:
            with closing(sqlite3.connect(part)) as connection:
                _fill(connection, compiled, pack, stamp)
            part.replace(path)
    except (OSError, sqlite3.Error) as error:
        raise Unavailable(f"the search index cannot be written to {path}: {error}") from error


@contextmanager
def _part_of(path: Path) -> Iterator[Path]:
    """A new file beside `path`; gone afterwards unless it was moved away."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=path.name, suffix=".part", dir=path.parent)
    os.close(handle)
    try:
        yield Path(name)
    finally:
        with suppress(FileNotFoundError):
            Path(name).unlink()


def _fill(connection: sqlite3.Connection, compiled: Compiled, pack: Pack, stamp: Mapping[str, str]) -> None:
    connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;")
    _insert(connection, "forms", ("form", "lexemes"), _forms(compiled.words))
    phrases = ((" ".join(run), unit, written) for run, unit, written in compiled.phrases)
    _insert(connection, "phrases", ("lexemes", "unit", "written"), phrases)
    _insert(connection, "profiles", ("fact", "units", "questions"), _profiles(compiled.profiles))
    _insert(connection, "proper", ("lexeme",), ((lexeme,) for lexeme in sorted(compiled.words.proper)))
    _fill_frame(connection, pack, stamp)


def renew_frame(path: Path, pack: Pack, stamp: Mapping[str, str]) -> None:
    """The same index with other documents, topics and entities, in one step. Raises StaleIndex if it is damaged."""
    try:
        with _part_of(path) as part:
            shutil.copyfile(path, part)
            with closing(sqlite3.connect(part)) as connection:
                connection.executescript("PRAGMA journal_mode=OFF; DROP TABLE records; DROP TABLE stamp;")
                _fill_frame(connection, pack, stamp)
            part.replace(path)
    except sqlite3.Error as error:
        raise StaleIndex(f"damaged ({error})") from error
    except OSError as error:
        raise Unavailable(f"the search index cannot be written to {path}: {error}") from error


def _fill_frame(connection: sqlite3.Connection, pack: Pack, stamp: Mapping[str, str]) -> None:
    rest = pack_data(replace(pack, facts=()))
    kinds = ("documents", "topics", "entities", "synonyms")
    _insert(
        connection,
        "records",
        ("kind", "body"),
        ((kind, _json(row)) for kind in kinds for row in rest.get(kind, ())),
    )
    # The stamp is written last: a file without it was never finished.
    _insert(connection, "stamp", ("key", "value"), stamp.items())


def _insert(
    connection: sqlite3.Connection, table: str, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]
) -> None:
    from sqlite_utils import Database  # noqa: PLC0415 - slow to load, and whoever only reads does without

    Database(connection).create_table(table, dict.fromkeys(columns, str))
    # All columns are texts, which the library would look at one by one.
    marks = ", ".join("?" * len(columns))
    connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608 - names of ours
    connection.commit()


def read_stamp(path: Path) -> dict[str, str]:
    """What the index was made from. Raises StaleIndex."""
    return dict(_read(path, lambda connection: connection.execute("SELECT key, value FROM stamp").fetchall()))


def read_index(path: Path) -> tuple[Compiled, Pack]:
    """Everything back. Raises StaleIndex if the file is damaged."""
    return _read(path, _load)


def _read(path: Path, load: Callable[[sqlite3.Connection], T]) -> T:
    if not path.exists():
        raise StaleIndex("missing")
    try:
        # As a URI proper: the folder's name may hold a "?", a "#" or a "%".
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            return load(connection)
    except (sqlite3.Error, ValueError, LookupError, TypeError, AttributeError) as error:
        raise StaleIndex(f"damaged ({error})") from error


def _load(connection: sqlite3.Connection) -> tuple[Compiled, Pack]:
    words = WordTable()
    for form, lexemes in connection.execute("SELECT form, lexemes FROM forms"):
        words.forms[form] = tuple(lexemes.split())
        words.lexemes.update(words.forms[form])
    words.proper.update(lexeme for (lexeme,) in connection.execute("SELECT lexeme FROM proper"))
    rows = connection.execute("SELECT lexemes, unit, written FROM phrases")
    phrases = [(tuple(run.split()), unit, written) for run, unit, written in rows]
    profiles = [_profile(*row) for row in connection.execute("SELECT fact, units, questions FROM profiles")]
    records: dict[str, list[Any]] = {"topics": [], "entities": [], "documents": [], "synonyms": []}
    for kind, body in connection.execute("SELECT kind, body FROM records"):
        records[kind].append(json.loads(body))
    pack = Pack(
        id="index",
        title={},
        topics=tuple(map(topic_of, records["topics"])),
        entities=tuple(map(entity_of, records["entities"])),
        documents=tuple(map(document_of, records["documents"])),
        synonyms=tuple(map(synonym_of, records["synonyms"])),
        facts=tuple(profile.fact for profile in profiles),
    )
    return Compiled(words, phrases, profiles), pack


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _forms(words: WordTable) -> Iterator[tuple[str, ...]]:
    return ((form, " ".join(lexemes)) for form, lexemes in words.forms.items())


def _profiles(profiles: Iterable[Profile]) -> Iterator[tuple[str, ...]]:
    for profile in profiles:
        questions = [[known.lang, known.text, sorted(known.units)] for known in profile.questions]
        units = {unit: round(strength, _UNIT_DIGITS) for unit, strength in profile.units.items()}
        yield _json(fact_data(profile.fact)), _json(units), _json(questions)


def _profile(fact: str, units: str, questions: str) -> Profile:
    known = tuple(KnownQuestion(lang, text, frozenset(found)) for lang, text, found in json.loads(questions))
    return Profile(fact_of(json.loads(fact)), json.loads(units), known)
