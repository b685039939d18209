"""A pytest marker as a statement of its own: it marks nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.fixing.definitions import decorated
from flake8_testsec.fixing.edits import Edits
from flake8_testsec.fixing.statements import following
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.source.templates import is_template
from flake8_testsec.vocabulary.testing import marking
from flake8_testsec.vocabulary.testing.assertions import expecting_around
from flake8_testsec.vocabulary.testing.suites import is_fixture, is_test

rule = Rule(
    code="TSE521",
    summary="marker on a line of its own marks nothing; its @ is missing",
    message="marker on a line of its own marks nothing; {remedy}",
    roles=Role.TEST,
    cwe=1164,
    since="0.1",
    default=True,
    severity=Severity.MEDIUM,
    why="""
    ``pytest.mark.asyncio`` on a line of its own builds a marker and throws it away: the test below it is
    not marked. A skip does not skip, a parametrised test is short of its arguments, and an async test may
    never be run at all while the report stays green. The same holds for ``unittest.skip`` and
    ``pytest.fixture``: a decorator does nothing where it decorates nothing.
    """,
    fix="""
    Write the ``@`` before the marker, directly above the function or class. To skip from inside a test,
    call ``pytest.skip`` or ``self.skipTest``.
    """,
    fixable="""
    ``@`` is put before a marker directly above a function or class; unsafe, because the marker has never
    worked there. What a marker elsewhere was meant to mark, the text does not tell.
    """,
    bad=(
        """
        import pytest

        pytest.mark.asyncio
        ^^^^^^^^^^^^^^^^^^^
        async def test_connects(server):
            assert await server.connect()

        pytest.mark.parametrize("size", [1, 2])
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        @pytest.mark.asyncio
        async def test_sends(size):
            assert await send(size)
        """,
        """
        import unittest

        class TestUpload(unittest.TestCase):
            unittest.skip("needs a bucket")
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            def test_uploads(self):
                upload("a.txt")

            def test_lists(self):
                unittest.skipIf(WINDOWS, "no such folder on Windows")
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertEqual(["a.txt"], list_files())
        """,
        """
        import pytest

        pytest.fixture(scope="module")
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
        def shop():
            return Shop()

        @pytest.fixture
        def online_shop(request):
            if not recorded(request.node):
                pytest.mark.online(request)
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^
            return Shop()
        """,
    ),
    good=(
        """
        import pytest

        @pytest.mark.asyncio
        async def test_connects(server):
            assert await server.connect()
        """,
        """
        import pytest

        slow = pytest.mark.slow
        pytestmark = pytest.mark.usefixtures("database")
        """,
        """
        import pytest

        def test_marker_names_are_checked():
            with pytest.raises(AttributeError):
                pytest.mark._hidden
        """,
        """
        import pytest

        def test_prices():
            assert total([1, 2]) == 3

        def slow(request):
            pytest.mark.slow(request)

        pytest.mark.slow(test_prices)
        pytest.mark.slow(getattr(Prices, "method"))
        pytest.mark.skipif(WINDOWS, reason="no prices there")(test_prices)
        """,
        """
        import unittest

        def build(cases):
            for case in cases:
                yield unittest.skip("generated")(case)
        """,
        """
        try:
            import unittest
            unittest.skip
        except AttributeError:
            import unittest2 as unittest
        """,
    ),
)

_NO_FUNCTION = (ast.BoolOp, ast.Compare, ast.Constant, ast.JoinedStr, ast.UnaryOp)


@rule.where(look=marking.may_mark)
def useless(module: Module) -> Iterator[Hit]:
    """Report the markers that are neither applied nor kept."""
    words = marking.words(module)
    for statement in module.nodes(ast.Expr) if words else ():
        marker = _given_request(statement, module) or _marker(statement.value)
        if marker is None or (isinstance(marker, ast.Attribute) and not _may_mark(marker, words)):
            continue
        if any(map(marking.is_marker, module.names(marker))) and not _is_tried(statement, module):
            remedy = _remedy(statement, module)
            edits = _applied(statement, module) if remedy == _WRITE else ()
            yield rule.at(statement, remedy=remedy).fixed(*edits)


def _remedy(statement: ast.Expr, module: Module) -> str:
    """What was meant: in a function a skip that is called, unless a definition follows on the next line."""
    if _given_request(statement, module) is not None:
        return "give it to request.node.add_marker()"
    if module.function(statement) is None or (statement.end_lineno or 0) + 1 in _heads(module):
        return _WRITE
    return "call pytest.skip() or self.skipTest()"


@once
def _heads(module: Module) -> frozenset[int]:
    """The lines on which definitions begin."""
    definitions: tuple[type[Function | ast.ClassDef], ...] = (
        ast.FunctionDef,
        ast.AsyncFunctionDef,
        ast.ClassDef,
    )
    return frozenset(each.lineno for each in module.nodes(*definitions))


_WRITE = "write the @ that is missing"


def _applied(statement: ast.Expr, module: Module) -> Edits:
    """The ``@``, if what shall be marked stands right below."""
    match following(statement, module, 1):
        case [ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() as definition]:
            # A test may call by itself what would be a fixture then.
            return () if module.named(definition.name) else decorated(definition, statement, module)
        case _:
            return ()


def _may_mark(marker: ast.Attribute, words: frozenset[str]) -> bool:
    """Whether the last word of an attribute marks; markers of pytest may be called anything."""
    return "mark" in words or marker.attr in words


def _marker(value: ast.expr) -> ast.expr | None:
    """What a statement may mark with; given a function, a marker marks it in place."""
    match value:
        case ast.Call(args=[only], keywords=[]) if not (isinstance(only, _NO_FUNCTION) or is_template(only)):
            return None
        case ast.Call(func=marker):
            return marker
        case _:
            return value


def _given_request(statement: ast.Expr, module: Module) -> ast.expr | None:
    """The marker that is given pytest's ``request``, which it cannot mark: that is neither test nor class."""
    match statement.value:
        case ast.Call(func=marker, args=[ast.Name(id="request")], keywords=[]):
            function = module.function(statement)
            is_given = function is not None and any(each.arg == "request" for each in function.args.args)
            if function is not None and is_given and _is_given(function, module):
                return marker
    return None


def _is_given(function: Function, module: Module) -> bool:
    """Whether pytest calls a function with fixtures."""
    return is_fixture(function, module) or is_test(function, module)


def _is_tried(statement: ast.Expr, module: Module) -> bool:
    """Whether it is expected to raise, or tried out: is there such a marker in this version?"""
    tried = isinstance(above := module.parent(statement), ast.Try) and bool(above.handlers)
    return tried or expecting_around(statement, module) is not None
