"""One file from its bytes to its review."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from flake8.style_guide import StyleGuideManager

from flake8_testsec.cli.reading import Reader, Text, Work
from flake8_testsec.cli.reporting import Relay
from flake8_testsec.cli.reviews import Review
from flake8_testsec.finding import FAULT, Finding
from flake8_testsec.plugin import Plugin, case_of, module_of, project_root
from flake8_testsec.rule import Role

if TYPE_CHECKING:
    import ast

    from flake8_testsec.source.module import Module

EVERYTHING = ("TSE",)
"""What enables every rule, and the strict form of each."""


class Reviewer(Reader):
    """Reads files as ``check`` does, and writes reviews.

    Args:
        work: what to review them with.
    """

    def __init__(self, work: Work) -> None:
        super().__init__(work)
        self._relay = Relay()
        self._guide = StyleGuideManager(work.options, self._relay)

    def _of_content(self, text: Text) -> Review:
        from flake8_testsec import engine

        with self._module(text) as module:
            if self._is_left_out(text, module):
                return Review(text.display, ())
            certain = engine.examine(module)
            everything = engine.examine(strictly(module))
            return self._told(text, certain, everything, module)

    def _module(self, text: Text) -> AbstractContextManager[Module]:
        import ast

        case = case_of(text.display, [text.content.decode("latin-1")], Plugin.settings, self._root_above)
        self._count(len(text.content))
        return module_of(ast.parse("".join(text.lines)), text.lines, case, self._project)

    def _is_left_out(self, text: Text, module: Module) -> bool:
        """Whether a file is no test, and was not named by itself."""
        is_test = bool(module.role & (Role.TEST | Role.SUPPORT))
        return not is_test and text.display not in self._options.reviewed_anyway

    def _told(
        self,
        text: Text,
        certain: Sequence[Finding],
        everything: Sequence[Finding],
        module: Module,
    ) -> Review:
        from flake8_testsec.review.reviewing import Told, review

        shown = [*self._shown(text, module.tree, certain)]
        every = [*self._shown(text, module.tree, everything)]
        silenced = len({*certain, *everything}) - len({*shown, *every})
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
        return lambda path: os.path.relpath(os.path.join(root, path))

    def _shown(self, text: Text, tree: ast.Module, findings: Iterable[Finding]) -> Iterator[Finding]:
        """The findings that neither a comment nor the configuration silences, and faults of ours."""
        for each in findings:
            self._relay.shown = None
            place = (each.line, each.column)
            line = text.noqa(each.line, tree)
            self._guide.handle_error(each.code, text.display, *place, each.message, line)
            if each.code == FAULT or (self._relay.shown is not None and Plugin.filter.admits(each.code)):
                yield each


def strictly(module: Module) -> Module:
    """The same module where every rule speaks, also in its strict form.

    Args:
        module: a module that has been asked already.

    Returns:
        Another that shares its tree, and none of the answers that hang on settings.
    """
    import copy

    other = copy.copy(module)
    other.settings = module.settings._replace(enable=EVERYTHING)
    other.kept = {}
    return other
