"""Objects that are called like loggers, and what makes them here."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from flake8_testsec.patterns import lazy
from flake8_testsec.source.bindings import Bound, Defined
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module, once
from flake8_testsec.vocabulary.secrets.outputs import OUTPUTS, outputs

_MAKES = lazy(r"(?i)(?:get_?logger|getChild|bind|opt|(?:Root)?Logger(?:Adapter)?)\Z")
_LIBRARY = "logging.getLogger()."
_OF_LIBRARY = lazy(r"(?:logging|sys|loguru|structlog)\.")


def makers(call: ast.expr, module: Module) -> tuple[str, ...]:
    """What makes the object of a method, where that is no logger of a library, as far as its name tells.

    Args:
        call: a call of a method.
        module: the module.

    Returns:
        How it is called: ``ShopLogger``; empty if a library makes it, or the file does not say.
    """
    match call:
        case ast.Call(func=ast.Attribute() as func) if not any(map(_OF_LIBRARY.match, module.names(func))):
            return _of_receiver(func.value, module)
        case _:
            return ()


def _of_receiver(receiver: ast.expr, module: Module) -> tuple[str, ...]:
    match receiver:
        case ast.Name():
            bound = (each if isinstance(each, Bound) else None for each in module.bindings(receiver))
            return _called([each and _assigned(each, module) for each in bound])
        case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=word):
            class_ = module.above(receiver, ast.ClassDef)
            return _of_attribute(class_, word, module)
        case _:
            return ()


def _assigned(bound: Bound, module: Module) -> ast.expr | None:
    """What is assigned; what a ``with`` statement gives need not be what it is given."""
    return bound.value if isinstance(module.parent(bound.value), _ASSIGNMENTS) else None


_ASSIGNMENTS = (ast.Assign, ast.AnnAssign, ast.NamedExpr)


@once
def _of_attribute(class_: ast.ClassDef | None, word: str, module: Module) -> tuple[str, ...]:
    """What makes an attribute in a class, or in the nearest class of the file that it has it from."""
    for _ in range(_DEEPEST):
        if class_ is None or (class_, word) in _values(module):
            break
        bases = (each for each in class_.bases if isinstance(each, ast.Name))
        bound = (one.node for each in bases for one in module.bindings(each) if isinstance(one, Defined))
        class_ = next((each for each in bound if isinstance(each, ast.ClassDef)), None)
    return _called(_values(module).get((class_, word), ()))


_DEEPEST = 6
"""Classes of one file, each the base of the one before, in which an attribute is looked for."""


def _called(values: Sequence[ast.expr | None]) -> tuple[str, ...]:
    """What is called for each of some values; nothing if one is something else, or a library makes it."""
    called = dict.fromkeys(each.func if isinstance(each, ast.Call) else None for each in values)
    made = [each for each in called if each is not None and not _MAKES.match(last_word(each))]
    return tuple(dict.fromkeys(map(spelt, made))) if len(made) == len(called) else ()


@once
def _values(module: Module) -> Mapping[tuple[ast.AST | None, str], Sequence[ast.expr | None]]:
    """What is assigned to attributes, by their classes and their words; nothing where that is not told."""
    found: dict[tuple[ast.AST | None, str], list[ast.expr | None]] = defaultdict(list)
    for node in module.attributes_stored:
        if isinstance(node.value, ast.Name) and node.value.id in ("self", "cls"):
            found[module.above(node, ast.ClassDef), node.attr].append(_put(node, module))
    for name in module.targets:
        above = module.parent(name)
        holder = module.parent(above) if above is not None else None
        if isinstance(holder, ast.ClassDef):
            found[holder, name.id].append(_put(name, module))
    return found


def _put(target: ast.expr, module: Module) -> ast.expr | None:
    above = module.parent(target)
    return above.value if isinstance(above, ast.Assign | ast.AnnAssign) else None


def written(module: Module) -> Iterator[ast.Call]:
    """The calls that print or log, those of loggers by any name too that the standard library makes.

    Args:
        module: the module.

    Yields:
        The calls; first those that are known by their words.
    """
    known = {*outputs(module)}
    yield from sorted(known, key=lambda each: (each.lineno, each.col_offset))
    for call in module.calls(OUTPUTS) if module.mentions("getLogger") else ():
        if call not in known and any(each.startswith(_LIBRARY) for each in module.names(call.func)):
            yield call
