"""Tests that no run has collected, of files and classes that one has looked into."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from flake8_testsec.patterns import lazy
from flake8_testsec.project.plain_classes import holds_tests, leans_on_subclass, lineage
from flake8_testsec.project.views import is_spoken_of
from flake8_testsec.source.module import Module
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import holds_check
from flake8_testsec.vocabulary.testing.suites import TESTCASES, is_at_top, is_fixture, methods
from flake8_testsec.vocabulary.testing.uncollected import is_marked_only, is_named, looks_up_functions
from flake8_testsec.witnessed_assertions import Run

NO_FUNCTION, NO_NAME, CONSTRUCTED = "TSE515", "TSE522", "TSE523"
SAID = frozenset({NO_FUNCTION, NO_NAME, CONSTRUCTED})
"""The rules that say of a test that no runner collects it."""

_OF_TESTS = lazy(r".*(Test|Tests|TestCase)\Z")
_MARKS = ("pytest.mark", "unittest.mock.patch")


class Lost(NamedTuple):
    """A test, or a class of them, that was never collected."""

    node: Function | ast.ClassDef
    code: str
    words: str


def lost(module: Module, runs: Iterable[Run]) -> Iterator[Lost]:
    """Find the tests that look like some, and that no run has collected.

    Args:
        module: the file.
        runs: all evidence of it.

    Yields:
        Those that certainly want to be tests.
    """
    found: dict[tuple[str, str], str] = {}
    known: set[tuple[str, str]] = set()
    for run in runs:
        for each in run.evidence.collected.get(run.place, ()):
            known.update((each.owner, name) for name in each.names)
            known.update((each.owner, "") for _ in each.names)
            found.update({(each.owner, name): why for name, why in each.lost.items()})
    for (owner, name), why in sorted(found.items()):
        if (owner, name) not in known and not looks_up_functions(module):
            yield from _REASONS[why](owner, name, module) if why in _REASONS else ()


def uncollected(module: Module, runs: Iterable[Run], line: int) -> bool:
    """Whether a test was not collected wherever its file, or its class, was looked into.

    Args:
        module: the file.
        runs: all evidence of it.
        line: where it is defined.
    """
    names = [(owner, name) for node, owner, name in _definitions(module.tree.body, "") if node.lineno == line]
    looked_into = [each for run in runs for each in run.evidence.collected.get(run.place, ())]
    return any(
        any(each.owner == owner for each in looked_into)
        and not any(each.owner == owner and name in each.names for each in looked_into)
        for owner, name in names
    )


def _definitions(body: Iterable[ast.stmt], owner: str) -> Iterator[tuple[Function | ast.ClassDef, str, str]]:
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node, owner, node.name
        if isinstance(node, ast.ClassDef):
            yield from _definitions(node.body, f"{owner}.{node.name}".lstrip("."))


def _named(owner: str, name: str, module: Module) -> Sequence[Function | ast.ClassDef]:
    return [node for node, *path in _definitions(module.tree.body, "") if path == [owner, name]]


def _no_function(owner: str, name: str, module: Module) -> Iterator[Lost]:
    for node in _only(_named(owner, name, module)):
        if isinstance(node, ast.ClassDef) or not node.decorator_list or is_fixture(node, module):
            continue
        is_used = bool(module.named(name)) or is_spoken_of(name, module)
        if holds_check(node, module) and not is_used:
            words = f"{name} is never collected: what its decorator makes of it is no function"
            yield Lost(node, NO_FUNCTION, words)


def _no_name(owner: str, name: str, module: Module) -> Iterator[Lost]:
    for node in _only(_named(owner, name, module)):
        if isinstance(node, ast.ClassDef) and _OF_TESTS.match(name) and _is_out_of_use(node, module, False):
            yield Lost(node, NO_NAME, f"{name} is never collected: pytest does not look for such a name")


def _constructed(owner: str, _: str, module: Module) -> Iterator[Lost]:
    for node in _only(_named("", owner, module)):
        if isinstance(node, ast.ClassDef) and _is_out_of_use(node, module, True):
            maker = next((each for each in methods(node) if each.name in ("__init__", "__new__")), node)
            yield Lost(maker, CONSTRUCTED, f"{owner} is never collected: it has a constructor")


_REASONS = {"no function": _no_function, "name": _no_name, "constructor": _constructed}


def _only(found: Sequence[Function | ast.ClassDef]) -> Sequence[Function | ast.ClassDef]:
    return found if len(found) == 1 else ()


def _is_out_of_use(class_: ast.ClassDef, module: Module, but_as_base: bool) -> bool:
    """Whether nothing uses a class of tests for anything, here or in other files.

    Of a base that is not known, or that hangs on where the tests run, no run tells what else it may be.
    """
    return (
        is_at_top(class_, module)
        and lineage(class_, module) is not None
        and not any(names & TESTCASES for names in module.bases(class_))
        and holds_tests(class_, module)
        and not is_named(class_.name, module, as_base=not but_as_base)
        and is_marked_only(class_, module, _MARKS)
        and not leans_on_subclass(class_, module)
        and not is_spoken_of(class_.name, module)
    )
