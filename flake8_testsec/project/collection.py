"""What pytest takes for a test in a module: its own conventions, and what the project's files change."""

from __future__ import annotations

import ast
import fnmatch
import posixpath
import re
from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple

from flake8_testsec.patterns import lazy
from flake8_testsec.project.locations import above
from flake8_testsec.project.views import View, view_of
from flake8_testsec.source.module import Module, once
from flake8_testsec.vocabulary.testing.suites import is_collected

if TYPE_CHECKING:
    from flake8_testsec.project.module_facts import ModuleFacts

FILES = (
    *("pytest.toml", ".pytest.toml", "pytest.ini", ".pytest.ini", "pyproject.toml", "tox.ini", "setup.cfg"),
)
"""Where pytest looks for its configuration (its documentation, Configuration file formats)."""

_CONFIGURED = lazy(
    r"\bpython_(classes|functions)[\"']?[ \t]*=[ \t]*"
    r"(\[(?:[^\]\"']|\"[^\"]*\"|'[^']*')*\]|[^\n]*(?:\n[ \t]+[^\n]*)*)"
)
_PATTERN = lazy(r"[^\s\"',]+")

_HOOKS = frozenset({"pytest_pycollect_makeitem", "pytest_pycollect_makemodule", "pytest_collect_file"})
"""The hooks that may collect in another way (pytest's reference, Collection hooks)."""

_BY_NAME = lazy(r"\b(funcnamefilter|classnamefilter|istestfunction|istestclass)\(")
"""The methods of a collector that go by the configured names."""


class Patterns(NamedTuple):
    """What the names of tests may begin with or match, the defaults among it; ``open`` if there may be
    more."""

    classes: Sequence[str]
    functions: Sequence[str]
    open: bool

    def take_class(self, name: str) -> bool:
        """Whether pytest may look for tests in a class of this name."""
        return self.open or any(_fits(name, each) for each in self.classes)

    def take_function(self, name: str) -> bool:
        """Whether pytest may take a function or method of this name for a test."""
        return self.open or any(_fits(name, each) for each in self.functions)


def _fits(name: str, pattern: str) -> bool:
    return name.startswith(pattern) or (
        not {"*", "?", "["}.isdisjoint(pattern) and fnmatch.fnmatchcase(name, pattern)
    )


@once
def patterns(module: Module) -> Patterns:
    """What pytest collects in a module.

    Args:
        module: the module. All configuration in the folders above it counts, not only that of the file which
            pytest would choose: which one that is hangs on how it is called.

    Returns:
        The patterns; open if nothing is known of other files, or a ``conftest.py`` may change them.
    """
    view = view_of(module)
    if view is None:
        return Patterns((), (), open=True)
    found = [*_configured(view, module.path)]
    return Patterns(
        ("Test", *(each for kind, each in found if kind == "classes")),
        ("test", *(each for kind, each in found if kind == "functions")),
        any(map(_may_collect, view.conftests(), repeat(view))),
    )


def takes_class(class_: ast.ClassDef, module: Module) -> bool:
    """Whether a runner looks for tests in a class: as `is_collected`, or by the project's configuration."""
    return is_collected(class_, module) or any(_fits(class_.name, each) for each in patterns(module).classes)


def _configured(view: View, path: str) -> Iterator[tuple[str, str]]:
    for folder in above(path):
        for name in FILES:
            file = posixpath.join(folder, name)
            text = view.text(file) if view.exists(file) else ""
            for kind, value in _CONFIGURED.findall(text) if "python_" in text else ():
                listed = re.sub(r"\A\[|\]\Z", "", value) if value.endswith("]") else value
                yield from ((kind, each) for each in _PATTERN.findall(listed))


def _may_collect(conftest: ModuleFacts, view: View) -> bool:
    """Whether a conftest, or a plugin of the project that it loads, may collect in another way."""
    stars = [view.facts(name, conftest.path) for name in conftest.stars]
    plugins = [view.facts(name, conftest.path) for name in conftest.plugins]
    known = [conftest, *filter(None, (*stars, *plugins))]
    return None in stars or any(_collects(each, view) for each in known)


def _collects(plugin: ModuleFacts, view: View) -> bool:
    """Whether a file has such a hook, and does not ask pytest itself what is a test by its name."""
    return not _HOOKS.isdisjoint(plugin.bound) and not _BY_NAME.search(view.text(plugin.path))
