"""Values that are never equal, or have no single truth, by how they are made and what the test says."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping

from flake8_testsec.source.calls import has_few_links, is_class_of, last_word, structure
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.syntax import Function

_OF_ARRAYS = frozenset({"dtype", "ndim", "shape"})
_EQUAL = frozenset({"assertEqual", "assertEquals", "assertIs"})


def never_alike(value: ast.expr, wanted: ast.expr, module: Module) -> bool:
    """Whether a value is certainly not equal to another one.

    Args:
        value: the value.
        wanted: what it shall be equal to.
        module: their module.

    Returns:
        Whether it is the text of a class, and the other one is not; a slice that is longer or shorter;
        an array, of which a comparison is no single truth; a method that is not called; bytes where the
        function asserts that it is a text, and the other way round; truths where tuples or texts are listed;
        or a time without a zone where the module asserts such an attribute to have one.
    """
    if is_class_as_text(value, wanted) or _are_truths(value, wanted) or _is_of_a_zone(value, wanted, module):
        return True
    match value, wanted:
        case (
            ast.Subscript(slice=ast.Slice(lower=None, upper=ast.Constant(value=int(end)), step=None)),
            ast.Constant(value=str() | bytes() as text),
        ):
            return len(text) != end
        case ast.Attribute(attr=word), ast.Constant(value=str() | bytes() | int()) if word.startswith("get_"):
            return True
    function = module.function(value)
    if function is None or not has_few_links(value):
        return False
    said = structure(value)
    return said in _arrays(function, module) or _is_other(_told(function, module).get(said), wanted)


def is_class_as_text(value: ast.expr, wanted: ast.expr) -> bool:
    """Whether a value is the text of a class, and the other one a bare name, which it never is."""
    match value, wanted:
        case ast.Call(func=ast.Name(id="str" | "repr"), args=[given]), ast.Constant(value=str(text)):
            return is_class_of(given) and not text.startswith("<")
        case _:
            return False


def _are_truths(value: ast.expr, wanted: ast.expr) -> bool:
    """Whether a list holds what comparisons give, and the other one what they never do."""
    match value, wanted:
        case ast.ListComp(elt=ast.Compare()), ast.List(elts=[first, *_]):
            is_text = isinstance(first, ast.Constant) and isinstance(first.value, (str, bytes))
            return is_text or isinstance(first, (ast.Dict, ast.List, ast.Tuple))
        case _:
            return False


def _is_of_a_zone(value: ast.expr, wanted: ast.expr, module: Module) -> bool:
    if not isinstance(value, ast.Attribute) or _zone(wanted, module) is not False:
        return False
    return value.attr in _zoned(module)


def _zone(node: ast.expr, module: Module) -> bool | None:
    """Whether an expression makes a time with a zone; ``None`` if it makes none."""
    match node:
        case ast.Call(func=func, args=args, keywords=keywords) if "datetime.datetime" in module.names(func):
            return len(args) > 7 or any(each.arg in (None, "tzinfo") for each in keywords)
        case _:
            return None


@once
def _zoned(module: Module) -> frozenset[str]:
    """The attributes that a module asserts to be equal to times with a zone."""
    pairs = _asserted((*module.nodes(ast.Assert), *module.nodes(ast.Call)))
    return frozenset(
        value.attr for value, wanted in pairs if isinstance(value, ast.Attribute) and _zone(wanted, module)
    )


def _is_other(kinds: frozenset[type] | None, wanted: ast.expr) -> bool:
    """Whether a text is wanted of what is told to be bytes, or the other way round."""
    match wanted:
        case ast.Constant(value=str() | bytes() as text):
            return bool(kinds) and type(text) not in (kinds or ())
        case _:
            return False


@once
def _arrays(function: Function, module: Module) -> frozenset[str]:
    """What a function asks for what only arrays have, or takes whole by an empty index, as text."""
    return frozenset(_used_as_arrays(function))


def _used_as_arrays(function: Function) -> Iterator[str]:
    for each in filter(has_few_links, walk(function)):
        match each:
            case ast.Attribute(value=used, attr=word) if word in _OF_ARRAYS:
                yield structure(used)
            case ast.Subscript(slice=ast.Tuple(elts=[])):
                yield structure(each)


@once
def _told(function: Function, module: Module) -> Mapping[str, frozenset[type]]:
    """The texts and bytes that a function asserts values to be equal to, by their kinds."""
    found: dict[str, set[type]] = {}
    for value, wanted in _asserted(walk(function)):
        match wanted:
            case ast.Constant(value=str() | bytes() as text) if has_few_links(value):
                found.setdefault(structure(value), set()).add(type(text))
    return {said: frozenset(kinds) for said, kinds in found.items()}


def _asserted(nodes: Iterable[ast.AST]) -> Iterator[tuple[ast.expr, ast.expr]]:
    for each in nodes:
        match each:
            case ast.Assert(test=ast.Compare(left=left, ops=[ast.Eq()], comparators=[right])):
                yield from ((left, right), (right, left))
            case ast.Call(func=func, args=[left, right, *_]) if last_word(func) in _EQUAL:
                yield from ((left, right), (right, left))
