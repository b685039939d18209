"""Imports that a fix needs, put where the module has its own."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from flake8_testsec.finding import Edit
from flake8_testsec.fixing.edits import Edits
from flake8_testsec.fixing.import_places import first_run, is_headed, put_in
from flake8_testsec.fixing.statements import first_line, last_line, taken_out
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function


@once
def imported(name: str, module: Module) -> tuple[str, Edits]:
    """How to write the name of something that another module defines, and what must be imported for it.

    Args:
        name: a module, such as ``contextlib``, which is then written in front of what it holds; or a dotted
            name, such as ``unittest.mock`` or ``pathlib.Path``, of which the last part is imported.
        module: the module under review.

    Returns:
        The name as it is to be written and the edits that import it; no edits where it is imported already.
        An empty name if the module binds it to something else, too, or has no place for the import.
    """
    if _is_imported(name, module):
        return known(name, module), ()
    owner, _, word = name.rpartition(".")
    if word in _bound(module):
        return "", ()
    edits = put_in(owner, word, module)
    return word if edits else "", edits


@once
def known(name: str, module: Module) -> str:
    """How a module writes a name that it imports at its top; empty if it does not, or binds it twice.

    Args:
        name: the qualified name of a module, or of what one holds.
        module: the module under review.
    """
    written = next(_written(name, module), "")
    return written if _bound(module).count(written.partition(".")[0]) == 1 else ""


def left_unused(gone: Sequence[ast.Name], module: Module) -> Edits:
    """No import of a module that nothing needs any more.

    Args:
        gone: the mentions of its name that a fix takes away.
        module: the module under review.

    Returns:
        Nothing where there are other mentions, in a text or a comment too, or the import is no line of its
        own at the top.
    """
    words = {each.id for each in gone}
    if len(words) != 1 or len({*map(id, gone)}) != len(module.named(word := words.pop())):
        return ()
    statement = _alone(module).get(word)
    is_said_once = statement is not None and _times_said(word, module) == len(gone) + 1
    return without(statement, module) if statement is not None and is_said_once else ()


@once
def _alone(module: Module) -> Mapping[str, ast.Import]:
    """The imports at the top that bring one module each, by its name there; the first one of several."""
    found: dict[str, ast.Import] = {}
    for statement in module.tree.body:
        match statement:
            case ast.Import(names=[alias]):
                found.setdefault(alias.asname or alias.name, statement)
    return found


@once
def _times_said(word: str, module: Module) -> int:
    """How often a word stands in a module, whatever for: annotations and patches name modules in texts."""
    return len(re.findall(rf"\b{re.escape(word)}\b", module.source))


def without(statement: ast.stmt, module: Module) -> Edits:
    """No statement, and one blank line less where there would be two groups of them together.

    Args:
        statement: an import.
        module: its module.

    Returns:
        Nothing if a comment above it would be left that does not speak of all its group.
    """
    line = first_line(statement)
    if is_headed(statement, module):
        return (Edit(line, 0, last_line(statement) + 1, 0, ""),)
    is_apart = line == 1 or not module.line(line - 1).strip()
    edits = taken_out(statement, module)
    if not edits or not is_apart or module.line(line + 1).strip():
        return edits
    return (Edit(line, 0, last_line(statement) + 2, 0, ""),)


@once
def takes_from_modules(module: Module) -> bool:
    """Whether the first imports of a module take names from others, or there are none: then one more is in
    no order that another style would not have."""
    run = first_run(module)
    return not run or any(isinstance(each, ast.ImportFrom) for each in run)


def _is_imported(name: str, module: Module) -> bool:
    return any(True for _ in _written(name, module))


def _written(name: str, module: Module) -> Iterator[str]:
    """The names that the imports at the top of the file give to something; that of ``os.path`` is there with
    its package."""
    owner, _, word = name.rpartition(".")
    for statement in module.tree.body:
        match statement:
            case ast.Import(names=names):
                yield from (alias.asname or name for alias in names if alias.name == name)
                yield from (name for each in names if not each.asname and each.name.startswith(f"{name}."))
            case ast.ImportFrom(module=owner_, names=names, level=0) if owner_ == owner:
                yield from (alias.asname or word for alias in names if alias.name == word)


@once
def _bound(module: Module) -> Sequence[str]:
    """The names that are bound anywhere in the module, each as often as it is.

    Imports of modules that share their first part bind the same name to the same module.
    """
    plain = {alias.name.partition(".")[0] for alias in _aliases(module, ast.Import) if not alias.asname}
    renamed = (alias.asname for alias in module.nodes(ast.alias) if alias.asname)
    taken = (alias.name for alias in _aliases(module, ast.ImportFrom) if not alias.asname)
    functions: Iterator[Function] = chain(module.nodes(ast.FunctionDef), module.nodes(ast.AsyncFunctionDef))
    classes = (each.name for each in module.nodes(ast.ClassDef))
    arguments = (each.arg for each in module.nodes(ast.arg))
    targets = (each.id for each in module.targets)
    return (*plain, *renamed, *taken, *(each.name for each in functions), *classes, *arguments, *targets)


def _aliases(module: Module, kind: type[ast.Import] | type[ast.ImportFrom]) -> Iterator[ast.alias]:
    statements: Iterator[ast.Import | ast.ImportFrom] = module.nodes(kind)
    return (alias for statement in statements for alias in statement.names)
