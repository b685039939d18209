"""Functions of a project that answer yes or no and do nothing else."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Mapping, Sequence

from flake8_testsec.patterns import lazy
from flake8_testsec.project.definitions import is_among
from flake8_testsec.rule import Role
from flake8_testsec.settings import Settings
from flake8_testsec.source.bindings import Binding, Bound, Defined, Imported
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module, once, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import methods, receiver

_ASKS = lazy(
    r"_*(are|assert|can|check|cmp|compare|contains|does|equals?|expect(s|ed)?|has|is|match(es)?|same|test|"
    r"validate|verify|was|were)(_|\Z)|\w+_(are|is|in|equals?|match(es)?|same|exists?|contains)(_\w+)?\Z"
)
"""How functions are called that are asked for a yes or no."""
_DOES = (
    *(ast.Assert, ast.AsyncFor, ast.AsyncWith, ast.Await, ast.Delete, ast.Global, ast.Nonlocal, ast.Raise),
    *(ast.Try, ast.While, ast.With, ast.Yield, ast.YieldFrom, ast.NamedExpr),
)
"""What is there for more than an answer."""
_STATES = lazy(r"_*(are|can|does|equals?|has|is|same|was|were)_|\w+_(are|is|equals?|same)\Z")
"""How what is asked on the way is called: to check, or to match, may be more than an answer."""
_BUILTINS = frozenset(vars(builtins)) - {
    *("exec", "eval", "open", "input", "next", "setattr", "delattr", "print", "iter", "__import__", "help"),
    *("breakpoint", "exit", "quit", "compile", "super"),
}
_TAKING = frozenset({"map", "filter", "sorted", "min", "max"})
"""Builtins that call what they are given."""
_OF_TEXTS = frozenset(
    {
        *("endswith", "startswith", "strip", "lstrip", "rstrip", "lower", "upper", "splitlines", "split"),
        *("decode", "encode", "isdigit", "issubset", "issuperset", "isdisjoint", "items", "keys", "values"),
    }
)
"""Methods of texts, mappings and sets, whose names say what they are asked of."""
_MAKE_TEXTS = _OF_TEXTS - {"items", "keys", "values"}
_OF_VALUES = frozenset(
    {
        *("copy", "count", "difference", "find", "format", "get", "group", "groups", "index", "intersection"),
        *("join", "replace", "symmetric_difference", "union"),
    }
)
"""Methods that change nothing of texts, mappings, sets, lists and matches, but may of other objects."""
_READING = lazy(
    r"(re\.(search|match|fullmatch|findall|split|sub|compile)|json\.(loads|dumps)|copy\.(copy|deepcopy)|math\.\w+"
    r"|operator\.\w+|numpy\.(all|any|allclose|array_equal|isclose)|os\.path\.\w+|os\.(fspath|getenv|environ\.get)"
    r"|decimal\.Decimal|fractions\.Fraction|collections\.(Counter|OrderedDict)|pathlib\.(Pure)?Path|struct\.unpack)\Z"
)
"""Functions of libraries that make a value of what they are given."""


def is_answer(call: ast.Call, module: Module) -> bool:
    """Whether a call of a function, or of a method of the same class, gives an answer and does nothing else.

    Args:
        call: any call.
        module: its module.

    Returns:
        ``False`` if the function cannot be read, or may be there for anything else than its answer.
    """
    return bool(_ASKS.match(last_word(call.func))) and _is_answer(call, module)


@once
def _is_answer(call: ast.Call, module: Module) -> bool:
    match call.func:
        case ast.Name() as name:
            bindings = module.bindings(name)
            return bool(bindings) and all(_is_of(each, module) for each in bindings)
        case ast.Attribute(value=ast.Name(id=word), attr=name):
            return _is_own(name, word, call, module)
        case _:
            return False


def _is_own(name: str, word: str, call: ast.Call, module: Module) -> bool:
    function, class_ = module.function(call), module.above(call, ast.ClassDef)
    if function is None or class_ is None or word != receiver(function, module):
        return False
    named = _methods(class_, module).get(name, ())
    return bool(named) and all(_only_answers(each, module) for each in named)


@once
def _methods(class_: ast.ClassDef, module: Module) -> Mapping[str, Sequence[Function]]:
    """The methods of a class by their names; any of two of one name may be meant."""
    found: dict[str, list[Function]] = {}
    for each in methods(class_):
        found.setdefault(each.name, []).append(each)
    return found


def _is_of(binding: Binding, module: Module) -> bool:
    match binding:
        case Defined(node=ast.FunctionDef() as function):
            return _only_answers(function, module)
        case Imported(name=qualified):
            return is_among(qualified, module, "own_answers", _answering)
        case _:
            return False


def _answering(text: str, path: str) -> frozenset[str]:
    """The functions at the top of a module of tests that only answer; those of the product may be tried."""
    module = Module.parse(text, path, Settings())  # it has been read before, see `definition`
    if not module.role & (Role.TEST | Role.SUPPORT):
        return frozenset()
    functions = (each for each in module.tree.body if isinstance(each, ast.FunctionDef))
    asked = [each for each in functions if _ASKS.match(each.name)]
    others = [each.name for each in asked if not _only_answers(each, module)]
    return frozenset(each.name for each in asked) - frozenset(others)


@once
def _only_answers(function: Function, module: Module) -> bool:
    """Whether every way out gives a yes or no, one of them may be a no, and nothing is done on the way."""
    if isinstance(function, ast.AsyncFunctionDef) or function.decorator_list:
        return False
    nodes = [*within(function)]
    values = [each.value for each in nodes if isinstance(each, ast.Return)]
    if any(_does_more(each, module) for each in nodes) or not all(
        isinstance(each, ast.expr) and _is_yes_or_no(each) for each in values
    ):
        return False
    return any(not _is_true(each) for each in values)


def _is_true(value: ast.expr | None) -> bool:
    return isinstance(value, ast.Constant) and value.value is True


def _is_yes_or_no(value: ast.expr | None) -> bool:
    match value:
        case ast.Compare() | ast.UnaryOp(op=ast.Not()):
            return True
        case ast.Constant(value=answer):
            return isinstance(answer, bool)
        case ast.BoolOp(values=values):
            return all(map(_is_yes_or_no, values))
        case ast.Call(func=ast.Name(id="all" | "any" | "bool" | "isinstance" | "issubclass" | "hasattr")):
            return True
        case _:
            return False


def _does_more(node: ast.AST, module: Module) -> bool:
    """Whether a part of a function is there for more than its answer."""
    match node:
        case ast.Call():
            return not _only_reads(node, module)
        case ast.Expr(value=value):
            return not isinstance(value, ast.Constant)
        case ast.Attribute(ctx=context) | ast.Subscript(ctx=context):
            return not isinstance(context, ast.Load)
        case ast.AugAssign(target=target):
            return not isinstance(target, ast.Name)
        case _:
            return isinstance(node, _DOES)


def _only_reads(call: ast.Call, module: Module) -> bool:
    """Whether a call changes nothing, whatever it is given."""
    match call.func:
        case ast.Name(id=word) if word in _BUILTINS and not module.bindings(call.func):
            return word not in _TAKING or _calls_nothing(call, module)
        case ast.Name(id=word) if _STATES.match(word):
            return True
        case ast.Attribute(attr=word) if word in _OF_TEXTS or _STATES.match(word):
            return True
        case ast.Attribute(value=owner, attr=word) if word in _OF_VALUES and _is_value(owner, module):
            return True
        case func:
            names = module.names(func)
            return bool(names) and all(map(_READING.match, names))


def _calls_nothing(call: ast.Call, module: Module) -> bool:
    """Whether a builtin is given no function but one of the builtins, or none."""
    first = call.args[:1] if last_word(call.func) in {"map", "filter"} else ()
    functions = [*first, *(each.value for each in call.keywords if each.arg == "key")]
    return all(isinstance(each, ast.Name) and each.id in _BUILTINS for each in functions) or not functions


def _is_value(owner: ast.expr, module: Module) -> bool:
    """Whether an object is certainly a text, a mapping, a set, a list, a match or the like."""
    match owner:
        case ast.Constant() | ast.JoinedStr() | ast.Dict() | ast.Set() | ast.List() | ast.ListComp():
            return True
        case ast.Call(func=ast.Name(id="str" | "dict" | "list" | "set" | "repr" | "sorted" | "tuple")):
            return True
        case ast.Call(func=ast.Attribute(attr=word)) if word in _MAKE_TEXTS:
            return True
        case ast.Call(func=ast.Attribute(value=inner, attr="format" | "join" | "replace" | "copy")):
            return _is_value(inner, module)
        case ast.Name():
            bound = module.bindings(owner)
            return len(bound) == 1 and isinstance(bound[0], Bound) and _is_made(bound[0].value, module)
        case _:
            return _is_made(owner, module)


def _is_made(value: ast.expr, module: Module) -> bool:
    """Whether a literal or a function of a library makes a value."""
    match value:
        case ast.Constant() | ast.JoinedStr() | ast.Dict() | ast.Set() | ast.List() | ast.ListComp():
            return True
        case ast.Call(func=func):
            names = module.names(func)
            return bool(names) and all(map(_READING.match, names))
        case _:
            return False
