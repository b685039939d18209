"""A module of tests cannot be imported where a variable of the environment is not set."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import spelt, string, truth
from flake8_testsec.source.module import Module, once, walked
from flake8_testsec.vocabulary.secrets.environment import ENVIRON
from flake8_testsec.vocabulary.testing.suites import is_test, is_test_file
from flake8_testsec.vocabulary.testing.variables import variables_in

rule = Rule(
    code="TSE231",
    summary="module of tests cannot be imported where a variable of the environment is not set",
    message="file cannot be imported where {name} is not set, so none of its tests run; use .get() and skip",
    roles=Role.TEST,
    cwe=754,
    since="0.1",
    default=False,
    severity=Severity.LOW,
    why="""
    What a module does at its top, in the body of a class, in a decorator or in the default of a parameter
    is done when the tests are collected. Where the variable is not set, ``os.environ["..."]`` raises
    ``KeyError`` then: the file is an error as a whole, tests that need nothing of the variable included, and
    with ``-x`` or in one process with others the run ends there. It also keeps a ``skipif`` that asks for
    the variable from ever skipping.
    """,
    fix="""
    ``os.environ.get("...")``, and ``pytest.mark.skipif`` for what needs it; or read it in a fixture. If no
    test of the file can do without, ``pytest.skip("...", allow_module_level=True)`` says so.
    """,
    fixable="Nothing, because what shall hold without the variable is for a person to say.",
    bad=(
        """
        import os
        import ssl
        from os import environ

        import pytest

        CONTEXT = ssl.create_default_context(cafile=os.environ["SHOP_CA"])
                                                    ^^^^^^^^^^^^^^^^^^^^^

        @pytest.mark.skipif(environ["TRAVIS"] == "true", reason="needs a display")
                            ^^^^^^^^^^^^^^^^^
        def test_order(shop, user=os.environ["SHOP_USER"]):
                                  ^^^^^^^^^^^^^^^^^^^^^^^
            assert shop.order(user)

        class TestOrders:
            url = os.environ["SHOP_URL"] + "/orders"
                  ^^^^^^^^^^^^^^^^^^^^^^

            def test_orders(self):
                assert self.url
        """,
    ),
    good=(
        """
        import os

        import pytest

        HOME = os.environ["HOME"]
        USER = os.environ.get("SHOP_USER")
        if "SHOP_URL" in os.environ:
            URL = os.environ["SHOP_URL"]
        KEY = os.environ["SHOP_KEY"] if "SHOP_KEY" in os.environ else None
        NAME = "SHOP_NAME" in os.environ and os.environ["SHOP_NAME"]
        os.environ["SHOP_PORT"] = "1"
        os.environ.setdefault("SHOP_HOST", "x")
        PORT = os.environ["SHOP_PORT"], os.environ["SHOP_HOST"]
        del os.environ["SHOP_PORT"]
        try:
            MODE = os.environ["SHOP_MODE"]
        except KeyError:
            MODE = ""
        ANY = os.environ[HOME]
        LATER = lambda: os.environ["SHOP_LATER"]

        def test_order(shop):
            assert shop.order(os.environ["SHOP_ORDER"])

        if __name__ == "__main__":
            print(os.environ["SHOP_SCRIPT"])
        """,
        """
        import os

        import pytest

        if not os.getenv("SHOP_URL"):
            pytest.skip("no shop", allow_module_level=True)

        URL = os.environ["SHOP_URL"]

        def test_order(shop):
            assert shop.order(URL)
        """,
        """
        import os
        import sys

        import pytest

        if sys.platform == "win32":
            FILES = os.environ["PROGRAMFILES"]

        def test_order(shop):
            assert shop.order(1)
        """,
        """
        # file: tests/test_by_hand.py
        import os

        print(os.environ["SHOP_USER"])
        """,
        """
        # file: tests/settings.py
        import os

        URL = os.environ["SHOP_URL"]
        """,
    ),
)

_ALWAYS = frozenset({"HOME", "PATH", "PWD", "SYSTEMROOT", "TEMP", "TMP"})
_LATER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.GeneratorExp)


@rule.attribute("environ")
def of_module(environ: ast.Attribute, module: Module) -> Iterator[Hit]:
    """Report the variable that is demanded by ``os.environ``."""
    yield from _demanded(environ, module)


@rule.where(holds=(ast.ImportFrom,))
def of_name(module: Module) -> Iterator[Hit]:
    """Report the same where ``environ`` is imported by itself."""
    for name, meant in module.scopes.imported():
        for use in module.named(name) if meant in ENVIRON else ():
            yield from _demanded(use, module)


def _demanded(environ: ast.expr, module: Module) -> Iterator[Hit]:
    match module.parent(environ):
        case ast.Subscript(slice=ast.Constant(value=str(name)), ctx=ast.Load()) as item:
            if name in _ALWAYS or not module.names(environ) & ENVIRON or not _holds_tests(module):
                return
            if _is_done_at_import(item, module) and name not in _seen_to(module.tree, module):
                yield rule.at(item, name=name)


def _holds_tests(module: Module) -> bool:
    """Whether a runner imports the file for its tests; a script may be called like a test."""
    functions: Iterator[ast.AST] = module.nodes(ast.FunctionDef, ast.AsyncFunctionDef)
    return is_test_file(module) and any(is_test(each, module) for each in functions)


def _is_done_at_import(node: ast.AST, module: Module) -> bool:
    """Whether an expression is evaluated whenever its module is imported."""
    inner = node
    for above in module.ancestors(node):
        is_outside = isinstance(above, (ast.FunctionDef, ast.AsyncFunctionDef)) and (
            inner in above.decorator_list or inner is above.args
        )
        if isinstance(above, _LATER) and not is_outside:
            return False
        if isinstance(above, ast.If) and truth(above.test) is None:
            return False
        if isinstance(above, ast.Try) and above.handlers:
            return False
        inner = above
    return True


@once
def _seen_to(tree: ast.Module, module: Module) -> frozenset[str]:
    """The variables that the module asks for in another way, or gives a value."""
    given = {name for each in walked(tree, module) for name in variables_in(each, module)}
    asked = {string(each.args[0]) for each in module.nodes(ast.Call) if each.args and _asks(each)}
    looked_for = {string(each.left) for each in module.nodes(ast.Compare)}
    return frozenset({*given, *filter(None, asked), *filter(None, looked_for)})


def _asks(call: ast.Call) -> bool:
    return spelt(call.func).endswith(("getenv", "environ.get", "environ.pop", "environ.setdefault"))
