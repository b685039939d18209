"""What ends, is entered or is borrowed by hand: no finding where nothing can be left, one beside it."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

HEAD = "import contextlib, os, socket, sys, tempfile, threading, unittest\n"


def codes(source: str, code: str, path: str = "tests/test_shop.py") -> list[str]:
    """The findings of a rule."""
    findings = engine.check(HEAD + source, path, Settings(enable=("TSE3",)))
    return [each.code for each in findings if each.code == code]


MANAGER = """\
@contextlib.contextmanager
def limited(shop):
    before = shop.limit
    shop.limit = 1
    yield
    shop.limit = before

class TestShop(unittest.TestCase):
    def setUp(self):
        {}
"""
LEFT = {
    "registered": (
        "m = limited(a)\n        m.__enter__()\n        self.addCleanup(m.__exit__, None, None, None)",
        0,
    ),
    "called": (
        "self.m = limited(a)\n        self.m.__enter__()\n        self.m.__exit__(None, None, None)",
        0,
    ),
    "with what was raised": ("m = limited(a)\n        m.__enter__()\n        m.__exit__(*sys.exc_info())", 1),
    "handed on": ("m = limited(a)\n        m.__enter__()\n        self.stack.push(m)", 1),
    "kept": ("m = limited(a)\n        m.__enter__()\n        self.m = m", 1),
    "never left": ("m = limited(a)\n        m.__enter__()", 1),
    "in a list": ("m[0] = limited(a)\n        m[0].__exit__(None, None, None)", 1),
    "entered by with": ("with limited(a): pass", 1),
    "not used": ("pass", 1),
}


@pytest.mark.parametrize(("body", "number"), LEFT.values(), ids=LEFT)
def test_a_manager_is_left_by_hand(body: str, number: int) -> None:
    assert len(codes(MANAGER.format(body), "TSE310")) == number


def test_a_manager_that_others_may_use_is_reported() -> None:
    body, _ = LEFT["registered"]
    assert codes(MANAGER.format(body), "TSE310", "tests/support.py") == ["TSE310"]


BASE = """\
class Base(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
    def tearDown(self):
        self.folder.cleanup()
class TestShop(Base):
    def {}(self):
        self.calls = 1
        {}
"""
ENDING = {
    "a skip": ("setUp", "raise unittest.SkipTest", 0),
    "a skip by the case": ("setUp", "self.skipTest('no')", 0),
    "a failure": ("setUp", "self.fail('no')", 0),
    "a failure of something else": ("setUp", "self.shop.fail('no')", 1),
    "a call": ("setUp", "self.open('no')", 1),
    "a skip for some": ("setUp", "if self.x: raise unittest.SkipTest", 1),
    "a way out before": ("setUp", "if self.x: return\n        raise unittest.SkipTest", 1),
    "a way out of a function inside": ("setUp", "x = lambda: 1\n        raise unittest.SkipTest", 0),
    "a tear-down": ("tearDown", "raise ValueError", 1),
}


@pytest.mark.parametrize(("name", "last", "number"), ENDING.values(), ids=ENDING)
def test_a_set_up_that_always_ends_needs_no_base(name: str, last: str, number: int) -> None:
    assert len(codes(BASE.format(name, last), "TSE309")) == number


OPENED = {
    "its own": ("open(sys.stdout.fileno(), 'w')", 0),
    "by another call": ("os.fdopen(stream.fileno(), 'w')", 0),
    "by a name": ("os.fdopen(number, 'w')", 0),
    "a copy": ("os.fdopen(os.dup(stream.fileno()), 'w')", 1),
    "another name": ("os.fdopen(other, 'w')", 1),
    "a name of a name": ("os.fdopen(third, 'w')", 1),
    "a parameter": ("open(path, 'w')", 1),
}


@pytest.mark.parametrize(("call", "number"), OPENED.values(), ids=OPENED)
def test_a_borrowed_descriptor_stays_open(call: str, number: int) -> None:
    source = f"""\
def test_shop(stream, path):
    number = stream.fileno()
    other = stream.fileno() if path else 7
    third = number
    file = {call}
    file.flush()
"""
    assert len(codes(source, "TSE301")) == number


LOOP = """\
def work(shop):
    try:
        while True:
            shop.serve()
    {}

def test_shop(shop):
    helper = threading.Thread(target=work, args=(shop,))
    helper.start()
"""


@pytest.mark.parametrize(
    ("last", "number"),
    [("except EOFError: pass", 0), ("finally: shop.close()", 1)],
)
def test_a_loop_that_an_error_ends(last: str, number: int) -> None:
    assert len(codes(LOOP.format(last), "TSE316")) == number


MISSING = """\
class TestShop(unittest.TestCase):
    def test_shop(self):
        number, name = tempfile.mkstemp()
        {}
        os.remove(name)
"""
TRIED = "try:\n            {}\n        except {}:\n            return"
ASKED = {
    "it was looked at": (TRIED.format("os.stat(name)", "OSError"), 0),
    "its size was asked for": (TRIED.format("self.x = os.path.getsize(name)", "FileNotFoundError"), 0),
    "another was looked at": (TRIED.format("os.stat(other)", "OSError"), 1),
    "it was written": (TRIED.format("os.chmod(name, 3)", "OSError"), 1),
    "something else went wrong": (TRIED.format("os.stat(name)", "ValueError"), 1),
    "several things went wrong": (TRIED.format("os.stat(name)", "(OSError, ValueError)"), 1),
    "nothing was tried": ("if number: return", 1),
}


@pytest.mark.parametrize(("body", "number"), ASKED.values(), ids=ASKED)
def test_what_is_not_there_need_not_be_removed(body: str, number: int) -> None:
    assert len(codes(MISSING.format(body), "TSE306")) == number
