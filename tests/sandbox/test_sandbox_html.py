"""Telegram's HTML, its entities and its complaints."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot
from telegram.error import BadRequest

from bot.sandbox.errors import ApiError
from bot.sandbox.formatting import Formatted, finished, utf16_length
from bot.sandbox.html import parse_html


def spans(source: str) -> list[tuple[str, int, int]]:
    return [(e.type, e.offset, e.length) for e in finished(parse_html(source)).entities]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<b>bold</b> <strong>x</strong>", [("bold", 0, 4), ("bold", 5, 1)]),
        ("<i>a</i><em>b</em>", [("italic", 0, 1), ("italic", 1, 1)]),
        ("<u>a</u><ins>b</ins>", [("underline", 0, 1), ("underline", 1, 1)]),
        ("<s>a</s><strike>b</strike><del>c</del>", [("strikethrough", n, 1) for n in range(3)]),
        ("<tg-spoiler>a</tg-spoiler>", [("spoiler", 0, 1)]),
        ("<span class='tg-spoiler'>b</span>", [("spoiler", 0, 1)]),
        ("<code>a</code>", [("code", 0, 1)]),
        ("<pre>a</pre>", [("pre", 0, 1)]),
        ("<blockquote>a</blockquote>", [("blockquote", 0, 1)]),
        ("<blockquote expandable>a\nb</blockquote>", [("expandable_blockquote", 0, 3)]),
        ("😀<b>x</b>", [("bold", 2, 1)]),
        ("<b>a<i>b</i></b>", [("bold", 0, 2), ("italic", 1, 1)]),
        ("<b>a</>", [("bold", 0, 1)]),
        ("<b></b>x", []),
        ("  <b> x </b>  ", [("bold", 0, 1)]),
        ("see https://example.org/a, #news @someone /help", [
            ("url", 4, 21), ("hashtag", 27, 5), ("mention", 33, 8), ("bot_command", 42, 5),
        ]),
        ("<code>/help</code>", [("code", 0, 5)]),
        ("write to a.b@example.org", [("email", 9, 15)]),
    ],
)  # fmt: skip
def test_entities(source: str, expected: list[tuple[str, int, int]]) -> None:
    assert spans(source) == expected


def test_details_of_entities() -> None:
    [link] = parse_html('<a href="https://example.org/?a=1&amp;b=2">here</a>').entities
    assert link.url == "https://example.org/?a=1&b=2"
    [code] = parse_html('<pre><code class="language-python">x</code></pre>').entities
    assert (code.type, code.language) == ("pre", "python")
    [mention] = parse_html('<a href="tg://user?id=42">you</a>').entities
    assert (mention.type, mention.user_id) == ("text_mention", 42)
    assert parse_html("<a>nowhere</a>").entities == ()
    assert (
        parse_html("&lt;b&gt; &amp;amp; &quot; &#1179; &#x43a; & &nbsp;").text == '<b> &amp; " қ к & &nbsp;'
    )


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("жж <p>x</p>", 'Unsupported start tag "p" at byte offset 5'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<a href='x", 'Unclosed start tag "a" at byte offset 0'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<span class='big'>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<a href=http://x>x</a>", "Unexpected end of name token at byte offset 8"),
        ("<b =1>x</b>", 'Empty attribute name in the tag "b" at byte offset 0'),
    ],
)
def test_complaints(source: str, complaint: str) -> None:
    with pytest.raises(ApiError) as caught:
        parse_html(source)
    assert (caught.value.code, caught.value.description) == (
        400,
        f"Bad Request: can't parse entities: {complaint}",
    )


async def test_complaints_reach_the_bot(bot: Bot, chat: int) -> None:
    with pytest.raises(BadRequest, match="Can't parse entities"):
        await bot.send_message(chat, "1 < 2", parse_mode="HTML")


@given(st.text(alphabet="<>/&;ab ='\"#1😀\n", max_size=60))
def test_any_text_is_read_or_refused(source: str) -> None:
    try:
        words = finished(parse_html(source))
    except ApiError:
        return
    length = utf16_length(words.text)
    assert all(0 <= e.offset < e.end <= length for e in words.entities)
    assert words.text == words.text.strip()


@given(st.text(max_size=60))
def test_escaped_text_comes_back(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert parse_html(escaped) == Formatted(text)
