"""From a typed word to what it may stand for: nothing is repaired that need not be."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lake_pack import lake_base
from rapidfuzz.distance import OSA

from knowledge.index.words import (
    ONE_EDIT,
    Hit,
    WordTable,
    coarse,
    is_ending,
    is_number,
    languages_of,
    lexeme_of,
)
from knowledge.language import sound_key
from knowledge.model import LANGS


def table(**words: str) -> WordTable:
    """Useful words by language: `table(en="library museum")`."""
    made = WordTable()
    for lang, listed in words.items():
        for word in listed.split():
            lexeme = lexeme_of(word, lang)  # type: ignore[arg-type]
            made.add(word, lexeme)
            made.useful.add(lexeme)
    return made


KNOWN = table(
    en="library libraries museum concert theatre anniversary",
    ru="библиотека музей концерт театр годовщина выставка",
    kk="кітапхана мұражай концерт театр мерейтой",
)


def lexemes(hits: tuple[Hit, ...]) -> set[str]:
    return {hit.lexeme for hit in hits}


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("library", {"en:librari"}),
        ("библиотеку", {"ru:библиотек"}),
        ("библиотеками", {"ru:библиотек"}),
        ("кітапханадан", {"kk:кітапхана"}),
        ("кітапханаларымыздың", {"kk:кітапхана"}),
        ("китапхана", {"kk:кітапхана"}),  # Russian letters for Kazakh ones
        ("vystavka", {"ru:выставк"}),
        ("muzei", {"ru:музе"}),
        ("mereytoy", {"kk:мерейтой"}),
        ("librray", {"en:librari"}),
        ("aniversary", {"en:anniversari"}),
        ("библеотека", {"ru:библиотек"}),
        ("выствка", {"ru:выставк"}),
        ("anivarsary", {"en:anniversari"}),
    ],
)
def test_a_word_is_found_as_it_is_typed(word: str, expected: set[str]) -> None:
    assert expected <= lexemes(KNOWN.find(word))


@pytest.mark.parametrize("word", ["zebra", "қайың", "шкаф", "2019", "175", "a", "", "!!", "lbrrraay"])
def test_what_resembles_nothing_stays_unknown(word: str) -> None:
    assert KNOWN.find(word) == ()


@pytest.mark.parametrize("number", ["2019", "2020", "175", "75", "14", "2019-2020", "1st"])
def test_numbers_are_never_repaired(number: str) -> None:
    numbers = table(en="2018 2029 174 76 15 2019-2021 1sf")
    assert numbers.find(number) == ()


def test_a_word_of_use_is_not_repaired() -> None:
    close = table(en="museum musesum")
    assert lexemes(close.find("museum")) == {lexeme_of("museum", "en")}


def test_a_cheaper_kind_of_repair_hides_dearer_ones() -> None:
    made = table(ru="концерт", en="koncert")
    assert lexemes(made.find("koncert")) == {"en:koncert"}


def test_other_languages_are_out_of_reach_unless_they_are_asked_for() -> None:
    """In an English question a Latin word is no Russian one, unless it is a name."""
    assert KNOWN.find("vystavka", {"en"}) == ()
    made = table(ru="выставка")
    made.proper.add("ru:выставк")
    assert lexemes(made.find("vystavka", {"en"})) == {"ru:выставк"}


def test_a_folded_question_reads_russian_letters_as_kazakh() -> None:
    made = table(ru="кала", kk="қала")
    assert lexemes(made.find("кала")) == {lexeme_of("кала", "ru")}
    assert lexemes(made.find("кала", folded=True)) == {lexeme_of("кала", "ru"), lexeme_of("қала", "kk")}


def test_a_misspelling_of_too_many_words_is_none_of_them() -> None:
    many = table(en="tavern cavern pavern mavern ravern")
    assert many.find("xavern") == ()


# Every word of a whole base, whatever happens to it.

words = st.sampled_from(sorted(lake_base().words.forms))
any_text = st.one_of(
    words,
    st.text(max_size=30),
    st.tuples(words, st.integers(0, 20), st.characters(codec="utf-8")).map(
        lambda it: it[0][: it[1]] + it[2] + it[0][it[1] :]
    ),
)


@given(any_text, st.sets(st.sampled_from(LANGS), min_size=1), st.booleans())
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_hits_are_known_and_priced_and_always_the_same(word: str, langs: set[str], folded: bool) -> None:
    known = lake_base().words
    hits = known.find(word, langs, folded=folded)
    assert hits == known.find(word, langs, folded=folded)
    assert lexemes(hits) <= known.lexemes
    assert all(0.0 <= hit.cost < 1.0 for hit in hits)
    assert len(lexemes(hits)) == len(hits)


@given(words)
@settings(deadline=None)
def test_a_known_form_is_found_at_no_cost(word: str) -> None:
    known = lake_base().words
    exact = {hit.lexeme for hit in known.strict(word) if hit.cost == 0.0}
    assert exact == set(known.forms[word])
    costs = [hit.cost for hit in known.strict(word)]
    assert costs == sorted(costs)


@given(words, st.integers(0, 25), st.sampled_from("aeiouаеиоұә"))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
def test_what_counts_as_misspelt_is_two_edits_away_at_most(word: str, at: int, letter: str) -> None:
    """The twin is rapidfuzz over every form and stem, as written and as heard; an ending may follow."""
    known = lake_base().words
    typed = word[:at] + letter + word[at + 1 :]
    for hit in known.find(typed):
        if hit.cost < ONE_EDIT:
            continue
        forms = [form for form, found in known.forms.items() if hit.lexeme in found] + [hit.lexeme[3:]]
        written = min(OSA.distance(typed, form) for form in forms)
        heard = min(OSA.distance(sound_key(typed), sound_key(form)) for form in forms)
        begun = (OSA.distance(typed[:end], form) for form in forms for end in range(3, len(typed)))
        assert min(written, heard) <= 2 or min(begun) <= 2


@pytest.mark.parametrize(
    ("word", "expected"),
    [("2019", True), ("175", True), ("4to", False), ("k2", True), ("word", False), ("", False)],
)
def test_what_is_a_number(word: str, expected: bool) -> None:
    assert is_number(word) is expected


@pytest.mark.parametrize(
    ("word", "expected"), [("word", ("en",)), ("слово", ("ru", "kk")), ("сөз", ("ru", "kk")), ("14", LANGS)]
)
def test_the_script_says_which_languages_a_word_may_be_of(word: str, expected: tuple[str, ...]) -> None:
    assert languages_of(word) == expected


def test_coarse_unites_what_people_confuse() -> None:
    assert coarse("koncert") == coarse("kancirt") == coarse("konncert")
    assert coarse("koncert") != coarse("konfert")


@pytest.mark.parametrize(
    ("tail", "expected"), [("", True), ("ami", True), ("larynan", True), ("strophes", False)]
)
def test_an_ending_is_short_and_can_be_spoken(tail: str, expected: bool) -> None:
    assert is_ending(tail) is expected


def test_of_the_words_one_slip_away_the_likely_ones_count():
    known = table(en="trail trawl train")
    assert lexemes(known.find("trial")) == {"en:trail"}  # two letters swapped
    assert lexemes(known.find("trai")) == {"en:trail", "en:train"}  # one left out
    assert lexemes(known.find("trabl")) == {
        "en:trail",
        "en:trawl",
    }  # another one, if there is nothing likelier


@pytest.mark.parametrize(
    ("typed", "lang", "expected"),
    [
        ("jilische", "ru", {"ru:жилищ"}),
        ("nadejda", "ru", {"ru:надежд"}),
        ("otec", "ru", {"ru:отец"}),
        ("vistavka", "ru", {"ru:выставк"}),
        ("khala", "kk", {"kk:қала"}),
        ("takie", "ru", {"ru:так"}),  # what is known as it stands is nothing else: no «также»
    ],
)
def test_latin_letters_stand_for_what_some_habit_has_them_for(typed, lang, expected):
    known = table(ru="жилище надежда отец выставка такие также", kk="қала")
    assert lexemes(known.spoken(typed, lang)) == expected


def test_latin_letters_become_those_of_the_one_form_that_sounds_so():
    known = table(ru="выставка чего чьего", kk="музей")
    assert known.in_own_letters("vystavka", "ru") == "выставка"
    assert known.in_own_letters("chego", "ru") == "chego"  # two forms sound so
    assert known.in_own_letters("muzei", "ru") == "muzei"  # of another language
    assert known.in_own_letters("музеи", "kk") == "музеи"
