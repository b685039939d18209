"""Branches of functions of other files that are taken by the type of what a call gives."""

from __future__ import annotations

import pytest

from tests.review.asking import told

_LOADING = """\
import os, sys
from collections.abc import Mapping

def load(given, other=1):
    {}

class Loader:
    def __init__(self, given=sys.stdin):
        if isinstance(given, str):
            given = 1
        else:
            self.given = sys.stdin

    def load(self, given):
        if isinstance(given, str):
            open(given)

def far(given):
    load(given)

@kept
def marked(given):
    if isinstance(given, str):
        open("a")
"""
_ONE_KIND = 'if isinstance(given, str):\n        given = open("a")'
_IN_LOOP = 'for each in given:\n        if isinstance(given, str):\n            given = open("a")'
_KEPT = _ONE_KIND.replace("given = ", "")
_LATER = "(\n        other\n        and (given := 1)\n        and isinstance(given, str)\n    )"
_BINDING = (
    "import os as given",
    "import given.path",
    "from os import path as given",
    "def given(): ...",
    "async def given(): ...",
    "class given: ...",
    "del given",
    "match other:\n        case {'a': given}: ...",
    "match other:\n        case [*given]: ...",
    "match other:\n        case {**given}: ...",
    "try: run()\n    except ValueError as given: run()",
)
_IN_BRANCHES = """if other:
        if isinstance(given, str):
            run()
        elif isinstance(given, int):
            if other:
                run()
            open("a")"""
_AFTER_BRANCHES = """if other:
        if isinstance(given, str):
            run()
        if other:
            if isinstance(given, int):
                run()
        open("a")"""
_CALLING = """\
import pytest
from shop import Loader, far, load, marked

{}
def test_a(text, *more):
    {}
"""


def _is_opened(body: str, call: str, mark: str = "") -> bool:
    files = {"shop.py": _LOADING.format(body)}
    found = told(_CALLING.format(mark, call), "Inputs", files)
    return any("which is called here" in each for each in found)


@pytest.mark.parametrize(
    ("body", "call", "is_told"),
    [
        (_ONE_KIND, 'load("a")', True),
        (_ONE_KIND, 'load("a" + "b")', True),
        (_ONE_KIND, 'load(f"a{text}")', True),
        (_ONE_KIND, "load({'a': 1})", False),
        (_ONE_KIND, "load({a: 1 for a in text})", False),
        (_ONE_KIND, "load(given=[1])", False),
        (_ONE_KIND, "load([each for each in text])", False),
        (_ONE_KIND, "load((1, 2))", False),
        (_ONE_KIND, "load(1 + 1)", True),
        (_ONE_KIND, "load(None)", False),
        (_ONE_KIND, "load(text)", True),
        (_ONE_KIND, "load(*[{}])", True),
        (_ONE_KIND, "load(**{'given': {}})", True),
        (_ONE_KIND, "load()", True),
        (_ONE_KIND, "load(make())", True),
        (_ONE_KIND, "rows = {}\n    load(rows)", False),
        (_ONE_KIND, "rows = {}\n    rows = ''\n    load(rows)", True),
        (_ONE_KIND, "far({})", True),
        (_ONE_KIND, "marked({})", True),
        ("given = 1\n    " + _ONE_KIND, "load({})", True),
        (_IN_LOOP, "load({})", True),
        (_IN_LOOP.replace("given = ", ""), "load({})", False),
        *((f"{each}\n    {_KEPT}", "load({})", True) for each in _BINDING),
        ("for given.first in other:\n        run()\n    " + _KEPT, "load({})", False),
        (_KEPT.replace("isinstance(given, str)", _LATER), "load({})", True),
        (_IN_BRANCHES, "load({})", False),
        (_IN_BRANCHES, "load(1)", True),
        (_AFTER_BRANCHES, "load({})", True),
        (_ONE_KIND.replace("isinstance(given, str)", "isinstance(given, (str, bytes))"), "load({})", False),
        (_ONE_KIND.replace("isinstance(given, str)", "isinstance(given, (str, Mapping))"), "load({})", True),
        (_ONE_KIND.replace("isinstance(given, str)", "isinstance(given, int)"), "load(True)", True),
        (_ONE_KIND.replace("isinstance(given, str)", "isinstance(given, str) and other"), "load({})", False),
        (_ONE_KIND.replace("isinstance(given, str)", "isinstance(given, str) or other"), "load({})", True),
        (_ONE_KIND.replace("isinstance(given, str)", "not isinstance(given, str)"), "load({})", True),
        (_ONE_KIND.replace("isinstance(given, str)", "not isinstance(given, str)"), "load('')", False),
        (_ONE_KIND.replace("isinstance(given, str)", "isinstance(self, str)"), "load('')", True),
        (_ONE_KIND.replace("isinstance(given, str)", "given"), "load('a')", True),
        (_ONE_KIND, 'Loader("a")', False),
        (_ONE_KIND, "Loader(1)", True),
        (_ONE_KIND, "Loader()", True),
        (_ONE_KIND, "Loader(1).load({})", True),
    ],
)
def test_branches_by_types_that_a_call_does_not_give(body: str, call: str, is_told: bool) -> None:
    assert _is_opened(body, call) is is_told


@pytest.mark.parametrize(
    ("mark", "is_told"),
    [
        ('@pytest.mark.parametrize("text", [{}, {}])', False),
        ('@pytest.mark.parametrize("text", [{}, ""])', True),
        ('@pytest.mark.parametrize("text, other", [({}, ""), [{}, ""]])', False),
        ('@pytest.mark.parametrize("other, text", [({}, "")])', True),
        ('@pytest.mark.parametrize("text, other", [pytest.param({}, "", id="a")])', False),
        ('@pytest.mark.parametrize("text, other", [pytest.param({})])', True),
        ('@pytest.mark.parametrize("text, other", [ROW])', True),
        ('@pytest.mark.parametrize("text, other", [({}, *ROW)])', True),
        ('@pytest.mark.parametrize("text", [{}, *ROWS])', True),
        ('@pytest.mark.parametrize("text", ROWS)', True),
        ('@pytest.mark.parametrize("text", [{}], indirect=True)', True),
        ('@pytest.mark.parametrize("text", [{}])\n@pytest.mark.parametrize("text", [{}])', True),
        ('@pytest.mark.parametrize("other", [{}])', True),
        ('@pytest.mark.parametrize("text, text", [({}, {})])', True),
        ("@pytest.mark.parametrize()", True),
        ("@pytest.mark.parametrize(NAMES, [{}])", True),
        ("@pytest.mark.slow", True),
    ],
)
def test_branches_by_types_of_parameters(mark: str, is_told: bool) -> None:
    assert _is_opened(_ONE_KIND, "load(text)", mark) is is_told


def test_branches_by_types_of_values_that_are_far() -> None:
    names = "".join(f"    a{each + 1} = a{each}\n" for each in range(12))
    assert _is_opened(_ONE_KIND, f"a0 = {{}}\n{names}    load(a3)") is False
    assert _is_opened(_ONE_KIND, f"a0 = {{}}\n{names}    load(a12)") is True
    assert _is_opened(_ONE_KIND, "for text in {}:\n        load(text)") is True
    assert _is_opened(_ONE_KIND, "[load(text) for text in {}]") is True
    assert _is_opened(_ONE_KIND, "for each in [{}, 1]:\n        load(each)") is False
    assert _is_opened(_ONE_KIND, "for each in [{}, '']:\n        load(each)") is True
    assert _is_opened(_ONE_KIND, "for each in [{}, *more]:\n        load(each)") is True
    assert _is_opened(_ONE_KIND, "for each, other in [({}, {})]:\n        load(each)") is True
    assert _is_opened(_ONE_KIND, "each = {}\n    for each in [1]:\n        load(each)") is True


def test_branches_by_types_of_what_is_called_like_a_parameter() -> None:
    mark = '@pytest.mark.parametrize("text", [{}])'
    assert _is_opened(_ONE_KIND, "def inner():\n        load(text)", mark) is False
    assert _is_opened(_ONE_KIND, "[load(text) for text in more]", mark) is True
    assert _is_opened(_ONE_KIND, "run(lambda text: load(text))", mark) is True


@pytest.mark.parametrize(("names", "is_told"), [(90, False), (110, True)])
def test_branches_by_types_of_very_many_values(names: int, is_told: bool) -> None:
    first = f"for first in [{'{}, ' * 900}]:\n        pass\n    "
    last = f"for last in [{'{}, ' * names}]:\n        pass\n    "
    both = "for each in [first, last]:\n        load(each)"
    assert _is_opened(_ONE_KIND, f"{first}{last}{both}") is is_told
    assert _is_opened(_ONE_KIND, f"for each in [{'{}, ' * 2000}]:\n        load(each)") is False


def test_branches_by_types_of_sums() -> None:
    of_int = _ONE_KIND.replace("str", "int")
    assert _is_opened(of_int, "first = 'b'\n    load('a' + first + first)") is False
    assert _is_opened(of_int, "first = 1\n    load('a' + first + first)") is True
    assert _is_opened(of_int, "first = {}\n    load('a' + first)") is True
