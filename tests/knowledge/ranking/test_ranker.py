"""What the ranker finds, and that its folder survives changes, damage and other processes."""

import os
import shutil

import pytest

from knowledge.ranking import DamagedIndex, Doc, Ranker

FACTS = (
    Doc("museum", "en", "The national museum in Astana opened in 2014. It keeps a golden warrior."),
    Doc("theatre", "ru", "Театр кукол открыли в Омске. Его директор пишет сказки для детей."),
    Doc("library", "kk", "Ұлттық кітапхана Алматы қаласында орналасқан. Онда миллион кітап бар."),
    Doc("hours", "en", "", ("when are you open", "what are your opening hours", "are you open on sunday")),
    Doc("rent", "ru", "Я оплачу аренду зала завтра."),
    Doc("washington", "en", "The old Washington house is a school."),
    Doc("shell", "en", "Its shell is deep blue."),
    Doc("well", "en", "The well is thirty metres deep."),
)


@pytest.fixture
def ranker(tmp_path):
    return Ranker.build(tmp_path / "index", FACTS)


def first(ranker, question):
    hits = ranker.search(question, 1)
    return hits[0].id if hits else None


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Where is the golden warrior kept?", "museum"),
        ("wher is the goldn warior", "museum"),
        ("Кто директор театра кукол?", "theatre"),
        ("direktor teatra kukol", "theatre"),
        ("lbhtrnjh ntfnhf rerjk", "theatre"),
        ("Кітапханада қанша кітап бар?", "library"),
        ("Китапханада канша китап бар?", "library"),
        ("opening hours on sunday", "hours"),
        ("ты оплатишь зал?", "rent"),
        ("Где музей Вашингтона?", "washington"),
        ("How deep is the well?", "well"),
    ],
)
def test_the_right_one_comes_first(ranker, question, wanted):
    assert first(ranker, question) == wanted


@pytest.mark.parametrize(
    "question", ["", " ", "?!", "жжжж", "\0", "а" * 100_000, "e\u0301" * 9_000, "1 " * 5_000]
)
def test_hostile_questions_do_no_harm(ranker, question):
    ranker.search(question)


def test_confidence_is_a_probability_and_higher_for_what_is_there(ranker):
    there = ranker.search("When was the national museum in Astana opened?")[0]
    not_there = ranker.search("When was the cable car in Davos closed?")
    assert 0 <= there.confidence <= 1
    assert all(hit.confidence < there.confidence for hit in not_there)


def test_what_is_added_is_found_at_once_and_by_who_opens_later(ranker, tmp_path):
    ranker.add([Doc("circus", "en", "A circus came to Pavlodar.")])
    assert first(ranker, "circus in Pavlodar") == "circus"
    assert first(Ranker.open(tmp_path / "index"), "circus in Pavlodar") == "circus"
    assert len(ranker) == len(FACTS) + 1


def test_a_text_is_replaced_by_one_of_the_same_id(ranker):
    ranker.add([Doc("museum", "en", "The museum of bread was closed.")])
    assert first(ranker, "golden warrior") is None
    assert first(ranker, "museum of bread") == "museum"
    assert len(ranker) == len(FACTS)


def test_what_is_removed_is_gone_and_can_come_back(ranker, tmp_path):
    ranker.remove(["museum", "never there"])
    assert first(ranker, "golden warrior") is None
    ranker.add(FACTS[:1])
    assert first(ranker, "golden warrior") == "museum"
    assert first(Ranker.open(tmp_path / "index"), "golden warrior") == "museum"


def test_another_process_takes_changes_in(ranker, tmp_path):
    other = Ranker.open(tmp_path / "index")
    ranker.remove(["museum"])
    assert other.refresh()
    assert not other.refresh()
    assert first(other, "golden warrior") is None
    Ranker.build(tmp_path / "index", FACTS)
    assert other.refresh()
    assert first(other, "golden warrior") == "museum"


def test_many_additions_settle_into_segments_and_nothing_is_lost(ranker, tmp_path):
    for start in range(0, 2_400, 300):
        ranker.add(
            Doc(f"n{n}", "en", f"Item number {n} is kept in box x{n}x.") for n in range(start, start + 300)
        )
        ranker.remove([f"n{start}"])
    for opened in (ranker, Ranker.open(tmp_path / "index")):
        assert len(opened) == len(FACTS) + 2_400 - 8
        assert first(opened, "what is number 2345") == "n2345"
        assert first(opened, "what is number 17") == "n17"
        assert "n300" not in {hit.id for hit in opened.search("number 300 box x300x")}
    assert len(list((tmp_path / "index").glob("*.segment"))) <= 7


def test_the_same_questions_give_the_same_hits(ranker, tmp_path):
    again = Ranker.build(tmp_path / "again", FACTS)
    for question in ("museum", "open", "театр", "кітап", "golden theatre"):
        assert ranker.search(question) == again.search(question)


def test_no_index_is_no_index(tmp_path):
    with pytest.raises(DamagedIndex):
        Ranker.open(tmp_path)


@pytest.mark.parametrize("cut", [0, 10, 4_000, 6_000])
def test_a_truncated_segment_is_noticed(ranker, tmp_path, cut):
    (segment,) = (tmp_path / "index").glob("*.segment")
    segment.write_bytes(segment.read_bytes()[:cut])
    with pytest.raises(DamagedIndex):
        Ranker.open(tmp_path / "index")


@pytest.mark.parametrize("share", [0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0])
def test_a_flipped_bit_is_noticed(ranker, tmp_path, share):
    (segment,) = (tmp_path / "index").glob("*.segment")
    content = bytearray(segment.read_bytes())
    content[min(int(len(content) * share), len(content) - 1)] ^= 1
    segment.write_bytes(content)
    with pytest.raises(DamagedIndex):
        Ranker.open(tmp_path / "index")
    with pytest.raises(DamagedIndex):
        ranker.verify()


def test_damage_that_leaves_no_trace_is_found_by_reading_everything(ranker, tmp_path):
    (segment,) = (tmp_path / "index").glob("*.segment")
    ranker.verify()
    before, content = segment.stat(), bytearray(segment.read_bytes())
    content[-1] ^= 1
    segment.write_bytes(content)
    os.utime(segment, ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(DamagedIndex):
        Ranker.open(tmp_path / "index").verify()


def test_a_copied_index_is_as_good(ranker, tmp_path):
    ranker.add([Doc("circus", "en", "A circus came to Pavlodar.")])
    shutil.copytree(tmp_path / "index", tmp_path / "copy")
    copied = Ranker.open(tmp_path / "copy")
    copied.verify()
    assert copied.search("circus") == ranker.search("circus")


def test_a_changed_line_of_the_journal_is_noticed(ranker, tmp_path):
    ranker.add([Doc("circus", "en", "A circus came to Pavlodar.")])
    (journal,) = (tmp_path / "index").glob("*.journal")
    journal.write_bytes(journal.read_bytes().replace(b"Pavlodar", b"Pavlograd"))
    with pytest.raises(DamagedIndex):
        Ranker.open(tmp_path / "index")


def test_an_addition_cut_off_halfway_was_never_made(ranker, tmp_path):
    ranker.add([Doc("circus", "en", "A circus came to Pavlodar.")])
    (journal,) = (tmp_path / "index").glob("*.journal")
    journal.write_bytes(journal.read_bytes()[:-5])
    opened = Ranker.open(tmp_path / "index")
    assert len(opened) == len(FACTS)
    opened.add([Doc("zoo", "en", "A zoo in Almaty has leopards.")])
    assert first(Ranker.open(tmp_path / "index"), "leopards") == "zoo"


def test_two_texts_of_one_id_the_later_counts(tmp_path):
    ranker = Ranker.build(tmp_path, [Doc("a", "en", "old leopards"), Doc("a", "en", "new tigers")])
    assert first(ranker, "leopards") is None
    assert first(ranker, "tigers") == "a"
    assert len(ranker) == 1


def test_a_long_text_is_found_by_any_of_its_parts(tmp_path):
    filler = "Nothing of interest is said in this sentence. " * 400
    ranker = Ranker.build(
        tmp_path, [Doc("long", "en", filler + "The leopard sleeps." + filler), Doc("other", "en", "A lion.")]
    )
    assert first(ranker, "Where does the leopard sleep?") == "long"


def test_an_empty_index_can_be_searched_and_filled(tmp_path):
    ranker = Ranker.build(tmp_path, [])
    assert ranker.search("anything") == []
    ranker.add(FACTS)
    assert first(ranker, "golden warrior") == "museum"


@pytest.mark.parametrize(
    "text",
    [
        "Seven leopards sleep. " * 500_000,
        "a " * 1_000_000,
        "z" + "\u0301" * 300 + "oo keeps leopards",
        "x" * 10_000_000,
        "\n" * 1_000_000 + "leopards",
        "".join(chr(place) for place in range(0x20, 0xD000)),
    ],
    ids=["ten megabytes", "letters", "marks", "one word", "lines", "every letter"],
)
def test_hostile_texts_take_a_bounded_part_of_the_index(tmp_path, text):
    """What is searched of a text is bounded; the text itself is kept as it is."""
    ranker = Ranker.build(tmp_path, [Doc("hostile", "en", text), Doc("other", "en", "A lion.")])
    (segment,) = tmp_path.glob("*.segment")
    assert segment.stat().st_size < 3 * len(text.encode()) + 8_000_000
    assert first(ranker, "A lion") == "other"
    assert ranker.beginning("hostile")[0].text == text
