"""A check wrapped into an inner function of a test, and the function is never called."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import structure
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import assertions, holds_check
from flake8_testsec.vocabulary.testing.suites import is_test, only_decorated_by

rule = Rule(
    code="TSE511",
    summary="inner function contains assertions but is never used",
    message="inner function {name} holds assertions but is never used, so they never run; call it",
    roles=Role.TEST,
    cwe=561,
    since="0.1",
    default=True,
    severity=Severity.HIGH,
    why="""
    Tests wrap their checks into an inner function to put a patch or a context around them. The wrapping
    alone runs nothing: when the call at the end is forgotten, the test defines a function, passes, and
    looks as if it had checked something.
    """,
    fix="Call the inner function at the end of the test, or move its body and its patches to the test.",
    bad=(
        """
        from unittest.mock import patch

        def test_order_is_sent():
            @patch("shop.orders.send")
            def _do_test(send):
            ^^^^^^^^^^^^^^^^^^^
                order(1)
                assert send.called
        """,
        """
        import unittest

        class ParserTest(unittest.TestCase):
            def test_rejects(self):
                for text in ("", "("):
                    def check():
                    ^^^^^^^^^^^^
                        with self.assertRaises(ValueError):
                            parse(text)
        """,
        """
        async def test_stream_ends():
            stream = open_stream()

            async def read_all():
            ^^^^^^^^^^^^^^^^^^^^^
                assert await stream.read() == b""
        """,
    ),
    good=(
        """
        def test_pays(order, gateway):
            def check(receipt):
                assert receipt.ok

            receipt = order.pay(gateway)
            assert receipt.ok
        """,
        """
        from unittest.mock import patch

        def test_order_is_sent():
            @patch("shop.orders.send")
            def _do_test(send):
                order(1)
                assert send.called

            _do_test()
        """,
        """
        from shop import app

        def test_route():
            @app.route("/")
            def index():
                assert app.current

            assert app.get("/").ok
        """,
        """
        def test_visitor():
            class Visitor(NodeVisitor):
                def visit_Name(self, node):
                    assert node.name

            Visitor().visit(parse("a"))

            def visit_Call(node):
                return node
        """,
        """
        def test_timing():
            def check():
                assert price(1)

            assert timeit("check()", globals=locals()) < 1
        """,
        """
        def test_callback_of_the_module():
            global on_order

            def on_order(number):
                assert number == 1

            order(1)

        def helper():
            def check():
                assert False
        """,
    ),
)

_NAMESPACES = frozenset({"locals", "globals", "vars", "dir", "eval", "exec"})


@rule.on(ast.FunctionDef, ast.AsyncFunctionDef)
def never_called(inner: Function, module: Module) -> Iterator[Hit]:
    """Report a function inside a test that checks something and is not mentioned again."""
    if isinstance(module.parents[inner], (ast.Module, ast.ClassDef)):
        return
    test = module.function(inner)
    if test is None or module.class_of(inner) is not None or not is_test(test, module):
        return
    if not only_decorated_by(inner, module, ("unittest.mock.patch",)) or not holds_check(inner, module):
        return
    used = _used(test, module)
    if inner.name not in used and not _NAMESPACES & used and not _is_repeated(inner, test, module):
        yield rule.at(inner, name=inner.name)


def _is_repeated(inner: Function, test: Function, module: Module) -> bool:
    """Whether the test itself makes all the assertions of the inner function: then nothing is lost."""
    own = {structure(each) for each in assertions(inner)}
    return bool(own) and own <= _assertions(test, module)


@once
def _assertions(test: Function, module: Module) -> frozenset[str]:
    return frozenset(structure(each) for each in assertions(test))


@once
def _used(test: Function, module: Module) -> frozenset[str]:
    """The names that a test mentions."""
    return frozenset(name for node in walk(test) for name in _names(node))


def _names(node: ast.AST) -> Iterable[str]:
    match node:
        case ast.Name(id=word):
            return (word,)
        case ast.Global(names=names):
            return names
        case _:
            return ()
