"""Production code finds out that a test is running, or that it holds a mock, and does something else."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.patterns import lazy, short
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.branches import SKIPS_CHECK, USES_DOUBLE, Change, changes, is_flag, variable_read
from flake8_testsec.source.calls import argument, string
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.assertions import MOCK_ASSERTIONS
from flake8_testsec.vocabulary.testing.doubles import MOCK_CLASSES
from flake8_testsec.vocabulary.testing.suites import is_fixture
from flake8_testsec.vocabulary.testing.tooling import in_self_test, is_tooling

rule = Rule(
    code="TSE603",
    summary="production code behaves differently under test",
    message="behaviour depends on {asked}: {change}",
    roles=Role.PRODUCTION | Role.SETTINGS,
    cwe=489,
    since="0.1",
    default=True,
    severity=Severity.HIGH,
    why="""
    The tests then exercise code that never runs for real, and what runs for real is never tested. Where
    the branch leaves out a check, whoever can set a variable, load a module or pass an argument leaves it
    out in production, too. Where the rule is enabled by name, it also speaks where no check is left out
    and no double is used, and of switches like ``DISABLE_AUTH``.
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
_RUNNERS = frozenset(
    {"pytest", "_pytest", "py.test", "unittest", "unittest2", "nose", "nose2", "twisted.trial"}
)
_COMMANDS = frozenset({"test", "pytest", "py.test", "unittest", "nosetests"})
_VARIABLES = lazy(r"PYTEST_(CURRENT_TEST|VERSION|XDIST_WORKER|RUN_CONFIG)\Z")
_STAGE = lazy(r"(\w+_)?(ENV|ENVIRONMENT|STAGE|MODE|PROFILE)\Z")
_STAGES = frozenset({"test", "tests", "testing", "unittest", "unit_test", "pytest"})
_SWITCH = short(
    r"(?=(?P<to>(\w+?_)??(BYPASS|DISABLE|NO|SKIP)_))(?P=to)(\w+_)?(AUTH\w*|CSRF|LOGIN|PERMISSIONS?|SIGNATURES?|SSL|TLS|VALIDATION|"
    r"VERIF(Y|ICATION))(_CHECKS?)?\Z"
)
_WORST = frozenset({SKIPS_CHECK, USES_DOUBLE})
_RUNNER = "running under a test runner"
_MOCK = lazy(r"(Non|Async|Magic|Callable|Property)*Mock\Z")
_OF_MOCK = lazy(r"_mock_\w+\Z|mock_calls\Z")
_SECURITY = lazy(
    r"(?i).*(auth|cert|crypt|csrf|hasher|login|middleware|password|permi|secret|secur|throttl|token|valid|verif)"
)


@rule.on(ast.Compare, hints=("Mock", "argv", "environ", "getenv", "modules"))
def compared(comparison: ast.Compare, module: Module) -> Iterator[Hit]:
    """Report a look at the loaded modules, the arguments, the environment or a class's name."""
    match comparison:
        case ast.Compare(left=left, ops=[ast.In() | ast.Eq() as op], comparators=[right]):
            holds = True
        case ast.Compare(left=left, ops=[ast.NotIn() | ast.NotEq() as op], comparators=[right]):
            holds = False
        case _:
            return
    contained = isinstance(op, (ast.In, ast.NotIn))
    if _asks_class(left, right, contained):
        yield from _judged(comparison, holds, module, certain=True)
    elif _asks_process(left, right, contained, module):
        yield from _judged(comparison, holds, module)
    elif name := _stage(left, right, module):
        yield from _check_skipped(comparison, holds, module, name)
    elif name := variable_read(comparison, module):
        yield from _variable(name, comparison, holds, module)


def _asks_process(left: ast.expr, right: ast.expr, contained: bool, module: Module) -> bool:
    if not contained:
        return bool(_words(right) & _COMMANDS) and _is_arguments(left, module)
    word = string(left)
    if word in _RUNNERS and module.names(right) & {"sys.modules", "sys.modules.keys()"}:
        return True
    return word in _COMMANDS and _is_arguments(right, module)


def _stage(left: ast.expr, right: ast.expr, module: Module) -> str:
    """The variable that says in which environment the program runs, where it is asked for tests."""
    elements = right.elts if isinstance(right, (ast.List, ast.Set, ast.Tuple)) else [right]
    if not {string(each) for each in elements} <= _STAGES:
        return ""
    match left:
        case ast.Call(func=ast.Attribute(value=inner, attr="lower" | "strip"), args=[]):
            return _stage(inner, right, module)
        case ast.Subscript(value=where, slice=ast.Constant(value=str(name))):
            name = name if "os.environ" in module.names(where) else ""
        case _:
            name = variable_read(left, module)
    return name if _STAGE.match(name) else ""


def _is_arguments(node: ast.expr, module: Module) -> bool:
    inner = node.value if isinstance(node, ast.Subscript) else node
    return "sys.argv" in module.names(inner)


def _words(node: ast.expr) -> set[str]:
    """The one word of a string, or of a list of one string."""
    element = node.elts[0] if isinstance(node, (ast.List, ast.Tuple)) and len(node.elts) == 1 else node
    text = string(element)
    return set() if text is None else {text}


def _asks_class(left: ast.expr, right: ast.expr, contained: bool) -> bool:
    named, word = (right, string(left)) if contained else (left, string(right))
    match named:
        case ast.Attribute(attr="__name__", value=ast.Attribute(attr="__class__")):
            pass
        case ast.Attribute(attr="__name__", value=ast.Call(func=ast.Name(id="type"))):
            pass
        case _:
            return False
    return word is not None and bool(_MOCK.match(word))


@rule.call("os.environ.get", "os.getenv")
def read(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report that a variable is read which only a test run sets."""
    yield from _variable(variable_read(call, module), call, True, module)


@rule.call("isinstance", "issubclass")
def instance(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the question whether something is a mock."""
    classes = argument(call, 1)
    candidates = classes.elts if isinstance(classes, ast.Tuple) else [classes] if classes else []
    if any(module.names(each) & MOCK_CLASSES for each in candidates):
        yield from _judged(call, True, module, certain=True)


@rule.call("hasattr", "getattr")
def attribute(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the question whether something has what only mocks have, or what a conftest has set."""
    word = string(argument(call, 1))
    of_mock = word is not None and (word in MOCK_ASSERTIONS or bool(_OF_MOCK.match(word)))
    if of_mock or (word is not None and _is_mark(argument(call, 0), word, module)):
        yield from _judged(call, True, module, certain=of_mock)


@rule.attribute("_called_from_test")
def mark(node: ast.Attribute, module: Module) -> Iterator[Hit]:
    """Report the same mark, read directly."""
    if _is_mark(node.value, node.attr, module) and isinstance(node.ctx, ast.Load):
        yield from _judged(node, True, module)


def _is_mark(owner: ast.expr | None, word: str, module: Module) -> bool:
    return word == "_called_from_test" and owner is not None and "sys" in module.names(owner)


def _variable(name: str, asked: ast.expr, holds: bool, module: Module) -> Iterator[Hit]:
    """A variable that anybody may set counts only where it turns off a check."""
    if _VARIABLES.match(name):
        yield from _judged(asked, holds, module)
    elif is_flag(name) or (_SWITCH.match(name) and module.settings.enables(rule.code)):
        yield from _check_skipped(asked, holds, module, name)


def _check_skipped(asked: ast.expr, holds: bool, module: Module, name: str) -> Iterator[Hit]:
    if not is_tooling(module) and not in_self_test(asked, module):
        for change in changes(asked, holds, module):
            if change.what == SKIPS_CHECK:
                yield from _hit(change, f"the variable {name}", module)


def _judged(asked: ast.expr, holds: bool, module: Module, certain: bool = False) -> Iterator[Hit]:
    """Report what depends on the answer; what may be meant so, only where the rule is enabled by name."""
    if is_tooling(module) or in_self_test(asked, module) or _only_adds_tests(asked, module):
        return
    for change in changes(asked, holds, module):
        if certain or change.what in _WORST or module.settings.enables(rule.code):
            yield from _hit(change, _RUNNER, module)


def _only_adds_tests(asked: ast.expr, module: Module) -> bool:
    """Whether what hangs on the answer is nothing but tests, which the program never calls."""
    match module.parent(asked):
        case ast.If(test=test, body=body, orelse=[]) if test is asked:
            defined = [each for each in body if not isinstance(each, (ast.Import, ast.ImportFrom))]
            return bool(defined) and all(_is_of_tests(each, module) for each in defined)
        case _:
            return False


def _is_of_tests(statement: ast.stmt, module: Module) -> bool:
    match statement:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) if name.startswith("test"):
            return True
        case ast.FunctionDef() as function:
            return is_fixture(function, module)
        case ast.Assign(value=value):
            return isinstance(value, ast.Constant)
        case _:
            return False


def _hit(change: Change, asked: str, module: Module) -> Iterator[Hit]:
    if module.role is not Role.SETTINGS or _sets_security(change.place, module):
        yield rule.at(change.place, asked=asked, change=change.what)


def _sets_security(place: ast.AST, module: Module) -> bool:
    """Whether a branch among settings is about more than logging, caches and the test database."""
    branch = module.above(place, ast.stmt)
    return isinstance(branch, ast.If) and any(
        isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store) and bool(_SECURITY.match(each.id))
        for each in ast.walk(branch)
    )
