"""`/alias` and `/synonym`: tried on the questions that were asked, shown, and put on record or dropped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from telegram import CallbackQuery, Update

from bot.browsing import Page, record_key
from bot.editing.reading import clean, language_of, line
from bot.subscribers import Refused
from bot.subscribers.refusing import N_
from bot.teaching.lessons import Alias, Words, synonyms_with, words_of
from bot.teaching.steps import ALIAS, OWN_NAMES, WORDS, alias_answers, title_of, words_answers
from bot.teaching.teacher import Taught
from handlers import words
from handlers.callbacks import Press, Stay
from handlers.context import Context, Pressed
from handlers.editing import wizard
from handlers.editing.cards import OpenFact, id_in
from handlers.editing.history import ref_of
from handlers.markup import lines, plain
from handlers.reading import argument_of, visitor_of
from handlers.rendering import titled
from handlers.sending import reply, show_instead
from handlers.teaching.trying import tried
from handlers.view import Button, View, column, pager
from knowledge.limits import QUESTION
from knowledge.model import LANGS, Fact, Lang
from knowledge.texts import Texts

_PAGE = 8
_BAR = "|"
_ADD, _REMOVE, _LIST = ("add", "+"), ("remove", "delete", "-"), ("list",)


@dataclass(frozen=True, slots=True)
class ListWordings(Press):
    """The known questions of a fact, each to be taken back."""

    letter = "kw"
    role = "editor"
    ref: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class DropWording(Press):
    letter = "kq"
    role = "editor"
    ref: str
    lang: Lang
    key: str


@dataclass(frozen=True, slots=True)
class ListSynonyms(Press):
    letter = "ky"
    role = "editor"
    page: int = 0


@dataclass(frozen=True, slots=True)
class DropSynonym(Press):
    letter = "kz"
    role = "editor"
    key: str


async def alias(update: Update, context: Context) -> None:
    """`/alias FACT | question`, or in reply to a question; `/alias FACT` alone lists its known questions."""
    message = update.effective_message
    if message is None:
        return
    texts = await context.texts_for(visitor_of(update))
    name, bar, question = (part.strip() for part in argument_of(message).partition(_BAR))
    quoted = message.reply_to_message
    if not bar and quoted is not None:
        question = (quoted.text or "").strip()
    try:
        fact = await _fact(context, name)
        if question:
            text = line(clean(question), QUESTION)
            await teach_alias(update, context, Alias(fact.id, ((language_of(text), text),)))
        else:
            await reply(message, _wordings(fact, texts, 0))
    except Refused as refused:
        await reply(message, View(plain(refused.told(texts))))


async def synonym(update: Update, context: Context) -> None:
    """`/synonym add LANG word = word`, `/synonym remove word`, `/synonym list`."""
    message = update.effective_message
    if message is None:
        return
    texts = await context.texts_for(visitor_of(update))
    do, _, rest = argument_of(message).partition(" ")
    try:
        if not do or do.casefold() in _LIST:
            await reply(message, await _synonyms(context, texts, 0))
        elif do.casefold() in _REMOVE:
            await _forget_words(update, context, rest)
        else:
            await _teach_words(update, context, _words(rest if do.casefold() in _ADD else ""))
    except Refused as refused:
        await reply(message, View(plain(refused.told(texts))))


async def teach_alias(update: Update, context: Context, lesson: Alias) -> None:
    """Try it, and ask whether it shall be put on record. Raises Refused."""
    texts, teacher = await context.texts_for(visitor_of(update)), context.house.school.teacher
    replay = await context.run(teacher.try_alias, lesson)
    report = await tried(update, context, replay, texts)
    fact = await context.run(context.house.office.finder.fact, lesson.fact)
    title = title_of(fact, texts.lang) if fact else lesson.fact
    await wizard.begin(update, context, ALIAS, alias_answers(lesson, title, report))


async def taught(_context: Context, texts: Texts, outcome: Taught) -> View:
    """What is said when a lesson is on record."""
    done = [texts.gettext("Published: it is answered from now on.")] if outcome.fact else []
    if outcome.settled:
        line_ = texts.ngettext(
            "{n} question leaves the inbox.", "{n} questions leave the inbox.", outcome.settled
        )
        done.append(line_.format(n=outcome.settled))
    if outcome.told:
        line_ = texts.ngettext(
            "{n} person will be told of the answer.", "{n} people will be told of the answer.", outcome.told
        )
        done.append(line_.format(n=outcome.told))
    if outcome.fact is None:
        return View(plain(texts.gettext("Published: it holds from now on.")), _all_synonyms(texts))
    button = Button(title_of(outcome.fact, texts.lang), OpenFact(ref_of(outcome.fact.id), 1))
    return View(lines(plain(one) for one in done), ((button,),))


async def press_wordings(
    update: Update, context: Context, query: CallbackQuery, pressed: ListWordings
) -> str | None:
    texts = await context.texts_for(visitor_of(update))
    fact = await _of_ref(context, pressed.ref)
    if fact is None:
        return words.gone(texts)
    await show_instead(query, _wordings(fact, texts, pressed.page))
    return None


async def press_drop_wording(
    update: Update, context: Context, _query: CallbackQuery, pressed: DropWording
) -> str | None:
    texts = await context.texts_for(visitor_of(update))
    fact = await _of_ref(context, pressed.ref)
    known = fact.questions.get(pressed.lang, ()) if fact else ()
    text = next((one for one in known if record_key(one) == pressed.key), None)
    if fact is None or text is None:
        return words.gone(texts)
    return await _try(update, context, texts, Alias(fact.id, ((pressed.lang, text),), remove=True))


async def press_synonyms(
    update: Update, context: Context, query: CallbackQuery, pressed: ListSynonyms
) -> None:
    texts = await context.texts_for(visitor_of(update))
    await show_instead(query, await _synonyms(context, texts, pressed.page))


async def press_drop_synonym(
    update: Update, context: Context, _query: CallbackQuery, pressed: DropSynonym
) -> str | None:
    texts = await context.texts_for(visitor_of(update))
    every = await context.run(context.house.records.synonyms)
    known = next((one for one in every if record_key(one.id) == pressed.key), None)
    if known is None:
        return words.gone(texts)
    try:
        await _teach_words(update, context, Words(known.lang, known.words, known.id))
    except Refused as refused:
        return refused.told(texts)
    return None


async def _try(update: Update, context: Context, texts: Texts, lesson: Alias) -> str | None:
    try:
        await teach_alias(update, context, lesson)
    except Refused as refused:
        return refused.told(texts)
    return None


async def _teach_words(update: Update, context: Context, lesson: Words) -> None:
    texts = await context.texts_for(visitor_of(update))
    replay = await context.run(context.house.school.teacher.try_words, lesson)
    report = await tried(update, context, replay, texts)
    await wizard.begin(update, context, WORDS, words_answers(lesson, report))


async def _forget_words(update: Update, context: Context, word: str) -> None:
    """The synonym that has the word; where several have it, they are shown to choose from."""
    message = update.effective_message
    texts = await context.texts_for(visitor_of(update))
    found = await context.run(synonyms_with, context.house.records, word)
    if not found:
        raise Refused(N_("No synonym has this word: {word}. /synonym list shows all."), word=word[:64] or "…")
    if len(found) == 1:
        await _teach_words(update, context, Words(found[0].lang, found[0].words, found[0].id))
    elif message is not None:
        buttons = column(Button("✖ " + " = ".join(one.words), _drop(one.id)) for one in found)
        await reply(message, View(plain(texts.gettext("Several have this word. Which one?")), buttons))


def _words(given: str) -> Words:
    lang, _, rest = given.strip().partition(" ")
    known = next((one for one in LANGS if one == lang.casefold()), None)
    if known is None:
        raise Refused(_USAGE)
    return Words(known, words_of(rest))


async def _fact(context: Context, name: str) -> Fact:
    if not name:
        raise Refused(
            N_(
                "Write /alias, the id of a fact, a bar and the question: /alias parking | May I park there? "
                "/facts finds the id; /alias with the id alone shows its known questions."
            )
        )
    fact = await context.run(context.house.office.finder.fact, name)
    if fact is None:
        raise Refused(N_("There is no fact {name}. /facts finds one by its words."), name=name[:64])
    return fact


async def _of_ref(context: Context, ref: str) -> Fact | None:
    finder, name = context.house.office.finder, id_in(ref)
    if name is not None:
        return await context.run(finder.fact, name)
    return await context.run(finder.fact_of_key, ref[1:])


def _wordings(fact: Fact, texts: Texts, number: int) -> View:
    asked = [(lang, text) for lang in LANGS for text in fact.questions.get(lang, ())]
    page = Page.of(asked, number, _PAGE)
    ref = ref_of(fact.id)
    buttons = column(
        Button(f"✖ {text}", DropWording(ref, lang, record_key(text))) for lang, text in page.items
    )
    turn = pager(
        page.number,
        page.pages,
        (ListWordings(ref, max(page.number - 1, 0)), ListWordings(ref, page.number + 1)),
        Stay(),
    )
    count = texts.ngettext("{n} known question", "{n} known questions", page.total)
    hint = texts.gettext("✖ takes one back. /alias {name} | … adds one.").format(name=fact.id)
    text = titled(title_of(fact, texts.lang), plain(count.format(n=texts.number(page.total))), plain(hint))
    return View(text, (*buttons, *turn))


async def _synonyms(context: Context, texts: Texts, number: int) -> View:
    page = Page.of(await context.run(context.house.records.synonyms), number, _PAGE)
    listed = lines(plain(f"• {' = '.join(one.words)} ({OWN_NAMES[one.lang]})") for one in page.items)
    buttons = column(Button("✖ " + " = ".join(one.words), _drop(one.id)) for one in page.items)
    turn = pager(
        page.number,
        page.pages,
        (ListSynonyms(max(page.number - 1, 0)), ListSynonyms(page.number + 1)),
        Stay(),
    )
    nothing = () if page.items else plain(texts.gettext("No words of your own so far."))
    usage = plain(texts.gettext(_USAGE))
    return View(
        titled(texts.gettext("Words that mean the same"), lines((listed, nothing)), usage), (*buttons, *turn)
    )


def _drop(synonym_id: str) -> DropSynonym:
    return DropSynonym(record_key(synonym_id))


def _all_synonyms(texts: Texts) -> tuple[tuple[Button, ...], ...]:
    return ((Button(texts.gettext("Words that mean the same"), ListSynonyms()),),)


_USAGE = N_("For example: /synonym add kk кітапхана = библиотека, /synonym remove библиотека, /synonym list")
OUTCOMES: Mapping[str, Any] = {ALIAS: taught, WORDS: taught}
PRESSED: Mapping[type[Press], Pressed] = {
    ListWordings: press_wordings,
    DropWording: press_drop_wording,
    ListSynonyms: press_synonyms,
    DropSynonym: press_drop_synonym,
}
