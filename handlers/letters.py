"""Letters as they are shown: linked to the events' cards, with buttons under the last part."""

from __future__ import annotations

from bot.browsing import link_name, record_key
from bot.delivery import Kind, Part
from handlers.callbacks import Leave, OpenSettings, SendLetter, ShowEvent
from handlers.markup import Rich, Run, Tag, link_tag
from handlers.telling import AskAgain, correction_rows
from handlers.view import Button, Rows
from knowledge.texts import Texts

_TAGS: dict[str, Tag] = {"bold": "b", "italic": "i", "strike": "s"}


def rich_of(part: Part, username: str) -> Rich:
    """One message; events are links into the bot."""
    return tuple(Run(run.text, _tags(run.style, run.event, username)) for run in part)


def rows_under(kind: Kind, subject: str, events: tuple[str, ...], texts: Texts) -> Rows:
    file = Button("📅 " + texts.gettext("Calendar file"), SendLetter())
    settings = Button("⚙️ " + texts.gettext("Settings"), OpenSettings(fresh=1))
    leave = Button(texts.gettext("Unsubscribe"), Leave())
    if kind == "digest":
        return ((file, settings), (leave,)) if events else ((settings, leave),)
    if kind == "broadcast":
        return ((settings,),)
    if kind == "news":
        return ((Button("💬 " + texts.gettext("Ask it again"), AskAgain(int(subject))),),)
    if kind == "correction":
        return correction_rows(texts)
    details = Button("ℹ️ " + texts.gettext("Details"), ShowEvent(record_key(subject), fresh=1))
    return ((details, file), (settings,)) if events else ((settings,),)


def _tags(style: str, event: str, username: str) -> tuple[Tag, ...]:
    address = link_tag(f"https://t.me/{username}?start={link_name(event)}") if event else ""
    return tuple(filter(None, (_TAGS.get(style, ""), address)))
