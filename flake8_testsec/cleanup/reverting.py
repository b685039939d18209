"""What a remedy of a changed state says, as edits: patched, restored in ``finally`` or by a cleanup."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

from flake8_testsec.cleanup.enclosing import is_named_in
from flake8_testsec.cleanup.endings import between, moved_to_finally, statement_of
from flake8_testsec.cleanup.existing import Presence, presence
from flake8_testsec.cleanup.long_calls import broken
from flake8_testsec.cleanup.monkeypatch import taken
from flake8_testsec.cleanup.patch_names import patch_written
from flake8_testsec.cleanup.registrars import registrar
from flake8_testsec.cleanup.states import Judgement
from flake8_testsec.cleanup.touches import Kind, Touch, touches
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
from flake8_testsec.source.calls import spelt, structure
from flake8_testsec.source.module import Module, once, walk, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import is_test, receiver


def reverted(words: str, judgement: Judgement, module: Module) -> Fix:
    """What a remedy says, for a program.

    Args:
        words: the remedy, as `wording.words` has it.
        judgement: what is left changed.
        module: the module.

    Returns:
        No fix where the words leave something to judge, or the code around is not plain enough.
    """
    change = judgement.change
    statement, function = statement_of(change.node, module), module.function(change.node)
    if statement is None or function is None or not is_alone(statement, module):
        return NO_FIX
    if is_test(function, module) and _is_last(statement, module):
        return NO_FIX  # nothing is done with it: it sets for others what they had
    if words == "restore it in finally" and judgement.restore is not None:
        return _finally(statement, judgement.restore, function, module)
    if words.startswith("before it, add "):
        return _before(words.removeprefix("before it, add "), statement, module)
    if words.startswith("use monkeypatch"):
        return taken(words.split()[1].partition(".")[2], change, statement, function, module)
    register = registrar(function, module)
    is_own = receiver(function, module) == register.partition(".")[0]
    if words.removesuffix(_CREATING) in _PATCHES and register and is_own:
        return _patched(words, change, statement, function, module)
    if words == "use self.patch" and receiver(function, module) == "self":
        found = presence(change, function, module)
        head = _of_attribute("self.patch(", statement, module) if found is not Presence.ABSENT else ()
        return Fix(head, found is Presence.CERTAIN) if head else NO_FIX
    return NO_FIX


def _is_last(statement: ast.stmt, module: Module) -> bool:
    """Whether a function ends with a statement."""
    inner, around = statement, module.parent(statement)
    while not following(inner, module, 1) and isinstance(around, (ast.If, ast.With)):
        inner, around = around, module.parent(around)
    below = following(inner, module, 1)
    return isinstance(below[0], ast.Return) if below else isinstance(around, Function)


_CREATING = " with create=True"
_PATCHES = ("use mock.patch.object", "use mock.patch.dict")


def _before(text: str, statement: ast.stmt, module: Module) -> Fix:
    """The state is saved where the cleanup is registered."""
    if not isinstance(statement, ast.Expr):
        return NO_FIX
    os, more = imported("os", module)
    lines = [text.replace("os.", f"{os}.")]
    return Fix((*more, *put_before(statement, lines, module)), safe=True) if os else NO_FIX


# In finally.


def _finally(change: ast.stmt, restore: ast.AST, function: Function, module: Module) -> Fix:
    """What puts this state and others back, below a ``try`` that begins when all of them are changed."""
    restored, fresh = _statements(Kind.RESTORED, function, module), _statements(Kind.FRESH, function, module)
    last = statement_of(restore, module)
    if last is None or last not in following(change, module):
        return _around(change, last, restored, function, module)
    if isinstance(last, ast.Delete) and isinstance(last.targets[0], ast.Attribute):
        return NO_FIX  # of what the module may have had before
    run = _run(last, restored | _put_back(function, module), module)
    if _is_part(run, change, module):
        return NO_FIX
    names = {name for each in run for name in _named(each)}
    rest = following(change, module)
    more = [*takewhile(lambda each: each in fresh or _saves(each, names), rest)]
    body = between((change, *more)[-1], run[0], module)
    if _may_lack(run, body, function):
        return NO_FIX
    return Fix(moved_to_finally(body, run, module), safe=True)


def _around(
    change: ast.stmt,
    last: ast.stmt | None,
    restored: set[ast.stmt | None],
    function: Function,
    module: Module,
) -> Fix:
    """What puts a state back below the ``with`` in which it is changed, in ``finally`` around both; what is
    put back was kept before."""
    outer: ast.AST | None = change
    while isinstance(above := module.parent(outer) if outer is not None else None, (ast.With, ast.AsyncWith)):
        outer = above
    if (
        last is None
        or not isinstance(outer, ast.With | ast.AsyncWith)
        or last not in following(outer, module)
    ):
        return NO_FIX
    run = _run(last, restored, module)
    kept = {name for each in siblings(outer, module) if each.lineno < outer.lineno for name in _kept(each)}
    if not {name for each in run for name in _values(each)} <= kept or _is_part(run, outer, module):
        return NO_FIX
    body = [outer, *between(outer, run[0], module)]
    if _may_lack(run, body, function):
        return NO_FIX
    return Fix(moved_to_finally(body, run, module), safe=True)


def _may_lack(run: Sequence[ast.stmt], body: Sequence[ast.stmt], function: Function) -> bool:
    """Whether what puts back reads a name that only the body of the ``try`` binds, which may end before."""
    read = {
        node.id
        for each in run
        for node in walk(each)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }
    begin, inner = body[0].lineno if body else 0, [node for each in body for node in walk(each)]
    late = read & {name for node in inner for name in _bound(node)}
    return bool(late) and not late <= {
        name for node in walk(function) if getattr(node, "lineno", begin) < begin for name in _bound(node)
    }


def _bound(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
            yield name
        case ast.alias(name=name, asname=other):
            yield other or name.partition(".")[0]


def _kept(statement: ast.stmt) -> Iterator[str]:
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)]):
            yield name


def _values(statement: ast.stmt) -> Iterator[str]:
    """The names that are put back; an empty one, which nobody has kept, where that is something else."""
    match statement:
        case ast.Assign(value=ast.Name(id=name)):
            yield name
        case _:
            yield ""


def _statements(kind: Kind, function: Function, module: Module) -> set[ast.stmt | None]:
    return {statement_of(each.node, module) for each in touches(function, module) if each.kind is kind}


def _run(statement: ast.stmt, restored: set[ast.stmt | None], module: Module) -> Sequence[ast.stmt]:
    """A statement with those directly around it that put something back, too."""
    block = siblings(statement, module)
    place = block.index(statement)
    above = [*takewhile(lambda each: _restores(each, restored), reversed(block[:place]))]
    below = takewhile(lambda each: _restores(each, restored), block[place + 1 :])
    return [*reversed(above), statement, *below]


@once
def _put_back(function: Function, module: Module) -> set[ast.stmt]:
    """The statements of a function that give an attribute what they have taken from it further above."""
    taken: set[tuple[str, str]] = set()
    found: set[ast.stmt] = set()
    for each in within(function):
        match each:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Attribute() as kept):
                taken.add((name, spelt(kept)))
            case ast.Assign(targets=[ast.Attribute() as target], value=ast.Name(id=name)):
                if (name, spelt(target)) in taken:
                    found.add(each)
    return found


def _restores(statement: ast.stmt, restored: set[ast.stmt | None]) -> bool:
    """Whether a statement puts something back, or does so on a condition."""
    match statement:
        case ast.If(body=body, orelse=[]):
            return all(each in restored for each in body)
        case _:
            return statement in restored


def _is_part(run: Sequence[ast.stmt], change: ast.stmt, module: Module) -> bool:
    """Whether what stands right above or below belongs to the same clean-up: something is deleted, too, or
    done again that was done before the change."""
    block = siblings(run[0], module)
    first = block.index(run[0])
    around = [*block[max(0, first - 1) : first], *block[first + len(run) :][:1]]
    lines, begin = _first_lines(siblings(change, module)[0], module), change.lineno
    return any(
        isinstance(each, ast.Delete)
        or (isinstance(each, ast.Expr) and any(lines.get(form, begin) < begin for form in _forms(each)))
        for each in around
    )


@once
def _first_lines(first: ast.stmt, module: Module) -> Mapping[tuple[str, str], int]:
    """The forms of the statements of a block, each with the first line on which it stands."""
    return {form: each.lineno for each in reversed(siblings(first, module)) for form in _forms(each)}


def _forms(statement: ast.stmt) -> tuple[tuple[str, str], ...]:
    return (("all", structure(statement)), ("called", _called(statement)))


def _called(statement: ast.stmt) -> str:
    """The setter that a statement calls, as text, whatever it sets; something unlike for all others."""
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr=word) as func)) if word.startswith("set"):
            return structure(func)
        case _:
            return f"{statement.lineno}"


def _saves(statement: ast.stmt, names: set[str]) -> bool:
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)]):
            return name in names
        case _:
            return False


def _named(node: ast.AST) -> Iterator[str]:
    return (each.id for each in walk(node) if isinstance(each, ast.Name))


# Patched in a TestCase.


def _patched(words: str, change: Touch, statement: ast.stmt, function: Function, module: Module) -> Fix:
    """An assignment as a patch with the same value, which is started here and stopped by a cleanup."""
    form, creates = words.split()[1].removeprefix("mock.patch."), words.endswith(_CREATING)
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
    indent, inner = indentation(first, module), step(module)
    owner = next(each.value for each in walk(first) if isinstance(each, ast.Subscript))
    lines = (f"{start}{written(owner, module)}, {{", *(f"{inner}{each}," for each in entries), "})", *below)
    at, end = span(first, module), span(last, module)
    return (Edit(*at[:2], *end[2:], f"\n{indent}".join(lines)),)


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
