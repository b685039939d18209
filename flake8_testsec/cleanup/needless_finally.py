"""Context managers whose ``yield`` needs no ``finally``, though something is undone below it."""

from __future__ import annotations

import ast
import re

from flake8_testsec.cleanup.calm_bodies import is_entered_calmly
from flake8_testsec.cleanup.entries import is_left_calmly
from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Role
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module, once, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import does_nothing, receiver

_STACKS = frozenset({"contextlib.AsyncExitStack", "contextlib.ExitStack", "contextlib2.ExitStack"})
_DECIDED = lazy(r"\bfinally\b", re.IGNORECASE)


@once
def needs_no_finally(manager: Function, module: Module) -> bool:
    """Whether a context manager may well leave what stands below its ``yield`` out after an error.

    Args:
        manager: a generator function that is decorated as a context manager.
        module: its module.

    Returns:
        ``True`` where it is always left without an error, or nothing is raised in its bodies; where an exit
        stack does what an error needs, and is emptied below the ``yield``; where a comment speaks of the
        ``finally`` that is not there; and where production code sets how an error is shown that gets out.
    """
    return (
        _empties_stack(manager, module)
        or _tells_of_finally(manager, module)
        or is_left_calmly(manager, module)
        or is_entered_calmly(manager, module)
        or _is_for_errors(manager, module)
    )


def is_empty_hook(statement: ast.stmt, manager: Function, module: Module) -> bool:
    """Whether a statement calls a method of the same class that does nothing there: what it undoes, if
    anything, only the classes know that define it anew.

    Args:
        statement: one below the ``yield``.
        manager: the context manager.
        module: its module.
    """
    class_, own = module.class_of(manager), receiver(manager, module)
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr=word))) if (
            owner == own
        ):
            named = [each for each in module.functions(word) if module.class_of(each) is class_]
            return bool(named) and all(map(does_nothing, named))
        case _:
            return False


def _is_for_errors(manager: Function, module: Module) -> bool:
    """Whether a manager of production code sets ``sys.tracebacklimit``: that is read when the error has left
    all blocks, so to put it back in ``finally`` would undo it (https://docs.python.org/3/library/sys.html)."""
    is_set = (each for each in module.attributes({"tracebacklimit"}) if isinstance(each.ctx, ast.Store))
    return module.role is Role.PRODUCTION and any(
        module.function(each) is manager and module.names(each) == {"sys.tracebacklimit"} for each in is_set
    )


def _empties_stack(manager: Function, module: Module) -> bool:
    """Whether a manager calls ``pop_all()`` on an exit stack that it has entered itself."""
    items = (item for each in within(manager) for item in getattr(each, "items", ()))
    stacks = {last_word(item.optional_vars) for item in items if _is_stack(item, module)}
    emptied = (each.func for each in within(manager) if isinstance(each, ast.Call))
    return bool(stacks) and any(
        isinstance(each, ast.Attribute) and each.attr == "pop_all" and last_word(each.value) in stacks
        for each in emptied
    )


def _is_stack(item: ast.withitem, module: Module) -> bool:
    match item:
        case ast.withitem(context_expr=ast.Call(func=func), optional_vars=ast.Name()):
            return bool(module.names(func) & _STACKS)
        case _:
            return False


def _tells_of_finally(manager: Function, module: Module) -> bool:
    """Whether a comment in a manager, which has no ``finally``, says that it wants none."""
    said = module.comments_in(manager.lineno, manager.end_lineno or manager.lineno)
    return any(_DECIDED.search(each.content) for each in said)
