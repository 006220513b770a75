"""Importing files: documents become passages and proposed facts, everything else is taken as it is."""

from knowledge.documents.drafts import Draft, FileKind, Skipped
from knowledge.documents.reading import Limits, read_file
from knowledge.documents.settling import Settled, settle, settle_calendar
from knowledge.documents.sniffing import LARGEST, format_of

__all__ = [
    "LARGEST",
    "Draft",
    "FileKind",
    "Limits",
    "Settled",
    "Skipped",
    "format_of",
    "read_file",
    "settle",
    "settle_calendar",
]
