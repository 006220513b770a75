"""Files as other programs write them, and as nobody should: Word, PDF, archives, calendars."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from knowledge.documents import Draft

Read = Callable[..., Draft]
Refused = Callable[..., str]

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//a//b//EN
X-WR-CALNAME:Harbour
BEGIN:VEVENT
UID:fair@harbour
SEQUENCE:3
SUMMARY:Harbour fair
DTSTART;VALUE=DATE:20260605
DTEND;VALUE=DATE:20260608
LOCATION:Aktau
STATUS:CONFIRMED
RRULE:FREQ=YEARLY
END:VEVENT
BEGIN:VEVENT
UID:regatta@harbour
SUMMARY:Парусная регата
DTSTART;TZID=Asia/Aqtau:20260709T100000
DTEND;TZID=Asia/Aqtau:20260709T123000
STATUS:CANCELLED
END:VEVENT
END:VCALENDAR
"""


def word(body: str, *, head: str = "", **parts: bytes) -> bytes:
    """A .docx of this WordprocessingML, and further parts by their names ("/" written as "__")."""
    xml = f'<?xml version="1.0"?>{head}<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'
    return zipped({"[Content_Types].xml": _TYPES.encode(), "word/document.xml": xml.encode()} | named(parts))


def named(parts: dict[str, bytes]) -> dict[str, bytes]:
    return {name.replace("__", "/"): data for name, data in parts.items()}


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, numbered from 1; the first is its catalogue."""
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    for place in places:
        out.write(b"%010d 00000 n \n" % place)
    out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return out.getvalue()


def pdf_of_lines(*pages: list[str]) -> bytes:
    """A PDF with these lines of text on its pages, in any script: the letters are told by a ToUnicode table."""
    signs = sorted({sign for page in pages for line in page for sign in line})
    codes = {sign: number for number, sign in enumerate(signs, 1)}
    table = "\n".join(f"<{code:04x}> <{sign.encode('utf-16-be').hex()}>" for sign, code in codes.items())
    to_unicode = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{len(codes)} beginbfchar\n{table}\nendbfchar\n"
        "endcmap end end"
    )
    kids = " ".join(f"{6 + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        (
            b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [4 0 R]"
            b" /ToUnicode 5 0 R >>"
        ),
        (
            b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /DW 500"
            b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
        ),
        stream(to_unicode.encode()),
    ]
    for at, lines in enumerate(pages):
        shown = "".join(
            f"BT /F 10 Tf 50 {800 - 14 * row} Td <{''.join(f'{codes[sign]:04x}' for sign in line)}> Tj ET\n"
            for row, line in enumerate(lines)
        )
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 1200 842] /Resources << /Font << /F 3 0 R >> >>"
            b" /Contents %d 0 R >>" % (7 + 2 * at),
            stream(shown.encode()),
        ]
    return pdf(*objects)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)
