"""The classes above a class by astroid, which sees a module as Python would and costs ten times as much.

The only room that asks astroid: nothing is imported, and only the project's own files are opened.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from flake8_testsec.project.files import Files
from flake8_testsec.project.views import MOST, is_framework
from flake8_testsec.source.spellings import canonical

if TYPE_CHECKING:
    from astroid import nodes
    from astroid.builder import AstroidBuilder


class Ancestors(NamedTuple):
    """The classes that a class inherits from.

    ``names`` are qualified, nearest first, each once; ``known`` is false if the class itself was not
    found; ``complete`` is false if any class above it could not be read.
    """

    names: tuple[str, ...]
    known: bool
    complete: bool


UNKNOWN = Ancestors((), False, False)
_TOP = ("object", "builtins")


def ancestors(files: Files, name: str) -> Ancestors:
    """The classes above one class of a project, as astroid reads them.

    Args:
        files: the project's files.
        name: the qualified name of the class, for example ``shop.tests.base.ShopTest``.

    Returns:
        The answer; errors of any kind end as *not complete*.
    """
    try:
        return _Astroid(files).ancestors(name)
    except Exception:  # astroid raises what it likes on odd sources; not knowing is an answer
        return UNKNOWN


class _Astroid:
    """What astroid reads in a project: its files one by one, without inference, so nothing else is opened.

    Args:
        files: the project's files.
    """

    def __init__(self, files: Files) -> None:
        self._files = files
        self._modules: dict[str, nodes.Module | None] = {}

    def ancestors(self, name: str) -> Ancestors:
        if self._class(name) is None:
            return UNKNOWN
        seen: dict[str, None] = {}
        complete, waiting = True, [name]
        while waiting and len(seen) < MOST:
            current = waiting.pop(0)
            bases = self._bases(current)
            complete = complete and bases is not None
            new = [base for base in bases or () if base not in seen and base != name]
            seen.update(dict.fromkeys(new))
            waiting += [base for base in new if not is_framework(base) and base.partition(".")[0] not in _TOP]
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
        for path in _places(dotted):
            if (source := self._files.read(path)) is not None:
                # Without transforms astroid never asks its plugins, which may import what they describe.
                return self._builder.string_build(source.decode(errors="replace"), dotted, path)
        return None

    @cached_property
    def _builder(self) -> AstroidBuilder:
        from astroid.builder import AstroidBuilder
        from astroid.manager import AstroidManager

        return AstroidBuilder(AstroidManager(), apply_transforms=False)


def _places(dotted: str) -> Iterator[str]:
    for source in ("", "src", "lib"):
        stem = posixpath.join(source, dotted.replace(".", "/"))
        yield stem + ".py"
        yield posixpath.join(stem, "__init__.py")


def _imported(import_: nodes.Import, name: str) -> str:
    """What a name of ``import a.b`` or ``import a.b as c`` stands for."""
    return next((real for real, as_name in import_.names if as_name == name), name)
