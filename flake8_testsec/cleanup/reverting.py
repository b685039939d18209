"""What a remedy of a changed state says, as edits: patched, restored in ``finally`` or by a cleanup."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from itertools import takewhile

from flake8_testsec.cleanup.enclosing import is_named_in
from flake8_testsec.cleanup.endings import statement_of
from flake8_testsec.cleanup.existing import Presence, presence
from flake8_testsec.cleanup.long_calls import broken
from flake8_testsec.cleanup.monkeypatch import taken
from flake8_testsec.cleanup.patch_names import patch_written
from flake8_testsec.cleanup.put_back import restored
from flake8_testsec.cleanup.registrars import registrar
from flake8_testsec.cleanup.states import Judgement
from flake8_testsec.cleanup.table.row import Means, Remedy
from flake8_testsec.cleanup.touches import Touch
from flake8_testsec.finding import NO_FIX, Edit, Fix
from flake8_testsec.fixing.edits import Edits, span, written
from flake8_testsec.fixing.imports import imported
from flake8_testsec.fixing.statements import (
    as_call,
    following,
    indentation,
    is_alone,
    put_after,
    put_before,
    siblings,
    step,
)
from flake8_testsec.fixing.strings import quoted
from flake8_testsec.patterns import lazy
from flake8_testsec.project.house_rules import is_formatted
from flake8_testsec.source.calls import spelt, structure
from flake8_testsec.source.module import Module, once, walk, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import is_test, receiver


def reverted(remedy: Remedy, judgement: Judgement, module: Module) -> Fix:
    """What a remedy says, for a program.

    Args:
        remedy: as `wording.remedy` has it.
        judgement: what is left changed.
        module: the module.

    Returns:
        No fix where the remedy leaves something to judge, or the code around is not plain enough.
    """
    change = judgement.change
    statement, function = statement_of(change.node, module), module.function(change.node)
    if statement is None or function is None or not is_alone(statement, module):
        return NO_FIX
    if is_test(function, module) and _is_last(statement, module):
        return NO_FIX  # nothing is done with it: it sets for others what they had
    match remedy.means, judgement.restore:
        case Means.FINALLY, ast.AST() as restore:
            return restored(statement, restore, function, module)
        case Means.ABOVE, _:
            return _before(remedy.by, statement, module)
        case Means.FIXTURE, _:
            return taken(remedy.by, change, statement, function, module)
        case ((Means.PATCH | Means.CREATION), _) if _registers(function, module):
            return _patched(remedy, change, statement, function, module)
        case Means.OWN_PATCH, _ if receiver(function, module) == "self":
            return _patched_by_case(change, statement, function, module)
    return NO_FIX


def _registers(function: Function, module: Module) -> bool:
    """Whether a function registers cleanups with the object that it is called on."""
    register = registrar(function, module)
    return bool(register) and receiver(function, module) == register.partition(".")[0]


def _patched_by_case(change: Touch, statement: ast.stmt, function: Function, module: Module) -> Fix:
    found = presence(change, function, module)
    head = _of_attribute("self.patch(", statement, module) if found is not Presence.ABSENT else ()
    return Fix(head, found is Presence.CERTAIN) if head else NO_FIX


def _is_last(statement: ast.stmt, module: Module) -> bool:
    """Whether a function ends with a statement."""
    inner, around = statement, module.parent(statement)
    while not following(inner, module, 1) and isinstance(around, (ast.If, ast.With)):
        inner, around = around, module.parent(around)
    below = following(inner, module, 1)
    return isinstance(below[0], ast.Return) if below else isinstance(around, Function)


def _before(text: str, statement: ast.stmt, module: Module) -> Fix:
    """The state is saved where the cleanup is registered."""
    if not isinstance(statement, ast.Expr):
        return NO_FIX
    os, more = imported("os", module)
    lines = [text.replace("os.", f"{os}.")]
    return Fix((*more, *put_before(statement, lines, module)), safe=True) if os else NO_FIX


# Patched in a TestCase.


def _patched(remedy: Remedy, change: Touch, statement: ast.stmt, function: Function, module: Module) -> Fix:
    """An assignment as a patch with the same value, which is started here and stopped by a cleanup."""
    form, creates = remedy.by, remedy.means is Means.CREATION
    patch, more = patch_written(module)
    name = f"{_word(change)}_patcher"
    if not patch or is_named_in(name, function, module):
        return NO_FIX
    if change.tag == "set:sys.modules" and _imports(function, module):
        return NO_FIX  # the patch would take out again what is imported meanwhile
    register = registrar(function, module)
    if form == "dict" and len(run := _entries(statement, module)) > 1:
        head = _together(
            run, f"{name} = {patch}.dict(", (f"{name}.start()", f"{register}({name}.stop)"), module
        )
        return Fix((*more, *head), safe=True) if head else NO_FIX
    start = f"{name} = {patch}.{form}("
    made = _of_attribute if form == "object" else _of_entry
    head = made(start, statement, module)
    if creates and head:
        head = (*head[:1], *(each._replace(text=", create=True)") for each in head[1:]))
    head = broken(start, head, statement, module)
    below = put_after(statement, [f"{name}.start()", f"{register}({name}.stop)"], module)
    found = presence(change, function, module) if form == "object" else Presence.UNKNOWN
    is_safe = creates or found is Presence.CERTAIN or change.tag.startswith("environ")
    is_made = head and below and (found is not Presence.ABSENT or (creates and len(head) > 1))
    return Fix((*more, *head, *below), is_safe) if is_made else NO_FIX


@once
def _imports(function: Function, module: Module) -> bool:
    return any(isinstance(each, (ast.Import, ast.ImportFrom)) for each in walk(function))


_IN_WORD = lazy(r"(?<=[a-z0-9])(?=[A-Z])")


def _word(change: Touch) -> str:
    word = change.text.partition("[")[0].rpartition(".")[2].strip("_")
    word = _IN_WORD.sub("_", word).lower()
    return word if word.isidentifier() else "attribute"


def _of_attribute(start: str, statement: ast.stmt, module: Module) -> Edits:
    match statement:
        case ast.Assign(targets=[ast.Attribute(value=owner, attr=name)]):
            text = f"{start}{written(owner, module)}, {quoted(name, module)}, "
            return as_call(statement, text, ")", module)
        case ast.Expr(value=ast.Call(func=ast.Name(id="setattr") as func, args=[_, _, _], keywords=[])):
            at = span(func, module)
            end = span(statement, module)[:2]
            return (Edit(*end, at.end_line, at.end_column + 1, start),)
        case _:
            return ()


def _of_entry(start: str, statement: ast.stmt, module: Module) -> Edits:
    match statement:
        case ast.Assign(targets=[ast.Subscript(value=owner, slice=key)]):
            text = f"{start}{written(owner, module)}, {{{written(key, module)}: "
            return as_call(statement, text, "})", module)
        case _:
            return ()


_MOST = 30
"""Entries that are set one below the other and still put into one patch."""


def _entries(statement: ast.stmt, module: Module) -> Sequence[ast.stmt]:
    """A statement with those directly above and below it that set an entry of the same, too."""
    block = siblings(statement, module)
    place, owner = block.index(statement), _owner(statement, module)
    above = takewhile(lambda each: _owner(each, module) == owner, block[max(0, place - _MOST) : place][::-1])
    below = takewhile(lambda each: _owner(each, module) == owner, block[place : place + _MOST + 1])
    return [*reversed([*above]), *below]


@once
def _owner(statement: ast.stmt, module: Module) -> str | None:
    """What gets an entry by an assignment."""
    match statement:
        case ast.Assign(targets=[ast.Subscript(value=owner)]):
            return structure(owner)
        case _:
            return None


def _together(run: Sequence[ast.stmt], start: str, below: Sequence[str], module: Module) -> Edits:
    """Entries that are set one below the other as one patch; nothing if a value may read what is set before,
    or if anything but they is on their lines."""
    first, last = run[0], run[-1]
    entries = [*_written(run, module)] if len(run) <= _MOST else []
    if len(entries) < len(run) or last.lineno - first.lineno >= len(run):
        return ()
    indent = indentation(first, module)
    owner = next(each.value for each in walk(first) if isinstance(each, ast.Subscript))
    lines = (*_called_with(entries, start, written(owner, module), module), *below)
    at, end = span(first, module), span(last, module)
    return (Edit(*at[:2], *end[2:], f"\n{indent}".join(lines)),)


def _called_with(entries: Sequence[str], start: str, owner: str, module: Module) -> Sequence[str]:
    """The lines of a call with a mapping: as a formatter leaves them, where the project uses one."""
    inner = step(module)
    inside = [f"{inner}{each}," for each in entries]
    if not is_formatted(module):
        return [f"{start}{owner}, {{", *inside, "})"]
    return [start, *(f"{inner}{each}" for each in (f"{owner},", "{", *inside, "},")), ")"]


def _written(run: Sequence[ast.stmt], module: Module) -> Iterator[str]:
    for statement in run:
        match statement:
            case ast.Assign(targets=[ast.Subscript(slice=key)], value=value):
                kept = _kept_by(module.function(statement), module)
                is_plain = _reads_nothing(key, kept) and _reads_nothing(value, kept)
                if is_plain and _has_its_line(statement, module):
                    yield f"{written(key, module)}: {written(value, module)}"


def _reads_nothing(value: ast.expr, kept: frozenset[str]) -> bool:
    """Whether a value is the same before the entries above are set: nothing is called, nor looked up, but for
    the attributes that the function itself has assigned."""
    plain = (ast.Constant, ast.Name, ast.JoinedStr, ast.FormattedValue, ast.expr_context)
    return all(
        isinstance(each, plain) or (isinstance(each, ast.Attribute) and spelt(each) in kept)
        for each in walk(value)
    )


@once
def _kept_by(function: Function | None, module: Module) -> frozenset[str]:
    """The attributes of its object that a function assigns."""
    nodes = (each for each in within(function) if isinstance(each, ast.Attribute)) if function else ()
    return frozenset(spelt(each) for each in nodes if isinstance(each.ctx, ast.Store))


def _has_its_line(statement: ast.stmt, module: Module) -> bool:
    """Whether a statement is alone on one line, without a comment behind it."""
    tail = module.line(statement.lineno)[span(statement, module).end_column :]
    return statement.lineno == statement.end_lineno and not tail.strip()
