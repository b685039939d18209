"""Named pipes that keep a process busy for as long as a test wants."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Make a pipe that has a writer who writes nothing, so that whoever is told to read it waits."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(path)
    descriptor = os.open(path, os.O_RDWR)
    try:
        yield
    finally:
        os.close(descriptor)


def await_reader(process: subprocess.Popen[Any], path: Path) -> None:
    """Wait until a process has opened a pipe."""
    while process.poll() is None and path not in _opened(process):
        time.sleep(0.01)


def _opened(process: subprocess.Popen[Any]) -> Iterator[Path]:
    for link in Path(f"/proc/{process.pid}/fd").iterdir():
        with suppress(OSError):  # it may be closed meanwhile
            yield link.readlink()
