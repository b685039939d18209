"""An editor sees our findings: a real language server runs flake8 with the plugin."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

import pytest

pytestmark = pytest.mark.tools

Message = dict[str, Any]

PATIENCE = 60
"""Seconds after which a server that does not answer is ended."""

TEXT = """\
import unittest


class TestParser(unittest.TestCase):
    def test_rejects(self):
        self.assertRaises(ValueError)
"""
CAPABILITIES = {"window": {"workDoneProgress": True}}
"""What editors say they can: the server then asks before it begins to work."""

NOT_WANTED = ("mccabe", "pycodestyle", "pydocstyle", "pyflakes", "pylint")


class Server:
    """A language server as an editor talks to it."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._to, self._from = cast(IO[bytes], process.stdin), cast(IO[bytes], process.stdout)

    def notify(self, method: str, **parameters: object) -> None:
        self._send({"method": method, "params": parameters})

    def ask(self, method: str, **parameters: object) -> Message:
        self._send({"id": method, "method": method, "params": parameters})
        return next(message for message in self._messages() if message.get("id") == method)

    def told(self, method: str) -> Message:
        """The parameters of the next notification of this kind."""
        return next(message["params"] for message in self._messages() if message.get("method") == method)

    def _send(self, message: Message) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._to.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._to.flush()

    def _messages(self) -> Iterator[Message]:
        while True:
            message = self._receive()
            if "id" in message and "method" in message:
                # The server waits for the answers to its own requests.
                self._send({"id": message["id"], "result": None})
            else:
                yield message

    def _receive(self) -> Message:
        headers = dict(line.lower().split(b":", 1) for line in iter(self._line, b""))
        assert headers, "the server has ended, or was ended because it was silent for too long"
        message: Message = json.loads(self._from.read(int(headers[b"content-length"])))
        return message

    def _line(self) -> bytes:
        return self._from.readline().strip()


@pytest.fixture
def server() -> Iterator[Server]:
    """A server that finds the flake8 of this environment, as in an editor started from it."""
    with serving() as started:
        yield started


@contextmanager
def serving(**more: str) -> Iterator[Server]:
    """A server, with some variables of its environment."""
    scripts = sysconfig.get_path("scripts")
    path = os.pathsep.join((scripts, os.environ["PATH"]))
    process = subprocess.Popen(
        [sys.executable, "-m", "pylsp"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PATH": path, **more},
    )
    watchdog = threading.Timer(PATIENCE, process.kill)
    watchdog.start()
    with process:
        try:
            yield Server(process)
        finally:
            process.kill()
            watchdog.cancel()


def diagnostics(server: Server, root: Path, file: Path, text: str = TEXT) -> list[Message]:
    """What the server says of a file that an editor opens, with what the editor has of it."""
    plugins = {name: {"enabled": False} for name in NOT_WANTED}
    server.ask("initialize", processId=os.getpid(), rootUri=root.as_uri(), capabilities=CAPABILITIES)
    server.notify("initialized")
    server.notify(
        "workspace/didChangeConfiguration",
        settings={"pylsp": {"plugins": {**plugins, "flake8": {"enabled": True}}}},
    )
    document = {"uri": file.as_uri(), "languageId": "python", "version": 1, "text": text}
    server.notify("textDocument/didOpen", textDocument=document)
    found: list[Message] = server.told("textDocument/publishDiagnostics")["diagnostics"]
    return found


def edited(server: Server, file: Path, text: str) -> list[Message]:
    """What it says when the text has been changed and not saved."""
    document = {"uri": file.as_uri(), "version": 2}
    server.notify("textDocument/didChange", textDocument=document, contentChanges=[{"text": text}])
    found: list[Message] = server.told("textDocument/publishDiagnostics")["diagnostics"]
    return found


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of tests, as it was saved."""
    path = tmp_path / "tests" / "test_x.py"
    path.parent.mkdir()
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_an_editor_shows_the_finding_at_its_place(server: Server, file: Path, tmp_path: Path) -> None:
    (found,) = diagnostics(server, tmp_path, file)
    assert (found["source"], found["code"]) == ("flake8", "TSE407")
    line = TEXT.splitlines()[5]
    assert found["range"] == {
        "start": {"line": 5, "character": line.index("self")},
        "end": {"line": 5, "character": len(line) + 1},
    }
    message = found["message"]
    assert "assertRaises()" in message
    assert len(message.splitlines()) == 1


def test_what_is_not_saved_is_what_counts(server: Server, file: Path, tmp_path: Path) -> None:
    mended = TEXT.replace("(ValueError)", "(ValueError, int, 'x')")
    assert diagnostics(server, tmp_path, file, mended) == []
    (found,) = edited(server, file, f"# new\n{TEXT}")
    assert (found["code"], found["range"]["start"]) == ("TSE407", {"line": 6, "character": 8})
    assert edited(server, file, mended) == []
    assert file.read_text(encoding="utf-8") == TEXT


def test_a_file_that_was_never_saved_is_reviewed(server: Server, tmp_path: Path) -> None:
    (found,) = diagnostics(server, tmp_path, tmp_path / "tests" / "test_new.py")
    assert found["code"] == "TSE407"


def units(text: str) -> int:
    """Its length as editors count it: in units of UTF-16."""
    return len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize("before", ["Straße", "東京 ± é", "e\u0301"])
def test_columns_are_right_behind_text_that_is_not_ascii(
    server: Server, file: Path, tmp_path: Path, before: str
) -> None:
    text = TEXT.replace("        self", f"        {before!r}; self")
    (found,) = (each for each in diagnostics(server, tmp_path, file, text) if each["code"] == "TSE407")
    line = text.splitlines()[5]
    start, end = found["range"]["start"], found["range"]["end"]
    assert (start["line"], start["character"]) == (5, units(line[: line.index("self")]))
    assert (end["line"], end["character"]) == (5, units(line) + 1)


def test_the_server_counts_characters_outside_the_basic_plane_once(
    server: Server, file: Path, tmp_path: Path
) -> None:
    """It hands flake8's columns on, which are characters; docs/editors.md tells."""
    text = TEXT.replace("        self", "        '😀😀'; self")
    (found,) = (each for each in diagnostics(server, tmp_path, file, text) if each["code"] == "TSE407")
    line = text.splitlines()[5]
    character = found["range"]["start"]["character"]
    assert character == line.index("self") == units(line[: line.index("self")]) - 2


def test_findings_are_warnings_and_what_cannot_be_parsed_is_an_error(
    server: Server, file: Path, tmp_path: Path
) -> None:
    high = TEXT.replace("assertRaises(ValueError)", "assertTrue(self.id(), 7)")
    (found,) = diagnostics(server, tmp_path, file, high)
    assert (found["code"], found["severity"]) == ("TSE504", 2)
    broken = edited(server, file, TEXT.replace("(unittest", "((unittest"))
    assert [(each["code"], each["severity"]) for each in broken] == [("E999", 1)]
