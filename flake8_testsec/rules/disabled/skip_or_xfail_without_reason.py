"""A test is skipped, or expected to fail, and nothing says why."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from flake8_testsec.patterns import lazy
from flake8_testsec.project.metadata import is_of_testing_tool
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.rule_options import XFAIL_REASON
from flake8_testsec.source.calls import keyword, last_word, unpacks
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing import skips, tickets
from flake8_testsec.vocabulary.testing.reasons import gives_reason
from flake8_testsec.vocabulary.testing.said_around import is_told
from flake8_testsec.vocabulary.testing.skip_groups import (
    denies_above,
    is_data,
    is_of_group,
    is_one_of_all,
    is_opposite,
    is_stub_told_above,
    is_told_by_condition,
    marks_parameters,
    must_fail,
)
from flake8_testsec.vocabulary.testing.skips import Skip
from flake8_testsec.vocabulary.testing.suites import (
    is_collected,
    is_fixture,
    methods,
    tests,
    without_docstring,
)

rule = Rule(
    code="TSE503",
    summary="skip or xfail without a reason",
    message="{marker} has no reason; say why, and name the ticket if there is one",
    roles=Role.TEST,
    cwe=1059,
    since="0.1",
    default=True,
    severity=Severity.LOW,
    why="""
    A test that is skipped or may fail protects nothing, and without a reason nobody can tell when it could be
    restored; such tests stay off for years. ``unittest.skip`` as a decorator without a call takes the
    decorated object for the reason: used on a class, its tests are never seen at all. A comment beside the
    marker or at the head of a group of parameters is a reason, and so is the ``if`` around a bare
    ``pytest.skip()``. A fixture or method that only skips, for subclasses to override, needs none. By
    name also where the test has a docstring or a comment in words, where a test is given the mark below an
    ``if`` that compares a version or looks into a list with a ticket, where a condition stands beside an
    empty reason, and where the tests of a plugin of pytest mark parameters.
    """,
    fix="Say why, and name the ticket if there is one: ``@pytest.mark.skip(reason='needs a GPU, GH-7')``.",
    options=(XFAIL_REASON,),
    fixable="Nothing, because only a person knows the reason.",
    bad=(
        """
        import pytest

        pytestmark = [pytest.mark.skip]
                      ^^^^^^^^^^^^^^^^

        @pytest.mark.xfail
         ^^^^^^^^^^^^^^^^^
        def test_order():
            assert order()

        @pytest.mark.xfail(strict=True)
         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        async def test_pay():
            assert await pay()

        @pytest.mark.parametrize("n", [1, pytest.param(2, marks=pytest.mark.skip)])
                                                                ^^^^^^^^^^^^^^^^
        def test_count(n):
            pytest.skip()
            ^^^^^^^^^^^^^

        @pytest.mark.parametrize(
            "n",
            [
                # Prices that cannot be paid.
                0,

                # Small prices.
                2,
                pytest.param(1, marks=pytest.mark.xfail),
                                      ^^^^^^^^^^^^^^^^^
            ],
        )
        def test_price(n):
            if WINDOWS:
                pytest.xfail()
                ^^^^^^^^^^^^^^

        @pytest.fixture
        def prices():
            pytest.skip()
            ^^^^^^^^^^^^^

        class TestPrices:
            def test_prices(self):
                pytest.skip()
                ^^^^^^^^^^^^^

            @pytest.fixture
            def total(self):
                run()
                pytest.skip()
                ^^^^^^^^^^^^^
        """,
        """
        import unittest

        @unittest.skip
         ^^^^^^^^^^^^^
        class TestOrder(unittest.TestCase):
            def test_order(self):
                self.skipTest("")
                ^^^^^^^^^^^^^^^^^

            def test_name(self):
                try:
                    run()
                except Exception:
                    self.skipTest("")
                    ^^^^^^^^^^^^^^^^^

            def test_hours(self):
                if self.shop.is_closed:
                    self.skipTest("")
                    ^^^^^^^^^^^^^^^^^
                elif self.shop.is_open:
                    self.shop.enter()
                else:
                    raise self.skipTest("")
                          ^^^^^^^^^^^^^^^^^

            @unittest.skipIf(WINDOWS, "")
             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            @unittest.skipIf(True, "")
             ^^^^^^^^^^^^^^^^^^^^^^^^^
            def test_pay(self):
                self.assertTrue(pay())
        """,
        """
        import pytest

        try:
            import euro
        except Exception:
            pytest.skip(allow_module_level=True)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        class Shop_:
            def takes_euros(self):
                pytest.skip()
                ^^^^^^^^^^^^^

            def takes_nothing_else(self):
                assert not shop().takes("yen")
        """,
    ),
    good=(
        """
        import unittest
        import pytest

        class TestOrder(unittest.TestCase):
            @unittest.expectedFailure
            @unittest.skipIf(WINDOWS, "no printer")
            def test_pay(self):
                self.skipTest("no paper")

            def test_pay_by_card(self):
                if not self.shop.reader:
                    pytest.skip()
                match self.shop.state:
                    case "open":
                        self.shop.enter()
                    case _:
                        pytest.skip()
                try:
                    self.shop.open()
                except NotImplementedError:
                    pytest.skip()
                self.assertTrue(self.shop.pay())

            @pytest.mark.xfail  # GH-12
            def test_order(self):
                # The printer of the build machine is out of order.
                pytest.skip()
        """,
        """
        import pytest

        class TestShelf:
            @pytest.fixture
            def size(self):
                '''Subclasses know the size.'''
                pytest.skip()

            def test_size(self, size):
                assert shelf().size == size

            def test_color(self):
                pytest.skip()

        class TestRedShelf(TestShelf):
            def test_color(self):
                assert shelf().color == "red"

        class Checks:
            def test_all(self):
                pytest.skip()
        """,
        """
        # file: tests/conftest.py
        import pytest

        @pytest.fixture
        def shelf():
            pytest.skip()
        """,
    ),
)

_DIRECTIVE = lazy(r"(noqa|type:|pylint:|pragma:|fmt:|ruff:|mypy:|TODO\W*\Z|FIXME\W*\Z|\W*\Z)")
_NAMES_IT = lazy(r"\b(skip(ped)?|x-?fail(s|ed)?|expected failure)\b", re.IGNORECASE)
_SAYS_WHY = lazy(r"skip|fail|broken|\bbug", re.IGNORECASE)
_SKIPPING = ("pytest.skip", "skipTest")


@rule.where(hints=skips.HINTS)
def silent(module: Module) -> Iterator[Hit]:
    """Report each skip whose reason is missing or empty, unless a comment beside it gives one."""
    for skip in skips.skips(module):
        if _lacks_reason(skip, module) and not _is_explained(skip, module):
            yield rule.at(skip.node, marker=skip.name)


def _lacks_reason(skip: Skip, module: Module) -> bool:
    if isinstance(skip.node, ast.Raise) or _marks_nothing(skip, module) or skips.is_subject(skip, module):
        return False
    if skip.call is not None and skips.decided(skip.call, skip.name) is False:
        return False
    if isinstance(skip.reason, ast.Constant):
        return not str(skip.reason.value or "").strip()
    return skip.reason is None and _needs_reason(skip, module)


def _marks_nothing(skip: Skip, module: Module) -> bool:
    """Whether a marker is a statement of its own, or what a test calls something with: a reason would change
    nothing."""
    is_alone = skip.name.startswith("pytest.mark.") and isinstance(module.parent(skip.node), ast.Expr)
    return is_alone or is_data(skip, module)


def _needs_reason(skip: Skip, module: Module) -> bool:
    if skip.name in skips.CONDITIONAL or skip.name == "unittest.expectedFailure":
        return False
    if (call := skip.call) is None:
        return True
    strict = module.settings.rule_options.get(XFAIL_REASON.name, XFAIL_REASON.default)
    if unpacks(call) or (keyword(call, "raises") and not strict):
        return False
    return not (call.args or keyword(call, "condition"))


def _is_guarded(skip: Skip, module: Module) -> bool:
    """Whether a bare call that skips, or a mark of parameters in a function, stands below an ``if``, which
    says when there is nothing to be tested, or in the handler of an error that says what is not there, as
    a mark that is bound to a name may, too.

    Who writes an empty text has been asked for the reason, and has not given it.
    """
    if skip.reason is not None:
        return False
    statement = module.above(skip.node, ast.stmt)
    is_step = skip.name in _SKIPPING or (
        not isinstance(statement, Function) and marks_parameters(skip.node, module)
    )
    match module.parent(statement) if statement is not None else None:
        case ast.If() | ast.match_case():
            return is_step
        case ast.ExceptHandler(type=ast.expr() as caught) if is_step or isinstance(statement, ast.Assign):
            return module.names(caught).isdisjoint({"BaseException", "Exception"})
        case _:
            return False


def _is_placeholder(skip: Skip, module: Module) -> bool:
    """Whether a skip is all that a fixture or a method does that others replace: a fixture of a class or of
    a file without tests, a method of a class of tests for others to inherit, or that one overrides."""
    function = module.function(skip.node)
    if function is None or skip.name not in _SKIPPING:
        return False
    match without_docstring(function):
        case [ast.Expr(value=value)] if value is skip.node:
            class_ = module.class_of(function)
        case _:
            return False
    if is_fixture(function, module):
        return class_ is not None or not any(tests(module))
    return class_ is not None and (
        _is_for_heirs(class_, module) or _is_overridden(function.name, class_, module)
    )


@once
def _is_for_heirs(class_: ast.ClassDef, module: Module) -> bool:
    """Whether a class has tests that run only where another class takes them over."""
    return not is_collected(class_, module) and any(each.name.startswith("test") for each in methods(class_))


def _is_overridden(name: str, class_: ast.ClassDef, module: Module) -> bool:
    below = (each for each in module.nodes(ast.ClassDef) if class_.name in map(last_word, each.bases))
    return any(method.name == name for each in below for method in methods(each))


def _is_headed(skip: Skip, module: Module) -> bool:
    """Whether a comment at the head of a group of parameters says what is wrong with them."""
    if not marks_parameters(skip.node, module):
        return False
    return denies_above(_heads(module)[getattr(skip.node, "lineno", 1)], module)


@once
def _heads(module: Module) -> Sequence[int]:
    """For each line, from 1, the first of its group: what stands below a blank line or a comment."""
    heads = [0, 1]
    for number, line in enumerate(module.lines[:-1], 1):
        text = line.strip()
        heads.append(heads[number] if text and not text.startswith("#") else number + 1)
    return heads


def _is_explained(skip: Skip, module: Module) -> bool:
    """Whether a condition or a comment tells why: beside the skip, or where the marked body begins."""
    if module.above(skip.node, ast.IfExp) or _is_guarded(skip, module) or _is_headed(skip, module):
        return True
    if _is_placeholder(skip, module) or is_of_group(skip, module) or is_stub_told_above(skip, module):
        return True
    if not module.settings.enables(rule.code) and any(asked(skip, module) for asked in _TELLING):
        return True
    if must_fail(skip, module):
        return True
    marked = module.parent(skip.node)
    if isinstance(marked, Function) and _is_described(marked, module):
        return True
    remarks = skips.remark(skip.node, module).split("\n")
    return not all(map(_DIRECTIVE.match, remarks)) or skips.is_told_above_condition(skip.node, module)


def _is_tried(skip: Skip, module: Module) -> bool:
    """Whether parameters are marked in the tests of a plugin of pytest, which is tried on them."""
    return marks_parameters(skip.node, module) and is_of_testing_tool(module)


def _says_when(skip: Skip, module: Module) -> bool:
    """Whether a condition that is worked out says when a test is skipped, though the reason is empty."""
    is_open = skip.call is not None and skips.decided(skip.call, skip.name) is None
    return skip.name in skips.CONDITIONAL and is_open


def _is_called(skip: Skip, module: Module) -> bool:
    """Whether what is marked is a helper with the name of a test, which others call."""
    marked = module.parent(skip.node)
    if not isinstance(marked, Function):
        return False
    named = ((module.parent(each), each) for each in module.named(marked.name))
    return any(isinstance(call, ast.Call) and call.func is name for call, name in named)


_TELLING = (is_opposite, _is_called, _is_tried, _says_when, is_one_of_all, is_told_by_condition)


def _remarks(function: Function, module: Module) -> Iterator[str]:
    """The comments in a marked body."""
    yield from (each.content for each in module.comments_in(function.lineno, function.end_lineno or 0))


def _is_described(function: Function, module: Module) -> bool:
    """Whether a comment at the head of a marked body says why; or it or a docstring tells people what is
    special about the test, unless the rule is asked for by name."""
    said = "".join(module.lines[function.lineno : function.body[0].lineno - 1])
    if _SAYS_WHY.search(said) or gives_reason(said) or tickets.find(said) is not None:
        return True
    if any(_NAMES_IT.search(each) and gives_reason(each) for each in _remarks(function, module)):
        return True
    if module.settings.enables(rule.code):
        return False
    return bool(ast.get_docstring(function)) or is_told(function, rule.code, module)
