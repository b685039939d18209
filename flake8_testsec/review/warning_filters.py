"""Filters of warnings: blocks that keep the warnings for the test, and calls that take all filters away."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.review.document import Fact, code, fact
from flake8_testsec.source.calls import keyword, last_word, spelt, truth
from flake8_testsec.source.module import Module


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
        words = "Takes away all filters of warnings of the process, in no block that puts them back: "
        yield fact("warnings-reset", calls, words, code(spelt(calls[0])), ".", subject="resetwarnings")


def _is_in_block(call: ast.Call, module: Module) -> bool:
    blocks: list[ast.With | ast.AsyncWith] = [*module.around(call, ast.With)]
    blocks += module.around(call, ast.AsyncWith)
    entered = (item.context_expr for block in blocks for item in block.items)
    return any(isinstance(each, ast.Call) and last_word(each.func) in _BLOCKS for each in entered)


_BLOCKS = frozenset({"catch_warnings", "check_warnings", "warns"})
