"""A test without a body: it reports success for nothing."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Function, Module, once
from flake8_testsec.vocabulary.testing.assertions import holds_check
from flake8_testsec.vocabulary.testing.suites import (
    TESTCASES,
    is_collected,
    is_test,
    is_test_file,
    methods,
    tests,
    without_docstring,
)

rule = Rule(
    code="TSE512",
    summary="empty test reports success; skip it with a reason instead",
    roles=Role.TEST,
    cwe=561,
    since="0.1",
    default=True,
    severity=Severity.MEDIUM,
    why="""
    A test of nothing but ``pass`` or a docstring always passes. The report counts it among the checks that
    were made, so a feature that nobody tests looks tested; an override that switches off an inherited
    test hides in the same way that something is not supported.
    """,
    fix="""
    Write the test, delete it, or say why there is none: ``@unittest.skip("...")`` or
    ``@pytest.mark.skip(reason="...")``. To switch off an inherited test in unittest, assign ``None`` to it.
    """,
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
    ),
    good=(
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

            def test_names(self):
                assert names()
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
        import abc
        import unittest

        class VolumeTestsMixin(unittest.TestCase):
            def test_resize(self):
                pass

        class BaseVolumeTest(unittest.TestCase):
            def test_resize(self):
                pass

        class VolumeTestCase(unittest.TestCase, abc.ABC):
            def test_resize(self):
                pass

        class TestVolumes(metaclass=abc.ABCMeta):
            def test_resize(self):
                pass

            def test_attach(self):
                assert attach()
        """,
        """
        import unittest

        class VolumeTest(unittest.TestCase):
            def test_resize(self):
                pass

        class DiskTest(VolumeTest):
            def test_resize(self):
                self.assertTrue(resize("disk"))
        """,
        """
        class FakeDriver:
            def test_connection(self):
                pass

        def test_runner_counts():
            class TestSample:
                def test_a(self):
                    pass

            assert count(TestSample) == 1

        class TestRunner:
            class TestInner:
                def test_a(self):
                    pass

            def test_inner(self):
                assert count(self.TestInner) == 1
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
        def test_double():
            '''
            >>> double(2)
            4
            '''

        def test_half():
            assert half(4) == 2
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

_TEMPLATE = lazy(r"Mixin|Base|Abstract|ABC")
# The fixture or the set-up is what is tested, as the name or a comment says.
_SET_UP = lazy(r"setUp|\bset-?up\b|fixture")
# An inherited test is switched off for good, and a comment or the docstring says why ...
_REASON = lazy(r"#|n't\b|\bnot (appl|avail|impl|need|possib|relev|suppor)")
# ... unless it says that the test is still to come.
_OPEN = lazy(r"to.?do|fixme|xxx|\bskip\b|disabl|delete.?me|broken|fail", re.IGNORECASE)
_EXAMPLE = ">>> "


@rule.on(ast.FunctionDef, ast.AsyncFunctionDef)
def empty(function: Function, module: Module) -> Iterator[Hit]:
    """Report a collected test that takes nothing and does nothing."""
    if not _is_empty(function) or function.decorator_list or not is_test(function, module):
        return
    class_ = module.class_of(function)
    if _takes(function) != (class_ is not None) or not is_test_file(module):
        return
    if class_ is not None and (not _is_run(class_, module) or _is_overridden(function, class_, module)):
        return
    if not _is_meant(function, module, _inherits(class_, module)):
        yield rule.at(function)


def _is_empty(function: Function) -> bool:
    ends = isinstance(function.body[-1], (ast.Pass, ast.Expr))
    return ends and all(map(_is_nothing, without_docstring(function)))


def _is_nothing(statement: ast.stmt) -> bool:
    match statement:
        case ast.Pass() | ast.Expr(value=ast.Constant()):
            return True
        case _:
            return False


def _takes(function: Function) -> int:
    """How many parameters a function has, whatever their kind."""
    return sum(isinstance(node, ast.arg) for node in ast.walk(function.args))


def _is_run(class_: ast.ClassDef, module: Module) -> bool:
    """Whether a runner finds the class at the top of the module, and is not told to skip it."""
    top = module.function(class_) is None and module.class_of(class_) is None
    return top and is_collected(class_, module) and not _is_template(class_, module) and not _skips(class_)


def _is_template(class_: ast.ClassDef, module: Module) -> bool:
    """Whether a class is there to be derived from."""
    parents = (*class_.bases, *(keyword.value for keyword in class_.keywords))
    abstract = any(module.names(parent) & {"abc.ABC", "abc.ABCMeta"} for parent in parents)
    return abstract or bool(_TEMPLATE.search(class_.name))


def _skips(class_: ast.ClassDef) -> bool:
    decorators = (each.func if isinstance(each, ast.Call) else each for each in class_.decorator_list)
    return any(last_word(each).lower().startswith("skip") for each in decorators)


def _is_overridden(function: Function, class_: ast.ClassDef, module: Module) -> bool:
    return function.name in _overrides(class_.name, module)


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
    text = _text(function, module)
    if _SET_UP.search(text) or _EXAMPLE in text:
        return True
    if not inherits:
        return _is_sample(module)
    if _REASON.search(text):
        return not _OPEN.search(text)
    return _runs(module)[function]


@once
def _is_sample(module: Module) -> bool:
    """Whether no test of the module checks anything: such a file is input for the test of a runner."""
    return not any(holds_check(test, module) for test in tests(module))


@once
def _runs(module: Module) -> Mapping[Function, bool]:
    """The empty tests: whether a run of them says why up to each; the first often speaks for all."""
    found: dict[Function, bool] = {}
    is_said = is_open = False
    for test in sorted(tests(module), key=_line):
        text = _text(test, module) if _is_empty(test) else ""
        is_said = bool(text) and (is_said or bool(_REASON.search(text)))
        is_open = bool(text) and (is_open or bool(_OPEN.search(text)))
        found[test] = is_said and not is_open
    return found


def _line(function: Function) -> int:
    return function.lineno


def _text(function: Function, module: Module) -> str:
    """The text of a function with the comment above it."""
    first = function.lineno
    while module.line(first - 1).lstrip().startswith("#"):
        first -= 1
    return "".join(module.lines[first - 1 : function.end_lineno])
