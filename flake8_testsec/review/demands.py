"""What flexmock and its like replace and demand, by the names of their methods."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator

from flake8_testsec.review.document import Fact, code, fact
from flake8_testsec.source.calls import spelt
from flake8_testsec.source.module import Module, walk


def is_demand(call: ast.Call) -> bool:
    """Whether a call says how often what flexmock replaces must be called, so that less fails the test.

    Args:
        call: the call.

    Returns:
        ``False`` where what it is called on is not what flexmock returns, by its methods' names.
    """
    match call.func:
        case ast.Attribute(value=ast.Call(func=ast.Attribute()) as owner, attr=word) if word in _TIMES:
            return any(
                isinstance(each, ast.Attribute) and each.attr in ("should_receive", "should_call")
                for each in walk(owner)
            )
        case _:
            return False


_TIMES = frozenset({"once", "twice", "never", "times", "at_least", "at_most"})


def facts(module: Module) -> Iterator[Fact]:
    """What flexmock and its like let stand in for a method: ``flexmock(till).should_receive("ring")``.

    Args:
        module: the module.

    Yields:
        The facts.
    """
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for call in module.calls({"should_receive", "should_call", "new_instances"}):
        if isinstance(call.func, ast.Attribute):
            found[spelt(call)].append(call)
    for shown, nodes in found.items():
        words = "By its name, replaces what is called, or watches it: "
        yield fact("double-laid-down", nodes, words, code(shown), ".", subject=shown)
