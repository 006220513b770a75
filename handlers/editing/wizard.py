"""A step of a wizard as it is shown: what it asks, what there is so far, and its buttons."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from telegram import Message, Update

from bot.editing import Answers, Asked, Cancelled, Seat, Unfinished
from bot.editing.wizards import ANEW, BACK, CANCEL, GO_ON, OWN, SKIP
from handlers.callbacks import Press
from handlers.context import Context
from handlers.markup import italic, lines, plain
from handlers.reading import visitor_of
from handlers.rendering import titled
from handlers.sending import reply
from handlers.view import Button, Rows, View
from knowledge.texts import Texts


@dataclass(frozen=True, slots=True)
class FillIn(Press):
    """A button of a step; `stamp` tells those of an older state."""

    letter = "zw"
    role = "editor"
    stamp: int
    value: str


async def begin(
    update: Update,
    context: Context,
    kind: str,
    answers: Answers,
    *,
    step: str = "",
    done: Collection[str] = (),
) -> None:
    """Begin a wizard, and show its first step in a new message; see `Wizards.begin`."""
    message, seat = update.effective_message, seat_of(update)
    if not isinstance(message, Message) or seat is None:
        return
    texts, wizards = await context.texts_for(visitor_of(update)), context.house.office.wizards
    await context.run(context.house.counter.awaiting.forget, seat.chat)  # typed words are for the wizard now
    shown = await context.run(wizards.begin, seat, kind, answers, texts, step=step, done=done)
    await reply(message, step_view(shown, texts))


def seat_of(update: Update) -> Seat | None:
    """Nobody in particular fills in nothing."""
    visitor = visitor_of(update)
    return None if visitor.person is None else Seat(visitor.chat, visitor.person)


def step_view(shown: Asked | Unfinished | Cancelled, texts: Texts) -> View:
    if isinstance(shown, Cancelled):
        return View(plain(texts.gettext("Cancelled. Nothing was changed.")))
    if isinstance(shown, Unfinished):
        return _unfinished(shown, texts)
    prompt = shown.prompt
    refused = plain(f"⚠️ {shown.refused}") if shown.refused else ()
    body = lines((plain(paragraph) for paragraph in prompt.body), between="\n\n")
    text = titled(prompt.title, body, italic(prompt.hint))
    return View(lines((refused, text), between="\n\n"), (*_choices(shown), *_ways(shown, texts)))


def _choices(shown: Asked) -> Rows:
    return tuple(
        tuple(Button(choice.label, FillIn(shown.stamp, OWN + choice.value)) for choice in row)
        for row in shown.prompt.choices
    )


def _ways(shown: Asked, texts: Texts) -> Rows:
    ways: Mapping[str, str] = {
        **({BACK: "‹ " + texts.gettext("Back")} if shown.back else {}),
        **({SKIP: texts.gettext("Skip")} if shown.prompt.skip else {}),
        CANCEL: "✖️ " + texts.gettext("Cancel"),
    }
    return (tuple(Button(label, FillIn(shown.stamp, value)) for value, label in ways.items()),)


def _unfinished(shown: Unfinished, texts: Texts) -> View:
    text = titled(
        texts.gettext("Something else is not finished yet"),
        plain(texts.gettext("Go on with that, or put it away and begin anew?")),
    )
    go_on = Button(texts.gettext("Go on with it"), FillIn(shown.stamp, GO_ON))
    anew = Button(texts.gettext("Begin anew"), FillIn(shown.stamp, ANEW))
    return View(text, ((go_on,), (anew,)))
