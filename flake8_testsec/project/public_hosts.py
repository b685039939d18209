"""Public hosts that a test reaches by what fixtures give it, or by functions of the project."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, pairwise, takewhile
from typing import NamedTuple

from flake8_testsec.patterns import lazy
from flake8_testsec.project.facts import facts_of
from flake8_testsec.project.holders import holders
from flake8_testsec.project.views import view_of
from flake8_testsec.source.bindings import Unknown
from flake8_testsec.source.calls import argument, last_word, unpacks
from flake8_testsec.source.module import Module, once, walk, within
from flake8_testsec.source.receivers import callees
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.network.clients import (
    REQUESTS,
    Target,
    is_rerouted,
    leftmost,
    publics,
    url_of,
)
from flake8_testsec.vocabulary.testing.suites import is_fixture, is_test

_OF_CLIENTS = frozenset(name.rpartition(".")[0] for name in REQUESTS if "()" in name)
"""What makes a session or a client, as its methods' names begin."""
_FETCHING = frozenset(name.rpartition(".")[2] for name in REQUESTS)


def hosts_by_fixture(url: ast.expr, module: Module) -> Iterator[Target]:
    """The public hosts in an URL that begins with what a fixture gives.

    Args:
        url: what a request is sent to.
        module: its module.

    Yields:
        Each with the literal of a fixture of the module, or with the URL where another file has the fixture.
    """
    name = _asked(leftmost(url), module)
    fixtures = _fixtures(module).get(name, ())
    yield from chain.from_iterable(publics(value, module) for each in fixtures for value in _given(each))
    near = (each.hosts[name] for each in _others(module) if name in each.hosts) if not fixtures else ()
    for scheme, host in next(iter(near), ()):
        yield Target(url, scheme, host)


def is_client_by_fixture(call: ast.Call, module: Module) -> bool:
    """Whether a request is sent by a session or a client that a fixture gives.

    Args:
        call: a call of a method.
        module: its module.
    """
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    name = _asked(owner, module) if owner is not None else ""
    if not name or name in _changed(module):
        return False
    fixtures = _fixtures(module).get(name, ())
    if fixtures:
        return any(_gives_client(each, module) for each in fixtures)
    near = (name in each.clients for each in _others(module) if name in each.hosts)
    return next(near, False)


@once
def _changed(module: Module) -> frozenset[str]:
    """The names of which a module sets an attribute, or has one replaced: another may answer there."""
    stored = (each.value for each in module.attributes_stored)
    calls = (each for each in module.calls(_REPLACING) if each.args)
    return frozenset(
        each.id for each in (*stored, *(call.args[0] for call in calls)) if isinstance(each, ast.Name)
    )


_REPLACING = frozenset({"multiple", "object", "setattr", "stub"})


def hosts_by_function(call: ast.Call, module: Module) -> Iterator[Target]:
    """The public hosts that a call hands to a function of the project which sends a request there.

    Args:
        call: any call.
        module: its module.

    Yields:
        Each with its literal.
    """
    view = view_of(module)
    names = module.names(call.func)
    if view is None or len(names) != 1 or unpacks(call) or _is_to_fail(call, module):
        return
    home = view.home(view.meaning(min(names)), module.path)
    if home is None or home[0].path == facts_of(module).path:
        return
    known = view.told("public_hosts.handed", home[0].path, _handed_on) or {}
    for position, name in known.get(home[1], ()):
        url = argument(call, position, name)
        yield from publics(url, module) if url is not None else ()


def _handed_on(module: Module) -> Mapping[str, Sequence[tuple[int, str]]]:
    """The parameters of the functions of a file that these take as the URL of a request."""
    found: dict[str, list[tuple[int, str]]] = {}
    for call in module.calls(_FETCHING):
        function = module.function(call)
        sends = bool(callees(call, module) & {*REQUESTS}) and not is_rerouted(call, module)
        url = url_of(call, module) if sends else None
        if isinstance(url, ast.Name) and function is not None and module.class_of(function) is None:
            names = [each.arg for each in (*function.args.posonlyargs, *function.args.args)]
            if url.id in names and _is_parameter(url, module) and _is_sent_always(call, function, module):
                found.setdefault(function.name, []).append((names.index(url.id), url.id))
    return found


def _is_to_fail(call: ast.Call, module: Module) -> bool:
    """Whether an error is expected where a call stands, which may be one before anything is sent."""
    blocks: Iterator[ast.With | ast.AsyncWith] = module.around(call, ast.With, ast.AsyncWith)
    made = (item.context_expr for each in blocks for item in each.items)
    return any(isinstance(each, ast.Call) and _RAISES.match(last_word(each.func)) for each in made)


_RAISES = lazy(r"(assert_?)?raises", re.IGNORECASE)


def _is_sent_always(call: ast.Call, function: Function, module: Module) -> bool:
    """Whether a function sends a request whenever it is called: nothing decides, or ends it before."""
    if function.decorator_list or function in module.generators:
        return False
    around = [call, *takewhile(lambda each: each is not function, module.ancestors(call)), function]
    return all(
        isinstance(above, (*_AT_ONCE, Function)) and not _is_left_before(inner, above, module)
        for inner, above in pairwise(around)
    )


def _is_left_before(inner: ast.AST, above: ast.AST, module: Module) -> bool:
    """Whether a block may be left before one of its statements."""
    if not isinstance(inner, ast.stmt):
        return False
    end = _first_end(above, module)
    return end is not None and end is not inner and end.lineno <= inner.lineno


@once
def _first_end(block: ast.AST, module: Module) -> ast.stmt | None:
    body: Sequence[ast.stmt] = getattr(block, "body", ())
    return next((each for each in body if any(isinstance(node, _ENDS) for node in walk(each))), None)


_AT_ONCE = (
    *(ast.AnnAssign, ast.Assign, ast.Attribute, ast.Await, ast.Call, ast.Expr, ast.Return, ast.Subscript),
    *(ast.Tuple, ast.With, ast.AsyncWith, ast.keyword, ast.withitem),
)
"""What evaluates what stands in it, whatever is the case."""
_ENDS = (ast.Assert, ast.Raise, ast.Return)


def _is_parameter(name: ast.Name, module: Module) -> bool:
    match module.bindings(name):
        case [Unknown(node=ast.arg())]:
            return True
        case _:
            return False


def _asked(node: ast.expr, module: Module) -> str:
    """The fixture that a name stands for in a test, or in a fixture."""
    if not isinstance(node, ast.Name) or not _is_parameter(node, module):
        return ""
    (binding,) = module.bindings(node)
    function = module.function(binding.node)
    runs = isinstance(function, Function) and (is_test(function, module) or is_fixture(function, module))
    return node.id if runs else ""


@once
def _fixtures(module: Module) -> Mapping[str, Sequence[Function]]:
    found: dict[str, list[Function]] = {}
    functions: Iterator[Function] = module.nodes(ast.FunctionDef, ast.AsyncFunctionDef)
    for each in functions:
        if is_fixture(each, module):
            found.setdefault(each.name, []).append(each)
    return found


def _given(fixture: Function) -> Iterator[ast.expr]:
    for each in within(fixture):
        match each:
            case ast.Return(value=ast.expr() as value) | ast.Yield(value=ast.expr() as value):
                yield value


def _gives_client(fixture: Function, module: Module) -> bool:
    """Whether all that a fixture gives is such a client, to which nothing is mounted that answers."""
    values = [*_given(fixture)]
    mounts = any(isinstance(each, ast.Attribute) and each.attr == "mount" for each in within(fixture))
    return bool(values) and not mounts and all(_is_client(each, module) for each in values)


def _is_client(value: ast.expr, module: Module) -> bool:
    names = module.names(value)
    return bool(names) and names <= _OF_CLIENTS


class _Fixtures(NamedTuple):
    """What the fixtures of a file give, by their names: hosts in texts, and which give a client."""

    hosts: Mapping[str, Sequence[tuple[str, str]]]
    clients: frozenset[str]


def _told(module: Module) -> _Fixtures:
    fixtures = _fixtures(module)
    hosts = {
        name: [
            (each.scheme, each.host)
            for own in found
            for value in _given(own)
            for each in publics(value, module)
        ]
        for name, found in fixtures.items()
    }
    clients = (name for name, found in fixtures.items() if all(_gives_client(each, module) for each in found))
    return _Fixtures(hosts, frozenset(clients))


@once
def _others(module: Module) -> Sequence[_Fixtures]:
    """What the fixtures of the other files give, those of the nearest first."""
    view = view_of(module)
    if view is None:
        return ()
    own = facts_of(module).path
    found = (
        view.told("public_hosts.fixtures", each.path, _told)
        for each in holders(view, module)
        if each.path != own
    )
    return [each for each in found if each is not None]
