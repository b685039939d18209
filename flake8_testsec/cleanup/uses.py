"""What becomes of a handle: every mention of it in a function, and what it means."""

from __future__ import annotations

import ast
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from flake8_testsec.cleanup.acquisition import Handle, Obligation, is_called, spelt_handle
from flake8_testsec.cleanup.borrowers import borrows, collects, is_told_to_keeper, registers, takes_path
from flake8_testsec.cleanup.descriptors import use_of_number
from flake8_testsec.cleanup.fixtures import is_handed_out, is_left_to_tests, users
from flake8_testsec.cleanup.flow import place
from flake8_testsec.cleanup.lending import is_lent, may_be_lent
from flake8_testsec.cleanup.mentions import Fate, Mention, Use, fate
from flake8_testsec.cleanup.paths import (
    DERIVING,
    REMOVING,
    commands_removal,
    is_below,
    is_expected_gone,
    is_kept_for_others,
    is_removed_by_name,
    is_seen_to_remove,
    names_of,
    removals_through,
    removes,
)
from flake8_testsec.cleanup.rebinding import WHOLE, Span, drops, span
from flake8_testsec.cleanup.resources import PATH_MAKERS, Resource, makes_file, makes_folder
from flake8_testsec.cleanup.streams import comes_to_its_end, last_read
from flake8_testsec.patterns import lazy
from flake8_testsec.project.own_attributes import REMOVING_FILES
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module, once, walked
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import is_assertion
from flake8_testsec.vocabulary.testing.coroutines import callees

DEEPEST = 3
"""How many functions of the module a handle is followed through."""

_ENTERS = frozenset({"__enter__", "__aenter__", "__exit__", "__aexit__"})
_ENDS = lazy(
    r"close|clean|tear_?down|stop|shut_?down|dispose|finish|finali[sz]e|destroy|set_event_loop", re.I
)
_SEARCHED = frozenset({"sys.path.insert", "sys.path.append"})
"""What only looks for modules in the folders that it is told."""


def mentions_of(obligation: Obligation, module: Module, depth: int) -> Iterator[Mention]:
    """Every mention of an obligation's handle in its function.

    Args:
        obligation: what is held.
        module: its module.
        depth: how many functions it was followed through already.

    Returns:
        The mentions with what they mean; nothing for a handle that nobody keeps.
    """
    return (mention for each in fates_of(obligation, module, depth) for mention in each.mentions)


def fates_of(obligation: Obligation, module: Module, depth: int) -> Iterator[Fate]:
    """The fates of all names of an obligation's handle; see `mentions_of`."""
    row, handle, function = obligation.resource, obligation.handle, obligation.function
    if row.everything:
        yield _general(row, function, module)
    if handle is None:
        return
    if not handle.name:
        yield fate([_unnamed(obligation, module)], module)
        return
    for name in handles_of(obligation, module):
        is_local = not row.path and not name.owner
        where = span(name.name, obligation.call, function, module) if is_local else WHOLE
        yield _of_name(name, row, function, module, depth, where)
    yield from (fate([_moved(each)], module) for each in drops(handle, obligation, module))


def _unnamed(obligation: Obligation, module: Module) -> Mention:
    """What becomes of a handle without a name."""
    call, outer = obligation.call, module.parent(obligation.call)
    if isinstance(outer, (ast.Return, ast.Yield)) and _is_left(call, obligation.resource, module, 0):
        return Mention(Use.BORROW, call)
    is_returned = isinstance(module.above(call, ast.stmt), ast.Return)
    return Mention(Use.RETURN if is_returned else Use.MOVE, call)


def _is_left(node: ast.expr, row: Resource, module: Module, depth: int) -> bool:
    """Whether a fixture hands a handle out, and nobody who asks for it ends it or hands it on."""
    return is_left_to_tests(node, row, module) and _is_borrowed(module.function(node), row, depth, module)


@once
def _is_borrowed(fixture: Function | None, row: Resource, depth: int, module: Module) -> bool:
    uses = {_use(each, row, module, depth + 1).use for each in users(fixture, module)}
    return uses <= {Use.BORROW, Use.WATCH}


def _of_name(
    handle: Handle, row: Resource, function: Function, module: Module, depth: int, where: Span
) -> Fate:
    """What becomes of a name in a part of a function, the same for all that have it there."""
    key = ("cleanup.uses", handle, row, function, depth, where)
    if key not in module.kept:
        named = _within(where, handle, function, module)
        mentions = [_mention(each, row, function, module, depth) for each in named]
        if row.path:
            mentions += map(_moved, removals_through(handle, function, module))
        module.kept[key] = fate(mentions, module)
    known: Fate = module.kept[key]
    return known


def _within(where: Span, handle: Handle, function: Function, module: Module) -> Sequence[ast.expr]:
    """The mentions in a part of a function, with those of functions inside it, which run whenever."""
    if where is WHOLE:
        return mentioned(function, module).get(handle, ())
    key = ("cleanup.mentioned.apart", handle, function)
    if key not in module.kept:
        every = sorted(mentioned(function, module).get(handle, ()), key=place)
        inner = [each for each in every if _is_nested(each, function, module)]
        module.kept[key] = [each for each in every if not _is_nested(each, function, module)], inner
    own, inside = module.kept[key]
    begin, end, later = (bisect_left(own, each, key=place) for each in where)
    return [*own[begin:end], *own[max(end, later) :], *inside]


def use_of(node: ast.expr, row: Resource, module: Module) -> Use:
    """What one mention of a handle means, wherever it stands."""
    return _use(node, row, module, 0).use


def handles_of(obligation: Obligation, module: Module) -> frozenset[Handle]:
    """All names that an obligation's function has for the handle; several for a path only."""
    handle, function = obligation.handle, obligation.function
    if handle is None:
        return frozenset()
    if not obligation.resource.path:
        return frozenset({handle})
    key = ("cleanup.names", handle, function)
    if key not in module.kept:
        module.kept[key] = names_of(handle, function, module)
    known: frozenset[Handle] = module.kept[key]
    return known


def _general(row: Resource, function: Function, module: Module) -> Fate:
    """The calls that release everything of a kind, and their being handed on."""
    key = ("cleanup.general", row, function)
    if key not in module.kept:
        module.kept[key] = fate(_generally(row, function, module), module)
    known: Fate = module.kept[key]
    return known


def _generally(row: Resource, function: Function, module: Module) -> Iterator[Mention]:
    words = {name.rpartition(".")[2] for name in row.everything}
    for node in walked(function, module):
        if isinstance(node, ast.Attribute) and node.attr in words and module.names(node) & {*row.everything}:
            is_here = is_called(node, module) and module.function(node) is function
            yield Mention(Use.RELEASE, module.parents[node]) if is_here else Mention(Use.MOVE, node)


def mentioned(function: Function, module: Module) -> Mapping[Handle, Sequence[ast.expr]]:
    """Where a function, with those inside it, names what may be handles: by the handle, in source order."""
    key = ("cleanup.mentioned", function)
    if key not in module.kept:
        found = module.kept[key] = defaultdict(list)
        for node in walked(function, module):
            match node:
                case ast.Name(ctx=ast.Load() | ast.Del()) | ast.Attribute(ctx=ast.Load() | ast.Del()):
                    if (handle := spelt_handle(node)) is not None:
                        found[handle].append(node)
    known: Mapping[Handle, Sequence[ast.expr]] = module.kept[key]
    return known


def _mention(node: ast.expr, row: Resource, function: Function, module: Module, depth: int) -> Mention:
    mention = _use(node, row, module, depth)
    if mention.use is Use.END and _is_nested(node, function, module):
        return Mention(Use.BORROW, node)  # a thread may read for as long as the process runs
    if mention.use not in (Use.BORROW, Use.WATCH, Use.END) and _is_nested(node, function, module):
        return _moved(node)  # a function inside may be called by anybody, or never
    return mention


def _is_nested(node: ast.AST, function: Function, module: Module) -> bool:
    inner = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    return module.above(node, *inner) is not function


def _use(node: ast.expr, row: Resource, module: Module, depth: int) -> Mention:
    parent = module.parent(node)
    match parent:
        case ast.Attribute(attr=word):
            return _of_attribute(parent, word, row, module, depth)
        case ast.Call():
            return _given(parent, node, row, module, depth)
        case ast.keyword():
            outer = module.parents[parent]
            return _given(outer, node, row, module, depth) if isinstance(outer, ast.Call) else _moved(node)
        case ast.BoolOp() | ast.UnaryOp() | ast.Compare():
            return _use(parent, row, module, depth) if _is_tested(parent, module) else _moved(node)
        case ast.BinOp() | ast.JoinedStr() | ast.FormattedValue() if row.path:
            return _use(parent, row, module, depth)
        case ast.Assign(targets=[ast.Name() | ast.Attribute() | ast.Subscript() as target], value=value) if (
            row.path and node is not target
        ):
            is_taken = commands_removal(value) or is_kept_for_others(target, module)
            return _moved(node) if is_taken else Mention(Use.BORROW, node)
        case ast.Subscript(value=inner) if row.path and inner is node and isinstance(parent.ctx, ast.Load):
            return _use(parent, row, module, depth)
        case ast.Dict(keys=keys) if node in keys:
            return _moved(node)  # whoever goes through the keys may remove each
        case ast.Tuple() | ast.List() | ast.Dict() | ast.Starred() if row.path:
            return _use(parent, row, module, depth) if _is_told(parent, module) else _moved(node)
        case ast.Subscript(ctx=ast.Store()):
            return _moved(node)
        case ast.IfExp(test=test) if node is not test:
            is_told = row.path and isinstance(module.parent(parent), (ast.Call, ast.keyword, ast.List))
            return _use(parent, row, module, depth) if is_told else _moved(node)
        case ast.Yield() if is_handed_out(node, row, module):
            return Mention(Use.BORROW, node)
        case ast.Yield() | ast.Return() if depth < DEEPEST and _is_left(node, row, module, depth):
            return Mention(Use.BORROW, node)
        case ast.Return():
            return Mention(Use.RETURN, node)
        case _ if isinstance(parent, _BORROWING):
            return Mention(Use.BORROW, node)
        case _:
            return _moved(node)


_BORROWING = (
    ast.If,
    ast.While,
    ast.Assert,
    ast.FormattedValue,
    ast.Subscript,
    ast.For,
    ast.AsyncFor,
    ast.comprehension,
    ast.Expr,
    ast.IfExp,
    ast.BinOp,
)
"""What may hold a handle without taking it: conditions, loops over it, its elements, its text."""


def _is_asserted(node: ast.AST, module: Module) -> bool:
    return (statement := module.above(node, ast.stmt)) is not None and is_assertion(statement)


def _is_told(node: ast.AST, module: Module) -> bool:
    """Whether a display is told to a call, or formatted, or a dictionary of options that has a name."""
    parent = module.parent(node)
    if isinstance(parent, (ast.Tuple, ast.List, ast.Dict, ast.Starred)):
        return _is_told(parent, module)
    is_named = isinstance(parent, ast.Assign) and isinstance(node, ast.Dict)
    return is_named or isinstance(parent, (ast.Call, ast.keyword, ast.BinOp))


def _moved(node: ast.AST) -> Mention:
    return Mention(Use.MOVE, node)


def _is_tested(node: ast.AST, module: Module) -> bool:
    """Whether a condition is only looked at: what it is made of goes nowhere."""
    parent = module.parent(node)
    while isinstance(parent, (ast.BoolOp, ast.UnaryOp, ast.Compare)):
        parent = module.parent(parent)
    return isinstance(
        parent, (ast.If, ast.While, ast.Assert, ast.IfExp, ast.Call, ast.comprehension, ast.Expr)
    )


def _of_attribute(attribute: ast.Attribute, word: str, row: Resource, module: Module, depth: int) -> Mention:
    outer = module.parent(attribute)
    if word == "fileno" and (mention := use_of_number(attribute, module)) is not None:
        return mention
    if isinstance(outer, ast.Attribute) and (path := f"{word}.{outer.attr}") in row.release:
        return _of_attribute(outer, path, row, module, depth)
    if word in row.excused or (word in _ENTERS and word not in row.begun_by + row.release):
        return _moved(attribute)
    if word in row.watched and (is_called(attribute, module) or not _is_asserted(attribute, module)):
        return Mention(Use.WATCH, attribute)
    if word in row.streams:
        return _of_stream(attribute, module)
    if isinstance(outer, ast.Call) and outer.func is attribute:
        if word in row.release or (row.path and word in REMOVING and not _is_of_other(outer, row)):
            return Mention(Use.RELEASE, outer)
        if row.path and word in DERIVING:
            return _use(outer, row, module, depth)
        return Mention(Use.BEGIN if word in row.begun_by else Use.BORROW, outer)
    if (word in row.release or (row.path and word in REMOVING)) and not isinstance(outer, ast.Expr):
        return _moved(attribute)  # handed on, to be called by somebody
    if row.path and word != "name" and makes_file(row):
        return Mention(Use.BORROW, attribute)  # the object is no path, and closing it removes nothing
    return _use(attribute, row, module, depth) if row.path else Mention(Use.BORROW, attribute)


def _is_of_other(call: ast.Call, row: Resource) -> bool:
    """Whether a method is that of a text, as in ``path.replace(old, new)``, or of a file in a folder."""
    word = last_word(call.func)
    return (word == "replace" and len(call.args) > 1) or (word == "unlink" and makes_folder(row))


def _of_stream(stream: ast.Attribute, module: Module) -> Mention:
    """What it means that output is taken: nothing, unless all of it is."""
    call = last_read(stream, module)
    if call is not None:
        return Mention(Use.END, call)
    return Mention(Use.END if comes_to_its_end(stream, module) else Use.BORROW, stream)


def _given(call: ast.Call, node: ast.expr, row: Resource, module: Module, depth: int) -> Mention:
    """What it means that a call is given the handle."""
    word = last_word(call.func)
    if module.names(call.func) & {*row.given_to}:
        return Mention(Use.RELEASE, call)
    if row.path:
        return _told(call, node, row, module, depth)
    if module.names(call.func) == {"asyncio.set_event_loop"} and not module.mentions("get_event_loop"):
        return Mention(Use.BORROW, call)  # who does not ask for the current loop does not close it
    if registers(call) or collects(call):
        return _moved(node)
    if (borrows(call, module) and not row.streams) or is_assertion(call):
        return Mention(Use.BORROW, call)
    if functions := callees(call.func, module) if depth < DEEPEST else ():
        return _summarised(call, node, functions, row, module, depth)
    if row.lent and word[:1].islower() and not _ENDS.search(word):
        return Mention(Use.BORROW, call)
    return Mention(Use.BORROW, call) if _is_lent(call, node, row, module) else _moved(node)


def _is_lent(call: ast.Call, node: ast.expr, row: Resource, module: Module) -> bool:
    is_by_name = row.code == "TSE301" and module.settings.enables(row.code)
    return is_lent(call, node, module) or (is_by_name and may_be_lent(call, node, module))


def _told(call: ast.Call, node: ast.expr, row: Resource, module: Module, depth: int) -> Mention:
    """What it means that a call is told the path."""
    if module.names(call.func) & PATH_MAKERS:
        is_inside = makes_folder(row) and is_below(call, module)
        if is_inside and not isinstance(module.parent(call), (ast.Assign, ast.Return)):
            return Mention(Use.BORROW, call)  # the folder stays, whatever becomes of what is in it
        return _use(call, row, module, depth)
    if makes_folder(row) and module.names(call.func) & REMOVING_FILES:
        return Mention(Use.BORROW, call)
    if removes(call):
        return Mention(Use.RELEASE, call)
    if module.names(call.func) & _SEARCHED or last_word(call.func) == "setattr":
        return Mention(Use.BORROW, call)
    is_taken = takes_path(call) or is_expected_gone(call, module) or is_removed_by_name(call, module)
    is_taken = is_taken or is_told_to_keeper(call, module) or is_seen_to_remove(call, module)
    if isinstance(module.parent(call), ast.Return) and not borrows(call, module):
        is_taken = True  # who gets what was told the path may ask it to remove it
    return _moved(node) if is_taken else Mention(Use.BORROW, call)


def _summarised(
    call: ast.Call, node: ast.expr, functions: Iterable[Function], row: Resource, module: Module, depth: int
) -> Mention:
    """What the functions of this module that may be called do with the handle."""
    uses = {Use.BORROW}
    for function in functions:
        name = _parameter(call, node, function, module)
        if not name:
            return _moved(node)
        uses |= _of_parameter(Handle(name), row, function, depth + 1, module)
    if uses & {Use.MOVE, Use.RETURN}:
        return _moved(node)
    chief = (Use.RELEASE, Use.END, Use.WATCH, Use.BEGIN, Use.BORROW)
    return Mention(next(use for use in chief if use in uses), call)


@once
def _of_parameter(
    handle: Handle, row: Resource, function: Function, depth: int, module: Module
) -> frozenset[Use]:
    named = mentioned(function, module).get(handle, ())
    return frozenset(_mention(each, row, function, module, depth).use for each in named)


def _parameter(call: ast.Call, node: ast.expr, function: Function, module: Module) -> str:
    """The name under which a function knows an argument; empty if that is not certain."""
    names = [each.arg for each in (*function.args.posonlyargs, *function.args.args)]
    for given in call.keywords:
        if given.value is node:
            return given.arg or ""
    if any(isinstance(each, ast.Starred) for each in call.args):
        return ""
    is_method = isinstance(call.func, ast.Attribute) and module.class_of(function) is not None
    index = call.args.index(node) + is_method
    return names[index] if index < len(names) else ""
