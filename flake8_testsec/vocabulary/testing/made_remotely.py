"""What tests make on a service by a client, and how they take it away again."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import NamedTuple

from flake8_testsec.patterns import short
from flake8_testsec.source.calls import last_word, spelt, truth
from flake8_testsec.source.module import Module, once, walk, walked
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import is_fixture, is_hook, is_test, methods

# https://docker-py.readthedocs.io/en/stable/containers.html, volumes.html, networks.html
_COLLECTIONS = frozenset({"containers", "networks", "services", "volumes"})
_MAKING = frozenset({"create", "run"})
_CREATES = short(r"create_(\w+)\Z")
_TAKES = short(
    r"_*(clean_?up|clear|delete|destroy|drop|flush|purge|remove|reset|roll_?back|terminate|truncate)"
)
_ABOUT = short(r"clean|crud|delet|destroy|life_?cycle|purg|remov|terminat", re.IGNORECASE)
_REGISTERING = frozenset({"addAsyncCleanup", "addClassCleanup", "addCleanup", "addfinalizer", "callback"})


class Kind(NamedTuple):
    """A client by its text, and what it makes."""

    client: str
    noun: str


class Made(NamedTuple):
    """A call that makes something, the test in which it stands, and the name of the result."""

    call: ast.Call
    kind: Kind
    test: Function
    handle: str


def forgotten(module: Module) -> Iterator[tuple[Made, Made]]:
    """What a test makes and does not take away, where another test of its class, or of the file, does.

    Args:
        module: any module.

    Yields:
        What is left, and what another test makes and takes away again when it is done.
    """
    for scope, made in _by_scope(module).items():
        kinds: dict[Kind, list[Made]] = defaultdict(list)
        for each in made:
            kinds[each.kind].append(each)
        for group in kinds.values():
            tidy = [each for each in group if _is_taken_away(each, scope, module)]
            for each in group if tidy else ():
                if _is_left(each, tidy, scope, module):
                    yield each, tidy[0]


@once
def _by_scope(module: Module) -> Mapping[ast.AST, Sequence[Made]]:
    found: dict[ast.AST, list[Made]] = defaultdict(list)
    functions: Iterator[Function] = module.nodes(ast.FunctionDef, ast.AsyncFunctionDef)
    for test in (each for each in functions if is_test(each, module)):
        for node in walked(test, module):
            if isinstance(node, ast.Call) and (made := _made(node, test, module)) is not None:
                found[module.class_of(test) or module.tree].append(made)
    return found


def _made(call: ast.Call, test: Function, module: Module) -> Made | None:
    if not isinstance(call.func, ast.Attribute) or module.function(call) is not test:
        return None
    kind = _kind(call.func)
    if kind is None:
        return None
    match _whole(call, module):
        case ast.Assign(targets=[ast.Name(id=handle)]):
            return Made(call, kind, test, handle)
        case ast.Expr():
            return Made(call, kind, test, "")
        case _:
            return None


def _whole(call: ast.expr, module: Module) -> ast.AST | None:
    """The statement that is nothing but a call, or what is looked up in its result."""
    above = module.parent(call)
    while isinstance(above, (ast.Await, ast.Subscript, ast.Attribute)):
        above = module.parent(above)
    return above


def _kind(called: ast.Attribute) -> Kind | None:
    owner = spelt(called.value)
    if called.attr in _MAKING and last_word(called.value) in _COLLECTIONS:
        return Kind(owner, last_word(called.value))
    found = _CREATES.match(called.attr)
    return Kind(owner, found[1]) if found is not None and isinstance(called.value, _NAMED) else None


_NAMED = (ast.Attribute, ast.Name)


def _is_taken_away(made: Made, scope: ast.AST, module: Module) -> bool:
    """Whether a test takes away what it has made, and not because that is what it is about."""
    if _ABOUT.search(made.test.name):
        return False
    taking = [*_taking(made, module)]
    return any(_is_tidy(each, made, module) for each in taking) or bool(_lists(made, scope, module))


def _taking(made: Made, module: Module) -> Iterator[ast.Attribute]:
    """Where a test names what takes a thing of its kind away."""
    for node in walked(made.test, module):
        if isinstance(node, ast.Attribute) and _takes(node, made):
            yield node


def _takes(node: ast.Attribute, made: Made) -> bool:
    verb, _, noun = node.attr.partition("_")
    if made.kind.noun in _COLLECTIONS and isinstance(node.value, ast.Name):
        return node.attr in ("delete", "kill", "remove") and node.value.id == made.handle
    return noun == made.kind.noun and bool(_TAKES.match(verb)) and spelt(node.value) == made.kind.client


def _is_tidy(taking: ast.Attribute, made: Made, module: Module) -> bool:
    """Whether something is taken away at the end: registered, in a ``finally``, or by the last statement."""
    inner: ast.AST = taking
    for above in takewhile(lambda each: each is not made.test, module.ancestors(taking)):
        match above:
            case ast.Call(func=func) if last_word(func) in _REGISTERING and func is not inner:
                return True
            case ast.Try(finalbody=finally_) if inner in finally_:
                return True
        inner = above
    return inner is made.test.body[-1]


def _lists(made: Made, scope: ast.AST, module: Module) -> frozenset[str]:
    """The lists of the own object that a tear-down empties, to which a test has added what it has made."""
    named = {spelt(each) for each in walked(made.test, module) if isinstance(each, ast.Attribute)}
    return frozenset(named & _emptied(scope, made.kind, module))


@once
def _emptied(scope: ast.AST, kind: Kind, module: Module) -> frozenset[str]:
    """The lists through which the hooks of a class go to take away things of a kind."""
    hooks = _hooks(scope, module)
    loops = (each for hook in hooks for each in walk(hook) if isinstance(each, ast.For))
    return frozenset(spelt(each.iter) for each in loops if _names(each, kind))


def _names(node: ast.AST, kind: Kind) -> bool:
    attributes = (each for each in walk(node) if isinstance(each, ast.Attribute))
    return any(_TAKES.match(each.attr) and each.attr.endswith(f"_{kind.noun}") for each in attributes)


def _hooks(scope: ast.AST, module: Module) -> Iterator[Function]:
    inside = methods(scope) if isinstance(scope, ast.ClassDef) else module.tree.body
    functions = (each for each in inside if isinstance(each, Function))
    return (each for each in functions if is_hook(each) or is_fixture(each, module))


def _is_left(made: Made, tidy: Sequence[Made], scope: ast.AST, module: Module) -> bool:
    """Whether nobody may take away what a test has made."""
    if any(made.test is each.test for each in tidy) or _ABOUT.search(made.test.name):
        return False
    if _asks_for_more(made.test, tidy) or _may_take(made, module) or _is_handed_on(made, module):
        return False
    return not any(_may_empty(each) for each in _hooks(scope, module))


def _asks_for_more(test: Function, tidy: Sequence[Made]) -> bool:
    """Whether a test asks for fixtures or has decorators that none of the others has."""
    decorators = {spelt(each) for each in test.decorator_list}
    parameters = {each.arg for each in test.args.args}
    return not any(
        parameters <= {each.arg for each in other.test.args.args}
        and decorators <= {spelt(each) for each in other.test.decorator_list}
        for other in tidy
    )


def _may_take(made: Made, module: Module) -> bool:
    """Whether a test takes anything away, registers anything, or makes it where something else may."""
    for node in walked(made.test, module):
        match node:
            case ast.Attribute(attr=word) | ast.Name(id=word) if _TAKES.match(word) or word in _REGISTERING:
                return True
            case ast.keyword(arg="auto_remove" | "remove", value=value) if truth(value) is not False:
                return True
    around = (each for each in module.ancestors(made.call) if isinstance(each, _GUARDS))
    return any(module.function(each) is made.test for each in around)


_GUARDS = (ast.With, ast.AsyncWith, ast.Try)


def _is_handed_on(made: Made, module: Module) -> bool:
    """Whether what was made is given to anybody but an assertion and its own client, or kept."""
    uses = [
        each for each in walked(made.test, module) if isinstance(each, ast.Name) and each.id == made.handle
    ]
    return any(_is_given(each, made, module) for each in uses if isinstance(each.ctx, ast.Load))


def _is_given(use: ast.Name, made: Made, module: Module) -> bool:
    around = takewhile(lambda each: each is not made.test, module.ancestors(use))
    return any(_keeps(each, made) for each in around)


def _keeps(above: ast.AST, made: Made) -> bool:
    """Whether what stands around the use of a thing may keep it, or take it away later."""
    match above:
        case ast.Call(func=ast.Attribute(value=owner, attr=word)):
            return not word.startswith("assert") and spelt(owner) != made.kind.client
        case ast.Call(func=func):
            return last_word(func) not in _PLAIN
        case _:
            return isinstance(above, (ast.Return, ast.Yield, ast.Assign))


_PLAIN = frozenset({"bool", "dict", "int", "isinstance", "len", "list", "set", "sorted", "str", "type"})


def _may_empty(hook: Function) -> bool:
    """Whether a hook may take away what a test has made: anything but the things of lists, one by one."""
    loops = [
        each for each in walk(hook) if isinstance(each, ast.For) and isinstance(each.iter, ast.Attribute)
    ]
    listed = {id(node) for loop in loops for node in walk(loop)}
    return any(_may_be_taking(node) for node in walk(hook) if id(node) not in listed)


def _may_be_taking(node: ast.AST) -> bool:
    word = last_word(node) if isinstance(node, (ast.Attribute, ast.Name)) else ""
    return word not in _REGISTERING and bool(_ABOUT.search(word) or _TAKES.match(word))


def taking_classes(module: Module) -> Mapping[str, Sequence[str] | None]:
    """The classes of a file, each with its bases; ``None`` where a hook of it may take anything away.

    Args:
        module: any module.
    """
    return {class_.name: _bases_of(class_, module) for class_ in module.nodes(ast.ClassDef)}


def _bases_of(class_: ast.ClassDef, module: Module) -> Sequence[str] | None:
    hooks = (each for each in methods(class_) if is_hook(each) or is_fixture(each, module))
    if any(_may_be_taking(node) for hook in hooks for node in walk(hook)):
        return None
    return [min(names, default="") for names in module.bases(class_)]
