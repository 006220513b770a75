"""Spans in words, by Babel: "9–12 May 2020", "2-й квартал 2020 года", "2020 жылғы мамыр"."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from babel.dates import format_date

from knowledge.dates.span import Span, day_of
from knowledge.dates.tables import table
from knowledge.model import Lang

_LOCALES = {"en": "en_GB", "ru": "ru", "kk": "kk"}


def render_span(span: Span, lang: Lang) -> str:
    """The span as a sentence would name it, no more precisely than it is known."""
    patterns = table("patterns")[lang]
    first, last = span.ends
    if span.precision != "interval":
        return _alone(span, lang, patterns)
    if first is None or last is None:
        return _open(span, lang, patterns)
    return _closed(first, last, lang, patterns)


def _alone(span: Span, lang: Lang, patterns: Any) -> str:
    if span.precision != "minute":
        return _format(span, patterns["alone"][span.precision], lang)
    return f"{_format(span, patterns['alone']['day'], lang)}, {_time(span)}"


def _open(span: Span, lang: Lang, patterns: Any) -> str:
    end = span.ends[0] or span.ends[1]
    assert end is not None
    side = patterns["since" if span.ends[0] else "until"]
    if end.precision == "minute":
        return f"{_format(end, side['day'], lang)}, {_time(end)}"
    return _format(end, side[end.precision], lang)


def _closed(first: Span, last: Span, lang: Lang, patterns: Any) -> str:
    if first.precision == "minute" and last.precision == "minute" and first.first_day == last.last_day:
        zone = _offset(last) if _offset(first) == _offset(last) else ""
        times = (
            f"{_clock(first)}–{_clock(last)}{zone}"
            if zone or not _offset(last)
            else f"{_time(first)} – {_time(last)}"
        )
        return f"{_format(first, patterns['alone']['day'], lang)}, {times}"
    alike = first.precision == last.precision and first.precision != "minute"
    if not alike or first.first_day.year != last.last_day.year:
        dash = "–" if alike and first.precision == "year" else " – "
        return _alone(first, lang, patterns) + dash + _alone(last, lang, patterns)
    if first.precision == "day" and first.first_day.month == last.last_day.month:
        return _around(f"{first.first_day.day}–{last.last_day.day}", first, patterns["days"], lang)
    within = patterns["within"][first.precision]
    dash = "–" if first.precision == "month" else " – "
    inner = _format(first, within, lang) + dash + _format(last, within, lang)
    return _around(inner, first, patterns["around"], lang)


def _around(inner: str, span: Span, pattern: str, lang: Lang) -> str:
    before, after = pattern.split("{}")
    return _format(span, before, lang) + inner + _format(span, after, lang)


def _format(span: Span, pattern: str, lang: Lang) -> str:
    bound = span.lower
    assert bound is not None
    return format_date(day_of(bound), pattern, locale=_LOCALES[lang]) if pattern else ""


def _time(span: Span) -> str:
    return _clock(span) + _offset(span)


def _clock(span: Span) -> str:
    assert isinstance(span.lower, datetime)
    return f"{span.lower:%H:%M}"


def _offset(span: Span) -> str:
    """The offset as people write it: " (UTC+5)"; empty for wall time."""
    assert isinstance(span.lower, datetime)
    offset = span.lower.utcoffset()
    if offset is None:
        return ""
    minutes = abs(offset) // timedelta(minutes=1)
    sign = "−" if offset < timedelta() else "+"
    shown = f"{minutes // 60}" + (f":{minutes % 60:02}" if minutes % 60 else "")
    return f" (UTC{sign}{shown})" if minutes else " (UTC)"
