"""Comparisons that no run can pass, by what the module itself shows of both sides."""

from __future__ import annotations

import ast
import builtins
from collections import defaultdict
from collections.abc import Iterator, Mapping

from flake8_testsec.source.bindings import Binding, Bound, Defined, Imported
from flake8_testsec.source.calls import has_few_links, last_word, spelt, structure
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.doubles import is_likely_mock
from flake8_testsec.vocabulary.testing.never_alike import never_alike
from flake8_testsec.vocabulary.testing.uncalled import is_uncalled

_DISPLAYS: Mapping[type[ast.expr], str] = {
    ast.List: "list",
    ast.ListComp: "list",
    ast.Tuple: "tuple",
    ast.Dict: "dict",
    ast.DictComp: "dict",
    ast.Set: "set",
    ast.SetComp: "set",
    ast.JoinedStr: "str",
    ast.GeneratorExp: "generator",
}
_MADE = {
    **dict.fromkeys(("bool", "callable", "float", "hasattr", "hash", "int", "isinstance"), "number"),
    **dict.fromkeys(("issubclass", "len", "ord"), "number"),
    **dict.fromkeys(("ascii", "bin", "chr", "hex", "oct", "repr", "str"), "str"),
    **dict.fromkeys(("bytearray", "bytes"), "bytes"),
    **dict.fromkeys(("frozenset", "set"), "set"),
    **dict.fromkeys(("list", "sorted"), "list"),
    "dict": "dict",
    "tuple": "tuple",
    "type": "class",
}
"""What builtins give. Numbers and truth values may be equal; so may both kinds of sets, and of bytes."""
_OF_MOCKS = {
    "call_count": "number",
    "called": "number",
    "call_args": "tuple",
    **dict.fromkeys(("call_args_list", "method_calls", "mock_calls"), "list"),
}
"""What doubles tell of their calls. A call is a tuple, and equal to nothing else."""
_ONLY_OF_MOCKS = frozenset({"call_args", "call_args_list", "mock_calls"})
_TYPES: Mapping[str, type] = {"number": complex, "str": str, "bytes": bytes, "list": list, "set": set}
"""What has no attributes of its own; dictionaries and tuples of many libraries have."""
_OF_ENUMERATIONS = frozenset({"name", "value"})
"""The attributes of what may be a number, or a text, all the same."""
_VALUES = frozenset({*_TYPES, "None", "dict", "tuple"})
_ASK = frozenset({"assertIsInstance", "isinstance", "issubclass"})
_DEEPEST = 5


def never_holds(condition: ast.expr, module: Module) -> bool:
    """Whether a condition compares what can never be equal.

    Args:
        condition: what would be asserted, with a message behind it or without one.
        module: its module.
    """
    return any(never_equal(left, right, module) for left, right in demanded_equal(condition))


def demanded_equal(condition: ast.expr) -> Iterator[tuple[ast.expr, ast.expr]]:
    """The pairs of expressions that must be equal for a condition to hold.

    Args:
        condition: what would be asserted, with a message behind it or without one.

    Yields:
        Each pair, in source order.
    """
    match condition:
        case ast.Compare(left=left, ops=[ast.Eq() | ast.Is()], comparators=[right]):
            yield left, right
        case ast.BoolOp(op=ast.And(), values=values):
            for each in values:
                yield from demanded_equal(each)
        case ast.Tuple(elts=[compared, _]):
            yield from demanded_equal(compared)


def never_equal(left: ast.expr, right: ast.expr, module: Module) -> bool:
    """Whether two expressions are of different kinds, by what they are made of or how they are used, or one
    is the number of keys that something has.

    Args:
        left: one of them.
        right: the other one.
        module: their module.
    """
    if never_alike(left, right, module) or never_alike(right, left, module):
        return True
    if _counts_keys(left, module) or _counts_keys(right, module):
        return True
    kinds = kind(left, module), kind(right, module)
    if all(kinds):
        return kinds[0] != kinds[1]
    return kinds[1] in _ruled_out(left, module) or kinds[0] in _ruled_out(right, module)


def is_class(node: ast.expr, module: Module) -> bool:
    """Whether an expression names a class: of the builtins, of the module, or imported under such a name."""
    match node:
        case ast.Attribute(value=ast.Name() as owner, attr=word):
            of_module = any(isinstance(each, Imported) for each in module.bindings(owner))
            return of_module and (_is_capitalised(word) or _is_used_as_class(node, module))
        case ast.Name():
            imported = any(isinstance(each, Imported) for each in module.bindings(node))
            named = _is_capitalised(node.id) or _is_used_as_class(node, module)
            return kind(node, module) == "class" or (imported and named)
        case _:
            return False


def _is_used_as_class(node: ast.expr, module: Module) -> bool:
    """Whether the module uses something as a class, or the project says that it is one."""
    if structure(node) in _classes(module):
        return True
    return module.view is not None and any(map(module.view.is_class, module.names(node)))


def _is_capitalised(word: str) -> bool:
    """Whether a word is spelt as classes are, and constants are not (PEP 8)."""
    return word.lstrip("_")[:1].isupper() and not word.isupper()


@once
def _classes(module: Module) -> frozenset[str]:
    """What is called, inherited from or asked for as a class anywhere in the module, as text."""
    calls = [*module.nodes(ast.Call)]
    named = [each.func for each in calls]
    named += [base for class_ in module.nodes(ast.ClassDef) for base in class_.bases]
    named += [each.args[1] for each in calls if last_word(each.func) in _ASK and len(each.args) > 1]
    return frozenset(structure(each) for each in named if isinstance(each, (ast.Attribute, ast.Name)))


def kind(node: ast.expr, module: Module, depth: int = 0) -> str:
    """What an expression is: ``number``, ``str``, ``list``, ``class``; empty if that is not certain.

    Args:
        node: the expression.
        module: its module.
        depth: how many names were followed.
    """
    if depth > _DEEPEST:
        return ""
    match node:
        case ast.Constant(value=value):
            return _of_constant(value)
        case ast.UnaryOp(op=ast.Not()):
            return "number"
        case ast.UnaryOp(operand=operand):
            return "number" if kind(operand, module, depth + 1) == "number" else ""
        case ast.BinOp(op=ast.Mod(), left=left):
            return "str" if kind(left, module, depth + 1) == "str" else ""
        case ast.Call(func=ast.Name() as function):
            names = module.names(function)
            return _MADE.get(next(iter(names)), "") if len(names) == 1 else ""
        case ast.Call(func=ast.Attribute(attr="startswith" | "endswith" | "isdigit" | "isalpha")):
            return "number"
        case ast.Call(func=func, args=[ast.Constant(value=str(text))]) if text.lstrip()[:1] == "[":
            return "list" if module.names(func) == {"json.loads"} else ""
        case ast.Name():
            return _of_name(node, module, depth)
        case ast.Attribute() | ast.Subscript():
            return _of_calls(node, module, depth)
        case _:
            return _DISPLAYS.get(type(node), "")


def _of_constant(value: object) -> str:
    match value:
        case None:
            return "None"
        case bool() | int() | float() | complex():
            return "number"
        case str() | bytes():
            return type(value).__name__
        case _:
            return ""


def _of_name(name: ast.Name, module: Module, depth: int) -> str:
    bindings = module.bindings(name)
    if not bindings:
        known = isinstance(getattr(builtins, name.id, None), type) and module.names(name) == {name.id}
        return "class" if known else ""
    kinds: set[str] = set()
    for each in bindings:
        match each:
            case Bound(value=value, node=ast.Name()):
                kinds.add(kind(value, module, depth + 1))
            case Defined(node=ast.ClassDef(decorator_list=[], keywords=[])):
                kinds.add("class")
            case _:
                return ""
    return kinds.pop() if len(kinds) == 1 else ""


def _of_calls(node: ast.Attribute | ast.Subscript, module: Module, depth: int) -> str:
    """The kind of what a double tells of its calls."""
    match node:
        case ast.Attribute(value=double, attr=word) if word in _OF_MOCKS:
            is_mock = word in _ONLY_OF_MOCKS or is_likely_mock(double, module)
            return _OF_MOCKS[word] if is_mock else ""
        case ast.Subscript(value=ast.Attribute(attr=word) as told, slice=ast.Constant(value=int() as place)):
            if kind(told, module, depth + 1) == "list":
                return "tuple"
            parts = {"call_args": {0: "tuple", 1: "dict"}}.get(word, {})
            return parts.get(place, "") if kind(told, module, depth + 1) == "tuple" else ""
        case _:
            return ""


def _ruled_out(node: ast.expr, module: Module) -> frozenset[str]:
    """The kinds that an expression cannot be, by how its function uses it."""
    if is_uncalled(node, module):
        return _VALUES
    function = module.function(node)
    if function is None or (isinstance(node, ast.Name) and len(module.bindings(node)) != 1):
        return frozenset()
    here = _unlike(function, module).get(structure(node), frozenset())
    return here | _made_alike(module).get(_maker_of(node, module), frozenset())


def _maker_of(node: ast.expr, module: Module) -> str:
    match node:
        case ast.Call(func=func) if has_few_links(func):
            return structure(func)
        case ast.Name():
            bindings = module.bindings(node)
            return _maker(bindings[0]) if len(bindings) == 1 else ""
        case _:
            return ""


def _maker(binding: Binding) -> str:
    """What is called for a value, as text; empty if it is not made by a call."""
    match binding:
        case Bound(value=ast.Call(func=func), node=ast.Name()) if has_few_links(func):
            return structure(func)
        case _:
            return ""


@once
def _made_alike(module: Module) -> Mapping[str, frozenset[str]]:
    """The kinds that lack an attribute of which the module asks what a function has made, by the function."""
    found: dict[str, set[str]] = defaultdict(set)
    for each in module.nodes(ast.Attribute):
        maker = _maker_of(each.value, module)
        if maker and each.attr not in _OF_ENUMERATIONS:
            found[maker] |= _lacking(each.attr)
    return {maker: frozenset(kinds) for maker, kinds in found.items()}


def _lacking(word: str) -> frozenset[str]:
    return frozenset(name for name, type_ in _TYPES.items() if not hasattr(type_, word))


@once
def _unlike(function: Function, module: Module) -> Mapping[str, frozenset[str]]:
    """The kinds that have no such attributes, no items, or cannot be called, by what a function uses so."""
    found: dict[str, set[str]] = {}
    for each in filter(has_few_links, walk(function)):
        match each:
            case ast.Call(func=used):
                found.setdefault(structure(used), set()).update(_VALUES)
            case ast.Attribute(value=used, attr=word) if word not in _OF_ENUMERATIONS:
                found.setdefault(structure(used), set()).update(_lacking(word))
            case ast.Subscript(value=used, slice=item):
                by_key = ("str", "bytes", "list", "tuple") if _of_key(item) == "str" else ()
                found.setdefault(structure(used), set()).update(("number", "set", *by_key))
    return {text: frozenset(kinds) for text, kinds in found.items()}


def _counts_keys(node: ast.expr, module: Module) -> bool:
    """Whether an expression is the length of what its function asks for keys: hardly what was meant."""
    match node:
        case ast.Call(func=ast.Name(id="len"), args=[ast.Name() as counted]):
            function = module.function(node)
            return function is not None and counted.id in _asked_for_keys(function, module)
        case _:
            return False


@once
def _asked_for_keys(function: Function, module: Module) -> frozenset[str]:
    """The names that a function asks for something by a text."""
    subscripts = (each for each in walk(function) if isinstance(each, ast.Subscript))
    named = (each for each in subscripts if isinstance(each.value, ast.Name) and _of_key(each.slice) == "str")
    return frozenset(spelt(each.value) for each in named)


def _of_key(item: ast.expr) -> str:
    """The kind of what something is asked for, if it is written there."""
    return _of_constant(item.value) if isinstance(item, ast.Constant) else ""
