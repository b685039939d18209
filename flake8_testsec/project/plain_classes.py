"""Classes of tests that are certainly no TestCases, as every base is read; and whether anything uses them."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence

from flake8_testsec.project.fixtures import asks_for_fixtures
from flake8_testsec.project.views import Found, View, view_of
from flake8_testsec.source.bindings import Defined
from flake8_testsec.source.module import Module, once, walk, within
from flake8_testsec.vocabulary.testing.suites import (
    TESTCASES,
    is_at_top,
    is_test,
    methods,
    receiver,
)
from flake8_testsec.vocabulary.testing.uncollected import checks, is_defined_again, is_marked_only, is_named

_MARKS = ("pytest.mark", "unittest.mock.patch")

_NOTHING = ("object", "typing.Generic")
"""Bases that bring nothing to a test."""

_HOPS = 20
_OF_TESTCASES = ("assert", "fail", "skip", "addCleanup", "subTest", "enterContext", "doCleanups", "__")
"""How the names begin that a TestCase has, and every object."""


def is_out_of_use(class_: ast.ClassDef, module: Module, *, but_as_base: bool = False) -> bool:
    """Whether nothing in its module uses a class that is certainly no TestCase, and nobody wants it to.

    Args:
        class_: the class.
        module: its module.
        but_as_base: whether classes of the module may inherit from it.

    Returns:
        ``False`` also for a class within another or a function, with a decorator that may register it, with
        methods that lean on a subclass; and in a module that says what tests are (``__test__``) or is made
        for nose, which collects more.
    """
    name = class_.name
    return (
        any(is_test(each, module) for each in methods(class_))
        and is_at_top(class_, module)
        and not any(names & TESTCASES for names in module.bases(class_))
        and not _collects_more(module)
        and not is_named(name, module, as_base=not but_as_base)
        and not is_defined_again((name,), class_, module)
        and is_marked_only(class_, module, _MARKS)
        and lineage(class_, module) is not None
        and not leans_on_subclass(class_, module)
    )


@once
def _collects_more(module: Module) -> bool:
    return module.mentions("__test__", "import nose", "from nose")


def holds_tests(class_: ast.ClassDef, module: Module) -> bool:
    """Whether a class has a test that checks something and that pytest could call."""
    return any(
        is_test(each, module) and checks(each, module) and asks_for_fixtures(each, module)
        for each in methods(class_)
    )


@once
def lineage(class_: ast.ClassDef, module: Module) -> Sequence[Found] | None:
    """The classes that a class inherits from, if it is certainly no TestCase.

    Args:
        class_: the class.
        module: its module.

    Returns:
        The classes of the project above it; ``None`` if a base is anything else but ``object``, or is not
        known, or a metaclass makes the class.
    """
    view = view_of(module)
    if view is None or class_.keywords:
        return None
    if not class_.bases:
        return ()
    from flake8_testsec.project.facts import bases  # few files ask

    known: list[Found] = []
    for each in _above(tuple(bases(class_, module)), module.path, view, _HOPS):
        if each is None:
            return None
        known.append(each)
    return known


def _above(bases: Sequence[str], path: str, view: View, hops: int) -> Iterator[Found | None]:
    for base in bases:
        for each in view.classes(base, path) if base and hops else ("",):
            if isinstance(each, Found):
                yield each
                yield from _above(each.class_.bases, each.module.path, view, hops - 1)
            elif each not in _NOTHING:
                yield None


def leans_on_subclass(class_: ast.ClassDef, module: Module) -> bool:
    """Whether the methods of a class ask their object for what nobody gives it: a class below has to.

    Args:
        class_: a class with a `lineage`.
        module: its module.

    Returns:
        ``True`` also if one of its module raises where an attribute is still ``None``; ``False`` if it only
        lacks what a TestCase would bring.
    """
    if any(_demands(each, module) for each in _own_line(class_, module)):
        return True
    above = [each.class_ for each in lineage(class_, module) or ()]
    set_by_hooks = {name for each in above for hook in each.hooks for name in hook.sets}
    known = {name for each in above for name in each.sets} | set_by_hooks
    named = (name for method in methods(class_) for name in _asked(method, module))
    asked = {name for name in named if name not in known and not name.startswith(_OF_TESTCASES)}
    return bool(asked) and not asked.issubset(_given(class_))


def _own_line(class_: ast.ClassDef, module: Module) -> Sequence[ast.ClassDef]:
    """A class and those above it in the same module, the first of several bases only."""
    line = [class_]
    while len(line) < _HOPS and (above := _own_base(line[-1], module)) is not None:
        line.append(above)
    return line


def _own_base(class_: ast.ClassDef, module: Module) -> ast.ClassDef | None:
    names = (base for base in class_.bases if isinstance(base, ast.Name))
    found = (each.node for name in names for each in module.bindings(name) if isinstance(each, Defined))
    return next((each for each in found if isinstance(each, ast.ClassDef)), None)


@once
def _demands(class_: ast.ClassDef, module: Module) -> bool:
    """Whether a method raises where an attribute is ``None``, which a class below has to give a value."""
    for method in methods(class_):
        own = receiver(method, module)
        if any(isinstance(node, ast.If) and _is_demand(node, own) for node in within(method)):
            return True
    return False


def _is_demand(node: ast.If, own: str) -> bool:
    match node:
        case ast.If(
            test=ast.Compare(
                left=ast.Attribute(value=ast.Name(id=name)),
                ops=[ast.Is()],
                comparators=[ast.Constant(value=None)],
            ),
            body=[ast.Raise()],
        ):
            return name == own
        case _:
            return False


def _given(class_: ast.ClassDef) -> Iterator[str]:
    for node in walk(class_):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name


def _asked(method: ast.FunctionDef | ast.AsyncFunctionDef, module: Module) -> Collection[str]:
    own = receiver(method, module)
    return {
        node.attr
        for node in within(method)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == own
    }
