"""Conditions that stand alone, or are returned, made assertions."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from flake8_testsec.finding import Edit
from flake8_testsec.fixing.edits import Edits, before, between, span, written
from flake8_testsec.fixing.statements import following, indentation, placed, step
from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import last_word, structure
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import called, is_assertion
from flake8_testsec.vocabulary.testing.held_classes import asks_class_for_its_class
from flake8_testsec.vocabulary.testing.never_equal import never_holds
from flake8_testsec.vocabulary.testing.own_style import as_method, method_owner

_FAR = 50
"""Statements below a comparison in which is looked for what is said of the same."""
_SAME: Mapping[type[ast.cmpop], Collection[str]] = {
    ast.Eq: ("assertEqual", "assertEquals"),
    ast.NotEq: ("assertNotEqual",),
    ast.Is: ("assertIs",),
    ast.IsNot: ("assertIsNot",),
    ast.In: ("assertIn",),
    ast.NotIn: ("assertNotIn",),
}
_NOTHING: Mapping[type[ast.cmpop], str] = {ast.Is: "assertIsNone", ast.IsNot: "assertIsNotNone"}


def asserted(value: ast.expr, module: Module) -> Edits:
    """``assert`` before a condition that is a statement, or the method of a TestCase that asserts it.

    Args:
        value: the condition, maybe with a message behind it.
        module: its module.

    Returns:
        Nothing for a tuple in parentheses, which would always be true, for what would never be, for what may
        be meant to be set, for what the next statement asserts itself, and for a class that is asked for its
        own.
    """
    is_closed = isinstance(value, ast.Tuple) and written(value, module).startswith("(")
    left = is_closed or never_holds(value, module) or may_be_set(value, module)
    if left or _is_asserted_below(value, module) or _compares_arguments(value) or _is_told_of(value, module):
        return ()
    if _asks_for_what_is_absent(value) or asks_class_for_its_class(value, module):
        return ()
    if (above := _first_half(value, module)) is not None:
        return _joined(above, value, module)
    owner = method_owner(value, module)
    return as_method(value, owner, module) if owner else before(value, "assert ", module)


def _first_half(value: ast.expr, module: Module) -> ast.Assert | None:
    """The assertion directly above of nothing but a text, where the comparison begins with the rest of it."""
    match value, module.parent(value):
        case ast.Compare(left=ast.Constant(value=str())), ast.Expr() as statement:
            block, place = placed(statement, module)
        case _:
            return None
    match block[place - 1] if place else None:
        case ast.Assert(test=ast.Constant(value=str()), msg=None) as above:
            return above
        case _:
            return None


def _joined(above: ast.Assert, value: ast.expr, module: Module) -> Edits:
    """Both as one assertion in parentheses, with a line for each part."""
    indent, whole = indentation(above, module), span(value, module)
    lines = [module.line(number).strip() for number in (above.lineno, whole.line)]
    if indent is None or above.lineno + 1 != whole.line or whole.end_line != whole.line:
        return ()
    parts = (written(above.test, module), written(value, module))
    if lines != [f"assert {parts[0]}", parts[1]]:
        return ()
    inner = "".join(f"{indent}{step(module)}{each}\n" for each in parts)
    return (Edit(above.lineno, len(indent), *whole[2:], f"assert (\n{inner}{indent})"),)


def _compares_arguments(value: ast.expr) -> bool:
    """Whether all arguments of a double's call, a tuple, are compared with what belongs to something else."""
    match value:
        case ast.Compare(
            left=ast.Subscript(value=ast.Attribute(attr="call_args"), slice=ast.Constant(value=0)),
            comparators=[ast.Attribute()],
        ):
            return True
        case _:
            return False


def _asks_for_what_is_absent(value: ast.expr) -> bool:
    """Whether something is asked for by a text that says that it is not there: it may only not fail."""
    texts = (each.value for each in walk(value) if isinstance(each, ast.Constant)) if _asks(value) else ()
    return any(isinstance(each, str) and _ABSENT.search(each) for each in texts)


def _asks(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and last_word(value.func).startswith(("exists", "is_", "is"))


_ABSENT = lazy(r"(?i)not[-_ ]?(?:present|found|there|exist)|missing|absent|non[-_ ]?exist|no[-_ ]?such")


def _is_told_of(value: ast.expr, module: Module) -> bool:
    """Whether a docstring is compared with another text than the module has there."""
    match value:
        case ast.Compare(
            left=ast.Attribute(value=owner, attr="__doc__"), comparators=[ast.Constant(value=str(text))]
        ):
            texts = _docstrings(module).get(last_word(owner), ())
            return bool(texts) and text not in texts
        case _:
            return False


@once
def _docstrings(module: Module) -> Mapping[str, Collection[str | None]]:
    """The docstrings of the functions and classes of each name; ``None`` for one without."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    every: Iterator[Function | ast.ClassDef] = module.nodes(*kinds)
    found: dict[str, set[str | None]] = defaultdict(set)
    for each in every:
        found[each.name].add(ast.get_docstring(each, clean=False))
    return dict(found)


def _is_asserted_below(value: ast.expr, module: Module) -> bool:
    """Whether the statement below a condition is an assertion of the same."""
    statement = module.parent(value)
    below = following(statement, module, 1) if isinstance(statement, ast.Expr) else ()
    return any(_says(value, each) for each in below)


def _says(value: ast.expr, assertion: ast.stmt) -> bool:
    match value, assertion:
        case _, ast.Assert(test=test):
            return structure(test) == structure(value)
        case (
            ast.Compare(left=left, ops=[operator], comparators=[right]),
            ast.Expr(value=ast.Call(func=func, args=args)),
        ):
            word, given = last_word(func), {*map(structure, args)}
            is_same = {structure(left), structure(right)} == given
            is_nothing = (
                isinstance(right, ast.Constant) and right.value is None and given == {structure(left)}
            )
            return (is_same and word in _SAME.get(type(operator), ())) or (
                is_nothing and word == _NOTHING.get(type(operator))
            )
        case _:
            return False


def instead_of_return(statement: ast.Return, value: ast.expr, module: Module) -> Edits:
    """``assert`` in the place of ``return``, or the method of a TestCase that asserts it.

    Args:
        statement: the whole.
        value: what is returned.
        module: their module.

    Returns:
        Nothing if more than a blank is between them, or the condition would never be true.
    """
    start, end = span(statement, module)[:2], span(value, module)[:2]
    if between(start, end, module) != "return " or never_holds(value, module):
        return ()
    owner = method_owner(value, module)
    if not owner:
        return (Edit(*start, *end, "assert "),)
    made = sorted(as_method(value, owner, module))
    return (*(each._replace(line=start[0], column=start[1]) for each in made[:1]), *made[1:])


def may_be_set(value: ast.expr, module: Module) -> bool:
    """Whether ``=`` may be meant where something is compared by a statement that does nothing else.

    Args:
        value: the comparison.
        module: its module.

    Returns:
        ``True`` for an attribute or item that the same block asserts below to be something else, once more
        was done, or deletes.
    """
    statement = module.parent(value)
    match value, statement:
        case (
            ast.Compare(
                left=ast.Attribute() | ast.Subscript() as target, ops=[ast.Eq()], comparators=[other]
            ),
            ast.Expr(),
        ):
            below = following(statement, module, _FAR)
            if any(_is_deleted(each, target) for each in below):
                return True
            again = (place for place, each in enumerate(below) if _tells_another(each, target, other))
            return any(called(each) and not is_assertion(each) for each in below[: next(again, 0)])
        case _:
            return False


def _is_deleted(statement: ast.stmt, target: ast.expr) -> bool:
    match statement:
        case ast.Delete(targets=targets):
            return ast.unparse(target) in map(ast.unparse, targets)
        case _:
            return False


def _tells_another(assertion: ast.stmt, target: ast.expr, other: ast.expr) -> bool:
    match assertion:
        case ast.Assert(test=ast.Compare(left=left, comparators=[right])):
            pass
        case ast.Expr(value=ast.Call(args=[left, right])) if is_assertion(assertion):
            pass
        case _:
            return False
    sides = [structure(left), structure(right)]
    return structure(target) in sides and structure(other) not in sides
