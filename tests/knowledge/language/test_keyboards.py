import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language import layouts, normalise, retype


@pytest.mark.parametrize(
    ("typed", "meant", "lang"),
    [
        ("rnj lbhtrnjh", "кто директор", "ru"),
        ("Rnj djpukfdbk pfctlfybt&", "Кто возглавил заседание?", "ru"),
        ("[kspjdf", "хлызова", "ru"),
        ("k.lb", "люди", "ru"),
        ("`krf", "ёлка", "ru"),
        ("0fpf0cnfy", "қазақстан", "kk"),
        ("rnj такой Степанов", "кто такой Степанов", "ru"),
        ("црщ вшкусеув", "who directed", "en"),
        ("қазақфильм", "0fpf0abkmv", "en"),
        ("0аза0стан", "қазақстан", "kk"),
    ],
)
def test_what_the_keys_mean_elsewhere(typed, meant, lang):
    assert (meant, lang) in retype(typed)


def test_a_word_is_read_only_as_words():
    assert layouts("rnj") == (("кто", "ru"),)
    assert layouts("кто") == (("rnj", "en"),)
    assert layouts("хлызова") == ()  # it begins with a bracket there
    assert layouts("2019") == ()
    assert layouts("") == ()


def test_of_ten_megabytes_the_beginning_is_read():
    ((typed, _),) = retype("rnj" * 3_000_000)
    assert typed.startswith("ктокто")
    assert len(typed) == 4_096


@given(st.text())
def test_any_text_is_read_in_at_most_two_other_ways(text):
    readings = retype(text)
    assert len(readings) <= 2
    assert text not in dict(readings)
    assert all(normalise(typed) is not None for typed, _ in readings)


@given(st.text(alphabet="абвгдежзийклмнопрстуфхцчшщъыьэюя ", min_size=1).filter(str.strip))
def test_there_and_back(text):
    ((latin, lang),) = retype(text)
    assert lang == "en"
    assert not latin.islower() or (text, "ru") in retype(latin) or not any(map(str.isalpha, latin))
