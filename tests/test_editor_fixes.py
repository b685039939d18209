"""An editor offers our fixes: a real language server loads the plugin by its entry point."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

pytest.importorskip("pylsp", reason="not with every Python")

from pylsp.workspace import Workspace

from flake8_testsec import __version__, language_server
from flake8_testsec.cli.fixer import why_unsafe

from .test_editor import Message, Server, diagnostics, edited, serving

tomllib = pytest.importorskip("tomllib" if sys.version_info >= (3, 11) else "tomli")
pytestmark = pytest.mark.tools

ROOT = Path(__file__).parent.parent
TEXT = """\
import unittest


class TestParser(unittest.TestCase):
    def test_reads(self):
        if "😀": self.assertTrue(self.id(), 7)
        stream = open("x.txt")
"""
SAFE = TEXT + "        self.addCleanup(stream.close)\n"
UNSAFE = TEXT.replace("assertTrue", "assertEqual")


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server in an environment where the package is installed with the entry points that it has now."""
    folder = tmp_path_factory.mktemp("site")
    with serving(PYTHONPATH=os.pathsep.join((str(installed(folder)), str(ROOT)))) as started:
        yield started


def installed(folder: Path) -> Path:
    """What an installation writes of the package, for one that may be installed with other entry points."""
    with open(ROOT / "pyproject.toml", "rb") as stream:
        project = tomllib.load(stream)["project"]
    facts = folder / f"flake8_testsec-{__version__}.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text(f"Metadata-Version: 2.1\nName: flake8-testsec\nVersion: {__version__}\n")
    groups = {**project["entry-points"], "console_scripts": project["scripts"]}
    lines = [
        f"[{name}]\n" + "".join(f"{key} = {value}\n" for key, value in entries.items())
        for name, entries in groups.items()
    ]
    (facts / "entry_points.txt").write_text("\n".join(lines))
    return folder


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "tests" / "test_x.py"
    path.parent.mkdir()
    path.write_text(TEXT, encoding="utf-8")
    return path


def place(line: int) -> Message:
    return {"start": {"line": line, "character": 0}, "end": {"line": line, "character": 99}}


def shown(code: str, line: int) -> Message:
    """A finding as an editor shows it."""
    return {"source": "flake8", "code": code, "range": place(line), "message": code}


def ours(found: Sequence[Message]) -> list[Message]:
    return [each for each in found if each["code"].startswith("TSE")]


def offered(server: Server, file: Path, found: Sequence[Message]) -> list[Message]:
    """What the server offers for findings that an editor shows."""
    answer = server.ask(
        "textDocument/codeAction",
        textDocument={"uri": file.as_uri()},
        range=place(6),
        context={"diagnostics": found},
    )
    result: list[Message] = answer["result"]
    return result


def applied(text: str, edits: Sequence[Message]) -> str:
    """A text after the edits of the protocol, as an editor applies them: places are in units of UTF-16."""
    units, lines = text.encode("utf-16-le"), text.splitlines(keepends=True)
    starts = [sum(len(each.encode("utf-16-le")) for each in lines[:count]) for count in range(len(lines) + 1)]
    for edit in sorted(edits, key=lambda each: each["range"]["start"]["line"], reverse=True):
        start, end = (
            starts[edit["range"][side]["line"]] + 2 * edit["range"][side]["character"]
            for side in ("start", "end")
        )
        units = units[:start] + edit["newText"].encode("utf-16-le") + units[end:]
    return units.decode("utf-16-le")


def results(actions: Sequence[Message], file: Path, text: str) -> list[str]:
    """What the text becomes by each action."""
    return [applied(text, each["edit"]["changes"][file.as_uri()]) for each in actions]


def test_an_editor_offers_what_is_safe_and_what_is_not(server: Server, file: Path, tmp_path: Path) -> None:
    found = ours(diagnostics(server, tmp_path, file, TEXT))
    unsafe, safe = offered(server, file, found)
    assert results([unsafe, safe], file, TEXT) == [UNSAFE, SAFE]
    assert [each["diagnostics"][0]["code"] for each in (unsafe, safe)] == ["TSE504", "TSE301"]
    assert (safe["kind"], safe["isPreferred"], "unsafe" in safe["title"]) == ("quickfix", True, False)
    assert (unsafe["kind"], unsafe["isPreferred"]) == ("quickfix", False)
    assert unsafe["title"].endswith(f"(unsafe: {why_unsafe('TSE504')})")
    assert offered(server, file, found[1:]) == [safe]
    assert ours(edited(server, file, SAFE.replace("True", "Equal"))) == []


def test_a_fix_with_a_reason_of_its_own_tells_that(server: Server, file: Path, tmp_path: Path) -> None:
    text = "def test_a(y):\n    shop(y)\n    # assert z == 4\n\ndef test_b(z):\n    assert z\n"
    (offer,) = offered(server, file, ours(diagnostics(server, tmp_path, file, text)))
    assert "(unsafe: the comment could not run as it is" in offer["title"]


def test_who_does_not_want_it_is_offered_nothing(server: Server, file: Path, tmp_path: Path) -> None:
    found = diagnostics(server, tmp_path, file, TEXT)
    server.notify(
        "workspace/didChangeConfiguration", settings={"pylsp": {"plugins": {"testsec": {"enabled": False}}}}
    )
    assert offered(server, file, found) == []


def actions(file: Path, text: str, *found: Message) -> list[Message]:
    """What the plugin offers, asked as the server asks it."""
    workspace = Workspace(file.parent.parent.as_uri(), None)
    workspace.put_document(file.as_uri(), text)
    return language_server.pylsp_code_actions(
        workspace=workspace, document=workspace.get_document(file.as_uri()), context={"diagnostics": [*found]}
    )


def test_it_is_on_unless_it_is_switched_off() -> None:
    assert language_server.pylsp_settings() == {"plugins": {"testsec": {"enabled": True}}}


def test_lines_end_as_those_of_the_text(file: Path) -> None:
    found = shown("TSE504", 5), shown("TSE301", 6)
    text = TEXT.replace("\n", "\r\n")
    unsafe, safe = actions(file, text, *found)
    assert results([unsafe, safe], file, text) == [each.replace("\n", "\r\n") for each in (UNSAFE, SAFE)]


def test_only_what_is_shown_can_be_mended(file: Path) -> None:
    assert actions(file, TEXT) == actions(file, TEXT, shown("E301", 6)) == []
    assert actions(file, TEXT, shown("TSE301", 5)) == []
    assert len(actions(file, TEXT, shown("TSE301", 6))) == 1


def test_settings_and_comments_of_the_project_decide(file: Path, tmp_path: Path) -> None:
    assert actions(file, TEXT.replace('x.txt")', 'x.txt")  # noqa: TSE301'), shown("TSE301", 6)) == []
    (tmp_path / ".flake8").write_text("[flake8]\nextend-ignore = TSE301\n", encoding="utf-8")
    assert actions(file, TEXT, shown("TSE301", 6)) == []


def test_nothing_of_the_project_is_imported(file: Path, tmp_path: Path) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('imported')\n", encoding="utf-8")
    (tmp_path / "flake8_testsec.py").write_text("raise SystemExit('imported')\n", encoding="utf-8")
    assert len(actions(file, TEXT, shown("TSE301", 6))) == 1


def test_what_cannot_be_reviewed_has_no_fixes(
    file: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    assert actions(file, TEXT.replace("(self.id", "((self.id"), shown("TSE301", 6)) == []
    assert not caplog.messages
    (tmp_path / ".flake8").write_text("[flake8]\nignore = $\n", encoding="utf-8")
    assert actions(file, TEXT, shown("TSE301", 6)) == []
    assert "testsec has no fixes for" in caplog.text
