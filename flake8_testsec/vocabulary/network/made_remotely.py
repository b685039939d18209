"""What tests make on a service by a client, and how they take it away again."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice, takewhile
from typing import NamedTuple

from flake8_testsec.patterns import short
from flake8_testsec.source.calls import last_word, spelt, truth
from flake8_testsec.source.module import Module, names_below, once, walk, walked
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.network.remote_clients import is_of_service
from flake8_testsec.vocabulary.testing.interceptors import Provided
from flake8_testsec.vocabulary.testing.suites import is_fixture, is_hook, is_test, methods, runs_unasked

# https://docker-py.readthedocs.io/en/stable/containers.html, volumes.html, networks.html
_COLLECTIONS = frozenset({"containers", "networks", "services", "volumes"})
_MAKING = frozenset({"create", "run"})
_CREATES = short(r"create_(\w+)\Z")
_TAKES = short(
    r"_*(clean_?up|clear|delete|destroy|drop|erase|flush|prune|purge|remove|reset|roll_?back|terminate|tidy|"
    r"truncate|wipe)"
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
        for each in _on_services(made, module):
            kinds[each.kind].append(each)
        for group in kinds.values():
            tidy = [each for each in group if _is_taken_away(each, scope, module)]
            if tidy and not _is_emptied(scope, module):
                yield from ((each, tidy[0]) for each in _left(group, tidy, module))


def _on_services(made: Sequence[Made], module: Module) -> Iterator[Made]:
    """What is made by the client of a service, each client of a test being looked at once."""
    known: dict[tuple[Function, str], bool] = {}
    for each in made:
        key = each.test, each.kind.client
        if key not in known:
            known[key] = each.kind.noun in _COLLECTIONS or is_of_service(each.call, module)
        if known[key]:
            yield each


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
    return _is_tidied(made.test, made.kind, made.handle, module) or _is_listed(made, scope, module)


@once
def _is_tidied(test: Function, kind: Kind, handle: str, module: Module) -> bool:
    if kind.noun in _COLLECTIONS:
        taking = (each for word in _OWN for each in _taking(test, module).get((handle, word), ()))
    else:
        taking = (each for each in _taking(test, module).get(kind, ()))
    return any(_is_tidy(each, test, module) for each in taking)


_OWN = ("delete", "kill", "remove")
"""Methods by which what stands for a thing takes it away."""


@once
def _taking(test: Function, module: Module) -> Mapping[tuple[str, str], Sequence[ast.Attribute]]:
    """Where a test names what takes a thing away, by the client and the kind, or the thing and the method."""
    found: dict[tuple[str, str], list[ast.Attribute]] = defaultdict(list)
    for node in walked(test, module):
        if isinstance(node, ast.Attribute) and _TAKES.match(node.attr):
            noun = node.attr.partition("_")[2]
            found[spelt(node.value), noun or node.attr].append(node)
    return found


def _is_tidy(taking: ast.Attribute, test: Function, module: Module) -> bool:
    """Whether something is taken away at the end: registered, in a ``finally``, or by the last statement."""
    inner: ast.AST = taking
    for above in takewhile(lambda each: each is not test, module.ancestors(taking)):
        match above:
            case ast.Call(func=func) if last_word(func) in _REGISTERING and func is not inner:
                return True
            case ast.Try(finalbody=finally_) if inner in finally_:
                return True
        inner = above
    return inner is test.body[-1]


def _is_listed(made: Made, scope: ast.AST, module: Module) -> bool:
    """Whether a test names a list of its own object that a tear-down empties of things of the kind."""
    emptied = _emptied(scope, module).get(made.kind.noun, frozenset())
    return bool(emptied) and not emptied.isdisjoint(_attributes(made.test, module))


@once
def _attributes(test: Function, module: Module) -> frozenset[str]:
    return frozenset(spelt(each) for each in walked(test, module) if isinstance(each, ast.Attribute))


@once
def _emptied(scope: ast.AST, module: Module) -> Mapping[str, frozenset[str]]:
    """The lists through which the hooks of a class go to take things away, by the kind of these."""
    found: dict[str, set[str]] = defaultdict(set)
    loops = (each for hook in _hooks(scope, module) for each in walk(hook) if isinstance(each, ast.For))
    for loop in loops:
        listed = spelt(loop.iter)
        for noun in _nouns(loop):
            found[noun].add(listed)
    return {noun: frozenset(lists) for noun, lists in found.items()}


def _nouns(node: ast.AST) -> Iterator[str]:
    """The kinds of things that are taken away: of ``delete_user_group`` a group, and a group of users."""
    attributes = (each for each in walk(node) if isinstance(each, ast.Attribute))
    for words in (each.attr.split("_")[1:] for each in attributes if _TAKES.match(each.attr)):
        yield from ("_".join(words[first:]) for first in range(len(words)))


@once
def _hooks(scope: ast.AST, module: Module) -> Sequence[Function]:
    """What runs before or behind the tests of a class, or of the file, and what they may ask for."""
    inside = (*methods(scope), *module.tree.body) if isinstance(scope, ast.ClassDef) else module.tree.body
    functions = (each for each in inside if isinstance(each, Function))
    return tuple(each for each in functions if is_hook(each) or is_fixture(each, module))


@once
def _is_emptied(scope: ast.AST, module: Module) -> bool:
    return any(_may_empty(each) for each in _hooks(scope, module))


def _left(group: Sequence[Made], tidy: Sequence[Made], module: Module) -> Iterator[Made]:
    """What nobody may take away of all that is of a kind."""
    tests = {each.test for each in tidy}
    asked = {_asked(each): None for each in tests}
    for made in group:
        if made.test in tests or _ABOUT.search(made.test.name) or _asks_for_more(made.test, asked):
            continue
        is_taken = _takes_something(made.test, module) or _may_take(made, module)
        if not is_taken and not _is_handed_on(made.test, made.handle, made.kind.client, module):
            yield made


class _Asked(NamedTuple):
    parameters: frozenset[str]
    decorators: frozenset[str]


def _asked(test: Function) -> _Asked:
    decorators = frozenset(spelt(each) for each in test.decorator_list)
    return _Asked(frozenset(each.arg for each in test.args.args), decorators)


def _asks_for_more(test: Function, others: Iterable[_Asked]) -> bool:
    """Whether a test asks for fixtures or has decorators that none of the first others has."""
    mine = _asked(test)
    known = islice(others, _MOST)
    return not any(
        mine.parameters <= each.parameters and mine.decorators <= each.decorators for each in known
    )


_MOST = 20
"""Kinds of tests that take away what they make."""


@once
def _takes_something(test: Function, module: Module) -> bool:
    """Whether a test takes anything away, or registers anything."""
    for node in walked(test, module):
        match node:
            case ast.Attribute(attr=word) | ast.Name(id=word) if _TAKES.match(word) or word in _REGISTERING:
                return True
            case ast.keyword(arg="auto_remove" | "remove", value=value) if truth(value) is not False:
                return True
    return False


def _may_take(made: Made, module: Module) -> bool:
    """Whether a test makes something where something else may take it away."""
    around = (each for each in module.ancestors(made.call) if isinstance(each, _GUARDS))
    return any(module.function(each) is made.test for each in around)


_GUARDS = (ast.With, ast.AsyncWith, ast.Try)


@once
def _is_handed_on(test: Function, handle: str, client: str, module: Module) -> bool:
    """Whether what was made is given to anybody but an assertion and its own client, or kept."""
    uses = names_below(test, module).get(handle, ())
    return any(_is_given(each, test, client, module) for each in uses if isinstance(each.ctx, ast.Load))


def _is_given(use: ast.Name, test: Function, client: str, module: Module) -> bool:
    around = takewhile(lambda each: each is not test, module.ancestors(use))
    return any(_keeps(each, client) for each in around)


def _keeps(above: ast.AST, client: str) -> bool:
    """Whether what stands around the use of a thing may keep it, or take it away later."""
    match above:
        case ast.Call(func=ast.Attribute(value=owner, attr=word)):
            return not word.startswith("assert") and spelt(owner) != client
        case ast.Call(func=func):
            return last_word(func) not in _PLAIN
        case _:
            return isinstance(above, (ast.Return, ast.Yield, ast.Assign))


_PLAIN = frozenset({"bool", "dict", "int", "isinstance", "len", "list", "set", "sorted", "str", "type"})


def _may_empty(hook: Function) -> bool:
    """Whether a hook may take away what a test has made: anything but the things of lists, one by one.

    What stands behind a ``yield`` in a ``with`` may, as nobody knows what the context does at its end.
    """
    loops = [
        each for each in walk(hook) if isinstance(each, ast.For) and isinstance(each.iter, ast.Attribute)
    ]
    listed = {id(node) for loop in loops for node in walk(loop)}
    return any(_may_be_taking(node) or _gives_within(node) for node in walk(hook) if id(node) not in listed)


def _gives_within(node: ast.AST) -> bool:
    is_block = isinstance(node, (ast.With, ast.AsyncWith))
    return is_block and any(isinstance(each, ast.Yield) for each in walk(node))


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


def taking_fixtures(module: Module) -> Provided:
    """What fixtures a file has that may take things away, and what each of all asks for.

    Args:
        module: a ``conftest.py``, or a plug-in.
    """
    functions: Sequence[Function] = [
        *module.nodes(ast.FunctionDef),
        *module.nodes(ast.AsyncFunctionDef),
    ]
    unasked = [each for each in functions if runs_unasked(each) or each.name.startswith("pytest_")]
    fixtures = [each for each in functions if is_fixture(each, module)]
    asked = {each.name: [given.arg for given in each.args.args] for each in fixtures}
    taking = frozenset(each.name for each in fixtures if _may_empty(each))
    always = any(_may_empty(each) for each in unasked)
    return Provided(always or _leads_to(taking, unasked, asked), taking, asked)


def _leads_to(taking: Collection[str], roots: Sequence[Function], asked: Mapping[str, Sequence[str]]) -> bool:
    waiting = [given.arg for each in roots for given in each.args.args]
    seen: set[str] = set()
    for name in waiting:
        if name not in seen:
            seen.add(name)
            waiting += asked.get(name, ())
    return not seen.isdisjoint(taking)
