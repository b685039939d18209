"""On what skips hang: what their marks say, and the branches that they stand in."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from itertools import takewhile

from flake8_testsec.patterns import short
from flake8_testsec.review.document import Fact, code, fact
from flake8_testsec.source.calls import argument, last_word, spelt
from flake8_testsec.source.module import Module, walk
from flake8_testsec.vocabulary.testing.skips import CONDITIONAL, Skip


def of(skip: Skip, module: Module) -> str:
    """On what a skip hangs, and on what it hangs that the definition below its mark is there.

    Args:
        skip: the skip.
        module: its module.

    Returns:
        The conditions as they are written; empty if there are none.
    """
    return " and ".join(filter(None, (*_of_definition(skip.node, module), _condition(skip, module))))


def _condition(skip: Skip, module: Module) -> str:
    """The condition of a mark, or that of the ``if`` that a skip stands in."""
    if skip.call is not None and (skip.name in CONDITIONAL or skip.name == "pytest.mark.xfail"):
        given = argument(skip.call, 0, "condition")
        negated = CONDITIONAL.get(skip.name) is False
        return "" if given is None else f"not ({spelt(given)})" if negated else spelt(given)
    return " and ".join(reversed([*_conditions(skip.node, module)]))


def _of_definition(node: ast.AST, module: Module) -> Iterator[str]:
    """The conditions on which a definition is there at all, if a mark stands on it."""
    holder = module.above(node, *_DEFINITIONS)
    if isinstance(holder, _DEFINITIONS) and any(node in walk(one) for one in holder.decorator_list):
        yield from _conditions(holder, module)


_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def _conditions(node: ast.AST, module: Module) -> Iterator[str]:
    """The conditions around a skip in its function, from the inside."""
    below = node
    for above in takewhile(lambda each: not isinstance(each, _AROUND), module.ancestors(node)):
        if isinstance(above, ast.If):
            met = below in above.body
            text = spelt(above.test)
            is_long = isinstance(above.test, ast.BoolOp)
            yield (f"({text})" if is_long else text) if met else f"not ({text})"
        elif isinstance(above, ast.ExceptHandler):
            yield f"except {spelt(above.type)}" if above.type is not None else "except"
        below = above


_AROUND = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Module)


def again(module: Module) -> Iterator[Fact]:
    """Marks and decorators by which a test that fails is run again, by what they are called.

    Args:
        module: the module.

    Yields:
        The facts.
    """
    found: dict[str, list[ast.AST]] = defaultdict(list)
    if not any(word in module.lowered for word in ("flaky", "rerun", "retry", "retries")):
        return
    for definition in module.nodes(*_DEFINITIONS):
        for mark in getattr(definition, "decorator_list", ()):
            if _AGAIN.match(last_word(mark.func if isinstance(mark, ast.Call) else mark)):
                found[spelt(mark)].append(mark)
    for shown, marks in found.items():
        words = "Marked as unsteady, or run again where it fails, by its name: "
        yield fact("run-again", marks, words, code(shown), ".", subject=shown)


_AGAIN = short(r"(?i)(?:\w+_)?(?:flaky|rerun\w*|retry\w*|retries)(?:_\w+)?\Z")
