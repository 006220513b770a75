"""Alembic's migrations, append-only: what has been released is not edited, a change is a new number."""
