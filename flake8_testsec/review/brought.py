"""What a file takes from other files of the project: constants, files by paths that hang on the folder."""

from __future__ import annotations

import ast
import posixpath
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence

from flake8_testsec.patterns import lazy
from flake8_testsec.project.locations import above
from flake8_testsec.project.views import View, view_of
from flake8_testsec.review.document import Fact, Lines, code, fact, listed
from flake8_testsec.source.calls import spelt, string
from flake8_testsec.source.module import Module, once

_PATH = lazy(r"[\w-][\w.-]*(?:/[\w.-]+)+\.\w{1,6}\Z")
_MOST = 8


def facts(module: Module) -> Iterator[Fact]:
    """Files that are named from the folder where the run is started, and constants of other modules.

    Args:
        module: the module.

    Yields:
        The facts.
    """
    view = view_of(module)
    if view is not None:
        yield from _paths(module, view)
        yield from _constants(module, view)


def _paths(module: Module, view: View) -> Iterator[Fact]:
    found: dict[str, list[ast.AST]] = defaultdict(list)
    texts = {each for each in module.literals if isinstance(each, str) and "/" in each and _PATH.match(each)}
    for node in module.nodes(ast.Constant) if texts else ():
        text = string(node)
        if text in texts and isinstance(module.parent(node), ast.Call | ast.keyword):
            found[text].append(node)
    folders = [*above(module.path)]
    for path in [*found][:_MOST]:
        is_there = any(view.exists(posixpath.join(folder, path)) for folder in folders)
        if not is_there and path.partition("/")[0] not in posixpath.dirname(module.path).split("/"):
            continue
        words = "By its look, a path from the folder in which the run is started: "
        yield fact("relative-path", found[path], words, code(path), ".", subject=path)


def _constants(module: Module, view: View) -> Iterator[Fact]:
    """Names in capitals that are imported from another module, and are no modules themselves."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for name, meant in module.scopes.imported():
        is_constant = name.isupper() and len(name) > 1 and not _is_called(name, module)
        path = view.place(meant.rpartition(".")[0]) if is_constant else None
        if path is not None and view.place(meant) is None and not view.is_class(meant):
            found[path][name] = meant.rpartition(".")[2]
    for path, names in found.items():
        more = [f"{len(names) - _MOST} more"] if len(names) > _MOST else []
        words = listed([*map(code, [*names][:_MOST]), *more])
        lines = [Lines(each, each, path) for each in _lines(view.text(path), [*names.values()][:_MOST])]
        where = () if lines else ("; which line of ", code(path), " binds them is not seen")
        parts = (
            "By their names, constants of another file, unless bound anew: ",
            *words,
            *where,
            ".",
        )
        yield fact("constants-elsewhere", lines, *parts, subject=path)
    yield from _constants_unread(module, view)


def _is_called(name: str, module: Module) -> bool:
    """Whether a name is called, so that it stands for a function or a type."""
    return any(isinstance(each.func, ast.Name) for each in module.calls({name}))


def _is_used_so(name: str, module: Module) -> bool:
    """Whether a name is called, a base of a class or asked for what it holds, as types and modules are."""
    return name in _holders(module) or _is_called(name, module)


@once
def _holders(module: Module) -> frozenset[str]:
    owners = (each.value for each in module.nodes(ast.Attribute))
    bases = (base for each in module.nodes(ast.ClassDef) for base in each.bases)
    return frozenset(each.id for each in (*owners, *bases) if isinstance(each, ast.Name))


def _constants_unread(module: Module, view: View) -> Iterator[Fact]:
    """Names in capitals that are imported from modules of which the project has no file."""
    found: dict[str, list[str]] = defaultdict(list)
    for statement in module.nodes(ast.ImportFrom):
        source = module.scopes.origin(statement)
        upper = [each.name for each in statement.names if each.name.isupper() and len(each.name) > 1]
        names = [each for each in upper if "_" in each.strip("_")]  # one word alone may be a type
        names = [each for each in upper if each in names or not _is_used_so(each, module)] if names else []
        if names and source.partition(".")[0] not in sys.stdlib_module_names and view.place(source) is None:
            found[source] += names
    for source, names in found.items():
        more = [f"{len(names) - _MOST} more"] if len(names) > _MOST else []
        words = listed([*map(code, names[:_MOST]), *more])
        parts = ("By their names, constants of ", code(source), ", of which no file was read: ", *words, ".")
        yield fact("constants-unread", [], *parts, subject=source)


def _lines(text: str, names: Sequence[str]) -> Iterator[int]:
    """The lines that begin with an assignment to one of some names."""
    wanted = re.compile(rf"(?:{'|'.join(map(re.escape, names))})\s*[=:]")
    for number, line in enumerate(text.splitlines(), 1):
        if wanted.match(line):
            yield number


def missing(module: Module) -> Iterator[Fact]:
    """Relative imports, and those from the file's own folder, that lead to no Python file.

    Args:
        module: the module.

    Yields:
        The facts.
    """
    view = view_of(module)
    for statement in module.nodes(ast.ImportFrom) if view is not None else ():
        is_star = any(each.name == "*" for each in statement.names)
        is_own = statement.level or _is_of_folder(statement.module or "", module)
        if is_own and statement.module and not is_star and not _is_there(statement, module):
            shown = code(spelt(statement))
            parts = ("No Python file was found for ", shown, ", so what it brings was not read.")
            yield fact("missing-module", [statement], *parts, subject=statement.module)


def _is_of_folder(name: str, module: Module) -> bool:
    """Whether a module would stand beside a file: ``tests.till``."""
    folder = name.rpartition(".")[0].replace(".", "/")
    return bool(folder) and f"/{posixpath.dirname(module.path)}".endswith(f"/{folder}")


def _is_there(statement: ast.ImportFrom, module: Module) -> bool:
    view = view_of(module)
    return view is not None and view.place(module.scopes.origin(statement)) is not None
