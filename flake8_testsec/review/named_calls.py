"""What functions call, by the names that stand there."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from itertools import chain

from flake8_testsec.patterns import lazy
from flake8_testsec.review.document import code
from flake8_testsec.review.places import expectations
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module, walk, walked
from flake8_testsec.source.syntax import Function

_PLAIN = lazy(
    r"(?!(?:.*\.)?_?(?:assert|fail(?:If|Unless|\Z)|add\w*Cleanup)|pytest\.(?:raises|warns))[\w.]+\Z"
)
_CHECKS = lazy(r"_?assert|fail(?:If|Unless|\Z)|add\w*Cleanup")


def named_calls(function: Function, module: Module) -> list[str]:
    """What a function calls by a plain name, the first few; no builtins, and nothing that asserts.

    Args:
        function: a function of the module.
        module: the module.

    Returns:
        Names as code, and that there are others; nothing where none is plain.
    """
    head = {each for one in (function.args, *function.decorator_list) for each in walk(one)}
    every = (each for each in walked(function, module) if isinstance(each, ast.Call))
    calls = [each for each in every if each not in head and not calls_inherited(each, function.name)]
    names = dict.fromkeys(chain.from_iterable(_called(each, module) for each in calls))
    plain = [each for each in names if _PLAIN.match(each) and each not in vars(builtins)]
    shown: list[str] = [code(f"{each}()") for each in plain[:4]]
    more = len(plain) > 4 or any(map(_is_worked_out, calls))
    return [*shown, "others"] if shown and more else shown


def _called(call: ast.Call, module: Module) -> Iterator[str]:
    """What is called, and what a call that expects an exception is given to call."""
    yield spelt(call.func)
    if len(call.args) > 1 and call in expectations(module) and not _is_entered(call, module):
        given = call.args[bool(_COMPARING.search(last_word(call.func))) :][1:2]
        yield from (spelt(each) for each in given if isinstance(each, ast.Name | ast.Attribute))


_COMPARING = lazy(r"Regexp?\Z|Message\Z")
"""What asks for a text before it asks for what is to be called."""


def _is_entered(call: ast.Call, module: Module) -> bool:
    """Whether a call is the item of a ``with``, or given to what enters it, and so calls nothing itself."""
    return isinstance(module.parent(call), ast.withitem | ast.Call)


def _is_worked_out(call: ast.Call) -> bool:
    """Whether a method is called of what is worked out, as ``(folder / "a").exists``; a text is not."""
    owner = call.func
    while isinstance(owner, ast.Attribute):
        owner = owner.value
    is_known = isinstance(owner, ast.Name | ast.Constant | ast.JoinedStr)
    is_super = isinstance(owner, ast.Call) and isinstance(owner.func, ast.Name) and owner.func.id == "super"
    return not (is_known or is_super or _CHECKS.match(last_word(call.func)))


def calls_inherited(node: ast.AST, name: str) -> bool:
    """Whether a call is that of the inherited method of a name: ``super().setUp()``."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr=word)):
            return word == name
        case _:
            return False
