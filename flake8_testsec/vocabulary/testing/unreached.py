"""Places that no run of the tests can reach: what is wrong there is that it never runs, not what it does.

What marks switch off is told by ``switched_off``, what nobody calls by ``idle_functions``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence

from flake8_testsec.patterns import lazy
from flake8_testsec.source.bindings import Bound, Unknown
from flake8_testsec.source.calls import truth
from flake8_testsec.source.module import Module, inherited, once
from flake8_testsec.source.origins import leaves
from flake8_testsec.source.raising import certainly_raises
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.idle_functions import is_forgotten, is_unnamed_within
from flake8_testsec.vocabulary.testing.interpreters import on_every_python
from flake8_testsec.vocabulary.testing.suites import is_test_file
from flake8_testsec.vocabulary.testing.switched_off import is_always_skipped

_ENDS = (ast.Return, ast.Break, ast.Continue)

_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def never_runs(node: ast.AST, module: Module) -> bool:
    """Whether nothing can execute a node, whatever happens.

    Args:
        node: any node.
        module: its module.

    Returns:
        ``True`` if it stands in a branch that a constant, or all values with which its test is
        parametrised, rule out; below a statement that ends the block; in a test, or a module of tests, whose
        condition to be skipped is a constant; in a helper of a test file that nothing mentions, or in a
        function inside another one that does not name it. A test that is just skipped waits to be restored
        as it is, so it does not count.
    """
    return inherited(node, _decides, module) or is_always_skipped(module.tree, module)


def _decides(inner: ast.AST, module: Module) -> bool | None:
    """Whether what is around a statement passes it over; ``None`` if not, or for what is no statement."""
    above = module.parent(inner)
    if not isinstance(inner, ast.stmt) or above is None:
        return None
    return _is_passed_over(inner, above, module) or None


def _is_passed_over(statement: ast.stmt, above: ast.AST, module: Module) -> bool:
    if isinstance(above, _Definition) and _is_idle(above, module):
        return True
    return _is_ruled_out(statement, above, module) or _is_below_end(statement, above, module)


def _is_ruled_out(statement: ast.stmt, above: ast.AST, module: Module) -> bool:
    match above:
        case ast.If(body=body, orelse=orelse) | ast.While(body=body, orelse=orelse):
            taken = _truth(above.test, module)
            return taken is not None and _lies_in(statement, orelse if taken else body)
        case _:
            return False


def _truth(test: ast.expr, module: Module) -> bool | None:
    """What a condition is whenever it is asked; ``None`` if that is not known."""
    match test:
        case ast.Constant():
            return truth(test)
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            known = _truth(inner, module)
            return None if known is None else not known
        case ast.BoolOp(op=operator, values=values):
            deciding = isinstance(operator, ast.Or)
            return deciding if any(_truth(each, module) is deciding for each in values) else None
        case ast.Name() as name if _is_fixed(name, module):
            return _always([*leaves(name, module)])
        case _:
            return on_every_python(test, module)


def _is_fixed(name: ast.Name, module: Module) -> bool:
    """Whether a name is a parameter of a decorated function, or a constant, and is bound nowhere else."""
    match module.bindings(name):
        case [Unknown(node=ast.arg() as parameter)]:
            function = module.function(parameter)
            return function is not None and bool(function.decorator_list)
        case [Bound(value=ast.Constant())]:
            is_own = is_test_file(module) or name.id.startswith("_")  # what tests import, they may set
            return is_own and not _is_patched(name.id, module)
        case _:
            return False


def _is_patched(name: str, module: Module) -> bool:
    """Whether the module names something in a text, as ``monkeypatch.setattr(module, "NAME", True)`` does."""
    return name in _marked_words(module)


@once
def _marked_words(module: Module) -> frozenset[str]:
    """The words behind a quote or a dot."""
    return frozenset(_MARKED.findall(module.source))


_MARKED = lazy(r"[\"'.](\w+)")


def _always(values: list[ast.AST | None]) -> bool | None:
    truths = {bool(each.value) if isinstance(each, ast.Constant) else None for each in values}
    return truths.pop() if len(truths) == 1 else None


def _lies_in(statement: ast.stmt, block: Sequence[ast.stmt]) -> bool:
    """Whether a statement is one of a block, which has it or another block of the same statement has."""
    return bool(block) and _place(block[0]) <= _place(statement) <= _place(block[-1])


def _place(statement: ast.stmt) -> tuple[int, int]:
    return statement.lineno, statement.col_offset


def _is_below_end(statement: ast.stmt, above: ast.AST, module: Module) -> bool:
    """Whether a statement of the same block, above another, leaves the block whatever happens."""
    return any(
        _lies_in(statement, block) and _place(end) < _place(statement) for block, end in _ends(above, module)
    )


@once
def _ends(above: ast.AST, module: Module) -> Sequence[tuple[Sequence[ast.stmt], ast.stmt]]:
    """The blocks of a statement that are left before their last line, with what leaves them first."""
    blocks = (getattr(above, name, ()) for name in ("body", "orelse", "finalbody"))
    found = ((block, _first_end(block, module)) for block in blocks if isinstance(block, list))
    return [(block, end) for block, end in found if end is not None]


def _first_end(block: Iterable[ast.stmt], module: Module) -> ast.stmt | None:
    return next((each for each in block if isinstance(each, _ENDS) or certainly_raises(each, module)), None)


def _is_idle(definition: _Definition, module: Module) -> bool:
    """Whether a function or a class is ruled out by a mark, or nothing calls the function."""
    if is_always_skipped(definition, module):
        return True
    if not isinstance(definition, Function):
        return False
    return is_forgotten(definition, module) or is_unnamed_within(definition, module)
