import re
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from handlers.markup import (
    MESSAGE_UNITS,
    Rich,
    Run,
    bold,
    cut,
    italic,
    lines,
    messages,
    plain,
    quotation,
    text_of,
    to_html,
    units,
)


class Reader(HTMLParser):
    """Reads Telegram's HTML as strictly as Telegram does: known tags, closed in order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert (tag, attrs) in (("b", []), ("i", []), ("blockquote", [("expandable", None)]))
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def read(markup: str) -> str:
    reader = Reader()
    reader.feed(markup)
    reader.close()
    assert reader.open == []
    return reader.text


hostile = st.text(
    st.one_of(st.characters(), st.sampled_from("<>&\"'; \n\t\x00\u200d\u0301\ufe0f\u202e👍🏽👩🚀қ\ud800")),
    max_size=200,
)
runs = st.builds(
    Run,
    hostile,
    st.sampled_from(
        [(), ("b",), ("i",), ("b", "i"), ("blockquote expandable",), ("blockquote expandable", "b")]
    ),
)
riches = st.lists(runs, max_size=12).map(tuple)


def squeezed(text: str) -> str:
    """What must survive: all but blanks and what cannot be sent."""
    return re.sub(r"[\x00-\x20\x7f\ud800-\udfff]|\s", "", text)


@given(riches, st.integers(2, 60))
def test_every_part_is_valid_short_and_nothing_is_lost(rich: Rich, limit: int) -> None:
    parts = [read(part) for part in messages(rich, limit)]
    assert all(0 < units(part) <= limit and part.strip() for part in parts)
    assert squeezed("".join(parts)) == squeezed(text_of(rich))
    for part in parts:
        part.encode("utf-8")


@given(riches)
def test_markup_reads_back_as_the_text(rich: Rich) -> None:
    sendable = tuple(Run(run.text.replace("\r", "").replace("\x00", ""), run.tags) for run in rich)
    assert read(to_html(sendable)) == text_of(sendable)


def test_what_looks_like_markup_is_text() -> None:
    assert to_html(bold("<i>&amp;")) == "<b>&lt;i&gt;&amp;amp;</b>"


def test_neighbours_share_their_tags() -> None:
    rich = (Run("a", ("b",)), Run("b", ("b", "i")), Run("c", ("b",)))
    assert to_html(rich) == "<b>a<i>b</i>c</b>"


def test_a_long_quotation_is_closed_and_opened_again() -> None:
    first, second = messages(quotation("word " * 1000))
    assert first.startswith("<blockquote expandable>word")
    assert first.endswith("word</blockquote>")
    assert second.startswith("<blockquote expandable>word")


def test_the_longest_message_is_one_part() -> None:
    assert len(messages(plain("😀" * (MESSAGE_UNITS // 2)))) == 1
    assert len(messages(plain("😀" * (MESSAGE_UNITS // 2) + "!"))) == 2


def test_cuts_come_at_paragraphs_then_lines_then_words() -> None:
    assert [text_of(part) for part in cut(plain("one two\nthree\n\nfour five"), 16)] == [
        "one two\nthree",
        "four five",
    ]
    assert [text_of(part) for part in cut(plain("one two\nthree four"), 12)] == ["one two", "three four"]
    assert [text_of(part) for part in cut(plain("one two three"), 10)] == ["one two", "three"]


def test_a_letter_keeps_its_marks() -> None:
    assert [text_of(part) for part in cut(plain("abce\u0301f"), 4)] == ["abc", "e\u0301f"]
    assert [text_of(part) for part in cut(plain("ab👩\u200d🚀"), 6)] == ["ab", "👩\u200d🚀"]


def test_lines_leave_out_what_is_empty() -> None:
    assert to_html(lines([plain("a"), plain(""), italic("b")])) == "a\n<i>b</i>"
    assert messages(lines([])) == []
