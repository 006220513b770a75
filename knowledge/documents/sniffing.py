"""What a file is, by what is in it; its name must not say otherwise."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final, Literal

from knowledge.documents.drafts import FileKind
from knowledge.errors import InvalidInput

Format = Literal["yaml", "jsonl", "csv", "ics", "txt", "md", "html", "docx", "pdf"]
LARGEST: Final = 20_000_000  # bytes; also what Telegram lets a bot download

_ENDINGS: Final[dict[str, Format]] = {
    ".yaml": "yaml",
    ".yml": "yaml",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".ics": "ics",
    ".txt": "txt",
    ".text": "txt",
    ".md": "md",
    ".markdown": "md",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".docx": "docx",
    ".pdf": "pdf",
}
_KINDS: Final[dict[Format, FileKind]] = {"yaml": "pack", "jsonl": "rows", "csv": "rows", "ics": "calendar"}
# What other programs put first into their files (file(1) knows more of them).
_SIGNATURES: Final = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word file (.doc) or another of its family"),
    (b"{\\rtf", "rich text (.rtf)"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
    (b"OggS", "a recording"),
    (b"ID3", "a recording"),
)
_OWN: Final[dict[str, Format]] = {"a PDF": "pdf", "a ZIP archive": "docx"}


def format_of(name: str) -> Format:
    """By the ending of its name; InvalidInput for one that cannot be imported."""
    ending = PurePath(name).suffix.lower()
    if ending in _ENDINGS:
        return _ENDINGS[ending]
    known = ", ".join(sorted(_ENDINGS))
    raise InvalidInput(
        f"cannot import “{ending or 'a file without an ending'}”; what can be: {known}",
        file=PurePath(name).name,
    )


def kind_of(form: Format) -> FileKind:
    return _KINDS.get(form, "document")


def check_contents(form: Format, head: bytes) -> None:
    """Refuse a file whose first bytes are those of something else than its name says."""
    if not head.strip():
        raise InvalidInput("the file is empty")
    # Some programs put a few bytes before a PDF's first line (ISO 32000-2, implementation notes).
    found = next((what for mark, what in _SIGNATURES if head.startswith(mark)), None)
    if form == "pdf" and b"%PDF-" in head[:1024]:
        return
    own = _OWN.get(found or "")
    if found is not None and own != form:
        raise InvalidInput(f"the file is {found}, not .{form} as its name says")
    if found is None and form in ("pdf", "docx"):
        what = "a PDF" if form == "pdf" else "a Word document"
        raise InvalidInput(f"the file is not {what} as its name says")
