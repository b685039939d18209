"""What gives things back: registered clean-ups, tear-downs, ``finally``, and what is behind a ``yield``."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from flake8_testsec.project.undoing import ENTERERS, REGISTRARS
from flake8_testsec.review.bases import is_teardown
from flake8_testsec.review.document import Lines, lines_of
from flake8_testsec.source.calls import spelt
from flake8_testsec.source.module import Module, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import is_fixture


class Giving(NamedTuple):
    """Something that is done when a test is over."""

    owner: str
    """The class, or the function outside classes."""
    function: str
    how: str
    """``registered``, ``hook``, ``finally``, ``yield``."""
    text: str
    """What is done, in one line."""
    about: frozenset[str]
    """The names that it is done to."""
    lines: Lines


def givings(module: Module, tops: Sequence[Function]) -> Iterator[Giving]:
    """What functions do or register so that it is done when a test is over.

    Args:
        module: the module.
        tops: its functions outside others.

    Yields:
        Each once, function by function.
    """
    for function in tops:
        if is_teardown(function.name):
            yield _giving("hook", [function], function, module, f"{function.name}()")
            continue
        yield from _registered(function, module)
        for statement in walk(function):
            if isinstance(statement, ast.Try) and statement.finalbody:
                yield _giving("finally", statement.finalbody, function, module)
        if is_fixture(function, module) and (behind := _behind_yield(function)):
            yield _giving("yield", behind, function, module)


def _registered(function: Function, module: Module) -> Iterator[Giving]:
    for call in walk(function):
        match call:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=word), args=[_, *_]):
                if name in ("self", "cls", "request") and word in REGISTRARS | ENTERERS:
                    yield _giving("registered", [call], function, module)


def _behind_yield(function: Function) -> Sequence[ast.stmt]:
    for number, statement in enumerate(function.body):
        match statement:
            case ast.Expr(value=ast.Yield()) | ast.Assign(value=ast.Yield()):
                return function.body[number + 1 :]
    return ()


def _giving(how: str, nodes: Sequence[ast.AST], function: Function, module: Module, text: str = "") -> Giving:
    first, last = lines_of(nodes[0]), lines_of(nodes[-1])
    shown = text or "; ".join(spelt(each) for each in nodes)
    about = frozenset(_mentions(nodes))
    return Giving(owner(function, module), function.name, how, shown, about, Lines(first.first, last.last))


def owner(function: Function, module: Module) -> str:
    """The class of a function, or the function."""
    class_ = module.class_of(function)
    return class_.name if class_ is not None else function.name


def _mentions(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for root in nodes:
        for node in walk(root):
            match node:
                case ast.Name(id=name) if name not in ("self", "cls"):
                    yield name
                case ast.Attribute(value=ast.Name(id="self" | "cls")):
                    yield spelt(node)


def stored(module: Module, tops: Sequence[Function]) -> frozenset[tuple[str, str]]:
    """What functions assign by themselves, by a plain statement.

    Args:
        module: the module.
        tops: its functions outside others.

    Returns:
        Pairs of an owner (see `Giving`) and a name: what stands behind the ``as`` of a ``with`` is given back
        by that, and is not among them.
    """
    return frozenset(
        (owner(function, module), spelt(target))
        for function in tops
        for statement in walk(function)
        if isinstance(statement, ast.Assign) and isinstance(statement.value, (ast.Call, ast.Await))
        for target in statement.targets
    )
