"""Whether the result of a call may be called itself, by what is called."""

from __future__ import annotations

import ast
import builtins

from flake8_testsec.patterns import lazy
from flake8_testsec.project.defined_nodes import line_of, named, node_of
from flake8_testsec.project.inferred import OBJECT, things
from flake8_testsec.project.own_results import function_of
from flake8_testsec.project.views import view_of
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module, within
from flake8_testsec.source.syntax import Function

_PLAIN = frozenset(
    {"bool", "bytes", "dict", "float", "hash", "int", "len", "list", "repr", "set", "sorted", "str", "tuple"}
)
"""The builtins of which the result is never a function."""
_OF_LIBRARY = lazy(r"(json\.(loads|dumps)|math\.\w+|os\.path\.\w+|os\.(fspath|getcwd|getenv|listdir))\Z")
_OF_TEXTS = frozenset({"decode", "encode", "format", "join", "lower", "replace", "split", "strip", "upper"})
_BARE = frozenset({"classmethod", "staticmethod"})


def is_callable(given: ast.Call | ast.Await, module: Module) -> bool | None:
    """Whether a result may be called.

    Args:
        given: a call, which may be awaited.
        module: its module.

    Returns:
        ``False`` if it certainly is no function, ``True`` if what is called can be read and may give one;
        ``None`` if nothing is known of it.
    """
    call = given.value if isinstance(given, ast.Await) else given
    assert isinstance(call, ast.Call)
    if isinstance(call.func, ast.Name) and not module.bindings(call.func) and call.func.id in vars(builtins):
        return call.func.id not in _PLAIN
    names = module.names(call.func)
    if names and all(_OF_LIBRARY.match(each) for each in names):
        return False
    function = function_of(call.func, module)
    if function is not None:
        return _gives_callable(function, is_awaited=call is not given)
    return _is_object_called(call, module)


def _gives_callable(function: Function, *, is_awaited: bool) -> bool:
    """Whether a function may give a function, or is something else than it looks."""
    nodes = [*within(function)]
    if not all(last_word(each) in _BARE for each in function.decorator_list):
        return True
    if isinstance(function, ast.AsyncFunctionDef) is not is_awaited:
        return is_awaited  # a coroutine is no function, and neither is a generator
    if any(isinstance(each, (ast.Yield, ast.YieldFrom)) for each in nodes):
        return False
    values = [each.value for each in nodes if isinstance(each, ast.Return) and each.value is not None]
    return not all(map(_is_plain, values)) or _is_declared(function)


def _is_declared(function: Function) -> bool:
    """Whether a body only says what others shall do in its place."""
    last = function.body[-1]
    is_idle = isinstance(last, (ast.Pass, ast.Raise)) or (
        isinstance(last, ast.Expr) and isinstance(last.value, ast.Constant)
    )
    return is_idle and not any(isinstance(each, ast.Return) for each in within(function))


def _is_plain(value: ast.expr) -> bool:
    """Whether an expression is a value that is no function, whatever its parts are."""
    match value:
        case ast.Constant() | ast.JoinedStr() | ast.Compare() | ast.UnaryOp(op=ast.Not()):
            return True
        case ast.List() | ast.Tuple() | ast.Dict() | ast.Set():
            return True
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            return True
        case ast.BinOp(left=left, right=right):
            return _is_plain(left) or _is_plain(right)
        case ast.IfExp(body=body, orelse=orelse):
            return _is_plain(body) and _is_plain(orelse)
        case ast.BoolOp(values=values):
            return all(map(_is_plain, values))
        case ast.Call(func=ast.Name(id=name)):
            return name in _PLAIN
        case ast.Call(func=ast.Attribute(attr=word)):
            return word in _OF_TEXTS
        case _:
            return False


def _is_object_called(call: ast.Call, module: Module) -> bool | None:
    """Whether an object of a class that can be read has ``__call__``."""
    view = view_of(module)
    found = things(call, module)
    owner = found[0].owner if len(found) == 1 and found[0].kind == OBJECT else None
    if view is None or owner is None:
        return None
    class_ = node_of(owner.class_.name, owner.module, view)
    line = line_of(class_, owner.module, view) if isinstance(class_, ast.ClassDef) else None
    if line is None or any(module.stored("__call__", module.tree)):
        return None
    return any("__call__" in named(each) or _sets(each) for each in line)


def _sets(class_: ast.ClassDef) -> bool:
    """Whether the body of a class puts something under ``__call__``, or under names that it does not say."""
    return not all(
        isinstance(each, (Function, ast.AnnAssign, ast.ClassDef, ast.Pass))
        or (isinstance(each, ast.Expr) and isinstance(each.value, ast.Constant))
        or (isinstance(each, ast.Assign) and "__call__" not in ast.unparse(each))
        for each in class_.body
    )
