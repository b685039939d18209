"""A comparison whose result is thrown away: the ``assert`` in front of it is missing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import partial

from flake8_testsec.fixing.statements import following
from flake8_testsec.patterns import lazy
from flake8_testsec.project.own_results import asserted, instead_of_return
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.calls import last_word, structure
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.source.templates import is_template
from flake8_testsec.vocabulary.testing.asserting import may_be_set
from flake8_testsec.vocabulary.testing.assertions import is_assertion
from flake8_testsec.vocabulary.testing.benchmarks import is_timed
from flake8_testsec.vocabulary.testing.doubles import is_likely_mock
from flake8_testsec.vocabulary.testing.interceptors import FILES, is_intercepted
from flake8_testsec.vocabulary.testing.operators_tried import (
    is_overloaded,
    is_shown_harmless,
    tells_of_operators,
    tries_opposites,
)
from flake8_testsec.vocabulary.testing.performed import is_performed
from flake8_testsec.vocabulary.testing.reasons import gives_reason, means_no_effect
from flake8_testsec.vocabulary.testing.said_around import is_told
from flake8_testsec.vocabulary.testing.skips import remark
from flake8_testsec.vocabulary.testing.suites import is_collected, is_test, is_test_file, only_decorated_by
from flake8_testsec.vocabulary.testing.tried import is_tried
from flake8_testsec.vocabulary.testing.uncalled import OF_PATHS, OF_TEXT, is_path

rule = Rule(
    code="TSE508",
    summary="comparison has no effect; assert is missing",
    message="{what} {has_no_effect}, so nothing is checked; write assert {where}",
    roles=Role.TEST,
    cwe=482,
    since="0.1",
    default=True,
    severity=Severity.HIGH,
    why="""
    A comparison that stands alone is computed and thrown away, and so is one that a test returns: no runner
    looks at it. The test passes whatever the result is. By name also below a comment in words.
    """,
    fix="Put ``assert`` in front, or use ``assertEqual`` and its kin.",
    fixable="""
    ``assert`` is put in front, or ``self.assertEqual`` and its kin where the file asserts by methods alone;
    unsafe, because the check has never run and may fail. Sides that are of different kinds by what the module
    shows, or what its project's functions give, are left to a person, as is what may be meant to be set.
    """,
    bad=(
        """
        import pytest

        def test_state(client):
            user = client.update("ann")
            user["state"] == "active"
            ^^^^^^^^^^^^^^^^^^^^^^^^^
            user.orders() == [
            ^^^^^^^^^^^^^^^^^^
                "apple",
            ]
            "ann" in client.names
            ^^^^^^^^^^^^^^^^^^^^^
            if client.closed:
                user is not None
                ^^^^^^^^^^^^^^^^
            not user.age < 18
            ^^^^^^^^^^^^^^^^^
            not client.is_closed()
            ^^^^^^^^^^^^^^^^^^^^^^
            user.age > 17 and user.age < 99
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        def test_default(header, tree):
            header["kind"] == None
            ^^^^^^^^^^^^^^^^^^^^^^
            tree.write(header)
            assert header["kind"] == "point"

        async def test_body(response):
            await response.read() == b"ok"
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        def test_returned(client):
            return client.count() == 1
            ^^^^^^^^^^^^^^^^^^^^^^^^^^

        def test_all(client):
            return client.ok and client.count() == 1
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        def test_each(client):
            return all(each.age > 17 for each in client.users)
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

        @pytest.mark.slow
        def test_message(client):
            client.count() == 1, "one client is expected"
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        """,
        """
        import unittest

        class TestParser(unittest.TestCase):
            def test_kind(self):
                with open("query.txt") as query:
                    tree = parse(query)
                    tree.depth() == 3
                    ^^^^^^^^^^^^^^^^^
                isinstance(tree, Tree)
                ^^^^^^^^^^^^^^^^^^^^^^
                try:
                    tree.kind == "and"
                    ^^^^^^^^^^^^^^^^^^
                finally:
                    tree.close()
        """,
        """
        from sqlalchemy import Column, Table

        def test_columns(orders):
            isinstance(orders, Table)
            ^^^^^^^^^^^^^^^^^^^^^^^^^
            hasattr(orders, "columns")
            ^^^^^^^^^^^^^^^^^^^^^^^^^^
            callable(orders.select)
            ^^^^^^^^^^^^^^^^^^^^^^^
            Column("name") in orders.columns
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            not Column("name").nullable
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^
            Column("name") is None
            ^^^^^^^^^^^^^^^^^^^^^^
        """,
    ),
    good=(
        """
        class LineProbe:
            def test_connection(self):
                return self.line.read() == "up"
        """,
        """
        # file: tests/probes.py
        def test_connection(line):
            return line.read() == "up"
        """,
        """
        def test_state(client):
            assert client.update("ann")["state"] == "active"
            client.update("ann")
            client.open and client.close()
            client.name, client.age
            same = client.name == "ann"
            all(order.sent for order in client.orders)
            client.orders.exists()
            client.isclose(1, 2)
        """,
        """
        import contextlib
        import unittest
        import warnings

        import pytest

        class TestOrdering(unittest.TestCase):
            def test_refuses(self):
                with self.assertRaises(TypeError):
                    Version("1") < None
                with pytest.raises(TypeError, match="order"):
                    with Session():
                        Version("1") < None
                with contextlib.suppress(TypeError):
                    Version("1") < None
                with warnings.catch_warnings():
                    Version("1") == b"1"
                with self.counting.assert_calls(0):
                    "1" in Version("1")
                try:
                    Version("1") < None
                except TypeError as error:
                    self.seen = error
        """,
        """
        from unittest.mock import MagicMock

        def test_operators_are_called():
            double = MagicMock()
            double == 3
            double.__eq__.assert_called_once_with(3)

        def test_operators_are_recorded(recorder):
            3 in recorder
            assert recorder.calls == ["__contains__"]
        """,
        """
        import pytest

        class TestSpeed:
            pytestmark = [pytest.mark.slow, pytest.mark.benchmark]

            def test_compares(self):
                for _ in range(10_000):
                    Version("1") == Version("2")

        def test_compares_twice(benchmark):
            benchmark(compare)
            Version("1") == Version("2")
        """,
        """
        from sqlalchemy import Column

        def test_compiles():
            Column("name") == "ann"
            Column("name") == "ann" and Column("age") > 3
        """,
        """
        def test_ordering(one, other):
            one < other
            one > other

        def test_strange_versions(one, other):
            one == other  # not clear which is newer, but it used to crash
        """,
        """
        import pytest

        def test_called(callable):
            callable(1)

        def test_nested():
            def compare():
                Version("1") < None

            pytest.raises(TypeError, compare)

        def compare_all(versions):
            versions[0] < versions[1]

        NEWEST > OLDEST
        """,
    ),
)

_RUN_AS_TESTS = ("pytest.mark", "unittest.mock.patch")
_OF_FILES = frozenset(
    {f"os.path.{name}" for name in ("exists", "isdir", "isfile", "islink", "lexists", "samefile")}
)
_QUESTIONS = frozenset(
    {"callable", "hasattr", "isinstance", "issubclass", "filecmp.cmp", "fnmatch.fnmatch", "math.isclose"}
    | {"numpy.allclose", "numpy.array_equal", "numpy.array_equiv", "numpy.isclose", "torch.allclose"}
    | {"math.isnan", "torch.equal"}
    | _OF_FILES
)
"""Functions that only answer yes or no, by the documentation of their libraries."""
_OF_VALUES = frozenset({*OF_TEXT, "isdisjoint", "issubset", "issuperset"})
"""Methods of texts and sets that answer yes or no and do nothing else."""
_VALUES = frozenset(word for kind in (str, bytes, bytearray, set, frozenset) for word in dir(kind))
_EXPECTS = lazy(r"_?(assert|check|ensure|expect|should|that|verify|when)", re.IGNORECASE)
"""How the functions of libraries begin that take a value to be checked, and are told next what of it."""
_DOES = lazy(
    r"\b(do|does|perform|run|make|trigger|force|invoke|cause)(es|s|ing)?\s+(the\s+|an?\s+)?"
    r"(comparison|compare|evaluation|look-?up|__\w+__)\b|\bside[\s-]?effects?\b|\bfor\s+coverage\b",
    re.IGNORECASE,
)
"""What a comment says of a comparison that is made for what it does."""
_EXPLAINS = (gives_reason, means_no_effect, _DOES.search)


@rule.on(ast.Compare, ast.UnaryOp, ast.BoolOp, ast.Tuple, look=looks.is_statement)
@rule.call(*_QUESTIONS, look=looks.is_statement)
@rule.method(*_OF_VALUES, *OF_PATHS, look=looks.is_statement)
def thrown_away(value: ast.expr, module: Module) -> Iterator[Hit]:
    """Report a statement of a test that is nothing but a comparison."""
    statement = module.parent(value)
    if not isinstance(statement, ast.Expr) or not _compares(value, module) or is_tried(statement, module):
        return
    function = module.function(statement)
    if function is None or not is_performed(function, module) or tells_of_operators(function, module):
        return
    if _is_for_its_effect(value, statement, module) or is_timed(function, module):
        return
    if tries_opposites(statement, module) or is_shown_harmless(statement, module):
        return
    said = remark(statement, module)
    is_meant = any(each(said) for each in _EXPLAINS) or is_told(statement, rule.code, module)
    if not (is_overloaded(value, module) or is_meant):
        what = f"{last_word(value.func)}()" if isinstance(value, ast.Call) else "comparison"
        where = "before it, or = to set it" if may_be_set(value, module) else "in front of it"
        hit = rule.at(statement, what=what, has_no_effect="has no effect", where=where)
        yield hit.fixed_by(partial(asserted, value, module))


@rule.on(ast.Return, look=looks.returns_answer)
def returned(statement: ast.Return, module: Module) -> Iterator[Hit]:
    """Report a comparison that is what a test returns to its runner."""
    value, function = statement.value, module.function(statement)
    if value is None or function is None or not _is_answer(value, module):
        return
    if not _is_run(function, module) or not only_decorated_by(function, module, _RUN_AS_TESTS):
        return
    if not _is_used(function, module) and not tells_of_operators(function, module):
        does = "is returned to the runner"
        hit = rule.at(statement, what="comparison", has_no_effect=does, where="instead of return")
        yield hit.fixed_by(partial(instead_of_return, statement, value, module))


def _is_run(function: Function, module: Module) -> bool:
    """Whether a runner calls a function: not what other files have of a helper or a class without tests."""
    class_ = module.class_of(function)
    return is_test(function, module) and (
        is_test_file(module) if class_ is None else is_collected(class_, module)
    )


def _is_used(function: Function, module: Module) -> bool:
    """Whether anything in the module names the function, which may then look at what it returns."""
    return bool(module.named(function.name)) or any(module.attributes({function.name}))


def _compares(value: ast.expr, module: Module) -> bool:
    match value:
        case ast.Compare():
            return True
        case ast.UnaryOp(op=ast.Not()):
            return True
        case ast.BoolOp(values=values):
            return all(_compares(each, module) for each in values)
        case ast.Tuple(elts=[ast.Compare(), message]):
            return isinstance(message, (ast.Constant, ast.JoinedStr, ast.BinOp)) or is_template(message)
        case ast.Call():
            return _answers(value, module)
        case _:
            return False


def _is_answer(value: ast.expr, module: Module) -> bool:
    """Whether a comparison is a part of what is returned, or made of each of several values."""
    match value:
        case ast.BoolOp(values=values):
            return any(_is_answer(each, module) for each in values)
        case ast.Call(func=func, args=[ast.GeneratorExp(elt=each) | ast.ListComp(elt=each)]):
            return bool(module.names(func) & {"all", "any"}) and _is_answer(each, module)
        case _:
            return _compares(value, module)


def _answers(call: ast.Call, module: Module) -> bool:
    """Whether a call only answers yes or no."""
    match call.func:
        case ast.Attribute(value=asked, attr=word) if word in _OF_VALUES:
            return not (_is_fluent(asked) or is_likely_mock(asked, module) or _has_more(asked, module))
        case ast.Attribute(value=asked, attr=word) if word in OF_PATHS and is_path(asked, module):
            return not is_intercepted(call, module, FILES)
        case function:
            asks = module.names(function) & _QUESTIONS
            return bool(asks) and not (asks & _OF_FILES and is_intercepted(call, module, FILES))


def _is_fluent(asked: ast.expr) -> bool:
    """Whether something is handed to what expects or verifies it, which checks what is told next."""
    return isinstance(asked, ast.Call) and bool(_EXPECTS.match(last_word(asked.func)))


def _has_more(asked: ast.expr, module: Module) -> bool:
    """Whether the function takes what is asked for more than a text or a set: for a recording double, say."""
    return structure(asked) in _no_values(module.function(asked) or module.tree, module)


@once
def _no_values(scope: ast.AST, module: Module) -> frozenset[str]:
    """What has attributes in a function that no text and no set has, or methods with attributes."""
    attributes = [each for each in walk(scope) if isinstance(each, ast.Attribute)]
    methods = (each.value for each in attributes if isinstance(each.value, ast.Attribute))
    recording = (each.value for each in methods if each.attr in _OF_VALUES)
    others = (each.value for each in attributes if each.attr not in _VALUES)
    return frozenset(map(structure, (*others, *recording)))


def _is_for_its_effect(value: ast.expr, statement: ast.Expr, module: Module) -> bool:
    """Whether something is only looked for, and what was asked is looked at by an assertion right below."""
    match value, following(statement, module, 1):
        case ast.Compare(ops=[ast.In() | ast.NotIn()], comparators=[asked]), [below] if is_assertion(below):
            parts = (each.value for each in walk(below) if isinstance(each, ast.Attribute))
            return not {*map(structure, walk(asked))}.isdisjoint(map(structure, parts))
        case _:
            return False
