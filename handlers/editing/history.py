"""`/history`, `/undo`: who changed what, word by word, and taking it back."""

from __future__ import annotations

from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass

from telegram import CallbackQuery, Message, Update

from bot.browsing import record_key
from bot.editing.differing import Piece, differences
from bot.editing.undoing import ChangedSince
from bot.subscribers import Refused
from handlers import words
from handlers.callbacks import Press, Stay
from handlers.context import Context, Pressed
from handlers.markup import Rich, bold, italic, lines, plain, struck
from handlers.reading import argument_of, visitor_of
from handlers.rendering import titled
from handlers.sending import reply, show_instead
from handlers.view import Button, Rows, View, column, pager
from knowledge.records import Change
from knowledge.texts import Texts

_PAGE = 4
_BUTTONS = 5  # to put back what was just undone, at most
_LONGEST_ID = 40  # that a button's data holds as it is; a longer one is told by its key
_ALL, _ID, _KEY = "*", ".", "-"  # what a reference begins with


@dataclass(frozen=True, slots=True)
class ShowHistory(Press):
    """Changes of one record, or (`*`) of all of them."""

    letter = "hy"
    role = "editor"
    ref: str
    page: int = 0
    fresh: int = 0  # 1: in a message of its own


@dataclass(frozen=True, slots=True)
class UndoChange(Press):
    letter = "hu"
    role = "editor"
    number: int


async def history(update: Update, context: Context) -> None:
    """`/history`, or `/history ID` of a fact, an event, a person."""
    message = update.effective_message
    if message is None:
        return
    texts, given = await context.texts_for(visitor_of(update)), argument_of(message)
    subject = await context.run(context.house.office.undoing.subject, given) if given else None
    if given and subject is None:
        line = texts.gettext("Nothing was ever changed that is called “{words}”.").format(words=given[:60])
        await reply(message, View(plain(line)))
        return
    await reply(message, await _page_view(context, texts, ShowHistory(ref_of(subject))))


async def undo(update: Update, context: Context) -> None:
    """`/undo` takes back one's own last change, `/undo 123` the one of this number."""
    message = update.effective_message
    if message is None:
        return
    undoing, person = context.house.office.undoing, visitor_of(update).person or 0
    texts, given = await context.texts_for(visitor_of(update)), argument_of(message).lstrip("#№ ")
    if given and not (given.isascii() and given.isdigit() and len(given) < 18):
        line = texts.gettext("Write the number of the change: /undo 123. /history shows them.")
        await reply(message, View(plain(line)))
    elif given:
        await reply(message, await _undone(context, texts, context.run(undoing.undo, int(given), person)))
    else:
        await reply(message, await _undone(context, texts, context.run(undoing.undo_last, person)))


async def press_history(
    update: Update, context: Context, query: CallbackQuery, pressed: ShowHistory
) -> str | None:
    texts = await context.texts_for(visitor_of(update))
    subject = pressed.ref[1:]
    if (
        pressed.ref.startswith(_KEY)
        and await context.run(context.house.office.undoing.subject, subject) is None
    ):
        return words.gone(texts)
    view = await _page_view(context, texts, pressed)
    if pressed.fresh and isinstance(query.message, Message):
        await reply(query.message, view)
    else:
        await show_instead(query, view)
    return None


async def press_undo(
    update: Update, context: Context, query: CallbackQuery, pressed: UndoChange
) -> str | None:
    message = query.message
    if not isinstance(message, Message):
        return None
    texts, person = await context.texts_for(visitor_of(update)), visitor_of(update).person or 0
    undoing = context.house.office.undoing
    await reply(message, await _undone(context, texts, context.run(undoing.undo, pressed.number, person)))
    return None


def ref_of(subject: str | None) -> str:
    """The record in a button's data."""
    if subject is None:
        return _ALL
    fits = len(subject) <= _LONGEST_ID and ":" not in subject
    return _ID + subject if fits else _KEY + record_key(subject)


async def _page_view(context: Context, texts: Texts, press: ShowHistory) -> View:
    undoing = context.house.office.undoing
    subject = await context.run(undoing.subject, press.ref[1:]) if press.ref != _ALL else None
    found, total = await context.run(undoing.page, subject, press.page, _PAGE)
    pages = max(1, -(-total // _PAGE))
    number = min(press.page, pages - 1)
    if number != press.page:
        found, total = await context.run(undoing.page, subject, number, _PAGE)
    title = texts.gettext("History of {name}").format(name=subject) if subject else texts.gettext("History")
    body = lines([await _change(context, texts, one) for one in found], between="\n\n")
    nothing = plain(texts.gettext("Nothing has been changed yet."))
    around = tuple(ShowHistory(press.ref, max(0, number + step)) for step in (-1, 1))
    label = texts.gettext("Undo")
    buttons = tuple(Button(f"↩️ {label} #{one.id}", UndoChange(one.id)) for one in found)
    rows: Rows = tuple(buttons[at : at + 2] for at in range(0, len(buttons), 2))
    return View(titled("🕓 " + title, body or nothing), (*rows, *pager(number, pages, around, Stay())))


async def _undone(context: Context, texts: Texts, work: Awaitable[Sequence[Change]]) -> View:
    """What was taken back, or why not."""
    try:
        made = await work
    except Refused as refused:
        return View(plain(refused.told(texts)))
    except ChangedSince as changed:
        return await _refused(context, texts, changed)
    shown = [await _change(context, texts, one) for one in made[:_BUTTONS]]
    more = len(made) - len(shown)
    left = texts.ngettext("… and {n} more", "… and {n} more", more).format(n=more) if more else ""
    back = texts.gettext("Put it back")
    buttons = column(Button(f"↪️ {back} #{one.id}", UndoChange(one.id)) for one in made[:_BUTTONS])
    body = lines((*shown, plain(left)), between="\n\n")
    return View(titled("↩️ " + texts.gettext("Undone."), body), buttons)


async def _refused(context: Context, texts: Texts, changed: ChangedSince) -> View:
    """It is not taken back unseen: what was changed since is shown."""
    since = [await _change(context, texts, one) for one in changed.since[:_PAGE]]
    title = texts.gettext(
        "Not undone: it has changed since. First undo what came after it, or change it by hand."
    )
    buttons = column(
        Button(f"↩️ {texts.gettext('Undo')} #{one.id}", UndoChange(one.id)) for one in changed.since[:1]
    )
    return View(titled("⚠️ " + title, lines(since, between="\n\n")), buttons)


async def _change(context: Context, texts: Texts, change: Change) -> Rich:
    """Its number and what it is of; who and when; then each difference on a line."""
    head = await context.run(context.house.office.changes.head, change, texts)
    kind = _kind_name(change, texts)
    undoes = texts.gettext("undoes #{number}").format(number=change.undoes) if change.undoes else ""
    news = texts.gettext("new") if change.before is None else ""
    title = f"#{change.id} · {kind} {change.subject}"
    about = " · ".join(filter(None, (head, undoes, news)))
    told = [(*plain(f"{one.label}: "), *_rich(one.pieces)) for one in differences(change, texts)]
    return lines([bold(title), italic(about), *told])


def _rich(pieces: Sequence[Piece]) -> Rich:
    """What is gone struck out, what is new in bold."""
    draw = {"same": plain, "old": struck, "new": bold}
    return tuple(run for piece in pieces for run in draw[piece.how](piece.text))


def _kind_name(change: Change, texts: Texts) -> str:
    return {
        "fact": texts.pgettext("record", "fact"),
        "event": texts.pgettext("record", "event"),
        "entity": texts.pgettext("record", "person or body"),
        "topic": texts.pgettext("record", "topic"),
        "document": texts.pgettext("record", "document"),
        "synonym": texts.pgettext("record", "synonyms"),
    }[change.kind]


PRESSED: Mapping[type[Press], Pressed] = {ShowHistory: press_history, UndoChange: press_undo}
