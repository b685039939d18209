"""TSE207 is silent where ``open`` is replaced, and only there."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

HEAD = """
import builtins, os, tempfile
from unittest import TestCase
import pytest
from unittest import mock
from unittest.mock import patch

"""
NAMED = "store.save(tempfile.mktemp())"
REACHED = {
    "a decorator": f"@patch('builtins.open')\ndef test_a(opened, store):\n    {NAMED}\n",
    "a block": f"def test_a(store):\n    with patch.object(builtins, 'open'):\n        {NAMED}\n",
    "a class": f"@patch('io.open')\nclass TestA(TestCase):\n    def test_a(self):\n        {NAMED}\n",
    "a set-up": (
        "class TestA(TestCase):\n    def setUp(self):\n        mock.patch('builtins.open').start()\n\n"
        f"    def test_a(self):\n        {NAMED}\n"
    ),
    "a fixture": (
        "@pytest.fixture\ndef opened():\n    with patch('builtins.open') as found:\n        yield found\n\n"
        f"def test_a(opened):\n    {NAMED}\n"
    ),
    "a patcher that any test may start": (
        f"OPENED = patch('builtins.open')\n\ndef test_a(store):\n    OPENED.start()\n    {NAMED}\n"
    ),
}
BESIDE = {
    "another test": (
        f"@patch('builtins.open')\ndef test_b(opened): ...\n\ndef test_a(store):\n    {NAMED}\n"
    ),
    "a fixture of another test": REACHED["a fixture"].replace("test_a(opened)", "test_a(store)"),
    "another class": REACHED["a set-up"].replace("    def test_a", "class TestB:\n    def test_a"),
    "nothing": f"def test_a(store):\n    with patch():\n        {NAMED}\n",
    "nobody knows what": f"def test_a(store, args):\n    with patch(*args):\n        {NAMED}\n",
    "a descriptor": f"def test_a(store):\n    with patch.object(os, 'open'):\n        {NAMED}\n",
    "the name of a descriptor": f"def test_a(store):\n    with patch('os.open'):\n        {NAMED}\n",
    "another thing's patch": f"def test_a():\n    with store.patch(builtins, 'open'):\n        {NAMED}\n",
}


def codes(text: str) -> list[str]:
    return [each.code for each in engine.check(HEAD + text, "tests/test_a.py", Settings())]


@pytest.mark.parametrize("case", REACHED)
def test_no_file_is_opened_where_the_name_is(case: str) -> None:
    assert "TSE207" not in codes(REACHED[case])


@pytest.mark.parametrize("case", BESIDE)
def test_a_file_may_be_opened_all_the_same(case: str) -> None:
    assert codes(BESIDE[case]).count("TSE207") == 1
