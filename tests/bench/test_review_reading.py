"""What careful readings led to, held against a tree that shows it and against one that does not."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

pytest.importorskip("tomllib", reason="the benchmarks need Python 3.11")

from bench.review import _claims_too_much
from bench.review_checks import Place
from bench.review_reading import READING_CHECKS
from tests.review.asking import reviewed

_TEXT = """\
import os, pytest, responses
from click.testing import CliRunner
from hypothesis import given
from shop import Till, main
@pytest.mark.vcr
def test_bug_148(client, pytester, folder):
    client.connect(host="till")
    Till("ann", "s3cr3t")
    client.ring(f"http://{client}:{client}")
    CliRunner().invoke(main)
    pytester.makepyfile("a")
    with pytest.raises(OSError):
        assert client
    os.listdir("a")
    folder.rglob("*.py")
    open("a", "wb")
    responses.add("GET", "a")  # TODO: again
@given(1)
def test_a(a): ...
"""
_SHOP = "class Till:\n    def __init__(self, name, password): ...\ndef main(): ...\n"


def _place(first: int, last: int, text: str = _TEXT) -> Place:
    return Place(ast.parse(text), text.splitlines(), first, last, is_other=False)


def test_what_is_so_is_found() -> None:
    document = reviewed(_TEXT, {"shop.py": _SHOP})
    facts = [fact for each in document.aspects for fact in each.facts]
    held = [(each.kind, each.subject, one) for each in facts for one in each.lines]
    known = [each for each in held if each[0] in READING_CHECKS]
    assert {each[0] for each in known} == READING_CHECKS.keys() - {"not-followed"}
    for kind, subject, lines in known:
        assert READING_CHECKS[kind](subject, _place(lines.first, lines.last)), kind


@pytest.mark.parametrize("kind", READING_CHECKS)
def test_what_is_not_so_is_noticed(kind: str) -> None:
    assert not READING_CHECKS[kind]("elsewhere", _place(4, 4))


@pytest.mark.parametrize(
    ("text", "is_wrong"),
    [
        ("install()\n", False),
        ("def make():\n    install()\n", True),
        ("if ready:\n    install()\n", True),
        ("for each in 1, 2:\n    install()\n", True),
    ],
)
def test_what_an_import_does(tmp_path: Path, text: str, is_wrong: bool) -> None:
    (tmp_path / "conftest.py").write_text(text)
    line = text.count("\n")
    fact = {
        "kind": "followed-import",
        "text": "By its name, registers something when that file is imported: `install()`.",
        "places": [{"path": "conftest.py", "first": line, "last": line}],
    }
    assert _claims_too_much(tmp_path, "test_a.py", fact) is is_wrong
    hedged = {**fact, "text": "changed when that file is imported, under a condition: `install()`."}
    assert not _claims_too_much(tmp_path, "test_a.py", hedged)
