"""A file for which a statement keeps no name, opened by a ``with`` around the statement."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from itertools import chain, takewhile

from flake8_testsec.cleanup.enclosing import is_read, named, used
from flake8_testsec.cleanup.evaluation import in_order
from flake8_testsec.finding import Edit
from flake8_testsec.fixing.edits import Edits, after, before, between, span, written
from flake8_testsec.fixing.statements import following, indentation, put_after, step, wrapped
from flake8_testsec.project.house_rules import makes_wide
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.syntax import Function

_FRESH = ("file", "stream", "opened")


def opened_before(call: ast.Call, module: Module) -> Edits:
    """A statement that opens a file and keeps no name for it, in a ``with`` that opens it.

    Args:
        call: the call that opens it.
        module: its module.

    Returns:
        Nothing if anything else would be done later than now, or nobody knows when the file was read.
    """
    statement = module.above(call, ast.stmt)
    if statement is None or not _is_first(call, statement, module) or _is_in_class_body(call, module):
        return ()
    body = _body(call, statement, module)
    name = next((each for each in _FRESH if _is_free(each, module.function(call), module)), "")
    if not body or not name or module.line(statement.lineno)[: statement.col_offset].strip():
        return ()
    if isinstance(statement, ast.Expr) and statement.value is call:
        inner = put_after(statement, [f"{step(module)}pass"], module)
        return (*before(call, "with ", module), *after(call, ":", module), *inner) if inner else ()
    opened = _moved_left(call, statement, module)
    around = wrapped(f"with {opened} as {name}:", body, module) if opened else ()
    plain = _in_place_of(Edit(*span(call, module), name), around)
    close = _closed_up(call, name, module)
    joined = _in_place_of(close, around) if close is not None else ()
    return joined if joined and not makes_wide(joined, module) else plain


def _in_place_of(edit: Edit, around: Edits) -> Edits:
    """An edit of some lines of a block that is moved, of which only the first one is left."""
    kept = (each for each in around if not edit.line < each.line <= edit.end_line or each.text.strip())
    return (*kept, edit) if around else ()


def _moved_left(call: ast.Call, statement: ast.stmt, module: Module) -> str:
    """A call as it is written, with its further lines as far from its beginning as they are now; nothing if
    they would not be told from the body below."""
    first, *rest = written(call, module).split("\n")
    begin, indent = span(call, module).column, len(indentation(statement, module) or "")
    is_told = "#" in "".join((first, *rest)) or any(
        each in module.string_lines for each in range(call.lineno, (call.end_lineno or 0) + 1)
    )
    by = _by(first, rest, begin, indent, module.line(call.lineno)) if rest else 0
    if by is None or (rest and is_told):
        return ""
    return "\n".join((first, *(each[by:] if by > 0 else " " * -by + each for each in rest)))


def _by(first: str, rest: Sequence[str], begin: int, indent: int, line: str) -> int | None:
    """How far the further lines of a call go to the left with it; ``None`` if it is not clear that they are
    its own."""
    if first.endswith("("):
        by = 0 if line[:begin].strip() else begin - indent
        is_clear = rest[-1].lstrip().startswith(")")
    else:
        by = begin - indent - len("with ")
        is_clear = all(not each[: begin + 1].strip() for each in rest)
    return by if is_clear and not any(each[: max(0, by)].strip() for each in rest) else None


def _closed_up(call: ast.Call, name: str, module: Module) -> Edit | None:
    """What was opened over several lines in the place of an argument, on a line with what it is given to."""
    node, found = call, None
    edit = Edit(*span(call, module), name)
    while (outer := _alone_in(node, module)) is not None:
        given = span(outer.args[0], module)
        text = between(given[:2], edit[:2], module) + edit.text + between(edit[2:4], given[2:], module)
        found = edit = Edit(*span(outer, module), f"{written(outer.func, module)}({text})")
        node = outer
    return found if found is None or "\n" not in found.text else None


def _alone_in(inner: ast.expr, module: Module) -> ast.Call | None:
    """The call that is given something, or what one of its methods returns, alone and on its own line."""
    outer = module.parent(inner)
    asked = module.parent(outer) if isinstance(outer, ast.Attribute) else None
    match asked or outer:
        case ast.Call(func=func, args=[], keywords=[]) as call if func is outer:
            return _alone_in(call, module)
        case ast.Call(func=func, args=[given], keywords=[]) as call if given is inner:
            start, end = span(func, module)[2:], span(given, module)
            before = between(start, end[:2], module)
            behind = between(end[2:], span(call, module)[2:], module)
            is_open = before.startswith("(") and _is_break(before[1:])
            is_closed = behind.endswith(")") and _is_break(behind[:-1])
            return call if is_open and is_closed and func.lineno == func.end_lineno else None
        case _:
            return None


def _is_break(text: str) -> bool:
    """Whether a text is nothing but the end of a line and what indents the next."""
    return "\n" in text and text.isspace()


def _is_in_class_body(call: ast.Call, module: Module) -> bool:
    """Whether a name that a statement binds would become an attribute of a class."""
    return module.function(call) is None and module.above(call, ast.ClassDef) is not None


def _is_free(name: str, function: Function | None, module: Module) -> bool:
    """Whether a function, or a module outside of all, does not use a name."""
    if function is not None:
        return not any(named(name, function))
    return not any(True for _ in module.named(name)) and name not in _defined_in(module)


@once
def _defined_in(module: Module) -> frozenset[str]:
    classes = (each.name for each in module.nodes(ast.ClassDef))
    functions: Iterator[Function] = chain(module.nodes(ast.FunctionDef), module.nodes(ast.AsyncFunctionDef))
    return frozenset((*classes, *(each.name for each in functions), *dict(module.scopes.imported())))


def _body(call: ast.Call, statement: ast.stmt, module: Module) -> Sequence[ast.stmt]:
    match statement:
        case ast.For(orelse=[]):
            return [statement]
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            if is_read(call, module) or isinstance(module.parent(call), ast.comprehension):
                return [statement]
            if module.function(call) is None:
                return ()  # any function below may use it
            return [statement, *used({name}, following(statement, module), module)]
        case ast.Expr() | ast.Assert():
            return [statement]
        case ast.Return() | ast.AugAssign(target=ast.Name()) if is_read(call, module):
            return [statement]
        case _:
            return ()


_PLAIN = (ast.Attribute, ast.Call, ast.keyword, ast.Compare, ast.BinOp, ast.Subscript, ast.Starred)


def _is_first(call: ast.Call, statement: ast.stmt, module: Module) -> bool:
    """Whether opening the file is the first thing that a statement does, and always done."""
    if isinstance(statement, ast.For):
        return statement.iter is call
    inner: ast.AST = call
    for above in takewhile(lambda each: each is not statement, module.ancestors(call)):
        match above:
            case ast.comprehension(iter=each) if each is inner:
                pass
            case ast.ListComp(generators=[_]) | ast.SetComp(generators=[_]) | ast.DictComp(generators=[_]):
                pass
            case _ if not isinstance(above, (*_PLAIN, ast.Tuple, ast.List, ast.Dict)):
                return False
        inner = above
    own, waiting = {*walk(call)}, (ast.Call, ast.Await, ast.Yield, ast.YieldFrom)
    earlier = takewhile(lambda node: node is not call, in_order(statement))
    return not any(isinstance(node, waiting) and node not in own for node in earlier)
