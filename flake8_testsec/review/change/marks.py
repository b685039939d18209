"""What switches a test off or lets it fail, on it, in it and around it; and the cases that it is run with."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import NamedTuple

from flake8_testsec.review.document import Lines, lines_of
from flake8_testsec.source.calls import argument, last_word, spelt, string, structure
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing import skips
from flake8_testsec.vocabulary.testing.skips import CONDITIONAL, Skip
from flake8_testsec.vocabulary.testing.switched_off import Marked


class Mark(NamedTuple):
    """Something that skips a test, or expects it to fail."""

    how: str
    """``skipped``, ``expected to fail``."""
    condition: str
    """On what it hangs, as it is written; empty if on nothing."""
    holder: str
    """The class that it stands on; empty on or in the function, ``module`` for the whole file."""
    lines: Lines
    reason: str


def marks(function: Function, module: Module) -> Iterator[Mark]:
    """What switches a function off, or lets it fail.

    Args:
        function: a test.
        module: its module.

    Yields:
        The marks on it, in it, and on what is around it.
    """
    around = [function, *(each for each in module.ancestors(function) if isinstance(each, Marked))]
    for each in around:
        for skip in _by_holder(module).get(each, ()):
            if (mark := _mark(skip, each, module)) is not None:
                yield mark


@once
def _by_holder(module: Module) -> Mapping[ast.AST, Sequence[Skip]]:
    """The skips by the function, class or module that they stand on, or in the body of."""
    found: dict[ast.AST, list[Skip]] = defaultdict(list)
    for skip in skips.skips(module):
        above = (each for each in module.ancestors(skip.node) if isinstance(each, Marked))
        holder = next(above, module.tree)
        if isinstance(holder, Function) or not isinstance(skip.node, ast.Raise):
            found[holder].append(skip)
    return found


def _mark(skip: Skip, holder: ast.AST, module: Module) -> Mark | None:
    word = skip.name.rpartition(".")[2]
    how = "expected to fail" if word in ("xfail", "expectedFailure") else "skipped"
    where = holder.name if isinstance(holder, ast.ClassDef) else "module" if _is_module(holder) else ""
    condition = _condition(skip, holder, module)
    if condition is None:
        return None
    return Mark(how, condition, where, lines_of(skip.node), skips.text(skip.reason))


def _is_module(holder: ast.AST) -> bool:
    return isinstance(holder, ast.Module)


def _condition(skip: Skip, holder: ast.AST, module: Module) -> str | None:
    """On what a skip hangs; ``None`` for one that is for some cases alone, or never skips."""
    if any(isinstance(each, ast.keyword) and each.arg == "marks" for each in module.ancestors(skip.node)):
        return None
    if isinstance(holder, Function) and not _is_decorator(skip.node, holder):
        return _in_body(skip.node, holder, module)
    if skip.call is None:
        return ""
    decided = skips.decided(skip.call, skip.name)
    if decided is not None:
        return "" if decided else None
    if skip.name in CONDITIONAL or skip.name == "pytest.mark.xfail":
        given = argument(skip.call, 0, "condition")
        negated = CONDITIONAL.get(skip.name) is False
        return "" if given is None else f"not ({spelt(given)})" if negated else spelt(given)
    return ""


def _is_decorator(node: ast.AST, holder: Function) -> bool:
    return any(node in walk(each) for each in holder.decorator_list)


def _in_body(node: ast.AST, holder: Function, module: Module) -> str:
    """The nearest condition around a call that skips; the call itself may be one of a helper's."""
    below = node
    for above in takewhile(lambda each: each is not holder, module.ancestors(node)):
        if isinstance(above, ast.If):
            return spelt(above.test) if below in above.body else f"not ({spelt(above.test)})"
        if isinstance(above, (ast.ExceptHandler, ast.For, ast.While, ast.Try, ast.IfExp, ast.BoolOp)):
            return "something that its body finds out"
        below = above
    return ""


def rows(function: Function, module: Module) -> Iterator[str]:
    """The cases that ``parametrize`` gives a test in a literal.

    Args:
        function: a test.
        module: its module.

    Yields:
        A text for each, the same for cases that are written alike.
    """
    for decorator in function.decorator_list:
        if isinstance(decorator, ast.Call) and last_word(decorator.func) == "parametrize":
            names, values = argument(decorator, 0, "argnames"), argument(decorator, 1, "argvalues")
            if isinstance(values, (ast.List, ast.Tuple)):
                for each in values.elts:
                    yield f"{string(names)}: {structure(each)}"
