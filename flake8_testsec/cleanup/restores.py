"""What puts a changed state of the process back within its function, or in the functions that it calls."""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from flake8_testsec.cleanup.first_values import is_expected_again, is_first, is_last_deed, may_be_first
from flake8_testsec.cleanup.flow import Abandoned, place
from flake8_testsec.cleanup.touches import Kind, Touch, keyed
from flake8_testsec.patterns import lazy
from flake8_testsec.project import undoing
from flake8_testsec.source.bindings import Bound, Imported
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module, inside, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.source.texts import meant
from flake8_testsec.vocabulary.testing.suites import is_test, methods

_DEEPEST = 3
_MOST = 500
"""Calls that may restore something: as many are looked at in a function that is called."""
_FORGETTING = lazy(r"(?i)_*(un|forget|remove|delete|del_|drop|purge|clear|rm)")
_RESTORING = lazy(r"(?i)_*(restore|revert|undo|unpatch|unstub|unset_?all|reset)(?!_?(mock|call|side))")
_RESETTING = lazy(r"(?i)_*(reset|unset_?all)")


class Helper(NamedTuple):
    """A call that may put something back: by the functions of the module that it may mean, or by its name."""

    call: ast.Call
    functions: Sequence[Function]
    speaks_of_it: bool


def helpers(function: Function, module: Module) -> Sequence[Helper]:
    """The calls of a function that may put something back, in source order."""
    key = ("cleanup.states.helpers", function)
    if key not in module.kept:
        calls = [each for each in inside(function, module) if isinstance(each, ast.Call)]
        helpers = [Helper(each, (*_named(each.func, module),), _speaks_of_it(each)) for each in calls]
        module.kept[key] = [each for each in helpers if each.functions or each.speaks_of_it]
    known: Sequence[Helper] = module.kept[key]
    return known


def _speaks_of_it(call: ast.Call) -> bool:
    word = last_word(call.func)
    return bool(_RESTORING.match(word) or _FORGETTING.match(word)) or word in undoing.REGISTRARS


def restores(change: Touch, function: Function, module: Module) -> Iterator[Touch]:
    """What puts a state back, or may do so, in the function itself or in those that it calls.

    Args:
        change: the change of the state.
        function: the function that makes it.
        module: its module.

    Yields:
        The touches, as if they stood in the function.

    Raises:
        Abandoned: the functions that are called call too many others.
    """
    for touch in keyed(function, module).concerning(change):
        is_later = place(touch.node) > place(change.node)
        is_same = is_later and touch.key == change.key
        if is_same and (is_first(touch.value, change, module) or is_last_deed(touch, function, module)):
            touch = touch._replace(kind=Kind.RESTORED)
        elif is_same and may_be_first(touch.value, change):
            touch = touch._replace(kind=Kind.DOUBTFUL)
        if is_later and touch.kind is not Kind.FRESH and not _is_instead(touch, change, function, module):
            yield touch
    if change.state.code == "TSE313" and is_expected_again(change, function, module):
        yield change._replace(kind=Kind.DOUBTFUL)
    if change.state.changed_by and not change.state.mapping:
        yield from _second_calls(change, function, module)
    for helper in helpers(function, module):
        if (kind := _helps(helper, change, module)) is not None:
            yield change._replace(kind=kind, node=helper.call)
        elif helper.call is not change.node and _is_told(helper.call, change, module):
            yield change._replace(kind=Kind.DOUBTFUL, node=helper.call)


def _is_instead(touch: Touch, change: Touch, function: Function, module: Module) -> bool:
    """Whether who makes the change does not get to a touch, in the other branch of an ``if``: a test, or what
    is given nothing that could tell the one way from the other at another call."""
    is_always_so = is_test(function, module)
    if not (is_always_so or _is_told_nothing(function, module)):
        return False
    condition = parting(change.node, touch.node, module)
    return condition is not None and (is_always_so or not _may_tell(condition, change, module))


def parting(first: ast.AST, second: ast.AST, module: Module) -> ast.expr | None:
    """The condition of an ``if`` in the body of which a node stands, and another in the ``else``.

    Args:
        first: a node.
        second: another of the same function.
        module: their module.

    Returns:
        ``None`` where the one may follow upon the other, as in a loop.
    """
    around = (second, *module.ancestors(second))
    if any(isinstance(each, _LOOPS) for each in around):
        return None
    above = {each: below for below, each in pairwise((first, *module.ancestors(first)))}
    shared, below = next((each, below) for below, each in pairwise(around) if each in above)
    if not isinstance(shared, ast.If) or below not in shared.orelse or above[shared] not in shared.body:
        return None
    return shared.test


def _is_told_nothing(function: Function, module: Module) -> bool:
    """Whether a function has no parameter, a method none but its receiver."""
    given = function.args
    several = (*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg)
    return sum(each is not None for each in several) == isinstance(module.parent(function), ast.ClassDef)


def _may_tell(condition: ast.expr, change: Touch, module: Module) -> bool:
    """Whether a condition may be another once a change is made, as that of a switch is: it reads what is
    changed, or asks whoever may know."""
    names = (each for each in walk(condition) if isinstance(each, ast.Name))
    values = (each.value for name in names for each in module.bindings(name) if isinstance(each, Bound))
    return any(_may_know(node, change, module) for each in (condition, *values) for node in walk(each))


def _may_know(node: ast.AST, change: Touch, module: Module) -> bool:
    """Whether an expression is what is changed, or calls a function that may look at that."""
    changed = change.node.func if isinstance(change.node, ast.Call) else change.node
    changed = changed.value if isinstance(changed, ast.Subscript) else changed
    names = module.names(changed)
    match node:
        case ast.Call(func=func):
            tops = {each.partition(".")[0] for each in module.names(func)} or {""}
            return not tops <= sys.stdlib_module_names - {each.partition(".")[0] for each in names}
        case ast.Attribute() | ast.Name():
            return not names.isdisjoint(module.names(node)) or spelt(node) == spelt(changed)
        case _:
            return False


_LOOPS = (ast.For, ast.AsyncFor, ast.While)


def _is_told(call: ast.Call, change: Touch, module: Module) -> bool:
    """Whether something is registered for an entry, or named for undoing it: ``unload("gpu")``."""
    _, _, entry = change.key.partition("[")
    if not entry or not any(spelt(meant(arg, module)) == entry.removesuffix("]") for arg in call.args):
        return False
    word = last_word(call.func)
    is_known = word in undoing.REGISTRARS or _FORGETTING.match(word) is not None
    return is_known and module.names(call.func).isdisjoint(change.state.undone_by)  # those are touches


def _second_calls(change: Touch, function: Function, module: Module) -> Iterator[Touch]:
    """A second call of a setter may well be meant to undo the first."""
    for touch in keyed(function, module).of(change.key):
        if touch.kind is Kind.FRESH and touch.node is not change.node:
            yield touch._replace(kind=Kind.DOUBTFUL)


def _helps(helper: Helper, change: Touch, module: Module) -> Kind | None:
    """Whether the function that is called puts the state back, as far as this module or its name tells."""
    if any(_restored_by(each, change, module, 0) for each in helper.functions):
        return Kind.RESTORED
    if _RESETTING.match(last_word(helper.call.func)) and place(helper.call) < place(change.node):
        return None  # it was for what others had left
    return Kind.DOUBTFUL if _RESTORING.match(last_word(helper.call.func)) else None


def _restored_by(function: Function, change: Touch, module: Module, depth: int) -> bool:
    key = ("cleanup.states.restored", function, change.key, depth)
    if key not in module.kept:
        if len(helpers(function, module)) > _MOST:
            raise Abandoned
        own = keyed(function, module).concerning(change)
        module.kept[key] = any(each.kind is not Kind.FRESH for each in own) or (
            depth + 1 < _DEEPEST
            and any(
                _restored_by(each, change, module, depth + 1)
                for helper in helpers(function, module)
                for each in helper.functions
            )
        )
    known: bool = module.kept[key]
    return known


def _named(func: ast.expr, module: Module) -> Iterator[Function]:
    """The functions of this module that a call may mean: by name, or as a method of the class around."""
    match func:
        case ast.Name():
            for binding in module.bindings(func):
                if isinstance(node := binding.node, Function):
                    yield node
        case ast.Attribute(value=ast.Name() as owner, attr=name) if not _is_imported(owner, module):
            class_ = module.above(func, ast.ClassDef)
            yield from _methods(class_, module).get(name, ()) if class_ is not None else ()


def _is_imported(name: ast.Name, module: Module) -> bool:
    return any(isinstance(each, Imported) for each in module.bindings(name))


def _methods(class_: ast.ClassDef, module: Module) -> Mapping[str, Sequence[Function]]:
    """The methods of a class by their names."""
    key = ("cleanup.states.methods", class_)
    if key not in module.kept:
        found = module.kept[key] = defaultdict(list)
        for each in methods(class_):
            found[each.name].append(each)
    known: Mapping[str, Sequence[Function]] = module.kept[key]
    return known
