from __future__ import annotations

import pytest

from knowledge.errors import InvalidInput
from knowledge.model import Event
from knowledge.packs import pack_of, write_pack

WHOLE = """\
pack: meeting
title: {en: Meeting, ru: Встреча, kk: Кездесу}
topics:
  - {id: concerts, title: {en: Concerts, ru: Концерты, kk: Концерттер}}
facts:
  - {id: plan, topic: concerts, statement: {en: A plan, ru: План, kk: Жоспар}}
events:
  - id: concert
    topic: concerts
    side: kz
    when: 2020-05-09T19:00
    rrule: FREQ=WEEKLY;COUNT=3
    status: confirmed
    title: {en: Concert, ru: Концерт, kk: Концерт}
    description: {en: Big, ru: Большой, kk: Үлкен}
    place: {en: Astana, ru: Астана, kk: Астана}
    note: {en: N, ru: О, kk: Е}
    facts: [plan]
    uid: concert@example.org
    sequence: 2
    version: 5
"""


def test_a_whole_event() -> None:
    pack = pack_of(WHOLE, "m.yaml")
    assert pack.events == (
        Event(
            id="concert",
            topic="concerts",
            title={"en": "Concert", "ru": "Концерт", "kk": "Концерт"},
            when="2020-05-09T19:00",
            side="kz",
            status="confirmed",
            description={"en": "Big", "ru": "Большой", "kk": "Үлкен"},
            place={"en": "Astana", "ru": "Астана", "kk": "Астана"},
            note={"en": "N", "ru": "О", "kk": "Е"},
            rrule="FREQ=WEEKLY;COUNT=3",
            facts=("plan",),
            uid="concert@example.org",
            sequence=2,
            version=5,
        ),
    )
    assert pack_of(write_pack(pack), "m.yaml") == pack


WRONG = {
    "no such day": (
        "2020-05-09T19:00",
        "2020-02-31",
        '11: event "concert": when: "2020-02-31": this month has 29',
    ),
    "someday": ("2020-05-09T19:00", "someday", '11: .*when: "someday" is not a date'),
    "backwards": ("2020-05-09T19:00", "2021/2020", "11: .*ends before it begins"),
    "no time": ("    when: 2020-05-09T19:00\n", "", '8: event "concert": field "when" is missing'),
    "vague and repeating": ("2020-05-09T19:00", "2020", "12: .*rrule: what repeats needs a first day"),
    "endless": (";COUNT=3", "", "12: .*rrule: RRULE .* needs an end"),
    "hourly": ("FREQ=WEEKLY", "FREQ=HOURLY", "12: .*FREQ must be one of"),
    "another day": ("COUNT=3", "BYDAY=MO;COUNT=3", "12: .*own day"),
    "status": ("confirmed", "perhaps", '13: .*status: "perhaps" is none of planned, confirmed'),
    "topic": ("    topic: concerts\n    side", "    topic: x\n    side", '9: .*there is no topic "x"'),
    "fact": ("facts: [plan]", "facts: [x]", '18: .*there is no fact "x"'),
    "sequence": ("sequence: 2", "sequence: -2", "20: .*sequence"),
    "language": ("{en: N, ru: О, kk: Е}", "{en: N}", "17: .*note is missing in ru, kk"),
    "field": ("    side: kz", "    sides: kz", '10: .*unknown field "sides"'),
    "list": ("when: 2020-05-09T19:00", "when: [2020]", "11: .*when: a single value"),
}


@pytest.mark.parametrize(("old", "new", "said"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_said_with_its_line(old: str, new: str, said: str) -> None:
    assert old in WHOLE
    with pytest.raises(InvalidInput, match=said) as caught:
        pack_of(WHOLE.replace(old, new, 1), "m.yaml")
    assert str(caught.value).startswith(f"m.yaml:{caught.value.line}: ")
    assert "\n" not in str(caught.value)
