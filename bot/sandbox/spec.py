"""The Bot API's machine-readable description, and what a request does that it does not allow."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

_ARRAY = "Array of "
_BOOLEANS = frozenset({"true", "false", "1", "0", "yes", "no"})


class Strictness(Enum):
    RECORD = "record"
    """Violations are listed; the request goes on."""
    REFUSE = "refuse"
    """Violations are listed and the request is answered with 400."""


@dataclass(frozen=True, slots=True)
class Violation:
    method: str
    problem: str

    def __str__(self) -> str:
        return f"{self.method}: {self.problem}"


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    types: tuple[str, ...]
    required: bool


@dataclass(frozen=True, slots=True)
class _Shape:
    """Either fields, or the names of the shapes that this one can take."""

    fields: dict[str, _Field]
    subtypes: tuple[str, ...]


class Spec:
    """`bot-api.json` in memory; `problems` says what is wrong with one request."""

    def __init__(self, body: dict[str, Any], strictness: Strictness = Strictness.REFUSE) -> None:
        self.version = str(body.get("version", ""))
        self.strictness = strictness
        self._methods = {name.lower(): _shape(method) for name, method in body["methods"].items()}
        self._types = {name: _shape(shape) for name, shape in body["types"].items()}

    @classmethod
    def read(cls, path: Path, strictness: Strictness = Strictness.REFUSE) -> Spec:
        return cls(json.loads(path.read_text(encoding="utf-8")), strictness)

    def knows(self, method: str) -> bool:
        return method.lower() in self._methods

    def problems(
        self, method: str, given: dict[str, Any], uploads: frozenset[str] = frozenset()
    ) -> list[str]:
        """What is wrong with calling `method`; parameters come as text (forms) or as JSON."""
        shape = self._methods.get(method.lower())
        if shape is None:
            return ["no such method"]
        found = [f'unknown parameter "{name}"' for name in given if name not in shape.fields]
        for field in shape.fields.values():
            if field.name in uploads and field.name not in given:
                if not {"InputFile"} & set(field.types):
                    found.append(f'parameter "{field.name}" takes no file')
            elif field.name in given:
                found += self._parameter(field, given[field.name])
            elif field.required:
                found.append(f'parameter "{field.name}" is missing')
        return found

    def _parameter(self, field: _Field, value: Any) -> list[str]:
        readings = _readings(value)
        tried = [self._either(field.types, reading, field.name) for reading in readings]
        return min(tried, key=len)

    def _either(self, types: tuple[str, ...], value: Any, where: str) -> list[str]:
        """Problems of the reading that fits best; none if one of the types fits."""
        best: list[str] | None = None
        for kind in types:
            found = list(self._check(kind, value, where))
            if not found:
                return []
            if best is None or len(found) < len(best):
                best = found
        return best or []

    def _check(self, kind: str, value: Any, where: str) -> Iterator[str]:
        if kind.startswith(_ARRAY):
            yield from self._array(kind.removeprefix(_ARRAY), value, where)
        elif kind in self._types and kind != "InputFile":
            yield from self._object(kind, value, where)
        elif not _fits(kind, value):
            yield f"{where} must be {kind}, not {_shown(value)}"

    def _array(self, kind: str, value: Any, where: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield f"{where} must be an array, not {_shown(value)}"
            return
        for at, item in enumerate(value):
            yield from self._check(kind, item, f"{where}[{at}]")

    def _object(self, kind: str, value: Any, where: str) -> Iterator[str]:
        shape = self._types[kind]
        if shape.subtypes:
            yield from self._either(shape.subtypes, value, where)
            return
        # The API lets a button of a reply keyboard be a bare string.
        if kind == "KeyboardButton" and isinstance(value, str):
            return
        if not isinstance(value, dict):
            yield f"{where} must be {kind}, not {_shown(value)}"
            return
        for name in value:
            if name not in shape.fields:
                yield f'{where} ({kind}) has an unknown field "{name}"'
        for field in shape.fields.values():
            if field.name in value:
                yield from self._either(field.types, value[field.name], f"{where}.{field.name}")
            elif field.required:
                yield f'{where} ({kind}) lacks "{field.name}"'


def _shape(body: dict[str, Any]) -> _Shape:
    fields = [_Field(f["name"], tuple(f["types"]), bool(f["required"])) for f in body.get("fields", [])]
    return _Shape({field.name: field for field in fields}, tuple(body.get("subtypes", ())))


def _readings(value: Any) -> list[Any]:
    """A form's text can stand for itself, for a number, for a flag or for JSON."""
    if not isinstance(value, str):
        return [value]
    readings: list[Any] = [value]
    if value.lower() in _BOOLEANS:
        readings.append(True)
    with contextlib.suppress(ValueError):
        # First, so that of two misfits the one that says more is reported.
        readings.insert(0, json.loads(value))
    return readings


def _fits(kind: str, value: Any) -> bool:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    match kind:
        case "Integer":
            return is_number
        case "Float":
            return is_number or isinstance(value, float)
        case "Boolean":
            return isinstance(value, bool)
        case "String" | "InputFile":
            return isinstance(value, str)
        case _:
            return True


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else text[:39] + "…"
