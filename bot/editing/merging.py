"""Two editors' changes of one record, put together: each keeps what the other has not touched."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Data = dict[str, Any]


def merged(before: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> Data:
    """Theirs with what is mine: a field, or of a text a language, that I changed is as I have it."""
    result: Data = {}
    for name in dict.fromkeys((*theirs, *mine)):
        value = _chosen(before.get(name), mine.get(name), theirs.get(name), apart=name in _BY_LANGUAGE)
        if value not in (None, {}):
            result[name] = value
    return result


_BY_LANGUAGE = frozenset(
    {"statement", "title", "questions", "inferred", "names", "description", "place", "note"}
)


def _chosen(before: Any, mine: Any, theirs: Any, *, apart: bool) -> Any:
    if apart:
        return merged_texts(before or {}, mine or {}, theirs or {})
    return theirs if mine == before else mine


def merged_texts(before: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> Data:
    names = dict.fromkeys((*theirs, *mine))
    chosen = {
        name: _chosen(before.get(name), mine.get(name), theirs.get(name), apart=False) for name in names
    }
    return {name: value for name, value in chosen.items() if value is not None}
