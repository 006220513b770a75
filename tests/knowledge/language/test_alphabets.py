import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language import fold, script


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("director", "latin"),
        ("däueşov", "latin"),
        ("қазақ", "cyrillic"),
        ("нур-султан", "cyrillic"),
        ("12.06.2025", "digit"),
        ("4elovek", "mixed"),
        ("жq", "mixed"),
        ("😀", "other"),
        ("中文", "other"),
        ("", "other"),
    ],
)
def test_script(word, expected):
    assert script(word) == expected


def test_fold_gives_the_letters_people_type_instead():
    assert fold("әғқңөұүһі") == "агкноуухи"
    assert fold("йод қой") == "йод кой"


@given(st.text())
def test_folding_twice_is_folding_once(word):
    assert fold(fold(word)) == fold(word)
    assert len(fold(word)) == len(word)
