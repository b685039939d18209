"""Conditions that hold whatever the code under test does."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from flake8_testsec.fixing.edits import written
from flake8_testsec.patterns import lazy
from flake8_testsec.source.bindings import Binding, Bound, Unknown
from flake8_testsec.source.calls import argument, last_word, structure
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.templates import is_template
from flake8_testsec.vocabulary.testing.assertions import expecting_around, explains
from flake8_testsec.vocabulary.testing.suites import is_test

_COMPARING = lazy(
    r"(?:\A|_|(?<=[a-z])(?=[A-Z]))(?i:eq|equals?|equality|hash(able)?|identi(ty|cal)|same|reflexive|cach(ed?|ing)|"
    r"determinis(m|tic)|idempoten(t|ce)|compar(e[ds]?|ing|isons?)|cmp|ordering|sort(s|ed|ing)?|stab(le|ility)|"
    r"consisten(t|tly|cy)|lazy|memoi?[sz]?ed?|repeat(s|ed|able)?|singleton)(?:\Z|_|(?=[A-Z]))"
)
_SPEAKS_OF_IT = lazy(r"==|\b(equal|compar|identi|same\b|itself)", re.IGNORECASE)
_NAMED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_NEAR = 5
"""Lines above an assertion in which a comment may say what is compared."""
_ASSERTED = ("allclose", "almost_equal", "array_almost_equal", "array_equal", "equal")
ALIKE = (
    *(f"numpy.testing.assert_{each}" for each in _ASSERTED),
    *(f"pandas.testing.assert_{each}_equal" for each in ("frame", "index", "series")),
)
"""Functions that raise unless two values are alike, by the documentation of their libraries.

For these NaN is like itself; ``numpy.allclose(x, x)`` or ``torch.equal(x, x)`` fails where there is one.
"""
_FILLED = frozenset({"isinstance", "issubclass", "len", "bool", "any", "all", "hasattr", "callable"})
_DISPLAYS = (ast.List, ast.Tuple, ast.Set, ast.Dict, ast.ListComp, ast.SetComp, ast.DictComp)


def always_holds(condition: ast.expr, module: Module) -> bool:
    """Whether a condition compares something with what it can never miss."""
    match condition:
        case ast.Compare(left=left, ops=[operator], comparators=[right]):
            return holds(left, type(operator), right, module)
        case ast.Call(func=function, args=[_, class_]):
            return module.names(function) == {"isinstance"} and is_object(class_, module)
        case _:
            return False


def holds(left: ast.expr, operator: type[ast.cmpop], right: ast.expr, module: Module) -> bool:
    """Whether a comparison of two expressions can never fail, by what is known of lengths and displays."""
    if operator in (ast.LtE, ast.Lt):
        left, right, operator = right, left, ast.GtE if operator is ast.LtE else ast.Gt
    match right:
        case ast.Constant(value=0) if operator is ast.GtE:
            return _is_length(left, module)
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant()) if operator in (ast.Gt, ast.GtE):
            return _is_length(left, module)
        case ast.Constant(value=None) if operator is ast.IsNot:
            return is_something(left, module)
        case ast.List(elts=[element]) | ast.Tuple(elts=[element]) if operator is ast.In:
            return structure(left) == structure(element)
        case _:
            return False


_SAME = frozenset({ast.Eq, ast.GtE, ast.LtE})


def compares_with_itself(left: ast.expr, operator: type[ast.cmpop], right: ast.expr, module: Module) -> bool:
    """Whether a value is compared with itself: the same attribute, item, length or text on both sides.

    Plain names and calls are left out, with which tests ask whether a class has equality, or whether a
    function says the same twice; so are constants of classes and enumerations, identity, and texts that are
    written in two ways, which try the reading of Python.
    """
    is_alike = operator in _SAME and type(left) is type(right)
    if not is_alike or structure(left) != structure(right):
        return False
    match left:
        case ast.Constant(value=str() | bytes() as text):
            return bool(text) and operator is ast.Eq and written(left, module) == written(right, module)
        case ast.Call(args=[inner], keywords=[]) if _is_length(left, module):
            return _is_value_of_one(inner, module) or isinstance(inner, (ast.Name, ast.Attribute))
        case _:
            return not isinstance(left, ast.Name) and _is_value_of_one(left, module)


def is_result_on_both_sides(left: ast.expr, right: ast.expr, test: ast.AST, module: Module) -> bool:
    """Whether both sides are a name that a test binds to what functions give, and compares with nothing else.

    Who tries the equality of a class makes objects of it, and compares them with others, or with themselves
    by other operators, too.

    Args:
        left: one side.
        right: the other one.
        test: the function around.
        module: its module.
    """
    match left, right:
        case ast.Name(id=name), ast.Name(id=other) if name == other:
            sources = [_source(each, module) for each in module.bindings(left)]
            return bool(sources) and all(map(_is_called, sources)) and name not in _compared(test, module)
        case _:
            return False


def _source(binding: Binding, module: Module) -> ast.expr | None:
    """The expression that gives a name its value, or a tuple in which its value is."""
    match binding:
        case Bound(value=ast.Await(value=value)) | Bound(value=value):
            return value
        case Unknown(node=ast.Name() as target):
            above = module.parent(target)
            statement = module.parent(above) if isinstance(above, ast.Tuple) else None
            return statement.value if isinstance(statement, ast.Assign) else None
        case _:
            return None


def _is_called(source: ast.expr | None) -> bool:
    """Whether a function with a name in small letters, which makes no object of a class, is called."""
    word = last_word(source.func) if isinstance(source, ast.Call) else ""
    return word.lstrip("_")[:1].islower()


@once
def _compared(test: ast.AST, module: Module) -> frozenset[str]:
    """The names that a function compares with something else, or other than by ``==``, or asks for their
    hashes."""
    return frozenset(name for sides in _sides(test) for name in _different(sides))


def _sides(test: ast.AST) -> Iterator[Sequence[ast.expr]]:
    for node in ast.walk(test):
        match node:
            case ast.Compare(
                left=ast.Name() as left, ops=[ast.NotEq() | ast.Lt() | ast.LtE() | ast.Gt() | ast.GtE()]
            ):
                yield (left,)
            case ast.Compare(left=left, comparators=others):
                yield left, *others
            case ast.Call(func=ast.Attribute(attr=word), args=sides) if word.startswith("assert"):
                yield sides
            case ast.Call(func=ast.Name(id="hash" | "cmp"), args=sides):
                yield sides


def _different(sides: Sequence[ast.expr]) -> Iterator[str]:
    """The names among what is compared, unless it is one name twice."""
    named = [each.id if isinstance(each, ast.Name) else "" for each in sides]
    if len(named) == 1 or len(set(named[:2])) > 1:
        yield from named


def _is_value_of_one(node: ast.expr, module: Module) -> bool:
    """Whether an expression is made of attributes and items of a name in small letters alone, or of a
    global one that has others: ``CONF.ldap.url``."""
    match node:
        case ast.Name(id=name):
            return name.islower()
        case ast.Attribute(value=ast.Attribute(value=ast.Name() as name, attr=owner), attr=word) if (
            _is_global(name, module)
        ):
            return owner.islower() and word.islower()
        case ast.Attribute(value=value, attr=word):
            return word.lstrip("_")[:1].islower() and _is_value_of_one(value, module)
        case ast.Subscript(value=value, slice=key):
            return _is_value_of_one(value, module) and _is_plain_key(key)
        case _:
            return False


def _is_global(name: ast.Name, module: Module) -> bool:
    """Whether a name is bound at the module's level alone."""
    bindings = module.bindings(name)
    return bool(bindings) and all(module.function(each.node) is None for each in bindings)


def _is_plain_key(key: ast.expr) -> bool:
    """Whether a key is made of names, attributes and constants alone: nothing is called for it."""
    match key:
        case ast.Constant() | ast.Name():
            return True
        case ast.UnaryOp(operand=value) | ast.Attribute(value=value):
            return _is_plain_key(value)
        case ast.BinOp(left=left, right=right):
            return _is_plain_key(left) and _is_plain_key(right)
        case _:
            return False


def _is_length(node: ast.expr, module: Module) -> bool:
    return isinstance(node, ast.Call) and bool(module.names(node.func) & {"len"})


def is_something(node: ast.expr, module: Module) -> bool:
    """Whether an expression is never ``None``, by its text and the builtins that it calls."""
    match node:
        case ast.Compare() | ast.UnaryOp(op=ast.Not()) | ast.JoinedStr():
            return True
        case ast.Constant(value=value):
            return value is not None
        case ast.Call(func=function):
            return bool(module.names(function) & _FILLED)
        case _:
            return isinstance(node, _DISPLAYS) or is_template(node)


def is_object(node: ast.expr, module: Module) -> bool:
    """Whether an expression is the class of which everything is an instance."""
    return module.names(node) == {"object"}


def is_placeholder(condition: ast.expr, message: ast.expr | None) -> bool:
    """Whether a condition is the ``True`` of ``assert True``, and its message no value to compare with."""
    match condition:
        case ast.Constant(value=True | False | 1):
            return message is None or isinstance(message, ast.Constant) or explains(message)
        case _:
            return False


def is_about_comparing(node: ast.stmt | ast.Call, module: Module) -> bool:
    """Whether the test, or a comment near, speaks of comparing, which is tried then.

    Args:
        node: an assertion.
        module: its module.
    """
    around = [each.name for each in module.ancestors(node) if isinstance(each, _NAMED)]
    near = range(node.lineno - _NEAR, node.lineno)
    said = (each.content for each in module.comments if each.line in near)
    return any(map(_COMPARING.search, around)) or any(map(_SPEAKS_OF_IT.search, said))


def asserts_alike(call: ast.Call, module: Module) -> bool:
    """Whether a test asserts by one of `ALIKE` that a result is itself.

    Args:
        call: a call of one of them.
        module: its module.

    Returns:
        ``False`` unless both are one name, or made of attributes and items of one, that holds the result of
        a call, and nothing expects the call to fail.
    """
    if argument(call, None, "equal_nan") is not None:
        return False
    match call.args, module.parent(call):
        case [left, right, *_], ast.Expr():
            root, function = _root(left), module.function(call)
            if structure(left) != structure(right) or root is None or expecting_around(call, module):
                return False
            is_run = function is not None and is_test(function, module)
            return is_run and all(_is_called(_source(each, module)) for each in module.bindings(root))
        case _:
            return False


def _root(node: ast.expr) -> ast.Name | None:
    """The name that an expression is made of by attributes and plain items alone."""
    while not isinstance(node, ast.Name):
        match node:
            case ast.Attribute(value=value) | ast.Subscript(value=value, slice=ast.Constant()):
                node = value
            case _:
                return None
    return node
