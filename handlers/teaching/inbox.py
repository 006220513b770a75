"""`/inbox`: questions without a good answer, those that ask the same together, and what to make of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from telegram import CallbackQuery, Update

from bot.browsing import Page
from bot.editing.statement_steps import NEW
from bot.editing.stating import Filled
from bot.inbox import Group
from bot.subscribers import Refused
from bot.teaching.lessons import Alias
from bot.teaching.steps import SEARCH, Sought, title_of
from handlers import words
from handlers.callbacks import Press, Stay
from handlers.context import Context, Pressed
from handlers.editing import wizard
from handlers.editing.cards import id_in
from handlers.editing.history import ref_of
from handlers.markup import Rich, bold, italic, lines, plain
from handlers.reading import visitor_of
from handlers.rendering import titled
from handlers.sending import reply, show_instead
from handlers.teaching.lessons import teach_alias
from handlers.view import Button, View, column, pager
from knowledge.matching.answer import Answer
from knowledge.model import Fact
from knowledge.texts import Texts

_PAGE = 6
_WORDINGS, _MISSING = 6, 6  # shown on a card


@dataclass(frozen=True, slots=True)
class ListInbox(Press):
    letter = "ki"
    role = "editor"
    page: int = 0


@dataclass(frozen=True, slots=True)
class OpenGroup(Press):
    """The questions that ask the same as this one."""

    letter = "kg"
    role = "editor"
    question: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class AnswerIt(Press):
    """By a new fact."""

    letter = "ka"
    role = "editor"
    question: int


@dataclass(frozen=True, slots=True)
class SameAs(Press):
    """By a fact on record, to be chosen."""

    letter = "ks"
    role = "editor"
    question: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class ChooseFact(Press):
    letter = "kc"
    role = "editor"
    question: int
    ref: str


@dataclass(frozen=True, slots=True)
class SearchFact(Press):
    letter = "kf"
    role = "editor"
    question: int


@dataclass(frozen=True, slots=True)
class PutAside(Press):
    """Not for us, later, or done: the record answers it by now."""

    letter = "kx"
    role = "editor"
    way: str  # foreign, later, done
    question: int
    page: int = 0


async def inbox(update: Update, context: Context) -> None:
    message = update.effective_message
    if message is not None:
        texts = await context.texts_for(visitor_of(update))
        await reply(message, await _list(context, texts, 0))


async def press_list(update: Update, context: Context, query: CallbackQuery, pressed: ListInbox) -> None:
    texts = await context.texts_for(visitor_of(update))
    await show_instead(query, await _list(context, texts, pressed.page))


async def press_group(
    update: Update, context: Context, query: CallbackQuery, pressed: OpenGroup
) -> str | None:
    texts, group = await _group(update, context, pressed.question)
    if group is None:
        return words.gone(texts)
    answer = await context.run(context.house.school.inbox.answered_by_now, group)
    await show_instead(query, _card(group, answer, texts, pressed.page))
    return None


async def press_answer(
    update: Update, context: Context, _query: CallbackQuery, pressed: AnswerIt
) -> str | None:
    """The wizard for a new fact, with the questions as its known questions."""
    texts, group = await _group(update, context, pressed.question)
    if group is None:
        return words.gone(texts)
    asked: dict[str, list[str]] = {}
    for lang, text in group.wordings():
        asked.setdefault(lang, []).append(text)
    await wizard.begin(update, context, NEW, Filled({"questions": asked}).answers())
    return None


async def press_same(update: Update, context: Context, query: CallbackQuery, pressed: SameAs) -> str | None:
    texts, group = await _group(update, context, pressed.question)
    if group is None:
        return words.gone(texts)
    facts = await context.run(context.house.school.inbox.candidates, group)
    await show_instead(query, _candidates(group, facts, texts, pressed.page))
    return None


async def press_choose(
    update: Update, context: Context, _query: CallbackQuery, pressed: ChooseFact
) -> str | None:
    texts, group = await _group(update, context, pressed.question)
    finder, name = context.house.office.finder, id_in(pressed.ref)
    found = finder.fact_of_key if name is None else finder.fact
    fact = await context.run(found, pressed.ref[1:] if name is None else name)
    if group is None or fact is None:
        return words.gone(texts)
    try:
        await teach_alias(update, context, Alias(fact.id, group.wordings(), questions=group.numbers))
    except Refused as refused:
        return refused.told(texts)
    return None


async def press_search(
    update: Update, context: Context, _query: CallbackQuery, pressed: SearchFact
) -> str | None:
    texts, group = await _group(update, context, pressed.question)
    if group is None:
        return words.gone(texts)
    await wizard.begin(update, context, SEARCH, {"question": group.id, "text": group.text})
    return None


async def sought(_context: Context, texts: Texts, outcome: Sought) -> View:
    """The fact that was searched for, with the next step."""
    text = titled(outcome.text, plain(title_of(outcome.fact, texts.lang)))
    press = ChooseFact(outcome.question, ref_of(outcome.fact.id))
    return View(text, ((Button("▶️ " + texts.gettext("Try it on the questions that were asked"), press),),))


async def press_aside(
    update: Update, context: Context, query: CallbackQuery, pressed: PutAside
) -> str | None:
    texts, group = await _group(update, context, pressed.question)
    if group is None:
        return words.gone(texts)
    room, by = context.house.school.inbox, visitor_of(update).person or 0
    if pressed.way == "later":
        await context.run(room.later, group)
        toast = texts.gettext("It comes back in a week.")
    elif pressed.way == "done":
        await context.run(room.settle, group.numbers, "answered", by=by)
        toast = texts.gettext("Done.")
    else:
        await context.run(room.not_for_us, group, by=by)
        toast = texts.gettext("Put aside: not for us.")
    await show_instead(query, await _list(context, texts, pressed.page))
    return toast


async def _group(update: Update, context: Context, question: int) -> tuple[Texts, Group | None]:
    texts = await context.texts_for(visitor_of(update))
    return texts, await context.run(context.house.school.inbox.group, question)


async def _list(context: Context, texts: Texts, number: int) -> View:
    groups = await context.run(context.house.school.inbox.groups)
    page = Page.of(groups, number, _PAGE)
    title = texts.gettext("Inbox")
    if not page.items:
        return View(titled(title, plain(texts.gettext("Nothing waits. Every question has its answer."))))
    asked = sum(len(group.questions) for group in groups)
    head = texts.ngettext("{n} question without a good answer", "{n} questions without a good answer", asked)
    hint = texts.gettext("Those that ask the same stand together, the most asked first.")
    buttons = column(Button(_label(group, texts), OpenGroup(group.id, page.number)) for group in page.items)
    around = (ListInbox(max(page.number - 1, 0)), ListInbox(page.number + 1))
    turn = pager(page.number, page.pages, around, Stay())
    text = titled(title, plain(head.format(n=texts.number(asked))), italic(hint))
    return View(text, (*buttons, *turn))


def _label(group: Group, texts: Texts) -> str:
    marks = (f"{texts.number(group.asked)} ×", "👎" if group.bad else "", "🔔" if group.waiting else "")
    return " ".join(filter(None, (*marks, group.text)))


def _card(group: Group, answer: Answer | None, texts: Texts, page: int) -> View:
    number = group.id
    done = Button("✓ " + texts.gettext("Good, it is done"), PutAside("done", number, page))
    rows = (
        *(((done,),) if answer else ()),
        (Button("➕ " + texts.gettext("Answer: a new fact"), AnswerIt(number)),),
        (Button("🔗 " + texts.gettext("The same as a known fact"), SameAs(number, page)),),
        (
            Button("🚫 " + texts.gettext("Not for us"), PutAside("foreign", number, page)),
            Button("🕓 " + texts.gettext("Later"), PutAside("later", number, page)),
        ),
        (Button("« " + texts.gettext("Inbox"), ListInbox(page)),),
    )
    return View(titled(group.text, *_particulars(group, answer, texts)), rows)


def _particulars(group: Group, answer: Answer | None, texts: Texts) -> list[Rich]:
    asked = texts.ngettext("Asked {n} time, last on {day}.", "Asked {n} times, last on {day}.", group.asked)
    told = [asked.format(n=texts.number(group.asked), day=texts.date(group.latest.date()))]
    if group.bad:
        bad = texts.ngettext("👎 from {n} person", "👎 from {n} people", group.bad)
        told.append(bad.format(n=texts.number(group.bad)))
    if group.waiting:
        waiting = texts.ngettext(
            "🔔 {n} person wants to hear of an answer",
            "🔔 {n} people want to hear of an answer",
            group.waiting,
        )
        told.append(waiting.format(n=texts.number(group.waiting)))
    if group.missing:
        missing = texts.join(f"«{word}»" for word in group.missing[:_MISSING])
        told.append(texts.gettext("The record says nothing of: {words}").format(words=missing))
    others = [text for _, text in group.wordings() if text != group.text][:_WORDINGS]
    also = lines([plain(texts.gettext("Also asked as:")), *(plain(f"• {text}") for text in others)])
    now = _now(answer, texts) if answer else ()
    return [lines(plain(one) for one in told), also if others else (), now]


def _now(answer: Answer, texts: Texts) -> Rich:
    return lines((bold(texts.gettext("Answered by now:")), plain(answer.text[:600])))


def _candidates(group: Group, facts: tuple[Fact, ...], texts: Texts, page: int) -> View:
    buttons = column(
        Button(title_of(fact, texts.lang), ChooseFact(group.id, ref_of(fact.id))) for fact in facts
    )
    search = Button("🔎 " + texts.gettext("Another fact"), SearchFact(group.id))
    back = Button("« " + texts.gettext("Back"), OpenGroup(group.id, page))
    hint = texts.gettext("Its answer will be given to this question, too. You see first what that changes.")
    text = titled(group.text, plain(texts.gettext("Which fact answers it?")), italic(hint))
    return View(text, (*buttons, (search,), (back,)))


OUTCOMES: Mapping[str, Any] = {SEARCH: sought}
PRESSED: Mapping[type[Press], Pressed] = {
    ListInbox: press_list,
    OpenGroup: press_group,
    AnswerIt: press_answer,
    SameAs: press_same,
    ChooseFact: press_choose,
    SearchFact: press_search,
    PutAside: press_aside,
}
