"""A PostgreSQL server of our own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any, Self

import psycopg

PASSWORD = "s3cret-of-the-tests"
_PATIENCE = 60  # seconds for a start on a busy machine


def binaries() -> Path | None:
    """The folder with initdb and postgres, if installed: the newest of Debian's, or that in the path."""
    debian = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    if debian:
        return max(debian, key=lambda folder: float(folder.parent.name))
    found = shutil.which("postgres")
    return Path(found).resolve().parent if found and shutil.which("initdb") else None


class PrivateServer:
    def __init__(self, folder: Path) -> None:
        self._binaries = folder
        # Not pytest's folder: the name of a socket may have no more than about a hundred characters.
        self._folder = Path(tempfile.mkdtemp(prefix="pg-"))
        # initdb refuses to run as root.
        self._user: dict[str, Any] = {"user": "postgres", "group": "postgres", "extra_groups": []}
        if os.geteuid() != 0:
            self._user = {}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgresql://tester:{PASSWORD}@/postgres?host={self._folder}"

    def __enter__(self) -> Self:
        try:
            self._create()
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_exception: object) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)  # fast: open connections are ended
            self._process.wait(_PATIENCE)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _create(self) -> None:
        (password := self._folder / "password").write_text(PASSWORD)
        if self._user:
            shutil.chown(self._folder, "postgres", "postgres")
            shutil.chown(password, "postgres", "postgres")
        command = [
            self._binaries / "initdb",
            "-D",
            self._folder / "data",
            "-U",
            "tester",
            "-A",
            "scram-sha-256",
        ]
        options = [f"--pwfile={password}", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        subprocess.run([*command, *options], check=True, capture_output=True, cwd="/", **self._user)

    def _start(self) -> None:
        settings = ["listen_addresses=", "fsync=off", "max_connections=60", "logging_collector=off"]
        options = [part for setting in settings for part in ("-c", setting)]
        command = [self._binaries / "postgres", "-D", self._folder / "data", "-k", self._folder, *options]
        with (self._folder / "log").open("wb") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, cwd="/", **self._user)
        deadline = time.monotonic() + _PATIENCE
        while True:
            try:
                psycopg.connect(self.url).close()
            except psycopg.OperationalError:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError((self._folder / "log").read_text()) from None
                time.sleep(0.05)
            else:
                return
