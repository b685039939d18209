"""A Mock class is installed as the replacement where a mock, an instance, was meant."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.fixing.edits import after
from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Hit, Role, Rule, Severity
from flake8_testsec.source import looks
from flake8_testsec.source.calls import argument, keyword, last_word, string
from flake8_testsec.source.module import Module, names_below
from flake8_testsec.vocabulary.testing.doubles import (
    MOCK_CLASSES,
    PATCH,
    PATCH_OBJECT,
    is_imported,
    new_position,
    new_position_of_fixture,
)

rule = Rule(
    code="TSE610",
    summary="the Mock class itself is installed; pass Mock() or new_callable=Mock",
    message="the {name} class itself is installed; pass {name}() or new_callable={name}",
    roles=Role.TEST,
    cwe=459,
    since="0.1",
    default=True,
    severity=Severity.MEDIUM,
    why="""
    The class is one object that all tests share. What the test, or the code under test, sets on the
    replacement is set on the class, and every mock of the whole run has it from then on; no patch takes
    it back. A class records no calls either, and its constructor takes the first argument of a call for
    a ``spec``.
    """,
    fix="Pass an instance, ``Mock()``, or let the patch make one: ``new_callable=Mock``.",
    fixable="""
    An instance is made of the class that a patch is given; unsafe, because every call makes a mock of its own
    now, and one for all may answer otherwise. An assignment should become a patch, which a person must do.
    """,
    bad=(
        """
        import unittest
        from unittest import mock

        class TestClient(unittest.TestCase):
            @mock.patch("shop.api.Client", new=mock.Mock)
                                           ^^^^^^^^^^^^^
            def test_connects(self):
                with mock.patch.object(self, "session", mock.MagicMock) as session:
                                                        ^^^^^^^^^^^^^^
                    session.timeout = 3
                with mock.patch.object(self, "pool", mock.MagicMock) as pool:
                                                     ^^^^^^^^^^^^^^
                    self.assertEqual(connect(pool), self.pool)
        """,
        """
        from unittest.mock import AsyncMock

        def test_connects(mocker):
            mocker.patch("shop.api.Client.get", new=AsyncMock)
                                                ^^^^^^^^^^^^^
            mocker.patch.object(CLIENT, "put", AsyncMock)
                                               ^^^^^^^^^
        """,
        """
        from unittest import mock

        from shop import api

        def test_connects():
            api.connect = mock.Mock
            ^^^^^^^^^^^^^^^^^^^^^^^
            assert api.ping()
        """,
    ),
    good=(
        """
        import unittest
        from unittest import mock

        from shop import api

        class TestStats(unittest.TestCase):
            def test_same(self):
                with mock.patch.object(api, "stats", mock.Mock) as stats:
                    self.assertEqual(stats, api.get_stats())
                with mock.patch.object(api, "stats", mock.Mock) as other:
                    assert api.get_stats() is other
        """,
        """
        from unittest import mock

        @mock.patch("shop.api.Client", new=mock.Mock())
        def test_connects():
            with mock.patch("shop.api.Session", new_callable=mock.Mock):
                assert connect()
            with mock.patch("shop.api.Session", FakeSession):
                assert connect()
            with mock.patch("shop.api.Session", mock.Mock), mock.patch(TARGET, mock.Mock):
                assert connect()
            with mock.patch("shop.api.Session"):
                assert connect()
        """,
        """
        from unittest import mock

        from shop import api

        class TestApi:
            double_class = mock.Mock

            def test_connects(self):
                self.double_class = mock.MagicMock
                api.connect = mock.Mock()
                api.connect = None
        """,
        """
        def test_connects(mocker, doubles):
            mocker.patch("shop.api.Client", new=mocker.Mock())
            doubles.patch.object("shop.api", "Client", 1)
        """,
    ),
)
_CLASS = lazy(r"(\A|\.)_*[A-Z](?=[^\Wa-z]*[a-z])\w*\Z")


_WORDS = frozenset(name.rpartition(".")[2] for name in MOCK_CLASSES)


@rule.call(PATCH, PATCH_OBJECT, look=looks.is_given_more)
def patched(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report a patch whose replacement is a Mock class."""
    if _has_classes(module):
        yield from _judged(call, new_position(call, module), module)


@rule.method("patch", "object", look=looks.is_given_more)
def patched_by_fixture(call: ast.Call, module: Module) -> Iterator[Hit]:
    """Report the same of the fixture ``mocker``."""
    if _has_classes(module):
        yield from _judged(call, new_position_of_fixture(call), module)


def _has_classes(module: Module) -> bool:
    """Whether a Mock class stands anywhere without being called; most modules only call them."""
    if _has_classes not in module.kept:
        imported = any(meant in MOCK_CLASSES for _, meant in module.scopes.imported())
        module.kept[_has_classes] = imported or any(
            not (isinstance(parent := module.parent(each), ast.Call) and parent.func is each)
            for each in module.attributes(_WORDS)
        )
    return bool(module.kept[_has_classes])


def _judged(call: ast.Call, position: int | None, module: Module) -> Iterator[Hit]:
    """``new=`` is easily taken for ``new_callable=``; without the word, a class may be meant for a class."""
    if position is None or _is_sentinel(call, module):
        return
    if (given := keyword(call, "new")) is not None:
        if name := _class(given.value, module):
            yield rule.at(given, name=name).fixed(*after(given.value, "()", module))
    elif (new := argument(call, position)) is not None and (name := _class(new, module)):
        target = string(argument(call, position - 1))
        if target is not None and not _CLASS.search(target):
            yield rule.at(new, name=name).fixed(*after(new, "()", module))


def _is_sentinel(call: ast.Call, module: Module) -> bool:
    """Whether a ``with`` gives the class a name, and the name is only compared."""
    match module.parent(call):
        case ast.withitem(optional_vars=ast.Name(id=word) as variable):
            function = module.function(variable)
            names = names_below(function or module.tree, module)[word]
            uses = [each for each in names if each is not variable and module.function(each) is function]
            return bool(uses) and all(_is_compared(each, module) for each in uses)
        case _:
            return False


def _is_compared(name: ast.Name, module: Module) -> bool:
    match module.parent(name):
        case ast.Compare():
            return True
        case ast.Call(func=func, args=args):
            return name in args and last_word(func) in (
                "assertEqual",
                "assertEquals",
                "assertIs",
                "assertNotEqual",
            )
        case _:
            return False


@rule.where(hints=("Mock",), look=looks.sets_attributes)
def assigned(module: Module) -> Iterator[Hit]:
    """Report the Mock classes assigned to attributes of something imported."""
    for assignment in module.nodes(ast.Assign) if _has_classes(module) else ():
        if isinstance(assignment.targets[0], ast.Attribute) and (name := _installed(assignment, module)):
            yield rule.at(assignment, name=name)


def _installed(assignment: ast.Assign, module: Module) -> str:
    """The Mock class that something imported gets; most that gets anything is ``self``."""
    match assignment:
        case ast.Assign(
            targets=[ast.Attribute(value=ast.Name(id=word) as owner)],
            value=ast.Name() | ast.Attribute() as value,
        ) if word in module.scopes.imports:
            return _class(value, module) if is_imported(owner, module) else ""
        case _:
            return ""


def _class(node: ast.expr, module: Module) -> str:
    names = module.names(node)
    return min(names).rpartition(".")[2] if names and names <= MOCK_CLASSES else ""
