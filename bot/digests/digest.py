"""The digest: what is coming up, by day or month, precise and vague dates apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from bot.delivery import Letter, Part, Run
from bot.digests import wording
from bot.digests.packing import Unit, pack
from bot.digests.timetable import Timetable, end_of, same_states, state_of, told_cancelled
from knowledge.dates.edtf import days, month
from knowledge.events import Occurrence
from knowledge.model import Lang
from knowledge.texts import Texts

# A window longer than this is grouped by month.
_BY_DAY = timedelta(days=62)
_FURTHER = timedelta(days=365)  # how far "the next one" is looked for


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that a digest depends on, besides the events; `before` is the letter of the digest before it."""

    lang: Lang
    first: date
    last: date
    topics: tuple[str, ...] = ()
    before: str | None = None
    when_nothing: bool = False

    def plain(self) -> Mapping[str, Any]:
        return {
            "lang": self.lang,
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "topics": list(self.topics),
            "before": self.before,
            "when_nothing": self.when_nothing,
        }

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> Recipe:
        return cls(
            lang=plain["lang"],
            first=date.fromisoformat(plain["first"]),
            last=date.fromisoformat(plain["last"]),
            topics=tuple(plain["topics"]),
            before=plain["before"],
            when_nothing=plain["when_nothing"],
        )


def compose(
    recipe: Recipe, timetable: Timetable, texts: Texts, home: str, told: Mapping[str, str] | None
) -> Letter | None:
    """The digest; None if there is nothing that the person wants to hear.

    `told`: the events of the digest before, with their states; None if this is the first.
    """
    found = timetable.between(recipe.first, recipe.last, recipe.topics)
    shown = [one for one in found if not one.cancelled or _news(one, told) == "cancelled"]
    if not shown and not recipe.when_nothing:
        return None
    opening = _opening(recipe, texts)
    if shown:
        parts = pack(opening, [_unit(one, recipe, texts, told) for one in shown])
    else:
        shown = _next_one(recipe, timetable)
        parts = pack((*opening, *_nothing(shown, texts)), [])
    states = {one.event.id: state_of(one.event) for one in shown}
    until = max([recipe.last, *(one.span.last_day for one in shown)])
    return Letter(
        "digest", recipe.lang, parts, until=end_of(until, home), states=states, recipe=recipe.plain()
    )


def _news(one: Occurrence, told: Mapping[str, str] | None) -> str:
    """What the reader of the digest before does not know yet: new, changed, cancelled or nothing."""
    if told is None:
        return ""
    earlier = told.get(one.event.id)
    if one.cancelled:
        return "cancelled" if earlier is not None and not told_cancelled(earlier) else ""
    if earlier is None:
        return "new"
    return "" if earlier in same_states(one.event) else "changed"


def _opening(recipe: Recipe, texts: Texts) -> Part:
    window = wording.capital(wording.period(days(recipe.first, recipe.last), recipe.lang))
    return Run("🗓 " + texts.gettext("What is coming up"), "bold"), Run(f"\n{window}")


def _unit(one: Occurrence, recipe: Recipe, texts: Texts, told: Mapping[str, str] | None) -> Unit:
    by_day = recipe.last - recipe.first <= _BY_DAY
    first = max(one.span.first_day, recipe.first)
    if not one.span.exact:
        heading, when = texts.gettext("Without an exact day"), wording.period(one.span, recipe.lang)
    elif by_day:
        heading, when = wording.weekday(first, recipe.lang), _within_day(one, recipe.lang)
    else:
        heading = wording.capital(wording.period(month(first.year, first.month), recipe.lang))
        when = wording.period(one.span, recipe.lang)
    return Unit((Run(heading, "bold"),), _line(one, when, _news(one, told), texts))


def _within_day(one: Occurrence, lang: Lang) -> str:
    """Beside a heading that names the day: the hour, or the days if there are several."""
    if one.span.precision == "day":
        return ""
    lower = one.span.lower
    # A naive bound has no offset to be shown: what is left of its words is the hour.
    if one.span.precision == "minute" and lower is not None and getattr(lower, "tzinfo", None) is None:
        return f"{lower:%H:%M}"
    return wording.period(one.span, lang)


def _line(one: Occurrence, when: str, news: str, texts: Texts) -> Part:
    marks = {
        "new": "🆕 " + texts.gettext("new"),
        "changed": "🔄 " + texts.gettext("changed"),
        "cancelled": "❌ " + texts.gettext("cancelled"),
    }
    title = Run(wording.name(one, texts.lang), "strike" if news == "cancelled" else "", one.event.id)
    where = wording.whereabouts(one, texts)
    runs = [Run(f"• {when} — " if when else "• "), title]
    if where:
        runs.append(Run(f" · {where}"))
    if news:
        runs += [Run(" · "), Run(marks[news], "italic")]
    return tuple(runs)


def _next_one(recipe: Recipe, timetable: Timetable) -> list[Occurrence]:
    found = timetable.between(recipe.last + timedelta(days=1), recipe.last + _FURTHER, recipe.topics)
    return sorted((one for one in found if not one.cancelled), key=lambda one: one.span)[:1]


def _nothing(following: Sequence[Occurrence], texts: Texts) -> Part:
    nothing = Run("\n\n" + texts.gettext("Nothing is coming up in this time."))
    if not following:
        return (nothing,)
    (one,) = following
    when = wording.period(one.span, texts.lang)
    after = Run(" " + texts.gettext("The next event after it:") + f" {when} — ")
    return nothing, after, Run(wording.name(one, texts.lang), "", one.event.id), Run(".")
