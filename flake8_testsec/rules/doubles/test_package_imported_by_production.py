"""Production code imports from the package of tests."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from flake8_testsec.patterns import lazy
from flake8_testsec.project.metadata import is_of_testing_tool
from flake8_testsec.project.module_facts import ModuleFacts
from flake8_testsec.project.views import is_framework, view_of
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.literals import text_of
from flake8_testsec.source.module import Module
from flake8_testsec.source.paths import normalise
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import only_decorated_by
from flake8_testsec.vocabulary.testing.tooling import (
    is_for_runner,
    is_optional,
    is_tooling,
    offers_tests,
    only_as_script,
    only_for_types,
    serves_tests,
)

rule = Rule(
    code="TSE602",
    summary="production code imports the test package",
    message="production module imports test code from {module}",
    roles=Role.PRODUCTION | Role.SETTINGS,
    cwe=489,
    since="0.1",
    default=True,
    severity=Severity.MEDIUM,
    why="""
    Test code is written for tests: it need not be installed, it may change global state when it is
    imported, and nobody reviews it as something that runs for real. Production code that imports it fails
    where the tests are left out of the package, and brings fakes, shortcuts and test data with it where
    they are not.

    Silence for a module below ``test`` that imports no test framework, and for management commands that say
    by their name or help that they make sample data; for functions that only tests call (``assert_written``),
    and distributions that are made for tests by their metadata. By default an import is reported where it
    cannot work for users, because the module is not there or imports pytest; outside of functions also where
    the module lies in ``tests`` beside the package. All others, doubles among them, which work as long as the
    tests are shipped, are reported where the rule is enabled by name.
    """,
    fix="Move what is needed into a module of the production code, and let both import it from there.",
    fixable="Nothing, because what is needed of the test code has to be moved by a person.",
    bad=(
        """
        # file: shop/cmd/check.py
        from shop import mail
        from shop.tests import base
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^

        def check_mail():
            return mail.ping(base.random_name())
        """,
        """
        # file: src/shop/cmd/bench.py
        from tests.servers import MockServer
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        import shop.net.tests.servers as servers, json
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        from ..tests import orders
        ^^^^^^^^^^^^^^^^^^^^^^^^^^
        from shop import tests
        ^^^^^^^^^^^^^^^^^^^^^^

        def bench():
            return MockServer(servers), orders, tests
        """,
        """
        # file: exam/test/reactors.py
        from twisted.trial import unittest
        # file: exam/views.py
        from exam.test.reactors import unittest
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        # file: exam/management/commands/make_user.py
        from django.core.management.base import BaseCommand
        from exam.tests.users import make
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        class Command(BaseCommand):
            requires_migrations = True
            help = "Used to create a user"
        """,
        """
        # file: shop/__init__.py
        from .tests.runner import Runner
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        from .tests.servers import Server
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        from .tests.users import Users
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        test = Runner.of(__path__)
        Runner.known.append(test)
        server = Server()
        """,
        """
        # file: shop/testing/fake_bank.py
        def pay(): ...
        # file: shop/bank.py
        try:
            import bank
        except ImportError:
            import shop.tests.bank as bank
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        if bank.LIVE:
            from bank import pay
        else:
            from shop.testing.fake_bank import pay
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            from shop.testing import FakeShop
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        # file: shop/net/reactor.py
        def _install():
            from shop.net.test.mixins import ReactorBuilder
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            ReactorBuilder.known.append("shop.net.reactor")
        """,
    ),
    good=(
        """
        # file: shop/cmd/check.py
        from typing import TYPE_CHECKING

        import django.test
        from django.tests.runner import Runner
        from shop.test import Client
        from shop.utils.test import crawler
        from shop.net import test, test_connection
        from shop.contests import tests_of
        from . import mail
        from .tests import TESTS as DEFAULT_TESTS
        from ... import tests

        if TYPE_CHECKING:
            from shop.tests.base import Server

        try:
            from shop.tests import base
        except (AttributeError, ImportError):
            base = None

        def run_tests():
            from shop.tests import suite
            return suite()

        def setup_package():
            from shop.tests import suite
            suite()

        class Log:
            def assert_written(self, text):
                from shop.tests import checks
                checks.assert_in(text, self.text)

            def assertEmpty(self):
                from shop.tests import checks
                checks.assert_in("", self.text)

        if __name__ == "__main__":
            from shop.tests import suite
            suite()
        """,
        """
        # file: exam/__init__.py
        from .tests import print_versions, test
        # file: shop/__init__.py
        from .tests.runner import Runner

        test = Runner.of(__path__)

        # file: shop/net/__init__.py
        from shop.tests import suite as test
        """,
        """
        # file: doc/extensions/samples.py
        from shop.tests import samples
        # file: noxfile.py
        from tests import sessions
        # file: shop/mail_testing.py
        from shop.tests import base
        """,
        """
        # file: exam/test/queries.py
        def authorised(user): ...
        # file: exam/views.py
        from exam.test.queries import authorised
        # file: exam/management/commands/load_dummy_orders.py
        from django.core.management.base import BaseCommand
        from exam.tests.factories import OrderFactory

        class Command(BaseCommand):
            def handle(self):
                OrderFactory.create()
        # file: exam/management/commands/fill.py
        from django.core.management.base import BaseCommand
        from exam.tests.factories import OrderFactory

        class Command(BaseCommand):
            help = "Populate the database with orders"
        """,
        """
        # file: shop/boot.py
        try:
            import shop.tests.boot
        except:
            raise SystemExit(1)

        try:
            import shop.tests.boot
        except Exception:
            raise SystemExit(1)
        """,
    ),
)

_SAMPLE = lazy(
    r"\b(dummy|sample|populate|seed|demo|fake)|test (data|objects)|(dummy|sample|demo|seed)_", re.I
)
_RUNNERS = frozenset({"pytest", "_pytest", "nose"})
_OF_CLASS = frozenset({"classmethod", "staticmethod"})
_SUPPORT = frozenset({"testing", "test_util", "test_utils", "testutil", "testutils"})
_DOUBLE = lazy(r"_*(dummy|fake|mock|stub)", re.I)
_TABLE = lazy(r"[A-Z_]*TESTS\Z")


@rule.on(ast.Import, ast.ImportFrom)
def imported(statement: ast.Import | ast.ImportFrom, module: Module) -> Iterator[Hit]:
    """Report an import of a module below the tests of this project."""
    name = next((name for name in _modules(statement, module) if _is_test_code(name, module)), None)
    if name is None or _is_harmless(name, module) or _stands_aside(statement, module):
        return
    if module.settings.enables(rule.code) or _cannot_work(name, statement, module):
        yield rule.at(statement, module=".".join(name))


def _cannot_work(name: tuple[str, ...], statement: ast.Import | ast.ImportFrom, module: Module) -> bool:
    """Whether users of the package cannot import a module."""
    function = module.function(statement)
    if _is_missing(name, module) or (function is None and name[0] == "tests"):
        return True  # in a function it is imported by who calls that, who may be a developer
    is_hook = function is not None and _is_hook(function, module)
    return _needs_runner(name, statement, module) and not is_hook


def _modules(statement: ast.Import | ast.ImportFrom, module: Module) -> Iterator[tuple[str, ...]]:
    """The paths of the modules that a statement imports; of ``from x import tests``, also ``x.tests``."""
    if isinstance(statement, ast.Import):
        yield from (tuple(alias.name.split(".")) for alias in statement.names)
        return
    path = (*_start(statement.level, module), *(statement.module or "").split("."))
    path = tuple(part for part in path if part)
    if path[-1:] == ("tests",) and all(_TABLE.match(alias.name) for alias in statement.names):
        return  # the tests of a template language, say: a table of functions, not test code
    yield path
    names = (alias.name for alias in statement.names if alias.name == "tests" or _DOUBLE.match(alias.name))
    yield from ((*path, name) for name in names if path)


def _start(level: int, module: Module) -> tuple[str, ...]:
    is_package = module.path.endswith("__init__.py")
    up = level - is_package
    return module.dotted[: max(0, len(module.dotted) - up)] if level else ()


def _is_test_code(name: tuple[str, ...], module: Module) -> bool:
    """``tests`` anywhere below a package of this project; ``test`` only with something below it; doubles."""
    if name[:1] == ("tests",):
        return True
    if name[:1] == () or name[0] not in module.dotted:
        return False
    return "tests" in name[1:] or "test" in name[1:-1] or _is_double(name)


def _is_double(name: tuple[str, ...]) -> bool:
    """Whether a module of support for tests has a double: ``shop.testing.fake_bank``."""
    support = next((n for n, part in enumerate(name) if part in _SUPPORT), len(name))
    return any(map(_DOUBLE.match, name[support + 1 :]))


def _stands_aside(statement: ast.Import | ast.ImportFrom, module: Module) -> bool:
    return (
        only_for_types(statement, module)
        or only_as_script(statement, module)
        or (is_optional(statement, module) and not _is_way_out(statement, module))
        or serves_tests(statement, module)
        or offers_tests(statement, module)
        or is_tooling(module)
        or is_for_runner(statement, module)
        or any(module.parent(each) is module.tree for each in module.functions("load_tests"))
        or is_of_testing_tool(module)
        or _makes_sample_data(module)
    )


def _is_way_out(statement: ast.stmt, module: Module) -> bool:
    """Whether an import takes the place of one that failed: that is what ships without it."""
    return any(isinstance(above, ast.ExceptHandler) for above in module.ancestors(statement))


def _makes_sample_data(module: Module) -> bool:
    """Whether a management command says in its help, or by its name, that it makes data to play with."""
    name = normalise(module.path)[-1]
    commands = (each for each in module.nodes(ast.ClassDef) if _is_command(each))
    return any(_SAMPLE.search(text) for each in commands for text in (name, *_help(each)))


def _is_command(class_: ast.ClassDef) -> bool:
    bases = map(last_word, class_.bases)
    return class_.name == "Command" and any(base.endswith("Command") for base in bases)


def _help(class_: ast.ClassDef) -> Iterator[str]:
    for statement in class_.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id="help")], value=value):
                yield text_of(value) or ""


def _is_harmless(name: tuple[str, ...], module: Module) -> bool:
    """Whether a module below a folder ``test``, or called ``tests``, is none of tests: it can be read, knows
    no framework and, in a file ``tests.py``, tests nothing."""
    view = view_of(module)
    found = view.facts(".".join(name)) if view is not None and not _is_double(name) else None
    if found is None or any(is_framework(meant) for _, meant in found.imports):
        return False
    return "tests" not in name or (name.index("tests") == len(name) - 1 and _tests_nothing(found))


def _tests_nothing(found: ModuleFacts) -> bool:
    """Whether a file ``tests.py`` has neither a test nor a name that could be one of another file."""
    words = (*found.bound, *(word for each in found.classes for word in each.sets))
    if found.path.endswith("__init__.py") or any(_is_of_runner(meant) for _, meant in found.imports):
        return False
    return not any(word == "*" or word.startswith("test") for word in words)


def _is_of_runner(meant: str) -> bool:
    return meant.partition(".")[0] in _RUNNERS


def _is_missing(name: tuple[str, ...], module: Module) -> bool:
    """Whether there is no such module, though there is the package that it would be in."""
    view = view_of(module)
    if view is None or view.facts(".".join(name)) is not None:
        return False
    return view.facts(".".join(name[:-1])) is not None


def _needs_runner(name: tuple[str, ...], statement: ast.Import | ast.ImportFrom, module: Module) -> bool:
    """Whether an import cannot work where only the package is installed, for it imports pytest."""
    view = view_of(module)
    found = view.facts(".".join(name)) if view is not None else None
    if view is None or found is None:
        return False
    names = [alias.name for alias in statement.names]
    # Of a package the module is asked that is taken from it.
    parts = [part for part in (view.facts(".".join((*name, each))) for each in names) if part is not None]
    return any(_is_of_runner(meant) for part in parts or [found] for _, meant in part.imports)


def _is_hook(function: Function, module: Module) -> bool:
    """Whether a function is private and nothing in its module calls it, so that only tests may do so."""
    name = function.name
    is_private = name.startswith("_") and not name.endswith("__")
    if not is_private or not only_decorated_by(function, module, _OF_CLASS):
        return False
    return not (module.named(name) or any(module.attributes({name})))
