"""Personal text at rest: sealed with a key that is not in the database (Fernet: AES-128-CBC and HMAC-SHA256).

What is sealed says so, and text from before there was a key is read as it is.
"""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache

from sqlalchemy import Connection, select, update

from knowledge.errors import Unavailable
from knowledge.records.columns import Cipher
from knowledge.records.database import Database
from knowledge.records.schema import letters, questions, state, threads

SEAL = "sealed:1:"
_CANARY = "agreement"
_SALT = b"agreement-bot records"  # one for all: a key is worth keeping long and random, and two may share a database
_BATCH = 500


class _Fernet:
    def __init__(self, secret: str) -> None:
        from cryptography.fernet import Fernet  # noqa: PLC0415 - slow to load, and rarely needed

        # scrypt, because a key may be a word that somebody thought of (RFC 7914; its cost as OWASP advises).
        key = hashlib.scrypt(secret.encode(), salt=_SALT, n=2**14, r=8, p=1, dklen=32)
        self._fernet = Fernet(base64.urlsafe_b64encode(key))

    def seal(self, text: str) -> str:
        """Sealed text is left as it is."""
        return text if text.startswith(SEAL) else SEAL + self._fernet.encrypt(text.encode()).decode()

    def open(self, text: str) -> str:
        from cryptography.fernet import InvalidToken  # noqa: PLC0415

        if not text.startswith(SEAL):
            return text
        try:
            return self._fernet.decrypt(text.removeprefix(SEAL)).decode()
        except InvalidToken:
            raise Unavailable("personal text cannot be opened: SECRET_KEY is another one") from None


@lru_cache(maxsize=8)
def cipher_of(secret: str) -> Cipher:
    """The cipher of a SECRET_KEY; making one takes some 50 ms, on purpose."""
    return _Fernet(secret)


def guard(database: Database) -> None:
    """Seal what is not sealed yet, if there is a key. Unavailable if what is sealed cannot be opened with it."""
    with database.reading() as connection:
        canary = connection.execute(select(state.c.canary)).scalar()
    if canary is not None:
        _check_key(canary, database)
    elif database.cipher is not None:
        with database.writing() as connection:
            _seal_all(connection, database.cipher)


def _check_key(canary: str, database: Database) -> None:
    if database.cipher is None:
        raise Unavailable(f"{database.name}: personal text in it is sealed; SECRET_KEY is needed")
    try:
        database.cipher.open(canary)
    except Unavailable:
        raise Unavailable(
            f"{database.name}: SECRET_KEY is not the one that personal text in it is sealed with"
        ) from None


def _seal_all(connection: Connection, cipher: Cipher) -> None:
    """From now on, and what is there already; the connection's engine has the cipher."""
    for table, columns in ((questions, ("text", "missing")), (threads, ("thread",)), (letters, ("parts",))):
        (key,) = table.primary_key.columns
        names = connection.execute(select(key)).scalars().all()
        for start in range(0, len(names), _BATCH):
            batch = key.in_(names[start : start + _BATCH])
            for row in connection.execute(
                select(key, *(table.c[name] for name in columns)).where(batch)
            ).mappings():
                values = {name: row[name] for name in columns}
                connection.execute(update(table).where(key == row[key.name]).values(values))
    connection.execute(update(state).values(canary=cipher.seal(_CANARY)))
