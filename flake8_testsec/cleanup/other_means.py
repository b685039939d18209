"""Changes of a state for which a patch is not the means: a file has a better one, or only a part would be
put back."""

from __future__ import annotations

import ast
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from flake8_testsec.source.bindings import Imported
from flake8_testsec.source.calls import spelt, structure
from flake8_testsec.source.module import Module, once, walk, within
from flake8_testsec.source.syntax import Function

_SETTINGS = "django.conf.settings"
_MEANS = frozenset(
    f"django.test.{place}{word}"
    for place in ("", "utils.")
    for word in ("modify_settings", "override_settings")
)
"""What Django has to change its settings, and tells its own code of."""


def is_no_patch(change: ast.AST, module: Module) -> bool:
    """Whether a person has to say how a changed state is put back.

    Args:
        change: where it is changed.
        module: its module.

    Returns:
        ``True`` for settings of Django in a file that imports its own means for them, where the function
        adds to what belongs to another module, too, which nobody puts back, and where it keeps what there was
        for a tear-down that forgets it.
    """
    if _has_own_means(module) and any(_SETTINGS in module.names(each) for each in _named(change, module)):
        return True
    function = module.function(change)
    return function is not None and (_adds_to_others(function, module) or _is_kept(change, function, module))


def is_taken_away_elsewhere(change: ast.AST, module: Module) -> bool:
    """Whether another function deletes what is changed here and has not set it: it leans on the change.

    Args:
        change: where an entry or an attribute is set.
        module: its module.
    """
    statement = module.above(change, ast.stmt) if isinstance(change, ast.expr) else change
    own = module.function(change)
    return any(
        function is not own for each in _changed(statement) for function in _deleting(module).get(each, ())
    )


@once
def _deleting(module: Module) -> Mapping[str, Sequence[Function]]:
    """The functions that delete something without setting it, by its text."""
    found: dict[str, list[Function]] = defaultdict(list)
    for statement in module.nodes(ast.Delete):
        function = module.function(statement)
        if function is not None:
            for text in {*map(spelt, statement.targets)} - _set_by(function, module):
                found[text].append(function)
    return found


@once
def _set_by(function: Function, module: Module) -> frozenset[str]:
    statements = (each for each in within(function) if isinstance(each, ast.Assign))
    return frozenset(spelt(target) for each in statements for target in each.targets)


def _is_kept(change: ast.AST, function: Function, module: Module) -> bool:
    statement = module.above(change, ast.stmt) if isinstance(change, ast.expr) else change
    return not _changed(statement).isdisjoint(_saved(function, module))


def _changed(change: ast.AST | None) -> frozenset[str]:
    """What is assigned, and what it is an entry of, as text."""
    match change:
        case ast.Assign(targets=[ast.Subscript(value=owner) as target]):
            return frozenset((spelt(target), spelt(owner)))
        case ast.Assign(targets=[target]):
            return frozenset((spelt(target),))
        case _:
            return frozenset()


@once
def _saved(function: Function, module: Module) -> frozenset[str]:
    """What a function keeps in an attribute of its object, as text."""
    return frozenset(text for node in within(function) for text in _kept(node))


def _kept(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Assign(targets=[ast.Attribute(value=ast.Name(id="self" | "cls"))], value=value):
            yield from (spelt(each) for each in walk(value) if isinstance(each, ast.Attribute))


def _named(change: ast.AST, module: Module) -> list[ast.expr]:
    statement = change if isinstance(change, ast.stmt) else module.above(change, ast.stmt)
    nodes = walk(statement) if statement is not None else ()
    return [each for each in nodes if isinstance(each, (ast.Name, ast.Attribute))]


@once
def _has_own_means(module: Module) -> bool:
    return not _MEANS.isdisjoint(name for _, name in module.scopes.imported())


@once
def _adds_to_others(function: Function, module: Module) -> bool:
    """Whether a function adds to an attribute of what is imported, and nothing else of the module sets it."""
    return any(
        isinstance(each, ast.AugAssign)
        and _is_of_another(each.target, module)
        and _times_set(module)[structure(each.target)] == 1
        for each in within(function)
    )


def _is_of_another(target: ast.expr, module: Module) -> bool:
    match target:
        case ast.Attribute(value=ast.Name() as owner):
            bindings = module.bindings(owner)
            return bool(bindings) and all(isinstance(each, Imported) for each in bindings)
        case _:
            return False


@once
def _times_set(module: Module) -> Mapping[str, int]:
    """How often each attribute is set in a module, as text."""
    every = (each for each in module.nodes(ast.Attribute) if not isinstance(each.ctx, ast.Load))
    return Counter(map(structure, every))
