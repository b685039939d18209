"""A ``try`` that waits for an error turned into an expectation: ``pytest.raises`` or ``assertRaises``."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from flake8_testsec.finding import Edit
from flake8_testsec.fixing.blocks import is_droppable, outdented
from flake8_testsec.fixing.edits import Edits, after, span, written
from flake8_testsec.fixing.imports import imported, known
from flake8_testsec.fixing.remarks import is_silenced
from flake8_testsec.fixing.statements import deeper, first_line, indentation, is_alone, last_line
from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import is_broad
from flake8_testsec.vocabulary.testing.suites import TESTCASES, methods, receiver

_TRY = lazy(r"\s*try:\s*\Z")
_HANDLED = frozenset({"exc_info", "format_exc", "print_exc"})
"""What tells of the error that is being handled, and only in its handler."""

_METHOD = lazy(
    r"assert(Not)?(Equals?|AlmostEquals?|True|False|Is|In|IsNone|IsInstance|Regex|RegexpMatches|HasAttr)\Z"
    r"|assert(IsNot|IsNotNone|(Greater|Less)(Equal)?)\Z"
    r"|assert(Items|Count|MultiLine|Sequence|List|Tuple|Set|Dict)Equal\Z"
    r"|assert(Raises|Warns)(Regexp?)?\Z|assert(No)?Logs\Z"
)
"""What ``unittest.TestCase`` has, and other bases of tests seldom."""


def expecting(name: str, method: str, test: Function, module: Module) -> tuple[str, Edits]:
    """How a test expects something, in its own style, and what must be imported for it.

    Args:
        name: of pytest's function, such as ``raises``.
        method: of ``unittest``'s, such as ``assertRaises``.
        test: the test.
        module: its module.

    Returns:
        What is to be called; empty where the style is not certain, or the name of pytest is taken.
    """
    class_ = module.class_of(test)
    if class_ is not None and _asserts(class_, module):
        return f"{receiver(test, module)}.{method}", ()
    if not is_of_pytest(test, module):
        return "", ()
    if own := known(f"pytest.{name}", module):
        return own, ()
    owner, edits = imported("pytest", module)
    return (f"{owner}.{name}", edits) if owner else ("", ())


def is_of_pytest(test: Function, module: Module) -> bool:
    """Whether a test is certainly run by pytest: a function, or a method of a class without bases."""
    class_ = module.class_of(test)
    if class_ is None:
        return module.function(test) is None and not _runs_with_nose(module)
    changed = class_.bases or class_.keywords or class_.decorator_list
    return not changed and class_.name.startswith("Test") and module.parent(class_) is module.tree


@once
def _runs_with_nose(module: Module) -> bool:
    return any(name.partition(".")[0] == "nose" for _, name in module.scopes.imported())


@once
def _asserts(class_: ast.ClassDef, module: Module) -> bool:
    """Whether a class certainly has the assertions of ``unittest``, for it is known, or calls such and not
    only what a base of its project may have made."""
    if any(names & TESTCASES for names in module.bases(class_)):
        return True
    own = {each.name for each in methods(class_)}
    return bool(class_.bases) and any(
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
        and _METHOD.match(node.attr) is not None
        and node.attr not in own
        for node in walk(class_)
    )


def expected(statement: ast.Try, test: Function, module: Module, *, taken: bool = False) -> Edits:
    """The body of a ``try`` under an expectation, and what its handler does below it.

    Args:
        statement: a ``try`` with one handler, which names its errors.
        test: the test around it.
        module: its module.
        taken: whether the error is taken from its context by a statement, and not wherever it is read.

    Returns:
        Nothing if the style of the test is not certain, if comments would be lost, or if the handler does
        more with the error's name than read it.
    """
    handler, body = statement.handlers[0], statement.body
    indent = indentation(statement, module) or ""
    plain = _TRY.match(module.line(statement.lineno)) and is_alone(body[0], module)
    if not (plain and _is_plain(handler, module)):
        return ()
    call, edits = expecting("raises", "assertRaises", test, module)
    below = _kept(statement, module) if statement.finalbody else _below(handler, indent, module)
    if not call or not is_alone(body[-1], module) or not below:
        return ()
    told, suffix = _class_told(handler, module), ".exception" if ".assert" in call else ".value"
    uses = _uses(handler, told, suffix, module)
    if uses is None or (taken and (not uses or _names(test, _CAUGHT))):
        return ()
    inner, first, end = indent, statement.lineno, statement.lineno + 1
    if statement.finalbody:  # the try stays
        inner, first = indentation(body[0], module) or "", end
    name = f" as {_CAUGHT if taken else handler.name}" if uses else ""
    head = Edit(first, 0, end, 0, f"{inner}with {call}({_kinds(handler, told, module)}){name}:\n")
    below = (*_but_for(told.statement, below), *_dropped(told.statement)) if told else below
    if taken:
        text = f"{inner}{handler.name} = {_CAUGHT}{suffix}\n"
        return (
            *edits,
            head,
            *(each._replace(text=text) if _is_head(each, handler) else each for each in below),
        )
    return (*edits, head, *below, *uses)


_CAUGHT = "caught"


def _names(test: Function, name: str) -> bool:
    return any(isinstance(each, ast.Name) and each.id == name for each in walk(test))


def _is_head(edit: Edit, handler: ast.ExceptHandler) -> bool:
    """Whether an edit takes the head of a handler away."""
    return edit[:4] == (handler.lineno, 0, handler.lineno + 1, 0)


def _kinds(handler: ast.ExceptHandler, told: _Told | None, module: Module) -> str:
    """The errors that are expected, as text."""
    error = told.error if told else handler.type
    assert error is not None
    kinds = written(error, module)
    # Python 3.14 takes several without parentheses.
    return f"({kinds})" if isinstance(error, ast.Tuple) and not kinds.startswith("(") else kinds


class _Told(NamedTuple):
    """A statement that says which of all errors it is, and the class."""

    statement: ast.stmt
    error: ast.expr


def _class_told(handler: ast.ExceptHandler, module: Module) -> _Told | None:
    """What of a handler of any error says of which class it is: that is what is expected."""
    if not is_broad(handler, module):
        return None
    for each in handler.body:
        match each:
            case ast.Assert(test=ast.Call(func=ast.Name(id="isinstance"), args=[asked, error]), msg=None):
                pass
            case ast.Expr(value=ast.Call(func=ast.Attribute(attr="assertIsInstance"), args=[asked, error])):
                pass
            case _:
                continue
        is_own = isinstance(asked, ast.Name) and asked.id == handler.name
        if is_own and _is_class(error) and "#" not in module.line(each.lineno - 1) + module.line(each.lineno):
            return _Told(each, error)
    return None


def _is_class(error: ast.expr) -> bool:
    every = error.elts if isinstance(error, ast.Tuple) else [error]
    return error.lineno == error.end_lineno and all(
        isinstance(each, (ast.Name, ast.Attribute)) for each in every
    )


def _but_for(statement: ast.stmt, edits: Edits) -> Edits:
    return tuple(each for each in edits if not first_line(statement) <= each.line <= last_line(statement))


def _dropped(statement: ast.stmt) -> Edits:
    return (Edit(first_line(statement), 0, last_line(statement) + 1, 0, ""),)


def _kept(statement: ast.Try, module: Module) -> Edits:
    """A body that goes further in, and a handler without its head, which stays where it is: below the body
    in the ``try`` that its ``finally`` belongs to."""
    handler, first = statement.handlers[0], statement.body[0]
    is_alike = indentation(first, module) == indentation(handler.body[0], module)
    told = [*module.comments_in(statement.lineno + 1, first_line(first) - 1)]
    if not is_alike or told or isinstance(handler.body[0], ast.Pass):
        return ()
    moved = deeper(statement.body, module)
    return (*moved, Edit(handler.lineno, 0, handler.lineno + 1, 0, "")) if moved else ()


def _is_plain(handler: ast.ExceptHandler, module: Module) -> bool:
    """Whether the head of a handler is one line, and what it does are others, of which no tool is told that
    they may stand in a handler."""
    if handler.type is None or handler.type.end_lineno != handler.lineno:
        return False
    below = (
        () if isinstance(handler.body[0], ast.Pass) else range(handler.lineno, last_line(handler.body[-1]))
    )
    if any(is_silenced(module.line(each + 1)) for each in below):
        return False
    alone = all(is_alone(each, module) for each in handler.body)
    return alone and is_droppable(handler.lineno, module)


def _below(handler: ast.ExceptHandler, indent: str, module: Module) -> Edits:
    """The handler without its head, as far in as the ``try``; nothing of it where it only passes."""
    last = last_line(handler.body[-1])
    if isinstance(handler.body[0], ast.Pass):
        lines = range(handler.lineno + 1, last + 1)
        whole = all(is_droppable(each, module) for each in lines)
        return (Edit(handler.lineno, 0, last + 1, 0, ""),) if whole else ()
    moved = outdented(handler.body[0], indent, last, handler.lineno + 1, module)
    return (Edit(handler.lineno, 0, handler.lineno + 1, 0, ""), *moved) if moved else ()


def _uses(handler: ast.ExceptHandler, told: _Told | None, suffix: str, module: Module) -> Edits | None:
    """The error asked of what the expectation is called, wherever the handler reads it and still does."""
    kept = (each for each in handler.body if told is None or each is not told.statement)
    nodes = [node for each in kept for node in walk(each)]
    if any(isinstance(node, ast.arg) and node.arg == handler.name for node in nodes):
        return None
    if any(map(_asks_what_is_handled, nodes)):
        return None
    names = [node for node in nodes if isinstance(node, ast.Name) and node.id == handler.name]
    if not all(isinstance(each.ctx, ast.Load) and written(each, module) == each.id for each in names):
        return None  # bound anew, or in a text of which this Python does not tell the places
    return (*_inserted(names, suffix, module),)


def _asks_what_is_handled(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(attr="exception")) | ast.keyword(arg="exc_info"):
            return True  # a logger's
        case ast.Call(func=func):
            return last_word(func) in _HANDLED
        case _:
            return False


def _inserted(names: list[ast.Name], suffix: str, module: Module) -> Iterator[Edit]:
    for each in sorted(names, key=lambda name: span(name, module)):
        yield from after(each, suffix, module)
