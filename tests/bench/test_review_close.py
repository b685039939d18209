"""What close readings of reviews led to, held against a tree that shows it and against one that does not."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

pytest.importorskip("tomllib", reason="the benchmarks need Python 3.11")

from bench.review import _claims_too_much
from bench.review_checks import Place
from bench.review_close import CLOSE_CHECKS, sure
from tests.review.asking import reviewed

_OTHER = """\
import pytest
class TestOther:
    def test_a(self):
        assert 1
@pytest.fixture(scope="module")
def app():
    return 1
shelf = pytest.fixture(lambda: 1)
"""
_CONFIGURATION = "[pytest]\nusefixtures = app\nnorecursedirs = tests\n"
_TEXT = """\
import os, shutil, threading, unittest, warnings
from unittest import mock
from flexmock import flexmock
import shop
from tests.other import TestOther, app, shelf
os.environ["SHOP"] = "a"
KEY = "-----BEGIN PRIVATE KEY-----"
LONG = "https://shop.example.org/ FILLER"
class Till(threading.Thread):
    pass
class TestTill(unittest.TestCase):
    @flaky
    def test_b(self):
        with self.assertRaises(OSError, msg="a"): shop.pay()
def test_a(app, shelf, server, till, proc, sock, monkeypatch, key):
    monkeypatch.chdir(till)
    monkeypatch.setattr(till, key, 1)
    monkeypatch.setattr(till, "ring", 1)
    load("tests/data.json")
    with mock.patch.multiple("shop.till", ring=1, open=2):
        pass
    app.open = True
    server.start()
    till.ring = lambda: 1
    till.ring()
    flexmock(till).should_receive("open")
    mocker.spy(till, "ring")
    proc.wait(3)
    sock.sendall(b"a")
    os.makedirs("a")
    till.write_text("a")
    delattr(shop.till, given)
    warnings.simplefilter("error")
    try:
        till.pay()
    except OSError:
        pass
    else:
        assert till
    try:
        assert till
    except Exception:
        pass
import random, tempfile
def ready(timeout=1): shop.wait(timeout)
CARD = "BEGIN\\nUID:7741-2290-till\\n"
class TestCard(unittest.TestCase):
    scenarios = [("a", {}), ("b", {})]
    def test_card(self):
        self.assertEqual(item["uid"], "GH78")
        random.seed(2)
        open(os.path.join(tempfile.gettempdir(), "card"))
        while True:
            sock.read()
    def test_refused(self):
        with self.assertRaises(OSError): shop.pay(1)
        with self.assertRaises(OSError): shop.pay(2)
        with self.assertRaises(OSError): shop.pay(3)
""".replace("FILLER", "x" * 300)


def _place(first: int, last: int, text: str, is_other: bool = False) -> Place:
    return Place(ast.parse(text), text.splitlines(), first, last, is_other=is_other)


def test_what_is_so_is_found() -> None:
    files = {"tests/other.py": _OTHER, "pytest.ini": _CONFIGURATION}
    aspects = reviewed(_TEXT, files).aspects
    facts = [each for aspect in aspects for each in aspect.facts if each.kind in CLOSE_CHECKS]
    assert {each.kind for each in facts} == CLOSE_CHECKS.keys()
    for each in facts:
        for one in each.lines:
            text = files.get(one.path, _TEXT)
            tree = ast.parse(text if text is not _CONFIGURATION else "")
            place = Place(tree, text.splitlines(), one.first, one.last, is_other=bool(one.path))
            assert CLOSE_CHECKS[each.kind](each.subject, place), each


@pytest.mark.parametrize("kind", CLOSE_CHECKS)
def test_what_is_not_so_is_noticed(kind: str) -> None:
    assert not CLOSE_CHECKS[kind]("elsewhere", _place(4, 4, _TEXT))
    assert not CLOSE_CHECKS[kind]("elsewhere", _place(2, 2, _OTHER, is_other=True))


@pytest.mark.parametrize(
    ("line", "is_so"), [(2, True), (4, False), (5, True), (6, False), (8, False), (10, False)]
)
def test_lines_that_run_at_each_call(line: int, is_so: bool) -> None:
    text = """\
def make(a):
    first()
    if a:
        second()
    for each in a:
        third()
    def inner():
        fourth()
    try: fifth()
    except OSError: sixth()
"""
    assert sure(_place(line, line, text)) is is_so


@pytest.mark.parametrize(
    ("kind", "text", "line", "is_so"),
    [
        ("followed-inputs", "In `make()`: it reads", 2, False),
        ("followed-inputs", "In `make()`: it reads", 4, True),
        ("followed-inputs", "In `make()`, under conditions of its own: it reads", 4, False),
        ("followed-more", "In `make()`: more", 4, False),
        ("state", "It reads", 4, False),
        ("followed-execution", "It makes a thread", 5, False),
        ("followed-resources", "It is kept", 6, False),
    ],
)
def test_what_claims_more_than_branches_allow(
    kind: str, text: str, line: int, is_so: bool, tmp_path: Path
) -> None:
    shop = "def make(a):\n    first()\n    if a:\n        second()\nclass Till: ...\n@kept\ndef made(): ...\n"
    (tmp_path / "shop.py").write_text(shop)
    places = [{"path": "shop.py", "first": line, "last": line}, {"path": "", "first": 1, "last": 1}]
    assert _claims_too_much(tmp_path, "tests/a.py", {"kind": kind, "text": text, "places": places}) is is_so
