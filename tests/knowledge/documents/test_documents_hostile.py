"""Files that nobody vouches for: each gets one clear line, in bounded time and memory, by a real process."""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import sys
import zlib
from pathlib import Path

import docx
import pytest
from file_makers import Read, Refused, pdf, stream, word, zipped
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen import canvas

from knowledge.documents import Limits
from knowledge.errors import InvalidInput

MB = 1_000_000


def test_an_archive_that_unpacks_to_hundreds_of_megabytes_is_not_unpacked(refused: Refused) -> None:
    bomb = word("<w:p/>", word__media__a=bytes(400 * MB))
    assert len(bomb) < MB
    assert refused("a.docx", bomb) == "the document would unpack to 400 MB, 200 MB at most"


def test_a_large_part_is_not_unpacked_either(refused: Refused) -> None:
    text = refused("a.docx", word("<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 3_000_000))
    assert text == "the document's text takes 102 MB unpacked, too much to read"


def test_an_archive_that_lies_about_its_sizes_gives_no_more_than_it_says(refused: Refused) -> None:
    honest = word("<w:p><w:r><w:t>abc</w:t></w:r></w:p>" * 20_000)
    size = len(b"<w:p><w:r><w:t>abc</w:t></w:r></w:p>" * 20_000)
    at = honest.index(b"word/document.xml", honest.index(b"PK\x01\x02")) - 46
    found = int.from_bytes(honest[at + 24 : at + 28], "little")
    assert found > size
    lying = honest[: at + 24] + (4000).to_bytes(4, "little") + honest[at + 28 :]
    assert "damaged" in refused("a.docx", lying)


def test_thousands_of_parts(refused: Refused) -> None:
    assert "6000 parts" in refused("a.docx", zipped({f"word/{at}.xml": b"" for at in range(6000)}))


def test_deeply_nested_xml(refused: Refused) -> None:
    depth = 200_000
    assert "damaged" in refused("a.docx", word("<w:p>" * depth + "</w:p>" * depth))


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE w SYSTEM "http://127.0.0.1:9/a.dtd">',
    ],
)
def test_xml_entities(refused: Refused, head: str) -> None:
    text = refused("a.docx", word("<w:p><w:r><w:t>&b;&a;</w:t></w:r></w:p>", head=head))
    assert text == "the document defines XML entities, which no Word document does"


def test_macros(refused: Refused) -> None:
    text = refused(
        "a.docx", word("<w:p/>", word__vbaProject_bin=b"x").replace(b"vbaProject_bin", b"vbaProject.bin")
    )
    assert text == "the document holds macros; save it without them (.docx)"


@pytest.mark.parametrize("cut", [100, 2_000, 10_000])
def test_a_document_cut_off(refused: Refused, cut: int) -> None:
    out = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("The ferry leaves at noon.")
    document.save(out)
    assert "damaged" in refused("a.docx", out.getvalue()[:cut])


def test_another_archive(refused: Refused) -> None:
    text = refused("a.docx", zipped({"xl/workbook.xml": b"<a/>"}))
    assert text == "the file is a ZIP archive, but not a Word document"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.docx", b"%PDF-1.7 ...", "the file is a PDF, not .docx as its name says"),
        ("a.pdf", zipped({"a": b"b"}), "the file is a ZIP archive, not .pdf as its name says"),
        ("a.txt", b"\x89PNG\r\n\x1a\n", "the file is a picture, not .txt as its name says"),
        ("a.md", b"MZ\x90\x00", "the file is a program, not .md as its name says"),
        ("a.html", b"SQLite format 3\x00", "the file is a database, not .html as its name says"),
        ("a.csv", zipped({"a": b"b"}), "the file is a ZIP archive, not .csv as its name says"),
        ("a.pdf", b"Just a text.", "the file is not a PDF as its name says"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word file (.doc)"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "cannot import “.doc”"),
        ("a", b"text", "cannot import “a file without an ending”"),
        ("a.txt", b"", "the file is empty"),
    ],
)
def test_a_file_that_is_not_what_its_name_says(refused: Refused, name: str, data: bytes, said: str) -> None:
    assert said in refused(name, data)


def test_a_file_that_is_too_large(refused: Refused) -> None:
    assert refused("a.txt", b"a" * (20 * MB + 1)) == "larger than 20 MB"


# PDF


def written(**options: object) -> bytes:
    out = io.BytesIO()
    page = canvas.Canvas(out, **options)
    page.drawString(72, 720, "The ferry leaves from the northern pier at noon.")
    page.showPage()
    page.save()
    return out.getvalue()


def test_a_pdf_with_a_password(refused: Refused) -> None:
    data = written(encrypt=StandardEncryption("secret", ownerPassword="owner"))
    assert refused("a.pdf", data) == "the PDF is protected by a password"


def test_a_pdf_of_pictures(refused: Refused) -> None:
    out = io.BytesIO()
    page = canvas.Canvas(out)
    page.rect(10, 10, 100, 100, fill=1)
    page.showPage()
    page.save()
    assert refused("a.pdf", out.getvalue()).startswith("the PDF has no text, only pictures of it")


def test_a_pdf_cut_off(refused: Refused) -> None:
    assert "damaged" in refused("a.pdf", written()[:300])


def test_a_pdf_whose_page_unpacks_to_gigabytes(refused: Refused) -> None:
    packed = zlib.compress(zlib.compress(b"BT /F 9 Tf (aaaaaaaaaaaa) Tj ET\n" * 12 * MB))
    assert len(packed) < 3 * MB
    bomb = pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R"
        b" /Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        stream(packed, b"/Filter [/FlateDecode /FlateDecode]"),
    )
    assert refused("a.pdf", bomb, Limits(seconds=40, cpu_seconds=30))


def test_a_pdf_whose_pages_are_their_own_children(refused: Refused) -> None:
    loop = pdf(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>")
    assert refused("a.pdf", loop)


# Text in all its forms


def test_html_nested_without_end(read: Read) -> None:
    depth = 400_000
    draft = read("a.html", "<div>" * depth + "<p>The ferry leaves at noon.</p>" + "</div>" * depth)
    assert "ferry" in draft.pack.facts[0].statement["en"] if draft.pack.facts else True
    assert draft.peak_memory < 500 * MB


def test_html_that_is_all_brackets(refused: Refused) -> None:
    assert refused("a.html", "<" * 5 * MB)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 5 * MB,
        "A. " * MB,
        "Ivan Ivanov, " * 300_000,
        "e\u0301" * 2 * MB,
        "e" + "\u0301" * 2 * MB,
        ", " * MB + "director Ivan Ivanov",
        "In 2020 " * 400_000,
        "\u202e" * MB + "text",
        "«" * MB + "сказал Иван Иванов",
        "; ".join(["обсудили 2020"] * 200_000),
    ],
    ids=range(10),
)
def test_text_without_measure(tmp_path: Path, read: Read, text: str) -> None:
    """It is read or refused, in bounded time and memory either way."""
    draft = None
    with contextlib.suppress(InvalidInput):
        draft = read("a.txt", text, limits=Limits(seconds=100, cpu_seconds=90))
    if draft is not None:
        assert draft.peak_memory < 500 * MB
        assert all(len(text) <= 3500 for fact in draft.pack.facts for text in fact.statement.values())


def test_a_table_of_a_million_columns(refused: Refused) -> None:
    assert refused("a.csv", ",".join(f"c{at}" for at in range(10**6)) + "\n")
    assert refused("b.csv", "id,lang,text\n" + "a," * 10**6 + "\n")


def test_yaml_that_grows_by_its_aliases(refused: Refused) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{at}: &a{at} [{', '.join([f'*a{at - 1}'] * 10)}]" for at in range(1, 12)]
    assert refused("a.yaml", "\n".join(lines))


@pytest.mark.parametrize("name", ["a.yaml", "a.jsonl"])
def test_brackets_without_end(refused: Refused, name: str) -> None:
    assert refused(name, "[" * 300_000)


def test_a_calendar_that_repeats_for_ever(refused: Refused) -> None:
    entry = (
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\nUID:a\nSUMMARY:Fair\nDTSTART:20260230T100000\n"
    )
    assert refused("a.ics", f"{entry}RRULE:FREQ=SECONDLY;COUNT=99999999999\nEND:VEVENT\nEND:VCALENDAR\n")
    assert refused("b.ics", "BEGIN:VCALENDAR\n" * 100_000)


# The limits themselves


def test_reading_that_takes_too_long_is_ended(refused: Refused) -> None:
    said = "reading this file takes longer than is allowed"
    assert refused("a.txt", "Ivan Ivanov, director of X. " * 500_000, Limits(seconds=1.0)) == said
    assert refused("a.txt", "Ivan Ivanov, director of X. " * 500_000, Limits(cpu_seconds=1)) == said


def test_reading_that_takes_too_much_memory_is_ended(refused: Refused) -> None:
    assert "memory" in refused("a.txt", "a b c d. " * 2 * MB, Limits(memory=250 * MB))


CONFINED = """
import sys
sys.path.insert(0, sys.argv[1])
import json, os, socket, subprocess
from knowledge.documents.confining import confine
confine(500_000_000, 20)
done = {}
def attempt(name, call):
    try:
        call()
        done[name] = "done"
    except BaseException as error:
        done[name] = type(error).__name__
attempt("read", lambda: open(sys.argv[1] + "/pyproject.toml").read())
attempt("write", lambda: open("a.txt", "w"))
attempt("append", lambda: open("a.txt", "ab"))
attempt("os.open", lambda: os.open("a.txt", os.O_CREAT | os.O_WRONLY))
attempt("remove", lambda: os.remove("here.txt"))
attempt("rename", lambda: os.rename("here.txt", "there.txt"))
attempt("socket", lambda: socket.create_connection(("127.0.0.1", 9), 1))
attempt("run", lambda: subprocess.run(["true"]))
attempt("system", lambda: os.system("true"))
attempt("fork", lambda: os.fork() or os._exit(0))
attempt("memory", lambda: bytearray(600_000_000))
print(json.dumps(done))
"""


def test_the_reading_process_can_do_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "here.txt").write_text("here", encoding="utf-8")
    root = str(Path(__file__).parents[3])
    done = subprocess.run(
        [sys.executable, "-I", "-B", "-c", CONFINED, root],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    told = json.loads(done.stdout)
    assert told.pop("read") == "done"
    assert told.pop("memory") == "MemoryError"
    assert set(told.values()) == {"Forbidden"}
    assert [file.name for file in tmp_path.iterdir()] == ["here.txt"]
