import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.browsing import record_key
from handlers.callbacks import (
    DATA_BYTES,
    AskKnown,
    ChooseLanguage,
    Press,
    Rate,
    ShowFact,
    ShowPeople,
    ShowPerson,
    ShowTopic,
    ShowTopics,
    Stay,
    read_press,
)

KEY = record_key("any-id")


@pytest.mark.parametrize(
    "press",
    [
        AskKnown("kk", KEY),
        Rate(2**53, 1),
        ChooseLanguage("ru", 1),
        ShowTopics(12),
        ShowTopic(KEY, 12, 1),
        ShowFact(KEY, 999_999),
        ShowPeople("both", 12),
        ShowPerson(KEY, "kz", 12),
        Stay(),
    ],
)
def test_a_press_is_read_back_and_fits(press: Press) -> None:
    assert read_press(press.data()) == press
    assert len(press.data().encode()) <= DATA_BYTES


@given(st.text())
def test_keys_are_short_and_have_no_colon(record_id: str) -> None:
    key = record_key(record_id.encode("utf-8", "replace").decode())
    assert len(key) == 11
    assert ":" not in key


@pytest.mark.parametrize(
    "data",
    [
        *(None, "", ":", "q", "q:en", "q:de:abc", "q:en:", "r:1", "r:x:1", "r:-1:1", "r:²:1", "t:"),
        *("p:nowhere:0", "f:abc:0", "l:EN", "zzz:1", "page_2", "r:" + "9" * 40 + ":1", "n:1"),
    ],
)
def test_old_foreign_and_broken_data_is_nothing(data: str | None) -> None:
    assert read_press(data) is None


@given(st.text(max_size=64))
def test_no_data_breaks_the_reader(data: str) -> None:
    press = read_press(data)
    assert press is None or press.data() is not None
