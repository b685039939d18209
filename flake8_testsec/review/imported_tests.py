"""Tests of other files that pytest finds in a file, too, because it imports them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from itertools import takewhile

from flake8_testsec.patterns import lazy
from flake8_testsec.project.views import View, view_of
from flake8_testsec.review.document import Fact, Lines, code, fact, listed
from flake8_testsec.source.bindings import Sites, telling
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.vocabulary.testing.suites import is_test_file

_MOST = 10


def facts(module: Module) -> Iterator[Fact]:
    """Functions that are imported and that nothing uses, and classes, though others inherit from them.

    Args:
        module: the module.

    Yields:
        One fact, or none.
    """
    view = view_of(module)
    if view is None or not is_test_file(module):
        return
    found: dict[str, tuple[ast.AST, Lines]] = {}
    for statement in module.nodes(ast.ImportFrom):
        for alias in statement.names if module.parent(statement) is module.tree else ():
            local = alias.asname or alias.name
            is_test_here = _TEST.match(local) and (local[0] == "T" or not module.named(local))
            is_kept = is_test_here and _is_kept(local, module)
            place = _defined(alias.name, statement, module, view) if is_kept else None
            if place is not None:
                found[local] = (statement, place)
    if found:
        names = [code(each) for each in [*found][:_MOST]]
        more = [f"{len(found) - _MOST} more"] if len(found) > _MOST else []
        places = [each for pair in [*found.values()][:_MOST] for each in pair]
        words = "Tests of other files that are imported, so pytest runs them here, too: "
        yield fact("imported-test", places, words, *listed([*names, *more]), ".", subject=" ".join(found))


def _is_kept(local: str, module: Module) -> bool:
    """Whether nothing binds a name that is imported again, and nothing deletes it."""
    return len(_bound(module).get(local, ())) == 1 and local not in _deleted(module)


@once
def _bound(module: Module) -> Sites:
    return telling(module)


@once
def _deleted(module: Module) -> frozenset[str]:
    targets = (each for statement in module.nodes(ast.Delete) for each in statement.targets)
    return frozenset(one.id for each in targets for one in walk(each) if isinstance(one, ast.Name))


def _defined(name: str, statement: ast.ImportFrom, module: Module, view: View) -> Lines | None:
    """Where a function stands that is imported from another file of the project."""
    path = view.place(module.scopes.origin(statement))
    lines = view.text(path).splitlines() if path else []
    for number, line in enumerate(lines, 1):
        if line.startswith((f"def {name}(", f"async def {name}(")):
            return Lines(number, number, path or "")
        if line.startswith((f"class {name}(", f"class {name}:")) and _holds_tests(lines[number:]):
            return Lines(number, number, path or "")
    return None


def _holds_tests(below: Sequence[str]) -> bool:
    """Whether a class, by the lines below its head, has tests and nothing that keeps pytest from it."""
    body = [*takewhile(lambda each: not each or each[0] in " \t#)", below)]
    tests = any(_METHOD.match(each) for each in body)
    return tests and not any("__test__" in each or "def __init__" in each for each in body)


_TEST = lazy(r"test_\w+\Z|Test\w*\Z")
_METHOD = lazy(r"[ \t]+(?:async )?def test\w*\(")
