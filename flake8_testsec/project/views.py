"""The other files of a project, as one of its modules sees them: read, never imported.

No ``sys.path`` entry, no working directory changed, no file outside the project's root opened. Answers
are worked out from one file at a time and kept; what cannot be read is not known, which is an answer.
"""

from __future__ import annotations

import posixpath
import weakref
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, TypeVar

from flake8_testsec.project import locations
from flake8_testsec.project.found import Found, key_of, meanings
from flake8_testsec.project.known import FRAMEWORKS, is_framework, is_known
from flake8_testsec.project.readings import ANY, Readings
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.decorators import is_of_known_package

if TYPE_CHECKING:
    from flake8_testsec.project.importers import Speakers
    from flake8_testsec.project.installed import Packages
    from flake8_testsec.project.module_facts import FunctionFacts, ModuleFacts

__all__ = ("FRAMEWORKS", "Found", "Project", "View", "is_framework", "is_known", "is_spoken_of", "view_of")

_T = TypeVar("_T")

MOST = 500
"""Files read for one module."""

_HOPS = 20
"""Re-exports that are followed for one name."""


class Project(Readings):
    """The modules below one root, and how each of them sees the others."""

    _installed: Packages | None = None

    def view(self, path: str, installed: Sequence[str] = ()) -> View:
        """The project as one of its modules sees it.

        Args:
            path: the module's file, below the root.
            installed: folders of installed packages, which are read as well where a name leads into them.

        Returns:
            The view, for one review of this module.
        """
        return View(self, path, self._packages(tuple(installed)) if installed else None)

    def _packages(self, folders: tuple[str, ...]) -> Packages:
        from flake8_testsec.project.installed import Packages  # few runs ask

        if self._installed is None or self._installed.folders != folders:
            self._installed = Packages(folders, self._store, self._stamp)
        return self._installed


class View:
    """The modules of a project as one module sees them.

    Args:
        project: the project.
        path: the file of the module that asks, below the project's root.
        packages: the installed packages, if they are to be read. Of these count classes, functions, fixtures
            of plug-ins, and what is asked of a file of theirs; for all else only the project does.
    """

    def __init__(self, project: Project, path: str, packages: Packages | None = None) -> None:
        self._project = project
        self.packages = packages
        self._path = locations.normal(path)
        self._answers: dict[str, ModuleFacts | None] = {}
        self._places: dict[tuple[str, str], str | None] = {}
        self._roots: dict[str, tuple[str, ...]] = {}
        self._there: set[str] = set()
        self._texts: dict[str, str] = {}
        self._told: dict[tuple[str, str, int], Sequence[Found | str]] = {}
        self._own: weakref.ref[Module] | None = None
        self.consulted: dict[str, str] = {}
        """Path below the root and digest of every file that an answer hung on; empty where there is none."""

    def lend(self, module: Module) -> None:
        """Take note of the module that asks, so that its file need not be parsed again."""
        self._own = weakref.ref(module)  # which has this view, and would wait for the garbage collector

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
            candidates = self.candidates(dotted, path or self._path)
            self._places[key] = next(filter(self.exists, candidates), None)
        return self._places[key]

    def candidates(self, dotted: str, path: str) -> Iterator[str]:
        """The files that a module's name may mean in a file; see `locations.candidates`."""
        folder = posixpath.dirname(path)
        if folder not in self._roots:
            self._roots[folder] = locations.outside(path, self.exists)
        return locations.candidates(dotted, path, self._roots[folder])

    def file(self, path: str) -> ModuleFacts | None:
        """The module in a file.

        Args:
            path: the file, below the root, or that of an installed package.

        Returns:
            Its facts; ``None`` if it is not there or cannot be read.
        """
        if path not in self._answers:
            if len(self._answers) >= MOST:
                return None
            own = self._own if path == self._path else None
            self.consulted[path], self._answers[path] = self.source(path).ask(path, own)
        return self._answers[path]

    def source(self, path: str) -> Project | Packages:
        """Where a file is: in the project, or among the installed packages."""
        packages = self.packages
        return packages if packages is not None and packages.holds(path) else self._project

    def home(self, qualified: str, path: str) -> tuple[ModuleFacts, str] | None:
        """The module that a qualified name begins with, and the rest: of the project, else installed."""
        packages = self.packages
        if packages is None or not packages.holds(path):
            places = partial(self.place, path=path)
            names = (dotted for dotted, _ in locations.splits(qualified))
            if packages is None or is_known(qualified) or any(map(places, names)):
                return self._first(qualified, places)
        elif is_known(qualified):
            return None
        return self._first(qualified, partial(packages.place, consulted=self.consulted))

    def _first(self, qualified: str, place: Callable[[str], str | None]) -> tuple[ModuleFacts, str] | None:
        for dotted, name in locations.splits(qualified):
            found = place(dotted)
            if found is not None and (module := self.file(found)) is not None:
                return module, name
        return None

    def text(self, path: str) -> str:
        """The text of a file that need not be Python, of the project or installed; see `Readings.text`."""
        if path not in self._texts:
            self.consulted[path], self._texts[path] = self.source(path).text(path)
        return self._texts[path]

    def remembered(self, question: str, path: str, work: Callable[[str], _T]) -> _T:
        """What follows from the text of a file; see `Readings.remembered`."""
        self.consulted[path], answer = self.source(path).remembered(question, path, work)
        return answer

    def told(self, question: str, path: str, work: Callable[[Module], _T], longest: int = ANY) -> _T | None:
        """What follows from a file as it is parsed; see `Readings.told`."""
        self.consulted[path], answer = self.source(path).told(question, path, work, longest)
        return answer

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
            Classes that can be read; the qualified name of what is not of the project, by the last name that
            is known for it; and an empty name if there is anything that cannot be told.
        """
        return tuple({key_of(each): each for each in self._classes(qualified, path, _HOPS)}.values())

    def is_class(self, qualified: str) -> bool:
        """Whether a name is certainly that of a class of the project."""
        found = self.classes(qualified)
        return bool(found) and all(isinstance(each, Found) for each in found)

    def _classes(self, qualified: str, path: str, hops: int) -> Sequence[Found | str]:
        key = (qualified, path, hops)
        if key not in self._told:
            self._told[key] = tuple(self._looked_up(qualified, path, hops))
        return self._told[key]

    def _looked_up(self, qualified: str, path: str, hops: int) -> Iterator[Found | str]:
        home = self.home(qualified, path)
        if home is None:
            yield qualified
            return
        found = self._named(qualified, *home, hops)
        if self.source(home[0].path) is self._project:
            yield from found
        else:  # what cannot be told keeps the name by which rules know it
            known = tuple(found)
            yield from known if all(known) else (qualified,)

    def _named(self, qualified: str, module: ModuleFacts, name: str, hops: int) -> Iterator[Found | str]:
        found = [Found(each, module) for each in module.named(name)]
        meant = list(meanings(module, name))
        yield from found
        if qualified in meant:  # a framework's own project: it is known by this name
            yield qualified
            return
        for each in meant if hops else ():
            yield from self._classes(each, module.path, hops - 1) if each else ("",)
        if not found and not (meant and hops):
            yield from self._of_stars(module, name, hops)

    def _of_stars(self, module: ModuleFacts, name: str, hops: int) -> Iterator[Found | str]:
        """What a name is that only a star import can have brought."""
        for star in module.stars if hops else ():
            found = self._classes(f"{star}.{name}", module.path, hops // 2)
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
        match self._alone.classes(qualified):
            case (str(name),) if name:
                return name
            case _:
                return qualified

    @cached_property
    def _alone(self) -> View:
        """The same without the installed packages, by whose names rules know what is theirs."""
        if self.packages is None:
            return self
        alone = View(self._project, self._path)
        vars(alone).update({**vars(self), "packages": None, "_told": {}})
        return alone

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
        For the arguments see `function`.

        Returns:
            ``False`` also for what the project takes from a package that is not known.
        """
        return self._knows(qualified, path, _HOPS)

    def _knows(self, qualified: str, path: str, hops: int) -> bool:
        if is_known(qualified) or is_of_known_package(qualified):
            return True
        home = self.home(qualified, path)
        if home is None:
            return False
        module, name = home
        meant = [each.removesuffix("()") for each in meanings(module, name)] if hops else []
        known = (bool(each) and self._knows(each, module.path, hops // 2) for each in meant)
        return all(known) if meant else self._binds(module, name, hops)

    def _binds(self, module: ModuleFacts, name: str, hops: int) -> bool:
        stars = (f"{star}.{name}" for star in module.stars if hops)
        return name.partition(".")[0] in module.bound or any(
            self._knows(each, module.path, hops // 2) for each in stars
        )

    def returns(self, qualified: str, path: str = "") -> frozenset[str]:
        """What a function of the project returns, as far as each ``return`` tells; arguments as `function`.

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
        home = self.home(qualified, path)
        if home is None:
            return None
        module, name = home
        found = module.function(name)
        if found is not None:
            return found, module
        names = [*meanings(module, name), *(f"{star}.{name}" for star in module.stars)]
        answers = (self._function(each, module.path, hops // 2) for each in names if each and hops)
        return next(filter(None, answers), None)

    def is_constant(self, qualified: str, path: str = "") -> bool:
        """Whether a name of the project stands for what is written where it is bound, through re-exports;
        for the arguments see `function`.

        Returns:
            ``False`` also if the name is not of the project.
        """
        return self._is_constant(qualified, path, _HOPS)

    def _is_constant(self, qualified: str, path: str, hops: int) -> bool:
        for dotted, name in locations.splits(qualified):
            module = self.facts(dotted, path)
            if module is not None:
                meant = meanings(module, name) if hops else ()
                known = (self._is_constant(each, module.path, hops // 2) for each in meant if each)
                return name in module.constants or any(known)
        return False

    def speaks_of(self, name: str, *, at_top: bool = False) -> bool:
        """Whether another file of the distribution may use what the asking module defines.

        Args:
            name: a function, a class or a method of the asking module.
            at_top: whether it can only be had as a name of the module.

        Returns:
            ``True`` if a file with this word in it, or with all names, also imports a module of its name.
        """
        from flake8_testsec.project.importers import stem_of, takes, uses  # few files ask

        asked, own, stem = takes if at_top else uses, self._path, stem_of(self._path)
        return any(asked(self.text(each), name, stem) for each in self.speaking_of(stem) if each != own)

    def speaking_of(self, word: str) -> Sequence[str]:
        """The files of the distribution that have a word in an import, or in quotes; see `Importers.of`."""
        return self._speakers.of(word)

    @cached_property
    def _speakers(self) -> Speakers:
        from flake8_testsec.project.importers import Speakers, distribution_of  # few files ask

        folder = distribution_of(self._path, self.exists)
        return Speakers(self._project.importers(folder), folder, self.consulted)

    def exists(self, path: str) -> bool:
        """Whether there is such a file, below the root, that is not too large to be read."""
        if path in self.consulted:
            return self.consulted[path] != ""
        if path in self._there or self._project.exists(path):
            self._there.add(path)
            return True
        self.consulted[path] = ""
        return False


def is_spoken_of(name: str, module: Module) -> bool:
    """Whether another file may use what a module defines under a name, see `View.speaks_of`."""
    return (view := view_of(module)) is not None and view.speaks_of(name)


def view_of(module: Module) -> View | None:
    """The other modules of the project as a module sees them; ``None`` if nothing is known of others."""
    return module.view if isinstance(module.view, View) else None
