"""Tests in which doubles stand in for what opens files: a name there may be that of no file."""

from __future__ import annotations

import ast

from flake8_testsec.patterns import short
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.interceptors import Interceptor, is_intercepted
from flake8_testsec.vocabulary.testing.replaced import replaces
from flake8_testsec.vocabulary.testing.suites import is_test

_OPENING = Interceptor(
    name="opening",
    libraries=frozenset(),
    words=frozenset(),
    names=short(r"(?!)"),
    targets=frozenset(),
    whole=frozenset({"builtins.open", "io.open"}),
)
"""What takes the place of ``open`` itself, and nothing else."""


def fakes_files(node: ast.AST, module: Module) -> bool:
    """Whether what opens files is replaced where a node stands.

    Args:
        node: any node.
        module: its module.

    Returns:
        ``True`` for ``patch("builtins.open")`` in the test or class around the node, and in the hooks and
        fixtures that run for it; also for a patcher of the module itself, which any test may start, and for a
        helper of tests, in whichever of them it is replaced.
    """
    if not module.mentions("patch"):
        return False
    if _is_kept(module.tree, module) or is_intercepted(node, module, _OPENING):
        return True
    function = module.function(node)
    is_helper = function is not None and not module.class_of(function) and not is_test(function, module)
    return is_helper and _is_replaced_anywhere(module.tree, module)


@once
def _is_replaced_anywhere(tree: ast.AST, module: Module) -> bool:
    calls = module.scopes.calls(frozenset({"patch", "object"}))
    return any(replaces(each, _OPENING.whole | {"os.open"}, module) for each in calls)


@once
def _is_kept(tree: ast.AST, module: Module) -> bool:
    """Whether the top of the module or of a class makes such a patcher, and decorates nothing with it."""
    calls = module.scopes.calls(frozenset({"patch", "object"}))
    kept = (each for each in calls if module.function(each) is None and not _decorates(each, module))
    return any(replaces(each, _OPENING.whole, module) for each in kept)


def _decorates(call: ast.Call, module: Module) -> bool:
    return isinstance(module.parent(call), (Function, ast.ClassDef))
