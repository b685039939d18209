"""What is this file for? The user's word first, then the path, then the contents and what lies beside it."""

from __future__ import annotations

import fnmatch
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Role
from flake8_testsec.settings import Settings
from flake8_testsec.source.contents import Contents
from flake8_testsec.source.paths import normalise

_TEST_FILE = lazy(r"(conftest|tests|test_.*|.*_tests?)\.pyw?\Z")
_TEST_FOLDER = lazy(
    r"(tests?|tests_.*|.*[0-9_.\-]tests|(acceptance|functional|integration|regression|self|smoke|system|unit)tests)\Z"
)
_SETTINGS = lazy(r"(.*_)?settings(_.*)?\.py\Z")
_OF_TESTS = lazy(r"(.*_)?(unit_?)?tests?(_.*)?\.pyw?\Z")
_INSTALLED = ("site-packages", "dist-packages", "node_modules")
"""The folders of installed packages (https://docs.python.org/3/library/site.html, Debian's, and npm's)."""
_COPIED = ("_vendor", "_vendored", "vendored", "vendor")
"""The packages into which a project copies those of others; what is called ``vendor`` may also sell."""
_OF_COPIES = ("vendor.txt", "COPYING", "LICENSE", "LICENSE.md", "LICENSE.txt")
"""Files that a project keeps beside what it has copied."""
_NAMELESS = frozenset({"", "-", "stdin"})
_APPLICATION = frozenset({"admin.py", "apps.py", "migrations/__init__.py"})
_FOR_TESTS = ("conftest.py", "settings.py", "tests.py", "test_models.py", "test_settings.py", "test_views.py")

Beside = Callable[[str], bool]
"""Whether the project has a file of this path below its root."""


class Purpose(NamedTuple):
    """What a file is for, and the fact that says so."""

    role: Role
    why: str


def nothing_beside(path: str) -> bool:
    """What is known of other files where nothing is."""
    return False


def purpose_of(path: str, settings: Settings, contents: Contents, beside: Beside = nothing_beside) -> Purpose:
    """Decide what a file is for; the first answer counts.

    Args:
        path: the file's path, as the project knows it.
        settings: the user's patterns and the names of folders.
        contents: what is in the file; asked only where the path does not decide, or may mislead.
        beside: asked only of a file in a folder ``test`` inside a package.

    Returns:
        The role and why.
    """
    parts = normalise(path)
    return (
        _by_user(parts, settings)
        or _installed(parts)
        or _copied(path, parts, beside)
        or _by_folder(parts, settings, contents, beside)
        or _by_contents(parts, settings, contents)
        or _production(parts, "nothing tells otherwise")
    )


def _installed(parts: tuple[str, ...]) -> Purpose | None:
    """Somebody else's code, where an environment lies in the project's folder."""
    folder = _first(_INSTALLED, parts[:-1])
    return Purpose(Role.NEUTRAL, f"it is installed in {folder!r}") if folder else None


def _copied(path: str, parts: tuple[str, ...], beside: Beside) -> Purpose | None:
    """Somebody else's code, which the project has a copy of; an application may deal in vendors, and tests
    of that code are the project's own. What lies above the project says nothing."""
    folder = _first(_COPIED, parts[:-1])
    place = parts.index(folder) if folder else 0
    if not folder or not _is_below(path) or _test_folder(parts[:place]):
        return None
    if folder == "vendor" and not any(map(beside, _witnesses(parts, place, beside))):
        return None
    return Purpose(Role.NEUTRAL, f"it is copied from another project into {folder!r}")


def _is_below(path: str) -> bool:
    """Whether a path is one in the project, so that all its folders are the project's."""
    return not path.startswith(("/", "\\", "..")) and path[1:2] != ":"


def _witnesses(parts: tuple[str, ...], place: int, beside: Beside) -> Iterator[str]:
    """The files by which a folder of copies is known, or, inside a package, the one copy in it."""
    deep = 2 if beside("/".join((*parts[:place], "__init__.py"))) else 1
    for end in range(place + 1, min(place + 1 + deep, len(parts))):
        yield from ("/".join((*parts[:end], name)) for name in _OF_COPIES)


def _by_user(parts: tuple[str, ...], settings: Settings) -> Purpose | None:
    if pattern := _matching(parts, settings.test_paths):
        return Purpose(Role.TEST, f"--testsec-test-paths has {pattern!r}")
    if pattern := _matching(parts, settings.production_paths):
        return _production(parts, f"--testsec-production-paths has {pattern!r}")
    return None


def is_declared_production(path: str, settings: Settings) -> bool:
    """Whether the user's patterns alone make a file production code, whatever it is called.

    Args:
        path: the file's path, as the project knows it.
        settings: the user's patterns.

    Returns:
        ``False`` also for files that are production code by their path.
    """
    found = _by_user(normalise(path), settings)
    return found is not None and found.role is not Role.TEST


def _matching(parts: tuple[str, ...], patterns: Iterable[str]) -> str:
    return next((pattern for pattern in patterns if _match(parts, pattern)), "")


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


def _by_folder(
    parts: tuple[str, ...], settings: Settings, contents: Contents, beside: Beside
) -> Purpose | None:
    folders, name = parts[:-1], parts[-1] if parts else ""
    if (folder := _input_folder(folders, settings)) and not _tests_of(folder, name, contents):
        return Purpose(Role.NEUTRAL, f"input of tests: it lies in the folder {folder!r}")
    collected = _TEST_FILE.match(name) is not None
    if folder := _test_folder(folders):
        if not collected and _is_application(parts, contents, beside):
            return _production(parts, f"{folder!r} is an application: it has models or views, and no tests")
        return _below_tests(name, collected, f"it lies in the folder {folder!r}", contents)
    if collected and not any(each in settings.neutral_names for each in folders):
        return _below_tests(name, collected, f"it is called {name!r}", contents)
    return None


def _below_tests(name: str, collected: bool, why: str, contents: Contents) -> Purpose:
    """A file that its path makes a test, unless its contents say that it is none."""
    if name == "conftest.py":
        return Purpose(Role.TEST, why)
    if not collected and contents.is_input_of_tools:
        return Purpose(Role.NEUTRAL, "input of a linter: comments say what is to be found in it")
    if not collected and contents.serves_at_import:
        return Purpose(Role.NEUTRAL, "started by hand: its own body serves, so no test can import it")
    checks = collected and contents.asserts
    is_script = contents.runs_by_hand or (not collected and contents.only_reports)
    if checks or not is_script or contents.has_parts_of_tests:
        return Purpose(Role.TEST, why)
    return Purpose(Role.NEUTRAL, "started by hand: a main program without any test in it")


def _tests_of(folder: str, name: str, contents: Contents) -> bool:
    """Whether a file is a test of the product's package ``data``, and no input of tests in such a folder."""
    is_test = folder == "data" and _TEST_FILE.match(name) is not None
    return is_test and contents.collects and not contents.is_input_of_tools


def is_called_after_tests(name: str, settings: Settings) -> bool:
    """Whether a folder or a module, without its suffix, is called as tests and what they import are."""
    is_file = _TEST_FILE.match(f"{name}.py") is not None
    return is_file or _TEST_FOLDER.match(name) is not None or name in _support_names(settings.support_names)


@lru_cache(maxsize=16)
def _support_names(names: tuple[str, ...]) -> frozenset[str]:
    """The names of what only tests import, those of private packages and modules, too."""
    return frozenset(chain(names, (f"_{each}" for each in names)))


@lru_cache(maxsize=1024)
def _test_folder(folders: tuple[str, ...]) -> str:
    return next(filter(_TEST_FOLDER.match, folders), "")


@lru_cache(maxsize=1024)
def _input_folder(folders: tuple[str, ...], settings: Settings) -> str:
    """The folder that holds input of tests: by a name of its own, or by its name below a test tree."""
    support = _support_names(settings.support_names)
    trees = (n for n, each in enumerate(folders) if _TEST_FOLDER.match(each) or each in support)
    below = folders[next(trees, len(folders)) + 1 :]
    named = [each for each in folders if each in ("testdata", "test_data")]
    return next((each for each in (*below, *named) if each in settings.data_names), "")


def _is_application(parts: tuple[str, ...], contents: Contents, beside: Beside) -> bool:
    """Whether the only folder of tests around a file is a package ``test`` of the domain: an application
    with models or views, in which nothing belongs to tests."""
    places = [n for n, folder in enumerate(parts[:-1]) if _TEST_FOLDER.match(folder)]
    if len(places) != 1 or places[0] == 0 or parts[places[0]] != "test":
        return False
    folder = "/".join(parts[: places[0] + 1])
    return (
        any(beside(f"{folder}/{name}") for name in ("models.py", "views.py"))
        and any(beside(f"{folder}/{name}") for name in sorted(_APPLICATION))
        and beside("/".join((*parts[: places[0]], "__init__.py")))
        and not any(beside(f"{folder}/{name}") for name in _FOR_TESTS)
        and not contents.has_parts_of_tests
    )


def _by_contents(parts: tuple[str, ...], settings: Settings, contents: Contents) -> Purpose | None:
    folders, name = parts[:-1], parts[-1] if parts else ""
    tests = Purpose(Role.TEST, "it defines tests and imports a test framework")
    if found := _first(
        _support_names((*settings.support_names, "test")), (*folders, name.removesuffix(".py"))
    ):
        return tests if contents.defines_tests else Purpose(Role.SUPPORT, f"{found!r} is in its path")
    if found := _first(settings.neutral_names, folders):
        if _TEST_FILE.match(name) is not None and contents.collects and contents.asserts:
            return Purpose(Role.TEST, f"it is called {name!r} and defines tests")
        return tests if contents.defines_tests else Purpose(Role.NEUTRAL, f"it lies in the folder {found!r}")
    if contents.defines_tests:
        # A production module with a self-test inside is not a test file; a file without a name may be, and
        # one that is called after tests, as ``run_unittests.py``.
        is_named_so = name in _NAMELESS or _OF_TESTS.match(name) is not None
        return tests if is_named_so else Purpose(Role.NEUTRAL, "production code with tests inside")
    return next(_by_tool(contents), None)


def _by_tool(contents: Contents) -> Iterator[Purpose]:
    if contents.defines_steps:
        yield Purpose(Role.TEST, "it defines steps of behave or its like")
    if contents.is_robot_library:
        yield Purpose(Role.SUPPORT, "it defines keywords of Robot Framework")


def _first(wanted: Iterable[str], parts: Iterable[str]) -> str:
    names = {*wanted}
    return next((part for part in parts if part in names), "")


def _production(parts: tuple[str, ...], why: str) -> Purpose:
    if bool(parts) and (_SETTINGS.match(parts[-1]) is not None or "settings" in parts[:-1]):
        return Purpose(Role.SETTINGS, f"{why}, and it is called after settings")
    return Purpose(Role.PRODUCTION, why)
