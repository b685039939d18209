"""One file from its bytes to its findings: read, parse, index, rules, and nothing of flake8's engine."""

from __future__ import annotations

import argparse
import gc
import os
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from flake8_testsec import deadlines, regular_files
from flake8_testsec.cli import startup
from flake8_testsec.cli.contents import content
from flake8_testsec.cli.outputs import Needs
from flake8_testsec.cli.reviews import STDIN, Review, Told, display_name, failure, unreadable
from flake8_testsec.finding import Finding
from flake8_testsec.plugin import Case, Plugin, case_of, examined, module_of, uncollected
from flake8_testsec.roots import root_above

if TYPE_CHECKING:
    import ast

    from flake8.processor import FileProcessor

    from flake8_testsec.cli.changes import Change, Side
    from flake8_testsec.cli.extents import Extents
    from flake8_testsec.cli.results import Results
    from flake8_testsec.project.views import Project
    from flake8_testsec.source.module import Module
    from flake8_testsec.timing import Clock

_GARBAGE = 4 * 2**20


class Work(NamedTuple):
    """What a process must know to review files; it can be sent to any process."""

    options: argparse.Namespace
    cache: str | None = None
    """The folder of the store; without one, nothing is kept."""
    stamp: str = ""
    """See ``results.stamp``."""
    changes: Mapping[str, Change] | None = None
    """How the files have changed, if only that counts, by their names."""
    reader: type[Reader] | None = None
    """What reviews files in other processes, if it is not `Reader`."""


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let neither the garbage collector nor the parser's warnings come in between.

    The collector would walk over every tree that grows, again and again; trees have no cycles.
    """
    with uncollected(), warnings.catch_warnings():
        gc.freeze()
        warnings.simplefilter("ignore")
        try:
            yield
        finally:
            gc.unfreeze()


class Reader:
    """Reviews files one after the other.

    Args:
        work: what to review them with.
        clock: where the time goes, if somebody asks.
    """

    def __init__(self, work: Work, clock: Clock | None = None) -> None:
        Plugin.configure(work.options)  # a process that was spawned knows no options yet
        self.work = work
        self._options = work.options
        self._needs: Needs = work.options.needs
        self._results = _results(work)
        self._room = clock.room if clock else _no_room
        self._examined = clock.examined if clock else examined
        self._root_above = lru_cache(maxsize=None)(root_above)
        self._projects: dict[str, Project] = {}
        self._garbage = 0
        self._role = ""
        self.fresh = 0
        """How many bytes were reviewed, without those whose results were known."""

    def read(self, name: str) -> Review:
        """Review one file; that it cannot be done is a finding, too.

        Args:
            name: its path, or ``-``.

        Returns:
            The review.
        """
        display = display_name(name, self._options)
        try:
            with deadlines.limited(self._options.max_seconds_per_file):
                return self._review(name, display)
        except deadlines.Overdue:
            return failure(display, deadlines.told(self._options.max_seconds_per_file))
        except regular_files.TooLarge:
            return failure(display, deadlines.TOO_LARGE)
        except OSError as error:
            return unreadable(display, error)
        except RecursionError:
            return failure(display, "nested too deeply")
        except MemoryError:
            return failure(display, "nested too deeply, or more than fits into the memory")
        except Exception as error:  # one bad file must not cost the findings of the others
            from flake8_testsec.faults import described

            return failure(display, described(error))

    def close(self) -> None:
        """Write what is to be kept; the reader can be used again."""
        if self._results is not None:
            self._results.close()

    def forget(self) -> None:
        """Look anew at all other files that a review may hang on: one of them was written."""
        for project in self._projects.values():
            project.forget()
        if self._results is not None:
            self._results.forget()

    def _project(self, root: str) -> Project:
        if root not in self._projects:
            self._projects[root] = (self._results.project if self._results else _project)(root)
        return self._projects[root]

    def _review(self, name: str, display: str) -> Review:
        change = self.work.changes[name] if self.work.changes is not None else None
        if self._options.cassettes:
            review = self._of_cassette(name, display)
            return review if change is None else self._of_change(review, change, _lines(self._content(name)))
        with self._room("read"):
            source = self._content(name) if change is None or change.content is None else change.content
            text = Text(source, display, self._options)
        review = self._whole(text)
        return review if change is None else self._of_change(review, change, text.lines)

    def _content(self, name: str) -> bytes:
        """A file's bytes, wherever they are."""
        return content(name, self._options.filenames)

    def _case(self, text: Text) -> Case:
        """What a file's review hangs on beside them."""
        return case_of(text.display, [text.content.decode("latin-1")], Plugin.settings, self._root_above)

    def _place(self, display: str) -> str:
        """Where a file is in its project, if the file system does not tell."""
        return ""

    def _of_cassette(self, name: str, display: str) -> Review:
        from flake8_testsec.cli import cassettes

        self._count(0 if name == STDIN else os.path.getsize(name))
        return self._with_key(
            Review(display, tuple(cassettes.review(name, display, self._options.filenames)))
        )

    def _of_change(self, review: Review, change: Change, lines: list[str]) -> Review:
        from flake8_testsec.cli import changes

        now, silent = changes.Side(review, lines), not self._options.disable_noqa
        return changes.told(now, change, self.side, silent)

    def side(self, content: bytes, name: str) -> Side:
        """Review a content as if a file had it.

        Args:
            content: all of it.
            name: the file as the user knows it.

        Returns:
            The review, and the lines that it is of.

        Raises:
            RecursionError: it is nested too deeply.
            MemoryError: the same.
        """
        from flake8_testsec.cli.changes import Side

        if self._options.cassettes:
            from flake8_testsec.cli import cassettes

            return Side(Review(name, tuple(cassettes.review_of(content, name))), _lines(content))
        text = Text(content, name, self._options)
        return Side(self._whole(text), text.lines)

    @contextmanager
    def module(self, content: bytes, name: str) -> Iterator[Module]:
        """A content as a module of its project.

        Args:
            content: all of it, which is known to parse.
            name: the file that shall have it.

        Yields:
            The module; what it knows is gone afterwards.
        """
        from flake8_testsec.cli import parsing

        text = Text(content, name, self._options)
        tree = parsing.parse("".join(text.lines))
        with module_of(tree, text.lines, self._case(text), self._project) as module:
            yield module

    def _whole(self, text: Text) -> Review:
        if text.left_alone:
            return Review(text.display, ())
        try:
            review = self._of_content(text)
        except SyntaxError:
            review = text.unparsed()
        return self._with_details(review, text)

    def _of_content(self, text: Text) -> Review:
        """The review of a file that was read."""
        told = tuple(self._of_text(text))
        return Review(text.display, told, role=self._role)

    def _with_details(self, review: Review, text: Text) -> Review:
        if not (review.told and self._needs.details):
            return review
        from flake8_testsec.cli.details import detailed

        lines = text.lines if self._needs.lines else None
        place = self._place(text.display)
        return review._replace(told=tuple(detailed(review, text.content, lines, self._needs.around, place)))

    def _with_key(self, review: Review) -> Review:
        if not self._needs.details:
            return review
        from flake8_testsec.cli.details import of_cassette

        return review._replace(told=tuple(of_cassette(review)))

    def _of_text(self, text: Text) -> Iterable[Told]:
        case = self._case(text)
        told = self._known(text, case) if self._results else self._anew(text, case)[0]
        if self._options.show_source:
            return [Told(each.finding, text.line(each.finding.line)) for each in told]
        return told

    def _known(self, text: Text, case: Case) -> Sequence[Told]:
        assert self._results is not None
        key = self._results.key(text.content, case, self._needs.fixes)
        told = self._results.get(key, case.root)
        if told is None:
            told, consulted = self._anew(text, case)
            self._results.put(key, told, consulted, self._role)
        elif self._options.summary or self._options.evidence:
            self._role = self._results.role(key)
        return told

    def _anew(self, text: Text, case: Case) -> tuple[list[Told], Mapping[str, str]]:
        from flake8_testsec.cli import parsing  # for which known results have no use

        startup.engine()
        self._count(len(text.content))
        with self._room("read"):
            lines = text.lines
        with self._room("parse"):
            tree = parsing.parse("".join(lines))
        found = self._examined(tree, lines, case, self._project, self._needs.fixes)
        self._role = found.role
        return [Told(each, text.noqa(each.line, tree)) for each in found.findings], found.consulted

    def _count(self, size: int) -> None:
        self.fresh += size
        self._garbage += size
        if self._garbage > _GARBAGE:  # what rules leave behind in cycles does not grow beyond a bound
            self._garbage = 0
            gc.collect()
            if not gc.isenabled():  # what is left is kept to the end, and need not be gone through again
                gc.freeze()


class Text:
    """A file's content, and what flake8 says of its comments; lines are made only where they are needed."""

    def __init__(self, content: bytes, display: str, options: argparse.Namespace) -> None:
        self.content = content
        self.display = display
        self._options = options
        self._extents: Extents | None = None
        lower = content.lower()
        self.says_noqa = b"noqa" in lower
        # Ignoring case, the pattern takes a letter beyond ASCII for a "k".
        self._says_flake8 = b"flake8" in lower or not content.isascii()

    @cached_property
    def lines(self) -> list[str]:
        return _lines(self.content)

    @cached_property
    def _processor(self) -> FileProcessor:
        from flake8.processor import FileProcessor

        return FileProcessor(self.display, self._options, self.lines)

    @property
    def left_alone(self) -> bool:
        """Whether a comment asks flake8 to pass over the file."""
        return self.says_noqa and self._says_flake8 and bool(self._processor.should_ignore_file())

    def line(self, number: int) -> str | None:
        """See ``Told.line``."""
        line: str | None = self._processor.noqa_line_for(number)
        return line

    def noqa(self, number: int, tree: ast.Module) -> str | None:
        """A finding's line where it may hold a ``noqa``, else an empty one: tokenising takes longer than the
        review.

        Args:
            number: the line, from 1.
            tree: the parsed file.
        """
        if not self.says_noqa:
            return ""
        if self._extents is None:
            from flake8_testsec.cli.extents import Extents

            self._extents = Extents(tree, self.lines)
        first, last = self._extents.around(number)
        return self.line(number) if any(first <= each <= last for each in self._noqa_lines) else ""

    @cached_property
    def _noqa_lines(self) -> Sequence[int]:
        return [number for number, line in enumerate(self.lines, 1) if "noqa" in line.lower()]

    def unparsed(self) -> Review:
        """What there is to say of a file that cannot be parsed."""
        from flake8_testsec.cli.dialects import written_for  # most runs parse all files

        version = None if self._options.quiet else written_for(self.lines)
        return Review(self.display, tuple(self._syntax_error()), False, version)

    def _syntax_error(self) -> Iterator[Told]:
        """What flake8 says of it."""
        from flake8.checker import FileChecker
        from flake8.plugins.finder import Checkers

        checker = FileChecker(filename=os.devnull, plugins=Checkers([], [], []), options=self._options)
        checker.processor, checker.should_process = self._processor, True
        for code, line, column, message, source in checker.run_checks()[1]:
            yield Told(Finding(line, column, code, message, line, column), source)


def _lines(content: bytes) -> list[str]:
    from flake8_testsec.source.syntax import read_lines

    return read_lines(content)


def _results(work: Work) -> Results | None:
    if work.cache is None:
        return None
    from flake8_testsec.cli.results import Results

    return Results(work.cache, work.stamp)


def _project(root: str) -> Project:
    from flake8_testsec.project.files import Folder
    from flake8_testsec.project.views import Project

    return Project(Folder(root, is_still=True))


def _no_room(name: str) -> AbstractContextManager[None]:
    return nullcontext()
