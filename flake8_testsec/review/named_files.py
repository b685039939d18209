"""Files of the project whose paths a function puts together of what it is given here."""

from __future__ import annotations

import ast
import posixpath
from collections import defaultdict
from collections.abc import Iterator, Sequence

from flake8_testsec.project.views import view_of
from flake8_testsec.review.document import Fact, capped, code, fact
from flake8_testsec.review.own_paths import GIVEN, Parts, path_of
from flake8_testsec.review.places import functions
from flake8_testsec.source.calls import spelt, string
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.coroutines import callees


def facts(module: Module, elsewhere: Sequence[tuple[ast.AST, Parts]]) -> Iterator[Fact]:
    """The files that are there.

    Args:
        module: the module.
        elsewhere: calls of functions of other files, with the paths that these return.

    Yields:
        One fact for each file.
    """
    view = view_of(module)
    found: dict[tuple[str, str], list[ast.AST]] = defaultdict(list)
    for call, parts in (*_here(module), *elsewhere) if view is not None else ():
        path = _filled(call, parts)
        if isinstance(call, ast.Call) and path and view is not None and view.exists(path):
            found[path, f"{spelt(call.func)}()"].append(call)
    yield from capped((_fact(*each, calls) for each, calls in found.items()), "files of the project", 6)


def _fact(path: str, shown: str, calls: Sequence[ast.AST]) -> Fact:
    words = ("A file of the project is named, whose path ", code(shown), " puts together: ", code(path), ".")
    return fact("named-file", calls, *words, subject=posixpath.basename(path))


def _here(module: Module) -> Iterator[tuple[ast.AST, Parts]]:
    for function in functions(module) if module.mentions("__file__") else ():
        parts = path_of(function, module) if module.class_of(function) is None else ()
        calls = module.calls({function.name}) if parts else ()
        yield from ((each, parts) for each in calls if function in callees(each.func, module))


def _filled(call: ast.AST, parts: Parts) -> str:
    """The path with the literals that a call gives in their place; empty if it gives anything else."""
    match call:
        case ast.Call(args=[_, *_] as args, keywords=[]):
            texts = [string(each) or "" for each in args]
            if not all(texts) or any(each.startswith("/") for each in texts):
                return ""  # what begins at the root is put together with nothing
            given = "/".join(texts)
            return posixpath.normpath("/".join(given if each == GIVEN else each for each in parts))
        case _:
            return ""
