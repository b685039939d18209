"""Findings that maintainers leave as they are, each beside what they would mend."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings


def codes(text: str, path: str = "tests/test_a.py", *enabled: str, **others: str) -> list[str]:
    files = {
        path: textwrap.dedent(text),
        **{name.replace("__", "/"): other for name, other in others.items()},
    }
    view = Project(Tree(files)).view(path)
    return [each.code for each in engine.check(files[path], path, Settings(enable=enabled), view)]


ENDLESS = """
import time

import requests


def wait_for(url):
    {head}
        try:
            requests.get(url)
            break
        except OSError:
            {rest}
            time.sleep(1)


def test_opens(shop):
    wait_for(shop.url)
"""


@pytest.mark.parametrize(
    ("head", "rest", "expected"),
    [
        ("while True:", "pass", ["TSE216"]),
        ("for n in itertools.count():", "pass", []),
        ("while True:", "assert process.poll() is None", ["TSE210"]),
        ("while True:", "raise", ["TSE210"]),
        ("for n in itertools.count():", "n > 9", ["TSE210"]),
        ("while waiting():", "pass", ["TSE216", "TSE210"]),
        ("for n in range(9):", "pass", ["TSE210"]),
    ],
)
def test_a_loop_without_a_limit_has_none_that_an_attempt_outlasts(
    head: str, rest: str, expected: list[str]
) -> None:
    text = "import itertools\n" + ENDLESS.format(head=head, rest=rest)
    assert [each for each in codes(text) if each != "TSE508"] == expected
    assert "TSE210" in codes(text, "tests/test_a.py", "TSE210")


@pytest.mark.parametrize(("needs", "expected"), [("pytest-timeout>=2\n", False), ("pytest>=8\n", True)])
def test_a_limit_of_all_may_be_given_where_the_tests_are_called(needs: str, expected: bool) -> None:
    text = ENDLESS.format(head="for n in range(9):", rest="pass")
    view = Project(Tree({"tests/test_a.py": text, "requirements.txt": needs})).view("tests/test_a.py")
    found = engine.check(text, "tests/test_a.py", Settings(), view)
    assert ("TSE210" in [each.code for each in found]) is expected


OVERRIDE = """
from shop.testing import ShelfCase


class TestShelf(ShelfCase):
    def test_first(self):
        assert shelf()

    def test_resize(self):
        # {comment}
        pass
"""


def test_an_override_that_says_why_it_is_empty() -> None:
    broken = "def test_old(self): assert shelf()\n    # broken"
    for comment, expected in (("Shelves cannot be resized", []), ("TODO", ["TSE512"])):
        text = OVERRIDE.format(comment=comment).replace("def test_resize", f"{broken}\n    def test_resize")
        assert codes(text) == expected
    alone = (
        "def test_a():\n    # Shelves cannot be resized\n    pass\n\n\ndef test_b():\n    assert shelf()\n"
    )
    assert codes(alone) == ["TSE512"]


PARAMETERS = """
import pytest


@pytest.mark.parametrize("size", [{first}, pytest.param(2, marks=pytest.mark.xfail({how}))])
def test_fits(size):
    assert fits(size)
"""


@pytest.mark.parametrize(
    ("first", "how", "expected"),
    [
        ("1", "strict=True", []),
        ("1", "strict=False", ["TSE503"]),
        ("1", "", ["TSE503"]),
        ("pytest.param(1, marks=slow)", "strict=True", ["TSE503"]),
    ],
)
def test_parameters_with_which_the_opposite_is_so(first: str, how: str, expected: list[str]) -> None:
    text = PARAMETERS.format(first=first, how=how)
    assert codes(text) == expected
    assert codes(text, "tests/test_a.py", "TSE503") == ["TSE503"]


def test_marks_that_are_no_parameters_of_a_list() -> None:
    text = "import pytest\n\nslow = pytest.param(2, marks=pytest.mark.xfail(strict=True))\n"
    assert codes(text) == ["TSE503"]


HELPER = """
import pytest


@pytest.mark.skip
def test_case(size):
    assert fits(size)


def test_all():
    {use}
"""


def test_a_helper_with_the_name_of_a_test() -> None:
    assert codes(HELPER.format(use="test_case(1)")) == []
    assert codes(HELPER.format(use="assert test_case")) == ["TSE503"]


def test_a_comparison_for_what_it_does() -> None:
    text = "def test_a():\n    shelf = make()\n    {}\n    shelf == 1\n    assert repr(shelf) == 'x'\n"
    assert codes(text.format("# do the comparison")) == []
    assert codes(text.format("# compare them"), "tests/test_a.py", "TSE508") == ["TSE508"]


OFF = """
import unittest


class TestShelf(unittest.TestCase):
    def test_a(self):
        self.assertTrue(shelf())

    {above}
    def _test_b(self):{behind}
        self.assertTrue(shelf())
"""


@pytest.mark.parametrize(
    ("above", "behind", "expected"),
    [
        ("# the attribute was moved to another class", "", []),
        ("", "  # once we support it", []),
        ("", "", ["TSE515"]),
        ("# the second test", "", []),
        ("# TODO", "", ["TSE515"]),
        ("@unittest.skip('hangs')", "", []),
        ("@unittest.skip(size())", "", ["TSE515"]),
    ],
)
def test_a_test_that_is_off_by_its_name_for_a_reason(above: str, behind: str, expected: list[str]) -> None:
    assert codes(OFF.format(above=above, behind=behind)) == expected


def test_a_reason_behind_the_head_of_a_test_that_is_commented_out() -> None:
    text = "def test_a():\n    assert shelf()\n\n\n# def test_b():{}\n#     assert shelf(2)\n"
    assert codes(text.format("")) == ["TSE524"]
    assert codes(text.format("  ### broken by the new shelf")) == []


KINDS = "def test_a():\n    shelf = make()\n    assert isinstance(shelf, object)\n    {}\n"


def test_one_of_several_kinds() -> None:
    assert codes(KINDS.format("assert not isinstance(shelf, list)")) == []
    assert codes(KINDS.format("assert isinstance(other, list)")) == ["TSE507"]


def test_a_server_for_whatever_localhost_is() -> None:
    text = (
        "import socket\n\n\ndef test_a():\n    with socket.socket(socket.AF_INET6) as server:\n"
        "        server.bind(('::', 0))\n        server.listen()\n        fetch('{}')\n"
    )
    assert codes(text.format("http://localhost/")) == []
    assert codes(text.format("http://[::1]/")) == ["TSE203"]


def test_a_module_that_loads_tests_is_one_of_tests() -> None:
    text = "from shop import tests\n\n\ndef {}(loader, basic, pattern):\n    return tests.suite\n"
    assert codes(text.format("load_tests"), "shop/doc.py", "TSE602", shop__tests__init="") == []
    assert codes(text.format("load"), "shop/doc.py", "TSE602", shop__tests__init="") == ["TSE602"]


def test_a_placeholder_beside_an_import_that_nothing_uses() -> None:
    text = (
        "from shop import shelf\n\ndef test_placeholder():\n    assert True\n\ndef test_b():\n    assert {}\n"
    )
    assert codes(text.format("other()")) == []
    assert codes(text.format("shelf()")) == ["TSE513"]


SKIPS = """
import unittest


class TestShelf(unittest.TestCase):
    def test_a(self):
        try:
            put(1)
            {owner}.skipTest("no shelf")
        except ValueError as error:
            self.assertEqual(str(error), "full")
"""


def test_only_the_test_skips_itself() -> None:
    assert codes(SKIPS.format(owner="self")) == []
    assert codes(SKIPS.format(owner="other")) == ["TSE408"]
    assert codes(SKIPS.format(owner="self.other")) == ["TSE408"]


BESIDE = """

def test_beside(box):
    # assert box.is_open
    run(box)

def test_beside_it(box):
    # assert box.is_full
    run(box)
"""
"""Two more disabled assertions of which nobody says anything: three are more than the trace of an edit."""

REASONS = """
def test_a(height, depth):
    {above}
    assert shelf() == 1
    assert other() == 2
    # assert {what} == 3
    {below}
"""


@pytest.mark.parametrize(
    ("above", "what", "below", "expected"),
    [
        ("# height won't work for now because nobody measures", "height", "", []),
        ("# height won't work for now because nobody measures", "depth", "", ["TSE501"]),
        ("# the height of all", "height", "", ["TSE501"]),
        ("", "height", "raise NotImplementedError('nobody measures')", []),
        ("", "height", "pytest.skip('nobody measures')", []),
        ("", "height", "raise ValueError('nobody measures')", ["TSE501"]),
        ("", "height  # See above", "", []),
        ("", "height  # leads to very large numbers", "", []),
        ("", "height  # in order to make other tests pass", "", []),
        ("", "height  # it is covered by the next test", "", []),
        ("", "height  # Check it.\n    # Note: left out because nobody measures", "", []),
    ],
)
def test_a_reason_further_up_or_in_the_code_below(
    above: str, what: str, below: str, expected: list[str]
) -> None:
    text = REASONS.format(above=above, what=what, below=below)
    found = engine.check(text + BESIDE, "tests/test_a.py", Settings())
    assert [each.code for each in found if each.line <= text.count("\n")] == expected


def test_a_comment_that_tells_what_is_special_about_a_test_that_is_skipped() -> None:
    text = "import pytest\n\n\n@pytest.mark.skip\ndef test_a():\n    # {}\n    assert shelf()\n"
    assert codes(text.format("a harness to look at connections")) == []
    assert codes(text.format("shelf = make(a)")) == ["TSE503"]
    assert codes(text.format("TODO")) == ["TSE503"]
    assert codes(text.format("a harness to look at connections"), "tests/test_a.py", "TSE503") == ["TSE503"]


PARTS = """
def test_a():
    check(shelf, [Book, {rest}])
    check(shelf[0], Book)
    # {disabled}
"""


@pytest.mark.parametrize(
    ("rest", "disabled", "expected"),
    [
        ("Pen", "check_node(shelf[1], Pen)", ["TSE501"]),
        ("Pen", "assert_node(shelf[1], Pen)", []),
        ("Cup", "assert_node(shelf[1], Pen)", ["TSE501"]),
        ("Pen", "assert_node(other[1], Pen)", ["TSE501"]),
        ("Pen", "assert_node(shelf[1])", ["TSE501"]),
        ("Pen", "assert_node(shelf[1], Pen, strict=True)", ["TSE501"]),
    ],
)
def test_a_part_of_what_is_checked_as_a_whole(rest: str, disabled: str, expected: list[str]) -> None:
    text = PARTS.format(rest=rest, disabled=disabled).replace(" check(", " assert_node(")
    told = expected if disabled.startswith("assert") else []
    assert codes(text, "tests/test_a.py", "TSE501") == told
