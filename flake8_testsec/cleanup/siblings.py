"""What a module itself shows to be a resource: most of its kind are closed there, and say so."""

from __future__ import annotations

import ast
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from flake8_testsec.cleanup.borrowers import registers
from flake8_testsec.cleanup.flow import place
from flake8_testsec.cleanup.resources import Resource, acquired, named
from flake8_testsec.source.bindings import Bound, local_name
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module, inside, names_below, once, walk, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import expecting_around
from flake8_testsec.vocabulary.testing.suites import is_test, receiver

ENDS = frozenset(
    {
        "aclose",
        "cleanup",
        "close",
        "disconnect",
        "quit",
        "release",
        "shutdown",
        "stop",
        "teardown",
        "terminate",
    }
)
"""The methods by which something is seen to be given back."""
_FEWEST = 3
"""So many of a kind must be given back before another is known to be forgotten."""
_MOST = 8
"""An attribute that is bound more often does not tell which of them a tear-down gives back."""
_CLOSING = frozenset({"contextlib.closing", "contextlib.aclosing"})


class Kind(NamedTuple):
    """Calls of a module that make the same: how many, how many of these are seen to be given back, and the
    others; ``row`` is what they acquire."""

    row: Resource
    number: int
    ended: int
    others: Sequence[ast.Call]


class _End(NamedTuple):
    """How one call's result is given back: by which method, empty for a ``with``."""

    call: ast.Call
    word: str


@once
def kinds(module: Module) -> Sequence[Kind]:
    """The kinds of things that are made in a module and mostly given back, by the word of one method.

    Args:
        module: any module.

    Returns:
        Those of which the module closes several, at least one of them by name, and three in four at least;
        not those of the table, which is asked elsewhere, nor doubles.
    """
    return tuple(_kinds(module))


def _kinds(module: Module) -> Iterator[Kind]:
    ends: dict[str, list[_End]] = defaultdict(list)
    for end in _ends(module):
        ends[last_word(end.call.func)].append(end)
    for several in ends.values():
        yield from _of_word(several, module)


def _of_word(ends: Sequence[_End], module: Module) -> Iterator[Kind]:
    """The kinds behind one word, which may be imported from several places."""
    by_name: dict[frozenset[str], list[_End]] = defaultdict(list)
    for end in ends:
        if _is_unknown(names := _key(end.call.func, module)):
            by_name[names].append(end)
    for names, several in by_name.items():
        words = {end.word for end in several if end.word}
        if len({end.call for end in several}) < _FEWEST or len(words) != 1:
            continue
        found = (_by_names(each, module).get(names, ()) for each in _words(names, several))
        calls = [*dict.fromkeys(chain.from_iterable(found))]
        ended = {end.call for end in several}
        if 4 * len(ended) >= 3 * len(calls):
            others = [each for each in calls if each not in ended]
            yield Kind(_row(several[0].call, *words), len(calls), len(ended), others)


def _words(names: frozenset[str], several: Sequence[_End]) -> Sequence[str]:
    return sorted({*(each.rpartition(".")[2] for each in names), last_word(several[0].call.func)})


@once
def _by_names(word: str, module: Module) -> Mapping[frozenset[str], Sequence[ast.Call]]:
    """The calls of a last word, by what they may be calls of."""
    found: dict[frozenset[str], list[ast.Call]] = defaultdict(list)
    for call in module.scopes.calls(frozenset({word})):
        found[_key(call.func, module)].append(call)
    return found


@once
def _key(func: ast.expr, module: Module) -> frozenset[str]:
    """What may be called: by its names, or how it is spelt where that is a parameter or belongs to one."""
    if names := module.names(func):
        return names
    root = func
    while isinstance(root, ast.Attribute):
        root = root.value
    function = module.function(func)
    if function is None or not isinstance(root, ast.Name) or root.id not in _taken(function):
        return frozenset()
    is_known = root.id != receiver(function, module) or _is_of_module(func, root, module)
    return frozenset({f"{_GIVEN}{spelt(func)}"}) if is_known else frozenset()


def _is_of_module(func: ast.expr, owner: ast.Name, module: Module) -> bool:
    """Whether the class of a method has what is called from its own module, and from no base."""
    match func:
        case ast.Attribute(value=value, attr=name) if value is owner:
            return bool(module.functions(name)) or any(each.id == name for each in module.targets)
        case _:
            return False


_GIVEN = "<parameter>."
"""What the names of parameters begin with: nothing that is imported is called so."""


def _is_unknown(names: frozenset[str]) -> bool:
    return bool(names) and not any(named(each) or each.startswith("unittest.mock") for each in names)


def _row(call: ast.Call, word: str) -> Resource:
    begun_by = ("acquire",) if word == "release" else ()  # a lock is nothing until somebody takes it
    what = f"{spelt(call.func)}()"
    return Resource(what, (), "TSE320", (word,), begun_by=begun_by, awaited=word == "aclose")


def _ends(module: Module) -> Iterator[_End]:
    """The calls of a module whose results are certainly given back."""
    for item in _entered(module):
        for manager in _made(item.context_expr, module):
            inner = _closed(manager, module)
            several = (manager,) if inner is None else _made(inner, module)
            yield from (_End(each, "" if inner is None else "close") for each in several)
    for attribute in module.attributes(ENDS):
        if _is_carried_out(attribute, module):
            yield from (_End(call, attribute.attr) for call in _made(attribute.value, module))


def _entered(module: Module) -> Iterator[ast.withitem]:
    statements: Iterator[ast.With | ast.AsyncWith] = module.nodes(ast.With, ast.AsyncWith)
    return (item for each in statements for item in each.items)


def _closed(manager: ast.Call, module: Module) -> ast.expr | None:
    """What ``contextlib.closing`` is given; ``None`` for any other call."""
    match manager:
        case ast.Call(func=func, args=[inner]) if module.names(func) & _CLOSING:
            return inner
        case _:
            return None


def _is_carried_out(attribute: ast.Attribute, module: Module) -> bool:
    """Whether a method is called for its own sake, or registered as a cleanup."""
    match module.parent(attribute):
        case ast.Call(func=func) as call if func is attribute:
            outer = module.parent(call)
            return isinstance(outer, ast.Expr | ast.Await | ast.Assign) and not call.args
        case ast.Call() as call:
            return registers(call)
        case _:
            return False


def _made(owner: ast.expr, module: Module) -> Iterator[ast.Call]:
    """The calls that made what a method is called on: a local name, or an attribute of the class around."""
    match owner:
        case ast.Call():
            yield owner
        case ast.Name(id=name):
            function = module.function(owner)
            yield from _nearest(function, name, owner, module) or ()
        case ast.Attribute(value=ast.Name(id="self" | "cls")):
            function, class_ = module.function(owner), module.above(owner, ast.ClassDef)
            here = _nearest(function, spelt(owner), owner, module)
            others = _few(_kept(class_, module), owner.attr)
            yield from (
                (each for each in others if module.function(each) is not function) if here is None else here
            )


def _nearest(
    function: Function | None, name: str, owner: ast.expr, module: Module
) -> Sequence[ast.Call] | None:
    """The call that a name was given last above a place; none if that is no call, ``None`` if it was given
    nothing there."""
    bound = _bound(function, module).get(name, ()) if function is not None else ()
    above = bisect_left(bound, (owner.lineno, owner.col_offset), key=lambda each: each.place)
    if not above:
        return None
    made = bound[above - 1].made
    return (made,) if made is not None else ()


def _few(bound: Mapping[str, Sequence[ast.Call]], name: str) -> Sequence[ast.Call]:
    calls = bound.get(name, ())
    return calls if len(calls) <= _MOST else ()


def opening(kind: Kind, module: Module) -> Iterator[ast.Call]:
    """The calls of a kind that may leave something open: not those that are given what is open already.

    Args:
        kind: the kind.
        module: its module.
    """
    for call in kind.others:
        given = (*call.args, *(each.value for each in call.keywords))
        if not any(_is_open(each, module) for each in given):
            yield call


def _is_open(given: ast.expr, module: Module) -> bool:
    """Whether a value is something that a call of the table has opened, or a stream in memory."""
    names = module.names(given)
    if names & _IN_MEMORY:
        return True
    bindings = module.bindings(given) if isinstance(given, ast.Name) else ()
    values = [each.value for each in bindings if isinstance(each, Bound)]
    made = (each for each in (given, *values) if isinstance(each, ast.Call))
    return any(not row.path for each in made for row in acquired(each, module))


_IN_MEMORY = frozenset({"io.BytesIO()", "io.StringIO()"})


def handed_out(fixture: Function, module: Module) -> ast.Call | None:
    """What a fixture makes and returns without anything that ends it.

    Args:
        fixture: a fixture.
        module: its module.

    Returns:
        The call that makes it; ``None`` if it is made elsewhere, if the fixture yields or registers anything.
    """
    nodes = [*within(fixture)]
    returned = [each.value for each in nodes if isinstance(each, ast.Return)]
    calls = [each for each in nodes if isinstance(each, ast.Call)]
    if len(returned) != 1 or fixture in module.generators or any(map(registers, calls)):
        return None
    match returned[0]:
        case ast.Call(func=func) as made if last_word(func)[:1].isupper():
            return made
        case ast.Name(id=name):
            made_so = [each.made for each in _bound(fixture, module).get(name, ()) if each.made is not None]
            return made_so[0] if len(made_so) == 1 else None
        case _:
            return None


def ended_by_tests(name: str, module: Module) -> Sequence[Function]:
    """The tests that take a fixture of a name and end themselves what it has made.

    Args:
        name: the name of the fixture.
        module: its module.
    """
    return _ended_parameters(module).get(name, ())


@once
def _ended_parameters(module: Module) -> Mapping[str, Sequence[Function]]:
    """The tests that end what they are given, by the name of the parameter."""
    found: dict[str, dict[Function, None]] = defaultdict(dict)
    for each in module.attributes(ENDS):
        test = module.function(each)
        if isinstance(each.value, ast.Name) and test is not None and is_test(test, module):
            name = each.value.id
            if name in _taken(test) and _is_carried_out(each, module):
                found[name][test] = None
    return {name: tuple(several) for name, several in found.items()}


def _taken(function: Function) -> frozenset[str]:
    return frozenset(each.arg for each in (*function.args.args, *function.args.kwonlyargs))


class _Binding(NamedTuple):
    """From where on a name, or an attribute, is what a call made; or anything else, if there is no call."""

    place: tuple[int, int]
    made: ast.Call | None


@once
def _bound(function: ast.AST, module: Module) -> Mapping[str, Sequence[_Binding]]:
    """What the local names of a function, and attributes in it, are given, in source order."""
    found: dict[str, list[_Binding]] = defaultdict(list)
    nodes = inside(function, module)
    own = {each for node in nodes if isinstance(node, ast.comprehension) for each in walk(node.target)}
    for node in nodes:
        for name in _names(node) if node not in own else ():
            if (binding := _binding(node, module)) is not None:
                found[name].append(binding)
    return {name: sorted(several, key=lambda each: each.place) for name, several in found.items()}


def _names(node: ast.AST) -> Iterator[str]:
    """The names that a node binds, or takes away, by itself."""
    match node:
        case (ast.Name() | ast.Attribute()) as target if not isinstance(target.ctx, ast.Load):
            yield spelt(target)
        case ast.alias():
            yield local_name(node)
        case ast.MatchMapping(rest=str(name)):
            yield name
        case (ast.ExceptHandler() | ast.MatchAs() | ast.MatchStar()) | (
            ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef()
        ) if node.name is not None:
            yield node.name


def _binding(node: ast.AST, module: Module) -> _Binding | None:
    """What is bound at a node that binds a name; ``None`` for ``None``, which nothing can be called on."""
    match module.above(node, ast.stmt, ast.NamedExpr):
        case (
            ast.Assign(value=ast.Constant(value=None)) | ast.AnnAssign(value=None | ast.Constant(value=None))
        ):
            return None
        case ast.Assign(targets=[ast.Name() as only], value=ast.Await(value=ast.Call() as made)) if (
            only is node
        ):
            return _Binding(_end(made), made)
        case ast.Assign(targets=[only], value=ast.Call() as made) if only is node:
            return _Binding(_end(made), made)
        case (ast.Assign() | ast.AugAssign() | ast.AnnAssign() | ast.NamedExpr()) as whole:
            return _Binding(_end(whole), None)
        case _:
            return _Binding(place(node), None)


def _end(node: ast.expr | ast.stmt) -> tuple[int, int]:
    return node.end_lineno or 0, node.end_col_offset or 0


@once
def _kept(class_: ast.AST | None, module: Module) -> Mapping[str, Sequence[ast.Call]]:
    """What the attributes of a class are given by calls in its methods."""
    found: dict[str, list[ast.Call]] = defaultdict(list)
    for node in walk(class_) if class_ is not None else ():
        match node:
            case ast.Assign(
                targets=[ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name)],
                value=ast.Call() as made,
            ):
                found[name].append(made)
    return found


def is_only_refused(name: str, function: Function, module: Module) -> bool:
    """Whether all that is done with what a local name holds is expected to fail, so that it never was opened.

    Args:
        name: the name.
        function: where it is bound.
        module: its module.
    """
    used = [each for each in names_below(function, module).get(name, ()) if isinstance(each.ctx, ast.Load)]
    return bool(used) and all(expecting_around(each, module) is not None for each in used)
