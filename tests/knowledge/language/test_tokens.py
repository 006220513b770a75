import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language import Token, normalise, tokenize


def words(text):
    return " ".join(token.text for token in tokenize(normalise(text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Кто директор?", "кто директор"),
        ("on 12.06.2025, at 10:30.", "on 12.06.2025 at 10:30"),
        ("12/06/2025", "12/06/2025"),
        ("2020-2021", "2020 2021"),
        ("2020–2021 жж.", "2020 2021 жж"),
        ("2019,2020", "2019 2020"),
        ("1,5 и 3.5%", "1,5 и 3.5"),
        ("vice-minister", "vice minister"),
        ("75-летие", "75 летие"),
        ("175-жылдығы", "175 жылдығы"),
        ("175жылдығы", "175 жылдығы"),
        ("the 2nd, 14th and 20th", "the 2 nd 14 th and 20 th"),
        ("covid-19 covid19 g20 U2", "covid 19 covid 19 g 20 u 2"),
        ("4elovek u4astnik 6kola", "4elovek u4astnik 6kola"),
        ("Kazakhstan's O'Neil ob'yekt", "kazakhstan's o'neil ob'yekt"),
        ("'quoted'", "quoted"),
        ("C++ №5 #тег @bot under_score", "c 5 тег bot under score"),
        ("😀 - — …", ""),
        ("", ""),
    ],
)
def test_words_and_numbers(text, expected):
    assert words(text) == expected


@given(st.text(max_size=400).map(normalise))
def test_tokens_stand_where_they_say(text):
    tokens = tokenize(text)
    assert all(token == Token(text[token.start : token.end], token.start, token.end) for token in tokens)
    assert all(one.end <= other.start for one, other in itertools.pairwise(tokens))
    assert all(token.text for token in tokens)
