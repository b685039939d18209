"""What the metadata of a distribution says about its purpose, as far as a rule's meaning hangs on it."""

from __future__ import annotations

import ast
import posixpath
import re
from collections.abc import Iterator, Sequence

from flake8_testsec.patterns import lazy
from flake8_testsec.project.locations import above
from flake8_testsec.project.views import view_of
from flake8_testsec.source.module import Module, once

_FILES = ("pyproject.toml", "setup.cfg", "setup.py")
_PLUGIN = lazy(r"^[^#\n]*\bpytest11\b", re.MULTILINE)
"""An entry point that pytest loads; other distributions bring one for their users as well."""
_TOPIC = lazy(r"^[^#\n]*(Topic :: Software Development :: Testing|Framework :: Pytest)", re.MULTILINE)
"""Classifiers of tools for tests (https://pypi.org/classifiers/); a build system may have one too."""

_PYTHON_2 = lazy(
    r"^[^#\n]*(Programming Language :: Python :: 2(\.\d)?[\"'\s]|\buse_2to3\b"
    r"|(python_requires|requires-python|^python)[ \t]{0,9}=[^\n]{0,20}(>=|~=?|\^)[ \t]?2)",
    re.MULTILINE,
)
"""Classifiers, what installers read, and what makes a module one for Python 3 when it is installed."""
_PYTHON_3 = lazy(
    r"^[^#\n]*(python_requires|requires-python|^python)[ \t]{0,9}=[ \t]{0,9}[\"']?[ \t]?(>=?|~=?|\^)[ \t]?3",
    re.MULTILINE,
)
"""What keeps installers of Python 2 away, whatever the classifiers say."""
_REQUIRED = lazy(
    r"^[^#\n]*(?:python_requires|requires-python|^python)[ \t]{0,9}=[^\n]{0,20}?"
    r"(?:>=?|~=?|==|\^)[ \t]?(\d)(?:\.(\d{1,2}))?",
    re.MULTILINE,
)
"""The oldest Python that installers let in."""
_CLASSIFIED = lazy(r"^[^#\n]*Programming Language :: Python :: (\d)\.(\d{1,2})", re.MULTILINE)
_NEWEST = (99, 0)
_SINCE = {ast.NamedExpr: (3, 8), ast.Match: (3, 10)}
_OF_3 = lazy(r"^[^#\n]*Programming Language :: Python :: 3", re.MULTILINE)
_SYNTAX = (ast.JoinedStr, ast.AnnAssign, ast.AsyncFunctionDef, ast.Nonlocal, ast.NamedExpr)
_FUTURE = frozenset({"absolute_import", "division", "print_function", "unicode_literals", "with_statement"})
_NOT_IN_2 = frozenset({"asyncio", "unittest.mock", "__future__.annotations"})


@once
def is_of_testing_tool(module: Module) -> bool:
    """Whether a module belongs to a distribution that is made for tests, by its own word.

    Args:
        module: the module; the metadata in the nearest folder above it that has any counts.

    Returns:
        ``True`` for a plugin of pytest that is classified as a tool for tests; ``False`` also if nothing is
        known of other files.
    """
    texts = _metadata(module)
    return any(map(_PLUGIN.search, texts)) and any(map(_TOPIC.search, texts))


@once
def runs_under_python_2(module: Module) -> bool:
    """Whether a module may be run by Python 2: its project says so, and it can be.

    Args:
        module: the module; the metadata in the nearest folder above it that has any counts. Where that says
            neither this nor that it takes Python 3, what the module imports for the sake of both decides.

    Returns:
        ``False`` also if nothing is known of other files.
    """
    if any(True for _ in module.nodes(*_SYNTAX)) or _calls_bare_super(module):
        return False
    texts, imported = _metadata(module), _imported(module)
    if not texts or any(map(_PYTHON_3.search, texts)) or not imported.isdisjoint(_NOT_IN_2):
        return False
    if any(map(_PYTHON_2.search, texts)):
        return True
    is_bridged = "six" in imported or any(f"__future__.{each}" in imported for each in _FUTURE)
    return is_bridged and not any(map(_OF_3.search, texts))


@once
def oldest_python(module: Module) -> tuple[int, int]:
    """The oldest Python that a module may be run by, as far as its project says so.

    Args:
        module: the module; the metadata in the nearest folder above it that has any counts, and what the
            module itself is written in.

    Returns:
        What installers are told, else the least of the classifiers; one that is still to come where neither
        says so.
    """
    written = (version for kind, version in _SINCE.items() if any(True for _ in module.nodes(kind)))
    said = (2, 7) if runs_under_python_2(module) else _said_oldest(_metadata(module))
    return max((said, *written))


def _said_oldest(texts: Sequence[str]) -> tuple[int, int]:
    for pattern in (_REQUIRED, _CLASSIFIED):
        found = (each for text in texts for each in pattern.findall(text))
        if versions := [(int(major), int(minor or 0)) for major, minor in found]:
            return min(versions)
    return _NEWEST


def _imported(module: Module) -> frozenset[str]:
    """The qualified names that a module imports whatever happens."""
    found: set[str] = set()
    for statement in module.tree.body:
        match statement:
            case ast.Import(names=names):
                found.update(each.name for each in names)
            case ast.ImportFrom(module=str(owner), names=names, level=0):
                found.update((owner, *(f"{owner}.{each.name}" for each in names)))
    return frozenset(found)


def _calls_bare_super(module: Module) -> bool:
    calls = (module.parent(each) for each in module.named("super"))
    return any(isinstance(each, ast.Call) and not each.args for each in calls)


def tests_doubles(code: str, module: Module) -> bool:
    """Whether doubles themselves may be what a module tests, so that its slips may be meant.

    Args:
        code: the rule that asks; where it is enabled by name, nothing is passed over.
        module: a module of tests.

    Returns:
        See `has_specimens`.
    """
    return not module.settings.enables(code) and has_specimens(module)


@once
def has_specimens(module: Module) -> bool:
    """Whether tests of a module's distribution may be there to be run by other tests: it is classified as a
    tool for tests, whose runner or assertions are what is tested.

    Args:
        module: a module of tests; the metadata in any folder above counts, as specimens may have their own.

    Returns:
        ``False`` also if nothing is known of other files.
    """
    return any(_TOPIC.search(text) for texts in _every_metadata(module) for text in texts)


@once
def is_specimen(module: Module) -> bool:
    """Whether a module is what a tool for tests is tried on: its folder has a name that nobody can import, or
    lies in the package of the tests and is no part of it.

    Args:
        module: a module of tests; the metadata in any folder above it counts.

    Returns:
        ``False`` also if nothing is known of other files.
    """
    folders = posixpath.dirname(module.path).split("/")
    top = next((n for n, each in enumerate(folders) if each in ("test", "tests")), len(folders))
    is_apart = not all(map(str.isidentifier, folders[top:])) or _is_outside(folders, top, module)
    return is_apart and has_specimens(module)


def _is_outside(folders: Sequence[str], top: int, module: Module) -> bool:
    """Whether a file lies two folders and more out of the package that the folder of the tests is: one folder
    without ``__init__.py`` is still one of tests that pytest finds."""
    view = view_of(module)
    if view is None:
        return False
    packages = ("/".join((*folders[: n + 1], "__init__.py")) for n in range(top, len(folders)))
    are_there = [view.exists(each) for each in packages]
    return are_there[:1] == [True] and are_there.count(False) > 1


def _metadata(module: Module) -> Sequence[str]:
    """The texts of the nearest files that say what a distribution is."""
    return next(_every_metadata(module), ())


def _every_metadata(module: Module) -> Iterator[Sequence[str]]:
    """The texts of those files, folder by folder, from the nearest outwards."""
    view = view_of(module)
    for folder in above(module.path) if view is not None else ():
        texts = [view.text(posixpath.join(folder, name)) for name in _FILES if view is not None]
        if any(texts):
            yield texts
