"""Filters of warnings: blocks that keep the warnings for the test, and calls that take all filters away."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from flake8_testsec.review.document import Fact, code, fact
from flake8_testsec.source.calls import keyword, spelt, truth
from flake8_testsec.source.module import Module, once
from flake8_testsec.vocabulary.testing.assertions import expectation


def recorded(module: Module) -> Iterator[Fact]:
    """Blocks that keep warnings in a list, which the test may look at.

    Args:
        module: the module.

    Yields:
        At most one fact.
    """
    calls = [each for each in module.calls({"catch_warnings"}) if _keeps(each, module)]
    if calls:
        words = "Warnings are kept in a list, for the test to look at: "
        yield fact("warnings-kept", calls, words, code(spelt(calls[0])), ".", subject="catch_warnings")


def _keeps(call: ast.Call, module: Module) -> bool:
    given = keyword(call, "record")
    return given is not None and truth(given.value) is True and _is_of_library(call, module)


def _is_of_library(call: ast.Call, module: Module) -> bool:
    return any(each.startswith("warnings.") for each in module.names(call.func))


def reset(module: Module) -> Iterator[Fact]:
    """Calls that empty the filters of the process, but for those in a block that puts them back.

    Args:
        module: the module.

    Yields:
        At most one fact.
    """
    calls = [
        each
        for each in module.calls({"resetwarnings"})
        if _is_of_library(each, module) and not _is_in_block(each, module)
    ]
    if calls:
        where = "in no with statement here that is known to put them back"
        words = f"Takes away all filters of warnings of the process, {where}: "
        yield fact("warnings-reset", calls, words, code(spelt(calls[0])), ".", subject="resetwarnings")


def _is_in_block(call: ast.Call, module: Module) -> bool:
    """Whether a block around a call, or what its test has entered before, puts the filters back."""
    blocks: list[ast.With | ast.AsyncWith] = [*module.around(call, ast.With)]
    blocks += module.around(call, ast.AsyncWith)
    entered = (item.context_expr for block in blocks for item in block.items)
    function = module.function(call)
    is_recorded = function is not None and "recwarn" in [each.arg for each in function.args.args]
    is_kept = _first_kept(module).get(function, call.lineno) < call.lineno
    return is_recorded or is_kept or any(_puts_back(each, module) for each in entered)


def _puts_back(entered: ast.expr, module: Module) -> bool:
    if not isinstance(entered, ast.Call):
        return False
    expected = expectation(entered, module)
    return (expected is not None and expected.kind == "warns") or bool(module.names(entered.func) & _BLOCKS)


@once
def _first_kept(module: Module) -> Mapping[ast.AST | None, int]:
    """The functions that enter such a block by a call, which leaves it behind them, with the first line."""
    found: dict[ast.AST | None, int] = {}
    for call in module.calls({"enter_context", "enterContext"}):
        if call.args and _puts_back(call.args[0], module):
            found.setdefault(module.function(call), call.lineno)
    return found


_BLOCKS = frozenset(
    {
        *(
            "warnings.catch_warnings",
            "pytest.warns",
            "pytest.deprecated_call",
            "numpy.testing.suppress_warnings",
        ),
        *(f"test.support.{each}" for each in ("check_warnings", "warnings_helper.check_warnings")),
    }
)
