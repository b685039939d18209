"""Values that stand where words should, told by their form: constants, sums, one more of the same kind."""

from __future__ import annotations

import ast

from flake8_testsec.patterns import lazy
from flake8_testsec.source.bindings import Bound, Unknown
from flake8_testsec.source.calls import last_word, spelt, string, structure
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.assertions import explains

_CONSTRUCTORS = frozenset(
    {
        *("datetime.date", "datetime.datetime", "datetime.time", "datetime.timedelta", "decimal.Decimal"),
        *("fractions.Fraction", "ipaddress.ip_address", "ipaddress.ip_network", "pathlib.Path"),
        *("pathlib.PurePath", "uuid.UUID"),
    }
)
_ARITHMETIC = (ast.Add, ast.Div, ast.FloorDiv, ast.Mult, ast.Pow, ast.Sub)
_WORD = lazy(r"\w+")
_RESULT = lazy(r"(?<![a-z])(answer|correct|expected|output|result|want)s?(?![a-z])")


def is_constant(value: ast.expr, module: Module | None = None) -> bool:
    """Whether an expression is a value that is written out, and no text: a tuple, encoded text, a date.

    Args:
        value: the expression.
        module: its module, for the names of constructors; without it they are not looked at.
    """
    match value:
        case ast.Tuple(elts=[_, _, *_] as elements):
            return all(_is_word_or_number(each) for each in elements)
        case ast.BinOp(left=ast.Constant(value=str() | bytes() as text), op=ast.Mult(), right=ast.Constant()):
            return text.isalnum()  # what draws a line explains
        case ast.Call(func=ast.Attribute(value=inner, attr="decode" | "encode")):
            return isinstance(inner, ast.Constant) or is_constant(inner)
        case ast.Call(func=func, args=[_, *_] as args, keywords=[]) if module is not None:
            names = module.names(func)
            return bool(names) and names <= _CONSTRUCTORS and all(isinstance(a, ast.Constant) for a in args)
        case _:
            return False


def _is_word_or_number(node: ast.expr) -> bool:
    match node:
        case ast.Constant(value=str(text)):
            return len(text.split()) < 2
        case ast.Tuple(elts=elements):
            return all(map(_is_word_or_number, elements))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return isinstance(operand, ast.Constant)
        case _:
            return isinstance(node, ast.Constant)


def is_sum(value: ast.expr, module: Module) -> bool:
    """Whether a value is a length or what is assigned to a name, and a number added or taken from it."""
    match value:
        case ast.BinOp(left=ast.Name() as left, op=operator, right=ast.Constant(value=int() | float())):
            bindings = module.bindings(left)
            assigned = bool(bindings) and all(isinstance(each, Bound) for each in bindings)
            return assigned and isinstance(operator, _ARITHMETIC)
        case ast.BinOp(left=ast.Call(func=func), op=operator, right=ast.Constant(value=int())):
            return last_word(func) == "len" and isinstance(operator, _ARITHMETIC)
        case _:
            return False


def is_of_same_kind(value: ast.expr, condition: ast.expr, module: Module) -> bool:
    """Whether a value has the same name as the condition, of something else, or is one more of the same call.

    Args:
        value: for example ``order["id"]``, ``self.order_id`` or ``str(order)``.
        condition: for example ``found.id``, ``found["id"]`` or ``str(found)``.
        module: their module.
    """
    match value, condition:
        case ast.Call(func=func, args=[given]), ast.Call(func=other, args=[asked]):
            return spelt(func) == spelt(other) and structure(given) != structure(asked)
        case ast.Attribute() | ast.Subscript(), ast.Name() | ast.Attribute() | ast.Subscript():
            return _are_alike(_member(value), _member(condition))
        case ast.Name(), ast.Attribute() | ast.Subscript():
            told = explains(value) or _is_of_loop(value, module)
            return not told and _are_alike(_member(value), _member(condition))
        case _:
            return False


def _is_of_loop(name: ast.Name, module: Module) -> bool:
    """Whether a loop gives a name its values: then it says for which of them something failed."""
    bound = (each.node for each in module.bindings(name) if isinstance(each, Unknown))
    return any(isinstance(each, ast.Name) for each in bound)


def _member(node: ast.expr) -> str:
    """The name of a variable, an attribute or a key."""
    word = string(node.slice) if isinstance(node, ast.Subscript) else last_word(node)
    return (word or "").replace("-", "_").lower()


def _are_alike(word: str, other: str) -> bool:
    """Whether two names are one, or one is the end of the other: ``id`` and ``order_id``."""
    return bool(word and other) and (
        word == other or word.endswith(f"_{other}") or other.endswith(f"_{word}")
    )


def is_result_of_case(value: ast.expr, module: Module) -> bool:
    """Whether a value is a parameter of the test for which ``parametrize`` gives results, by its name."""
    if not isinstance(value, ast.Name) or not _RESULT.search(value.id):
        return False
    bindings = module.bindings(value)
    function = module.function(value)
    if function is None or not all(
        isinstance(each, Unknown) and isinstance(each.node, ast.arg) for each in bindings
    ):
        return False
    given = (mark.args[0] for mark in function.decorator_list if isinstance(mark, ast.Call) and mark.args)
    return any(value.id in _WORD.findall(string(each) or spelt(each)) for each in given)
