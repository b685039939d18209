"""Whether the live assertion beside a disabled one has taken its place: it asks less, or the opposite."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import last_word, spelt, string, structure
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.vocabulary.testing.assertions import called, expectations

_OF_CONDITIONS = lazy(r"(?i)(assert_?(true|false)?|fail_?(if|unless))\Z")
_HOLDING = lazy(r"(?i)assert_?(not_?)?in\Z")
_EQUAL = frozenset({"assertEqual", "assertEquals", "assert_equal", "assert_equals"})
_BEGINNING = frozenset({"endswith", "startswith"})
_PLAIN = frozenset({"bool", "dict", "frozenset", "len", "list", "next", "repr", "set"}) | frozenset(
    {"sorted", "str", "sum", "tuple", "type"}
)
"""Builtins that tell of what they are given, and of nothing else."""
_PROVIDED = frozenset({"implementedBy", "providedBy"})
"""Questions of zope's interfaces about what they are given."""
_LITERALS = (ast.Constant, ast.Dict, ast.List, ast.Set, ast.Tuple)
_MOST = 20
"""Parts of an operand that are looked at."""
_SHORTEST = 3
"""Characters of a text that is hardly met twice by chance."""


_NEEDLESS = lazy(
    r"(?i)\b(this|the)\s+(test|check|assert\w*|line|comparison)\s+(is|was|just|only|merely)\b.{0,20}\b"
    r"(duplicates?|redundant|superseded|obsolete|covered|repeats?|implied|replaced)\b"
)
"""How a message says of its own assertion that another makes the same."""


def is_of_constants(disabled: ast.stmt) -> bool:
    """Whether an assertion compares constants alone: it says nothing of the code, disabled or not."""
    compared = [*_operands(disabled)]
    return len(compared) > 1 and all(isinstance(each, ast.Constant) for each in compared)


def is_told_needless(disabled: ast.stmt) -> bool:
    """Whether the message of an assertion says that another assertion makes it needless."""
    match disabled, called(disabled):
        case ast.Assert(msg=ast.expr() as message), _:
            told = string(message)
        case _, ast.Call(args=[_, *_, message]):
            told = string(message)
        case _:
            told = None
    return told is not None and _NEEDLESS.search(told) is not None


def takes_place_of(live: ast.stmt, disabled: ast.stmt, module: Module) -> bool:
    """Whether a live assertion is a later form of a disabled one that stands beside it.

    Args:
        live: any statement.
        disabled: the assertion that is commented out.
        module: the module of the live one.

    Returns:
        ``True`` where it asks a part or a property of what the disabled one asks, looks for the same text in
        the whole that this one is about, compares the same things otherwise, says what the whole equals of
        which this one compares a part, or expects an error of the same call.
    """
    if isinstance(live, (ast.With, ast.AsyncWith)):
        asked = [*map(_subject, _operands(disabled))]
        return bool(expectations(live, module)) and _fails_instead(live, asked, disabled, module)
    if not _wholes(live, module):
        return False  # it asserts nothing
    asked = [*map(_subject, _operands(disabled))]
    known = {structure(each) for each in asked if not isinstance(each, ast.Constant)}
    if known and known == _wholes(live, module) and not _is_of_identity(disabled):
        return True  # the same, or its opposite
    parts = _inner(live, module)
    first = next((each for each in asked if not isinstance(each, _LITERALS)), None)
    if first is not None and structure(first) in parts:
        return True
    if _are_compared(asked, _sides(live, module), module):
        return True  # the same two, otherwise compared
    if first is not None and structure(first) in _without_options(live, module):
        return True
    if first is not None and _equates_whole(live, disabled, first):
        return True
    if _is_measured(live) and _is_measured(live) == _is_measured(disabled):
        return True
    return _is_searched(live, disabled, asked, module)


def _is_measured(statement: ast.stmt) -> str:
    """What a function is asked about and a number: ``almost_equal(duration, 0.2)``; empty for the rest."""
    match [*_operands(statement)]:
        case [ast.Call(func=ast.Name(), args=[ast.Name() as subject, number], keywords=[])]:
            return subject.id if is_number(number) else ""
        case _:
            return ""


def is_number(node: ast.expr) -> bool:
    """Whether an expression is a number, or reckoned from nothing but numbers."""
    match node:
        case ast.Constant(value=value):
            return isinstance(value, (int, float)) and not isinstance(value, bool)
        case ast.BinOp(left=left, right=ast.Constant() as right) if not isinstance(left, ast.BinOp):
            return is_number(left) and is_number(right)
        case _:
            return False


@once
def _without_options(live: ast.stmt, module: Module) -> frozenset[str]:
    """The operands that count what a call gives, without the keywords that the call is told."""
    return frozenset(
        structure(plain) for each in _operands(live) if (plain := _plainly_counted(each, module))
    )


def _plainly_counted(operand: ast.expr, module: Module) -> ast.expr | None:
    match operand:
        case ast.Call(func=ast.Name() as func, args=[ast.Call(keywords=[_, *_]) as inner], keywords=[]):
            plain = ast.Call(inner.func, inner.args, [])
            return ast.Call(func, [plain], []) if module.names(func) == {"len"} else None
        case _:
            return None


def _is_of_identity(disabled: ast.stmt) -> bool:
    """Whether an assertion is about what things are, which nothing says that compares them."""
    match disabled:
        case ast.Assert(test=ast.Compare(ops=[ast.Is() | ast.IsNot()])):
            return True
        case _:
            call = called(disabled)
            return call is not None and last_word(call.func) in ("assertIs", "assertIsNot")


def _are_compared(asked: Sequence[ast.expr], live: Sequence[frozenset[str]], module: Module) -> bool:
    """Whether the two sides of a comparison are of the two things that the disabled assertion compares."""
    match asked:
        case [ast.Call(args=[_, _] as pair)]:
            ours = [frozenset({structure(each)}) for each in pair]
        case [_, _]:
            ours = [frozenset(map(structure, _parts(each, module))) for each in asked]
        case _:
            return False
    if len(live) < 2:
        return False
    orders = (ours, ours[::-1])
    return any(
        (first := a & live[0]) and (second := b & live[1]) and len(first | second) > 1 for a, b in orders
    )


def _fails_instead(
    live: ast.With | ast.AsyncWith, asked: Iterable[ast.expr], disabled: ast.stmt, module: Module
) -> bool:
    """Whether a block expects an error of what the disabled assertion calls, or the same error as that."""
    calls = {structure(each) for each in asked if isinstance(each, ast.Call)}
    if not calls.isdisjoint(_called_in(live, module)):
        return True
    match called(disabled):
        case ast.Call(func=func, args=[error, function, *_]) as call if "Raises" in last_word(func):
            managers = (each.context_expr for each in live.items)
            expected = (each.args[0] for each in managers if isinstance(each, ast.Call) and each.args)
            ours = (each.func for each in walk(function) if isinstance(each, ast.Call))
            same = not _callees_in(live, module).isdisjoint(map(structure, (function, *ours)))
            same = same or (bool(module.names(function) & _DRIVING) and _drives(call, live, module))
            return same and structure(error) in map(structure, expected)
        case _:
            return False


_DRIVING = frozenset({"bool", "iter", "len", "list", "next", "repr", "set", "sorted", "str", "sum", "tuple"})
"""Builtins that have something do its work, whatever it is."""


def _drives(call: ast.Call, live: ast.With | ast.AsyncWith, module: Module) -> bool:
    """Whether a block does something with the one variable that a builtin is given."""
    given = {each.id for arg in call.args[2:] for each in walk(arg) if isinstance(each, ast.Name)}
    given -= set(_PLAIN | _DRIVING)
    owners = {name.partition(".")[0] for name in _owners_in(live, module)}
    return len(given) == 1 and given <= owners


@once
def _owners_in(block: ast.With | ast.AsyncWith, module: Module) -> frozenset[str]:
    """What methods are called on in a block, as it is spelt."""
    nodes = (node for each in block.body for node in walk(each))
    calls = (each.func for each in nodes if isinstance(each, ast.Call))
    return frozenset(spelt(each.value) for each in calls if isinstance(each, ast.Attribute))


def _equates_whole(live: ast.stmt, disabled: ast.stmt, subject: ast.expr) -> bool:
    """Whether a live assertion says what a whole equals, of which the disabled one says it of a part."""
    way = _equating(live)
    if not way or way != _equating(disabled):
        return False
    whole = next((each for each in _operands(live) if not isinstance(each, _LITERALS)), None)
    return whole is not None and structure(whole) in map(structure, _owners(subject))


def _equating(statement: ast.stmt) -> str:
    """By what function or operator an assertion says that two things are equal; empty for any other."""
    match statement, called(statement):
        case ast.Assert(test=ast.Compare(ops=[ast.Eq()])), _:
            return "=="
        case _, ast.Call(func=func) if last_word(func) in _EQUAL:
            return structure(func)
        case _:
            return ""


def _owners(subject: ast.expr) -> Iterator[ast.expr]:
    """What something is a part or an attribute of, or the answer of a method of."""
    inner = subject
    while True:
        match inner:
            case ast.Call(func=ast.Attribute(value=owner)) | ast.Attribute(value=owner):
                inner = owner
            case ast.Subscript(value=owner):
                inner = owner
            case _:
                return
        yield inner


@once
def _wholes(live: ast.stmt, module: Module) -> frozenset[str]:
    return frozenset(map(structure, _operands(live)))


@once
def _inner(live: ast.stmt, module: Module) -> frozenset[str]:
    """What the operands of an assertion are properties of."""
    return frozenset[str]().union(*_sides(live, module))


@once
def _sides(live: ast.stmt, module: Module) -> Sequence[frozenset[str]]:
    """The same for each operand."""
    return [frozenset(map(structure, _parts(operand, module))) for operand in _operands(live)]


def _operands(statement: ast.stmt) -> Iterator[ast.expr]:
    """What an assertion compares, or asks about."""
    call = called(statement)
    match statement, call:
        case ast.Assert(test=test), _:
            yield from _of_condition(test)
        case _, ast.Call(
            func=ast.Attribute(value=ast.Name(id="self"), attr=word) | ast.Name(id=word),
            args=[first, *_] as args,
        ):
            if _OF_CONDITIONS.match(word):
                yield from _of_condition(first)
            elif word.startswith("assert"):
                yield from args[: 1 if _HOLDING.match(word) else 2]


def _of_condition(test: ast.expr) -> Iterator[ast.expr]:
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield from _of_condition(operand)
        case ast.Compare(left=left, ops=[ast.In() | ast.NotIn()]):
            yield left
        case ast.Compare(left=left, comparators=[right]):
            yield from (left, right)
        case _:
            yield test


def _subject(operand: ast.expr) -> ast.expr:
    """What is asked about: ``x`` of ``isinstance(x, y)``."""
    match operand:
        case ast.Call(func=ast.Name(id="isinstance"), args=[subject, _]):
            return subject
        case _:
            return operand


def _parts(operand: ast.expr, module: Module) -> Iterator[ast.expr]:
    """What a property is one of: ``x`` of ``x.startswith(y)``, ``len(x)``, ``x[0]``."""
    waiting = [*_inside(operand, module)]
    for each in islice(waiting, _MOST):
        if not isinstance(each, ast.Constant):
            yield each
        waiting += _inside(each, module)


def _inside(operand: ast.expr, module: Module) -> Iterator[ast.expr]:
    match operand:
        case ast.Call(func=ast.Attribute(attr=word), args=[asked]) if word in _PROVIDED:
            yield asked
        case ast.Call(func=ast.Attribute(value=owner)):
            yield owner
        case ast.Call(func=func, args=[first, *_]) if module.names(func) & _PLAIN:
            yield first
        case ast.Subscript(value=owner):
            yield owner


@once
def _callees_in(block: ast.With | ast.AsyncWith, module: Module) -> frozenset[str]:
    nodes = (node for each in block.body for node in walk(each))
    return frozenset(structure(each.func) for each in nodes if isinstance(each, ast.Call))


@once
def _called_in(block: ast.With | ast.AsyncWith, module: Module) -> frozenset[str]:
    nodes = (node for each in block.body for node in walk(each))
    return frozenset(structure(each) for each in nodes if isinstance(each, ast.Call))


def _is_searched(live: ast.stmt, disabled: ast.stmt, asked: Sequence[ast.expr], module: Module) -> bool:
    """Whether a live assertion looks for a text of the disabled one in the whole that this is about."""
    searched = [whole for text, whole in _looked_for(live) if not {*_texts([text])}.isdisjoint(_texts(asked))]
    if not searched:
        return False
    subjects = [each for each in asked if not isinstance(each, _LITERALS)]
    subjects += [whole for _, whole in _looked_for(disabled)]
    ours, theirs = {*map(structure, subjects)}, {*map(structure, searched)}
    parts = {structure(part) for each in subjects for part in _parts(each, module)}
    wholes = {structure(part) for each in searched for part in _parts(each, module)}
    return not (ours.isdisjoint(theirs | wholes) and theirs.isdisjoint(parts))


def _looked_for(statement: ast.stmt) -> Iterator[tuple[ast.expr, ast.expr]]:
    """What an assertion says is somewhere in a whole, or at its begin or end, and the whole."""
    match statement, called(statement):
        case ast.Assert(test=ast.Compare(left=left, ops=[ast.In() | ast.NotIn()], comparators=[whole])), _:
            yield left, whole
        case _, ast.Call(func=func, args=[first, whole, *_]) if _HOLDING.match(last_word(func)):
            yield first, whole
    for each in _operands(statement):
        match each:
            case ast.Call(func=ast.Attribute(value=whole, attr=word), args=[first]) if word in _BEGINNING:
                yield first, whole


def _texts(operands: Iterable[ast.expr]) -> Iterator[str]:
    """The literal texts, as they are spelt."""
    for each in operands:
        match each:
            case ast.Constant(value=str() | bytes() as text) if len(text) >= _SHORTEST:
                yield spelt(each)
