"""Changes of the process that hardly anybody minds, true as they are: reported where they are asked for."""

from __future__ import annotations

import ast
import builtins
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping

from flake8_testsec.cleanup.brief import is_brief
from flake8_testsec.cleanup.flow import place
from flake8_testsec.cleanup.touches import FUNCTIONS, Kind, Touch
from flake8_testsec.cleanup.unread_variables import EVERYBODYS, is_unread
from flake8_testsec.patterns import lazy
from flake8_testsec.source.bindings import Imported
from flake8_testsec.source.calls import last_word, string
from flake8_testsec.source.module import Module, once, walk, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.source.texts import meant
from flake8_testsec.vocabulary.testing.assertions import is_assertion
from flake8_testsec.vocabulary.testing.suites import is_fixture, is_hook, is_test

_NAMING = r"(?<!\\)(\$\{{?|%|\[|\{{|\benv\w*[^\w\s]\W{{0,2}}|!env )({})(?!\w)"
"""How a text tells which variable is to be read: ``$NAME``, ``${NAME}``, ``{env[NAME]}``, ``env:NAME``."""

_SURELY = lazy(r"(?i)(\$\{?|env:|!env )\Z")


def hardly_matters(change: Touch, restore: ast.AST | None, module: Module) -> bool:
    """Whether a change that is left behind can hardly be met by other tests, or hardly be left at all.

    Args:
        change: a change.
        restore: what puts it back, if it is not skipped.
        module: the module.

    Returns:
        ``True`` for what a test does last of all, for a variable that it made up, also if the code puts a
        prefix of its own to what it is told, if this test alone tells it the code, if nobody else in the
        project names it, or if the test asks for it by name and takes it away in the end or first of all, and
        for one that is only taken away; for an attribute that it added to a module and
        takes away again, for the folder of the module itself, into which a hook goes before each test, for an
        entry whose deletion is a step of the test, and where one thing at most is made between change and
        restore, or nothing but names in the directory that was changed to.
    """
    if _is_made_up(change, module) or _is_seen_gone(change, module) or _is_leftover(change, module):
        return True
    if restore is None:
        return (
            _is_taken_for_good(change)
            or _is_for_others(change, module)
            or _is_where_all_run(change, module)
            or _is_read_once(change, module)
            or _is_named_here(change, module)
            or is_unread(change, module)
        )
    return (
        _is_asked_for(change, restore, module)
        or _is_added(change, restore, module)
        or _is_step(change, restore, module)
        or is_brief(change, restore, module)
        or is_unread(change, module)
    )


def _is_taken_for_good(change: Touch) -> bool:
    """Whether a variable is taken away in case that somebody has set it, and comes back nowhere."""
    return change.kind is Kind.REMOVED and change.state.code == "TSE304"


def _is_for_others(change: Touch, module: Module) -> bool:
    """Whether a test does nothing any more once it has changed something, so that it has no use for it: it
    means to leave what there was before, or what the next test needs."""
    function = module.function(change.node)
    if function is None or change.state.code == "TSE305" or not is_test(function, module):
        return False
    if isinstance(module.above(change.node, *_LOOPS, *FUNCTIONS), _LOOPS):
        return False  # what stands above is done again
    return _last_deed(function, module) <= _end(change.node, module)


_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_DEEDS = (
    *(ast.Call, ast.Assert, ast.Yield, ast.YieldFrom, ast.Await, ast.Delete, ast.Raise),
    *(ast.Import, ast.ImportFrom, ast.With, ast.AsyncWith, ast.For, ast.AsyncFor),
)


def _end(node: ast.AST, module: Module) -> tuple[int, int]:
    """Where a change is over: with its statement, if it is assigned."""
    is_assigned = isinstance(getattr(node, "ctx", None), ast.Store)
    last = module.above(node, ast.stmt) if is_assigned else node
    return getattr(last, "end_lineno", 0), getattr(last, "end_col_offset", 0)


@once
def _last_deed(function: Function, module: Module) -> tuple[int, int]:
    """Where a function calls, asserts, imports or reads anything last, or hands on to who waits for it."""
    targets = _owners(function)
    deeds = (
        each
        for each in within(function)
        if isinstance(each, _DEEDS) or (each not in targets and _is_of_another_module(each, module))
    )
    return max(map(place, deeds), default=(0, 0))


def _owners(function: Function) -> frozenset[ast.AST]:
    """What stands in front of the attributes and entries that a function assigns."""
    found: set[ast.AST] = set()
    for each in within(function):
        if isinstance(each, (ast.Attribute, ast.Subscript)) and isinstance(each.ctx, ast.Store):
            inner: ast.expr = each
            while isinstance(inner, (ast.Attribute, ast.Subscript)):
                found.add(inner)
                inner = inner.value
    return frozenset(found)


def _is_of_another_module(node: ast.AST, module: Module) -> bool:
    """Whether an attribute is that of something imported, though not of the standard library."""
    match node:
        case ast.Attribute(value=ast.Name() as owner):
            tops = {each.partition(".")[0] for each in module.names(owner)}
            is_imported = any(isinstance(each, Imported) for each in module.bindings(owner))
            return is_imported and not tops <= sys.stdlib_module_names
        case _:
            return False


def _is_read_once(change: Touch, module: Module) -> bool:
    """Whether a hook or a fixture tells Django its settings, which Django reads once for the whole process
    (https://docs.djangoproject.com/en/stable/topics/settings/): to take the variable back changes nothing."""
    if change.tag != "environ:DJANGO_SETTINGS_MODULE":
        return False
    function = module.function(change.node)
    return function is not None and (is_hook(function) or is_fixture(function, module))


def _is_where_all_run(change: Touch, module: Module) -> bool:
    """Whether a hook goes to the folder of its own file, so that all that it is for run there."""
    function = module.function(change.node)
    if change.state.code != "TSE305" or function is None or not is_hook(function):
        return False
    folder = change.node.args[0] if isinstance(change.node, ast.Call) and change.node.args else change.node
    named = {each.id for each in walk(folder) if isinstance(each, ast.Name)}
    return "__file__" in named and named - {"__file__"} <= {name for name, _ in module.scopes.imported()}


def _is_step(change: Touch, restore: ast.AST, module: Module) -> bool:
    """Whether a module is taken away in the middle of a test, which then calls what has to do without it."""
    function = module.function(restore)
    if change.state.code != "TSE313" or function is None:
        return False
    if not isinstance(restore, ast.Subscript) or not isinstance(restore.ctx, ast.Del):
        return False
    later = (each for each in within(function) if isinstance(each, ast.Call) and place(each) > place(restore))
    return any(not is_assertion(module.above(each, ast.stmt) or each) for each in later)


def _is_made_up(change: Touch, module: Module) -> bool:
    """Whether a text of the module tells the code under test which variable to read."""
    kind, _, name = change.tag.partition(":")
    if kind != "environ" or EVERYBODYS.match(name):
        return False
    told = _told(module)
    ends = (each for each, is_sure in told.items() if is_sure and not EVERYBODYS.match(each))
    return name in told or any(name.endswith(f"_{each}") for each in ends)


@once
def _told(module: Module) -> Mapping[str, bool]:
    """The names that stand in texts as those of variables do, each with whether one of the texts can mean
    nothing else: ``[LEVEL]`` or ``{URL}`` may be anything."""
    known = re.compile(_NAMING.format(r"[A-Za-z_]\w+"), re.IGNORECASE)
    texts = (
        each.value
        for each in module.nodes(ast.Constant)
        if isinstance(each.value, str) and not isinstance(module.parent(each), ast.Expr)  # no docstrings
    )
    told: dict[str, bool] = defaultdict(bool)
    for text in texts:
        for found in known.finditer(text):
            told[found[2]] |= _SURELY.match(found[1]) is not None
    return told


def _is_seen_gone(change: Touch, module: Module) -> bool:
    """Whether a test expects that the code takes a variable away again."""
    kind, _, name = change.tag.partition(":")
    function = module.function(change.node)
    if kind != "environ" or function is None:
        return False
    last = _denied(function, module).get(name)
    return last is not None and last > place(change.node)


@once
def _denied(function: Function, module: Module) -> Mapping[str, tuple[int, int]]:
    """Where a function asserts last that there is no variable of a name."""
    found: dict[str, tuple[int, int]] = {}
    for node in within(function):
        if name := _denial(node, module):
            found[name] = max(place(node), found.get(name, (0, 0)))
    return found


def _denial(node: ast.AST, module: Module) -> str:
    match node:
        case ast.Compare(left=ast.Constant(value=str(name)), ops=[ast.NotIn()], comparators=[mapping]):
            is_assert = isinstance(module.parent(node), ast.Assert)
        case ast.Call(
            func=ast.Attribute(attr="assertFalse"),
            args=[
                ast.Compare(left=ast.Constant(value=str(name)), ops=[ast.In()], comparators=[mapping]),
                *_,
            ],
        ):
            is_assert = True
        case ast.Call(
            func=ast.Attribute(attr="assertNotIn"), args=[ast.Constant(value=str(name)), mapping, *_]
        ):
            is_assert = True
        case ast.Call(
            func=ast.Attribute(attr="assertRaises"),
            args=[_, ast.Attribute(value=mapping, attr="__getitem__"), ast.Constant(value=str(name))],
        ):
            is_assert = True
        case _:
            return ""
    return name if is_assert and "os.environ" in module.names(mapping) else ""


def _is_leftover(change: Touch, module: Module) -> bool:
    """Whether a variable is taken away in case that it is there, and the code is given its name.

    The name is the test's own then, so what can be there is only what another test left.
    """
    kind, _, name = change.tag.partition(":")
    function = module.function(change.node)
    if kind != "environ" or EVERYBODYS.match(name) or function is None:
        return False
    return _is_removed_if_there(change.node, module) and name in _arguments(function, module)


def _is_removed_if_there(node: ast.AST, module: Module) -> bool:
    match node, module.above(node, ast.If):
        case (
            ast.Subscript(value=mapping, slice=key, ctx=ast.Del()),
            ast.If(test=ast.Compare(left=asked, ops=[ast.In()], comparators=[looked])),
        ):
            return ast.dump(asked) == ast.dump(key) and module.names(mapping) == module.names(looked)
        case _:
            return False


def _is_asked_for(change: Touch, restore: ast.AST, module: Module) -> bool:
    """Whether a test gives the code the name of a variable that it takes away again, or the word in the name
    that is its own."""
    kind, _, name = change.tag.partition(":")
    if kind != "environ" or EVERYBODYS.match(name):
        return False
    is_removed = isinstance(restore, ast.Subscript) and isinstance(restore.ctx, ast.Del)
    function = module.function(restore)
    if not is_removed or function is None:
        return False
    words = {name, *(word for word in name.split("_") if len(word) > 2)}
    given = _arguments(function, module)
    return not words.isdisjoint(given) or any(each and name.startswith(f"{each}_") for each in given)


def _is_named_here(change: Touch, module: Module) -> bool:
    """Whether a test tells the code, once it has set a variable, the name of it, and the module says that
    nowhere else: it is the test's own, and nobody but who is told it reads it."""
    kind, _, name = change.tag.partition(":")
    function = module.function(change.node)
    if kind != "environ" or change.kind is not Kind.FRESH or EVERYBODYS.match(name):
        return False
    if function is None or not is_test(function, module):
        return False
    last = _told_last(function, module).get(name, (0, 0))
    return last > place(change.node) and _sayers(module)[name] == {function}


@once
def _told_last(function: Function, module: Module) -> Mapping[str, tuple[int, int]]:
    """Where a function tells the code under test each text last: not who checks, prints or looks up."""
    found: dict[str, tuple[int, int]] = {}
    for call in (each for each in within(function) if isinstance(each, ast.Call)):
        tops = {name.partition(".")[0] for name in module.names(call.func)}
        if tops and tops.isdisjoint(_NOT_TESTED) and not _is_look_up(call):
            for text in _given(call, module):
                found[text] = max(place(call), found.get(text, (0, 0)))
    return found


_NOT_TESTED = frozenset({*sys.stdlib_module_names, *dir(builtins), "pytest", "mock"})


def _is_look_up(call: ast.Call) -> bool:
    """Whether a call looks something up in what there is already, or compares it."""
    return last_word(call.func) in _LOOKING_UP or is_assertion(ast.Expr(call))


_LOOKING_UP = frozenset({"endswith", "find", "get", "index", "pop", "setdefault", "startswith"})


@once
def _sayers(module: Module) -> Mapping[str, set[Function | None]]:
    """The functions in which each text stands."""
    found: dict[str, set[Function | None]] = defaultdict(set)
    for each in module.nodes(ast.Constant):
        if isinstance(each.value, str):
            found[each.value].add(module.function(each))
    return found


@once
def _arguments(function: Function, module: Module) -> frozenset[str]:
    """The texts that a function gives to calls, but to those of ``os`` itself."""
    calls = (each for each in within(function) if isinstance(each, ast.Call))
    theirs = (each for each in calls if not any(name.startswith("os.") for name in module.names(each.func)))
    return frozenset(text for call in theirs for text in _given(call, module))


def _given(call: ast.Call, module: Module) -> Iterator[str]:
    """The texts that are given to a call."""
    given = (*call.args, *(named.value for named in call.keywords))
    return (text for each in given if (text := string(meant(each, module))) is not None)


def _is_added(change: Touch, restore: ast.AST, module: Module) -> bool:
    """Whether an attribute of a module is deleted in the end, so that it was not there before."""
    match restore:
        case ast.Attribute(ctx=ast.Del()) | ast.Call(func=ast.Name(id="delattr")):
            owner = change.tag.removeprefix("set:").rpartition(".")[0]
            # A class may inherit what it is given; what is certainly a module does not.
            return change.state.code == "TSE313" and owner in _imported(module)
        case _:
            return False


@once
def _imported(module: Module) -> frozenset[str]:
    return frozenset(alias.name for each in module.nodes(ast.Import) for alias in each.names)
