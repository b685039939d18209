"""The other files of a project, as one of its modules sees them: read, never imported.

No ``sys.path`` entry, no working directory changed, no file outside the project's root opened. Answers
are worked out from one file at a time and kept; what cannot be read is not known, which is an answer.
"""

from __future__ import annotations

import builtins
import posixpath
import sys
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from flake8_testsec import digests
from flake8_testsec.project import locations
from flake8_testsec.project.readings import Readings
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.decorators import is_of_known_package

if TYPE_CHECKING:
    from flake8_testsec.project.module_facts import ClassFacts, FunctionFacts, ModuleFacts

FRAMEWORKS = (
    *("unittest", "django.test", "rest_framework.test", "testtools", "testscenarios", "fixtures"),
    *("twisted.trial.unittest", "tornado.testing", "aiohttp.test_utils", "oslotest.base"),
)
"""Packages of test frameworks whose classes are known well enough not to be read."""

MOST = 500
"""Files read for one module."""

_METADATA = ("pyproject.toml", "setup.cfg", "setup.py", "tox.ini", "pytest.ini")

_HOPS = 20
"""Re-exports that are followed for one name."""


def is_framework(name: str) -> bool:
    """Whether a qualified name is one of a test framework that is known."""
    return any(name == each or name.startswith(each + ".") for each in FRAMEWORKS)


def is_known(name: str) -> bool:
    """Whether a class of this qualified name gives nothing back but what is known of frameworks: those, and
    the classes of the standard library, its own tests apart (``test.support``, ``distutils.tests``)."""
    top, dot, _ = name.partition(".")
    if name.endswith("()"):
        return name in ("collections.namedtuple()", "typing.NamedTuple()", "enum.Enum()")
    if is_framework(name):
        return True
    if not dot:
        return name in dir(builtins)
    return top in sys.stdlib_module_names and {"test", "tests"}.isdisjoint(name.split("."))


class Found(NamedTuple):
    """A class of the project, and the module in which it stands."""

    class_: ClassFacts
    module: ModuleFacts

    @property
    def name(self) -> str:
        """Its qualified name."""
        return f"{self.module.dotted}.{self.class_.name}"


class Project(Readings):
    """The modules below one root, and how each of them sees the others."""

    def view(self, path: str) -> View:
        """The project as one of its modules sees it.

        Args:
            path: the module's file, below the root.

        Returns:
            The view, for one review of this module.
        """
        return View(self, path)


class View:
    """The modules of a project as one module sees them.

    Args:
        project: the project.
        path: the file of the module that asks, below the project's root.
    """

    def __init__(self, project: Project, path: str) -> None:
        self._project = project
        self._path = locations.normal(path)
        self._answers: dict[str, ModuleFacts | None] = {}
        self._places: dict[tuple[str, str], str | None] = {}
        self._there: set[str] = set()
        self.consulted: dict[str, str] = {}
        """Path below the root and digest of every file that an answer hung on; empty where there is none."""

    def facts(self, dotted: str, path: str = "") -> ModuleFacts | None:
        """The module of a dotted name.

        Args:
            dotted: its name as an import says it, or as a module's own path makes it.
            path: the file in which the name stands; the asking module's if not given.

        Returns:
            Its facts; ``None`` if the project has no such module, or it cannot be read.
        """
        place = self.place(dotted, path)
        return self.file(place) if place is not None else None

    def place(self, dotted: str, path: str = "") -> str | None:
        """The file of a module, which is not read for it; for the arguments see `facts`."""
        key = dotted, posixpath.dirname(path or self._path)
        if key not in self._places:
            self._places[key] = self._place(dotted, path or self._path)
        return self._places[key]

    def _place(self, dotted: str, path: str) -> str | None:
        candidates = locations.candidates(dotted, path, self.exists)
        return next((each for each in candidates if self.exists(each)), None)

    def file(self, path: str) -> ModuleFacts | None:
        """The module in a file.

        Args:
            path: the file, below the root.

        Returns:
            Its facts; ``None`` if it is not there or cannot be read.
        """
        if path not in self._answers:
            if len(self._answers) >= MOST:
                return None
            self.consulted[path], self._answers[path] = self._project.ask(path)
        return self._answers[path]

    def text(self, path: str) -> str:
        """The text of a file that need not be Python.

        Args:
            path: the file, below the root.

        Returns:
            Its text; empty if it cannot be read.
        """
        self.consulted[path], text = self._project.text(path)
        return text

    def conftests(self) -> Iterator[ModuleFacts]:
        """The ``conftest.py`` files that pytest loads for the asking module, the nearest first.

        Yields:
            Their facts, of those that can be read.
        """
        for folder in locations.above(self._path):
            found = self.file(posixpath.join(folder, "conftest.py"))
            if found is not None:
                yield found

    def classes(self, qualified: str, path: str = "") -> tuple[Found | str, ...]:
        """The classes that a qualified name may stand for, through re-exports and aliases.

        Args:
            qualified: for example ``shop.tests.base.ShopTest``.
            path: the file in which the name stands; the asking module's if not given.

        Returns:
            Classes of the project; the qualified name of what is not of the project, by the last name that
            is known for it; and an empty name if there is anything that cannot be told.
        """
        found = self._classes(qualified, path, _HOPS)
        return tuple({_key(each): each for each in found}.values())

    def _classes(self, qualified: str, path: str, hops: int) -> Iterator[Found | str]:
        for dotted, name in locations.splits(qualified):
            module = self.facts(dotted, path)
            if module is not None:
                found = [Found(each, module) for each in module.named(name)]
                meant = list(_meanings(module, name))
                yield from found
                if qualified in meant:  # a framework's own project: it is known by this name
                    yield qualified
                    return
                for each in meant if hops else ():
                    yield from self._classes(each, module.path, hops - 1) if each else ("",)
                if not found and not (meant and hops):
                    yield from self._of_stars(module, name, hops)
                return
        yield qualified

    def _of_stars(self, module: ModuleFacts, name: str, hops: int) -> Iterator[Found | str]:
        """What a name is that only a star import can have brought."""
        for star in module.stars if hops else ():
            found = tuple(self._classes(f"{star}.{name}", module.path, hops // 2))
            if found and (isinstance(found[0], Found) or is_known(found[0])):
                yield from found
                return
        yield ""

    def meaning(self, qualified: str) -> str:
        """What a name that a module of the project has from elsewhere stands for there.

        Args:
            qualified: for example ``shop.testing.mock``.

        Returns:
            For example ``unittest.mock``; the name itself if the project does not tell, or defines it.
        """
        match self.classes(qualified):
            case (str(name),) if name:
                return name
            case _:
                return qualified

    def function(self, qualified: str, path: str = "") -> tuple[FunctionFacts, ModuleFacts] | None:
        """The function of a qualified name, through re-exports.

        Args:
            qualified: for example ``shop.testing.clean_env``.
            path: the file in which the name stands; the asking module's if not given.

        Returns:
            Its facts and its module's; ``None`` if it is not of the project, or nothing is to be said of it.
        """
        return self._function(qualified, path, _HOPS)

    def knows(self, qualified: str, path: str = "") -> bool:
        """Whether a name can be read in the project, through re-exports; also if nothing is to be said of it.

        Args:
            qualified: for example ``shop.testing.in_folder``.
            path: the file in which the name stands; the asking module's if not given.

        Returns:
            ``False`` also for what the project takes from a package that is not known.
        """
        return self._knows(qualified, path, _HOPS)

    def _knows(self, qualified: str, path: str, hops: int) -> bool:
        if is_known(qualified) or is_of_known_package(qualified):
            return True
        for dotted, name in locations.splits(qualified):
            module = self.facts(dotted, path)
            if module is not None:
                meant = [each.removesuffix("()") for each in _meanings(module, name)] if hops else []
                known = (bool(each) and self._knows(each, module.path, hops // 2) for each in meant)
                return all(known) if meant else self._binds(module, name, hops)
        return False

    def _binds(self, module: ModuleFacts, name: str, hops: int) -> bool:
        stars = (f"{star}.{name}" for star in module.stars if hops)
        return name.partition(".")[0] in module.bound or any(
            self._knows(each, module.path, hops // 2) for each in stars
        )

    def returns(self, qualified: str, path: str = "") -> frozenset[str]:
        """What a function of the project returns, as far as each ``return`` tells.

        Args:
            qualified: for example ``shop.testing.patched_clock``.
            path: the file in which the name stands; the asking module's if not given.

        Returns:
            Qualified names such as ``unittest.mock.patch()``; empty if one is not known.
        """
        return self._returns(qualified, path, _HOPS)

    def _returns(self, qualified: str, path: str, hops: int) -> frozenset[str]:
        found = self._function(qualified, path, hops) if hops else None
        if found is None:
            return frozenset()
        names: set[str] = set()
        for name in found[0].returns:
            further = self._returns(name.removesuffix("()"), found[1].path, hops // 2)
            names |= further if name.endswith("()") and further else {name}
        return frozenset(names)

    def _function(self, qualified: str, path: str, hops: int) -> tuple[FunctionFacts, ModuleFacts] | None:
        for dotted, name in locations.splits(qualified):
            module = self.facts(dotted, path)
            if module is not None:
                found = module.function(name)
                if found is not None:
                    return found, module
                names = [*_meanings(module, name), *(f"{star}.{name}" for star in module.stars)]
                answers = (self._function(each, module.path, hops // 2) for each in names if each and hops)
                return next(filter(None, answers), None)
        return None

    def is_constant(self, qualified: str, path: str = "") -> bool:
        """Whether a name of the project stands for what is written where it is bound, through re-exports.

        Args:
            qualified: for example ``shop.testing.PASSWORD``.
            path: the file in which the name stands; the asking module's if not given.

        Returns:
            ``False`` also if the name is not of the project.
        """
        return self._is_constant(qualified, path, _HOPS)

    def _is_constant(self, qualified: str, path: str, hops: int) -> bool:
        for dotted, name in locations.splits(qualified):
            module = self.facts(dotted, path)
            if module is not None:
                meant = _meanings(module, name) if hops else ()
                known = (self._is_constant(each, module.path, hops // 2) for each in meant if each)
                return name in module.constants or any(known)
        return False

    def speaks_of(self, name: str) -> bool:
        """Whether another file of the distribution may use what the asking module defines.

        Args:
            name: a function, a class or a method of the asking module.

        Returns:
            ``True`` if a file with this word in it also imports a module of the asking one's name, or names
            it in quotes; and if it takes all names of such a module.
        """
        from flake8_testsec.project.importers import stem_of, uses  # few files ask

        stem = stem_of(self._path)
        return any(uses(self.text(each), name, stem) for each in self._speakers if each != self._path)

    @cached_property
    def _speakers(self) -> Sequence[str]:
        """The files of the distribution that speak of the asking module."""
        from flake8_testsec.project.importers import digest_of, stem_of  # few files ask

        folder, stem = self._distribution(), stem_of(self._path)
        found = self._project.importers(folder).of(stem)
        self.consulted[f"{folder}{digests.ASKED}{stem}"] = digest_of(found)
        return found

    def _distribution(self) -> str:
        """The nearest folder with a distribution's metadata; else the outermost of the package."""
        folders = [*locations.above(self._path)]
        for folder in folders:
            if any(self.exists(posixpath.join(folder, each)) for each in _METADATA):
                return folder
        inside = takewhile(lambda each: self.exists(posixpath.join(each, "__init__.py")), folders)
        return [posixpath.dirname(self._path), *inside][-1]

    def exists(self, path: str) -> bool:
        """Whether there is such a file.

        Args:
            path: the file, below the root.

        Returns:
            ``False`` also for one that is too large to be read.
        """
        if path in self.consulted:
            return self.consulted[path] != ""
        if path in self._there or self._project.exists(path):
            self._there.add(path)
            return True
        self.consulted[path] = ""
        return False


def is_spoken_of(name: str, module: Module) -> bool:
    """Whether another file may use what a module defines under a name, see `View.speaks_of`."""
    view = view_of(module)
    return view is not None and view.speaks_of(name)


def view_of(module: Module) -> View | None:
    """The other modules of the project as one module sees them.

    Args:
        module: the module.

    Returns:
        Its view; ``None`` if nothing is known of other modules.
    """
    return module.view if isinstance(module.view, View) else None


def _key(found: Found | str) -> tuple[str, ...]:
    """What tells classes apart, which is quicker than all that is known of them."""
    if isinstance(found, str):
        return (found,)
    return found.module.path, found.class_.name, str(found.class_.line)


def _meanings(module: ModuleFacts, name: str) -> Iterator[str]:
    """The qualified names that a dotted name of a module may stand for; empty for one that is not known."""
    head, dot, rest = name.partition(".")
    yield from (each and each + dot + rest for each in module.meant(head))
