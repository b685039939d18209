"""What Python itself tells of a review (https://docs.python.org/3/library/audit_events.html)."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from ..doors import DEFECT, lay_out

WATCHED = """
import json, os, sys

seen = []
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC
EVENTS = (
    *("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "ctypes."),
    *("urllib.", "http.", "ftplib.", "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.chmod"),
    *("os.symlink", "os.chown", "os.truncate", "os.utime", "os.putenv", "shutil.", "pickle.", "webbrowser."),
)


def watch(event, arguments):
    if event == "open":
        path, _, flags = arguments
        if isinstance(flags, int) and flags & WRITES and path != os.devnull:
            seen.append(f"{event} {path!r}")
    elif event == "import":
        if arguments[0].partition(".")[0] in REVIEWED:
            seen.append(f"{event} {arguments[0]}")
    elif event.startswith(EVENTS):
        seen.append(f"{event} {arguments!r:.2000}")


REVIEWED = {"helper", "shop", "conftest", "tests", "test_a"}
import flake8_testsec.cli  # whatever that needs is no part of the review
sys.addaudithook(watch)
status = flake8_testsec.cli.main(sys.argv[1:])
print()
print(json.dumps([status, seen]), flush=True)
os._exit(0)
"""
SHOP = """\
import helper
import shop
import socket
from tests import helper as own
from unittest import mock

URL = "http://shop.example.com/"


def test_a(monkeypatch):
    with mock.patch("shop.pay"):
        socket.create_connection(("shop.example.com", 80))
    eval(own.text())
    open("/etc/passwd").read()
    helper.run("rm -rf /")
"""


def watched(folder: Path, words: Sequence[str]) -> tuple[int, list[str]]:
    """The status of a command, and what it did that a review must not; nothing compiled is kept."""
    done = subprocess.run(
        [sys.executable, "-B", "-c", WATCHED, *words],
        cwd=folder,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    status, seen = json.loads(done.stdout.splitlines()[-1])
    return status, seen


@pytest.mark.parametrize(
    "command",
    [
        "check --testsec-enable=TSE",
        "check --testsec-enable=TSE --format=sarif",
        "review",
        "bugs --no-blame",
        "role",
        "fix --diff --unsafe",
    ],
)
def test_a_review_writes_nothing_starts_nothing_and_has_no_connection(command: str, tmp_path: Path) -> None:
    files = {"pyproject.toml": "", "tests/test_a.py": SHOP, "tests/test_b.py": DEFECT, "shop.py": "pay = 1\n"}
    lay_out(tmp_path, {**files, "tests/helper.py": "raise SystemExit\n", "tests/conftest.py": "1 / 0\n"})
    words = [*command.split(), "--no-cache", "--jobs=1", "tests"]
    status, seen = watched(tmp_path, words)
    assert (status in (0, 1), seen) == (True, [])


def test_what_is_watched_for_is_seen(tmp_path: Path) -> None:
    """A fix that is written, and git that is asked."""
    lay_out(tmp_path, {"pyproject.toml": "", "tests/test_a.py": "def test_a():\n    assert (1, 'a')\n"})
    words = ["check", "--add-noqa", "--no-cache", "--jobs=1", "tests"]
    _, seen = watched(tmp_path, words)
    assert any(each.startswith("os.rename") and "test_a.py" in each for each in seen)
