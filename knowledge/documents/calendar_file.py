"""Calendar files (.ics, RFC 5545) as events, read by the icalendar library; UID and SEQUENCE are kept."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import icalendar

from knowledge import limits
from knowledge.dates import parse_edtf, write_edtf
from knowledge.documents.blocks import Progress, clean
from knowledge.documents.decoding import decode
from knowledge.documents.drafts import OWN, Draft, Skipped
from knowledge.documents.naming import slug
from knowledge.errors import InvalidInput
from knowledge.events import check_rule
from knowledge.language import detect
from knowledge.limits import id_problem
from knowledge.model import Event, EventStatus, Pack, Text, Topic

_STATUS: Final[dict[str, EventStatus]] = {"CANCELLED": "cancelled", "CONFIRMED": "confirmed"}
_MOST: Final = 20_000
_STEP: Final = 100
_YEARS: Final = 10  # that a series without an end is kept for


def calendar_draft(path: Path, *, skip_bad: bool, telling: Progress) -> Draft:
    """The events of a calendar file. A bad one raises InvalidInput with its name, unless `skip_bad`."""
    calendars = _parsed(decode(path.read_bytes()))
    entries = [entry for calendar in calendars for entry in calendar.walk("VEVENT")]
    if not entries:
        raise InvalidInput("there are no events in this calendar")
    if len(entries) > _MOST:
        raise InvalidInput(f"there are {len(entries)} events in this calendar, {_MOST} at most")
    telling.total(len(entries))
    topic = _topic(calendars, path.name)
    events: dict[str, Event] = {}
    skipped: list[Skipped] = []
    for count, entry in enumerate(entries, 1):
        try:
            event = _event(entry, topic.id)
            if event.id not in events or event.sequence >= events[event.id].sequence:
                events[event.id] = event
        except InvalidInput as error:
            what = clean(str(entry.get("summary", "")))[:60] or clean(str(entry.get("uid", "")))[:60]
            skipped.append(Skipped(path.name, 0, f"event {count} “{what}”: {error.reason}"))
            if not skip_bad:
                raise InvalidInput(skipped[0].reason) from None
        if count % _STEP == 0:
            telling.done(count)
    pack = Pack(f"calendar-{topic.id}"[:64], topic.title, topics=(topic,), events=tuple(events.values()))
    return Draft(path.name, "calendar", pack, True, tuple(skipped), len(skipped))


def _parsed(text: str) -> list[Any]:
    try:
        return list(icalendar.Calendar.from_ical(text, multiple=True))
    except (ValueError, KeyError, IndexError, TypeError) as error:
        reason = (str(error).splitlines() or ["it cannot be parsed"])[0][:120]
        raise InvalidInput(f"this is no calendar in the iCalendar format ({reason})") from None


def _topic(calendars: list[Any], file: str) -> Topic:
    name = next((clean(str(one["x-wr-calname"])) for one in calendars if one.get("x-wr-calname")), "")
    title = (name or file)[: limits.TITLE]
    return Topic(slug(title, "calendar"), {detect(title): title})


def _event(entry: Any, topic: str) -> Event:
    title = clean(str(entry.get("summary", "")))[: limits.TITLE]
    if not title:
        raise InvalidInput("it has no SUMMARY")
    if entry.get("recurrence-id") is not None:
        raise InvalidInput("it changes one day of a series (RECURRENCE-ID), which cannot be kept")
    for name in ("rdate", "exdate"):
        if entry.get(name) is not None:
            raise InvalidInput(f"its series has exceptions ({name.upper()}), which cannot be kept")
    when = _when(entry)
    rule = _rule(entry)
    check_rule(rule, parse_edtf(when))
    uid = clean(str(entry.get("uid", "")))
    return Event(
        id=_id(uid, title, when),
        topic=topic,
        title=_text(title),
        when=when,
        status=_STATUS.get(clean(str(entry.get("status", ""))).upper(), "planned"),
        description=_text(str(entry.get("description", ""))[: limits.STATEMENT], lines=True),
        place=_text(str(entry.get("location", ""))[: limits.TITLE]),
        rrule=rule,
        uid=uid[:255],
        sequence=_sequence(entry),
    )


def _id(uid: str, title: str, when: str) -> str:
    """Of the UID, so that the same event has the same for good; that of the record if it came from there."""
    own = uid.removesuffix(OWN)
    if own != uid and id_problem(own) is None:
        return own
    return f"cal.{hashlib.blake2b((uid or title + when).encode(), digest_size=8).hexdigest()}"


def _sequence(entry: Any) -> int:
    try:
        return max(0, min(int(entry.get("sequence", 0)), 2**31 - 1))
    except (TypeError, ValueError):
        raise InvalidInput("its SEQUENCE is no number") from None


def _when(entry: Any) -> str:
    """DTSTART and DTEND as EDTF: days, or moments with their offset from UTC; wall time where no zone is given."""
    start = _moment(entry, "dtstart")
    if start is None:
        raise InvalidInput("it has no DTSTART")
    end = _moment(entry, "dtend")
    if end is None and entry.get("duration") is not None:
        end = _after(start, entry)
    if end is not None and isinstance(start, datetime) != isinstance(end, datetime):
        raise InvalidInput("its DTSTART and DTEND are of different kinds")
    if end is not None and not isinstance(end, datetime):
        end -= timedelta(days=1)  # DTEND is the day after
    try:
        text = _edtf(start) if end is None or end <= start else f"{_edtf(start)}/{_edtf(end)}"
        return write_edtf(parse_edtf(text))
    except TypeError:
        raise InvalidInput("one of its DTSTART and DTEND has a time zone, the other has none") from None


def _after(start: date, entry: Any) -> date:
    try:
        return start + entry.decoded("duration")  # type: ignore[no-any-return] # a timedelta
    except (ValueError, TypeError, KeyError, OverflowError):
        raise InvalidInput("its DURATION cannot be read") from None


def _moment(entry: Any, name: str) -> date | datetime | None:
    if entry.get(name) is None:
        return None
    try:
        value = entry.decoded(name)
    except (ValueError, TypeError, KeyError, OverflowError):
        value = None
    if not isinstance(value, date):
        raise InvalidInput(f"its {name.upper()} cannot be read")
    zone = getattr(entry[name], "params", {}).get("TZID")
    if isinstance(value, datetime) and zone and value.tzinfo is None:
        raise InvalidInput(f"its time zone {str(zone)[:60]} is not known")
    return value


def _edtf(moment: date) -> str:
    if not isinstance(moment, datetime):
        return moment.isoformat()
    return moment.replace(second=0, microsecond=0).isoformat(timespec="minutes").replace("+00:00", "Z")


def _rule(entry: Any) -> str:
    rule = entry.get("rrule")
    if rule is None:
        return ""
    if isinstance(rule, list):
        raise InvalidInput("it has several RRULEs")
    text = str(rule.to_ical().decode())
    if "UNTIL" in rule or "COUNT" in rule:
        return text
    # A series on record has an end. What has none is kept for as long as anybody plans.
    start = entry.decoded("dtstart")
    last = date(min(start.year + _YEARS, 9999), 12, 31).strftime("%Y%m%d")
    return f"{text};UNTIL={last}" + ("T235959Z" if isinstance(start, datetime) and start.tzinfo else "")


def _text(text: str, *, lines: bool = False) -> Text:
    said = "\n".join(filter(None, map(clean, text.splitlines()))) if lines else clean(text)
    return {detect(said): said} if said else {}
