"""What is this file for? The user's word first, then the path, then the contents."""

from __future__ import annotations

import ast
import fnmatch
from collections.abc import Callable, Iterable
from functools import lru_cache

from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Role
from flake8_testsec.settings import Settings
from flake8_testsec.source.paths import normalise
from flake8_testsec.source.syntax import Syntax

_TEST_FILE = lazy(r"(conftest|tests|test_.*|.*_tests?)\.pyw?\Z")
_TEST_FOLDER = lazy(r"(tests?|tests_.*|.*[0-9_.\-]tests)\Z")
_SETTINGS = lazy(r"(.*_)?settings(_.*)?\.py\Z")
_FRAMEWORKS = frozenset(
    {
        "unittest",
        "unittest2",
        "pytest",
        "_pytest",
        "nose",
        "testtools",
        "twisted.trial",
        "django.test",
        "mock",
    }
)
_NAMELESS = frozenset({"", "-", "stdin"})


def role_of(path: str, settings: Settings, tests_inside: Callable[[], bool]) -> Role:
    """Decide what a file is for; the first answer counts.

    Args:
        path: the file's path, as the project knows it.
        settings: the user's patterns and the names of folders.
        tests_inside: asked only if the path does not decide: does the file define collected tests?

    Returns:
        The role.
    """
    parts = normalise(path)
    return (
        _by_user(parts, settings)
        or _by_folder(parts, settings)
        or _by_contents(parts, settings, tests_inside)
        or (Role.SETTINGS if _names_settings(parts) else Role.PRODUCTION)
    )


def _by_user(parts: tuple[str, ...], settings: Settings) -> Role | None:
    if _matches(parts, settings.test_paths):
        return Role.TEST
    if _matches(parts, settings.production_paths):
        return Role.SETTINGS if _names_settings(parts) else Role.PRODUCTION
    return None


def is_declared_production(path: str, settings: Settings) -> bool:
    """Whether the user's patterns alone make a file production code, whatever it is called.

    Args:
        path: the file's path, as the project knows it.
        settings: the user's patterns.

    Returns:
        ``False`` also for files that are production code by their path.
    """
    return _by_user(normalise(path), settings) in (Role.PRODUCTION, Role.SETTINGS)


def _matches(parts: tuple[str, ...], patterns: Iterable[str]) -> bool:
    return any(_match(parts, pattern) for pattern in patterns)


def _match(parts: tuple[str, ...], pattern: str) -> bool:
    """A pattern matches the whole path, its end, a folder of it, or a file's name."""
    wanted = normalise(pattern)
    size = len(wanted)
    if not wanted:
        return False
    runs = (parts[start : start + size] for start in range(len(parts) - size + 1))
    return fnmatch.fnmatchcase("/".join(parts), "/".join(wanted)) or any(
        all(map(fnmatch.fnmatchcase, run, wanted)) for run in runs
    )


def _by_folder(parts: tuple[str, ...], settings: Settings) -> Role | None:
    folders, name = parts[:-1], parts[-1] if parts else ""
    if _holds_input(folders, settings):
        return Role.NEUTRAL
    if _holds_tests(folders):
        return Role.TEST
    if any(folder in settings.neutral_names for folder in folders):
        return None
    return Role.TEST if _TEST_FILE.match(name) else None


@lru_cache(maxsize=1024)
def _holds_tests(folders: tuple[str, ...]) -> bool:
    return any(map(_TEST_FOLDER.match, folders))


@lru_cache(maxsize=1024)
def _holds_input(folders: tuple[str, ...], settings: Settings) -> bool:
    """Whether a folder holds input of tests: by a name of its own, or by its name below a test tree."""
    trees = (
        n for n, each in enumerate(folders) if _TEST_FOLDER.match(each) or each in settings.support_names
    )
    below = folders[next(trees, len(folders)) + 1 :]
    return bool({*below} & {*settings.data_names}) or bool(
        {*folders} & {"testdata", "test_data"} & {*settings.data_names}
    )


def _by_contents(parts: tuple[str, ...], settings: Settings, tests_inside: Callable[[], bool]) -> Role | None:
    folders, name = parts[:-1], parts[-1] if parts else ""
    if {*folders, name.removesuffix(".py")} & {*settings.support_names, "test"}:
        return Role.TEST if tests_inside() else Role.SUPPORT
    if {*folders} & {*settings.neutral_names}:
        return Role.TEST if tests_inside() else Role.NEUTRAL
    if tests_inside():
        # A production module with a self-test inside is not a test file; a file without a name may be.
        return Role.TEST if name in _NAMELESS else Role.NEUTRAL
    return None


def _names_settings(parts: tuple[str, ...]) -> bool:
    return bool(parts) and (_SETTINGS.match(parts[-1]) is not None or "settings" in parts[:-1])


def holds_tests(module: Syntax) -> bool:
    """Whether a module defines collected tests at its top level and imports a test framework.

    Args:
        module: the module.

    Returns:
        ``True`` for a ``test*`` function, or a class with ``test*`` methods that is named ``Test*`` or
        has a base, in a module that imports a framework.
    """
    return any(map(_is_collected, module.tree.body)) and any(map(_imports_framework, _imported(module)))


def _is_collected(node: ast.stmt) -> bool:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            return name.startswith("test_")
        case ast.ClassDef():
            tests = any(
                isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef)) and each.name.startswith("test")
                for each in node.body
            )
            return tests and (node.name.startswith("Test") or bool(node.bases))
        case _:
            return False


def _imported(module: Syntax) -> Iterable[str]:
    for node in module.nodes(ast.Import):
        yield from (alias.name for alias in node.names)
    for from_ in module.nodes(ast.ImportFrom):
        if from_.module and not from_.level:
            yield from_.module
            yield from (f"{from_.module}.{alias.name}" for alias in from_.names)


def _imports_framework(name: str) -> bool:
    return any(name == framework or name.startswith(framework + ".") for framework in _FRAMEWORKS)
