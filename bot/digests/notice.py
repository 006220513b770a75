"""Change notices: an event was moved, cancelled, revived, or has a day now."""

from __future__ import annotations

from bot.delivery import Kind, Letter, Part, Run
from bot.digests import wording
from bot.digests.timetable import end_of, state_of, told_cancelled, told_place, told_span
from knowledge.events import Occurrence
from knowledge.texts import Texts


def kind_of(occurrence: Occurrence) -> Kind:
    return "cancellation" if occurrence.cancelled else "change"


def compose(occurrence: Occurrence, earlier: str, texts: Texts, home: str) -> Letter:
    """The notice for those who were told `earlier` (a state) last."""
    before = told_span(earlier)
    body: list[Run] = [Run(_headline(occurrence, earlier, texts), "bold"), Run("\n")]
    if occurrence.cancelled:
        body += _cancelled(occurrence, texts)
    else:
        body += wording.card(occurrence, texts)
        if before != occurrence.span:
            was = texts.gettext("It was: {when}").format(when=wording.period(before, texts.lang))
            body += [Run("\n"), Run(was, "italic")]
    return Letter(
        kind_of(occurrence),
        texts.lang,
        (tuple(body),),
        until=end_of(max(occurrence.span.last_day, before.last_day), home),
        states={occurrence.event.id: state_of(occurrence.event)},
    )


def _headline(occurrence: Occurrence, earlier: str, texts: Texts) -> str:
    if occurrence.cancelled:
        return "❌ " + texts.gettext("Cancelled")
    if told_cancelled(earlier):
        return "✅ " + texts.gettext("It takes place after all")
    if occurrence.span.exact and not told_span(earlier).exact:
        return "📌 " + texts.gettext("The day is set")
    before, now = told_place(earlier), told_place(state_of(occurrence.event))
    if not before or before == now:
        return "🔄 " + texts.gettext("The date has changed")
    if told_span(earlier) == occurrence.span:
        return "🔄 " + texts.gettext("The place has changed")
    return "🔄 " + texts.gettext("Date and place have changed")


def _cancelled(occurrence: Occurrence, texts: Texts) -> Part:
    when = texts.gettext("It was: {when}").format(when=wording.period(occurrence.span, texts.lang))
    title = Run(wording.name(occurrence, texts.lang), "strike", occurrence.event.id)
    return title, Run("\n"), Run(when, "italic")
