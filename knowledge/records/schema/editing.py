"""Editors: their rights, what they are in the middle of, and what was tried."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Index,
    String,
    Table,
    Text,
)

from knowledge.records.columns import Instant
from knowledge.records.schema.common import SERIAL, metadata, one_of

# Owners are named by the settings, not here.
roles = Table(
    "roles",
    metadata,
    Column("person", BigInteger, primary_key=True, autoincrement=False),
    Column("role", String(8), nullable=False),
    Column("granted_by", BigInteger, nullable=False),
    Column("at", Instant, nullable=False),
    one_of("role", ("viewer", "editor")),
)

# Who did, or tried to do, what needs a right.
audit = Table(
    "audit",
    metadata,
    Column("id", SERIAL, primary_key=True),
    Column("at", Instant, nullable=False, index=True),
    Column("person", BigInteger),  # empty: nobody in particular
    Column("chat", BigInteger),
    Column("action", String(64), nullable=False),
    Column("allowed", Boolean, nullable=False),
    Column("detail", Text),
    sqlite_autoincrement=True,
)

# What somebody is filling in step by step; one at a time in a chat, so that it survives a restart.
wizards = Table(
    "wizards",
    metadata,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("person", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(16), nullable=False),
    Column("state", JSON, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Index(None, "person"),
)

# Changes that wait for a second pair of eyes (REVIEW); `edits` as plain data: what stands, what shall stand.
proposals = Table(
    "proposals",
    metadata,
    Column("id", SERIAL, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("person", BigInteger, nullable=False, index=True),
    Column("edits", JSON, nullable=False),
    Column("status", String(16), nullable=False, index=True),
    Column("handled_by", BigInteger),
    Column("handled_at", Instant),
    one_of("status", ("waiting", "accepted", "rejected")),
    sqlite_autoincrement=True,
)

# Files that were read and wait for an editor's word; `found` is the pack made of them, as plain data.
imports = Table(
    "imports",
    metadata,
    Column("id", SERIAL, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("person", BigInteger, nullable=False, index=True),
    Column("chat", BigInteger, nullable=False),
    Column("name", Text, nullable=False),
    Column("status", String(16), nullable=False),
    Column("report", JSON, nullable=False),  # counts, samples, duplicates, problems
    Column("found", JSON(none_as_null=True)),
    one_of("status", ("waiting", "accepted", "cancelled")),
    sqlite_autoincrement=True,
)
