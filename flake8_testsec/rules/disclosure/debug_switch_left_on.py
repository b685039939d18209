"""A switch for debugging that was left on in a test."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import argument, keyword, last_word
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.suites import conditioned, is_collected, is_test

rule = Rule(
    code="TSE809",
    summary="switch for debugging is left on in a test",
    message="{name} is left on; take it out",
    roles=Role.TEST | Role.SUPPORT,
    cwe=489,
    since="0.1",
    default=False,
    severity=Severity.LOW,
    why="""
    Somebody looked for a fault with it and committed it. From then on every run is slower and prints pages
    that nobody reads, with whatever statements and values pass by, and switches of the whole process stay on
    for all tests behind this one.
    """,
    fix="""
    Take it out; where it is wanted for a while, let an option or a variable of the environment switch it on.
    """,
    fixable="Nothing, because somebody may want to see it in this run.",
    bad=(
        """
        import logging

        from sqlalchemy import create_engine
        from tests import unittest

        @unittest.DEBUG
         ^^^^^^^^^^^^^^
        class TestOrders(unittest.TestCase):
            def setUp(self):
                logging.basicConfig(level=logging.DEBUG)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.engine = create_engine("sqlite://", echo=True)
                                                         ^^^^^^^^^
        """,
        """
        import logging
        import twisted.internet.base
        from tests.support import debug

        def setup_module():
            twisted.internet.base.DelayedCall.debug = True
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        @debug
         ^^^^^
        def test_orders():
            logging.basicConfig(level="DEBUG")
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        import logging

        import shop
        from sqlalchemy import create_engine

        def test_orders(echo):
            logging.basicConfig(level=logging.INFO)
            if shop.verbose:
                logging.basicConfig(level=logging.DEBUG)
            create_engine("sqlite://", echo=echo)
            create_engine("sqlite://", echo=False)
            shop.debug = True

        @shop.fast
        class TestOrders:
            pass

        @shop.debug
        def helper():
            pass
        """,
        """
        import logging

        if __name__ == "__main__":
            logging.basicConfig(level=logging.DEBUG)
        """,
    ),
)

_SWITCHES = frozenset({"twisted.internet.base.DelayedCall.debug", "twisted.internet.defer.Deferred.debug"})
_ENGINES = (
    "sqlalchemy.create_engine",
    "sqlalchemy.ext.asyncio.create_async_engine",
    "sqlmodel.create_engine",
)


@rule.on(ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, hints=("DEBUG", "debug"))
def decorated(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, module: Module) -> Iterator[Hit]:
    """Report the decorator of a test that is called after debugging."""
    is_one = is_collected(node, module) if isinstance(node, ast.ClassDef) else is_test(node, module)
    for each in node.decorator_list if is_one else ():
        words = {name.rpartition(".")[2].lower() for name in module.names(each)}
        if isinstance(each, (ast.Name, ast.Attribute)) and "debug" in words:
            yield rule.at(each, name="a decorator for debugging")


@rule.call("logging.basicConfig")
def logged(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report that everything is logged from here on."""
    level = argument(call, None, "level")
    if level is None or module.function(call) is None or conditioned(call, module):
        return
    is_lowest = module.names(level) & {"logging.DEBUG", "logging.NOTSET"}
    if is_lowest or (isinstance(level, ast.Constant) and level.value in ("DEBUG", 10)):
        yield rule.at(call, name="logging on the level DEBUG")


@rule.call(*_ENGINES)
def echoed(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report that each statement of a database is printed."""
    match keyword(call, "echo"):
        case ast.keyword(value=ast.Constant(value=True | "debug")) as given:
            yield rule.at(given, name="the echo of each statement")


@rule.attribute("debug")
def switched(attribute: ast.Attribute, module: Module) -> Iterator[Hit]:
    """Report a switch of the whole process that is set."""
    match module.parent(attribute):
        case ast.Assign(value=ast.Constant(value=True)) as statement if isinstance(attribute.ctx, ast.Store):
            if module.names(attribute) & _SWITCHES:
                yield rule.at(statement, name=last_word(attribute.value) + ".debug")
