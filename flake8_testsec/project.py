"""Questions about other modules of the project: the only importer of astroid, and only when asked.

Files are read, never imported: no ``sys.path`` entry, no working directory changed, no C extension
loaded. An answer says whether it is *known* (what was asked for was found) and *complete* (everything
that it depends on was read), so that silence is never mistaken for "no".
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from flake8_testsec.names import canonical

if TYPE_CHECKING:
    from astroid import nodes
    from astroid.builder import AstroidBuilder

FRAMEWORKS = (
    "builtins",
    "unittest",
    "django.test",
    "rest_framework.test",
    "testtools",
    "twisted.trial.unittest",
    "tornado.testing",
    "aiohttp.test_utils",
    "oslotest.base",
    "fixtures",
)
"""Packages whose classes are known well enough not to be read."""

_MOST = 500
"""Classes read for one answer; a hierarchy beyond that is left incomplete."""


class Ancestors(NamedTuple):
    """The classes that a class inherits from.

    ``names`` are qualified, nearest first, each once; ``known`` is false if the class itself was not
    found; ``complete`` is false if any class above it could not be read.
    """

    names: tuple[str, ...]
    known: bool
    complete: bool


UNKNOWN = Ancestors((), False, False)


class View:
    """The modules of a project as one module sees them.

    Args:
        project: the project.
        path: the file of the module that asks, below the project's root.
    """

    def __init__(self, project: Project, path: str) -> None:
        self._project = project
        self._path = path
        self.consulted: dict[str, str] = {}


class Project:
    """The modules below one folder.

    Args:
        root: the folder that holds the project's packages; nothing outside it is read.
    """

    def __init__(self, root: str) -> None:
        self._root = os.path.realpath(root)
        self._modules: dict[str, nodes.Module | None] = {}

    def view(self, path: str) -> View:
        """The project as one of its modules sees it.

        Args:
            path: the module's file, below the root.

        Returns:
            The view, for this module alone.
        """
        return View(self, path)

    def ancestors(self, name: str) -> Ancestors:
        """The classes above one class of the project.

        Args:
            name: the qualified name of the class, for example ``shop.tests.base.ShopTest``.

        Returns:
            The answer; errors of any kind end as *not complete*.
        """
        try:
            return self._ancestors(name)
        except Exception:  # astroid raises what it likes on odd sources; not knowing is an answer
            return UNKNOWN

    def _ancestors(self, name: str) -> Ancestors:
        if self._class(name) is None:
            return UNKNOWN
        seen: dict[str, None] = {}
        complete, waiting = True, [name]
        while waiting and len(seen) < _MOST:
            current = waiting.pop(0)
            bases = self._bases(current)
            complete = complete and bases is not None
            new = [base for base in bases or () if base not in seen and base != name]
            seen.update(dict.fromkeys(new))
            waiting += [base for base in new if not _is_framework(base)]
        return Ancestors(tuple(seen), True, complete and not waiting)

    def _bases(self, name: str) -> list[str] | None:
        """The qualified names of a class's direct bases; ``None`` if one cannot be told."""
        class_ = self._class(name)
        if class_ is None:
            return None
        found = [self._qualified(base, class_) for base in class_.bases]
        return None if None in found else [each for each in found if each is not None]

    def _qualified(self, base: nodes.NodeNG, class_: nodes.ClassDef) -> str | None:
        from astroid import nodes

        match base:
            case nodes.Name():
                return self._looked_up(base.name, class_)
            case nodes.Attribute():
                owner = self._qualified(base.expr, class_)
                return owner and canonical(f"{owner}.{base.attrname}")
            case _:
                return None

    def _looked_up(self, name: str, class_: nodes.ClassDef) -> str | None:
        from astroid import nodes

        _, bindings = class_.parent.scope().lookup(name)
        match bindings:
            case (nodes.Import() as found,):
                return canonical(_imported(found, name))
            case (nodes.ImportFrom() as found,):
                return canonical(".".join(filter(None, (self._package(found), found.real_name(name)))))
            case (nodes.ClassDef() as found,):
                return str(found.qname())
            case _:
                return None

    def _package(self, node: nodes.ImportFrom) -> str:
        if not node.level:
            return str(node.modname)
        module = node.root()
        parts = module.name.split(".")
        up = node.level - int(module.package)
        return ".".join(filter(None, (*parts[: len(parts) - up], node.modname)))

    def _class(self, name: str) -> nodes.ClassDef | None:
        """The class statement that a qualified name stands for, through the project's re-exports."""
        from astroid import nodes

        for _ in range(10):
            owner, _, word = name.rpartition(".")
            module = self._module(owner)
            found = module.locals.get(word, ()) if module is not None else ()
            match found:
                case [nodes.ClassDef() as class_]:
                    return class_
                case [nodes.ImportFrom() as import_]:
                    name = f"{self._package(import_)}.{import_.real_name(word)}"
                case _:
                    return None
        return None

    def _module(self, dotted: str) -> nodes.Module | None:
        if dotted not in self._modules:
            self._modules[dotted] = self._read(dotted)
        return self._modules[dotted]

    def _read(self, dotted: str) -> nodes.Module | None:
        path = self._path(dotted)
        if path is None:
            return None
        with open(path, "rb") as file:
            source = file.read()
        return self._builder.string_build(source.decode(errors="replace"), dotted, path)

    def _path(self, dotted: str) -> str | None:
        return next(filter(self._is_inside, self._candidates(dotted)), None)

    def _candidates(self, dotted: str) -> Iterator[str]:
        parts = dotted.split(".")
        for source in ("", "src", "lib"):
            stem = os.path.join(self._root, source, *parts)
            yield stem + ".py"
            yield os.path.join(stem, "__init__.py")

    def _is_inside(self, path: str) -> bool:
        real = os.path.realpath(path)
        return os.path.isfile(real) and real.startswith(os.path.join(self._root, ""))

    @cached_property
    def _builder(self) -> AstroidBuilder:
        from astroid.builder import AstroidBuilder
        from astroid.manager import AstroidManager

        # Without transforms astroid never asks its plugins, which may import what they describe.
        return AstroidBuilder(AstroidManager(), apply_transforms=False)


def _imported(import_: nodes.Import, name: str) -> str:
    """What a name of ``import a.b`` or ``import a.b as c`` stands for."""
    return next((real for real, as_name in import_.names if as_name == name), name)


def _is_framework(name: str) -> bool:
    return any(name == known or name.startswith(known + ".") for known in FRAMEWORKS) or name == "object"
