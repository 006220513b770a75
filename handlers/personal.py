"""`/mydata` and `/forgetme`: what is kept about somebody, shown to them alone, and erased if they wish."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from telegram import CallbackQuery, Message, Update

from bot.people.privacy import Kept
from handlers.callbacks import Press
from handlers.context import Context, Pressed
from handlers.markup import Rich, italic, lines, plain
from handlers.reading import is_private, visitor_of
from handlers.rendering import titled
from handlers.sending import reply, show_instead
from handlers.view import Button, View
from knowledge.texts import Texts

_LATEST = 5  # questions shown; the file has all


@dataclass(frozen=True, slots=True)
class Forget(Press):
    """Erase everything; `sure` is 0 to keep it."""

    letter = "fg"
    sure: int


async def mydata(update: Update, context: Context) -> None:
    """All that is kept, to be read here and as a file."""
    found = await _alone(update, context)
    if found is None:
        return
    message, person, texts = found
    kept = await context.run(context.house.privacy.kept, person)
    await reply(message, View(_summary(kept, texts)))
    if not kept.nothing:
        data = json.dumps(kept.to_json(), ensure_ascii=False, indent=2).encode()
        await message.reply_document(data, filename="mydata.json", do_quote=False)


async def forgetme(update: Update, context: Context) -> None:
    found = await _alone(update, context)
    if found is None:
        return
    message, person, texts = found
    kept = await context.run(context.house.privacy.kept, person)
    await reply(message, _question(kept, texts))


async def press_forget(update: Update, context: Context, query: CallbackQuery, pressed: Forget) -> None:
    visitor = visitor_of(update)
    texts = await context.texts_for(visitor)
    if not pressed.sure or visitor.person is None or visitor.chat != visitor.person:
        await show_instead(query, View(plain(texts.gettext("Nothing was erased."))))
        return
    await context.run(context.house.privacy.forget, visitor.person)
    await context.run(context.house.desk.forgotten, visitor)
    gone = plain(
        texts.gettext("Everything about you is erased. /start begins anew, as if for the first time.")
    )
    await show_instead(query, View(gone))


async def _alone(update: Update, context: Context) -> tuple[Message, int, Texts] | None:
    """The private chat; elsewhere it is said that this is nobody else's business."""
    message, visitor = update.effective_message, visitor_of(update)
    if message is None:
        return None
    texts = await context.texts_for(visitor)
    if visitor.person is None or not is_private(message):
        line = texts.gettext("That is between you and me: please ask in our private chat.")
        await reply(message, View(plain(line)), quote=True)
        return None
    return message, visitor.person, texts


def _summary(kept: Kept, texts: Texts) -> Rich:
    if kept.nothing:
        return plain(texts.gettext("Nothing is kept about you."))
    rows = {name: len(found) for name, found in kept.rows.items()}
    told = [_line(name, number, texts) for name, number in rows.items() if name != "person"]
    if kept.changes:
        line = texts.ngettext(
            "{n} change of the record made by you", "{n} changes of the record made by you", kept.changes
        )
        told.append(line.format(n=texts.number(kept.changes)))
    asked = [str(row["text"]) for row in kept.rows.get("questions", ())][-_LATEST:]
    latest = lines((plain(texts.gettext("Your latest questions:")), *(plain(f"• {text}") for text in asked)))
    return titled(
        texts.gettext("What is kept about you"),
        lines(plain(f"• {line}") for line in (*_person(kept, texts), *told)),
        latest if asked else (),
        italic(texts.gettext("The file has all of it, word by word. /forgetme erases it.")),
    )


def _person(kept: Kept, texts: Texts) -> list[str]:
    """Who they are to us: a number, a name and a language."""
    found = []
    for row in kept.rows.get("person", ()):
        found.append(texts.gettext("your Telegram number: {number}").format(number=row["id"]))
        if row.get("username"):
            found.append(texts.gettext("your name in Telegram: @{name}").format(name=row["username"]))
        if row.get("language"):
            found.append(texts.gettext("the language you chose: {language}").format(language=row["language"]))
        seen = texts.gettext("first and last seen: {first}, {last}")
        found.append(seen.format(first=str(row["first_seen"])[:10], last=str(row["last_seen"])[:10]))
    return found


def _line(name: str, number: int, texts: Texts) -> str:
    lines_ = {
        "questions": texts.ngettext(
            "{n} question with its answer", "{n} questions with their answers", number
        ),
        "ratings": texts.ngettext("{n} 👍 or 👎", "{n} 👍 or 👎", number),
        "conversation": texts.gettext("what our last turns were about"),
        "subscriptions": texts.ngettext("{n} subscription", "{n} subscriptions", number),
        "reminders": texts.ngettext("{n} event to remind you of", "{n} events to remind you of", number),
        "calendar_links": texts.ngettext("{n} calendar link", "{n} calendar links", number),
        "messages": texts.ngettext(
            "{n} message sent to you, or about to be", "{n} messages sent to you, or about to be", number
        ),
        "unfinished": texts.gettext("something that you have not finished filling in"),
        "imports": texts.ngettext("{n} file that you sent in", "{n} files that you sent in", number),
        "broadcasts": texts.ngettext(
            "{n} message to all that you wrote", "{n} messages to all that you wrote", number
        ),
        "rights": texts.gettext("your rights as an editor or a viewer"),
        "proposals": texts.ngettext("{n} change that you proposed", "{n} changes that you proposed", number),
        "attempts": texts.ngettext(
            "{n} note of what needed a right", "{n} notes of what needed a right", number
        ),
    }
    return lines_[name].format(n=texts.number(number))


def _question(kept: Kept, texts: Texts) -> View:
    stays = texts.gettext(
        "Your questions stay without your name, so that the editors can fill gaps in the record."
    )
    works = texts.gettext(
        "What you did for the record stays under your number: its history tells who changed what. "
        "Rights that an owner gave you stay, too, until an owner takes them back."
    )
    worked = bool(kept.changes or {"rights", "broadcasts", "proposals"} & kept.rows.keys())
    erased = texts.gettext(
        "Your number and name, your language, ratings and subscriptions, what waits to be sent to you, and whatever "
        "else is kept about you will be gone for good."
    )
    text = titled(
        texts.gettext("Shall I forget you?"), plain(erased), plain(stays), plain(works) if worked else ()
    )
    sure = Button("🗑 " + texts.gettext("Erase everything"), Forget(1))
    return View(text, ((sure,), (Button(texts.gettext("Keep it"), Forget(0)),)))


PRESSED: Mapping[type[Press], Pressed] = {Forget: press_forget}
