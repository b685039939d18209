"""A module is read once into an index; every further fact is worked out when first asked.

Nothing is written onto the tree, which flake8 shares between plugins.
"""

from __future__ import annotations

import ast
import io
import tokenize
import unicodedata
from codecs import BOM_UTF8
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, wraps
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple, ParamSpec, TypeVar

from flake8_testsec.rule import Place, Role, Span
from flake8_testsec.settings import Settings
from flake8_testsec.source import index, names, roles
from flake8_testsec.source.index import children
from flake8_testsec.source.names import Binding

if TYPE_CHECKING:
    from flake8_testsec.project.facts import ModuleFacts
    from flake8_testsec.project.views import View

Function = ast.FunctionDef | ast.AsyncFunctionDef
_FUNCTIONS: tuple[type[Function], ...] = (ast.FunctionDef, ast.AsyncFunctionDef)
_INNER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
_DEEP = 32
_N = TypeVar("_N", bound=ast.AST)
_A = TypeVar("_A")
_P = ParamSpec("_P")


class Comment(NamedTuple):
    """A comment that has its line to itself: line from 1, column from 0 in characters."""

    line: int
    column: int
    text: str

    @property
    def content(self) -> str:
        """The text after the hash signs, its indentation kept but for one space."""
        return self.text.lstrip("#").removeprefix(" ")


def read_lines(source: bytes) -> list[str]:
    """Decode and split a file's bytes as flake8 does: a cookie or UTF-8, else Latin-1.

    Args:
        source: the whole file.

    Returns:
        The lines with their ends as ``\\n``, without a byte order mark.
    """
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(source).readline)
        text = source.decode(encoding)
    except (SyntaxError, UnicodeError, LookupError):
        text = source.removeprefix(BOM_UTF8).decode("latin-1")
    return io.StringIO(text, newline=None).readlines()


Places = Mapping[str, Sequence[int]]


def _places(words: Sequence[str]) -> Places:
    places: dict[str, list[int]] = defaultdict(list)
    for place, word in enumerate(words):
        places[word].append(place)
    return dict(places)


def _chosen(words: Collection[str], places: Places, nodes: Sequence[ast.AST]) -> Sequence[Any]:
    found = [place for word in places.keys() & words for place in places[word]]
    return [nodes[place] for place in sorted(found)]


class Module:
    """One file under review, and what can be asked about it.

    Args:
        tree: the parsed file, which is only read.
        lines: its lines with their ends, as the parser saw them.
        path: the path as it is known to the project, with any separators; decides the role.
        settings: what the user asked for.
        view: the other modules of the project as this one sees them; without it nothing is known of them.
    """

    def __init__(
        self,
        tree: ast.Module,
        lines: Sequence[str],
        path: str,
        settings: Settings,
        view: View | None = None,
    ) -> None:
        self.tree = tree
        self.lines = lines
        self.path = path
        self.settings = settings
        self.view = view
        self.kept: dict[Hashable, Any] = {}
        """What other rooms worked out about this module, to be asked once."""
        self._mentioned: dict[str, bool] = {}
        self._holders: dict[tuple[type[ast.AST], ...], dict[ast.AST | None, Any]] = defaultdict(dict)
        self._stored: dict[str, Mapping[ast.AST, Sequence[ast.Attribute]]] = {}
        self._index = index.read(tree)
        self.index, self.parents = self._index.nodes, self._index.parents

    @classmethod
    def parse(cls, source: bytes | str, path: str, settings: Settings, view: View | None = None) -> Module:
        """Read a file.

        Args:
            source: its bytes or its text.
            path: see the class.
            settings: see the class.
            view: see the class.

        Returns:
            The module.

        Raises:
            SyntaxError: the source is not Python of this interpreter's version.
            ValueError: it holds null bytes (on some versions of Python).
            RecursionError: it is nested too deeply for the parser.
            MemoryError: the same, on some versions of Python.
        """
        lines = read_lines(source if isinstance(source, bytes) else source.encode(errors="surrogatepass"))
        return cls(ast.parse("".join(lines)), lines, path, settings, view)

    @property
    def consulted(self) -> Mapping[str, str]:
        """The other files that answers hung on so far: path below the project's root, and SHA-256 of the
        content in hexadecimal, which is empty where there is no such file."""
        return self.view.consulted if self.view is not None else {}

    @cached_property
    def role(self) -> Role:
        """What the file is for."""
        return roles.role_of(self.path, self.settings, lambda: roles.holds_tests(self))

    @cached_property
    def source(self) -> str:
        """The whole text."""
        return "".join(self.lines)

    @cached_property
    def text(self) -> str:
        """The whole text to look for words in: identifiers as they are written, and as the tree has them."""
        source = self.source
        return source if source.isascii() else f"{source}\n{unicodedata.normalize('NFKC', source)}"

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
        return roles.dotted(self.path)

    @cached_property
    def facts(self) -> ModuleFacts:
        """What the module tells about giving back what tests acquire."""
        from flake8_testsec.project.facts import facts

        return facts(self)

    @cached_property
    def scopes(self) -> names.Scopes:
        """All scopes and bindings of the module."""
        return names.Scopes(self)

    def names(self, node: ast.AST) -> frozenset[str]:
        """Every qualified name that an expression may stand for; empty when that is not known."""
        return self.scopes.names(node)

    def bindings(self, name: ast.Name) -> tuple[Binding, ...]:
        """All bindings that a name may have where it stands; empty for builtins and unbound names."""
        return self.scopes.bindings(name)

    def bases(self, class_: ast.ClassDef) -> tuple[frozenset[str], ...]:
        """The qualified names of each base of a class, in their order."""
        return tuple(self.names(base) for base in class_.bases)

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
        column = self._characters(line, start)
        if end_line != line or end is None:
            return Span(line, column, line, max(column, len(self.line(line).rstrip())))
        return Span(line, column, line, self._characters(line, end))

    def _characters(self, line: int, offset: int) -> int:
        # The parser counts UTF-8 bytes; people, editors and SARIF count characters.
        text = self.line(line)
        return offset if text.isascii() else len(text.encode()[:offset].decode(errors="replace"))

    def line(self, number: int) -> str:
        """One line's text with its end, by its number from 1; empty beyond the file."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    @cached_property
    def generators(self) -> frozenset[ast.AST]:
        """The functions that hold a ``yield`` of their own, lambdas too."""
        inner = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
        yields = (*self.nodes(ast.Yield), *self.nodes(ast.YieldFrom))
        return frozenset(function for each in yields if (function := self.above(each, *inner)) is not None)

    @cached_property
    def comments(self) -> tuple[Comment, ...]:
        """The comments that have a line to themselves, found without tokenising.

        A line that begins with ``#`` is a comment unless a string runs over it.
        """
        found = self.comment_lines
        inside = frozenset(self._string_lines()) if found else frozenset()
        return tuple(
            Comment(number, len(line) - len(line.lstrip()), line.strip())
            for number, line in found
            if number not in inside
        )

    @cached_property
    def comment_lines(self) -> Sequence[tuple[int, str]]:
        """The lines that look like a comment, with their numbers; some may be inside a string."""
        lines = enumerate(self.lines, 1)
        return [(number, line) for number, line in lines if "#" in line and line.lstrip().startswith("#")]

    def _string_lines(self) -> Iterator[int]:
        texts: Iterator[ast.expr] = self.nodes(ast.Constant, ast.JoinedStr)
        for node in [each for each in texts if each.end_lineno != each.lineno]:
            yield from range(node.lineno + 1, (node.end_lineno or node.lineno) + 1)


def once(work: Callable[_P, _A]) -> Callable[_P, _A]:
    """Have a question answered once for each thing that it is asked about, and the answer kept.

    Args:
        work: what finds the answer; it takes the module last, and is no generator, which could be read only
            once.

    Returns:
        The question; each module keeps its own answers.
    """

    @wraps(work)
    def asked(*args: _P.args, **kwargs: _P.kwargs) -> _A:
        *about, module = args
        assert isinstance(module, Module)
        key = (work, *about)
        if key not in module.kept:
            module.kept[key] = work(*args, **kwargs)
        known: _A = module.kept[key]
        return known

    return asked


def within(root: ast.AST) -> Iterator[ast.AST]:
    """The nodes below one node in source order, without the bodies of functions and classes inside.

    Args:
        root: where to begin; it is not yielded itself. For a function: its body alone.

    Yields:
        The nodes; an inner function, lambda or class itself is yielded, nothing inside it is. Operators and
        contexts, which the parser shares among all places, are no nodes here.
    """
    stack = list(reversed(_start(root)))
    pop, fields = stack.pop, _FIELDS_WITHIN
    while stack:
        node = pop()
        yield node
        if fields[type(node)]:
            stack += children(node)


def walk(root: ast.AST) -> Iterator[ast.AST]:
    """A node and all nodes below it in source order, without operators and contexts; see ``ast.walk``."""
    stack: list[Any] = [root]
    pop, push, fields = stack.pop, stack.append, index.FIELDS
    while stack:
        if (node := pop()) is not None:  # a display's key, or a default, that is not there
            yield node
            for name in fields[type(node)]:
                value = getattr(node, name, None)
                if type(value) is list:
                    stack += value[::-1]
                else:
                    push(value)


def statements(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """All statements of a body at any depth in source order, not those of inner functions and classes."""
    stack = list(reversed(list(body)))
    while stack:
        statement = stack.pop()
        yield statement
        if not isinstance(statement, _INNER):
            stack.extend(_inner_statements(statement))


def statements_within(root: ast.AST) -> Iterator[ast.stmt]:
    """The statements among the nodes that `within` finds."""
    match root:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return statements(root.body)
        case ast.stmt():
            return statements([*_inner_statements(root)][::-1])
        case _:
            return (each for each in within(root) if isinstance(each, ast.stmt))


def _inner_statements(statement: ast.stmt) -> Iterator[ast.stmt]:
    """The statements directly below one, the last one first."""
    for name in _BODIES[type(statement)]:
        for child in reversed(getattr(statement, name)):
            if isinstance(child, ast.stmt):
                yield child
            else:
                yield from reversed(child.body)


_FIELDS_WITHIN = {kind: () if kind in _INNER else names for kind, names in index.FIELDS.items()}
_BODIES = {
    kind: tuple(name for name in fields if name in ("body", "handlers", "orelse", "finalbody", "cases"))
    for kind, fields in index.FIELDS.items()
    if issubclass(kind, ast.stmt)
}
"""The fields of each statement type that hold statements, the last one first."""


def _start(root: ast.AST) -> Sequence[ast.AST]:
    match root:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return root.body
        case ast.Lambda():
            return [root.body]
        case _:
            return children(root)[::-1]
