"""A slip in an inflected word that nobody has written so before."""

from __future__ import annotations

import pytest

from knowledge.index.words import ONE_EDIT, WordTable, lexeme_of
from knowledge.language import name_forms
from knowledge.model import Lang

# Words of every case, from which the endings are known; none of those that are looked for.
INFLECTED: dict[Lang, str] = {
    "ru": "театр концерт завод город",
    "kk": "театр концерт ауыл мектеп әкім балалар уақыт сабақ топ",
}
PLURALS = {"театр": "театрами", "завод": "заводами", "город": "городами"} | {
    "поле": "полями",
    "море": "морями",
    "конь": "конями",
}
LOOKED_FOR: dict[Lang, str] = {"ru": "зритель участник", "kk": "сала мақсат ресейлік өкіл жазу"}


def table() -> WordTable:
    made = WordTable()
    for lang, listed in INFLECTED.items():
        for word in listed.split():
            for form in name_forms(word, lang):
                made.add(form, f"{lang}:{word}")
            made.add(word, f"{lang}:{word}")
    for word, form in PLURALS.items():
        made.add(form, lexeme_of(word, "ru"))
    for lang, listed in LOOKED_FOR.items():
        for word in listed.split():
            made.add(word, lexeme_of(word, lang))
    made.useful.update(made.lexemes)
    return made


KNOWN = table()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("зителями", "ru:зрител"),
        ("уастниками", "ru:участник"),
        ("слада", "kk:сала"),  # three letters are left of the stem, and the word has five
        ("мақатта", "kk:мақсат"),
        ("ресейлкке", "kk:ресейлік"),
    ],
)
def test_the_stem_is_a_slip_away_and_the_ending_is_one(typed, meant):
    found = KNOWN.find(typed)
    assert meant in {hit.lexeme for hit in found}
    assert all(hit.cost >= ONE_EDIT for hit in found)


@pytest.mark.parametrize(
    "typed",
    [
        "зителячо",  # no ending
        "мақатлар",  # an ending, but not of such a word
        "волками",
        "қасықтан",
    ],
)
def test_what_would_be_no_form_of_the_word_is_none(typed):
    assert not KNOWN.find(typed)


def test_a_form_that_is_right_as_it_stands_is_not_made_another():
    known = table()
    known.add("бара", "kk:бара")
    known.add("сара", "kk:сара")
    known.useful.add("kk:сара")
    assert {hit.lexeme for hit in known.find("барада")} == {"kk:бара"}
