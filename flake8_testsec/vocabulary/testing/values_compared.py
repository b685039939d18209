"""Assertions of a truth that shall compare: a value that stands where the words of a failure belong."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from flake8_testsec.finding import Edit
from flake8_testsec.fixing.edits import Edits, after, between, renamed, span, without_argument
from flake8_testsec.fixing.operators import compared, consumed, without_parentheses
from flake8_testsec.fixing.statements import placed
from flake8_testsec.patterns import lazy
from flake8_testsec.rule import Hit
from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.calls import is_empty, last_word, spelt, structure, truth
from flake8_testsec.source.module import Module, once, walk, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import demanded, explains
from flake8_testsec.vocabulary.testing.converted import joined, split_at_last_comma
from flake8_testsec.vocabulary.testing.never_equal import is_class, kind, never_equal
from flake8_testsec.vocabulary.testing.uncalled import is_uncalled

_VALUES = (ast.Attribute, ast.Call, ast.Name, ast.Subscript)
_DROP = "drop it"
_COMPARE = "compare with what is expected"


class Remedy(NamedTuple):
    """What to do, in words and as edits; ``safe`` as `Fix` has it."""

    words: str
    edits: Edits = ()
    safe: bool = False

    def of(self, hit: Hit) -> Hit:
        """The hit with these edits."""
        return hit.fixed(*self.edits, safe=self.safe)


def of_method(call: ast.Call, condition: ast.expr, value: ast.expr, demand: bool, module: Module) -> Remedy:
    """What becomes of ``assertTrue`` or ``assertFalse`` with a value for a message.

    Args:
        call: the call.
        condition: its first argument.
        value: the second one, which the first should be equal to.
        demand: whether the condition shall be true.
        module: their module.
    """
    if value_is(value, demand):
        return Remedy(_DROP, without_argument(call, value, module), safe=True)
    if value_is(value, None) and not demand:
        return Remedy("use assertIsNone", _none(call, value, module))
    if is_class(value, module) and not _may_be_class(condition, module):
        if not (demand and _is_known_class(value, module)):
            return Remedy("use assertIsInstance for a class, or drop it")
        fits = _is_builtin_class(value, module) or not kind(condition, module)
        edits = _method(call, "assertIsInstance", module) if fits else ()
        return Remedy("use assertIsInstance, or drop it", edits)
    contradicts = truth(value) is (not demand) or _compares(value)
    edits = () if contradicts or _differ(condition, value, module) else _method(call, "assertEqual", module)
    return Remedy("use assertEqual, or drop it", edits)


def of_statement(condition: ast.expr, value: ast.expr, module: Module) -> Remedy:
    """What becomes of ``assert`` with a value for a message.

    Args:
        condition: what is asserted.
        value: the value after the comma.
        module: their module.
    """
    if value_is(value, True):
        start, end = span(condition, module)[2:], span(value, module)
        plain = between(start, end[:2], module).strip() == ","
        return Remedy(_DROP, (Edit(*start, *end[2:], ""),) if plain else (), safe=True)
    if is_class(value, module) and not _may_be_class(condition, module):
        of_class = "" if _is_known_class(value, module) else " for a class"
        return Remedy(f"use isinstance(){of_class}, or drop it")
    if operator := _ordered(module.function(condition), module).get((structure(condition), structure(value))):
        return Remedy(f"use {operator}, or drop it", compared(condition, operator, value, module))
    words = "use ==, or drop it"
    if (split := split_at_last_comma(value)) is not None:
        return Remedy(words, joined(condition, value, split, module))
    false = truth(value) is False or is_empty(value) or _compares(value) or _differ(condition, value, module)
    return Remedy(words) if false else Remedy(words, compared(condition, "==", value, module))


_ORDERS: Mapping[type[ast.cmpop], str] = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}


@once
def _ordered(function: Function | None, module: Module) -> Mapping[tuple[str, str], str]:
    """How the assertions of a function order two things, by their texts."""
    found: dict[tuple[str, str], str] = {}
    for node in within(function) if function is not None else ():
        match node:
            case ast.Assert(test=ast.Compare(left=left, ops=[operator], comparators=[right])):
                found[structure(left), structure(right)] = _ORDERS.get(type(operator), "")
    return found


def all_of(answers: ast.expr, module: Module) -> Remedy:
    """What becomes of a list of answers that is asserted: ``all()`` of them.

    Args:
        answers: the list, as a comprehension.
        module: its module.
    """
    line, column, end_line, end_column = span(answers, module)
    opened = Edit(line, column, line, column + 1, "all(")
    return Remedy("", (opened, Edit(end_line, end_column - 1, end_line, end_column, ")")))


def of_truth(
    place: ast.AST, condition: ast.expr, demand: bool, message: ast.expr | None, module: Module
) -> Remedy:
    """What becomes of an assertion on an object that is always true, or always false.

    Args:
        place: the ``assert`` or the call.
        condition: what is asserted.
        demand: whether it shall be true.
        message: what follows the condition.
        module: their module.
    """
    match place, condition:
        case _, ast.GeneratorExp(elt=ast.Call(func=ast.Name(id="all" | "any"))):
            return Remedy(_COMPARE)  # a parenthesis is where it does not belong
        case _, ast.Name() | ast.Attribute():
            is_class = is_uncalled(condition, module, message) == "a class"
            return Remedy(_COMPARE) if is_class else _call_of(condition, message, module)
        case _, ast.GeneratorExp() if demand and message is None:
            return Remedy("put all() around it", consumed("all", condition, module))
        case ast.Assert(msg=None), ast.Tuple(elts=[checked, said]) if truth(checked) is None:
            if not explains(said):
                return Remedy(_COMPARE)
            return Remedy("take its parentheses away", without_parentheses(condition, module))
    if not isinstance(message, _VALUES) or explains(message) or explains(condition):
        return Remedy(_COMPARE)
    if (split := split_at_last_comma(condition)) is not None:
        return Remedy(_COMPARE, joined(condition, message, split, module))
    if isinstance(condition, ast.Constant) and _is_sought_above(condition, message, module):
        return Remedy("use in")
    if isinstance(condition, ast.JoinedStr) or value_is(condition, True) or value_is(condition, False):
        return Remedy(_COMPARE)
    edits = () if _differ(condition, message, module) else _compared(place, condition, message, module)
    return Remedy(_COMPARE, edits)


def _is_sought_above(text: ast.Constant, held: ast.expr, module: Module) -> bool:
    """Whether another assertion of the function looks for a text in what belongs to the same thing, as this
    one was meant to."""
    function = module.function(text)
    if function is None or not isinstance(text.value, str):
        return False
    return _owner(held) in _searched(function, module)


@once
def _searched(function: Function, module: Module) -> frozenset[str]:
    """What belongs to what the assertions of a function look for texts in."""
    demands = (each for each in within(function) if isinstance(each, ast.Call) and demanded(each) is not None)
    conditions = (argument for each in demands for argument in each.args[:1])
    return frozenset(_owner(held) for each in conditions for held in _searched_by(each))


def _searched_by(condition: ast.expr) -> Iterator[ast.expr]:
    match condition:
        case ast.Compare(left=ast.Constant(value=str()), ops=[ast.In()], comparators=[held]):
            yield held


def _owner(node: ast.expr) -> str:
    """The name that an expression begins with, ``self`` with its first attribute."""
    parts = spelt(node).replace("()", "").split(".")
    return ".".join(parts[: 2 if parts[0] == "self" else 1])


def _call_of(function: ast.expr, message: ast.expr | None, module: Module) -> Remedy:
    """The function called; with what stands behind it, unless that explains a failure."""
    if message is None or explains(message):
        return Remedy("call it", after(function, "()", module))
    return Remedy("call it", _called(function, message, module) if isinstance(message, _VALUES) else ())


def value_is(node: ast.expr, value: bool | None) -> bool:
    """Whether an expression is written as ``True``, ``False`` or ``None``."""
    return isinstance(node, ast.Constant) and node.value is value


_OF_CLASSES = lazy(r"(?i)(class|cls|klass|factory|type)")
"""What is in the names of that which gives a class, and not an instance of one."""


def _may_be_class(condition: ast.expr, module: Module) -> bool:
    """Whether what is asserted may be a class itself, and equal to one."""
    given = _bound(condition, module) if isinstance(condition, ast.Name) else None
    held = condition.value if isinstance(condition, ast.Subscript) else condition
    word = last_word(held.func) if isinstance(held, ast.Call) else last_word(held)
    asks = any(_asks_for_class(each) for each in (condition, given) if each is not None)
    return asks or bool(_OF_CLASSES.search(word)) or is_class(condition, module)


def _is_known_class(value: ast.expr, module: Module) -> bool:
    """Whether a value is a class of the builtins, of the module or of the project, whatever its name."""
    names, view = module.names(value), module.view
    of_project = view is not None and bool(names) and all(map(view.is_class, names))
    return of_project or kind(value, module) == "class"


def _is_builtin_class(value: ast.expr, module: Module) -> bool:
    """Whether a value is a class of the builtins: the first one is meant to be an instance of it."""
    known = isinstance(value, ast.Name) and isinstance(getattr(builtins, value.id, None), type)
    return known and module.names(value) == {spelt(value)}


def _asks_for_class(condition: ast.expr) -> bool:
    match condition:
        case ast.Call(func=ast.Name(id="type")) | ast.Attribute(attr="__class__" | "type" | "dtype"):
            return True
        case _:
            return False


def _differ(condition: ast.expr, value: ast.expr, module: Module) -> bool:
    """Whether both can never be equal: their kinds differ, or what was given stands beside a class; or
    whether the line above or below says the same of another value."""
    if _is_said_of_another(condition, value, module):
        return True
    given = condition if not isinstance(condition, ast.Name) else _bound(condition, module)
    if isinstance(given, (ast.Call, ast.Await, ast.Subscript)) and not _asks_for_class(given):
        return is_class(value, module) or never_equal(condition, value, module)
    return never_equal(condition, value, module)


def _is_said_of_another(condition: ast.expr, value: ast.expr, module: Module) -> bool:
    """Whether an assertion beside one has the same condition and another value: it is the whole of one at
    most, and a text that has both in it is none of them."""
    statement = module.above(condition, ast.stmt)
    if statement is None or any(isinstance(each, ast.Call) for each in walk(condition)):
        return False
    block, place = placed(statement, module)
    pairs = map(_said, (*block[max(0, place - 1) : place], *block[place + 1 : place + 2]))
    return any(
        structure(pair[0]) == structure(condition) and structure(pair[1]) != structure(value)
        for pair in pairs
        if pair is not None
    )


def _said(statement: ast.stmt) -> tuple[ast.expr, ast.expr] | None:
    """What an assertion of a truth is given: the condition, and what stands behind it."""
    match statement:
        case ast.Expr(value=ast.Call(args=[condition, value]) as call) if demanded(call) is not None:
            return condition, value
        case ast.Assert(test=condition, msg=ast.expr() as value):
            return condition, value
        case _:
            return None


def _bound(name: ast.Name, module: Module) -> ast.expr | None:
    """What a name is bound to, if only once."""
    match module.bindings(name):
        case [Bound(value=value)]:
            return value
        case _:
            return None


def _compares(value: ast.expr) -> bool:
    """Whether a value holds a comparison, which then is not what it was meant to be."""
    return any(isinstance(each, ast.Compare) for each in ast.walk(value))


def _compared(place: ast.AST, condition: ast.expr, message: ast.expr, module: Module) -> Edits:
    if not isinstance(place, ast.Call):
        return compared(condition, "==", message, module)
    if place.keywords or len(place.args) != 2:
        return ()
    if value_is(condition, None):
        return _none(place, condition, module)
    return _method(place, "assertEqual", module)


def _none(call: ast.Call, value: ast.expr, module: Module) -> Edits:
    """``assertIsNone`` of what is left without the value."""
    left = without_argument(call, value, module)
    return (*_method(call, "assertIsNone", module), *left) if left else ()


def _method(call: ast.Call, name: str, module: Module) -> Edits:
    assert isinstance(call.func, ast.Attribute)
    return renamed(call.func, name, module)


def _called(function: ast.expr, argument: ast.expr, module: Module) -> Edits:
    """A function called with what stands behind it."""
    start, end = span(function, module)[2:], span(argument, module)[:2]
    if between(start, end, module).strip() != ",":
        return ()
    return (Edit(*start, *end, "("), *after(argument, ")", module))
