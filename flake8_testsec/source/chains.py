"""Answers that hold along a chain of nodes, such as ``elif`` below ``elif``, which may be thousands long."""

from __future__ import annotations

import ast
from collections.abc import Callable

from flake8_testsec.source.module import Module

_Says = Callable[[ast.AST, Module], "bool | None"]
_Next = Callable[[ast.AST, Module], "ast.AST | None"]


def along(node: ast.AST | None, says: _Says, then: _Next, module: Module) -> bool:
    """What the first node of a chain says that says anything.

    Args:
        node: where the chain begins; nothing is said without one.
        says: what one node says, ``None`` to leave it to the next; each is asked once in a module.
        then: the next node of the chain; ``None`` behind the last.
        module: their module.

    Returns:
        ``False`` if none of them says anything.
    """
    known: dict[ast.AST, bool | None] = module.kept.setdefault(("source.chains", says), {})
    passed: list[ast.AST] = []
    answer: bool | None = None
    while node is not None and answer is None:
        passed.append(node)
        answer = known[node] if node in known else says(node, module)
        node = then(node, module)
    known.update(dict.fromkeys(passed, bool(answer)))
    return bool(answer)
