"""Imports that nothing needs any more once fixes were made, and that were needed before."""

from __future__ import annotations

import ast
import posixpath
import re
import sys
from collections.abc import Collection, Iterator, Sequence
from itertools import chain

from flake8_testsec.finding import Edit
from flake8_testsec.fixing.edits import Edits, between, span
from flake8_testsec.fixing.imports import without
from flake8_testsec.fixing.statements import is_alone
from flake8_testsec.project.views import is_spoken_of
from flake8_testsec.source.module import Module, once

_Import = ast.Import | ast.ImportFrom
_HARMLESS = frozenset({*sys.stdlib_module_names, "pytest", "mock"})
"""Modules whose import does nothing but bind their names."""
_BY_NAME = frozenset({"eval", "exec", "globals", "locals", "vars"})
"""What may find a name by a text that is put together."""
_HANDED_ON = ("__init__.py", "conftest.py")
"""Files whose imports may be there for others alone."""


def unneeded(before: Module, after: Module) -> Edits:
    """No import of which the last mention was taken away.

    Args:
        before: the module before the fixes.
        after: the module with them.

    Returns:
        One name less of each statement, or no statement where all its names go; whoever applies that asks
        again. Nothing for a name that a text may mean, or that others take from the module; where a comment
        stands beside the import; where what is imported may do more than bind names, unless it is imported
        all the same; and in files that hand on what they import.
    """
    if is_handing_on(after):
        return ()
    lost = {name for name in imported_once(before) & imported_once(after) if _is_lost(name, before, after)}
    gone = {name for name in lost if not is_spoken_of(name, after)}
    return tuple(chain.from_iterable(_taken(each, gone, after) for each in _imports(after))) if gone else ()


def is_handing_on(module: Module) -> bool:
    """Whether a file may have imports for others alone, or find a name by a text that is put together."""
    return posixpath.basename(module.path) in _HANDED_ON or any(module.named(each) for each in _BY_NAME)


@once
def spoken_of(module: Module) -> frozenset[str]:
    """The names of a module's imports that a text of it, or another file, may mean."""
    return frozenset(
        each for each in imported_once(module) if _is_told(each, module) or is_spoken_of(each, module)
    )


def taken_out(gone: Collection[str], module: Module) -> Edits:
    """What takes names out of the imports at the top of a module; nothing where one has to stay.

    Args:
        gone: the names.
        module: the module.
    """
    found: list[Edit] = []
    for statement in _imports(module):
        left = [each for each in statement.names if _bound(each) not in gone]
        if left and len(statement.names) - len(left) > 1:
            return ()  # one goes at a time
        found += _taken(statement, gone, module)
    return tuple(found)


def _is_lost(name: str, before: Module, after: Module) -> bool:
    is_needed = after.named(name) or _is_told(name, after)
    return bool(before.named(name)) and not is_needed


def _is_told(name: str, module: Module) -> bool:
    """Whether a text names what is imported, as annotations and patches do, and ``__all__``."""
    found = re.compile(rf"\b{re.escape(name)}\b")
    return any(found.search(text) for text in _texts(module))


@once
def _texts(module: Module) -> Sequence[str]:
    """The texts that may name what the module imports; examples in docstrings do, their prose does not."""
    prose = {id(each.value) for each in module.nodes(ast.Expr) if isinstance(each.value, ast.Constant)}
    texts = (each for each in module.nodes(ast.Constant) if isinstance(each.value, str))
    told = (str(each.value) for each in texts if id(each) not in prose or ">>>" in str(each.value))
    typed = (line for line in module.lines if "# type:" in line)
    return (*told, *typed)


@once
def imported_once(module: Module) -> frozenset[str]:
    """The names that one import at the top of a module binds, and no other import."""
    every = [_bound(each) for each in module.nodes(ast.alias)]
    at_top = {_bound(alias) for each in _imports(module) for alias in each.names}
    return frozenset(each for each in at_top if every.count(each) == 1)


def _imports(module: Module) -> Iterator[_Import]:
    return (each for each in module.tree.body if isinstance(each, _Import))


def _bound(alias: ast.alias) -> str:
    return alias.asname or alias.name.partition(".")[0]


def _taken(statement: _Import, gone: Collection[str], module: Module) -> Edits:
    """A statement without one of its names, or none where all of them go."""
    own = [each for each in statement.names if _bound(each) in gone]
    if not own or not is_alone(statement, module) or _is_commented(statement, module):
        return ()
    if len(own) == len(statement.names):
        return without(statement, module) if _is_harmless(statement) else ()
    if isinstance(statement, ast.Import) and not _is_harmless(statement):
        return ()
    return _without_name(own[0], statement.names, module)


def _is_harmless(statement: _Import) -> bool:
    if isinstance(statement, ast.ImportFrom):
        return not statement.level and (statement.module or "").partition(".")[0] in _HARMLESS
    return all(each.name.partition(".")[0] in _HARMLESS for each in statement.names)


def _is_commented(statement: _Import, module: Module) -> bool:
    """Whether a comment stands beside an import, which may say why it is there."""
    first, last = statement.lineno, statement.end_lineno or statement.lineno
    return any("#" in module.line(each) for each in range(first, last + 1))


def _without_name(alias: ast.alias, names: Sequence[ast.alias], module: Module) -> Edits:
    """One name less, with its comma, and with its line if it has one to itself."""
    place, at = names.index(alias), span(alias, module)
    line = module.line(at.line)
    if line.strip().rstrip(",") == line[at.column : at.end_column]:
        is_ended = line.rstrip().endswith(",")
        return (Edit(at.line, 0, at.line + 1, 0, ""),) if is_ended else ()
    if place:
        start = span(names[place - 1], module)[2:]
        return (Edit(*start, *at[2:], ""),) if between(start, at[:2], module).strip(" ") == "," else ()
    end = span(names[1], module)[:2]
    return (Edit(*at[:2], *end, ""),) if between(at[2:], end, module).strip(" ") == "," else ()
