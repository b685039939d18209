"""``os.environ`` with what it had, where a copy was assigned to it."""

from __future__ import annotations

import ast

from flake8_testsec.fixing.edits import Edits, written
from flake8_testsec.fixing.statements import as_call, put_before
from flake8_testsec.source.module import Module, within


def put_back(environ: ast.Attribute, value: ast.expr, statement: ast.stmt, module: Module) -> Edits:
    """The saved copy put into the mapping itself.

    Args:
        environ: ``os.environ``.
        value: the copy.
        statement: the assignment.
        module: its module.

    Returns:
        Nothing for what is only copied here, which would be gone by then, and where another mapping was put
        in place of the environment.
    """
    if not isinstance(value, (ast.Name, ast.Attribute)) or _is_another(statement, module):
        return ()
    text = written(environ, module)
    cleared = put_before(statement, [f"{text}.clear()"], module)
    return (*cleared, *as_call(statement, f"{text}.update(", ")", module)) if cleared else ()


def _is_another(statement: ast.stmt, module: Module) -> bool:
    """Whether the same function has assigned something else to ``os.environ``: that would be put in order."""
    function = module.function(statement)
    given = (
        (each for each in within(function) if isinstance(each, ast.Assign)) if function is not None else ()
    )
    return any(
        each is not statement and "os.environ" in module.names(target)
        for each in given
        for target in each.targets
        if isinstance(target, ast.Attribute)
    )
