from hypothesis import given
from hypothesis import strategies as st

from knowledge.language import Correction, SpellingIndex, edits_allowed, within_one_edit

# Few letters, so that words come near each other; lengths on both sides of where a second edit is allowed.
WORDS = st.text(alphabet="абв", min_size=1, max_size=14)


def distance(one: str, other: str) -> int:
    """Optimal string alignment by the textbook's table: the slow, obvious twin."""
    table = [[max(i, j) if 0 in (i, j) else 0 for j in range(len(other) + 1)] for i in range(len(one) + 1)]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            table[i][j] = min(
                table[i - 1][j] + 1,
                table[i][j - 1] + 1,
                table[i - 1][j - 1] + (one[i - 1] != other[j - 1]),
            )
            if i > 1 and j > 1 and one[i - 2 : i] == other[j - 2 : j][::-1]:
                table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
    return table[-1][-1]


@given(st.sets(WORDS, max_size=60), WORDS)
def test_it_finds_what_comparing_with_every_word_finds(words, typed):
    found = {(correction.word, correction.distance) for correction in SpellingIndex(words).lookup(typed)}
    allowed = edits_allowed(typed)
    expected = {
        (word, distance(typed, word)) for word in words if allowed and distance(typed, word) <= allowed
    }
    assert found == expected


@st.composite
def slips(draw):
    """A known word and what up to as many slips as it may have make of it."""
    letters = list(draw(st.text(alphabet="абвгд", min_size=5, max_size=16)))
    known = "".join(letters)
    for _ in range(draw(st.integers(0, edits_allowed(known)))):
        at = draw(st.integers(0, len(letters) - 2))
        match draw(st.sampled_from(("drop", "add", "change", "swap"))):
            case "drop":
                del letters[at]
            case "add":
                letters.insert(at, "е")
            case "change":
                letters[at] = "ж"
            case "swap":
                letters[at : at + 2] = letters[at : at + 2][::-1]
    return known, "".join(letters)


@given(slips())
def test_a_slip_finds_its_word_whenever_the_distance_allows(pair):
    known, typed = pair
    near = bool(edits_allowed(typed)) and distance(known, typed) <= edits_allowed(typed)
    assert near == any(correction.word == known for correction in SpellingIndex([known]).lookup(typed))


@given(WORDS, WORDS)
def test_within_one_edit_is_the_distance(one, other):
    assert within_one_edit(one, other) == (distance(one, other) <= 1)


def test_a_known_word_comes_first_and_costs_nothing():
    index = SpellingIndex(["директор", "директора", "ректор"])
    assert index.lookup("директор")[0] == Correction("директор", 0, 0.0)


def test_short_words_and_numbers_are_never_corrected():
    index = SpellingIndex(["кто", "2019", "2020", "covid19", "год2019"])
    assert len(index) == 1
    assert not any(index.lookup(word) for word in ("ктв", "2018", "covid18", "", "g2019"))


def test_one_edit_from_four_letters_two_from_nine():
    assert [edits_allowed("а" * length) for length in (3, 4, 8, 9, 64, 65)] == [0, 1, 1, 2, 2, 0]
    index = SpellingIndex(["министерство", "театр"])
    assert [c.word for c in index.lookup("менестерство")] == ["министерство"]
    assert [c.word for c in index.lookup("тиатр")] == ["театр"]
    assert not index.lookup("тиотр")


def test_a_changed_first_letter_costs_more():
    index = SpellingIndex(["палата", "салаты"])
    assert [c.word for c in index.lookup("салата")] == ["салаты", "палата"]


def test_a_mistaken_sound_costs_less_than_a_slip():
    index = SpellingIndex(["щербакова", "дербакова"])
    assert [c.word for c in index.lookup("шербакова")] == ["щербакова", "дербакова"]


def test_the_order_does_not_depend_on_the_order_of_words():
    words = ["балет", "билет", "булет"]
    assert SpellingIndex(words).lookup("белет") == SpellingIndex(reversed(words)).lookup("белет")


def test_a_swap_a_letter_left_out_or_another_vowel_is_likelier_than_a_letter_more_or_another_one():
    likely, rare = ["келді", "кледіл", "кледа"], ["кеді", "кмеді"]
    found = {c.word: c.cost for c in SpellingIndex([*likely, *rare]).lookup("кледі")}
    assert max(found[word] for word in likely) + 1 < min(found[word] for word in rare)
