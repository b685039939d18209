"""What a test expects to fail, and what is no file or no test by what its author says."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings


def codes(source: str) -> list[str]:
    return [each.code for each in engine.check(source, "tests/test_a.py", Settings())]


SERVED = """\
import unittest
import pytest

class TestA(unittest.TestCase):
    def test_a(self):
        {}
"""


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("f = self.loop.create_server(None, '0.0.0.0', 0)\n        self.ask('localhost', f)", ["TSE203"]),
        ("f = self.loop.create_server(None, '0.0.0.0', 0, sock=self.sock)\n        self.loop.run(f)", []),
        (
            "f = self.loop.create_server(None, '0.0.0.0', 0)\n"
            "        self.assertRaises(OSError, self.loop.run, f)",
            [],
        ),
        ("self.assertRaises(OSError, self.loop.run, self.loop.create_server(None, '0.0.0.0', 0))", []),
        (
            "with self.assertRaises(OSError):\n            self.loop.create_server(None, '0.0.0.0', 0)",
            [],
        ),
    ],
)
def test_a_server_that_never_listens(body: str, expected: list[str]) -> None:
    assert codes(SERVED.format(body)) == expected


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [
        (r"r'\\.\pipe\shop'", []),
        (r"r'\\.\pipe\shop-%d-%d' % (1, 2)", []),
        (r"rf'\\.\pipe\shop-{shop}'", []),
        ("f'{shop}'", ["TSE207"]),
        ("f''", ["TSE207"]),
        ("shop", ["TSE207"]),
        ("'shop'", ["TSE207"]),
    ],
)
def test_a_pipe_of_windows_is_no_file(prefix: str, expected: list[str]) -> None:
    source = f"import tempfile\n\ndef test_a(shop):\n    assert shop.open(tempfile.mktemp(prefix={prefix}))\n"
    assert codes(source) == expected


SWITCHED_OFF = """\
class TestA:
    def test_b(self):
        assert self.shop

    {}
    def _test_a(self):{}
        assert self.shop
"""


@pytest.mark.parametrize(
    ("above", "behind", "expected"),
    [
        ("# Remove underscore to enable test.", "", []),
        ("", "  # not part of the API", []),
        ("", "", ["TSE515"]),
        ("# TODO", "  # the shop", ["TSE515"]),
        ("# All of the shop.", "", []),
    ],
)
def test_a_comment_says_why_a_test_is_off(above: str, behind: str, expected: list[str]) -> None:
    assert codes(SWITCHED_OFF.format(above, behind)) == expected


DESCRIBED = """\
class TestA:
    def test_b(self):
        assert self.shop

    def _test_a(self):
        '''{}'''
        assert self.shop
"""


@pytest.mark.parametrize(
    ("docstring", "expected"),
    [
        ("Disabled until the shop opens.", []),
        ("Orders come in, but it is flaky.", []),
        ("This can't really be tested.", []),
        ("The test needs a shop.", []),
        ("Test that no order is taken when sales are disabled.", ["TSE515"]),
        ("The shop must not raise, because orders may fail.", ["TSE515"]),
    ],
)
def test_a_docstring_says_why_a_test_is_off_or_what_it_is_about(docstring: str, expected: list[str]) -> None:
    assert codes(DESCRIBED.format(docstring)) == expected


WRAPPED = """\
def test_a(mocker, shown):
    stub = mocker.stub()
    stub.assert_has_calls([])
    {}
        {}.assert_has_calls([mocker.call(1)])
"""


@pytest.mark.parametrize(
    ("around", "owner", "expected"),
    [
        ("with shown.assert_traceback():", "stub", []),
        ("with shown.assert_traceback():", "other", ["TSE609"]),
        ("with shown.lights():", "stub", ["TSE609"]),
    ],
)
def test_an_assertion_that_is_itself_tried(around: str, owner: str, expected: list[str]) -> None:
    assert codes(WRAPPED.format(around, owner)) == expected


def test_an_assertion_that_another_test_tries() -> None:
    source = (
        "def test_a(stub):\n    stub.assert_has_calls([])\n\ndef test_b(stub, shown):\n"
        "    with shown.assert_traceback():\n        stub.assert_has_calls([1])\n"
    )
    assert codes(source) == ["TSE609"]


@pytest.mark.parametrize(
    ("given", "expected"), [("unsafe=True", []), ("", ["TSE607"]), ("name='shop'", ["TSE607"])]
)
def test_a_mock_takes_every_name(given: str, expected: list[str]) -> None:
    source = (
        f"from unittest import mock\n\ndef test_a():\n    m = mock.Mock({given})\n    m.called_once_with()\n"
    )
    assert codes(source) == expected


SET_UP = """\
import sys
import unittest
from unittest import mock

class {}:
    def {}(self):
        sys.modules["shop.till"] = mock.Mock()

    def test_a(self):
        from shop import till
        assert till.is_open
{}
"""


@pytest.mark.parametrize(
    ("class_", "hook", "below", "expected"),
    [
        ("TestA", "setUp", "", []),
        ("TestA", "setup_method", "", ["TSE313"]),
        ("TestA(unittest.TestCase)", "setUp", "", ["TSE313"]),
        ("TestA", "setUp", "class TestB(TestA, unittest.TestCase):\n    pass", ["TSE313"]),
        ("TestA", "setUp", "    def test_b(self):\n        self.setUp()\n        assert sys", ["TSE313"]),
    ],
)
def test_a_hook_that_no_runner_calls(class_: str, hook: str, below: str, expected: list[str]) -> None:
    assert [each for each in codes(SET_UP.format(class_, hook, below)) if each == "TSE313"] == expected


@pytest.mark.parametrize(("text", "expected"), [("override this test", []), ("no shop", ["TSE509"])])
def test_a_second_test_that_others_override(text: str, expected: list[str]) -> None:
    first = "class TestA:\n    def test_a(self):\n        assert self.shop\n\n"
    assert codes(f"{first}    def test_a(self):\n        raise NotImplementedError('{text}')\n") == expected
