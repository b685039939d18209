"""A test without a body: it reports success for nothing."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from flake8_testsec.patterns import lazy
from flake8_testsec.project.metadata import has_specimens
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.calls import last_word, string
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.comment_places import functions
from flake8_testsec.vocabulary.testing.disabled_code import disabled_assertions
from flake8_testsec.vocabulary.testing.empty_tests import does_no_work, is_empty, is_found, is_sample, text_of
from flake8_testsec.vocabulary.testing.reasons import gives_reason, tells_what_is_off
from flake8_testsec.vocabulary.testing.suites import TESTCASES, is_test, methods, tests

rule = Rule(
    code="TSE512",
    summary="empty test reports success; skip it with a reason instead",
    roles=Role.TEST,
    cwe=561,
    since="0.1",
    default=True,
    severity=Severity.MEDIUM,
    why="""
    A test of nothing but ``pass``, ``return``, a docstring or ``print("ok")`` always passes, and the patches,
    marks and parameters around it change nothing about that. The report counts it among the checks that
    were made, so a feature that nobody tests looks tested; an override that switches off an inherited
    test hides in the same way that something is not supported.
    """,
    fix="""
    Write the test, delete it, or say why there is none: ``@unittest.skip("...")`` or
    ``@pytest.mark.skip(reason="...")``. To switch off an inherited test in unittest, assign ``None`` to it,
    or say in the docstring of the override why it is empty.
    """,
    fixable="Nothing, because the test, or the reason why there is none, is for a person to write.",
    bad=(
        """
        import unittest

        class VolumeTest(unittest.TestCase):
            def test_resize(self):
            ^^^^^^^^^^^^^^^^^^^^^^
                pass

            def test_detach(self):
            ^^^^^^^^^^^^^^^^^^^^^^
                'Volumes can be detached twice.'

            def test_attach(self):
                self.assertTrue(attach())
        """,
        """
        class TestOrders:
            async def test_cancel(self):
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                ...

            def test_order(self):
                assert order(1)
        """,
        """
        from shop.testing import DriverTestCase

        class TestDiskDriver(DriverTestCase):
            def test_share(self):
            ^^^^^^^^^^^^^^^^^^^^^
                # TODO: disks cannot be shared in this environment
                pass

            def test_write(self):
                assert self.driver.write("a")

            def test_resize(self):
            ^^^^^^^^^^^^^^^^^^^^^^
                '''Makes the disk larger.'''
        """,
        """
        def test_empty_input():
        ^^^^^^^^^^^^^^^^^^^^^^^
            # to be done
            pass

        def test_input():
            assert parse("a")
        """,
        """
        import pytest
        from unittest import mock

        @pytest.mark.parametrize("size, name", [(1, "a"), (2, "b")])
        def test_sizes(size, name, tmp_path):
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            return

        class TestPay:
            @mock.patch("shop.bank")
            @mock.patch.object(shop, "stock", new=3)
            @pytest.mark.asyncio
            async def test_refund(self, bank):
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                ...

            @mock.patch.dict("os.environ", MODE="slow")
            def test_pay(self, capsys):
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^
                print("ok")

            @mock.patch("shop.bank")
            def test_pay_twice(self, bank, shop):
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                pass

            def test_order(self, shop):
                assert shop.order(1)
        """,
    ),
    good=(
        """
        import unittest

        class SocketTest(ThreadedCase):
            def test_closed(self):
                pass

            def _test_closed(self):
                self.assertRaises(OSError, self.client.send, b"")

            def test_open(self):
                self.assertTrue(self.server.accept())
        """,
        """
        import unittest

        class VolumeTest(unittest.TestCase):
            @unittest.skip("volumes have a fixed size")
            def test_resize(self):
                pass

            test_shrink = None

            def test_attach(self):
                self.assertTrue(attach())

        @unittest.skip("disks are not supported")
        class DiskTest(unittest.TestCase):
            def test_resize(self):
                pass
        """,
        """
        def test_database_can_be_made(database):
            pass

        class TestSettings:
            def test_defaults_are_valid(self, settings):
                'The defaults are checked when they are read.'

            @settings.checked
            def test_defaults_are_kept(self):
                pass

            def test_names(self):
                assert names()

            def test_prints(self):
                print(names())
        """,
        """
        import pytest
        from unittest import mock

        @mock.patch("shop.bank")
        def test_bank_is_asked(bank, paid_order):
            pass

        @pytest.mark.usefixtures("paid_order")
        def test_order_is_paid():
            pass

        def test_names(client):
            # assert names(client) == ["a"]
            pass

        def test_orders_shop(shop):
            pass

        def test_order(shop, stock):
            assert shop.order(1)

        def test_counts(stock):
            pass
        """,
        """
        import unittest

        class ConnectionTest(unittest.TestCase):
            def setUp(self):
                self.connection = connect()

            def test_setUp_connects(self):
                pass

            def test_connects_again(self):
                # connecting is done by the set-up
                pass

            def test_send(self):
                self.assertTrue(self.connection.send("a"))
        """,
        """
        from shop.testing import DriverTestCase

        class TestDiskDriver(DriverTestCase):
            # Disks are never shared: the inherited tests would repeat the ones above.
            def test_share(self):
                pass

            def test_unshare(self):
                pass

            def test_write(self):
                assert self.driver.write("a")

            def test_resize(self):
                '''Disks don't have a size of their own.'''
        """,
        """
        # file: tests/helpers.py
        def test_nothing():
            pass

        def test_something():
            assert something()
        # file: tests/suites/test_sample.py
        def test_hello():
            pass
        """,
    ),
)

# The fixture or the set-up is what is tested, as the name or a comment says.
_SET_UP = lazy(r"setUp|\bset-?up\b|fixture")
# An inherited test is switched off for good, and a comment or the docstring says why ...
_REASON = lazy(r"#|n't\b|\bnot (appl|avail|impl|need|possib|relev|suppor)")
# ... unless it says that the test is still to come.
_OPEN = lazy(r"to.?do|fixme|xxx|\bskip\b|disabl|delete.?me|broken|fail", re.IGNORECASE)
# An override of a test that can be read needs any reason at all, but for these.
_TO_COME = lazy(r"to.?do|fixme|xxx|delete.?me", re.IGNORECASE)
_EXAMPLE = lazy(r">>> |^[^\S\n]*In \[\d+\]: ", re.MULTILINE)


@rule.on(ast.FunctionDef, ast.AsyncFunctionDef, look=looks.ends_idly)
def empty(function: Function, module: Module) -> Iterator[Hit]:
    """Report a collected test that does nothing, and for which nothing around it can."""
    if not (_is_empty(function) and is_found(function, module) and does_no_work(function, module)):
        return
    class_ = module.class_of(function)
    if class_ is not None and (
        _is_done_elsewhere(function, class_, module) or _is_specimen(function, class_, module)
    ):
        return
    if not _is_meant(function, module, _inherits(class_, module)) and not _is_told(function, module):
        yield rule.at(function)


def _is_empty(function: Function) -> bool:
    ends = isinstance(function.body[-1], (ast.Pass, ast.Expr, ast.Return))
    return ends and is_empty(function)


def _is_told(function: Function, module: Module) -> bool:
    """Whether a disabled assertion is all that the test has, and is reported itself."""
    told = (each for each in disabled_assertions(module) if each.ticket is None and not each.explained)
    return any(function in functions(each.comment, module) for each in told)


def _is_done_elsewhere(function: Function, class_: ast.ClassDef, module: Module) -> bool:
    """Whether a derived class has the test, or the class its other half: ``_testX``, which the base runs in a
    thread beside ``testX``."""
    return f"_{function.name}" in _halves(class_, module) or function.name in _overrides(class_.name, module)


@once
def _halves(class_: ast.ClassDef, module: Module) -> Collection[str]:
    return frozenset(method.name for method in methods(class_) if method.name.startswith("_"))


def _is_specimen(function: Function, class_: ast.ClassDef, module: Module) -> bool:
    """Whether a class is there to be used by other tests: one of them makes it with the name of its test, or
    makes it and calls the method, or it has nothing but empty tests and says what for."""
    if _has_empty_tests_alone(class_, module):
        return True
    calls = [each for each in map(module.parent, module.named(class_.name)) if isinstance(each, ast.Call)]
    if any(function.name in _texts(each) for each in calls):
        return True
    is_made = any(last_word(each.func) == class_.name for each in calls)
    return is_made and any(module.calls({function.name}))


@once
def _has_empty_tests_alone(class_: ast.ClassDef, module: Module) -> bool:
    own = [each for each in methods(class_) if is_test(each, module)]
    return bool(ast.get_docstring(class_)) and len(own) > 1 and all(map(_is_empty, own))


def _texts(call: ast.Call) -> Iterator[str | None]:
    yield from map(string, (*call.args, *(each.value for each in call.keywords)))


@once
def _overrides(name: str, module: Module) -> Collection[str]:
    """The methods of all classes that derive directly from those of a name."""
    return frozenset(method.name for each in _derived(module).get(name, ()) for method in methods(each))


@once
def _derived(module: Module) -> Mapping[str, Sequence[ast.ClassDef]]:
    """The classes of a module by the last words of their bases."""
    found: dict[str, list[ast.ClassDef]] = defaultdict(list)
    for class_ in module.nodes(ast.ClassDef):
        for word in dict.fromkeys(map(last_word, class_.bases)):
            found[word].append(class_)
    return found


def _inherits(class_: ast.ClassDef | None, module: Module) -> bool:
    """Whether a class may have tests from a base that is not just a framework's."""
    return class_ is not None and not all(names & TESTCASES for names in module.bases(class_))


def _is_meant(function: Function, module: Module, inherits: bool) -> bool:
    if has_specimens(module) and not module.settings.enables(rule.code):
        return True
    text = text_of(function, module)
    if _SET_UP.search(text) or _EXAMPLE.search(text) or _says_why(function, module, inherits):
        return True
    if not inherits:
        return is_sample(module)
    told = _Run().with_(text) if _REASON.search(text) else _runs(module)[function]
    if _replaces(function, module):
        strict = module.settings.enables(rule.code) and not (ast.get_docstring(function) or told.has_comment)
        return not (strict or told.is_to_come)
    return told.is_said and not told.is_open


def _says_why(function: Function, module: Module, inherits: bool) -> bool:
    """Whether comments in the body of an override say why there is nothing to be tested; of any test, that
    its subject is given up or tested elsewhere."""
    said = module.comments_in(function.lineno + 1, function.end_lineno or function.lineno)
    behind = module.line(function.body[-1].lineno).partition(" #")[2]
    prose = "\n".join((*(each.content.strip() for each in said), behind))
    told = gives_reason(prose) if inherits else tells_what_is_off(prose)
    return told and not _OPEN.search(prose) and not module.settings.enables(rule.code)


def _replaces(function: Function, module: Module) -> bool:
    """Whether a class of the project from which this one inherits has a test of this name."""
    class_ = module.class_of(function)
    from flake8_testsec.cleanup.custody import lineage  # few tests are empty, and it takes long to import

    above = lineage(class_, module).classes[1:] if class_ is not None else ()
    return any(function.name in each.class_.sets for each in above)


class _Run(NamedTuple):
    """What a run of empty tests says up to one of them; the first often speaks for all."""

    is_said: bool = False
    is_open: bool = False
    has_comment: bool = False
    is_to_come: bool = False

    def with_(self, text: str) -> _Run:
        return _Run(
            self.is_said or bool(_REASON.search(text)),
            self.is_open or bool(_OPEN.search(text)),
            self.has_comment or "#" in text,
            self.is_to_come or bool(_TO_COME.search(text)),
        )


@once
def _runs(module: Module) -> Mapping[Function, _Run]:
    found: dict[Function, _Run] = {}
    run = _Run()
    for test in sorted(tests(module), key=_line):
        run = run.with_(text_of(test, module)) if _is_empty(test) else _Run()
        found[test] = run
    return found


def _line(function: Function) -> int:
    return function.lineno
