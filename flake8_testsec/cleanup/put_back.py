"""What puts a changed state back, moved into a ``finally`` below what may raise."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

from flake8_testsec.cleanup.endings import between, moved_to_finally, statement_of
from flake8_testsec.cleanup.touches import Kind, touches
from flake8_testsec.finding import NO_FIX, Fix
from flake8_testsec.fixing.statements import following, siblings
from flake8_testsec.source.calls import spelt, structure
from flake8_testsec.source.module import Module, once, walk, within
from flake8_testsec.source.syntax import Function


def restored(change: ast.stmt, restore: ast.AST, function: Function, module: Module) -> Fix:
    """What puts a state and others back, below a ``try`` that begins when all of them are changed.

    Args:
        change: the statement that changes the state.
        restore: what puts it back.
        function: the function around both.
        module: the module.

    Returns:
        No fix where a part of what belongs together would stay, or what is put back is bound below.
    """
    put_back, fresh = _statements(Kind.RESTORED, function, module), _statements(Kind.FRESH, function, module)
    last = statement_of(restore, module)
    if last is None or last not in following(change, module):
        return _around(change, last, put_back, function, module)
    if isinstance(last, ast.Delete) and isinstance(last.targets[0], ast.Attribute):
        return NO_FIX  # of what the module may have had before
    if _is_put_back_below(last, restore, function, module):
        return NO_FIX  # this one is a step of the test
    run = _run(last, put_back | _put_back(function, module), module)
    if _is_part(run, change, module):
        return NO_FIX
    names = {name for each in run for name in _named(each)}
    rest = following(change, module)
    more = [*takewhile(lambda each: each in fresh or _saves(each, names), rest)]
    body = between((change, *more)[-1], run[0], module)
    if _is_set_in_vain(body, restore, function, module) or _may_lack(run, body, function):
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


def _is_set_in_vain(body: Sequence[ast.stmt], restore: ast.AST, function: Function, module: Module) -> bool:
    """Whether the last statement above what puts a state back sets it, too: it belongs to the clean-up."""
    every = {touch.node: touch for touch in touches(function, module)}
    inner = (node for each in body[-1:] for node in walk(each))
    known = every.get(restore)
    return known is not None and any(node in every and every[node].tag == known.tag for node in inner)


def _is_put_back_below(last: ast.stmt, restore: ast.AST, function: Function, module: Module) -> bool:
    """Whether the same state is put back once more, further below."""
    every = touches(function, module)
    tags = {each.tag for each in every if each.node is restore and each.kind is not Kind.RESTORED}
    rest = following(last, module)
    again = (each for each in every if each.kind is Kind.RESTORED and each.tag in tags)
    return any(statement_of(each.node, module) in rest for each in again)


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
