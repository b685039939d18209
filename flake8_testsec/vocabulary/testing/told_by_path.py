"""Files at a fixed path that are there for somebody else: a flag for another process, a dump for a person."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import last_word, string
from flake8_testsec.source.module import Module, names_below, once
from flake8_testsec.vocabulary.testing.assertions import is_failure

_ASKING = frozenset(
    {"addCleanup", "exists", "isdir", "isfile", "islink", "lexists", "listdir", "makedirs", "mkdir", "remove"}
    | {"rmdir", "rmtree", "symlink", "unlink"}
)
"""The last words of calls that are told a path, and neither read nor write a file there."""
_SHARED = 2
"""Slashes in ``/tmp/name``: what lies deeper, others may fill."""
_DUMP = lazy(r"(?i)\bdebug")


def is_for_others(literal: ast.expr, call: ast.Call, module: Module) -> bool:
    """Whether somebody outside of the test has to find a file at its path.

    Args:
        literal: the text that fixes the path.
        call: what uses the path.
        module: the module of both.

    Returns:
        ``True`` for a file that the whole module only makes, with nothing in it, and takes away: who looks
        for it is another process. So for a file or folder that the module only looks for, makes room for and
        takes away, which others fill, for one in a folder of which a text of the module has the name with the
        date left open, which others fill in, for what a handler writes that a comment says is for debugging,
        for what a failure tells the path of, and for one that the module has once, to read what nobody makes.
    """
    text = string(literal) or ""
    if _is_flag(text, module) or _is_filled_by_others(text, module) or _is_dump(call, module):
        return True
    return _is_told_in_failure(literal, module) or _is_never_made(literal, call, module)


def _is_told_in_failure(literal: ast.expr, module: Module) -> bool:
    """Whether the test fails in any case once it has made the file, and tells its path."""
    uses = _uses(literal, module) if isinstance(literal, ast.Constant) else ()
    statements = (module.above(each, ast.Expr) for each in uses)
    return any(each is not None and is_failure(each, module) for each in statements)


def _is_never_made(literal: ast.expr, call: ast.Call, module: Module) -> bool:
    """Whether a file that lies in the shared directory itself is read, and named nowhere else."""
    match call:
        case ast.Call(func=func, args=[ast.Constant(value=str(path)) as first, *mode]) if first is literal:
            if "open" not in module.names(func) or call.keywords or path.count("/") > _SHARED:
                return False
            return all((string(each) or "w")[0] == "r" for each in mode) and len(_texts(module)[path]) == 1
        case _:
            return False


def _is_filled_by_others(text: str, module: Module) -> bool:
    return _OWN.match(text) is not None and "/".join(text.split("/")[:3]) in _left_open(module)


_OWN = lazy(r"/tmp/[^/]+/")
_BELOW = lazy(r"(/tmp/[^/%]+)/")
_DATE = lazy(r"%[YmHMS](?![\w(])")
"""What means a part of a date and nothing else: ``%d`` is any number, too."""


@once
def _left_open(module: Module) -> frozenset[str]:
    """The folders below ``/tmp`` of which a text has a path with the date left open: ``/tmp/shop/%Y``."""
    return frozenset(
        found[1] for text in _texts(module) if (found := _BELOW.match(text)) and _DATE.search(text)
    )


@once
def _is_flag(text: str, module: Module) -> bool:
    uses = [use for each in _texts(module).get(text, ()) for use in _uses(each, module)]
    return bool(uses) and all(_makes_empty(each, module) or _is_asked_about(each, module) for each in uses)


@once
def _texts(module: Module) -> Mapping[str, Sequence[ast.Constant]]:
    """The texts of a module that may be paths, each with the places where it stands."""
    found: dict[str, list[ast.Constant]] = defaultdict(list)
    for each in module.nodes(ast.Constant):
        if isinstance(each.value, str) and each.value.startswith("/"):
            found[each.value].append(each)
    return dict(found)


def _uses(literal: ast.Constant, module: Module) -> Iterator[ast.expr]:
    """Where a text is used, or the name that it gets in its function."""
    match module.parent(literal), module.function(literal):
        case ast.Assign(targets=[ast.Name(id=word)]), ast.AST() as function:
            yield from (
                each for each in names_below(function, module)[word] if isinstance(each.ctx, ast.Load)
            )
        case _:
            yield literal


def _makes_empty(path: ast.expr, module: Module) -> bool:
    """Whether a path is opened for writing by a ``with`` that writes nothing."""
    call = module.parent(path)
    match call:
        case ast.Call(func=ast.Name(id="open"), args=[first, ast.Constant(value="w" | "a" | "x"), *_]):
            block = module.above(call, ast.With)
            return first is path and block is not None and all(map(_writes_nothing, block.body))
        case _:
            return False


def _writes_nothing(statement: ast.stmt) -> bool:
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr="write"), args=[ast.Constant(value="")])):
            return True
        case _:
            return isinstance(statement, ast.Pass)


def _is_asked_about(path: ast.expr, module: Module) -> bool:
    call = module.parent(path)
    return isinstance(call, ast.Call) and path in call.args and last_word(call.func) in _ASKING


def _is_dump(call: ast.Call, module: Module) -> bool:
    """Whether a call stands in a handler, right below a comment that says what it is for."""
    statement = module.above(call, ast.stmt)
    if statement is None or module.above(call, ast.ExceptHandler) is None:
        return False
    said = module.comments_in(statement.lineno - 1, statement.lineno)
    return any(_DUMP.search(each.content) for each in said)
