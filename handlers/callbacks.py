"""What a button says when it is pressed: small values written into Telegram's 64 bytes and read back.

Records are named by their `record_key`, since an id may be longer than a button's data. Every subclass of `Press` is
read back; the buttons of a room of its own (`handlers/editing/`) stand there.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import astuple, dataclass, fields
from typing import Any, ClassVar, Literal, get_args, get_type_hints

from bot.browsing import Tense
from bot.editors import Role
from bot.subscribers import REASONS
from knowledge.model import Lang, Side

DATA_BYTES = 64
ALL = "-"  # not narrowed to anything

_KINDS: dict[str, type[Press]] = {}
_HINTS: dict[type[Press], Mapping[str, Any]] = {}


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed button: its letter, then its fields with colons between them.

    Fields are `str` (not empty, without a colon), `int` (from 0) or a `Literal`.
    """

    letter: ClassVar[str]
    role: ClassVar[Role | None] = None  # who may press it, asked anew each time; None: everybody

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super(Press, cls).__init_subclass__(**kwargs)
        known = _KINDS.setdefault(cls.letter, cls)
        # A dataclass with slots is made twice.
        if (known.__module__, known.__qualname__) != (cls.__module__, cls.__qualname__):
            raise TypeError(f"{known.__qualname__} and {cls.__qualname__} have the same letter")
        _KINDS[cls.letter] = cls

    def data(self) -> str:
        return ":".join((self.letter, *map(str, astuple(self))))


@dataclass(frozen=True, slots=True)
class AskKnown(Press):
    """Answer the known question of a fact, in the language it was offered in."""

    letter = "q"
    lang: Lang
    key: str


@dataclass(frozen=True, slots=True)
class Rate(Press):
    letter = "r"
    question: int
    good: int  # 1 or 0


@dataclass(frozen=True, slots=True)
class ChooseLanguage(Press):
    letter = "l"
    lang: Lang
    greet: int = 0  # 1: under the greeting, which is then repeated in that language


@dataclass(frozen=True, slots=True)
class ShowTopics(Press):
    letter = "t"
    page: int = 0


@dataclass(frozen=True, slots=True)
class ShowTopic(Press):
    letter = "f"
    key: str
    page: int = 0
    fresh: int = 0  # 1: in a message of its own, so that the answer above stays


@dataclass(frozen=True, slots=True)
class ShowFact(Press):
    letter = "c"
    key: str
    page: int = 0  # of the topic it was opened from


@dataclass(frozen=True, slots=True)
class ShowPeople(Press):
    letter = "p"
    side: Side
    page: int = 0


@dataclass(frozen=True, slots=True)
class ShowPerson(Press):
    letter = "e"
    key: str
    side: Side
    page: int = 0


@dataclass(frozen=True, slots=True)
class ShowEvents(Press):
    letter = "v"
    tense: Tense = "upcoming"
    narrowed: str = ALL  # a topic's key or a month: 2020-05
    page: int = 0
    fresh: int = 0


@dataclass(frozen=True, slots=True)
class NarrowEvents(Press):
    """Choose a month, or a topic."""

    letter = "vn"
    tense: Tense
    way: Literal["month", "topic"]
    page: int = 0


@dataclass(frozen=True, slots=True)
class ShowEvent(Press):
    letter = "o"
    key: str
    tense: Tense = "upcoming"  # the list that it was opened from
    narrowed: str = ALL
    page: int = 0
    fresh: int = 0


@dataclass(frozen=True, slots=True)
class SendEvent(Press):
    """The event as a calendar file."""

    letter = "i"
    key: str


@dataclass(frozen=True, slots=True)
class SendLetter(Press):
    """All events of the message above as one calendar file."""

    letter = "d"


@dataclass(frozen=True, slots=True)
class Watch(Press):
    """Remind of one event; `on` is 0 to leave that."""

    letter = "w"
    key: str
    on: int


@dataclass(frozen=True, slots=True)
class Subscribe(Press):
    letter = "b"
    adjust: int = 0  # 1: and go on to the settings


@dataclass(frozen=True, slots=True)
class Leave(Press):
    letter = "u"


@dataclass(frozen=True, slots=True)
class SayWhy(Press):
    letter = "y"
    reason: str


@dataclass(frozen=True, slots=True)
class OpenSettings(Press):
    letter = "s"
    screen: str = "all"
    page: int = 0
    fresh: int = 0


@dataclass(frozen=True, slots=True)
class Put(Press):
    """Change one setting; `value` as `bot.subscribing` reads it."""

    letter = "x"
    setting: str
    value: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class Preview(Press):
    letter = "pv"


@dataclass(frozen=True, slots=True)
class Stay(Press):
    """A button that only shows something: the number of the page."""

    letter = "n"


def read_press(data: str | None) -> Press | None:
    """The press that `data` stands for; None if it is old, foreign or broken."""
    letter, *given = (data or "").split(":")
    kind = _KINDS.get(letter)
    if kind is None or len(given) != len(fields(kind)):
        return None
    try:
        return kind(*(_read(field.name, text, kind) for field, text in zip(fields(kind), given, strict=True)))
    except ValueError:
        return None


_ALLOWED: Mapping[str, Collection[str]] = {"reason": REASONS}


def _read(name: str, text: str, kind: type[Press]) -> str | int:
    hint = _hints(kind)[name]
    if hint is int:
        return _number(text)
    allowed = _ALLOWED.get(name) or get_args(hint)
    if (allowed and text not in allowed) or not text:
        raise ValueError(text)
    return text


def _hints(kind: type[Press]) -> Mapping[str, Any]:
    if kind not in _HINTS:
        _HINTS[kind] = get_type_hints(kind)
    return _HINTS[kind]


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise ValueError(text)
    return int(text)
