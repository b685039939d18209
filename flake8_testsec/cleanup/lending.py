"""Whether a function that is given a handle only borrows it, as the function that lent it shows."""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence

from flake8_testsec.cleanup.flow import place
from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import expecting_around
from flake8_testsec.vocabulary.testing.suites import looped

_TAKING = lazy(
    r"(?i)_*(add|adopt|attach|bind_to|connect_to|defer|do|enter|execute|ensure|hold|join|keep|later|make|manage|"
    r"own|push|queue|record|register|remember|run|schedule|send_?file|serve|set|spawn|start|store|submit|take|"
    r"track|use|watch|wrap|with)(?![a-z])|.*(later|clean|close|stop|end|exit|finali|teardown|dispose)"
)
"""How functions are called that may keep what they are given, or see to its end."""
_USING = frozenset(
    {"read", "readline", "readlines", "seek", "tell", "write", "writelines", "flush", "truncate"}
)
_USING_SOCKETS = frozenset({"getsockname", "getsockopt", "listen", "accept", "recv", "send", "sendall"})
"""What a closed socket refuses; ``fileno`` gives -1 of one that is closed, or was given to a transport."""


def is_lent(call: ast.Call, node: ast.expr, module: Module) -> bool:
    """Whether a call that nobody can read was lent a file or socket: it is used again right after the call.

    Args:
        call: a call that has the handle among its arguments.
        node: the argument.
        module: its module.

    Returns:
        ``True`` only for a local name that is given to a function or method in small letters whose name says
        nothing of keeping or closing, and on which something is called below that a closed one refuses.
    """
    function, word = module.function(node), last_word(call.func)
    if not isinstance(node, ast.Name) or function is None or not word[:1].islower():
        return False
    if may_keep(call) or looped(node, module):
        return False
    names = named(function, module).get(node.id, ())
    end = (call.end_lineno or 0, call.end_col_offset or 0)
    at = bisect_right(names, end, key=place)
    return at < len(names) and _is_used(names[at], module)


def may_be_lent(call: ast.Call, node: ast.expr, module: Module) -> bool:
    """Whether a call that nobody can read was probably lent a file: all that is wanted of it is its answer.

    Args:
        call: a call that has the handle among its arguments.
        node: the argument.
        module: its module.

    Returns:
        ``True`` only for a local name that is given to a function or method in small letters whose name says
        nothing of keeping or closing, and whose answer somebody takes.
    """
    if not isinstance(node, ast.Name) or not last_word(call.func)[:1].islower() or may_keep(call):
        return False
    return not (looped(node, module) or isinstance(module.parent(call), (ast.Expr, ast.Await)))


def may_keep(call: ast.Call) -> bool:
    """Whether a function's name says that it may keep what it is given, or it is one of the test's own.

    Args:
        call: a call of the function.
    """
    return bool(_TAKING.match(last_word(call.func))) or _is_own(call.func)


def _is_own(func: ast.expr) -> bool:
    """Whether a method is one of the test's own object, which may register what it is given."""
    match func:
        case ast.Attribute(value=ast.Name(id="self" | "cls")):
            return True
        case _:
            return False


def _is_used(name: ast.Name, module: Module) -> bool:
    match module.parent(name):
        case ast.Attribute(attr=word) if word in _USING | _USING_SOCKETS:
            return expecting_around(name, module) is None
        case _:
            return False


def named(function: Function, module: Module) -> Mapping[str, Sequence[ast.Name]]:
    """Where a function names something, by the name, in the order of the text.

    Args:
        function: the function.
        module: its module.
    """
    key = ("cleanup.lending.named", function)
    if key not in module.kept:
        found: dict[str, list[ast.Name]] = defaultdict(list)
        for each in walk(function):
            if isinstance(each, ast.Name):
                found[each.id].append(each)
        module.kept[key] = {name: sorted(several, key=place) for name, several in found.items()}
    known: Mapping[str, Sequence[ast.Name]] = module.kept[key]
    return known
