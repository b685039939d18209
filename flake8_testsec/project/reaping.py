"""Calls that end or wait for the children of the whole process, whoever has started them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from flake8_testsec.source.calls import spelt
from flake8_testsec.source.module import Module

CHILDREN = "children"
"""The tag of all child processes."""

_OF_ALL = frozenset({"os.wait", "os.wait3", "multiprocessing.active_children", "psutil.Process().children"})
_WAITING = frozenset({"os.waitpid", "os.wait4"})
_FOR_ANY = (["0", "0"], ["-1", "0"])
"""A child of the group or any, and no option that returns at once."""


def children(func: ast.expr, args: Sequence[ast.expr], module: Module) -> Iterator[str]:
    """What a call does about any child: it waits for the next to end, or lists those that run.

    Args:
        func: what is called.
        args: what it is given.
        module: its module.

    Yields:
        The tag, if it does.
    """
    names = module.names(func)
    if names & _OF_ALL or (names & _WAITING and [*map(spelt, args)] in _FOR_ANY):
        yield CHILDREN
