"""How a value came about, as far as one module tells: a recipe that can be followed through other modules.

A recipe is a list or tuple that JSON can say; its first word is its kind:

* ``("name", "shop.Client")``: what an import or a definition at the top of a module stands for;
* ``("call", recipe)``, ``("await", recipe)``, ``("enter", recipe)``: what a call returns, what is awaited,
  what a ``with`` hands over;
* ``("attribute", recipe, "get")``: an attribute of a value;
* ``("instance", recipe)``: an object of a class, as an annotation says;
* ``("fixture", "client")``: what pytest hands over under this name;
* ``("self",)``: the object that a method belongs to.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from flake8_testsec.source.bindings import Bound, Defined, Imported, Unknown
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import TESTCASES, is_fixture, is_test, receiver

Recipe = Sequence[Any]

_DEEPEST = 12
_MOST = 16
"""Recipes for one expression."""
_OFTENEST = 40
"""Bindings of one name that are looked at: each is, wherever the name stands."""
_LONGEST = 200
"""Characters of a text in which parameters are named."""
_YIELDED = frozenset(
    {"AsyncGenerator", "AsyncIterable", "AsyncIterator", "Generator", "Iterable", "Iterator"}
)


@once
def recipes(node: ast.expr, module: Module) -> Sequence[Recipe]:
    """How the value of an expression may have come about.

    Args:
        node: the expression.
        module: its module.

    Returns:
        One recipe for each value that it may have; none as soon as one is not known.
    """
    return _of(node, 0, module)


def annotated(annotation: ast.expr | None, module: Module, *, yielded: bool = False) -> Sequence[Recipe]:
    """What an annotation says: an object of its class, or of the class that a generator's yields.

    Args:
        annotation: the annotation, if there is one.
        module: its module.
        yielded: whether it is that of a function with ``yield``.

    Returns:
        One recipe at most; ``None`` beside a class does not count.
    """
    match annotation:
        case ast.Constant(value=str(text)):
            return annotated(_parsed(text), module, yielded=yielded)
        case ast.Subscript(value=outer, slice=inner) if yielded and last_word(outer) in _YIELDED:
            first = inner.elts[0] if isinstance(inner, ast.Tuple) and inner.elts else inner
            return annotated(first, module)
        case _ if yielded:
            return ()
        case ast.BinOp(left=left, op=ast.BitOr(), right=ast.Constant(value=None)):
            return annotated(left, module)
        case ast.Subscript(value=outer, slice=inner) if last_word(outer) == "Optional":
            return annotated(inner, module)
        case ast.Name(id="Self"):
            return (("self",),)
        case ast.Name() | ast.Attribute():
            return tuple(("instance", each) for each in _of(annotation, 0, module))
        case _:
            return ()


def _parsed(text: str) -> ast.expr | None:
    try:
        return ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError):
        return None


def _all(found: Iterable[Sequence[Recipe]]) -> Sequence[Recipe]:
    """Everything that one value or another may be; none as soon as one is not known, or they are too many."""
    every: dict[Recipe, None] = {}
    for each in found:
        every |= dict.fromkeys(each)
        if not each or len(every) > _MOST:
            return ()
    return tuple(every)


@once
def _of(node: ast.expr, depth: int, module: Module) -> Sequence[Recipe]:
    """The recipes of an expression after so many others; a circle ends by the depth."""
    if depth > _DEEPEST:
        return ()
    match node:
        case ast.Name():
            return _all(_of_name(node, module, depth))
        case ast.Attribute(value=ast.Name(id=owner), attr=word) if owner == _receiver(node, module):
            return _all(_of_own(owner, word, node, module, depth))
        case ast.Attribute(value=value, attr=word):
            return [_attribute(each, word) for each in _of(value, depth + 1, module)]
        case ast.Call(func=func):
            return _wrapped("call", _of(func, depth + 1, module))
        case ast.Await(value=value):
            return _wrapped("await", _of(value, depth + 1, module))
        case ast.NamedExpr(value=value):
            return _of(value, depth + 1, module)
        case _:
            return ()


def _wrapped(kind: str, found: Sequence[Recipe]) -> Sequence[Recipe]:
    return [(kind, each) for each in found]


def _attribute(owner: Recipe, word: str) -> Recipe:
    """An attribute of something, which is a longer name for what an import stands for."""
    return ("name", f"{owner[1]}.{word}") if owner[0] == "name" else ("attribute", owner, word)


def _of_name(name: ast.Name, module: Module, depth: int) -> Iterator[Sequence[Recipe]]:
    bindings = module.bindings(name)
    for each in bindings if len(bindings) <= _OFTENEST else ():
        match each:
            case Imported():
                yield [("name", each.name)]
            case Defined(node=node) if module.parent(node) is module.tree:
                yield [("name", ".".join((*module.dotted, node.name)))]
            case Bound(value=value, node=target):
                found = _of(value, depth + 1, module)
                entered = isinstance(module.parent(target), ast.withitem)
                yield _wrapped("enter", found) if entered else found
            case Unknown(node=ast.arg() as parameter):
                yield _of_parameter(parameter, module)
            case _:
                yield ()


def _of_parameter(parameter: ast.arg, module: Module) -> Sequence[Recipe]:
    """The object itself, an object of the annotation's class, or what a fixture gives."""
    function = module.above(parameter, ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    if not isinstance(function, Function) or parameter in (function.args.vararg, function.args.kwarg):
        return ()
    if parameter.arg == receiver(function, module):
        is_static = any(
            last_word(each) in ("classmethod", "staticmethod") for each in function.decorator_list
        )
        return () if is_static else (("self",),)
    return annotated(parameter.annotation, module) or _handed(parameter, function, module)


def _handed(parameter: ast.arg, function: Function, module: Module) -> Sequence[Recipe]:
    """What pytest hands to a test or a fixture, unless a decorator may; no fixture asks for itself."""
    class_ = module.class_of(function)
    is_asking = is_fixture(function, module) or is_test(function, module)
    is_of_case = class_ is not None and any(names & TESTCASES for names in module.bases(class_))
    if not is_asking or is_of_case or parameter.arg in (function.name, "request"):
        return ()
    if parameter.arg in _parametrised(module) or any(_hands_over(function, module)):
        return ()
    return (("fixture", parameter.arg),)


def _hands_over(function: Function, module: Module) -> Iterator[bool]:
    """Whether a decorator may give something to a function: all may but marks, and what makes a fixture."""
    for each in function.decorator_list:
        made = each.func if isinstance(each, ast.Call) else each
        names = module.names(made)
        is_mark = bool(names) and all(name.startswith("pytest.mark.") for name in names)
        yield not (is_mark or (last_word(made) == "fixture" and is_fixture(function, module)))


@once
def _parametrised(module: Module) -> frozenset[str]:
    """The words of all texts that may be the names of parameters."""
    if not module.mentions("parametrize"):
        return frozenset()
    texts = (each for each in module.literals if isinstance(each, str) and len(each) < _LONGEST)
    return frozenset(word.strip() for text in texts for word in text.split(","))


def _receiver(node: ast.expr, module: Module) -> str:
    function = module.function(node)
    return receiver(function, module) if function is not None else ""


def _of_own(owner: str, word: str, node: ast.expr, module: Module, depth: int) -> Iterator[Sequence[Recipe]]:
    """An attribute of the own object: a method, or what the class's methods put there."""
    class_ = module.above(node, ast.ClassDef)
    assert class_ is not None
    stored = [*module.stored(word, class_)]
    if not stored:
        yield [("attribute", ("self",), word)]
    for each in stored:
        statement = module.parent(each)
        is_plain = isinstance(each.value, ast.Name) and each.value.id == owner
        if is_plain and isinstance(statement, (ast.Assign, ast.AnnAssign)) and statement.value is not None:
            yield _of(statement.value, depth + 1, module)
        else:
            yield ()
