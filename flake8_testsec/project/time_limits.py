"""Whether a project's configuration ends each test that takes too long, or tells of what else went wrong."""

from __future__ import annotations

import ast
import os
from collections.abc import Callable, Iterator

from flake8_testsec.project.dependencies import requirements
from flake8_testsec.project.locations import above
from flake8_testsec.project.views import view_of
from flake8_testsec.source.calls import keyword, last_word, spelt
from flake8_testsec.source.module import Module, once
from flake8_testsec.vocabulary.testing.interceptors import marks
from flake8_testsec.vocabulary.testing.pytest_config import (
    Read,
    limits_time,
    raises_warnings,
    writes_stacks,
)

_LIMITING = frozenset({"fail_after", "move_on_after", "Timeout", "timeout", "timeout_at", "wait_for"})
"""The last words of contexts around a wait that end it."""
_ENDING = frozenset({"wait_for"})
"""The last words of functions that end the wait which they are given; `_GIVEN` in full."""
_GIVEN = frozenset({"tornado.gen.with_timeout"})
_LIBRARIES = frozenset(
    {"anyio", "async_timeout", "asyncio", "eventlet", "gevent", "tornado", "trio", "twisted"}
)


@once
def ends_tests(module: Module) -> bool:
    """Whether pytest-timeout is configured for the tests of a module.

    Args:
        module: the module. All configuration in the folders above it counts, not only that of the file which
            pytest would choose: which one that is hangs on how it is called.

    Returns:
        ``False`` also where nothing is known of other files.
    """
    return _is_configured(limits_time, module)


@once
def tells_of_hanging(module: Module) -> bool:
    """Whether pytest is configured to write the stacks of a test that takes too long: it ends nothing, but
    the log says which test it was.

    Args:
        module: the module, with all configuration in the folders above it.

    Returns:
        ``False`` also where nothing is known of other files.
    """
    return _is_configured(writes_stacks, module)


@once
def raises_errors_of_threads(module: Module) -> bool:
    """Whether pytest is configured to make errors of warnings: a test fails then by an error in a thread.

    Args:
        module: the module, with all configuration in the folders above it.

    Returns:
        ``False`` also where nothing is known of other files.
    """
    return _is_configured(raises_warnings, module)


@once
def may_end_tests(module: Module) -> bool:
    """Whether a project asks for pytest-timeout, whose limit may be given where the tests are called.

    Args:
        module: a module, with all lists of requirements in the folders above it.

    Returns:
        ``False`` also where nothing is known of other files.
    """
    return any("pytest-timeout" in each for each in requirements(module))


def _is_configured(asked: Callable[[str, Read], bool], module: Module) -> bool:
    view = view_of(module)
    if view is None:
        return False

    def read(path: str) -> bytes | None:
        path = path.replace(os.sep, "/")
        return view.text(path).encode() if view.exists(path) else None

    return any(asked(folder, read) for folder in above(module.path))


def is_within_limit(call: ast.AST, module: Module) -> bool:
    """Whether something ends a wait: a call or a ``with`` around, a marker, or pytest's configuration.

    Args:
        call: what waits.
        module: its module.
    """
    around: Iterator[ast.Call | ast.With | ast.AsyncWith] = module.around(
        call, ast.Call, ast.With, ast.AsyncWith
    )
    if any(_is_limiting(each, module) for each in around):
        return True
    return any("timeout" in spelt(mark) for mark in marks(call, module)) or ends_tests(module)


@once
def _is_limiting(around: ast.Call | ast.With | ast.AsyncWith, module: Module) -> bool:
    if isinstance(around, ast.Call):
        return _ends(around, module) or _limits_all(around, module)
    return any(_limits(each.context_expr, module) for each in around.items)


def _ends(call: ast.Call, module: Module) -> bool:
    return last_word(call.func) in _ENDING or not _GIVEN.isdisjoint(module.names(call.func))


def _limits_all(call: ast.Call, module: Module) -> bool:
    """Whether a call waits for several things, and for all of them together no longer than it is told."""
    match keyword(call, "timeout"):
        case None | ast.keyword(value=ast.Constant(value=None)):
            return False
        case _:
            return "asyncio.wait" in module.names(call.func)


def _limits(node: ast.expr, module: Module) -> bool:
    if not isinstance(node, ast.Call):
        return False
    word = last_word(node.func)
    if word in _LIMITING:
        return True
    return word.endswith("_timeout") and (_is_of_library(node.func, module) or _says_how_long(node))


def _is_of_library(func: ast.expr, module: Module) -> bool:
    return any(name.partition(".")[0] in _LIBRARIES for name in module.names(func))


def _says_how_long(call: ast.Call) -> bool:
    """Whether the first that a call is told may be a time: a number or a name, not ``None`` or a word."""
    match [*call.args, *(each.value for each in call.keywords)]:
        case [ast.Constant(value=bool()), *_]:
            return False
        case [ast.Constant(value=int() | float() as limit), *_]:
            return limit > 0
        case [ast.Attribute() | ast.BinOp() | ast.Name(), *_]:
            return True
        case _:
            return False
