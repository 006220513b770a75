"""Dates as precise as they are known: EDTF, spans, and their names in three languages."""

from knowledge.dates.edtf import parse_edtf, write_edtf
from knowledge.dates.rendering import render_span
from knowledge.dates.span import Precision, Span

__all__ = ["Precision", "Span", "parse_edtf", "render_span", "write_edtf"]
