"""`/explain QUESTION`: how the matcher decided, to be read on a phone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from telegram import Update

from bot.teaching.explaining import Explanation, Nearby, Searched, Word, explain
from bot.teaching.steps import OWN_NAMES
from handlers.context import Context
from handlers.markup import Rich, bold, lines, plain, quotation
from handlers.reading import argument_of, visitor_of
from handlers.rendering import titled
from handlers.sending import reply
from handlers.view import View
from knowledge.matching.decision import ANSWER_FROM, SUGGEST_FROM
from knowledge.texts import Texts

_TITLE = 70  # characters


async def explaining(update: Update, context: Context) -> None:
    """Of the question behind the command, or of the message that it replies to."""
    message = update.effective_message
    if message is None:
        return
    texts, quoted = await context.texts_for(visitor_of(update)), message.reply_to_message
    question = argument_of(message) or (quoted.text if quoted else "") or ""
    if not question.strip():
        await reply(message, View(plain(texts.gettext("Which question? Write it behind /explain."))))
        return
    base, now = (await context.catalogue()).base, context.house.clock.now()
    told = await context.run(explain, question, base, now, texts.lang)
    await reply(message, View(lines((explained(one, texts) for one in told), between="\n\n")))


def explained(told: Explanation, texts: Texts) -> Rich:
    return titled(
        "🔍 " + told.text,
        _decision(told, texts),
        _section(texts.gettext("What I understood"), [_language(told, texts), *_words(told, texts)]),
        _section(texts.gettext("Facts that come near"), [_near(one, texts) for one in told.nearby]),
        _section(texts.gettext("Found by their words"), [_found(one, texts) for one in told.searched]),
        _figures(told, texts),
    )


def _decision(told: Explanation, texts: Texts) -> Rich:
    bands = {
        "answered": "✅ " + texts.gettext("Answered"),
        "suggested": "🤔 " + texts.gettext("Suggestions only"),
        "unanswered": "❌ " + texts.gettext("Not answered"),
    }
    line = texts.gettext("confidence {own} (answered from {answered}, suggested from {suggested})")
    sure = line.format(
        own=_number(told.answer.confidence, texts),
        answered=_number(ANSWER_FROM, texts),
        suggested=_number(SUGGEST_FROM, texts),
    )
    vetoes = [word.text for word in told.words if word.missing] or list(told.answer.missing)
    veto = texts.gettext("⛔ The record does not explain: {words}")
    forbidden = veto.format(words=texts.join(f"«{word}»" for word in vetoes)) if vetoes else ""
    return lines((plain(f"{bands[told.answer.status]}: {sure}"), plain(forbidden)))


def _language(told: Explanation, texts: Texts) -> str:
    line = texts.gettext("Language: {language}").format(language=OWN_NAMES[told.lang])
    kinds = _wants(texts)
    wants = texts.join(kinds[want] for want in told.wants if want in kinds)
    asked = texts.gettext("asked for: {what}").format(what=wants)
    return f"{line}; {asked}" if wants else line


def _words(told: Explanation, texts: Texts) -> Iterable[str]:
    kinds = _kinds(texts)
    for word in told.words:
        if word.kind not in ("filler", "operator"):
            yield f"• {word.text} — {_said_of(word, kinds, texts)}"


def _said_of(word: Word, kinds: Mapping[str, str], texts: Texts) -> str:
    own = " / ".join(word.meanings)
    marks = (
        f"{kinds.get(word.kind, word.kind)}: {own}" if own else kinds.get(word.kind, word.kind),
        texts.gettext("spelling repaired") if word.repaired else "",
        texts.gettext("set aside") if word.excluded else "",
        "⛔" if word.missing else "",
    )
    return ", ".join(filter(None, marks))


def _near(one: Nearby, texts: Texts) -> str:
    figures = texts.gettext("score {score}, covers {coverage}, like a known question {alias}").format(
        score=_number(one.score, texts),
        coverage=_number(one.coverage, texts),
        alias=_number(one.alias, texts),
    )
    missing = texts.gettext("lacks: {words}").format(words=", ".join(one.missing)) if one.missing else ""
    return f"{'➤' if one.chosen else '•'} {_cut(one.title)}\n   " + "; ".join(
        filter(None, (figures, missing))
    )


def _found(one: Searched, texts: Texts) -> str:
    figures = texts.gettext("confidence {own}, score {score}").format(
        own=_number(one.confidence, texts), score=_number(one.score, texts)
    )
    return f"{'➤' if one.chosen else '•'} {_cut(one.title)}\n   {figures}"


def _figures(told: Explanation, texts: Texts) -> Rich:
    """The figures behind the confidence, by their names in the program."""
    shown = [f"{name} {_number(value, texts)}" for name, value in told.evidence.items()]
    head = texts.gettext("Figures behind the confidence:")
    return quotation("\n".join((head, *shown))) if shown else ()


def _section(title: str, told: list[str]) -> Rich:
    return lines((bold(title), *(plain(line) for line in told))) if told else ()


def _number(value: float, texts: Texts) -> str:
    return texts.number(round(value, 2))


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _TITLE else line[: _TITLE - 1].rstrip() + "…"


def _kinds(texts: Texts) -> Mapping[str, str]:
    return {
        "ask": texts.pgettext("kind of word", "question word"),
        "relation": texts.pgettext("kind of word", "relation"),
        "side": texts.pgettext("kind of word", "side"),
        "category": texts.pgettext("kind of word", "sort of institution"),
        "post": texts.pgettext("kind of word", "post"),
        "topic": texts.pgettext("kind of word", "topic"),
        "ordinal": texts.pgettext("kind of word", "ordinal"),
        "time": texts.pgettext("kind of word", "time"),
        "place": texts.pgettext("kind of word", "place"),
        "attribute": texts.pgettext("kind of word", "attribute"),
        "context": texts.pgettext("kind of word", "what everything is about"),
        "need": texts.pgettext("kind of word", "must be in the answer"),
        "name": texts.pgettext("kind of word", "name"),
        "word": texts.pgettext("kind of word", "word of the record"),
        "number": texts.pgettext("kind of word", "number"),
        "unknown": texts.pgettext("kind of word", "not on record"),
    }


def _wants(texts: Texts) -> Mapping[str, str]:
    return {
        "person": texts.pgettext("asked for", "a person"),
        "post": texts.pgettext("asked for", "a post"),
        "organisation": texts.pgettext("asked for", "an organisation"),
        "side": texts.pgettext("asked for", "a side"),
        "date": texts.pgettext("asked for", "a date"),
        "place": texts.pgettext("asked for", "a place"),
        "number": texts.pgettext("asked for", "a number"),
        "statement": texts.pgettext("asked for", "a statement"),
        "plan": texts.pgettext("asked for", "a plan"),
    }
