"""What the values that a helper is given come from, in words."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from itertools import takewhile

from flake8_testsec.patterns import lazy
from flake8_testsec.review.document import code, counted, listed
from flake8_testsec.source.calls import spelt
from flake8_testsec.source.module import Module
from flake8_testsec.source.texts import meant


def _one(shown: str, values: Sequence[ast.expr]) -> tuple[str, ...]:
    """The one value that all calls give, and the name by which they do."""
    if all(isinstance(each, ast.Constant) for each in values):
        return ("the literal ", code(shown))
    names = {each.id if isinstance(each, ast.Name) else "" for each in values}
    by = (", by the name ", code(*names)) if len(names) == 1 else ()
    return ("the value ", code(shown), *by)


def _common_begin(values: Sequence[ast.expr]) -> Sequence[str]:
    """The first words of commands that run Python itself: lists that begin with its path."""
    lists = [each for each in values if isinstance(each, ast.List) and each.elts]
    if len(lists) != len(values) or {spelt(each.elts[0]) for each in lists} != {"sys.executable"}:
        return []
    rows = zip(*([spelt(one) for one in each.elts] for each in lists), strict=False)
    common = takewhile(lambda row: len({*row}) == 1 and not _OPTION.match(row[0]), rows)
    return [code(row[0]) for row in common][:_FEW]


_OPTION = lazy(r"['\"]-(?!m['\"])")
"""An option but ``-m``: what stands behind it, or in it, may be a secret."""
_FEW = 4
"""Values that are told one by one."""


def origin(values: Sequence[ast.expr], module: Module) -> tuple[str, ...]:
    """What values come from, in words; empty where nothing can be said in few of them.

    Args:
        values: the values.
        module: their module.

    Returns:
        The piece of a sentence.
    """
    ends = [meant(value, module) for value in values]
    literals = [each for each in ends if isinstance(each, ast.Constant)]
    calls = {spelt(each.func): each for each in ends if isinstance(each, ast.Call)}
    if len(literals) == len(ends):
        shown = dict.fromkeys(repr(each.value) for each in literals)
        one = _one(next(iter(shown)), values) if len(shown) == 1 else ()
        few = listed([code(each) for each in shown], " or ") if len(shown) <= _FEW else ()
        return one or few or (f"{counted(len(shown), 'literal')} written in this file",)
    if begin := _common_begin(ends):
        return (
            ("lists that begin with ", *listed(begin))
            if len(ends) > 1
            else ("a list that begins with ", *listed(begin))
        )
    if len(calls) == 1 and all(isinstance(each, ast.Call) for each in ends):
        return ("what ", code(f"{next(iter(calls))}()"), " returns")
    named = dict.fromkeys(spelt(each) for each in values if module.names(each))
    if len(values) == sum(bool(module.names(each)) for each in values) and len(named) <= _FEW:
        return listed([code(each) for each in named], " or ")
    owned = dict.fromkeys(spelt(each) for each in values if isinstance(each, ast.Attribute))
    is_one = len(owned) == 1 and all(isinstance(each, ast.Attribute) for each in values)
    return (code(next(iter(owned))),) if is_one else ()


def leading_text(node: ast.expr) -> str:
    """The text with which an expression begins, as far as it is written out.

    Args:
        node: a literal, an f-string, a sum, or what ``%`` or ``format`` puts values into.

    Returns:
        The text; empty if it begins with something else.
    """
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=[first, *_]) | ast.BinOp(left=first):
            return leading_text(first)
        case ast.Call(func=ast.Attribute(value=first, attr="format")):
            return leading_text(first)
        case _:
            return ""
