"""Whether an object tells what it holds when it is printed, by its class in this or another module."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.project.found import meanings
from flake8_testsec.project.views import Found, View, view_of
from flake8_testsec.source.bindings import Defined, Imported
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module
from flake8_testsec.source.origins import Leaf, leaves
from flake8_testsec.vocabulary.testing.suites import methods

_TELLING = frozenset({"__format__", "__getitem__", "__iter__", "__repr__", "__str__", "keys"})
_OPENING = frozenset({"dumps", "vars"})
"""Functions that tell what an object holds, or may be told how."""


def is_shown_by_name(node: ast.expr, module: Module) -> bool:
    """Whether nothing of an object is seen when it is printed but the name of its class.

    Args:
        node: what is printed.
        module: its module.

    Returns:
        ``True`` if something that the expression may be is made of a class of the project that has
        ``__init__`` and neither bases, decorators nor an own text, and all else is ``None`` or a parameter,
        which is of the same class then.
    """
    found = [answer for leaf in leaves(node, module) for answer in _answers(leaf, module)]
    match module.parent(node):
        case ast.Call(func=func) if last_word(func) in _OPENING:
            return False
    return any(found) and all(each is not False for each in found)


def _answers(leaf: Leaf, module: Module) -> Iterator[bool | None]:
    """Whether what a value may be has no text of its own; ``None`` for what says nothing of that."""
    match leaf:
        case ast.Constant(value=None) | ast.arg():
            yield None
        case ast.Call(func=ast.Name() as func):
            bound = module.bindings(func)
            yield bool(bound) and all(_is_plain(each, module) for each in bound)
        case ast.Name() as name:
            bound = module.bindings(name)
            meant = [each.name for each in bound if isinstance(each, Imported)]
            yield bool(meant) and len(meant) == len(bound) and all(_is_made(each, module) for each in meant)
        case _:
            yield False


def _is_plain(binding: object, module: Module) -> bool:
    view = view_of(module)
    match binding:
        case Defined(node=ast.ClassDef(bases=[], keywords=[], decorator_list=[]) as class_):
            names = {each.name for each in methods(class_)}
            return "__init__" in names and names.isdisjoint(_TELLING)
        case Imported(name=name) if view is not None:
            return _is_plain_class(name, view, "")
        case _:
            return False


def _is_made(qualified: str, module: Module) -> bool:
    """The same of everything that a name at the top of another module is bound to."""
    view = view_of(module)
    home = view.home(qualified, "") if view is not None else None
    if view is None or home is None:
        return False
    made = [*meanings(*home)]
    return bool(made) and all(
        each.endswith("()") and _is_plain_class(each.removesuffix("()"), view, home[0].path) for each in made
    )


def _is_plain_class(qualified: str, view: View, path: str) -> bool:
    match view.classes(qualified, path):
        case (Found() as found,):
            names = found.class_.sets
            lines = view.text(found.module.path).splitlines()[: found.class_.line - 1]
            above = lines[-1].lstrip() if lines else ""
            plain = not found.class_.bases and not above.startswith(("@", ")"))
            return plain and "__init__" in names and _TELLING.isdisjoint(names)
        case _:
            return False
