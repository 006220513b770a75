"""What waits for a second pair of eyes: listed from `/facts`, looked at, published or turned down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from telegram import CallbackQuery, Update

from bot.browsing import Page
from bot.editing.differing import data_of, in_lines
from bot.editing.reading import said
from bot.editing.reviewing import Proposal
from bot.subscribers import Refused
from handlers.callbacks import Press, Stay
from handlers.context import Context, Pressed
from handlers.markup import Rich, bold, italic, lines, plain
from handlers.reading import visitor_of
from handlers.rendering import titled
from handlers.sending import show_instead
from handlers.view import Button, View, column, pager
from knowledge.model import Entity, Lang, Synonym
from knowledge.records import Conflict, Edit, Recorded
from knowledge.texts import Texts

_SIZE = 6  # to a page


@dataclass(frozen=True, slots=True)
class ListProposals(Press):
    letter = "rl"
    role = "editor"
    page: int = 0


@dataclass(frozen=True, slots=True)
class ShowProposal(Press):
    letter = "rs"
    role = "editor"
    number: int


@dataclass(frozen=True, slots=True)
class DecideProposal(Press):
    letter = "rd"
    role = "editor"
    what: Literal["accept", "reject"]
    number: int


async def press_list(
    update: Update, context: Context, query: CallbackQuery, pressed: ListProposals
) -> str | None:
    texts = await context.texts_for(visitor_of(update))
    waiting = await context.run(context.house.office.keeper.proposals.waiting)
    await show_instead(query, list_view(Page.of(waiting, pressed.page, _SIZE), texts))
    return None


async def press_show(
    update: Update, context: Context, query: CallbackQuery, pressed: ShowProposal
) -> str | None:
    texts, office = await context.texts_for(visitor_of(update)), context.house.office
    proposal = await context.run(office.keeper.proposals.find, pressed.number)
    if proposal is None:
        return texts.gettext("This proposal has been settled already.")
    who = await context.run(office.changes.who, f"person:{proposal.person}", texts)
    await show_instead(query, proposal_view(proposal, who, texts))
    return None


async def press_decide(
    update: Update, context: Context, query: CallbackQuery, pressed: DecideProposal
) -> str | None:
    texts, keeper = await context.texts_for(visitor_of(update)), context.house.office.keeper
    decide = keeper.accept if pressed.what == "accept" else keeper.reject
    try:
        proposal = await context.run(decide, pressed.number, visitor_of(update).person or 0)
    except Refused as refused:
        return refused.told(texts)
    except Conflict:
        return texts.gettext(
            "It has changed since this was proposed. Turn the proposal down, and edit it anew."
        )
    done = texts.gettext("Published.") if pressed.what == "accept" else texts.gettext("Turned down.")
    head = ", ".join(title_of(edit.after, texts.lang) for edit in proposal.edits)
    await show_instead(query, View(lines((bold(done), plain(head)), between="\n\n"), (_to_list(texts),)))
    return None


def list_view(page: Page[Proposal], texts: Texts) -> View:
    buttons = column(
        Button(f"{one.id}. {title_of(one.edits[-1].after, texts.lang)}", ShowProposal(one.id))
        for one in page.items
    )
    around = (ListProposals(max(page.number - 1, 0)), ListProposals(page.number + 1))
    turn = pager(page.number, page.pages, around, Stay())
    empty = texts.gettext("Nothing waits for a second pair of eyes.")
    text = titled("👀 " + texts.gettext("To approve"), plain("" if page.total else empty))
    return View(text, (*buttons, *turn))


def proposal_view(proposal: Proposal, who: str, texts: Texts) -> View:
    """What would change, and by whom it was proposed."""
    by = texts.gettext("Proposed by {who}").format(who=who)
    number = texts.gettext("Proposal {n}").format(n=proposal.id)
    parts = [_edit(edit, texts) for edit in proposal.edits]
    publish = Button("✅ " + texts.gettext("Publish"), DecideProposal("accept", proposal.id))
    reject = Button("✖️ " + texts.gettext("Turn down"), DecideProposal("reject", proposal.id))
    return View(
        lines((bold(number), *parts, italic(by)), between="\n\n"), ((publish, reject), _to_list(texts))
    )


def title_of(record: Recorded, lang: Lang) -> str:
    """What a record is called, in a line."""
    if isinstance(record, Entity):
        return said({one: names[0] for one, names in record.names.items() if names}, lang)
    if isinstance(record, Synonym):
        return ", ".join(record.words)
    title = said(record.title, lang)
    return title or (said(record.statement, lang) if hasattr(record, "statement") else record.id)


def _edit(edit: Edit, texts: Texts) -> Rich:
    kind = type(edit.after).__name__.lower()
    before = {} if edit.seen is None else data_of(edit.seen)
    told: Sequence[str] = in_lines(kind, before, data_of(edit.after), texts)
    return lines((bold(title_of(edit.after, texts.lang)), *(plain(f"• {line}") for line in told)))


def _to_list(texts: Texts) -> tuple[Button, ...]:
    return (Button("‹ " + texts.gettext("To approve"), ListProposals()),)


PRESSED: Mapping[type[Press], Pressed] = {
    ListProposals: press_list,
    ShowProposal: press_show,
    DecideProposal: press_decide,
}
