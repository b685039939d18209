"""What functions of other modules of the tests make for whoever calls them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from flake8_testsec.cleanup import resources
from flake8_testsec.cleanup.acquisition import Obligation, held
from flake8_testsec.cleanup.custody import custody
from flake8_testsec.cleanup.handing_on import as_returned, is_made_for_caller, substitute
from flake8_testsec.cleanup.judgement import Judgement, judgements
from flake8_testsec.cleanup.lineage import lineage
from flake8_testsec.cleanup.mentions import Use
from flake8_testsec.cleanup.resources import Resource
from flake8_testsec.cleanup.uses import DEEPEST, fates_of
from flake8_testsec.patterns import lazy
from flake8_testsec.project.definitions import definition
from flake8_testsec.project.facts import name_of
from flake8_testsec.project.known import is_known
from flake8_testsec.project.views import View, view_of
from flake8_testsec.rule import Role
from flake8_testsec.settings import Settings
from flake8_testsec.source.bindings import Defined
from flake8_testsec.source.looks import imported_from_tests
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.roles import is_declared_production
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.coroutines import callees
from flake8_testsec.vocabulary.testing.interceptors import is_intercepted
from flake8_testsec.vocabulary.testing.suites import is_fixture, is_hook, is_test, receiver

_CODES = ("TSE301", "TSE302", "TSE312")
_ROWS = tuple(
    row for code in _CODES for row in resources.of_rule(code) if "tempfile.mktemp" not in row.made_by
)
_WORDS = frozenset(name.rpartition(".")[2] for name in resources.makers(_ROWS))
_HINTS = ("mkdtemp(", "mkstemp(", "TemporaryFile(", "socketpair(", "create_connection(", "socket(", "open(")
"""What is found sooner than the expression, which has to look at every word."""
_HINT = lazy(
    r"\b(mkdtemp|mkstemp|NamedTemporaryFile|socketpair|create_connection|socket)\(|return [\w.]*open\("
)
"""What is in the text of a module that makes one of these for others."""

Made = Mapping[str, Resource]
"""The functions of a module that make something for their callers, dotted within the module."""


@once
def made_elsewhere(module: Module) -> Mapping[ast.Call, Resource]:
    """The calls of a module that are given what a function of another module of the tests has just made, or
    in deep mode one of an installed package.

    Args:
        module: the module.

    Returns:
        The calls with what they own from then on; none if nothing is known of other modules.
    """
    view = view_of(module)
    return dict(_owned(view, module)) if view is not None else {}


def _owned(view: View, module: Module) -> Iterator[tuple[ast.Call, Resource]]:
    homes = _homes(module, view)
    words = frozenset(name.rpartition(".")[2] for made in homes.values() for name in made)
    for call in module.scopes.calls(words) if words else ():
        for name, row in (*_of_function(call, homes, view, module), *_of_method(call, homes, module)):
            if not is_intercepted(call, module, substitute((name,))):
                yield call, row
    for call in module.nodes(ast.Call) if view.packages is not None else ():
        names = module.names(call.func)
        for name in names if len(names) == 1 else ():
            of_package = _in_package(name, module)
            if of_package is not None and not is_intercepted(call, module, substitute((name,))):
                yield call, of_package


@once
def _in_package(name: str, module: Module) -> Resource | None:
    """What a function of an installed package makes for its caller, if no table knows the function."""
    view, (dotted, _, word) = view_of(module), name.rpartition(".")
    assert view is not None and view.packages is not None
    if not dotted or "(" in name or is_known(name) or resources.named(name) or view.place(dotted) is not None:
        return None
    place = view.packages.place(dotted, view.consulted)
    text = view.text(place) if place is not None else ""
    if not re.search(rf"\b{word}\b", text):
        return None
    found = definition(name, module.path, view)
    if found is None or view.source(found.module.path) is not view.packages:
        return None
    made = partial(_made, path=found.module.path, roles=~Role(0))
    return view.remembered("cleanup.elsewhere", found.module.path, made).get(found.name)


def _homes(module: Module, view: View) -> Mapping[str, Made]:
    """The modules of tests from which something is imported, by their files, with what they make."""
    found: dict[str, Made] = {}
    for meant in imported_from_tests(module):
        for dotted in (meant, meant.rpartition(".")[0]):
            path = view.place(dotted) if dotted else None
            if path is not None and path not in found and not is_declared_production(path, module.settings):
                found[path] = view.remembered("cleanup.elsewhere", path, partial(_made, path=path))
    return {path: made for path, made in found.items() if made}


def _of_function(
    call: ast.Call, homes: Mapping[str, Made], view: View, module: Module
) -> Iterator[tuple[str, Resource]]:
    names = module.names(call.func)
    for each in names if len(names) == 1 else ():
        dotted, _, name = each.rpartition(".")
        path = view.place(dotted) if dotted else None
        if path is not None and name in homes.get(path, {}):
            yield each, homes[path][name]


def _of_method(call: ast.Call, homes: Mapping[str, Made], module: Module) -> Iterator[tuple[str, Resource]]:
    """A method of the own object that only a class above can have, of which all is known."""
    match call.func:
        case ast.Attribute(value=ast.Name(id=owner), attr=name):
            function = module.function(call)
            class_ = module.class_of(function) if function is not None else None
            if function is None or class_ is None or owner != receiver(function, module):
                return
            if module.functions(name) or name in module.literals or any(module.stored(name, module.tree)):
                return
            line = lineage(class_, module)
            above = [each for each in line.classes if line.complete and name in each.class_.sets]
            for home in above[:1]:
                row = homes.get(home.module.path, {}).get(f"{home.class_.name}.{name}")
                yield from ((f"{home.name}.{name}", row),) if row is not None else ()


def _made(text: str, path: str, roles: Role = Role.TEST | Role.SUPPORT) -> Made:
    """What the functions of a module make for their callers, by its text alone."""
    if not (any(each in text for each in _HINTS) and _HINT.search(text)):
        return {}
    try:
        module = Module.parse(text, path, Settings())
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    made = _made_by(module) if module.role in roles else {}
    vars(module).clear()  # its parts name each other, and would wait for the garbage collector
    return made


def _made_by(module: Module) -> Made:
    found: dict[Function, Resource] = {}
    waiting: list[tuple[ast.Call, Sequence[Resource]]] = [
        (call, [row for row in resources.acquired(call, module) if row in _ROWS])
        for call in module.scopes.calls(_WORDS)
    ]
    for _ in range(DEEPEST):
        further: list[tuple[ast.Call, Sequence[Resource]]] = []
        for call, rows in waiting:
            for obligation in _handed_on(call, rows, module):
                row = found[obligation.function] = as_returned(obligation, module)
                calls = module.scopes.calls(frozenset({obligation.function.name}))
                further += (
                    (each, [row]) for each in calls if callees(each.func, module) == (obligation.function,)
                )
        waiting = further
    return {name_of(function, module): row for function, row in found.items()}


def _handed_on(call: ast.Call, rows: Sequence[Resource], module: Module) -> Iterator[Obligation]:
    function = module.function(call)
    if function is None or not rows or not _is_plain(function, module):
        return
    for row in rows:
        for begin, handle in held(call, row, module):
            obligation = Obligation(row, call, begin, function, handle)
            uses = {each.use for fate in fates_of(obligation, module, 0) for each in fate.mentions}
            is_kept = Use.MOVE in uses or (row.tag and row.tag in custody(function, module).undoes)
            if Use.RETURN in uses and not is_kept and is_made_for_caller(obligation, module):
                yield obligation


def _is_plain(function: Function, module: Module) -> bool:
    """Whether a function has its name for itself, and only its callers run it."""
    own = name_of(function, module)
    if is_fixture(function, module) or is_test(function, module) or is_hook(function):
        return False
    alike = [each for each in module.functions(function.name) if name_of(each, module) == own]
    if function in module.generators or len(alike) != 1:
        return False
    bound = module.bindings(ast.Name(function.name, ast.Load()))
    is_at_top = [each.node for each in bound if isinstance(each, Defined)] == [function] and len(bound) == 1
    return is_at_top or isinstance(module.parent(function), ast.ClassDef)


def of_helpers(code: str, module: Module) -> Iterator[Judgement]:
    """What is never given back of what functions of other modules have made.

    Args:
        code: the rule that says so.
        module: the module that calls them.

    Yields:
        For each such function what is true of its first call: it is mended there for all of them.
    """
    told: set[int] = set()
    for call, row in made_elsewhere(module).items():
        if row.code == code and id(row) not in told:
            found = [*judgements(call, module, (row,), partial(_alike, row))]
            told |= {id(row) for _ in found}
            yield from found


def _alike(row: Resource, module: Module) -> Iterator[ast.Call]:
    return (call for call, other in made_elsewhere(module).items() if other is row)
