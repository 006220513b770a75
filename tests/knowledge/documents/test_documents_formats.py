"""Markdown, HTML, Word, PDF, tables and calendars: the words, where they stand, and what they stand under."""

from __future__ import annotations

import io
import json

import docx
import pytest
from docx.oxml import OxmlElement
from file_makers import CALENDAR, Read, Refused, pdf_of_lines
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

FERRY = "The ferry leaves from the northern pier at noon."
TOWER = "The lighthouse was built in 1901 and is open on Fridays."


def texts(draft) -> list[str]:
    return [text for fact in draft.pack.facts for text in fact.statement.values()]


def places(draft) -> list[tuple[str, int]]:
    return [(fact.source.kind, fact.source.number) for fact in draft.pack.facts]


def test_markdown(read: Read) -> None:
    draft = read(
        "guide.md",
        "---\ntitle: Harbour guide\n---\n# Ferries\n\n"
        "The **ferry** leaves from the\n[northern pier](http://a.b) at noon.\n\n"
        f"## Sights\n\n- {TOWER}\n\n| Ship | Master |\n|---|---|\n| Aurora | John Smith |\n\n<script>x</script>\n",
    )
    assert texts(draft) == [FERRY, TOWER, "Ship, Master", "Aurora, John Smith"]
    assert draft.pack.documents[0].title == {"en": "Harbour guide"}
    assert draft.pack.facts[1].title == {"en": f"Sights: {TOWER}"}


def test_html(read: Read) -> None:
    draft = read(
        "page.html",
        "<html><head><title>Harbour &amp; guide</title><style>p {}</style></head><body>"
        "<nav><a href=/>Home</a></nav><ul><li><a href=/a>About</a></ul><main><h1>Harbour</h1>"
        f"<p>The <b>ferry</b> leaves<br>from the northern pier&nbsp;at noon.<p>{TOWER}"
        "<table><tr><th>Ship<th>Master<tr><td>Aurora<td>John Smith</table>"
        "<div hidden>not shown</div><script>alert(1)</script></main><footer>© 2026</footer></body></html>",
    )
    assert texts(draft) == [FERRY, TOWER, "Ship, Master", "Aurora, John Smith"]
    assert draft.pack.documents[0].title == {"en": "Harbour"}


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "utf-8"])
def test_html_in_the_encoding_that_it_names(read: Read, encoding: str) -> None:
    text = f"<meta charset={encoding}><p>Паром отходит от северного причала в полдень.</p>"
    assert texts(read("page.htm", text.encode(encoding))) == ["Паром отходит от северного причала в полдень."]


def document() -> docx.document.Document:
    made = docx.Document()
    made.core_properties.title = ""
    made.add_heading("Harbour guide", 0)
    made.add_paragraph(FERRY)
    made.add_heading("Sights", 1)
    made.add_paragraph(TOWER, style="List Bullet")
    table = made.add_table(rows=2, cols=2)
    for cell, text in zip(
        [*table.rows[0].cells, *table.rows[1].cells], ["Ship", "Master", "Aurora", "Smith"], strict=True
    ):
        cell.text = text
    return made


def saved(made) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_word(read: Read) -> None:
    draft = read("guide.docx", saved(document()))
    assert texts(draft) == [FERRY, TOWER, "Ship, Master", "Aurora, Smith"]
    assert places(draft) == [("paragraph", 2), ("paragraph", 4), ("paragraph", 5), ("paragraph", 6)]
    assert draft.pack.documents[0].title == {"en": "Harbour guide"}
    assert draft.pack.facts[1].title == {"en": f"Sights: {TOWER}"}


def test_word_with_tracked_changes_is_read_as_it_would_be_with_all_taken(read: Read) -> None:
    made = docx.Document()
    paragraph = made.add_paragraph("The ferry leaves ")
    for mark, text in (("w:ins", "at noon."), ("w:del", "at midnight.")):
        change = OxmlElement(mark)
        run = paragraph.add_run(text)._r
        change.append(run)
        paragraph._p.append(change)
    assert texts(read("a.docx", saved(made))) == ["The ferry leaves at noon."]


def test_pdf_page_by_page(read: Read) -> None:
    out = io.BytesIO()
    style = getSampleStyleSheet()

    def margin(page, template) -> None:
        page.drawString(72, 30, f"Harbour guide, page {template.page}")

    numbers = "one two three four".split()  # noqa: SIM905
    flow = []
    for number in numbers:
        flow += [Paragraph(f"Pier {number}. {FERRY} {FERRY} That was {number}.", style["BodyText"])]
        flow += [Paragraph(f"Tower {number}. {TOWER}", style["BodyText"]), PageBreak()]
    SimpleDocTemplate(out, title="Harbour").build(flow, onFirstPage=margin, onLaterPages=margin)
    draft = read("guide.pdf", out.getvalue())
    assert places(draft) == [("page", 1 + at // 2) for at in range(8)]
    assert texts(draft)[:2] == [f"Pier one. {FERRY} {FERRY} That was one.", f"Tower one. {TOWER}"]
    assert draft.pack.documents[0].title == {"en": "Harbour"}


def test_pdf_in_cyrillic(read: Read) -> None:
    pages = (
        ["Паром отходит от северного причала", "в полдень, а зимой в десять."],
        ["Аралға дейін екі сағаттық жол."],
    )
    draft = read("a.pdf", pdf_of_lines(*pages))
    assert [dict(fact.statement) for fact in draft.pack.facts] == [
        {"ru": "Паром отходит от северного причала в полдень, а зимой в десять."},
        {"kk": "Аралға дейін екі сағаттық жол."},
    ]


def test_rows_and_packs_are_taken_as_they_are(read: Read) -> None:
    row = {"id": "tea", "lang": "en", "text": "Tea is served at five.", "topic": "Meals"}
    draft = read("rows.jsonl", json.dumps(row))
    assert (draft.kind, draft.fragment) == ("rows", True)
    assert [(fact.id, fact.statement) for fact in draft.pack.facts] == [
        ("tea", {"en": "Tea is served at five."})
    ]
    draft = read("rows.csv", 'id;lang;text\ntea;en;Tea\nbad;xx;"x"\n', skip_bad=True)
    assert [str(skipped) for skipped in draft.skipped] == [f'{draft.file}:3: lang "xx" is none of en, ru, kk']
    assert draft.skipped_count == 1
    draft = read("pack.yaml", "pack: tea\ntitle: {en: Tea, ru: Чай, kk: Шай}\n")
    assert (draft.kind, draft.fragment, draft.pack.id) == ("pack", False, "tea")


def test_a_calendar(read: Read) -> None:
    fair, regatta = read("harbour.ics", CALENDAR.replace("\n", "\r\n")).pack.events
    assert (fair.when, fair.rrule, fair.status, fair.uid, fair.sequence) == (
        "2026-06-05/2026-06-07",
        "FREQ=YEARLY;UNTIL=20361231",
        "confirmed",
        "fair@harbour",
        3,
    )
    assert (fair.title, fair.place) == ({"en": "Harbour fair"}, {"en": "Aktau"})
    assert (regatta.title, regatta.status) == ({"ru": "Парусная регата"}, "cancelled")
    assert regatta.when == "2026-07-09T10:00+05:00/2026-07-09T12:30+05:00"


@pytest.mark.parametrize(
    ("replaced", "by", "said"),
    [
        ("RRULE:FREQ=YEARLY", "RRULE:FREQ=YEARLY;BYMONTH=1", "RRULE"),
        ("RRULE:FREQ=YEARLY", "RRULE:FREQ=HOURLY", "“Harbour fair”"),
        ("RRULE:FREQ=YEARLY", "RRULE:FREQ=YEARLY\nEXDATE;VALUE=DATE:20270605", "exceptions (EXDATE)"),
        ("SUMMARY:Harbour fair", "SUMMARY:", "has no SUMMARY"),
        ("DTSTART;VALUE=DATE:20260605", "DTSTART;VALUE=DATE:20260631", "event 1 “Harbour fair”"),
        ("TZID=Asia/Aqtau:20260709T10", "TZID=Moon/Sea:20260709T10", "“Парусная регата”"),
    ],
)
def test_what_a_calendar_cannot_say(read: Read, refused: Refused, replaced: str, by: str, said: str) -> None:
    assert said in refused("a.ics", CALENDAR.replace(replaced, by))
    draft = read("a.ics", CALENDAR.replace(replaced, by), skip_bad=True)
    assert len(draft.pack.events) == 1
    assert draft.skipped_count == 1
