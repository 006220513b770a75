from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pack_strategies import unhurried

from knowledge.errors import InvalidInput, Unavailable
from knowledge.model import Document, Entity, Fact, Pack, Source, Topic
from knowledge.packs import nodes, pack_of, read_pack

WHOLE = """\
pack: meeting  # a comment
title: {en: Meeting, ru: Встреча, kk: Кездесу}
documents:
  - {id: report, title: {en: R, ru: О, kk: Е}, publisher: {en: M, ru: М, kk: М}, published: 2019-10-14}
topics:
  - {id: participants, title: {en: Participants, ru: Участники, kk: Қатысушылар}}
entities:
  - id: rosconcert
    kind: organisation
    side: ru
    names: {en: Rosconcert, ru: [Росконцерт, Росконцерта], kk: [Росконцерт]}
    aliases: [Roskoncert]
    tags: [concert]
facts:
  - id: head-kz
    topic: participants
    side: kz
    relation: heads
    about: [rosconcert]
    tags: []
    gives: [person, post]
    title: {en: Head, ru: Глава, kk: Басшы}
    statement:
      en: No one  # not a boolean, not a comment
      ru: |
        Первая строка
        вторая
      kk: "Мәтін"
    questions: {en: [Who?], ru: Кто?}
    source: {document: report, paragraph: 2}
    valid_as_of: 2019-10-14
    inferred: {en: The year, ru: Год, kk: Жыл}
    status: draft
"""


def test_a_whole_pack() -> None:
    pack = pack_of(WHOLE, "meeting.yaml", concepts={"heads", "concert"})
    assert pack == Pack(
        id="meeting",
        title={"en": "Meeting", "ru": "Встреча", "kk": "Кездесу"},
        documents=(
            Document(
                "report",
                {"en": "R", "ru": "О", "kk": "Е"},
                {"en": "M", "ru": "М", "kk": "М"},
                date(2019, 10, 14),
            ),
        ),
        topics=(Topic("participants", {"en": "Participants", "ru": "Участники", "kk": "Қатысушылар"}),),
        entities=(
            Entity(
                "rosconcert",
                "organisation",
                {"en": ("Rosconcert",), "ru": ("Росконцерт", "Росконцерта"), "kk": ("Росконцерт",)},
                ("Roskoncert",),
                "ru",
                ("concert",),
            ),
        ),
        facts=(
            Fact(
                id="head-kz",
                topic="participants",
                statement={"en": "No one", "ru": "Первая строка\nвторая", "kk": "Мәтін"},
                side="kz",
                relation="heads",
                title={"en": "Head", "ru": "Глава", "kk": "Басшы"},
                questions={"en": ("Who?",), "ru": ("Кто?",)},
                about=("rosconcert",),
                gives=("person", "post"),
                source=Source("report", "paragraph", 2),
                valid_as_of=date(2019, 10, 14),
                inferred={"en": "The year", "ru": "Год", "kk": "Жыл"},
                status="draft",
            ),
        ),
    )


# What stands in the whole pack, what stands there instead, and what is said about it, with its line.
WRONG = {
    "unknown field": ("    side: kz", "    sidee: kz", '17: fact "head-kz": unknown field "sidee"'),
    "unknown section": ("topics:", "topic:", '5: pack: unknown field "topic"'),
    "missing field": ("    topic: participants\n", "", '15: fact "head-kz": field "topic" is missing'),
    "missing id": ("  - id: head-kz\n    topic", "  - topic", '15: fact: field "id" is missing'),
    "missing statement": ("    statement:", "    inferred:", 'field "inferred" stands here twice'),
    "missing title": ("title: {en: Meeting, ru: Встреча, kk: Кездесу}\n", "", '1: pack: field "title"'),
    "missing language": (", kk: Басшы}", "}", '22: fact "head-kz": title is missing in kk'),
    "unknown language": ("kk: Басшы", "fr: Tête", '22: fact "head-kz": title: unknown language "fr"'),
    "no languages": ("{en: Head, ru: Глава, kk: Басшы}", "Head", "22: .*title: languages"),
    "duplicate key": ("    side: kz\n", "    side: kz\n    side: ru\n", '18: field "side" stands here twice'),
    "31 February": ("valid_as_of: 2019-10-14", "valid_as_of: 2019-02-31", '31: .*"2019-02-31" is not a date'),
    "someday": ("valid_as_of: 2019-10-14", "valid_as_of: someday", '31: .*"someday" is not a date'),
    "timestamp": ("valid_as_of: 2019-10-14", "valid_as_of: 2019-10-14T10:00:00Z", "31: .* is not a date"),
    "compact date": ("valid_as_of: 2019-10-14", "valid_as_of: 20191014", '31: .*"20191014" is not a date'),
    "unknown topic": ("topic: participants", "topic: guests", '16: .*topic: there is no topic "guests"'),
    "unknown entity": ("about: [rosconcert]", "about: [x]", '19: .*about: there is no entity "x"'),
    "unknown document": ("{document: report,", "{document: r,", '30: .*there is no document "r"'),
    "unknown concept": (
        "relation: heads",
        "relation: beheads",
        '18: .*no concept in the lexicon called "beheads"',
    ),
    "unknown tag": ("tags: [concert]", "tags: [opera]", '13: entity "rosconcert": tags: .*"opera"'),
    "wrong side": ("side: kz", "side: us", '17: .*side: "us" is none of kz, ru, both'),
    "wrong kind": ("kind: organisation", "kind: firm", '9: .*kind: "firm" is none of'),
    "wrong gives": ("gives: [person, post]", "gives: [person, pots]", '21: .*gives: "pots" is none of'),
    "wrong status": ("status: draft", "status: done", '33: .*status: "done" is none of'),
    "empty text": ("en: No one  # not", 'en: " "  # not', "24: .*statement.en is empty"),
    "null text": ("en: No one  # not", "en:  # not", "24: .*statement.en is empty"),
    "empty side": ("side: kz", "side:", "17: .*side is empty"),
    "control character": ('"Мәтін"', '"М\\x07"', r"28: .*statement.kk has a control character \(U\+0007\)"),
    "direction override": ('"Мәтін"', '"М\\u202e"', r"28: .*control character \(U\+202E\)"),
    "line break": ("Кто?", '"Кто\\nещё?"', "29: .*questions.ru has a line break"),
    "long question": ("Кто?", "к" * 301, "29: .*questions.ru has 301 characters, 300 at most"),
    "long statement": ('"Мәтін"', "м" * 20_001, "28: .*statement.kk has 20001 characters, 20000 at most"),
    "question twice": ("[Who?]", "[Who?, Who?]", '29: .*questions.en: "Who\\?" stands here twice'),
    "bad id": ("id: head-kz", "id: head kz", '15: fact "head kz": id "head kz" is no id'),
    "long id": ("id: head-kz", "id: " + "x" * 65, "15: .* is no id"),
    "two locators": ("paragraph: 2", "paragraph: 2, page: 3", "30: .*one locator, not paragraph and page"),
    "locator": ("paragraph: 2", "paragraph: two", '30: .*paragraph: "two" is not a number'),
    "unknown locator": ("paragraph: 2", "line: 2", '30: fact "head-kz", source: unknown field "line"'),
    "text for a list": ("gives: [person, post]", "gives: {a: b}", "21: .*gives: a single value is expected"),
    "list for a text": ('kk: "Мәтін"', "kk: [a]", "28: .*statement.kk: a single value is expected"),
    "no names": (
        "names: {en: Rosconcert, ru: [Росконцерт, Росконцерта], kk: [Росконцерт]}",
        "names: {en: []}",
        "11: ",
    ),
    "list for a pack": (WHOLE, "- a\n", "1: pack: fields"),
    "map for facts": ("facts:\n  - id", "facts:\n    id", "15: pack: facts: a list is expected here"),
    "not YAML": ("    tags: []", "    tags: [", "this is not YAML"),
    "tab": ("    tags: []", "\ttags: []", "this is not YAML"),
    "two documents": ("facts:\n", "---\nfacts:\n", "14: a second document begins"),
    "alias": ("tags: []", "tags: &a [a]\n    gives: *a", "21: aliases"),
    "merge key": ("    tags: []", "    <<: {side: kz}", '20: .*unknown field "<<"'),
    "tag": ("tags: []", "tags: !!python/object:os.system []", "20: tags are not allowed"),
    "nested": ("tags: []", "tags: " + "[" * 50 + "]" * 50, "20: nested too deeply"),
    "raw control": ('"Мәтін"', "М\x07", "28: a character that YAML does not allow"),
    "empty file": (WHOLE, "", "1: the file is empty"),
}


@pytest.mark.parametrize(("old", "new", "said"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_said_in_one_line(old: str, new: str, said: str) -> None:
    assert WHOLE.count(old) >= 1
    with pytest.raises(InvalidInput, match=said) as caught:
        pack_of(WHOLE.replace(old, new, 1), "m.yaml", concepts={"heads", "concert"})
    assert str(caught.value).startswith(f"m.yaml:{caught.value.line}: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("section", "kind"),
    [("topics", "topic"), ("entities", "entity"), ("facts", "fact"), ("documents", "document")],
)
def test_an_id_stands_once_within_its_kind(section: str, kind: str) -> None:
    lines = WHOLE.splitlines(keepends=True)
    start = lines.index(f"{section}:\n") + 1
    length = next((n for n, line in enumerate(lines[start:]) if not line.startswith(" ")), len(lines) - start)
    twice = "".join(lines[: start + length] + lines[start:])
    with pytest.raises(InvalidInput, match=f"{start + length + 1}: {kind} .*: there are two with this id"):
        pack_of(twice, "m.yaml")


def test_an_incomplete_pack_may_lack_languages_but_not_all() -> None:
    text = WHOLE.replace("{en: Head, ru: Глава, kk: Басшы}", "{ru: Глава}")
    assert pack_of(text, "m.yaml", complete=False).facts[0].title == {"ru": "Глава"}
    with pytest.raises(InvalidInput, match="title is missing in en, ru, kk"):
        pack_of(text.replace("{ru: Глава}", "{}"), "m.yaml", complete=False)


def test_concepts_are_checked_only_where_they_are_known() -> None:
    assert pack_of(WHOLE, "m.yaml").facts[0].relation == "heads"


def test_the_slow_parser_of_yaml_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    text = WHOLE.replace("?", "")  # it takes none bare between brackets
    fast = pack_of(text, "m.yaml")
    monkeypatch.setattr(nodes, "_LOADER", yaml.SafeLoader)
    assert pack_of(text, "m.yaml") == fast
    with pytest.raises(InvalidInput, match=r"m\.yaml:17: .*side is empty"):
        pack_of(text.replace("side: kz", "side:"), "m.yaml")


def test_a_file(tmp_path: Path) -> None:
    file = tmp_path / "meeting.yaml"
    file.write_text("\ufeff" + WHOLE, encoding="utf-8")
    assert read_pack(file) == pack_of(WHOLE, "x")


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"none\.yaml cannot be read: No such file"):
        read_pack(tmp_path / "none.yaml")
    (latin := tmp_path / "latin.yaml").write_bytes("pack: x\ntitle: Встреча".encode("cp1251"))
    with pytest.raises(InvalidInput, match=r"latin\.yaml:2: not UTF-8 text"):
        read_pack(latin)
    with (huge := tmp_path / "huge.yaml").open("wb") as file:
        file.truncate(20_000_001)
    with pytest.raises(InvalidInput, match="larger than 20 MB"):
        read_pack(huge)


@unhurried
@given(st.text(st.sampled_from("abc:- \n[]{}&*!|>'\"#%@,?\t0~é"), max_size=60))
def test_no_text_does_more_than_be_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        pack_of(text, "m.yaml")
