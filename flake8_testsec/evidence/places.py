"""Which line of the project is at work."""

from __future__ import annotations

import os
import sys
from functools import cached_property
from types import FrameType, ModuleType

from flake8_testsec.digests import digest
from flake8_testsec.evidence.records import Place

_OWN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "")
_RUNNER = os.path.join("pluggy", "")
_FOREIGN = ("site-packages", "dist-packages", ".tox", ".nox", ".venv", "venv", "node_modules")


class Project:
    """The files below a folder that are not installed there.

    Args:
        root: the folder.
    """

    def __init__(self, root: str) -> None:
        self.root = os.path.join(os.path.realpath(root), "")
        self._names: dict[str, str] = {}

    @cached_property
    def _prefixes(self) -> tuple[str, ...]:
        """The folders of Python itself, if they are below the project's."""
        found = {os.path.join(os.path.realpath(each), "") for each in (sys.prefix, sys.base_prefix)}
        return tuple(each for each in found if each.startswith(self.root) and each != self.root)

    def name(self, file: str) -> str:
        """A file's path below the root, with slashes; empty for one of somebody else.

        Args:
            file: as code objects and modules have it.
        """
        known = self._names.get(file)
        if known is None:
            known = self._names[file] = self._name(file)
        return known

    def _name(self, file: str) -> str:
        if file.startswith(("<", _OWN)):
            return ""
        path = os.path.realpath(file)
        if not path.startswith(self.root) or path.startswith(self._prefixes):
            return ""
        name = path[len(self.root) :].replace(os.sep, "/")
        return "" if any(part in _FOREIGN for part in name.split("/")) else name

    def place(self, frame: FrameType | None) -> Place | None:
        """The innermost line of the project, up to where the runner of the tests called it.

        Args:
            frame: where to begin.
        """
        while frame is not None:
            file = frame.f_code.co_filename
            if name := self.name(file):
                return Place(name, frame.f_lineno, _qualified(frame))
            if file.startswith(_OWN) or _RUNNER in file:
                return None
            frame = frame.f_back
        return None

    def holds(self, module: object) -> bool:
        """Whether a module is one of the project.

        Args:
            module: anything that is found among imported modules.
        """
        if type(module) is not ModuleType:
            return False
        file = vars(module).get("__file__")
        return isinstance(file, str) and bool(self.name(file))

    def digest(self, name: str) -> str:
        """The digest of a file's content; empty if it cannot be read.

        Args:
            name: its path below the root.
        """
        try:
            with open(self.root + name, "rb") as file:
                return digest(file.read())
        except OSError:
            return ""


def _qualified(frame: FrameType) -> str:
    code = frame.f_code
    name: str = getattr(code, "co_qualname", code.co_name)
    return name
