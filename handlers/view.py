"""What is shown in a chat: a formatted text with buttons under it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.callbacks import Press, Rate, read_press
from handlers.markup import Rich

_LONGEST_LABEL = 100  # characters; apps show about forty of them


@dataclass(frozen=True, slots=True)
class Button:
    label: str
    press: Press


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class View:
    text: Rich
    rows: Rows = ()


def column(buttons: Iterable[Button]) -> Rows:
    """Each button on a row of its own: questions and names are long."""
    return tuple((button,) for button in buttons)


def keyboard(rows: Rows) -> InlineKeyboardMarkup | None:
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(_label(b.label), callback_data=b.press.data()) for b in row] for row in rows]
    )


def rated(markup: InlineKeyboardMarkup, rating: Rate) -> InlineKeyboardMarkup:
    """The same buttons with the chosen thumb marked, and the other one not."""
    return InlineKeyboardMarkup(
        [[_marked(button, rating) for button in row] for row in markup.inline_keyboard]
    )


def thumbs(question: int) -> tuple[Button, Button]:
    return Button(_thumb(1), Rate(question, 1)), Button(_thumb(0), Rate(question, 0))


def _thumb(good: int, *, chosen: bool = False) -> str:
    return ("👍" if good else "👎") + (" ✓" if chosen else "")


def _marked(button: InlineKeyboardButton, rating: Rate) -> InlineKeyboardButton:
    press = read_press(button.callback_data if isinstance(button.callback_data, str) else None)
    if not isinstance(press, Rate) or press.question != rating.question:
        return button
    label = _thumb(press.good, chosen=press.good == rating.good)
    return InlineKeyboardButton(label, callback_data=press.data())


def _label(text: str) -> str:
    shown = " ".join(text.split()) or "…"
    return shown if len(shown) <= _LONGEST_LABEL else shown[: _LONGEST_LABEL - 1].rstrip() + "…"


def pager(number: int, pages: int, presses: Sequence[Press], here: Press) -> Rows:
    """Back, "2 / 5", on; nothing if there is one page. `presses` leads back and on."""
    if pages == 1:
        return ()
    back, on = presses
    shown = Button(f"{number + 1} / {pages}", here)
    before = (Button("‹", back),) if number else ()
    after = (Button("›", on),) if number + 1 < pages else ()
    return ((*before, shown, *after),)
