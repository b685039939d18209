"""What reviews tell of errors without ``raise``, tear-downs and tests made later, held against a tree."""

from __future__ import annotations

import ast

import pytest

pytest.importorskip("tomllib", reason="the benchmarks need Python 3.11")

from bench.review_checks import Place
from bench.review_thrown import THROWN_CHECKS
from tests.review.asking import reviewed

_HOOKS = "def pytest_collection_modifyitems(items): ...\ndef pytest_generate_tests(metafunc): ...\n"
_TEXT = """\
import code, os, shutil, unittest
import requests_mock as rm
import shop

real = shop.ring
def fake_ring():
    return real()
def load_tests(loader, tests, pattern): ...
class TestTill(unittest.TestCase):
    NAME: str
    def setUp(self):
        self.shop.create_a()
    def tearDown(self):
        self.assertTrue(self.NAME)
        self.shop.delete_a()
    def test_a(self):
        till = lambda: (_ for _ in ()).throw(ValueError("a"))
        rm.register_uri(rm.ANY, rm.ANY, exc=OSError)
        till(OSError("b"))
        shutil.rmtree(till, ignore_errors=True)
        code.interact()
        patch("shop.ring", fake_ring)
setattr(TestTill, name, fake_ring)
if __name__ == "__main__":
    os.chdir("a")
"""


def _place(first: int, last: int, path: str) -> Place:
    text = _HOOKS if path else _TEXT
    return Place(ast.parse(text), text.splitlines(), first, last, is_other=bool(path))


def test_what_is_so_is_found() -> None:
    document = reviewed(_TEXT, {"tests/conftest.py": _HOOKS})
    facts = [each for aspect in document.aspects for each in aspect.facts if each.kind in THROWN_CHECKS]
    assert {each.kind for each in facts} == THROWN_CHECKS.keys()
    for each in facts:
        for line in each.lines:
            assert THROWN_CHECKS[each.kind](each.subject, _place(*line)), each.kind


@pytest.mark.parametrize("kind", THROWN_CHECKS)
def test_what_is_not_so_is_found_out(kind: str) -> None:
    assert not THROWN_CHECKS[kind]("other()", _place(1, 1, ""))
