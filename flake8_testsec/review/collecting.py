"""What makes tests at run time, and what of other files takes tests away or fills their parameters."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator

from flake8_testsec.patterns import lazy
from flake8_testsec.project.views import view_of
from flake8_testsec.review.document import Fact, Lines, code, fact, listed
from flake8_testsec.review.other_files import file_of
from flake8_testsec.review.places import functions
from flake8_testsec.source.bindings import Defined
from flake8_testsec.source.calls import spelt, string
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.suites import is_at_top, is_collected

_CHOOSING = ("pytest_collection_modifyitems", "pytest_ignore_collect", "pytest_pycollect_makeitem")
"""Hooks of pytest that may take tests away, mark them, or make others."""
_FILLING = ("pytest_generate_tests",)
_TEST = lazy(r"test")


def facts(module: Module) -> Iterator[Fact]:
    """Tests that are set on classes, suites that a file puts together, and hooks that choose tests.

    Args:
        module: the module.

    Yields:
        The facts.
    """
    yield from _set(module)
    yield from _loading(module)
    yield from _of_hooks(_CHOOSING, "choosing-hook", "may take tests away, mark them or make others", module)


def filling(module: Module) -> Iterator[Fact]:
    """Hooks of ``conftest.py`` files that may give values to parameters of tests.

    Args:
        module: the module.

    Yields:
        At most one fact.
    """
    yield from _of_hooks(_FILLING, "filling-hook", "may give values to parameters of tests", module)


def _set(module: Module) -> Iterator[Fact]:
    """What ``setattr`` sets on a class of tests of the file under a name that may be a test's."""
    found: dict[tuple[str, str], list[ast.AST]] = defaultdict(list)
    for call in module.calls({"setattr"}):
        match call:
            case ast.Call(func=ast.Name(), args=[ast.Name() as owner, name, _]):
                text = string(name)
                if (text is None or _TEST.match(text)) and _is_of_tests(owner, module):
                    found[owner.id, spelt(call)].append(call)
    for (class_, shown), calls in found.items():
        words = (" gets at run time what may be a test, or what tests use: ", code(shown), ".")
        yield fact("test-set", calls, "Class ", code(class_), *words, subject=shown)


def _is_of_tests(owner: ast.Name, module: Module) -> bool:
    """Whether a name stands for a class of the file in which runners look for tests."""
    bound = module.bindings(owner)
    return bool(bound) and all(
        isinstance(each, Defined) and isinstance(each.node, ast.ClassDef) and is_collected(each.node, module)
        for each in bound
    )


def _loading(module: Module) -> Iterator[Fact]:
    """The function that unittest asks for the tests of a module instead of looking for them."""
    for function in functions(module):
        if function.name == "load_tests" and is_at_top(function, module):
            parts = (code("load_tests()"), " decides which tests unittest runs of this file.")
            yield fact("load-tests", [function], *parts, subject=function.name)


def _of_hooks(names: tuple[str, ...], kind: str, does: str, module: Module) -> Iterator[Fact]:
    view = view_of(module)
    found: dict[str, list[Lines]] = defaultdict(list)
    for conftest in view.conftests() if view is not None else ():
        known = file_of(conftest.path, view).definitions if view is not None else {}
        for name in names:
            if name in known and conftest.path != module.path:
                line = known[name].line
                found[name].append(Lines(line, line, conftest.path))
    if found:
        places = [line for lines in found.values() for line in lines]
        shown = listed([code(f"{each}()") for each in found])
        parts = (f"In other files that pytest loads for this one, a hook {does}: ", *shown, ".")
        yield fact(kind, places, *parts, subject=" ".join(found))
