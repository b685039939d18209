"""Two tests of one name in one body: the later definition replaces the earlier one."""

from __future__ import annotations

import ast
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Hit, Pointer, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.module import Module, once
from flake8_testsec.vocabulary.testing.assertions import is_failure
from flake8_testsec.vocabulary.testing.suites import (
    does_nothing,
    is_collected,
    is_test,
    is_test_file,
    methods,
    without_docstring,
)
from flake8_testsec.vocabulary.testing.variants import are_variants, keeps

rule = Rule(
    code="TSE509",
    summary="a test of this name is defined before and is never run",
    message="{name} at line {line} is never run, as the definition here replaces it; {remedy} one of them",
    roles=Role.TEST,
    cwe=561,
    since="0.1",
    default=True,
    severity=Severity.MEDIUM,
    why="""
    A second ``def`` or ``class`` of the same name in the same body rebinds the name. The runner finds the
    last definition only; whatever the earlier test checked is not checked any more, and nobody is told,
    because a test that does not exist cannot fail. Most such pairs are copies whose name was forgotten.
    """,
    fix="Give each test a name of its own; delete one of the two if they are the same test.",
    fixable="""
    The first of two tests that are the same letter by letter is deleted, which is safe if nothing but marks
    of pytest and unittest is run where it is defined; unsafe elsewhere, because what decorates it, or is
    called for a default, may be needed. Otherwise nothing, because whether a test is an old copy or wants a
    name of its own, and which, is for a person to say.
    """,
    bad=(
        """
        class TestOrder:
            def test_next(self):
                assert self.next()

            def test_next(self):  # noqa: F811
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                assert self.next() == 2

        class test_next:  # noqa: F811
            def test_cart(self):
                assert cart()

        class TestCart:
            def test_next(self):
                assert self.next()

            def test_next(self):
            ^^^^^^^^^^^^^^^^^^^^
                raise NotImplementedError("each shop has its own")
        """,
        """
        def test_save():
            assert save("a") == 1

        def test_load():
            assert load(1) == "a"

        def test_save():
        ^^^^^^^^^^^^^^^^
            assert save("") is None
        """,
        """
        class TestOrder:
            def test_next(self):
                assert self.next()

            def test_last(self):
                assert self.last()

            def test_next(self):
            ^^^^^^^^^^^^^^^^^^^^
                assert self.next()
        """,
        """
        import unittest
        from unittest import mock

        class OrderTest(unittest.TestCase):
            @mock.patch("shop.orders.send")
            def test_cancel(self, send):
                self.assertTrue(cancel(1))

            @mock.patch("shop.orders.send")
            def test_cancel(self, send):
            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
                self.assertFalse(cancel(None))
        """,
        """
        import unittest

        class ParserTest(unittest.TestCase):
            def test_empty(self):
                self.assertEqual(parse(""), [])

        class ParserTest(unittest.TestCase):
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
            def test_blank(self):
                self.assertEqual(parse(" "), [])
        """,
        """
        import pytest

        class TestStock:
            def test_take(self):
                assert take(1) == 0

            async def test_take(self):
            ^^^^^^^^^^^^^^^^^^^^^^^^^^
                assert await take_later(1) == 0

            @pytest.mark.slow
            def test_take(self):
            ^^^^^^^^^^^^^^^^^^^^
                assert take(2) == -1
        """,
    ),
    good=(
        """
        class TestOrder:
            def test_next(self):
                assert self.next()

            def test_next(self):  # noqa: F811
                raise NotImplementedError("each shop has its own")
        """,
        """
        import sys

        if sys.platform == "win32":
            def test_path():
                assert path("a") == "C:\\\\a"
        else:
            def test_path():
                assert path("a") == "/a"
        """,
        """
        import unittest

        class TestGraph(unittest.TestCase):
            @unittest.expectedFailure
            def test_nodes(self):
                self.fail("to be written")

            def test_edges(self):
                'To be written.'

            def test_roots(self):
                pass

            def test_nodes(self):
                self.assertEqual(graph().nodes, [1])

            def test_edges(self):
                self.assertEqual(graph().edges, [])

            def test_roots(self):
                self.assertEqual(graph().roots, [1])
        """,
        """
        class TestCache:
            def test_get(self):
                assert get(1) is None

            try:
                import redis
            except ImportError:
                pass
            else:
                def test_get(self):
                    assert get(redis, 1) is None
        """,
        """
        import unittest
        from sys import version_info

        class TextTest(unittest.TestCase):
            @unittest.skipIf(version_info < (3, 12), "new")
            def test_format(self):
                self.assertEqual(text(1), "<1>")

            @unittest.skipIf(version_info >= (3, 12), "old")
            def test_format(self):
                self.assertEqual(text(1), "1")
        """,
        """
        from typing import overload

        @overload
        def test_double(x: int) -> int: ...
        @overload
        def test_double(x: str) -> str: ...
        def test_double(x=1):
            assert double(x)
        """,
        """
        class FakeCheck:
            @property
            def test_mode(self):
                return self._mode

            @test_mode.setter
            def test_mode(self, mode):
                self._mode = mode
        """,
        """
        from shop.testing import both_ways

        def test_price():
            assert price(1) == 100

        test_price_with_tax = both_ways(test_price)

        def test_price():
            assert price(2) == 200
        """,
        """
        class TestOne:
            def test_name(self):
                assert name(1)

        class TestTwo:
            def test_name(self):
                assert name(2)

        class Order:
            number = 1

        class Order:
            number = 2
        """,
        """
        # file: tests/samples.py
        def test_speed(runs, car):
            return runs, car

        def test_speed(runs, ship):
            return ship, runs
        """,
        """
        def test_reload_replaces_a_test():
            class TestSample:
                def test_a(self):
                    assert first()

                def test_a(self):
                    assert second()

            assert names_of(TestSample) == ["test_a"]
        """,
    ),
)

_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef

_NOQA = lazy(r"#\s*noqa:[^#]*\bF811\b", re.IGNORECASE)
_OVERRIDE = lazy(r"NotImplementedError\(.*\boverrid", re.IGNORECASE)


@rule.where(look=looks.defines_twice)
def replaced(module: Module) -> Iterator[Hit]:
    """Report each test whose name an earlier test of the same body has."""
    groups: dict[tuple[int, str], list[_Definition]] = defaultdict(list)
    for definition in _definitions(module):
        groups[id(module.parent(definition)), definition.name].append(definition)
    for group in groups.values():
        for first, second in pairwise(sorted(group, key=lambda each: each.lineno)):
            if _is_lost(first, second, module):
                yield _told(first, second, module)


def _told(first: _Definition, second: _Definition, module: Module) -> Hit:
    # Few tests are defined twice.
    from flake8_testsec.fixing.definitions import deleted, is_written_alike, runs_nothing

    is_copy = is_written_alike(first, second, module)
    words = {"name": first.name, "line": first.lineno, "remedy": "delete" if is_copy else "rename"}
    hit = rule.at(second, related=(Pointer(first, "this one is never run"),), **words)
    return hit.fixed(*deleted(first, module), safe=runs_nothing(first, module)) if is_copy else hit


def _definitions(module: Module) -> Iterator[_Definition]:
    definitions: list[_Definition] = [
        *module.nodes(ast.FunctionDef),
        *module.nodes(ast.AsyncFunctionDef),
        *module.nodes(ast.ClassDef),
    ]
    # Most names are used once.
    numbers = Counter([each.name for each in definitions])
    for each in definitions:
        if numbers[each.name] > 1 and _is_found(each, module):
            yield each


def _is_found(definition: _Definition, module: Module) -> bool:
    """Whether a runner finds a test, or a class with tests."""
    if isinstance(definition, ast.ClassDef):
        return _holds_tests(definition, module)
    # A function beside the tests is only found in a file of tests; a class may be imported from anywhere.
    return is_test(definition, module) and (is_test_file(module) or module.class_of(definition) is not None)


def _holds_tests(class_: ast.ClassDef, module: Module) -> bool:
    return is_collected(class_, module) and any(is_test(each, module) for each in methods(class_))


def _is_lost(first: _Definition, second: _Definition, module: Module) -> bool:
    # What stands inside a function is a sample that the function does something with.
    return (
        module.function(first) is None
        and _share_a_body(first, second, module)
        and not (keeps(first) or keeps(second))
        and not are_variants(first, second)
        and not _is_still_to_be_written(first, module)
        and not _is_used_between(first, second, module)
        and not _is_meant(second, module)
    )


def _is_meant(definition: _Definition, module: Module) -> bool:
    """Whether the second of two tests only says that others have to write it, and redefines the first on
    purpose, as other linters or its users are told."""
    if isinstance(definition, ast.ClassDef):
        return False
    body = without_docstring(definition)
    is_told = _NOQA.search(module.line(definition.lineno)) is not None
    is_told = is_told or any(_OVERRIDE.search(module.line(each.lineno)) for each in body)
    return is_told and all(isinstance(each, ast.Raise) for each in body)


def _is_still_to_be_written(definition: _Definition, module: Module) -> bool:
    """Whether a test does nothing, or nothing but fail: whoever wrote another of the name has written it."""
    if isinstance(definition, ast.ClassDef):
        return False
    return does_nothing(definition) or all(is_failure(each, module) for each in without_docstring(definition))


def _share_a_body(first: _Definition, second: _Definition, module: Module) -> bool:
    """Whether both stand in one list of statements, not in two branches of one statement."""
    holder = next(module.ancestors(first))
    return _bodies(holder, module)[first] == _bodies(holder, module)[second]


@once
def _bodies(holder: ast.AST, module: Module) -> Mapping[ast.AST, str]:
    """What a node holds in lists, each with the name of the list."""
    several = (field for field in ast.iter_fields(holder) if isinstance(field[1], list))
    return {each: name for name, body in several for each in body if isinstance(each, ast.AST)}


def _is_used_between(first: _Definition, second: _Definition, module: Module) -> bool:
    lines = _lines(first.name, module)
    return bisect_right(lines, first.lineno) < bisect_right(lines, second.lineno)


@once
def _lines(name: str, module: Module) -> Sequence[int]:
    """The lines on which a name stands."""
    return sorted(each.lineno for each in module.named(name))
