"""The text and the tree of one file: what stands where, before anything is known of names and purposes.

A file is read once into an index; every further fact is worked out when first asked. Nothing is written onto
the tree, which flake8 shares between plugins.
"""

from __future__ import annotations

import ast
import io
from bisect import bisect_left, bisect_right
from codecs import BOM_UTF8
from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, pairwise
from typing import Any, NamedTuple, TypeVar

from flake8_testsec.rule import Place, Span
from flake8_testsec.source import index, paths
from flake8_testsec.source.templates import TEMPLATES

Function = ast.FunctionDef | ast.AsyncFunctionDef
_INNER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
_N = TypeVar("_N", bound=ast.AST)
_DEEP = 32
_FUNCTIONS: tuple[type[Any], ...] = (ast.FunctionDef, ast.AsyncFunctionDef)


TEXTS: tuple[type[Any], ...] = (ast.Constant, ast.JoinedStr, *TEMPLATES)
"""What may be a string over several lines."""


class Comment(NamedTuple):
    """A comment that has its line to itself: line from 1, column from 0 in characters."""

    line: int
    column: int
    text: str

    @property
    def content(self) -> str:
        """The text after the hash signs, its indentation kept but for one space."""
        return self.text.lstrip("#").removeprefix(" ")


def _line_of(comment: Comment) -> int:
    return comment.line


def read_lines(source: bytes) -> list[str]:
    """Decode and split a file's bytes as flake8 does: a cookie or UTF-8, else Latin-1.

    Args:
        source: the whole file.

    Returns:
        The lines with their ends as ``\\n``, without a byte order mark.
    """
    try:
        text = _decoded(source)
    except (SyntaxError, UnicodeError, LookupError):
        text = source.removeprefix(BOM_UTF8).decode("latin-1")
    return io.StringIO(text, newline=None).readlines()


def _decoded(source: bytes) -> str:
    first, _, rest = source.partition(b"\n")
    if b"coding" not in first and b"coding" not in rest.partition(b"\n")[0]:
        return source.removeprefix(BOM_UTF8).decode()
    import tokenize  # for which few files have any use

    encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
    return source.decode(encoding)


Places = Mapping[str, Sequence[int]]


def _places(words: Sequence[str]) -> Places:
    places: dict[str, list[int]] = defaultdict(list)
    for place, word in enumerate(words):
        places[word].append(place)
    return dict(places)


def _chosen(words: Collection[str], places: Places, nodes: Sequence[ast.AST]) -> Sequence[Any]:
    found = [place for word in places.keys() & words for place in places[word]]
    return [nodes[place] for place in sorted(found)]


class Syntax:
    """The text and the tree of one file.

    Args:
        tree: the parsed file, which is only read.
        lines: its lines with their ends, as the parser saw them.
        path: the path as it is known to the project, with any separators.
        known: what a walk over the tree has told already.
    """

    def __init__(
        self, tree: ast.Module, lines: Sequence[str], path: str, known: index.Index | None = None
    ) -> None:
        self.tree = tree
        self.lines = lines
        self.path = path
        self.kept: dict[Hashable, Any] = {}
        """What other rooms worked out about this module, to be asked once."""
        self._mentioned: dict[str, bool] = {}
        self._holders: dict[tuple[type[ast.AST], ...], dict[ast.AST | None, Any]] = defaultdict(dict)
        self._stored: dict[str, Mapping[ast.AST, Sequence[ast.Attribute]]] = {}
        self._index = index.read(tree) if known is None else known
        self.index, self.parents = self._index.nodes, self._index.parents

    @cached_property
    def source(self) -> str:
        """The whole text."""
        return "".join(self.lines)

    @cached_property
    def text(self) -> str:
        """The whole text to look for words in: identifiers as they are written, and as the tree has them."""
        source = self.source
        if source.isascii():
            return source
        import unicodedata  # which most files can do without

        return f"{source}\n{unicodedata.normalize('NFKC', source)}"

    def mentions(self, *words: str) -> bool:
        """Whether one of these words, or parts of words, occurs anywhere in the text; quick."""
        known = self._mentioned
        for word in words:
            if word not in known:
                known[word] = word in self.text
        return any(known[word] for word in words)

    @cached_property
    def lowered(self) -> str:
        """The whole text in small letters."""
        return self.text.lower()

    @cached_property
    def dotted(self) -> tuple[str, ...]:
        """The module's dotted path, as far as its path tells."""
        return paths.dotted(self.path)

    def nodes(self, *types: type[_N]) -> Iterator[_N]:
        """All nodes of exactly these types, each type in source order."""
        # The index is by type, which its own type cannot tell.
        return chain.from_iterable(self.index.get(kind, ()) for kind in types)  # type: ignore[misc]

    def calls(self, words: Collection[str]) -> Sequence[ast.Call]:
        """The calls, in source order, of which the last word is one of these; the empty word for no word."""
        return _chosen(words, self.called, self.index[ast.Call])

    @cached_property
    def called(self) -> Places:
        """The last words of what is called, each with its places among all calls."""
        return _places(self._index.called)

    def attributes(self, words: Collection[str]) -> Sequence[ast.Attribute]:
        """The attributes, in source order, of which the name is one of these."""
        return _chosen(words, self.attribute_names, self.index[ast.Attribute])

    @cached_property
    def attribute_names(self) -> Places:
        """The names of all attributes, each with its places among all attributes."""
        return _places(self._index.words)

    def named(self, word: str) -> Sequence[ast.Name]:
        """The plain names that are this one, in source order."""
        return self._by_name.get(word, ())

    @property
    def names_used(self) -> Collection[str]:
        """The words of all plain names, in the order in which each first occurs."""
        return self._by_name.keys()

    @cached_property
    def _by_name(self) -> Mapping[str, Sequence[ast.Name]]:
        found: dict[str, list[ast.Name]] = defaultdict(list)
        for node in self.nodes(ast.Name):
            found[node.id].append(node)
        return dict(found)

    def functions(self, name: str) -> Sequence[Function]:
        """The functions of a name, the plain ones first, each kind in source order."""
        return self._functions.get(name, ())

    @cached_property
    def _functions(self) -> Mapping[str, Sequence[Function]]:
        found: dict[str, list[Function]] = defaultdict(list)
        every: Iterator[Function] = chain(self.nodes(ast.FunctionDef), self.nodes(ast.AsyncFunctionDef))
        for each in every:
            found[each.name].append(each)
        return dict(found)

    @cached_property
    def literals(self) -> frozenset[object]:
        """The values of all literals."""
        return frozenset([node.value for node in self.nodes(ast.Constant)])

    def stored(self, word: str, root: Function | ast.ClassDef | ast.Module) -> Iterator[ast.Attribute]:
        """The attributes of a name that something is stored in below a node, in source order."""
        if word not in self._stored:
            stored = [each for each in self.attributes({word}) if isinstance(each.ctx, ast.Store)]
            below: dict[ast.AST, list[ast.Attribute]] = defaultdict(list)
            for each in stored:
                for above in self.ancestors(each):
                    if isinstance(above, (*_INNER, ast.Module)):
                        below[above].append(each)
            self._stored[word] = dict(below)
        return iter(self._stored[word].get(root, ()))

    @cached_property
    def attributes_stored(self) -> Sequence[ast.Attribute]:
        """The attributes that something is stored in, in source order."""
        return [each for each in self.nodes(ast.Attribute) if type(each.ctx) is ast.Store]

    @property
    def targets(self) -> Sequence[ast.Name]:
        """The plain names that something is stored in, in source order."""
        return self._index.targets

    def parent(self, node: ast.AST) -> ast.AST | None:
        """The node that holds this one; ``None`` for the module."""
        return self.parents.get(node)

    def ancestors(self, node: ast.AST) -> Iterator[ast.AST]:
        """The nodes around this one, from the inside out."""
        parents = self.parents
        parent = parents.get(node)
        while parent is not None:
            yield parent
            parent = parents.get(parent)

    def around(self, node: ast.AST, *types: type[_N]) -> Iterator[_N]:
        """The nodes of some types around this one, from the inside out."""
        above = self.above(node, *types)
        while above is not None:
            yield above
            above = self.above(above, *types)

    def above(self, node: ast.AST, *types: type[_N]) -> _N | None:
        """The nearest node of one of these types around this one."""
        parents = self.parents
        above = parents.get(node)
        for _ in range(_DEEP):
            if above is None or isinstance(above, types):
                return above
            above = parents.get(above)
        return self._far_above(above, types)

    def _far_above(self, above: ast.AST | None, types: tuple[type[_N], ...]) -> _N | None:
        """The same from a place deep below, as in a long chain of ``elif``: each is climbed from once."""
        known = self._holders[types]
        passed: list[ast.AST] = []
        while above is not None and above not in known and not isinstance(above, types):
            passed.append(above)
            above = self.parents.get(above)
        found = above if isinstance(above, types) else known.get(above)
        known.update((each, found) for each in passed)
        return found

    def function(self, node: ast.AST) -> Function | None:
        """The function whose body holds the node, not counting lambdas; ``None`` outside any."""
        function: Function | None = self.above(node, *_FUNCTIONS)
        return function

    def class_of(self, function: ast.AST) -> ast.ClassDef | None:
        """The class in whose body a function is defined, also under ``if`` and ``try``."""
        above = self.above(function, *_INNER)
        return above if isinstance(above, ast.ClassDef) else None

    def position(self, place: Place) -> Span:
        """Where a place is, in characters, cut at the end of its first line."""
        if isinstance(place, Span):
            return place
        return self._span(place)

    def _span(self, node: ast.AST) -> Span:
        line, start = getattr(node, "lineno", 1), getattr(node, "col_offset", 0)
        end_line, end = getattr(node, "end_lineno", None), getattr(node, "end_col_offset", None)
        column = self.characters(line, start)
        if end_line != line or end is None:
            return Span(line, column, line, max(column, len(self.line(line).rstrip())))
        return Span(line, column, line, self.characters(line, end))

    def characters(self, line: int, offset: int) -> int:
        """A column of a line in characters, from what the parser says."""
        # The parser counts UTF-8 bytes; people, editors and SARIF count characters.
        text = self.line(line)
        return offset if text.isascii() else len(text.encode()[:offset].decode(errors="replace"))

    def line(self, number: int) -> str:
        """One line's text with its end, by its number from 1; empty beyond the file."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    @cached_property
    def generators(self) -> frozenset[ast.AST]:
        """The functions that hold a ``yield`` of their own, lambdas too."""
        yields = (*self.nodes(ast.Yield), *self.nodes(ast.YieldFrom))
        return frozenset(function for each in yields if (function := self._yielding(each)) is not None)

    def _yielding(self, node: ast.AST) -> ast.AST | None:
        """The function that a ``yield`` makes a generator: none in a comprehension, which has a scope of its
        own (up to Python 3.7), but for what it iterates over first."""
        for inner, above in pairwise((node, *self.ancestors(node))):
            match above:
                case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                    return above
                case ast.comprehension(iter=first) if inner is not first:
                    return None
                case ast.GeneratorExp() | ast.ListComp() | ast.SetComp() | ast.DictComp() if (
                    inner is not above.generators[0]
                ):
                    return None
        return None

    @cached_property
    def comments(self) -> tuple[Comment, ...]:
        """The comments that have a line to themselves, found without tokenising.

        A line that begins with ``#`` is a comment unless a string runs over it.
        """
        found = self.comment_lines
        inside = self.string_lines if found else frozenset()
        return tuple(
            Comment(number, len(line) - len(line.lstrip()), line.strip())
            for number, line in found
            if number not in inside
        )

    def comments_in(self, first: int, last: int) -> Sequence[Comment]:
        """The comments that have a line to themselves from one line to another, both counted in."""
        start = bisect_left(self.comments, first, key=_line_of)
        return self.comments[start : bisect_right(self.comments, last, key=_line_of)]

    @cached_property
    def comment_lines(self) -> Sequence[tuple[int, str]]:
        """The lines that look like a comment, with their numbers; some may be inside a string."""
        lines = enumerate(self.lines, 1)
        return [(number, line) for number, line in lines if "#" in line and line.lstrip().startswith("#")]

    @cached_property
    def string_lines(self) -> frozenset[int]:
        """The numbers of the lines over which a string runs that has begun before them."""
        return frozenset(self._string_lines())

    def _string_lines(self) -> Iterator[int]:
        texts: Iterator[ast.expr] = self.nodes(*TEXTS)
        spans = ((each.lineno, each.end_lineno or each.lineno) for each in texts)
        # Before Python 3.12, each piece of a text with holes spans the whole of it.
        for first, last in {each for each in spans if each[0] != each[1]}:
            yield from range(first + 1, last + 1)
