"""The lexicon: what words mean, as data that editors can read. See docs/architecture.md for the form of an entry."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, get_args

import yaml

from knowledge.errors import InvalidInput
from knowledge.model import GIVES, LANGS, Gives, Lang

Kind = Literal[
    "ask",
    "relation",
    "side",
    "category",
    "post",
    "topic",
    "ordinal",
    "time",
    "place",
    "attribute",
    "filler",
    "context",
    "operator",
    "marker",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
Position = Literal["before", "after"]

_HERE = Path(__file__).parent
_FIELDS = {"id", "kind", "broader", "wants", "must", "needs", "position", *LANGS}


@dataclass(frozen=True, slots=True)
class Concept:
    """A meaning with its words and phrases."""

    id: str
    kind: Kind
    words: Mapping[Lang, tuple[str, ...]]
    broader: tuple[str, ...] = ()
    wants: tuple[Gives, ...] = ()  # of kind "ask": what sort of answer it asks for
    must: tuple[Gives, ...] = ()  # of kind "ask": an answer that gives none of these is none
    needs: tuple[str, ...] = ()  # of kind "ask": concepts that the answer must carry
    position: Mapping[Lang, Position] = field(
        default_factory=dict
    )  # of kind "operator": stands before or after


@dataclass(frozen=True, slots=True)
class Lexicon:
    concepts: Mapping[str, Concept]
    digest: str  # changes whenever a file does: the index is built anew then

    def __iter__(self) -> Iterator[Concept]:
        return iter(self.concepts.values())

    def listed(self, concept: str, lang: Lang) -> tuple[str, ...]:
        """The words of a concept in a language; none of one that this lexicon has not."""
        found = self.concepts.get(concept)
        return found.words.get(lang, ()) if found else ()

    def with_broader(self, concept_id: str) -> tuple[str, ...]:
        """The concept and everything it falls under, nearest first."""
        seen: dict[str, None] = {}
        queue = [concept_id]
        while queue:
            current = queue.pop(0)
            if current not in seen:
                seen[current] = None
                queue += self.concepts[current].broader if current in self.concepts else ()
        return tuple(seen)


def lexicon_files(folder: Path = _HERE) -> list[Path]:
    return sorted(folder.glob("*.yaml"))


def lexicon_digest(folder: Path = _HERE) -> str:
    """A fingerprint of the files, cheap enough for every start."""
    digest = hashlib.sha256()
    for path in lexicon_files(folder):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def load_lexicon(folder: Path = _HERE) -> Lexicon:
    """Read and check every file; those that were read before are not read again.

    Raises InvalidInput with the file and the concept at fault.
    """
    return _loaded(folder, lexicon_digest(folder))


@lru_cache(maxsize=4)
def _loaded(folder: Path, digest: str) -> Lexicon:
    concepts: dict[str, Concept] = {}
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for path in lexicon_files(folder):
        for row in yaml.load(path.read_bytes(), Loader=loader) or []:  # noqa: S506 - both loaders are safe
            concept = _concept(row, path.name)
            if concept.id in concepts:
                raise InvalidInput(f"concept {concept.id!r} stands twice", file=path.name)
            concepts[concept.id] = concept
    _check_broader(concepts)
    return Lexicon(concepts, digest)


def _concept(row: Any, file: str) -> Concept:
    if not isinstance(row, dict) or "id" not in row:
        raise InvalidInput("an entry without an id", file=file)
    name = row["id"]
    unknown = set(row) - _FIELDS
    if unknown:
        raise InvalidInput(f"concept {name!r} has an unknown field {min(unknown)!r}", file=file)
    if row.get("kind") not in KINDS:
        raise InvalidInput(f"concept {name!r} has no known kind", file=file)
    wants = _several(row.get("wants", ()))
    must = _several(row.get("must", ()))
    if not {*wants, *must} <= set(GIVES):
        raise InvalidInput(f"concept {name!r} wants what no fact gives", file=file)
    words = {lang: tuple(str(word) for word in row.get(lang) or ()) for lang in LANGS}
    return Concept(
        id=name,
        kind=row["kind"],
        words=words,
        broader=_several(row.get("broader", ())),
        wants=wants,
        must=must,
        needs=_several(row.get("needs", ())),
        position=_position(row.get("position", "before")),
    )


def _several(value: Any) -> tuple[Any, ...]:
    """One or many, as an editor likes to write it."""
    return (value,) if isinstance(value, str) else tuple(value)


def _position(value: Any) -> Mapping[Lang, Position]:
    return dict(value) if isinstance(value, dict) else dict.fromkeys(LANGS, value)


def _check_broader(concepts: Mapping[str, Concept]) -> None:
    for concept in concepts.values():
        for other in (*concept.broader, *concept.needs):
            if other not in concepts:
                raise InvalidInput(f"concept {concept.id!r} names the unknown {other!r}")
