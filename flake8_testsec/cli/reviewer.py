"""One file from its bytes to its review."""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from flake8.style_guide import StyleGuideManager

from flake8_testsec.cli.reading import Reader, Text, Work
from flake8_testsec.cli.reporting import Relay
from flake8_testsec.cli.reviews import Review
from flake8_testsec.finding import FAULT, Finding
from flake8_testsec.plugin import Plugin, case_of, module_of
from flake8_testsec.roots import project_root
from flake8_testsec.rule import Role
from flake8_testsec.settings import Settings

if TYPE_CHECKING:
    import ast

    from flake8_testsec.engine import Table
    from flake8_testsec.project.views import Project
    from flake8_testsec.source.module import Module

EVERYTHING = ("TSE",)
"""What enables every rule, and the strict form of each."""


_OPEN = 2**20
"""Bytes of other files of which trees are kept for a while: a review asks more of them than rules do."""


class Reviewer(Reader):
    """Reads files as ``check`` does, and writes reviews.

    Args:
        work: what to review them with.
    """

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self._relay = Relay()
        self._relative: dict[str, Callable[[str], str]] = {}
        self._guide = StyleGuideManager(work.options, self._relay)

    def _project(self, root: str) -> Project:
        found = super()._project(root)
        found.keep_open(_OPEN)
        return found

    def _of_content(self, text: Text) -> Review:
        with self._module(text) as module:
            if self._is_left_out(text, module):
                return Review(text.display, ())
            return self._told(text, examined(module), module)

    def _module(self, text: Text) -> AbstractContextManager[Module]:
        import ast

        case = case_of(text.display, [text.content.decode("latin-1")], Plugin.settings, self._root_above)
        self._count(len(text.content))
        return module_of(ast.parse("".join(text.lines)), text.lines, case, self._project)

    def _is_left_out(self, text: Text, module: Module) -> bool:
        """Whether a file is no test, and was not named by itself."""
        is_test = bool(module.role & (Role.TEST | Role.SUPPORT))
        return not is_test and text.display not in self._options.reviewed_anyway

    def _told(self, text: Text, found: Examined, module: Module) -> Review:
        from flake8_testsec.review.reviewing import Told, review

        told = frozenset(self._shown(text, module.tree, found.everything))
        shown, every = ([each for each in several if each in told] for several in found)
        silenced = len(found.everything) - len(told)
        name = text.display.removeprefix("./")
        document = review(module, name, Told(shown, every, silenced), self._names(text))
        return Review(text.display, (), document=document)

    def _names(self, text: Text) -> Callable[[str], str]:
        """What other files of the project are called: relative to the working directory, if this one is."""
        root = project_root(text.display, self._root_above)
        if root is None:
            return str
        if os.path.isabs(text.display):
            return lambda path: os.path.join(root, path)
        if root not in self._relative:
            self._relative[root] = cache(lambda path: os.path.relpath(os.path.join(root, path)))
        return self._relative[root]

    def _shown(self, text: Text, tree: ast.Module, findings: Iterable[Finding]) -> Iterator[Finding]:
        """The findings that neither a comment nor the configuration silences, and faults of ours."""
        line = cache(lambda number: text.noqa(number, tree))  # of many findings in few lines
        for each in findings:
            self._relay.shown = None
            place = (each.line, each.column)
            self._guide.handle_error(each.code, text.display, *place, each.message, line(each.line))
            if each.code == FAULT or (self._relay.shown is not None and Plugin.filter.admits(each.code)):
                yield each


class _Watched(Settings):
    """Settings that remember of which rules somebody has asked whether they are enabled."""

    asked: set[str]

    def enables(self, code: str) -> bool:
        self.asked.add(code)
        return super().enables(code)


class Examined(NamedTuple):
    """What the rules say by themselves, and what they say if all of them are asked, in their strict forms."""

    certain: Sequence[Finding]
    everything: Sequence[Finding]


def examined(module: Module) -> Examined:
    """What the rules say of a module.

    Args:
        module: a module of which nothing was asked yet.

    Returns:
        The findings; of the second time only those rules are asked that can say more than the first time.
    """
    from flake8_testsec import engine

    settings = module.settings
    module.settings = watched = _Watched(*settings)
    watched.asked = set()
    certain = engine.examine(module)
    module.settings = settings
    table = _strict_table(frozenset(watched.asked), settings.enable, module.role)
    strict = _strictly(module)
    everything = sorted({*certain, *engine.examine(strict, table)})
    module.kept.update((key, known) for key, known in strict.kept.items() if _is_shared(key))
    return Examined(certain, everything)


@lru_cache(maxsize=256)
def _strict_table(asked: frozenset[str], enable: tuple[str, ...], role: Role) -> Table:
    """The rules that were not asked, and those that may have a strict form in this module."""
    from flake8_testsec.engine import compile_table
    from flake8_testsec.outlines import wanted

    known = {each.code for each in wanted(Settings(enable=enable))}
    every = wanted(Settings(enable=EVERYTHING))
    return compile_table((each for each in every if each.code not in known or each.code in asked), role)


def _strictly(module: Module) -> Module:
    """The same module with all rules enabled, and with those of its answers that cannot hang on that."""
    import copy

    other = copy.copy(module)
    other.settings = module.settings._replace(enable=EVERYTHING)
    other.kept = {key: known for key, known in module.kept.items() if _is_shared(key)}
    return other


_ROOMS = ("flake8_testsec.source.", "flake8_testsec.vocabulary.", "flake8_testsec.project.")
"""The rooms that know which rules are enabled in no answer."""
_NAMES = (
    *("bases", "cleanup.regions", "custody", "disabled_code", "interceptors", "lineage"),
    *("origins", "project.facts"),
)
"""How the names of answers begin of which the same is true."""


def _is_shared(key: Hashable) -> bool:
    return _is_of_rooms(key[0] if isinstance(key, tuple) else key)


@cache  # the same questions are asked of every module
def _is_of_rooms(asked: Hashable) -> bool:
    if isinstance(asked, str):
        return asked.startswith(_NAMES)
    return str(getattr(asked, "__module__", "")).startswith(_ROOMS)
