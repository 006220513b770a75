"""What differs between two states of a record, word by word, to be read on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from bot.digests import wording
from bot.editing import labels
from knowledge import plain
from knowledge.dates import parse_edtf
from knowledge.model import (
    EVENT_STATUSES,
    FACT_STATUSES,
    LANGS,
    Document,
    Entity,
    Event,
    Fact,
    Synonym,
    Topic,
)
from knowledge.records import Change, Recorded
from knowledge.texts import Texts

How = Literal["same", "old", "new"]
_WORDS = re.compile(r"\s+|[^\s]+")
_AROUND = 4  # unchanged words that are shown on either side of a change
_LONGEST = 700  # characters of one difference
_COUNTS = frozenset({"version", "sequence", "id", "uid", "stale"})
_USUAL: Mapping[str, Mapping[str, str]] = {
    "event": {"status": "planned", "side": "both"},
    "fact": {"status": "published", "side": "both"},
}
_LISTS = 20  # entries of a list that are shown


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    how: How = "same"


@dataclass(frozen=True, slots=True)
class Difference:
    label: str
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class _Field:
    label: str
    old: str
    new: str
    wordy: bool = False  # a text, to be compared word by word


def differences(change: Change, texts: Texts) -> Sequence[Difference]:
    """Field by field, and texts language by language."""
    before = {} if change.before is None else _complete(change.kind, data_of(change.before))
    after = _complete(change.kind, data_of(change.after))
    return [
        Difference(field.label, pieces_of(field.old, field.new) if field.wordy else _whole(field))
        for field in _fields(before, after, texts)
        if field.old != field.new
    ]


def in_lines(kind: str, before: Mapping[str, Any], after: Mapping[str, Any], texts: Texts) -> Sequence[str]:
    """The same without formatting, of plain data: "Place, English: Almaty → Astana"."""
    return [
        f"{field.label}: {clipped(field.old) or '—'} → {clipped(field.new) or '—'}"
        for field in _fields(_complete(kind, before), _complete(kind, after), texts)
        if field.old != field.new
    ]


def data_of(record: Recorded) -> Mapping[str, Any]:
    kinds: Mapping[type[Any], Any] = {
        Document: plain.document_data,
        Topic: plain.topic_data,
        Entity: plain.entity_data,
        Fact: plain.fact_data,
        Event: plain.event_data,
        Synonym: plain.synonym_data,
    }
    data: Mapping[str, Any] = kinds[type(record)](record)
    return data


def pieces_of(old: str, new: str) -> Sequence[Piece]:
    """What is gone, what is new, and as much of the rest as it takes to find the place."""
    if not old or not new:
        return [Piece(clipped(old or new), "old" if old else "new")]
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < 0.4:
        return [Piece(clipped(old), "old"), Piece(" "), Piece(clipped(new), "new")]
    pieces: list[Piece] = []
    for tag, start, end, first, last in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece(_shortened(before[start:end], start == 0, end == len(before))))
            continue
        gone, come = "".join(before[start:end]), "".join(after[first:last])
        pieces += [Piece(gone, "old")] if gone else []
        pieces += [Piece(" ")] if gone and come else []
        pieces += [Piece(come, "new")] if come else []
    return pieces


def clipped(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def _shortened(words: Sequence[str], first: bool, last: bool) -> str:
    """Unchanged words: those next to a change, and an ellipsis for the others."""
    near = 2 * _AROUND  # every other one is a space
    if len(words) <= 2 * near + 1:
        return "".join(words)
    head = "" if first else "".join(words[:near])
    tail = "" if last else "".join(words[-near:])
    return f"{head}…{tail}"


def _complete(kind: str, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """With what plain data leaves out because it is usual."""
    return {**_USUAL.get(kind, {}), **data}


def _whole(field: _Field) -> Sequence[Piece]:
    arrow = [Piece(" → ")] if field.old and field.new else []
    old, new = clipped(field.old), clipped(field.new)
    return [*([Piece(old, "old")] if old else []), *arrow, *([Piece(new, "new")] if new else [])]


def _fields(before: Mapping[str, Any], after: Mapping[str, Any], texts: Texts) -> Iterator[_Field]:
    names = labels.field_names(texts)
    for name in dict.fromkeys((*after, *before)):
        if name in _COUNTS:
            continue
        old, new, label = before.get(name), after.get(name), names.get(name, name)
        if name == "source" or not isinstance(new if new is not None else old, Mapping):
            yield _Field(label, _value(name, old, texts), _value(name, new, texts))
            continue
        for lang in LANGS:
            language = labels.language_name(texts, lang)
            was, is_ = (old or {}).get(lang), (new or {}).get(lang)
            yield _Field(
                f"{label}, {language}", _value(name, was, texts), _value(name, is_, texts), wordy=True
            )


def _value(field: str, value: Any, texts: Texts) -> str:
    """As people say it; empty for nothing."""
    if value in (None, "", [], (), {}):
        return ""
    if field in _SAYING:
        return _SAYING[field](value, texts)
    if isinstance(value, Mapping):
        return ", ".join(map(str, value.values()))
    if isinstance(value, list | tuple):
        shown = "; ".join(map(str, value[:_LISTS]))
        return shown + (" …" if len(value) > _LISTS else "")
    return str(value)


def _status(status: str, texts: Texts) -> str:
    for fact in FACT_STATUSES:
        if fact == status:
            return labels.status_name(texts, fact)
    return texts.gettext(status) if status in EVENT_STATUSES else status


_SAYING: Mapping[str, Callable[[Any, Texts], str]] = {
    "when": lambda value, texts: f"{wording.period(parse_edtf(value), texts.lang)} ({value})",
    "status": _status,
    "side": lambda value, texts: labels.side_name(texts, value),
    "retracted": lambda _, texts: texts.gettext("yes"),
}
