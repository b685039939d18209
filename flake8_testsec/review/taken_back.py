"""Where a change is taken back by its name: below it, in a tear-down, or in what runs at the end."""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from flake8_testsec.cleanup.lineage import lineage
from flake8_testsec.patterns import lazy
from flake8_testsec.project.undoing import REGISTRARS
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module, once
from flake8_testsec.vocabulary.testing.suites import is_hook

_END = lazy(r"(?i)(?:async)?tear_?down|__a?exit__\Z")
_OF_UNITTEST = frozenset({"object", "unittest.TestCase", "unittest.IsolatedAsyncioTestCase"})
_Key = tuple[str, ast.AST | None]


def named(words: frozenset[str], module: Module) -> Sequence[ast.Attribute]:
    """The attributes of some names.

    Args:
        words: the names.
        module: the module.

    Returns:
        Them in source order, looked for once.
    """
    return _attributes(words, module)


class Back(NamedTuple):
    """What takes a change back: the first place, and on how many further lines something does."""

    first: ast.Attribute
    more: int

    def __str__(self) -> str:
        """The line, and how many more."""
        return f"line {self.first.lineno}{f' and {self.more} more' if self.more else ''}"


def counterpart(change: ast.expr, owner: ast.expr, words: frozenset[str], module: Module) -> Back | None:
    """The attributes of some names that take a change back, as far as places tell.

    Args:
        change: what changes something.
        owner: what it is called on.
        words: the names of what takes it back.
        module: the module.

    Returns:
        Of the same function those below the change, those that are registered for the end, and those in
        tear-downs of the class around or of the file. Of an attribute that is set, those that set it.
    """
    if _is_end(change, module):
        return None
    is_set = isinstance(change, ast.Attribute) and isinstance(change.ctx, ast.Store)
    places = _by_place(words, is_set, module)
    text, class_ = spelt(owner), module.above(change, ast.ClassDef)
    same = places.get((text, module.function(change)), ())
    first = bisect_right(same, _position(change), key=_position)
    ends = [places.get((text, each), ()) for each in ((class_, module.tree) if class_ else (module.tree,))]
    found = [each for each in (same[first : first + 1], *(each[:1] for each in ends)) if each]
    lines = len(same) - first + sum(map(len, ends))
    return Back(found[0][0], lines - 1) if found else None


def is_known_above(node: ast.AST, module: Module) -> bool:
    """Whether what runs around a node is in its file: no base class of another one, no fixture object.

    Args:
        node: the node.
        module: the module.

    Returns:
        ``False``, too, where the file takes the fixtures of another library up.
    """
    class_ = module.above(node, ast.ClassDef)
    if module.mentions("useFixture"):
        return False
    return class_ is None or _is_of_file(class_, module)


@once
def _is_of_file(class_: ast.ClassDef, module: Module) -> bool:
    line = lineage(class_, module)
    is_read = line.complete and {*line.outside} <= _OF_UNITTEST
    return is_read and all(each.module.path == module.path for each in line.classes)


@once
def _attributes(words: frozenset[str], module: Module) -> Sequence[ast.Attribute]:
    return module.attributes(words)


@once
def _by_place(words: frozenset[str], is_set: bool, module: Module) -> Mapping[_Key, Sequence[ast.Attribute]]:
    """The first attribute of each line by what it belongs to and where it is done."""
    found: dict[_Key, dict[int, ast.Attribute]] = defaultdict(dict)
    for each in named(words, module):
        if isinstance(each.ctx, ast.Store if is_set else ast.Load):
            found[spelt(each.value), _place(each, module)].setdefault(each.lineno, each)
    return {key: sorted(several.values(), key=_position) for key, several in found.items()}


def _place(node: ast.expr, module: Module) -> ast.AST | None:
    """The function around a node; the class or the file, if it is done at the end of each of its tests."""
    function = module.function(node)
    if function is None or not (_END.match(function.name) or (is_hook(function) and _is_end(node, module))):
        return function
    around: ast.AST | None = module.above(function, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return around or module.tree


def _is_end(node: ast.expr, module: Module) -> bool:
    """Whether a node is in a tear-down, or in what is registered for the end."""
    function = module.function(node)
    if function is not None and _END.match(function.name):
        return True
    return any(last_word(each.func) in REGISTRARS for each in module.around(node, ast.Call))


def _position(node: ast.expr) -> tuple[int, int]:
    return node.lineno, node.col_offset
