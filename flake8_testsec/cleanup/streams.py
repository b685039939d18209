"""Output of a child process that is read to its end, which comes when the child has ended."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.source.calls import last_word, truth
from flake8_testsec.source.module import Module, within

_TO_THE_END = frozenset({"read", "readlines"})
_ALL_OF_IT = frozenset(
    {
        *("list", "tuple", "set", "frozenset", "dict", "sorted", "sum", "collections.Counter"),
        *("json.load", "tomllib.load", "yaml.load", "yaml.safe_load", "shutil.copyfileobj"),
    }
)
"""Functions that read all that there is of a stream that they are given."""

_EARLY = frozenset({"any", "all", "next", "zip", "islice", "takewhile"})
"""Functions that may leave the rest of what they are given."""

_LEAVING = (ast.Break, ast.Return)


def last_read(stream: ast.Attribute, module: Module) -> ast.Call | None:
    """The call that has read a stream to its end when it is over.

    Args:
        stream: a mention of what a child process writes, such as ``process.stdout``.
        module: its module.

    Returns:
        ``process.stdout.read()``, ``list(process.stdout)`` and alike; ``None`` where a part may be read.
    """
    match module.parent(stream):
        case ast.Attribute(attr=word) as method:
            outer = module.parent(method)
            if word in _TO_THE_END and isinstance(outer, ast.Call) and outer.func is method:
                return outer if _is_unlimited(outer) else None
        case ast.Call(func=func, args=[first, *_]) as call if first is stream:
            return call if module.names(func) & _ALL_OF_IT or _joins(func) else None
    return None


def comes_to_its_end(stream: ast.Attribute, module: Module) -> bool:
    """Whether a loop reads a stream to its end if nothing goes wrong, or another process does.

    Args:
        stream: a mention of what a child process writes.
        module: its module.

    Returns:
        ``False`` for a loop that is left before.
    """
    parent = module.parent(stream)
    match parent:
        case ast.For() | ast.AsyncFor() | ast.comprehension():
            return parent.iter is stream and _is_finished(parent, module)
        case ast.keyword(arg="stdin"):
            return True
        case ast.Attribute(attr="read" | "read1" | "readline"):
            return _is_read_in_parts(parent, module)
        case ast.Call(func=ast.Name()) | ast.Call(func=ast.Attribute()):
            return parent.func is not stream and _is_looped_over(parent, module)
        case _:
            return False


def _is_unlimited(call: ast.Call) -> bool:
    match [*call.args, *(each.value for each in call.keywords)]:
        case []:
            return True
        case [ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=1))]:
            return True
        case _:
            return False


def _joins(func: ast.expr) -> bool:
    """``"".join``."""
    return isinstance(func, ast.Attribute) and func.attr == "join" and isinstance(func.value, ast.Constant)


def _is_looped_over(call: ast.Call, module: Module) -> bool:
    """``for line in io.TextIOWrapper(process.stdout)``, ``for line in iter(process.stdout.readline, "")``."""
    match module.parent(call):
        case (ast.For() | ast.AsyncFor() | ast.comprehension()) as loop:
            return loop.iter is call and last_word(call.func) not in _EARLY and _is_finished(loop, module)
        case _:
            return False


def _is_finished(loop: ast.For | ast.AsyncFor | ast.comprehension, module: Module) -> bool:
    if not isinstance(loop, ast.comprehension):
        return not any(isinstance(each, _LEAVING) for each in within(loop))
    match module.parent(loop):
        case ast.GeneratorExp() as generator:
            taken = module.parent(generator)
            return isinstance(taken, ast.Call) and last_word(taken.func) not in _EARLY
        case _:
            return True


def _is_read_in_parts(method: ast.Attribute, module: Module) -> bool:
    """Whether lines or blocks are read until there are none."""
    outer = module.parent(method)
    if isinstance(outer, ast.Call) and outer.func is not method:
        return _is_looped_over(outer, module)
    loop = module.above(method, ast.While)
    if loop is None:
        return False
    left = [*_ways_out(loop)]
    if truth(loop.test) is True:
        return bool(left) and all(_is_at_the_end(each, module) for each in left)
    return not left and any(each is method for each in ast.walk(loop.test))


def _ways_out(loop: ast.While) -> Iterator[ast.AST]:
    return (each for each in within(loop) if isinstance(each, _LEAVING))


def _is_at_the_end(leaving: ast.AST, module: Module) -> bool:
    """Whether a loop is left where what was read is empty: ``if not line: break``."""
    match module.parent(leaving):
        case ast.If(test=ast.Name(), orelse=block):
            return leaving in block
        case ast.If(test=ast.UnaryOp(op=ast.Not(), operand=ast.Name())):
            return True
        case ast.If(test=ast.Compare(ops=[ast.Eq()], comparators=[ast.Constant(value="" | b"")])):
            return True
        case _:
            return False
