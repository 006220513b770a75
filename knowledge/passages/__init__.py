"""Facts that are nothing but text, found by the ranker: rows of files, passages of documents, an editor's sentence."""

from knowledge.passages.facts import is_structured, record_key
from knowledge.passages.shelf import Found, Passage, Shelf

__all__ = ["Found", "Passage", "Shelf", "is_structured", "record_key"]
