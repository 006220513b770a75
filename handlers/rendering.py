"""An answer as it is shown: the words, the source, the facts it rests on, where to go from there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.asking import Reply
from bot.browsing import record_key
from handlers.callbacks import AskKnown, ShowEvent, ShowTopic
from handlers.markup import Rich, Run, bold, italic, lines, plain, quotation
from handlers.view import Button, Rows, View, column, thumbs
from knowledge.matching.answer import Answer, Said, Suggestion, UsedFact
from knowledge.model import Lang
from knowledge.texts import Texts

_MOST_SOURCES = 6
_NOTES = 2  # shown at once; a list of many people may bring a note on each


def answer_view(reply: Reply, texts: Texts) -> View:
    """The answer; a question that was tapped is repeated over it, since nobody has written it in the chat."""
    answer = reply.answer
    settled = [_said(part) for part in _parts(answer) if part.answered]
    unsettled = [_said(part) for part in _parts(answer) if not part.answered]
    notes = map(plain, answer.notes[:_NOTES] if answer.parts else ())
    hints = () if answer.status == "answered" else _leads_on(reply, texts)
    shown = (italic(reply.asked), *settled, *notes, _rests_on(answer, texts), *unsettled, hints)
    return View(lines(shown, between="\n\n"), _rows(reply))


def _parts(answer: Answer) -> tuple[Said, ...]:
    """What is said to each question; most messages are one."""
    return answer.parts or (
        Said(answer.lead, answer.items, answer.notes, answered=answer.status == "answered"),
    )


def source_line(facts: Iterable[UsedFact], texts: Texts) -> Rich:
    sources = _merged(dict.fromkeys(fact.source for fact in facts if fact.source))
    if not sources:
        return ()
    label = texts.ngettext("Source: {sources}", "Sources: {sources}", len(sources))
    return italic(label.format(sources="; ".join(sources)))


def question_buttons(questions: Iterable[Suggestion], lang: Lang) -> Rows:
    return column(Button(item.question, AskKnown(lang, record_key(item.id))) for item in questions)


def _said(part: Said) -> Rich:
    """The question where it must be repeated, the lead with the lines of the list under it, what is to be noted."""
    items = [plain(f"• {item}") for item in part.items]
    lead = bold(part.lead) if items else plain(part.lead)
    notes = [plain(note) for note in part.notes[:_NOTES]]
    return lines((lines((italic(part.asked), lead, *items)), *notes), between="\n\n")


def _rests_on(answer: Answer, texts: Texts) -> Rich:
    return lines((source_line(answer.facts, texts), _quoted(answer)))


def _leads_on(reply: Reply, texts: Texts) -> Rich:
    filed = reply.answer.status == "unanswered" and reply.question is not None
    return lines([_filed_hint(texts) if filed else (), _topics_hint(reply.answer, texts)], between="\n\n")


def _topics_hint(answer: Answer, texts: Texts) -> Rich:
    return plain(texts.gettext("Perhaps one of these topics helps:")) if answer.topics else ()


def _filed_hint(texts: Texts) -> Rich:
    return italic(texts.gettext("I have passed your question on to the editors."))


def _quoted(answer: Answer) -> Rich:
    """The facts in full, where the answer does not already say them word for word, and lesser notes."""
    parts = _parts(answer)
    said = {text for part in parts for text in (part.lead, *part.items)}
    quoted = [fact.text for fact in answer.facts if fact.text not in said]
    marker = "• " if len(quoted) > 1 else ""
    lesser = (note for part in parts for note in part.notes[_NOTES:])
    return quotation("\n".join((*(marker + text for text in quoted), *lesser)))


def _rows(reply: Reply) -> Rows:
    answer = reply.answer
    if answer.status == "answered":
        rating = (thumbs(reply.question),) if reply.question is not None else ()
        events = column(Button(title, ShowEvent(key, fresh=1)) for key, title in reply.events)
        return (*events, *question_buttons(answer.related, answer.lang), *rating)
    topics = (Button(topic.title, ShowTopic(record_key(topic.id), fresh=1)) for topic in answer.topics)
    return (*question_buttons(answer.suggestions, answer.lang), *column(topics))


def _merged(sources: Iterable[str]) -> Sequence[str]:
    """Places in one document told together: "Report, paragraph 3, paragraph 5"."""
    places: dict[str, list[str]] = {}
    for source in sources:
        document, comma, place = source.rpartition(", ")
        places.setdefault(document if comma else place, []).extend([place] if comma else [])
    merged = [", ".join((document, *found)) for document, found in places.items()]
    return merged if len(merged) <= _MOST_SOURCES else [*merged[:_MOST_SOURCES], "…"]


def titled(title: str, *parts: Rich) -> Rich:
    """A bold title over paragraphs."""
    return lines([(Run(title, ("b",)),), *parts], between="\n\n")
