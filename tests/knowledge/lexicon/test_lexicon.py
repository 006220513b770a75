"""The lexicon is data that editors write: what is wrong with it is one line with the file."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from knowledge.errors import InvalidInput
from knowledge.language import normalise, tokenize
from knowledge.lexicon import KINDS, lexicon_digest, lexicon_files, load_lexicon
from knowledge.model import GIVES, LANGS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def write(folder: Path, text: str, name: str = "words.yaml") -> None:
    (folder / name).write_text(text, encoding="utf-8")


def test_an_entry_is_a_concept(folder: Path) -> None:
    write(
        folder,
        "- {id: institution, kind: category, en: [institution]}\n"
        "- {id: library, kind: category, broader: [institution], en: [library], ru: [библиотека, книгохранилище]}\n"
        "- {id: when, kind: ask, wants: date, needs: library, en: [when]}\n",
    )
    lexicon = load_lexicon(folder)
    library, when = lexicon.concepts["library"], lexicon.concepts["when"]
    assert library.words == {"en": ("library",), "ru": ("библиотека", "книгохранилище"), "kk": ()}
    assert library.broader == ("institution",)
    assert (when.wants, when.needs) == (("date",), ("library",))
    assert [concept.id for concept in lexicon] == ["institution", "library", "when"]


def test_broader_goes_all_the_way_up_nearest_first(folder: Path) -> None:
    write(
        folder,
        "- {id: a, kind: category}\n- {id: b, kind: category, broader: a}\n"
        "- {id: c, kind: category, broader: a}\n- {id: d, kind: category, broader: [b, c]}\n",
    )
    lexicon = load_lexicon(folder)
    assert lexicon.with_broader("d") == ("d", "b", "c", "a")
    assert lexicon.with_broader("a") == ("a",)
    assert lexicon.with_broader("unheard-of") == ("unheard-of",)


def test_a_circle_has_an_end(folder: Path) -> None:
    write(folder, "- {id: a, kind: category, broader: b}\n- {id: b, kind: category, broader: a}\n")
    assert load_lexicon(folder).with_broader("a") == ("a", "b")


@pytest.mark.parametrize(
    ("position", "expected"),
    [
        ("", dict.fromkeys(LANGS, "before")),
        ("position: after, ", dict.fromkeys(LANGS, "after")),
        ("position: {en: before, kk: after}, ", {"en": "before", "kk": "after"}),
    ],
)
def test_an_operator_stands_before_or_after(folder: Path, position: str, expected: dict) -> None:
    write(folder, f"- {{id: except, kind: operator, {position}en: [except]}}\n")
    assert load_lexicon(folder).concepts["except"].position == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("- {kind: category}", "an entry without an id"),
        ("- just text", "an entry without an id"),
        ("- {id: a, kind: category, colour: red}", "concept 'a' has an unknown field 'colour'"),
        ("- {id: a}", "concept 'a' has no known kind"),
        ("- {id: a, kind: animal}", "concept 'a' has no known kind"),
        ("- {id: a, kind: ask, wants: cake}", "concept 'a' wants what no fact gives"),
        ("- {id: a, kind: topic}\n- {id: a, kind: topic}", "concept 'a' stands twice"),
        ("- {id: a, kind: topic, broader: b}", "concept 'a' names the unknown 'b'"),
        ("- {id: a, kind: ask, needs: b}", "concept 'a' names the unknown 'b'"),
    ],
)
def test_what_is_wrong_is_named(folder: Path, text: str, reason: str) -> None:
    write(folder, text + "\n")
    with pytest.raises(InvalidInput) as caught:
        load_lexicon(folder)
    assert caught.value.reason == reason
    assert "\n" not in str(caught.value)


def test_a_concept_may_not_stand_in_two_files(folder: Path) -> None:
    write(folder, "- {id: a, kind: topic}\n", "one.yaml")
    write(folder, "- {id: a, kind: topic}\n", "two.yaml")
    with pytest.raises(InvalidInput, match=r"^two\.yaml: concept 'a' stands twice$"):
        load_lexicon(folder)


def test_an_empty_file_is_no_harm(folder: Path) -> None:
    write(folder, "# nothing yet\n")
    assert list(load_lexicon(folder)) == []


def test_the_digest_follows_every_change(folder: Path) -> None:
    write(folder, "- {id: a, kind: topic}\n")
    seen = {lexicon_digest(folder)}
    write(folder, "- {id: a, kind: topic, en: [a]}\n")
    seen.add(lexicon_digest(folder))
    write(folder, "", "more.yaml")
    seen.add(lexicon_digest(folder))
    (folder / "more.yaml").rename(folder / "other.yaml")
    seen.add(lexicon_digest(folder))
    assert len(seen) == 4
    assert load_lexicon(folder).digest == lexicon_digest(folder) in seen


# The shipped lexicon.


def test_every_file_of_ours_can_be_read() -> None:
    lexicon = load_lexicon()
    assert lexicon.concepts
    assert {concept.kind for concept in lexicon} <= set(KINDS)
    assert {want for concept in lexicon for want in concept.wants} <= set(GIVES)
    assert lexicon.digest == lexicon_digest()


def test_every_concept_of_ours_has_words_in_every_language() -> None:
    wordless = [
        f"{concept.id} ({lang})"
        for concept in load_lexicon()
        for lang in LANGS
        if not concept.words[lang] and concept.kind not in ("filler", "operator", "marker")
    ]
    assert wordless == []


def test_every_word_of_ours_is_a_word() -> None:
    """YAML reads a bare no, yes, on, off or 12:30 as something else; and what has no letters matches nothing."""
    for path in lexicon_files():
        for row in yaml.safe_load(path.read_text(encoding="utf-8")):
            for lang in LANGS:
                words = row.get(lang) or []
                assert isinstance(words, list), (path.name, row["id"])
                for word in words:
                    assert isinstance(word, str | int), (path.name, row["id"], word)
                    assert not isinstance(word, bool), (path.name, row["id"], word)
                    assert tokenize(normalise(str(word))), (path.name, row["id"], word)


def test_the_matching_knows_the_concepts_that_it_names() -> None:
    """Ids that the code refers to: a renamed concept must not go unnoticed."""
    named = (
        "side-kz side-ru both-sides list who-all how-many how-many-chat except including negation person-noun "
        "and or pronoun ellipsis heads takes_part held said planned summary list_note"
    )
    assert set(named.split()) <= load_lexicon().concepts.keys()
