"""Checks that no runner takes for tests: what their names and decorators say, and what names them."""

from __future__ import annotations

import ast

import pytest

from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.uncollected import (
    asks_the_command_line,
    checks,
    is_marked_only,
    is_named,
    is_off,
    is_put_aside,
    is_set_apart,
    is_written_once,
    looks_up_functions,
    looks_up_methods,
    says_off,
)


def parsed(text: str) -> Module:
    return Module.parse(text, "tests/test_a.py", Settings())


@pytest.mark.parametrize("name", ["_test_a", "xtest_a", "no_test", "testing", "x_sells", "XXX_test_a"])
def test_names_without_their_prefix(name: str) -> None:
    assert is_off(name)


@pytest.mark.parametrize("name", ["disabled_test_a", "dont_test_a", "x_sells", "xx_sells", "skip_test"])
def test_names_that_say_so(name: str) -> None:
    assert says_off(name)


@pytest.mark.parametrize("name", ["_test_a", "sells", "tset_a", "xsells", "extest"])
def test_names_that_do_not(name: str) -> None:
    assert not says_off(name)


@pytest.mark.parametrize(
    ("text", "aside"),
    [
        ("def dont_test_a():\n    assert a\n", True),
        ("def canceled_sale():\n    assert a\n", True),
        ("def _cancelled_sale():\n    assert a\n", True),
        ("def canceled_sale():\n    assert sale.cancel()\n", False),
        ("def sale():\n    assert a\n", False),
        ("def sale():\n    # [START pay]\n    pay()\n    # [END pay]\n    assert a\n", True),
        ("def sale():\n    # [START pay]\n    pay()\n    assert a\n", False),
        ("def sale():\n    # the START of pay\n    pay()\n    # [END]\n    assert a\n", False),
    ],
)
def test_what_is_no_test_on_purpose(text: str, aside: bool) -> None:
    module = parsed(text)
    (function,) = module.nodes(ast.FunctionDef)
    assert isinstance(function, ast.FunctionDef)
    assert is_put_aside(function, module) is aside


CHECKS = {
    "an assertion": "assert a",
    "an expected error": "with pytest.raises(ValueError):\n        a()",
    "an argument that expects": "post(a, expected_status=200)",
    "an inner function that checks": "async def inner():\n        assert a\n    run(inner)",
    "one further inside": "def inner():\n        def more():\n            assert a\n    run(inner)",
}
CHECKS_NOTHING = {
    "nothing": "pass",
    "gives back": "assert a\n    return a",
    "a generator": "assert a\n    yield",
    "a generator of others": "assert a\n    yield from a",
    "a check of types": "assert_type(a, int)\n    assert a",
    "an inner function that does not": "def inner():\n        return a\n    run(inner)",
}


def does_check(body: str) -> bool:
    module = parsed(f"import pytest\nfrom typing import assert_type\ndef asked():\n    {body}\n")
    return checks(module.functions("asked")[0], module)


@pytest.mark.parametrize("case", CHECKS)
def test_what_checks(case: str) -> None:
    assert does_check(CHECKS[case])


@pytest.mark.parametrize("case", CHECKS_NOTHING)
def test_what_checks_nothing(case: str) -> None:
    assert not does_check(CHECKS_NOTHING[case])


NAMED = {
    "a name": "run(sells)",
    "an attribute": "self.sells",
    "a text": "run('sells')",
    "a word of a text": "run('tests.test_a sells')",
    "a list of texts": "NAMES = ['sells']",
    "collected by hand": "def load_tests(*args): ...",
    "collected by another": "from shop import load_tests\nrun(load_tests)",
}
NOT_NAMED = {
    "nothing": "",
    "of a module": "import shop\nshop.sells()",
    "a key": "x = {'sells': 1}",
    "a key that is asked for": "x['sells']",
    "a number": "x[1]",
}


@pytest.mark.parametrize("case", NAMED)
def test_what_names_a_function(case: str) -> None:
    assert is_named("sells", parsed(NAMED[case]))


@pytest.mark.parametrize("case", NOT_NAMED)
def test_what_does_not(case: str) -> None:
    assert not is_named("sells", parsed(NOT_NAMED[case]))


@pytest.mark.parametrize("text, once", [("def sells(): ...", True), ("def sells(): ...  # see sells", False)])
def test_a_word_that_stands_once(text: str, once: bool) -> None:
    assert is_written_once("sells", parsed(text)) is once


@pytest.mark.parametrize(
    "line, looks",
    [
        ("globals()", True),
        ("def f():\n    globals()", True),
        ("vars()", True),
        ("def f(a):\n    vars(a)", False),
        ("inspect.getmembers(a)", True),
        ("sys.modules[__name__]", True),
        ("sys.modules['a']", False),
        ("a[b]", False),
    ],
)
def test_modules_that_go_through_their_own_names(line: str, looks: bool) -> None:
    assert looks_up_functions(parsed(line)) is looks


@pytest.mark.parametrize(
    "line, looks", [("getattr(self, a)", True), ("getattr(self, 'a')", False), ("getattr(shop, a)", False)]
)
def test_modules_that_ask_their_tests_for_methods(line: str, looks: bool) -> None:
    assert looks_up_methods(parsed(line)) is looks


@pytest.mark.parametrize("body, by_hand", [("sys.argv[1]", True), ("a.argv", False), ("argv", False)])
def test_functions_that_are_run_by_hand(body: str, by_hand: bool) -> None:
    module = parsed(f"import sys\ndef asked(a):\n    {body}\n")
    assert asks_the_command_line(module.functions("asked")[0], module) is by_hand


MARKS = """
import pytest
slow = pytest.mark.slow
needs = pytest.mark.skipif(True, reason="a")
def register(function): ...
"""


@pytest.mark.parametrize(
    "decorator, marked",
    [
        ("@pytest.mark.slow", True),
        ("@pytest.mark.skip()", True),
        ("@slow", True),
        ("@needs", True),
        ("@register", False),
        ("@unknown", False),
        ("", True),
    ],
)
def test_markers_with_names_of_their_own(decorator: str, marked: bool) -> None:
    path = "tests/test_a.py"
    text = f"import pytest\nfrom tests.marks import needs, register, slow\n{decorator}\ndef asked(): ...\n"
    view = Project(Tree({"tests/__init__.py": "", "tests/marks.py": MARKS, path: text})).view(path)
    module = Module.parse(text, path, Settings(), view)
    assert is_marked_only(module.functions("asked")[0], module, ("pytest.mark",)) is marked


SALE = "def check_sale():\n    assert sale()\n"


@pytest.mark.parametrize(
    ("head", "apart"),
    [
        ("import shop\n'''These checks can be run manually.'''\n", True),
        ("import shop\n'''Not part of the suite'''\ndef check_a(): pass\n", True),
        ("import shop\n'''Run by hand'''\n'''The rest'''\n", False),
        ("'''Some of it is run manually.'''\n", False),
        ("import shop\nshop.open('manually')\n", False),
        ("", False),
    ],
)
def test_what_a_heading_sets_apart(head: str, apart: bool) -> None:
    module = parsed(head + SALE)
    assert is_set_apart([*module.nodes(ast.FunctionDef)][-1], module) is apart
