"""Checked values out of one mapping of a pack file."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import NoReturn, TypeVar

from knowledge.errors import InvalidInput
from knowledge.limits import id_problem, text_problem
from knowledge.model import LANGS, Lang, Text, Texts
from knowledge.packs.nodes import Fields, Items, Node, Scalar

Choice = TypeVar("Choice", bound=str)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


@dataclass(frozen=True, slots=True)
class Form:
    """A mapping with the name that messages give it, e.g. `fact "head-kz"`."""

    file: str
    node: Fields
    what: str

    @classmethod
    def of(cls, file: str, node: Node, what: str, known: Iterable[str]) -> Form:
        """`node` as a form that has no other fields than `known`."""
        if not isinstance(node, Fields):
            raise InvalidInput(f"{what}: fields (name: value) are expected here", file=file, line=node.line)
        form = cls(file, node, what)
        for name in node.fields:
            if name not in known:
                form.refuse(f'unknown field "{name}" (there are: {", ".join(known)})', node.lines[name])
        return form

    def named(self, what: str) -> Form:
        return replace(self, what=what)

    def refuse(self, reason: str, line: int | None = None) -> NoReturn:
        raise InvalidInput(f"{self.what}: {reason}", file=self.file, line=line or self.node.line)

    def has(self, name: str) -> bool:
        return name in self.node.fields

    def line(self, name: str) -> int:
        return self.node.lines.get(name, self.node.line)

    def required(self, name: str) -> Node:
        if name not in self.node.fields:
            self.refuse(f'field "{name}" is missing')
        return self.node.fields[name]

    def id(self, name: str = "id") -> str:
        return self._id(self.required(name), name)

    def ids(self, name: str, known: Collection[str] | None, kind: str) -> tuple[str, ...]:
        """A list of ids; with `known`, of these only."""
        return tuple(self._known(node, name, known, kind) for node in self._list(name))

    def reference(self, name: str, known: Collection[str] | None, kind: str) -> str:
        return self._known(self.required(name), name, known, kind)

    def words(self, name: str, limit: int) -> tuple[str, ...]:
        return self._distinct(self._list(name), name, limit)

    def choice(self, name: str, choices: Collection[Choice]) -> Choice | None:
        return self._choice(self.required(name), name, choices) if self.has(name) else None

    def choices(self, name: str, choices: Collection[Choice]) -> tuple[Choice, ...]:
        return tuple(self._choice(node, name, choices) for node in self._list(name))

    def day(self, name: str) -> date | None:
        if not self.has(name):
            return None
        node = self.required(name)
        text = self._scalar(node, name).text
        try:
            # fromisoformat alone also takes 20191014 and 2019-W42-1, which nobody means in a pack.
            return date.fromisoformat(text if _DAY.fullmatch(text) else "")
        except ValueError:
            self.refuse(f'{name}: "{text[:40]}" is not a date (year-month-day, as in 2019-10-14)', node.line)

    def value(self, name: str, read: Callable[[str], str]) -> str:
        """A single value as `read` takes it; what it refuses (InvalidInput) is told with its place."""
        node = self.required(name)
        try:
            return read(self._scalar(node, name).text)
        except InvalidInput as error:
            if error.file is not None:
                raise
            self.refuse(f"{name}: {error.reason}", node.line)

    def number(self, name: str, least: int = 1) -> int:
        node = self.required(name)
        text = self._scalar(node, name).text
        if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) >= least):
            self.refuse(f'{name}: "{text[:40]}" is not a number from {least} up', node.line)
        return int(text)

    def by_lang(self, name: str, limit: int, *, complete: bool, lines: bool = False) -> Text:
        """A text in each language; `complete`: in every one of them. Empty if the field is not there."""
        if not self.has(name):
            return {}
        languages = self._languages(name)
        missing = [lang for lang in LANGS if lang not in languages]
        if missing and (complete or len(missing) == len(LANGS)):
            self.refuse(f"{name} is missing in {', '.join(missing)}", self.line(name))
        return {lang: self.text(node, f"{name}.{lang}", limit, lines) for lang, node in languages.items()}

    def lists_by_lang(self, name: str, limit: int) -> Texts:
        """Texts in each language; one text may stand there without its list."""
        if not self.has(name):
            return {}
        return {
            lang: self._distinct(self._several(node, f"{name}.{lang}"), f"{name}.{lang}", limit)
            for lang, node in self._languages(name).items()
        }

    def text(self, node: Node, name: str, limit: int, lines: bool = False) -> str:
        text = self._scalar(node, name).text.strip()
        problem = text_problem(text, limit, lines=lines)
        if problem is not None:
            self.refuse(f"{name} {problem}", node.line)
        return text

    def items(self, name: str) -> tuple[Node, ...]:
        """The members of a list that may be left out."""
        if not self.has(name):
            return ()
        node = self.required(name)
        if not isinstance(node, Items):
            self.refuse(f"{name}: a list is expected here", node.line)
        return node.items

    def _languages(self, name: str) -> dict[Lang, Node]:
        node = self.required(name)
        if not isinstance(node, Fields):
            self.refuse(f"{name}: languages ({', '.join(LANGS)}) are expected here", node.line)
        for lang in node.fields:
            if lang not in LANGS:
                known = ", ".join(LANGS)
                self.refuse(f'{name}: unknown language "{lang}" (there are: {known})', node.lines[lang])
        return {lang: node.fields[lang] for lang in LANGS if lang in node.fields}

    def _list(self, name: str) -> tuple[Node, ...]:
        return self._several(self.required(name), name) if self.has(name) else ()

    def _several(self, node: Node, name: str) -> tuple[Node, ...]:
        if isinstance(node, Items):
            return node.items
        return (self._scalar(node, name),)

    def _distinct(self, nodes: Iterable[Node], name: str, limit: int) -> tuple[str, ...]:
        texts: dict[str, None] = {}
        for node in nodes:
            text = self.text(node, name, limit)
            if text in texts:
                self.refuse(f'{name}: "{text[:80]}" stands here twice', node.line)
            texts[text] = None
        return tuple(texts)

    def _known(self, node: Node, name: str, known: Collection[str] | None, kind: str) -> str:
        text = self._id(node, name)
        if known is not None and text not in known:
            self.refuse(f'{name}: there is no {kind} "{text}"', node.line)
        return text

    def _id(self, node: Node, name: str) -> str:
        text = self._scalar(node, name).text
        problem = id_problem(text)
        if problem is not None:
            self.refuse(f'{name} "{text[:80]}" {problem}', node.line)
        return text

    def _choice(self, node: Node, name: str, choices: Collection[Choice]) -> Choice:
        text = self._scalar(node, name).text
        chosen = next((choice for choice in choices if choice == text), None)
        if chosen is None:
            self.refuse(f'{name}: "{text[:40]}" is none of {", ".join(choices)}', node.line)
        return chosen

    def _scalar(self, node: Node, name: str) -> Scalar:
        if not isinstance(node, Scalar):
            self.refuse(f"{name}: a single value is expected here", node.line)
        if node.null:
            self.refuse(f"{name} is empty", node.line)
        return node
