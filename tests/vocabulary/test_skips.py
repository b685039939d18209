"""What skips a test: markers, calls, exceptions, and the reasons beside them."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing import skips


def found(text: str) -> list[tuple[int, str, str]]:
    source = "import unittest\nimport pytest\n" + textwrap.dedent(text).strip("\n")
    module = Module.parse(source, "tests/test_x.py", Settings())
    return [(skip.node.lineno - 2, skip.name, skips.text(skip.reason)) for skip in skips.skips(module)]  # type: ignore[attr-defined]


SILENT = {
    "nothing of the kind": "run()",
    "another exception, and one that goes on": "raise ValueError('skip')\nraise",
    "a function that is called alike": "skip('later')",
    "another project's function": "from shop import skip\nskip('later')",
    "a decorator that is not known": "@skip\ndef test_x(): ...",
    "markers elsewhere": "marks = pytest.mark.skip\nrun(pytest.mark.skip)",
}


@pytest.mark.parametrize("case", SILENT)
def test_this_skips_nothing(case: str) -> None:
    assert found(SILENT[case]) == []


SKIPS = {
    "a decorator": ("@pytest.mark.skip('later')\ndef test_x(): ...", (1, "pytest.mark.skip", "later")),
    "a bare one": ("@pytest.mark.xfail\nasync def test_x(): ...", (1, "pytest.mark.xfail", "")),
    "a class's": ("@unittest.skip\nclass TestX: ...", (1, "unittest.skip", "")),
    "a module's": ("pytestmark = (pytest.mark.skip,)", (1, "pytest.mark.skip", "")),
    "a parameter's": ("pytest.param(1, marks=pytest.mark.xfail)", (1, "pytest.mark.xfail", "")),
    "a condition's": ("x = pytest.mark.skipif(y, reason='a' 'b')", (1, "pytest.mark.skipif", "ab")),
    "a call": ("pytest.skip(msg='later')", (1, "pytest.skip", "later")),
    "a renamed call": ("from pytest import xfail as later\nlater('x')", (2, "pytest.xfail", "x")),
    "a method": ("self.skipTest(f'no {x} here')", (1, "skipTest", "no  here")),
    "an exception": ("raise unittest.SkipTest('later')", (1, "SkipTest", "later")),
    "an exception's class": ("raise unittest.SkipTest", (1, "SkipTest", "")),
    "an exception of the case": ("raise self.skipException('later')", (1, "skipException", "later")),
}


@pytest.mark.parametrize("case", SKIPS)
def test_this_skips(case: str) -> None:
    text, expected = SKIPS[case]
    assert found(text) == [expected]


def remark(text: str) -> str:
    module = Module.parse(textwrap.dedent(text), "tests/test_x.py", Settings())
    return skips.remark(module.tree.body[-1], module)


REMARKS = {
    "nothing": ("run()\nskip()", ""),
    "not beyond an empty line": ("# far\n\nskip()", ""),
    "above": ("# one\n# two\nskip()", "one\ntwo"),
    "behind": ("skip('ä')  # one", "one"),
    "at the beginning of the file": ("# one\nskip()", "one"),
}


@pytest.mark.parametrize("case", REMARKS)
def test_the_comments_beside(case: str) -> None:
    text, expected = REMARKS[case]
    assert remark(text) == expected
