"""Production code finds out that a test is running, or that it holds a mock, and does something else."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.patterns import lazy
from flake8_testsec.project.views import view_of
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.branches import SKIPS_CHECK, Change, changes, is_flag, variable_read
from flake8_testsec.source.calls import argument, string
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.assertions import MOCK_ASSERTIONS
from flake8_testsec.vocabulary.testing.controls import is_switch, sets_security, switch_of
from flake8_testsec.vocabulary.testing.doubles import MOCK_CLASSES
from flake8_testsec.vocabulary.testing.questions import (
    RUNNERS,
    STACKS,
    asks_class,
    asks_process,
    begins_as_double,
    is_named_as_double,
    is_variable_of_runner,
    looked_through,
    stage,
)
from flake8_testsec.vocabulary.testing.tooling import in_self_test, is_tooling, only_adds_tests

rule = Rule(
    code="TSE603",
    summary="production code behaves differently under test",
    message="behaviour depends on {asked}: {change}",
    roles=Role.PRODUCTION | Role.SETTINGS,
    cwe=489,
    since="0.1",
    default=False,
    severity=Severity.HIGH,
    why="""
    The tests then exercise code that never runs for real, and what runs for real is never tested. Where
    the branch leaves out a check, whoever can set a variable, load a module or pass an argument leaves it
    out in production, too. Most projects know of the branch and want it, so the rule is off unless enabled.
    """,
    fix="""
    Let the test decide from outside: pass the clock, the client or the policy in, patch it in the test,
    or set an ordinary option that says what it does instead of who asks.
    """,
    fixable="Nothing, because how a test shall decide from outside is a matter of design.",
    bad=(
        """
        import os
        import sys

        def is_allowed(user):
            if "pytest" in sys.modules:
               ^^^^^^^^^^^^^^^^^^^^^^^
                return True
            if os.environ.get("PYTEST_CURRENT_TEST") is not None and user.is_new:
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                return True
            return user.is_admin

        def database():
            return "memory" if "PYTEST_CURRENT_TEST" in os.environ else "disk"
                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        from unittest import mock

        def scheme(connection):
            if connection.secure:
                return "https"
            elif isinstance(connection, mock.Mock):
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                return "http"
            elif isinstance(connection, (str, mock.MagicMock)):
                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                return "http"
            raise TypeError(connection)

        def plain(value):
            if hasattr(value, "assert_called_once") or type(value).__name__ == "MagicMock":
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                value = 0
            if not getattr(value, "_mock_name", None) and "Mock" not in value.__class__.__name__:
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                value = value + 1
            return value
        """,
        """
        import os
        import sys

        UNDER_TEST = sys.argv[1:2] == ["test"] or "test" in sys.argv
                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        NO_THREADS = hasattr(sys, "_called_from_test")

        def save(order):
            if not NO_THREADS:
               ^^^^^^^^^^^^^^
                order.lock()
            if not os.environ.get("TESTING"):
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                check_signature(order)
            if "pytest" in sys.argv[0] or sys._called_from_test:
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                return
            order.save()
        """,
        """
        # file: shop/settings.py
        import sys

        if "test" in sys.argv:
           ^^^^^^^^^^^^^^^^^^
            PASSWORD_HASHERS = ["shop.hashers.Plain"]
        """,
        """
        import os

        def is_allowed(user):
            if os.environ.get("APP_ENV", "").lower() in ("test", "testing"):
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                return True
            if os.environ["STAGE"] == "test":
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                return True
            if os.getenv("DISABLE_AUTH"):
               ^^^^^^^^^^^^^^^^^^^^^^^^^
                return True
            return user.is_admin
        """,
        """
        # file: shop/fakes.py
        class FakeClient:
            pass
        # file: shop/auth.py
        import os

        from shop.config import settings
        from shop.fakes import FakeClient

        def is_allowed(user, client):
            if settings.DISABLE_AUTH:
               ^^^^^^^^^^^^^^^^^^^^^
                return True
            if getattr(settings, "SKIP_LOGIN_CHECK", False):
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                return True
            if type(client).__name__ in ("FakeClient", "MagicMock") or isinstance(client, FakeClient):
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                return True
            if os.getenv("APP_ENV") in ("test", "ci"):
               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                return True
            return user.is_admin
        """,
    ),
    good=(
        """
        import sys

        def price(order):
            return order.total

        if "pytest" in sys.modules:
            import pytest

            TOTAL = 3

            @pytest.fixture
            def order():
                return Order(total=TOTAL)

            def test_price(order):
                class FakeOrder:
                    total = 3
                assert price(order) == price(FakeOrder())
        """,
        """
        import os
        import sys
        import logging

        log = logging.getLogger(__name__)

        def drop_everything():
            if "pytest" in sys.modules:
                raise RuntimeError("not under test")
            if "PYTEST_CURRENT_TEST" not in os.environ:
                message = "dropping"
                log.info(message)
            else:
                log.getChild("x").debug("not dropping")
            assert "pytest" not in sys.modules
            if "json" in sys.modules or "check" in sys.argv or "TERM" in os.environ:
                return os.environ.get("HOME")
            if os.environ.get("TESTING") == "1":
                log.host = "localhost"
        """,
        """
        # file: shop/settings.py
        import sys

        TESTING = "test" in sys.argv

        if TESTING:
            DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3"}}
            LOGGING = {}
        if "pytest" in sys.modules:
            enable_colours()
        DEBUG = "test" not in sys.argv
        """,
        """
        def describe(item, Mock, sys):
            if isinstance(item, Mock) or isinstance(item, (str, bytes)) or hasattr(item, "called"):
                return "item"
            if type(item).__name__ == "Basket" or item.name == "Mock" or hasattr(item, "assert_" + "x"):
                return "basket"
            if item._called_from_test or "Mock" in item.name:
                return sys.modules
        """,
        """
        # file: shop/stages.py
        import os

        def is_allowed(user):
            if os.environ.get("APP_ENV") == "prod" or os.environ.get("COLOUR") == "test":
                return True
            if user["STAGE"] == "test":
                return True
            return user.is_admin

        def lines():
            return 3 if os.environ.get("APP_ENV") == "test" else 80
        # file: shop/pytest_plugin.py
        import sys

        COLOURS = "pytest" in sys.modules
        # file: shop/runner.py
        import os
        import sys

        def run_tests():
            if os.environ.get("APP_ENV") == "test":
                return verify(2)
            if "test" in sys.argv:
                return 1
        """,
    ),
)
_RUNNER = "running under a test runner"
_OF_MOCK = lazy(r"_mock_\w+\Z|mock_calls\Z")


@rule.on(ast.Compare, hints=("Mock", "argv", "environ", "getenv", "mock", "modules"))
def compared(comparison: ast.Compare, module: Module) -> Iterator[Hit]:
    """Report a look at the loaded modules, the arguments, the environment or a class's name."""
    match comparison:
        case ast.Compare(left=left, ops=[ast.In() | ast.Eq() | ast.Is() as op], comparators=[right]):
            holds = True
        case ast.Compare(left=left, ops=[ast.NotIn() | ast.NotEq() | ast.IsNot() as op], comparators=[right]):
            holds = False
        case _:
            return
    contained = isinstance(op, (ast.In, ast.NotIn))
    if asks_class(left, right, contained, module) or asks_process(left, right, contained, module):
        yield from _judged(comparison, holds, module)
    elif name := stage(left, right, module):
        yield from _check_skipped(comparison, holds, module, name)
    elif name := variable_read(comparison, module):
        yield from _variable(name, comparison, holds, module)


@rule.call("os.environ.get", "os.getenv")
def read(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report that a variable is read which only a test run sets."""
    yield from _variable(variable_read(call, module), call, True, module)


@rule.call("sys.modules.get")
def module_looked_up(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the same look at the loaded modules, as a look-up."""
    if string(argument(call, 0)) in RUNNERS:
        yield from _judged(call, True, module)


@rule.call(*STACKS)
def called_by(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report a search for tests among the callers."""
    yield from _searched(call, module)


@rule.attribute("argv", "modules")
def held(node: ast.Attribute, module: Module) -> Iterator[Hit]:
    """Report the same among the arguments and the loaded modules, each of them in turn."""
    if module.names(node) & {"sys.argv", "sys.modules"}:
        yield from _searched(node, module)


def _searched(source: ast.expr, module: Module) -> Iterator[Hit]:
    for question, holds in looked_through(source, module):
        yield from _judged(question, holds, module)


@rule.call("isinstance", "issubclass")
def instance(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the question whether something is a mock."""
    classes = argument(call, 1)
    candidates = classes.elts if isinstance(classes, ast.Tuple) else [classes] if classes else []
    if any(module.names(each) & MOCK_CLASSES or _is_double(each, module) for each in candidates):
        yield from _judged(call, True, module)


def _is_double(class_: ast.expr, module: Module) -> bool:
    """Whether a class is a double of the project."""
    view = view_of(module)
    names = module.names(class_)
    if view is None or not names:
        return False
    return all(is_named_as_double(each) and view.is_class(each) for each in names)


@rule.method("startswith", "endswith")
def named(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the question whether the name of a class begins like one of doubles."""
    if begins_as_double(call):
        yield from _judged(call, True, module)


@rule.on(ast.Attribute, ast.Call, ast.Subscript, hints=("BYPASS", "DISABLE", "SKIP", "NO_"))
def configured(node: ast.Attribute | ast.Call | ast.Subscript, module: Module) -> Iterator[Hit]:
    """Report a setting of a configuration that turns off a check."""
    if name := switch_of(node, module):
        yield from _check_skipped(node, True, module, name, "setting")


@rule.call("hasattr", "getattr")
def attribute(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the question whether something has what only mocks have, or what a conftest has set."""
    word = string(argument(call, 1))
    of_mock = word is not None and (word in MOCK_ASSERTIONS or bool(_OF_MOCK.match(word)))
    if of_mock or (word is not None and _is_mark(argument(call, 0), word, module)):
        yield from _judged(call, True, module)


@rule.attribute("_called_from_test")
def mark(node: ast.Attribute, module: Module) -> Iterator[Hit]:
    """Report the same mark, read directly."""
    if _is_mark(node.value, node.attr, module) and isinstance(node.ctx, ast.Load):
        yield from _judged(node, True, module)


def _is_mark(owner: ast.expr | None, word: str, module: Module) -> bool:
    return word == "_called_from_test" and owner is not None and "sys" in module.names(owner)


def _variable(name: str, asked: ast.expr, holds: bool, module: Module) -> Iterator[Hit]:
    """A variable that anybody may set counts only where it turns off a check."""
    if is_variable_of_runner(name):
        yield from _judged(asked, holds, module)
    elif is_flag(name) or is_switch(name):
        yield from _check_skipped(asked, holds, module, name)


def _check_skipped(
    asked: ast.expr, holds: bool, module: Module, name: str, kind: str = "variable"
) -> Iterator[Hit]:
    if not is_tooling(module) and not in_self_test(asked, module):
        for change in changes(asked, holds, module):
            if change.what == SKIPS_CHECK:
                yield from _hit(change, f"the {kind} {name}", module)


def _judged(asked: ast.expr, holds: bool, module: Module) -> Iterator[Hit]:
    """Report what depends on the answer."""
    if not (is_tooling(module) or in_self_test(asked, module) or only_adds_tests(asked, module)):
        for change in changes(asked, holds, module):
            yield from _hit(change, _RUNNER, module)


def _hit(change: Change, asked: str, module: Module) -> Iterator[Hit]:
    if module.role is not Role.SETTINGS or sets_security(change.place, module):
        yield rule.at(change.place, asked=asked, change=change.what)
