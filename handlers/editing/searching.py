"""`/facts [words]`: facts of every status, a page at a time. The words searched for stand in the message itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from telegram import CallbackQuery, Message, Update

from bot.editing.finding import WHICH, FoundFacts, Which
from bot.editing.reading import line
from bot.editing.stating import missing
from bot.subscribers import Refused
from handlers import words
from handlers.callbacks import Press, Stay
from handlers.context import Context, Pressed
from handlers.editing.cards import OpenFact, title_of
from handlers.editing.history import ref_of
from handlers.editing.reviewing import ListProposals
from handlers.markup import lines, plain
from handlers.reading import argument_of, visitor_of
from handlers.rendering import titled
from handlers.sending import reply, show_instead
from handlers.view import Button, Rows, View, column, pager
from knowledge.model import Fact, Lang
from knowledge.texts import Texts

_SIZE = 6  # to a page
_LONGEST = 100  # characters of what is searched for
_GLASS = "🔎 "  # what the first line begins with, if words were searched for


@dataclass(frozen=True, slots=True)
class ListFacts(Press):
    letter = "zl"
    role = "editor"
    which: Which
    page: int = 0


@dataclass(frozen=True, slots=True)
class _Found:
    words: str
    which: Which
    facts: FoundFacts
    counts: Mapping[Which, int]
    waiting: int = 0  # proposals


async def facts(update: Update, context: Context) -> None:
    message = update.effective_message
    if message is None:
        return
    texts, given = await context.texts_for(visitor_of(update)), argument_of(message)
    try:
        wanted = line(given, _LONGEST) if given else ""
    except Refused as refused:
        await reply(message, View(plain(refused.told(texts))))
        return
    await reply(message, await _view(context, texts, wanted, ListFacts("all")))


async def press_list(
    update: Update, context: Context, query: CallbackQuery, pressed: ListFacts
) -> str | None:
    """Another page, or another sort, of what the message lists."""
    texts, message = await context.texts_for(visitor_of(update)), query.message
    if not isinstance(message, Message):
        return words.gone(texts)
    first = (message.text or "").partition("\n")[0]
    wanted = first.removeprefix(_GLASS) if first.startswith(_GLASS) else ""
    await show_instead(query, await _view(context, texts, wanted, pressed))
    return None


async def _view(context: Context, texts: Texts, wanted: str, pressed: ListFacts) -> View:
    finder = context.house.office.finder
    found = await context.run(finder.find, wanted, pressed.which, pressed.page, _SIZE)
    counts = await context.run(finder.counts)
    waiting = await context.run(context.house.office.keeper.proposals.count)
    return found_view(_Found(wanted, pressed.which, found, counts, waiting), texts)


def found_view(found: _Found, texts: Texts) -> View:
    shown = found.facts
    title = _GLASS + found.words if found.words else texts.gettext("Facts")
    number = texts.ngettext("{n} fact", "{n} facts", shown.total).format(n=texts.number(shown.total))
    head = f"{_names(texts)[found.which]} · {number}"
    buttons = column(
        Button(_marks(fact) + title_of(fact, texts.lang), OpenFact(ref_of(fact.id), 1))
        for fact in shown.facts
    )
    around = (ListFacts(found.which, max(shown.number - 1, 0)), ListFacts(found.which, shown.number + 1))
    turn = pager(shown.number, shown.pages, around, Stay())
    hint = () if shown.total else plain(texts.gettext("Nothing of that sort. /addfact adds a fact."))
    return View(
        lines((titled(title, plain(head)), hint), between="\n\n"), (*buttons, *turn, *_sorts(found, texts))
    )


def _sorts(found: _Found, texts: Texts) -> Rows:
    """The other sorts, with how many there are of each altogether."""
    names = _names(texts)
    buttons: list[Button] = [
        Button(f"{names[which]} · {texts.number(found.counts[which])}", ListFacts(which))
        for which in WHICH
        if which != found.which and found.counts[which]
    ]
    if found.waiting:
        label = f"👀 {texts.gettext('To approve')} · {texts.number(found.waiting)}"
        buttons.append(Button(label, ListProposals()))
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))


def _names(texts: Texts) -> Mapping[Which, str]:
    return {
        "all": texts.pgettext("facts", "All"),
        "draft": "📝 " + texts.pgettext("facts", "Drafts"),
        "untranslated": "🌐 " + texts.pgettext("facts", "To be translated"),
        "stale": "⚠️ " + texts.pgettext("facts", "Translations out of date"),
        "retracted": "🗑 " + texts.pgettext("facts", "Retracted"),
    }


def _marks(fact: Fact) -> str:
    """What is special about it: a draft, retracted, languages that are missing or stale."""
    status = {"draft": "📝 ", "retracted": "🗑 "}.get(fact.status, "")
    stale = "⚠️ " if fact.stale else ""
    lacking: tuple[Lang, ...] = missing(fact)
    return status + stale + (f"[–{' –'.join(lacking)}] " if lacking else "")


PRESSED: Mapping[type[Press], Pressed] = {ListFacts: press_list}
