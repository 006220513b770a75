"""What a button says when it is pressed: small values written into Telegram's 64 bytes and read back.

Records are named by their `record_key`, since an id may be longer than a button's data.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import astuple, dataclass, fields
from typing import ClassVar

from bot.browsing import TENSES, Tense
from bot.subscribers import REASONS
from knowledge.model import LANGS, SIDES, Lang, Side

DATA_BYTES = 64
ALL = "-"  # not narrowed to anything


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed button: its letter, then its fields with colons between them."""

    letter: ClassVar[str]

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
    way: str  # "month" or "topic"
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


_KINDS: dict[str, type[Press]] = {
    kind.letter: kind
    for kind in (
        AskKnown,
        Rate,
        ChooseLanguage,
        ShowTopics,
        ShowTopic,
        ShowFact,
        ShowPeople,
        ShowPerson,
        ShowEvents,
        NarrowEvents,
        ShowEvent,
        SendEvent,
        SendLetter,
        Watch,
        Subscribe,
        Leave,
        SayWhy,
        OpenSettings,
        Put,
        Preview,
        Stay,
    )
}


def read_press(data: str | None) -> Press | None:
    """The press that `data` stands for; None if it is old, foreign or broken."""
    letter, *given = (data or "").split(":")
    kind = _KINDS.get(letter)
    if kind is None or len(given) != len(fields(kind)):
        return None
    try:
        return kind(*(_read(field.name, text) for field, text in zip(fields(kind), given, strict=True)))
    except ValueError:
        return None


_NUMBERS = frozenset({"page", "question", "good", "fresh", "greet", "on", "adjust"})
_ALLOWED: Mapping[str, Collection[str]] = {
    "lang": LANGS,
    "side": SIDES,
    "tense": TENSES,
    "way": ("month", "topic"),
    "reason": REASONS,
}


def _read(name: str, text: str) -> str | int:
    if name in _NUMBERS:
        return _number(text)
    allowed = _ALLOWED.get(name)
    if (allowed and text not in allowed) or not text:
        raise ValueError(text)
    return text


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise ValueError(text)
    return int(text)
