"""What a file calls by names that hold values: parameters, what calls have returned, attributes."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from flake8_testsec.source.bindings import Bound, Unknown
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module, once
from flake8_testsec.vocabulary.testing.doubles import is_mock


@once
def held(module: Module) -> Sequence[str]:
    """Calls of names of which the file does not say which code they stand for.

    Args:
        module: the module.

    Returns:
        The calls as they are written, without what they are given, each once.
    """
    return tuple(dict.fromkeys(f"{name}()" for name in _held(module)))


def _held(module: Module) -> Iterator[str]:
    kept = {*_assigned(target for each in module.nodes(ast.Assign) for target in each.targets)}
    for call in module.nodes(ast.Call):
        match call.func:
            case ast.Name(id=name) as func if any(map(_is_value, module.bindings(func))):
                if not _answers_alone(func, module):
                    yield name
            case ast.Attribute(value=ast.Name(id="self" | "cls" as owner), attr=name) if name in kept:
                yield f"{owner}.{name}"


def _answers_alone(func: ast.Name, module: Module) -> bool:
    """Whether a double is called, and nothing in the file has doubles call other code."""
    return is_mock(func, module) and not module.mentions("side_effect", "wraps", "new_callable")


def _is_value(bound: object) -> bool:
    """Whether a name holds what came from elsewhere: a parameter, an element, what a call has returned."""
    match bound:
        case Bound(value=value):
            return not _makes_class(value) and isinstance(
                value, ast.Call | ast.Attribute | ast.Subscript | ast.Await
            )
        case _:
            return isinstance(bound, Unknown)


def _makes_class(value: ast.expr) -> bool:
    """Whether it is a call that makes a class of the file's own, or gives that of a literal."""
    match value:
        case ast.Call(func=ast.Name(id="type"), args=[ast.Constant()]):
            return True
        case _:
            return isinstance(value, ast.Call) and last_word(value.func) in _MAKERS


_MAKERS = ("namedtuple", "NamedTuple", "make_dataclass", "TypeVar", "NewType", "TypedDict")


@once
def attributes(module: Module) -> frozenset[str]:
    """What classes of the file give their objects beside methods: inner classes, values, what is assigned."""
    inner = (one for each in module.nodes(ast.ClassDef) for one in each.body)
    targets = (target for each in module.nodes(ast.Assign) for target in each.targets)
    return frozenset({*_defined(inner), *_assigned(targets)})


def _defined(body: Iterator[ast.stmt]) -> Iterator[str]:
    for each in body:
        match each:
            case ast.ClassDef(name=name) | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr()):
                yield name
            case ast.Assign(targets=targets):
                yield from (one.id for one in targets if isinstance(one, ast.Name))


def _assigned(targets: Iterator[ast.expr]) -> Iterator[str]:
    for each in targets:
        match each:
            case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name):
                yield name
