"""Reasons of skips that stand elsewhere than at the skip: above a group, around it, or in what it marks."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from flake8_testsec.fixing.statements import first_line, siblings
from flake8_testsec.patterns import lazy
from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.calls import keyword, structure, truth
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing import tickets
from flake8_testsec.vocabulary.testing.assertions import is_failure
from flake8_testsec.vocabulary.testing.reasons import gives_reason
from flake8_testsec.vocabulary.testing.skips import Skip, above
from flake8_testsec.vocabulary.testing.suites import is_test, methods, without_docstring

_DENIES = lazy(
    r"\bnot\b|n't\b|\bcannot\b|\bno\b|unsupported|wrong|missing|fail|broken|\bbugs?\b", re.IGNORECASE
)
_SEVERAL = 3
_MOST = 20
"""Tests above one that are looked at."""


def is_of_group(skip: Skip, module: Module) -> bool:
    """Whether a comment above the first of some tests marked alike, one below another, says why.

    Args:
        skip: the mark.
        module: its module.

    Returns:
        ``False`` for the first of them, whose comment is its own.
    """
    marked = module.parent(skip.node)
    if not isinstance(marked, Function):
        return False
    mark = structure(skip.node)
    first = marked
    for each in _before(marked, module):
        if mark not in map(structure, each.decorator_list):
            break
        first = each
    return first is not marked and denies_above(first_line(first), module)


def is_stub_told_above(skip: Skip, module: Module) -> bool:
    """Whether a skip is all that a test does, and a comment above it, or above the first of several such
    tests one below another, says why.

    Args:
        skip: the call.
        module: its module.

    Returns:
        ``False`` also for comments that give no reason.
    """
    stub = module.function(skip.node)
    if stub is None or not _is_body(skip.node, stub):
        return False
    body = [structure(each) for each in stub.body]
    first = stub
    for each in _before(stub, module):
        if gives_reason(_told(first, module)) or [structure(line) for line in each.body] != body:
            break
        first = each
    return gives_reason(_told(first, module))


def is_one_of_all(skip: Skip, module: Module) -> bool:
    """Whether all tests of a class, several of them, are marked alike: what they share is the reason.

    Args:
        skip: the mark of a test.
        module: its module.
    """
    marked = module.parent(skip.node)
    class_ = module.class_of(marked) if isinstance(marked, Function) else None
    return class_ is not None and structure(skip.node) in _marks_of_all(class_, module)


@once
def _marks_of_all(class_: ast.ClassDef, module: Module) -> frozenset[str]:
    several = [each for each in methods(class_) if is_test(each, module)]
    marks = (frozenset(map(structure, each.decorator_list)) for each in several)
    return frozenset.intersection(*marks) if len(several) >= _SEVERAL else frozenset()


def marks_parameters(node: ast.AST, module: Module) -> bool:
    """Whether a mark is one of what is called with it, as ``pytest.param(2, marks=pytest.mark.skip)`` is."""
    around = (each for each in module.ancestors(node) if isinstance(each, ast.keyword))
    return any(each.arg == "marks" for each in around)


def is_opposite(skip: Skip, module: Module) -> bool:
    """Whether some parameters of a test are marked so that it must fail with them, and passes with others:
    they are the values with which the opposite is so.

    Args:
        skip: the mark.
        module: its module.
    """
    strict = keyword(skip.call, "strict") if skip.call is not None else None
    if strict is None or truth(strict.value) is not True or not marks_parameters(skip.node, module):
        return False
    among = next(
        (each for each in module.ancestors(skip.node) if isinstance(each, (ast.List, ast.Tuple))), None
    )
    return among is not None and any(
        not (isinstance(each, ast.Call) and keyword(each, "marks")) for each in among.elts
    )


def is_data(skip: Skip, module: Module) -> bool:
    """Whether a test makes something with a mark while it runs, so that nothing is skipped for it.

    Args:
        skip: the mark.
        module: its module.
    """
    function = module.function(skip.node)
    if function is None or not marks_parameters(skip.node, module) or not is_test(function, module):
        return False
    return getattr(skip.node, "lineno", 0) >= function.body[0].lineno  # it is not in a decorator


def is_told_by_condition(skip: Skip, module: Module) -> bool:
    """Whether a test is given a mark below an ``if`` that compares a version, so that it says what fails, and
    since or until when; or that looks into a list which names a ticket.

    Args:
        skip: the mark.
        module: its module.
    """
    match module.parent(skip.node):
        case ast.Call(func=ast.Attribute(attr="add_marker" | "applymarker")) as given:
            statement = module.parent(given)
        case _:
            return False
    match module.parent(statement) if isinstance(statement, ast.Expr) else None:
        case ast.If(test=test, body=body) if statement in body:
            return any(_compares_version(each, module) or _names_ticket(each, module) for each in walk(test))
        case _:
            return False


def _names_ticket(node: ast.AST, module: Module) -> bool:
    """Whether a ticket stands in the list that a name stands for, or in a comment within."""
    bound = module.bindings(node) if isinstance(node, ast.Name) else ()
    listed = [each.value for each in bound if isinstance(each, Bound) and isinstance(each.value, _LISTS)]
    return any(tickets.find(_lines(each, module)) is not None for each in listed)


def _lines(value: ast.expr, module: Module) -> str:
    return "".join(module.lines[value.lineno - 1 : value.end_lineno])


_LISTS = (ast.List, ast.Tuple, ast.Set, ast.Dict)


def _compares_version(node: ast.AST, module: Module) -> bool:
    match node:
        case ast.Compare(left=left, ops=[ast.Lt() | ast.LtE() | ast.Gt() | ast.GtE()], comparators=[right]):
            return any(not module.names(each).isdisjoint(_VERSIONS) for each in (left, right))
        case _:
            return False


_VERSIONS = frozenset({"packaging.version.Version()", "packaging.version.parse()", "sys.version_info"})


def _told(function: Function, module: Module) -> str:
    return "\n".join(above(first_line(function), module))


def _is_body(node: ast.AST, function: Function) -> bool:
    match without_docstring(function):
        case [ast.Expr(value=value)]:
            return value is node
        case _:
            return False


def _before(function: Function, module: Module) -> list[Function]:
    """The functions that stand right above one in the same block, the nearest first."""
    block = siblings(function, module)
    place = block.index(function)
    found: list[Function] = []
    for each in reversed(block[max(0, place - _MOST) : place]):
        if not isinstance(each, Function):
            break
        found.append(each)
    return found


@once
def denies_above(line: int, module: Module) -> bool:
    """Whether a comment directly above a line denies something, or speaks of a fault."""
    return bool(_DENIES.search("\n".join(above(line, module))))


def must_fail(skip: Skip, module: Module) -> bool:
    """Whether a test that is expected to fail asserts that one constant is another, as an example does that
    shows how a failure looks, or says in all that it does that nobody has written it.

    Args:
        skip: the mark.
        module: its module.

    Returns:
        ``True`` also for ``assert False`` as all that there is.
    """
    marked = module.parent(skip.node)
    marked = module.parent(marked) if isinstance(marked, ast.Call) else marked
    if not isinstance(marked, Function) or not skip.name.endswith(("xfail", "expectedFailure")):
        return False
    if any(_is_false(each.test) for each in walk(marked) if isinstance(each, ast.Assert)):
        return True
    return _is_unwritten(without_docstring(marked), module)


def _is_unwritten(body: Sequence[ast.stmt], module: Module) -> bool:
    match body:
        case [ast.Raise(exc=ast.Call(func=error))] | [ast.Raise(exc=ast.Name() as error)]:
            return "NotImplementedError" in module.names(error)
        case [only]:
            return is_failure(only, module)
        case _:
            return False


def _is_false(test: ast.expr) -> bool:
    match test:
        case ast.Compare(
            left=ast.Constant(value=left), ops=[ast.Eq()], comparators=[ast.Constant(value=right)]
        ):
            return bool(left != right)
        case _:
            return False
