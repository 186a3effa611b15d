"""One writer at a time. The operating system releases the lock when its owner dies, however it dies.

`lock.json` says who holds it and since when; readers never look at it.
"""

import fcntl
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from ..errors import Locked, NotWritable
from .layout import Layout


def now() -> datetime:
    return datetime.now(UTC)


@contextmanager
def single_writer(layout: Layout) -> Iterator[None]:
    """Hold the lake for writing, or fail at once with the owner's name and the age of its lock."""
    try:
        layout.root.mkdir(parents=True, exist_ok=True)
        handle = layout.lock.open("a+b", buffering=0)
    except OSError as error:
        raise NotWritable("lake", f"cannot write to {layout.root}: {error.strerror}") from error
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            owner, age_s = describe(layout)
            raise Locked(owner, age_s) from None
        owner_now = {"pid": os.getpid(), "host": socket.gethostname(), "since": now().isoformat()}
        try:
            handle.truncate(0)
            handle.write(json.dumps(owner_now).encode())
        except OSError as error:
            raise NotWritable("lake", f"cannot write to {layout.root}: {error.strerror}") from error
        try:
            yield
        finally:
            handle.truncate(0)


def describe(layout: Layout) -> tuple[str, float]:
    """(owner, age in seconds) of the last lock; ('nobody', 0) where none is noted."""
    try:
        noted = json.loads(layout.lock.read_text() or "{}")
    except (OSError, ValueError):
        noted = {}
    if not isinstance(noted, dict) or not noted:
        return "nobody", 0.0
    age_s = (now() - datetime.fromisoformat(noted["since"])).total_seconds()
    return f"process {noted['pid']} on {noted['host']}", max(age_s, 0.0)
