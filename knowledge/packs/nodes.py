"""YAML as a tree of texts that know their lines.

Built from the parser's events, not by the loader: no tag is ever resolved (`no` stays a word, 31 February
stays wrong), and aliases, from which small files grow huge, are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

import yaml

from knowledge.errors import InvalidInput

_DEEPEST = 10  # a pack needs six levels
_UNREADABLE = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
# libyaml where PyYAML was built with it: ten times faster.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Scalar:
    text: str
    line: int
    null: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    items: tuple[Node, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Fields:
    fields: dict[str, Node]
    lines: dict[str, int]  # where each field's name stands
    line: int


Node = Scalar | Items | Fields


def compose(text: str, file: str) -> Node:
    """The one document of `text`; InvalidInput, with the line, for everything that a pack has no use for."""
    return _Composer(file).compose(text)


class _Composer:
    def __init__(self, file: str) -> None:
        self._file = file
        self._events: Iterator[Any] = iter(())

    def compose(self, text: str) -> Node:
        # Before the parser finds it, which counts bytes or characters, as it was built.
        found = _UNREADABLE.search(text)
        if found is not None:
            self._refuse("a character that YAML does not allow", text.count("\n", 0, found.start()))
        try:
            self._events = iter(yaml.parse(text, Loader=_LOADER))
            return self._document()
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            self._refuse(f"this is not YAML: {error.problem or error.context}", mark.line if mark else 0)

    def _document(self) -> Node:
        root: Node | None = None
        for event in self._events:
            line = event.start_mark.line
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    self._refuse("a second document begins; a pack is one", line)
                root = self._node(next(self._events), 1)
        if root is None:
            self._refuse("the file is empty", 0)
        return root

    def _node(self, event: Any, depth: int) -> Node:
        line = event.start_mark.line
        if isinstance(event, yaml.AliasEvent):
            self._refuse("aliases (*name) are not allowed in a pack", line)
        if event.tag is not None:
            self._refuse(f"tags are not allowed in a pack: {event.tag}", line)
        if depth > _DEEPEST:
            self._refuse("nested too deeply", line)
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(event.value, line + 1, null=event.style in (None, "") and event.value in _NULLS)
        if isinstance(event, yaml.SequenceStartEvent):
            return Items(tuple(self._items(depth)), line + 1)
        return self._fields(line, depth)

    def _items(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            yield self._node(event, depth + 1)

    def _fields(self, line: int, depth: int) -> Fields:
        fields: dict[str, Node] = {}
        lines: dict[str, int] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            if not isinstance(key, Scalar):
                self._refuse("a field's name must be a word", event.start_mark.line)
            if key.text in fields:
                self._refuse(f'field "{key.text}" stands here twice', event.start_mark.line)
            lines[key.text] = key.line
            fields[key.text] = self._node(next(self._events), depth + 1)
        return Fields(fields, lines, line + 1)

    def _refuse(self, reason: str, line: int) -> NoReturn:
        """`line` as the parser counts: from 0."""
        raise InvalidInput(reason, file=self._file, line=line + 1) from None
