"""Which names of a module have one meaning: bound in one place alone, and before no star import."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from flake8_testsec.source.calls import last_word

if TYPE_CHECKING:
    from flake8_testsec.project.module_facts import ModuleFacts
    from flake8_testsec.project.views import View

_SPACE = "bound once"


class Unsettled(NamedTuple):
    """Names that may have another meaning than the one that a statement gives them: ``often`` are bound in
    several places, ``starred`` before all names of some other module are taken."""

    often: frozenset[str]
    starred: frozenset[str]


def unsettled(tree: ast.Module) -> Unsettled:
    """The names of a module of which one statement does not tell the meaning.

    Args:
        tree: the module.

    Returns:
        The names; overloads are bound by what they are overloads of.
    """
    found: Counter[str] = Counter()
    starred: frozenset[str] = frozenset()
    for statement in tree.body:
        found.update(_bound(statement))
        if found.pop("*", 0):
            starred = frozenset(found)
    found.update(name for node in ast.walk(tree) if isinstance(node, ast.Global) for name in node.names)
    return Unsettled(frozenset(name for name, times in found.items() if times > 1), starred)


def _bound(statement: ast.stmt) -> Iterator[str]:
    waiting: list[ast.AST] = [statement]
    while waiting:
        match node := waiting.pop():
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                if not any(last_word(each) == "overload" for each in node.decorator_list):
                    yield node.name
                continue
            case ast.Name(id=name, ctx=ast.Store()):
                yield name
            case ast.alias(name=name, asname=alias):
                yield alias or name.partition(".")[0]
        waiting.extend(ast.iter_child_nodes(node))


def is_settled(name: str, module: ModuleFacts, view: View) -> bool:
    """Whether a name that a module binds at its top has one meaning there.

    Args:
        name: the name, without a dot.
        module: the module.
        view: the project, and in deep mode the installed packages.

    Returns:
        ``False`` also where a star import follows of a module that cannot be read to its end.
    """
    path = module.path
    view.consulted[path], kept = view.source(path).learned(_SPACE, path, _record)
    match kept:
        case [list() as often, list() as starred]:
            is_covered = name in starred and not all(lacks(star, name, path, view) for star in module.stars)
            return name not in often and not is_covered
        case _:
            return False


def lacks(dotted: str, name: str, path: str, view: View) -> bool:
    """Whether a module certainly does not have a name.

    Args:
        dotted: the module's name.
        name: the name, without a dot.
        path: the file that takes all names of the module.
        view: as for `is_settled`.

    Returns:
        ``False`` also if the module itself takes all names of others.
    """
    home = view.home(f"{dotted}.{name}", path)
    return home is not None and home[1] == name and {name, "*"}.isdisjoint(home[0].bound)


def _record(source: bytes, path: str) -> object:
    """What is unsettled in a file, in a form that JSON can say; empty if it cannot be read."""
    try:
        return [sorted(each) for each in unsettled(ast.parse(source, path))]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
