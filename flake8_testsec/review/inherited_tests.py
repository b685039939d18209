"""Tests that a class inherits: runners find them in it, or something stands in their place."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from flake8_testsec.cleanup.lineage import lineage
from flake8_testsec.review.bases import Class, Method, ancestry
from flake8_testsec.review.document import Fact, Lines, capped, code, counted, fact, listed
from flake8_testsec.source.module import Module
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.empty_tests import is_empty
from flake8_testsec.vocabulary.testing.suites import TESTCASES, is_collected, methods

_MOST = 8


class _Above(NamedTuple):
    """A test of a class above."""

    class_: Class
    method: Method

    @property
    def lines(self) -> Lines:
        return Lines(self.method.line, self.method.line, self.class_.path)


def facts(class_: ast.ClassDef, module: Module) -> Iterator[Fact]:
    """What a class inherits that runners take for tests, and which of it does not run.

    Args:
        class_: the class statement.
        module: its module.

    Yields:
        The facts, as far as the classes above could be read.
    """
    above = _above(class_, module) if is_run(class_, module) else {}
    yield from _runners(class_, module) if is_run(class_, module) else ()
    own = {each.name: each for each in methods(class_)}
    bound = {**own, **_bound(class_)}
    yield from _run([each for name, each in above.items() if name not in bound], class_, module)
    replaced = (_replaced(name, node, above[name], class_) for name, node in bound.items() if name in above)
    yield from capped(replaced, "tests that stand in place of inherited ones")


def is_run(class_: ast.ClassDef, module: Module) -> bool:
    """Whether runners take a class for one of tests, by itself or as one of unittest's far above."""
    is_case = any(each in TESTCASES for each in lineage(class_, module).outside)
    return is_case or is_collected(class_, module)


def _runners(class_: ast.ClassDef, module: Module) -> Iterator[Fact]:
    """Methods of the project that run a test in a way of their own, in the place of unittest's."""
    is_case = any(each in TESTCASES for each in lineage(class_, module).outside)
    for each in ancestry(class_, module) if is_case else ():
        for name in ("run", "__call__", "debug"):
            if (method := each.method(name)) is not None:
                line = Lines(method.line, method.line, each.path)
                words = (" is run in a way of its own, by ", code(f"{each.name}.{name}()"), ".")
                yield fact("own-runner", [line], code(class_.name), *words, subject=class_.name)


def _above(class_: ast.ClassDef, module: Module) -> Mapping[str, _Above]:
    """The tests of the classes above by their names, the nearest of each."""
    found: dict[str, _Above] = {}
    for each in ancestry(class_, module)[1:]:
        for name in each.names:
            method = each.method(name) if name.startswith("test") and name not in found else None
            if method is not None:
                found[name] = _Above(each, method)
    return found


def _bound(class_: ast.ClassDef) -> Mapping[str, ast.stmt]:
    """Names that the body of a class binds to something else than a function: ``test_pay = None``."""
    found: dict[str, ast.stmt] = {}
    for statement in class_.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)]):
                found[name] = statement
    return found


def _run(tests: Sequence[_Above], class_: ast.ClassDef, module: Module) -> Iterator[Fact]:
    if tests:
        names = [code(each.method.name) for each in tests[:_MOST]]
        more = [f"{len(tests) - _MOST} more"] if len(tests) > _MOST else []
        is_skipped = any(each.is_skipped for each in ancestry(class_, module))
        skip = _SKIP if is_skipped else ""
        words = f" inherits {counted(len(tests), 'test')}, which runners look for in it, too{skip}: "
        parts = (code(class_.name), words)
        places = [Lines(class_.lineno, class_.lineno), *(each.lines for each in tests[:_MOST])]
        yield fact("inherited-test", places, *parts, *listed([*names, *more]), ".", subject=class_.name)


_SKIP = "; the skip of a class, which classes below it inherit, may keep tests from running"


def _replaced(name: str, node: ast.stmt, above: _Above, class_: ast.ClassDef) -> Fact:
    """That a test stands in place of an inherited one, or nothing does."""
    what = ("The test ", code(name), " that ", code(class_.name), " inherits from ", code(above.class_.name))
    how: tuple[str, ...]
    if isinstance(node, ast.Assign):
        how = (" is switched off here by ", code(ast.unparse(node)), ".")
    elif isinstance(node, Function) and is_empty(node):
        how = (" is switched off here: what stands in its place does nothing.",)
    else:
        how = (" does not run here, unless what stands in its place calls it.",)
    return fact("replaced-test", [node, above.lines], *what, *how, subject=name)
