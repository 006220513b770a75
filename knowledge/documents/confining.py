"""What the parsing process may do: read, compute, and write to the pipes that it was given; nothing else.

The limits are the kernel's (`setrlimit`). The audit hook (PEP 578) keeps Python code from the network, from other
programs and from writing files; it is a second lock, not the first.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

with suppress(ImportError):  # not on Windows; there only the parent's clock limits
    import resource

MEMORY: Final = 500_000_000  # bytes of address space
CPU_SECONDS: Final = 90
_FILES: Final = 64  # open at once
_FORBIDDEN: Final = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "os.startfile",
    "os.system",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.mkdir",
    "os.link",
    "os.symlink",
    "os.truncate",
    "os.chmod",
    "os.chown",
    "os.kill",
    "ftplib.",
    "http.client.",
    "urllib.Request",
    "pty.spawn",
    "shutil.",
    "tempfile.",
)
_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Forbidden(Exception):  # noqa: N818 - what happened, not what failed
    """Something was tried that no parser needs."""


def confine(memory: int = MEMORY, cpu_seconds: int = CPU_SECONDS) -> None:
    """From here on for good."""
    if "resource" in globals():
        for name, value in _limits(memory, cpu_seconds):
            # Some systems know a limit and do not take it.
            with suppress(AttributeError, ValueError, OSError):
                resource.setrlimit(getattr(resource, name), value)
    sys.addaudithook(_watch)


def peak_memory() -> int:
    """The most that this process has held so far, in bytes; 0 where that cannot be told."""
    with suppress(OSError, ValueError, IndexError):
        # ru_maxrss counts what the parent held when this process was forked, too.
        status = Path("/proc/self/status").read_text(encoding="ascii")
        return int(status.split("VmHWM:")[1].split()[0]) * 1024
    if "resource" not in globals():
        return 0
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def _limits(memory: int, cpu_seconds: int) -> Iterable[tuple[str, tuple[int, int]]]:
    yield "RLIMIT_AS", (memory, memory)
    yield "RLIMIT_CPU", (cpu_seconds, cpu_seconds + 2)
    yield "RLIMIT_FSIZE", (0, 0)
    yield "RLIMIT_CORE", (0, 0)
    yield "RLIMIT_NOFILE", (_FILES, _FILES)


def _watch(event: str, details: tuple[Any, ...]) -> None:
    if event.startswith(_FORBIDDEN):
        raise Forbidden(event)
    if event == "open" and len(details) == 3:
        _path, mode, flags = details
        writes = isinstance(mode, str) and not set(mode).isdisjoint("wax+")
        if writes or (isinstance(flags, int) and flags & _WRITING):
            raise Forbidden("writing a file")
