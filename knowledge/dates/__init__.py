"""Dates as precise as they are known: EDTF, spans, and their words in three languages."""

from knowledge.dates.edtf import parse_edtf, write_edtf
from knowledge.dates.rendering import render_span
from knowledge.dates.span import Precision, Span
from knowledge.dates.words import Found, find_interval, parse_date_words
from knowledge.dates.wrong import WrongDate

__all__ = [
    "Found",
    "Precision",
    "Span",
    "WrongDate",
    "find_interval",
    "parse_date_words",
    "parse_edtf",
    "render_span",
    "write_edtf",
]
