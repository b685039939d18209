"""What a test calls that may be a check, though it is no assertion."""

from __future__ import annotations

import ast
import builtins

from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.vocabulary.testing.assertions import are_checking

_CHECKS = lazy(
    r"(?i)check|assert|verif|must|expect|should|ensure|raise|valid|wait|fail|require|compare|equal|match"
)
"""How functions are called that raise where something does not hold."""


def may_check(statement: ast.stmt, module: Module) -> bool:
    """Whether a statement calls what is there to check, or what is called for nothing that could be read.

    Args:
        statement: any statement of a test.
        module: its module.
    """
    match statement:
        case ast.Expr(value=ast.Call() as call) | ast.Expr(value=ast.Await(value=ast.Call() as call)):
            if _is_told_elsewhere(call, module):
                return True
    calls = (each for each in walk(statement) if isinstance(each, ast.Call))
    return not isinstance(statement, ast.If) and any(map(_is_said_to_check, calls))


def _is_said_to_check(call: ast.Call) -> bool:
    is_asked = any(each.arg == "check" for each in call.keywords)
    return is_asked or _CHECKS.search(last_word(call.func)) is not None


def _is_told_elsewhere(call: ast.Call, module: Module) -> bool:
    """Whether a function of the module, or a method, that is called checks, or none has its name."""
    match call.func:
        case ast.Name(id=word):
            is_builtin = hasattr(builtins, word) and not module.functions(word)
        case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=word):
            is_builtin = False
        case _:
            return False
    return not is_builtin and _is_checking(word, module)


@once
def _is_checking(word: str, module: Module) -> bool:
    """Whether a function of a name checks, or the module has none."""
    functions = module.functions(word)
    return not functions or any(are_checking(each.body, module) for each in functions)
