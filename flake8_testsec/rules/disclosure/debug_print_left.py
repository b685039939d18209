"""A ``print`` that was left in a test after debugging."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import takewhile

from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.calls import keyword, last_word, spelt, string
from flake8_testsec.source.module import Module, inner_statements, once, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import is_expecting, is_failure
from flake8_testsec.vocabulary.testing.skips import remark
from flake8_testsec.vocabulary.testing.suites import is_at_top, is_fixture, is_hook, is_test, is_test_file

rule = Rule(
    code="TSE808",
    summary="print left in a test; assert the value, or take the line out",
    message="{name}() is left in {where}; assert the value, or take the line out",
    roles=Role.TEST,
    cwe=489,
    since="0.1",
    default=False,
    severity=Severity.LOW,
    why="""
    Nobody looks at what a test prints while it passes, so nothing is checked by it. When it fails, the lines
    of every other evening of debugging stand above the one that matters, and what was printed once to look
    at it (an answer, a configuration, a user) is kept in the log of every run.

    Silence in tests of output, in benchmarks, in scripts, where a condition or a failure is around the line,
    and beside a comment that says why.
    """,
    fix="Take the line out. Where the value matters, assert it, or give it to the assertion as its message.",
    fixable="Nothing, because whether the value shall be asserted instead is for a person to say.",
    bad=(
        """
        from pprint import pprint

        import pytest

        @pytest.fixture
        def order(shop):
            order = shop.order(1)
            print("made", order)
            ^^^^^^^^^^^^^^^^^^^^
            return order

        def test_order(shop, order):
            print(order.lines)
            ^^^^^^^^^^^^^^^^^^
            for line in order.lines:
                pprint(line)
                ^^^^^^^^^^^^
            assert order.lines

        def answer(method, url):
            print("called", method, url)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            return 200

        def test_answer(shop):
            assert shop.ask(answer) == 200
        """,
        """
        import unittest

        class TestStock(unittest.TestCase):
            def setUp(self):
                print("here")
                ^^^^^^^^^^^^^

            def test_stock(self):
                with self.shop.stock() as stock:
                    print(f"stock: {stock}")
                    ^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertTrue(stock)
        """,
    ),
    good=(
        """
        def test_output(shop, capsys):
            print(shop.order(1))
            assert capsys.readouterr().out == "1"
        """,
        """
        import time

        import pytest

        def test_speed(shop):
            start = time.perf_counter()
            shop.order(1)
            print(time.perf_counter() - start)

        def test_told(shop, print):
            print(shop)

        def test_why(shop, verbose):
            # print the seed so that a failure can be repeated
            print(shop.seed)
            print(shop.order, file=shop.log)
            if verbose:
                print(shop.order)
            if not shop.order:
                print(shop.log)
                raise AssertionError("no order")
            try:
                shop.close()
            except OSError as error:
                print(error)
                raise
            shop.on_order(lambda order: print(order))

            @shop.task
            def task():
                print(shop.order)

        def test_refused(shop):
            with pytest.raises(AttributeError):
                print(shop.orders)
            for each in shop.refused:
                print(each)
                pytest.fail("refused")
            with replaced_stdout() as out:
                print(shop.order(1))
            print("\\n=== orders ===")
            try:
                print(shop.order(1))
            except ValueError:
                pass

        def report_orders(orders):
            print(orders)

        def load(path):
            print("loading")
        """,
        """
        def test_order(shop):
            print(shop.order(1))

        if __name__ == "__main__":
            test_order(None)
        """,
        """
        # file: tests/tools.py
        def answer(method):
            print(method)
        """,
    ),
)

_TELLS = lazy(
    r"(?i)print|report|show|dump|display|main|log|debug|summar|bench|perf|speed|output|verbose|stdout|capture|example|readme|doc_"
)
_CAPTURES = ("capsys", "capfd", "redirect_stdout", "capture_output", "readouterr", "sys.stdout", "captured")
_CLOCKS = frozenset(
    {"perf_counter", "monotonic", "process_time", "timeit", "default_timer", "elapsed", "time"}
)
_CONDITIONS = (ast.If, ast.ExceptHandler, ast.Lambda)


@rule.call("print", "pprint.pprint", "pprint.pp", "rich.print", "icecream.ic", look=looks.is_statement)
def left(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the statement that prints in a test, in what prepares one, or in a double."""
    function = module.function(call)
    if function is None or keyword(call, "file") is not None or _is_of_output(module):
        return
    place = _place(call, function, module)
    if (
        not place
        or _is_report(call)
        or _is_conditional(call, function, module)
        or _is_timed(function, module)
    ):
        return
    statement = module.parent(call)
    if isinstance(statement, ast.Expr) and not remark(statement, module):
        yield rule.at(call, name=spelt(call.func), where=place)


def _place(call: ast.Call, function: Function, module: Module) -> str:
    """What kind of function prints; nothing for one that is there to print, or that something else runs."""
    if _TELLS.search(function.name) or not is_test_file(module):
        return ""
    if is_test(function, module):
        return "a test"
    if is_fixture(function, module) or is_hook(function):
        return "what prepares tests"
    is_plain = is_at_top(function, module) and not function.decorator_list
    return "a helper" if is_plain and _shows_parameter(call, function, module) else ""


def _is_report(call: ast.Call) -> bool:
    """Whether a text is laid out to be read, with empty lines or with rules."""
    first = call.args[0] if call.args else None
    head = first.values[0] if isinstance(first, ast.JoinedStr) and first.values else first
    text = string(head) or ""
    return not call.args or text.startswith("\n") or any(each in text for each in ("===", "---", "***"))


def _shows_parameter(call: ast.Call, function: Function, module: Module) -> bool:
    """Whether what is printed is what the function is called with."""
    names = _parameters(function, module)
    return any(isinstance(each, ast.Name) and each.id in names for each in ast.walk(call))


@once
def _parameters(function: Function, module: Module) -> frozenset[str]:
    arguments = function.args
    every = (
        *arguments.posonlyargs,
        *arguments.args,
        *arguments.kwonlyargs,
        arguments.vararg,
        arguments.kwarg,
    )
    return frozenset(each.arg for each in every if each is not None)


def _is_conditional(call: ast.Call, function: Function, module: Module) -> bool:
    """Whether the line is only reached in a case that is worth telling, or right before a failure."""
    around = takewhile(lambda each: each is not function, module.ancestors(call))
    return any(
        isinstance(each, _CONDITIONS) or _expects(each, module) or _fails(each, module) for each in around
    )


@once
def _fails(above: ast.AST, module: Module) -> bool:
    """Whether one of the statements directly below another fails the test."""
    return any(is_failure(each, module) for each in inner_statements(above))


@once
def _expects(around: ast.AST, module: Module) -> bool:
    """Whether an error is expected of what is printed, or something catches what is."""
    if isinstance(around, ast.Try):
        return bool(around.handlers)
    if not isinstance(around, (ast.With, ast.AsyncWith)):
        return False
    return is_expecting(around, module) or any(
        _TELLS.search(spelt(each.context_expr)) for each in around.items
    )


@once
def _is_timed(function: Function, module: Module) -> bool:
    """Whether a function takes the time, and so has something to tell."""
    return any(isinstance(each, ast.expr) and last_word(each) in _CLOCKS for each in walk(function))


@once
def _is_of_output(module: Module) -> bool:
    """Whether the module is about output, or is run as a script."""
    return module.mentions(*_CAPTURES, "__main__")
