"""Digests in three languages, and however many events there are."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mailing import CONCERT, FAIR, HOME, TOUR

from bot.delivery import Run, text_of
from bot.digests import Recipe, Timetable
from bot.digests.digest import compose
from bot.digests.packing import LIMIT, Unit, clip, pack, units
from bot.texts import bot_texts
from knowledge.model import LANGS, Event, Lang

TEXTS = bot_texts()
FIRST = date(2019, 11, 4)

EXPECTED: dict[Lang, str] = {
    "en": "🗓 What is coming up\n4 November – 2 December 2019\n\nMonday, 11 November\n"
    "• 19:00 — Exchange concert · Astana · Kazakhstan\n\nWithout an exact day\n"
    "• November 2019 — Theatre tour · both sides",
    "ru": "🗓 Что предстоит\n4 ноября – 2 декабря 2019 года\n\nПонедельник, 11 ноября\n"
    "• 19:00 — Обменный концерт · Астана · Казахстан\n\nБез точного дня\n"
    "• ноябрь 2019 года — Theatre tour · обе стороны",
    "kk": "🗓 Алда не күтіп тұр\n2019 жылғы 4 қараша – 2 желтоқсан\n\nДүйсенбі, 11 қараша\n"
    "• 19:00 — Алмасу концерті · Астана · Қазақстан\n\nНақты күні белгісіз\n"
    "• 2019 жылғы қараша — Theatre tour · екі тарап",
}


@pytest.mark.parametrize("lang", LANGS)
def test_each_language(lang: Lang) -> None:
    recipe = Recipe(lang, FIRST, FIRST + timedelta(days=28))
    letter = compose(recipe, Timetable([CONCERT, TOUR]), TEXTS[lang], HOME, None)
    assert letter is not None
    assert text_of(letter.parts[0]) == EXPECTED[lang]
    assert Recipe.read(letter.recipe) == recipe
    assert [run.event for run in letter.parts[0] if run.event] == ["concert", "tour"]


def test_far_ahead_is_grouped_by_month() -> None:
    recipe = Recipe("en", FIRST, FIRST + timedelta(days=365))
    letter = compose(recipe, Timetable([CONCERT, FAIR]), TEXTS["en"], HOME, None)
    assert text_of(letter.parts[0]).endswith(
        "November 2019\n• 11 November 2019, 19:00 — Exchange concert · Astana · Kazakhstan\n"
        "• 20–22 November 2019 — Book fair · Russia"
    )


def test_topics() -> None:
    recipe = Recipe("en", FIRST, FIRST + timedelta(days=28), topics=("books",))
    letter = compose(recipe, Timetable([CONCERT, FAIR, TOUR]), TEXTS["en"], HOME, None)
    assert set(letter.states) == {"fair"}


names = st.text(st.characters(exclude_categories=["Cs"]), max_size=400)
whens = st.dates(date(2019, 10, 1), date(2020, 3, 1)).map(date.isoformat) | st.sampled_from(
    ["2019", "2019-11", "2019-Q4", "2019-11-20/2019-12-10", "2019/2020", "2019-11-30T23:59"]
)


@given(st.lists(st.tuples(names, whens, names), max_size=120), st.sampled_from(LANGS), st.integers(1, 400))
def test_any_number_of_any_events_fits_and_each_is_there_once(
    drawn: list[tuple[str, str, str]], lang: Lang, ahead: int
) -> None:
    events = [
        Event(f"e{at}", "t", {"en": title}, when, place={"ru": place})
        for at, (title, when, place) in enumerate(drawn)
    ]
    recipe = Recipe(lang, FIRST, FIRST + timedelta(days=ahead), when_nothing=True)
    timetable = Timetable(events)
    letter = compose(recipe, timetable, TEXTS[lang], HOME, None)
    expected = [one.event.id for one in timetable.between(recipe.first, recipe.last)]
    linked = [run.event for part in letter.parts for run in part if run.event]
    assert linked == expected or not expected
    for part in letter.parts:
        text = text_of(part)
        assert 0 < len(text.encode("utf-16-le")) // 2 <= LIMIT
        assert text.strip() == text
        assert not text.splitlines()[0].startswith("•")


def test_a_group_that_goes_on_has_its_heading_again() -> None:
    heading = (Run("Monday", "bold"),)
    lines = [Unit(heading, (Run(f"• {number}"),)) for number in range(5)]
    parts = pack((Run("Title"),), lines, limit=24)
    assert [text_of(part) for part in parts] == [
        "Title\n\nMonday\n• 0\n• 1",
        "Monday\n• 2\n• 3\n• 4",
    ]


def test_astral_characters_count_twice() -> None:
    assert units("a😀") == 3
    assert clip("😀" * 10, 7) == "😀😀😀…"
