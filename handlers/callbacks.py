"""What a button says when it is pressed: small values written into Telegram's 64 bytes and read back.

Records are named by their `record_key`, since an id may be longer than a button's data.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass, fields
from typing import ClassVar

from knowledge.model import LANGS, SIDES, Lang, Side

DATA_BYTES = 64


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


def _read(name: str, text: str) -> str | int:
    if name in {"page", "question", "good", "fresh", "greet"}:
        return _number(text)
    allowed = {"lang": LANGS, "side": SIDES}.get(name)
    if (allowed and text not in allowed) or not text:
        raise ValueError(text)
    return text


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise ValueError(text)
    return int(text)
