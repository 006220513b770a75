"""A `Pack` as YAML for people: block style, one line per text, in the order in which the pack has it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from knowledge.model import LANGS, Pack
from knowledge.plain import pack_data

# What YAML reads back as these very characters and nothing else: begins with a letter, holds no ": " or " #".
_PLAIN = re.compile(r"[^\W\d_](?:[^\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff:#]|:(?! |$)|(?<! )#)*")
_WORDS_OF_YAML = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def write_pack(pack: Pack) -> str:
    """YAML that `read_pack` reads back to the same pack; it says so itself if it lacks languages."""
    data = pack_data(pack)
    if not _complete(pack):
        data = {"pack": data.pop("pack"), "incomplete": "yes", **data}
    return "".join(line + "\n" for line in _fields(data, ""))


def _complete(pack: Pack) -> bool:
    texts = [pack.title, *(fact.statement for fact in pack.facts), *(fact.title for fact in pack.facts)]
    for event in pack.events:
        texts += [text for text in (event.title, event.description, event.place, event.note) if text]
        texts.append(event.title)
    texts += [topic.title for topic in pack.topics]
    texts += [
        text for document in pack.documents for text in (document.title, document.publisher or document.title)
    ]
    return all(set(text) == set(LANGS) for text in texts)


def _fields(data: dict[str, Any], indent: str) -> Iterator[str]:
    for name, value in data.items():
        yield from _field(name, value, indent)


def _field(name: str, value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, dict):
        yield f"{indent}{name}:"
        yield from _fields(value, indent + "  ")
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        yield f"{indent}{name}:"
        for entry in value:
            yield from _entry(entry, indent + "  ")
    elif isinstance(value, list) and name in {"about", "tags", "gives"} | {"facts"}:
        yield f"{indent}{name}: [{', '.join(map(_id, value))}]"
    elif isinstance(value, list):
        yield f"{indent}{name}:"
        for text in value:
            yield f"{indent}  - {_scalar(text)}"
    else:
        yield f"{indent}{name}: {_scalar(value)}"


def _entry(entry: dict[str, Any], indent: str) -> Iterator[str]:
    lines = _fields(entry, indent + "  ")
    yield f"{indent}- {next(lines).lstrip(' ')}"
    yield from lines


def _id(text: str) -> str:
    return (
        text
        if text[0].isalpha() and text.lower() not in _WORDS_OF_YAML and ":" not in text
        else _quoted(text)
    )


def _scalar(value: str | int) -> str:
    if isinstance(value, int) or _DATE.fullmatch(value):
        return str(value)
    ends_bare = value[-1:] != " "
    if ends_bare and _PLAIN.fullmatch(value) and value.lower() not in _WORDS_OF_YAML:
        return value
    return _quoted(value)


def _quoted(text: str) -> str:
    """A JSON string is a YAML string; what YAML calls unprintable is written as an escape."""
    return re.sub(
        "[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]",
        lambda found: f"\\u{ord(found.group()):04x}",
        json.dumps(text, ensure_ascii=False),
    )
