"""Where a value comes from within its module: a small flow, followed to what the module's text does not tell.

No taint engine: it goes backwards from one expression through names, attributes, texts that are put together
and functions of the module, without order and conditions. What it yields is all that may be in the value.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from flake8_testsec.source.bindings import Binding, Bound, Defined, Imported
from flake8_testsec.source.calls import last_word, unpacks
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function

MOST = 500
"""Expressions that are followed for one value; beyond, the value is not known."""

OF_TEXTS = frozenset(
    {"capitalize", "casefold", "decode", "encode", "expandtabs", "format", "format_map", "join", "lower"}
    | {"lstrip", "partition", "removeprefix", "removesuffix", "replace", "rpartition", "rsplit", "rstrip"}
    | {"split", "splitlines", "strip", "title", "upper", "zfill"}
    | {"absolute", "as_posix", "joinpath", "resolve", "with_name", "with_suffix"}
    | {"copy", "items", "keys", "values"}
)
"""Methods of texts, paths and dictionaries whose results hold nothing but the receiver and the arguments."""

PLAIN = frozenset(
    {"bytes", "dict", "frozenset", "list", "repr", "set", "sorted", "str", "tuple"}
    | {"os.fspath", "textwrap.dedent"}
    | {f"os.path.{name}" for name in ("abspath", "basename", "dirname", "join", "normpath", "realpath")}
    | {f"pathlib.{name}" for name in ("Path", "PosixPath", "PurePath", "PurePosixPath")}
)
"""Functions whose results hold nothing but their arguments."""

_OF_PATHS = frozenset({"name", "parent", "parents", "stem", "suffix"})
"""Attributes of a path that hold nothing but parts of it."""

_LISTS = frozenset({"ddt.data", "parameterized.parameterized", "parameterized.parameterized.expand"})
"""Decorators that are given the values of a test's parameters."""

_KINDS = frozenset({"classmethod", "staticmethod"})
"""Decorators that say only what a method is given first."""

Stop = Callable[[ast.expr], bool]
Leaf = ast.AST | None
"""Where following ends: a literal, what the text does not tell, a parameter; ``None`` for too long a way."""


def leaves(node: ast.expr, module: Module, stop: Stop = lambda node: False) -> Iterator[Leaf]:
    """What may be in the value of an expression.

    Args:
        node: the expression.
        module: its module.
        stop: which expressions are not to be followed any further.

    Returns:
        Literals, calls, parameters and names of which nothing more is known, each once.
    """
    return _ends([node], module, stop)


def leaves_in(known: Place, module: Module, stop: Stop) -> Iterator[Leaf]:
    """What may be in the value that is kept in a place; see ``leaves``.

    Args:
        known: the place.
        module: its module.
        stop: which expressions are not to be followed any further.

    Returns:
        The same; nothing if it is not known what is kept there.
    """
    return _ends(_kept(known, module) or (), module, stop)


def _ends(first: Iterable[ast.AST], module: Module, stop: Stop) -> Iterator[Leaf]:
    waiting = [*first]
    seen: set[ast.AST] = set()
    while waiting:
        each = waiting.pop()
        if each in seen:
            continue
        if len(seen) >= MOST:
            yield None
            return
        seen.add(each)
        inside = _of_parameter(each, module) if isinstance(each, ast.arg) else _followed(each, module, stop)
        if inside is not None:
            waiting.extend(inside)
        else:
            yield each


def _followed(node: ast.AST, module: Module, stop: Stop) -> Iterable[ast.AST] | None:
    """What an expression takes its value from; ``None`` if it is an end."""
    match node:
        case ast.expr() if stop(node):
            return None
        case ast.Name():
            return _of_name(node, module)
        case ast.Attribute():
            return _of_attribute(node, module)
        case ast.Call():
            return _of_call(node, module)
        case _:
            return _parts(node)


def _parts(node: ast.AST) -> Iterable[ast.AST] | None:
    match node:
        case ast.JoinedStr(values=parts) | ast.BoolOp(values=parts):
            return parts
        case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts) if parts:
            return parts
        case ast.Dict(values=parts) if parts:
            return parts
        case ast.FormattedValue(value=one) | ast.Starred(value=one) | ast.NamedExpr(value=one):
            return (one,)
        case ast.Subscript(value=one) | ast.UnaryOp(operand=one):
            return (one,)
        case ast.ListComp(elt=one) | ast.GeneratorExp(elt=one) | ast.SetComp(elt=one):
            return (one,)
        case ast.BinOp(left=first, right=second) | ast.IfExp(body=first, orelse=second):
            return (first, second)
        case _:
            return None


def _of_name(name: ast.Name, module: Module) -> Iterable[ast.AST] | None:
    return _all([_of_binding(each, module) for each in module.bindings(name)])


def _of_binding(binding: Binding, module: Module) -> ast.AST | None:
    match binding:
        case Bound(value=value):
            return value
        case Imported() | Defined():
            return None
        case _ if isinstance(binding.node, ast.arg):
            return binding.node
        case _:
            return _unpacked(binding.node, module)


def _unpacked(target: ast.AST, module: Module) -> ast.AST | None:
    """What a target gets its value from where that is part of another: unpacked, looped over, added to."""
    parent = module.parent(target)
    if (element := _opposite(target, parent, module)) is not None:
        return element
    while isinstance(parent, (ast.Tuple, ast.List, ast.Starred)):
        parent = module.parent(parent)
    match parent:
        case ast.Assign(value=whole) | ast.AugAssign(value=whole):
            return whole
        case ast.For(iter=whole) | ast.comprehension(iter=whole):
            return whole
        case _:
            return None


def _opposite(target: ast.AST, parent: ast.AST | None, module: Module) -> ast.AST | None:
    """The element that a target gets when one display is assigned to another of the same length."""
    match parent, module.parent(parent) if parent is not None else None:
        case (ast.Tuple(elts=targets), ast.Assign(value=ast.Tuple(elts=values))):
            starred = any(isinstance(each, ast.Starred) for each in (*targets, *values))
            pairs = zip(targets, values, strict=False) if len(targets) == len(values) and not starred else ()
            return next((value for each, value in pairs if each is target), None)
        case _:
            return None


class Place(NamedTuple):
    """Where values are kept under the name of an attribute: ``scope`` is a class for ``self``, else a
    function."""

    owner: str
    attribute: str
    scope: Function | ast.ClassDef


def place(node: ast.expr, module: Module) -> Place | None:
    """Where the value of an attribute of a name is kept; ``None`` for anything else."""
    if not (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)):
        return None
    scope = _scope_of(node, node.value, module)
    return None if scope is None else Place(node.value.id, node.attr, scope)


def _of_attribute(node: ast.Attribute, module: Module) -> Iterable[ast.AST] | None:
    """The values stored in an attribute: of ``self`` in its class, of any other name in its function."""
    if not isinstance(node.value, ast.Name):
        return (node.value,) if node.attr in _OF_PATHS else None
    if node.attr == "name" and (paths := _opened(node.value, module)):
        return paths
    if node.attr == "param" and (values := _of_fixture(node.value, module)):
        return values
    known = place(node, module)
    return None if known is None else _kept(known, module)


def _opened(file: ast.Name, module: Module) -> Sequence[ast.AST] | None:
    """What is given to ``open`` for a file, all of whose bindings are such calls."""
    return _all([_path_of(each, module) for each in module.bindings(file)])


def _path_of(binding: Binding, module: Module) -> ast.AST | None:
    match binding:
        case Bound(value=ast.Call(func=func, args=[path, *_])) if module.names(func) & {"open", "io.open"}:
            return path
        case _:
            return None


def _of_fixture(request: ast.Name, module: Module) -> Sequence[ast.AST]:
    """The values that the decorator of a fixture has for its ``request.param``."""
    function = _binding_function(request, request, module)
    if function is None or request.id != "request" or request.id not in _parameters(function):
        return ()
    marks = [each for each in function.decorator_list if isinstance(each, ast.Call)]
    return [each.value for mark in marks for each in mark.keywords if each.arg == "params"]


@once
def _kept(known: Place, module: Module) -> Iterable[ast.AST] | None:
    """What is stored in a place."""
    scope = known.scope
    stores = [each for each in module.stored(known.attribute, scope) if _root(each) == known.owner]
    body = scope.body if isinstance(scope, ast.ClassDef) else ()
    return _all([*(_stored(each, module) for each in stores), *_assigned(body, known.attribute)])


def _scope_of(node: ast.AST, owner: ast.Name, module: Module) -> Function | ast.ClassDef | None:
    function = _binding_function(node, owner, module)
    if function is None:
        return None
    class_ = module.class_of(function)
    first = [each.arg for each in (*function.args.posonlyargs, *function.args.args)[:1]]
    return class_ if class_ is not None and first == [owner.id] else function


def _binding_function(node: ast.AST, owner: ast.Name, module: Module) -> Function | None:
    """The function around a node that has the name as its parameter; without one, the innermost."""
    inner = function = module.function(node)
    while function is not None and owner.id not in _parameters(function):
        function = module.function(function)
    return function or inner


def _parameters(function: Function) -> set[str]:
    arguments = function.args
    return {each.arg for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)}


def _root(node: ast.Attribute) -> str:
    return node.value.id if isinstance(node.value, ast.Name) else ""


def _stored(target: ast.Attribute, module: Module) -> ast.AST | None:
    match module.parent(target):
        case ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value):
            return value
        case _:
            return _unpacked(target, module)


def _assigned(body: Sequence[ast.stmt], name: str) -> Iterator[ast.AST]:
    """What a name is assigned in the body of a class."""
    for statement in body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=word)], value=value) if word == name:
                yield value


def _of_call(call: ast.Call, module: Module) -> Iterable[ast.AST] | None:
    arguments = [*call.args, *(each.value for each in call.keywords)]
    names = module.names(call.func)
    if names and names <= PLAIN:
        return arguments or None
    if names == {"pytest.param"}:
        return call.args or None
    function = _called(call, module)
    if function is not None:
        returned = [each.value for each in _returns(function, module)]
        return [each for each in returned if each is not None] or None
    match call.func:
        case ast.Attribute(value=receiver, attr=word) if word in OF_TEXTS and not names:
            return [receiver, *arguments]
        case _:
            return None


def _called(call: ast.Call, module: Module) -> ast.FunctionDef | None:
    """The function of the module that a call certainly means: by its name, or a method by ``self``."""
    match call.func:
        case ast.Name() as name:
            found: list[ast.AST] = [each.node for each in module.bindings(name)]
        case ast.Attribute(value=ast.Name() as owner, attr=word):
            scope = _scope_of(call, owner, module)
            body = scope.body if isinstance(scope, ast.ClassDef) else ()
            found = [each for each in body if isinstance(each, ast.FunctionDef) and each.name == word]
        case _:
            found = []
    match found:
        case [ast.FunctionDef() as function] if _is_bare(function):
            return function
        case _:
            return None


def _is_bare(function: Function) -> bool:
    """Whether no decorator may change what a call of a function does."""
    return all(isinstance(each, ast.Name) and each.id in _KINDS for each in function.decorator_list)


def _returns(function: Function, module: Module) -> Sequence[ast.Return]:
    key = ("origins", "returns")
    if key not in module.kept:
        found: dict[ast.AST | None, list[ast.Return]] = {}
        for each in module.nodes(ast.Return):
            found.setdefault(module.function(each), []).append(each)
        module.kept[key] = found
    known: dict[ast.AST | None, list[ast.Return]] = module.kept[key]
    return known.get(function, ())


def _of_parameter(parameter: ast.arg, module: Module) -> Iterable[ast.AST] | None:
    """What a parameter is given: by the marks of its test, or by all calls of its function in the module."""
    function = module.function(parameter)
    if function is None:
        return None
    if not _is_bare(function):
        marks = (each for each in function.decorator_list if isinstance(each, ast.Call))
        given = (_parametrised(mark, parameter.arg) or _listed(mark, module) for mark in marks)
        return next(filter(None, given), None)
    calls = [call for call in module.calls({function.name}) if _called(call, module) is function]
    return _all([_given(call, function, parameter, module) for call in calls])


def _is_static(function: Function) -> bool:
    return any(isinstance(each, ast.Name) and each.id == "staticmethod" for each in function.decorator_list)


def _all(values: Sequence[ast.AST | None]) -> Sequence[ast.AST] | None:
    """The values, if there are any and all are known."""
    known = [each for each in values if each is not None]
    return known if known and len(known) == len(values) else None


def _parametrised(mark: ast.Call, name: str) -> Sequence[ast.AST]:
    match mark.args:
        case [ast.Constant(value=str(names)), values, *_] if last_word(mark.func) == "parametrize":
            return [values] if name in names.replace(" ", "").split(",") else []
        case _:
            return []


def _listed(mark: ast.Call, module: Module) -> Sequence[ast.AST]:
    """The values of ``ddt.data`` and ``parameterized.expand``, which name no parameters: any may be any."""
    names = module.names(mark.func)
    if names and names <= _LISTS and not unpacks(mark):
        return mark.args
    return ()


def _given(call: ast.Call, function: Function, parameter: ast.arg, module: Module) -> ast.AST | None:
    """What a call gives for a parameter: by name, by position, or nothing, and the default counts."""
    named = [each.value for each in call.keywords if each.arg == parameter.arg]
    positional = [*function.args.posonlyargs, *function.args.args]
    if named or parameter not in positional or unpacks(call):
        return named[0] if named else None
    index = positional.index(parameter)
    place = index - (module.class_of(function) is not None and not _is_static(function))
    if place < 0:
        return None
    if place < len(call.args):
        return call.args[place]
    defaults = function.args.defaults
    first = len(positional) - len(defaults)
    return defaults[index - first] if index >= first else None
