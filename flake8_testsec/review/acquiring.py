"""How something is acquired, as far as that is certain, and who has it then: a block, a caller."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import takewhile

from flake8_testsec.cleanup.resources import Resource
from flake8_testsec.cleanup.table.known import LAZY
from flake8_testsec.patterns import lazy
from flake8_testsec.review.document import Lines, code, counted, lines_of
from flake8_testsec.review.places import blocks
from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.calls import keyword, last_word, spelt, truth
from flake8_testsec.source.module import Module, once, statements
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import expecting_around, is_assertion
from flake8_testsec.vocabulary.testing.coroutines import callees
from flake8_testsec.vocabulary.testing.suites import is_fixture

ENDING = lazy(
    r"(a?close|aclose|terminate|kill|shutdown|stop|quit|disconnect|release|rmtree|cleanup|clean_up|"
    r"destroy|dispose|tear_?down)(_\w+)?\Z"
)
"""Methods and functions that end something by what they are called."""


def begins(call: ast.Call, row: Resource, module: Module) -> str:
    """What a call certainly does about what it is known to acquire.

    Args:
        call: the call.
        row: what it acquires.
        module: its module.

    Returns:
        The middle of a sentence that begins with what it is.
    """
    if expecting_around(call, module) is not None:
        return "is asked for where a block expects an exception or a warning, so there may be none"
    return "is made, which opens nothing before it is used" if row.spared == LAZY else "is acquired"


def entered_by_name(call: ast.Call, module: Module) -> Sequence[Lines]:
    """The ``with`` statements that enter a name which is bound to a call and to nothing else."""
    return [
        Lines(item.context_expr.lineno, item.context_expr.lineno)
        for block in blocks(module)
        for item in block.items
        if isinstance(item.context_expr, ast.Name) and _is_bound(item.context_expr, call, module)
    ]


def _is_bound(name: ast.Name, call: ast.Call, module: Module) -> bool:
    match module.bindings(name):
        case [Bound(value=value)]:
            return value is call
        case _:
            return False


def returned(function: Function, node: ast.AST, module: Module) -> tuple[tuple[str, ...], list[Lines]]:
    """Words and places of what goes to those who call a function, which are not followed.

    Args:
        function: the function.
        node: what it returns.
        module: its module.

    Returns:
        The end of a sentence, and the lines that it is about.
    """
    calls = [each for each in module.calls({function.name}) if function in callees(each.func, module)]
    here = f", in this file by {counted(len(calls), 'call')} at lines named here" if calls else ""
    asks = is_fixture(function, module)
    who = ("asks for ", code(function.name)) if asks else ("calls ", code(f"{function.name}()"))
    words = ("it goes to who ", *who, f"{here}; its end there is not followed")
    return words, [lines_of(node), *(Lines(each.lineno, each.lineno) for each in calls)]


def kept(call: ast.Call, function: Function, module: Module) -> tuple[tuple[str, ...], list[Lines]] | None:
    """Words and places of what a name of the module keeps, which its function declares as global.

    Args:
        call: what acquires it.
        function: the function around it.
        module: its module.

    Returns:
        The end of a sentence, and the lines at which a method is called that ends things by its name;
        ``None`` if no such name is bound to it.
    """
    match module.parent(call):
        case ast.Assign(targets=[ast.Name(id=name)]) if name in _globals(function, module):
            ends = [each for each, owner in _endings(module).get(name, ()) if _may_be(owner, call, module)]
            words = ("the name ", code(name), " of the module keeps it, and ")
            if not ends:
                return (*words, "no call here ends it by its name"), []
            return (*words, code(f"{spelt(ends[0].func)}()"), " is called at a line named here"), [
                Lines(ends[0].lineno, ends[0].lineno)
            ]
        case _:
            return None


@once
def _globals(function: Function, module: Module) -> frozenset[str]:
    """The names that a function itself declares as global."""
    declared = (each for each in statements(function.body) if isinstance(each, ast.Global))
    return frozenset(name for each in declared for name in each.names)


@once
def _endings(module: Module) -> Mapping[str, Sequence[tuple[ast.Call, ast.Name]]]:
    """The calls of methods that end things by what they are called, by the name whose method it is."""
    found: dict[str, list[tuple[ast.Call, ast.Name]]] = defaultdict(list)
    for call in module.nodes(ast.Call):
        match call.func:
            case ast.Attribute(value=ast.Name(id=name) as owner, attr=word) if ENDING.match(word):
                found[name].append((call, owner))
    return found


def _may_be(owner: ast.Name, call: ast.Call, module: Module) -> bool:
    """Whether a name may hold what a call has given."""
    return any(isinstance(each, Bound) and each.value is call for each in module.bindings(owner))


def ways(releases: Sequence[ast.AST], module: Module) -> str:
    """How often the first of some releases is made.

    Args:
        releases: the places that give something back.
        module: their module.

    Returns:
        That it is made on some ways alone, as it stands in a branch; empty if it does not.
    """
    several, below = _ONE if len(releases) > 1 else _PARTLY, releases[0]
    for above in takewhile(lambda each: not isinstance(each, _FUNCTIONS), module.ancestors(releases[0])):
        match above:
            case ast.If(test=test) if below is not test:
                return several
            case ast.ExceptHandler():
                return several
            case ast.For() | ast.AsyncFor() | ast.While() if below in above.orelse:
                return several
        below = above
    return ""


def checks_before(call: ast.Call, release: ast.AST, module: Module) -> Sequence[ast.stmt]:
    """The assertions that stand between a call and a release in one body, both of them statements of it.

    Args:
        call: what acquires something.
        release: what gives it back.
        module: their module.

    Returns:
        The assertions whose failure skips the release; none where the two stand in different bodies.
    """
    first, last = module.above(call, ast.stmt), module.above(release, ast.stmt)
    if first is None or last is None or module.parent(first) is not module.parent(last):
        return ()
    function = module.function(call)
    between = _checks(function, module) if function is not None else ()
    return [each for each in between if first.lineno < each.lineno < last.lineno]


@once
def _checks(function: Function, module: Module) -> Sequence[ast.stmt]:
    """The assertions that are statements of a function's own, in source order."""
    return tuple(each for each in statements(function.body) if is_assertion(each))


_PARTLY = " on some of its ways"
_ONE = " on one of its ways"
"""Said where there are more releases, which may be made on all the others."""
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def leaves_file(call: ast.Call) -> bool:
    """Whether a temporary file is asked for that stays where it is when it is closed."""
    given = keyword(call, "delete")
    return last_word(call.func) == "NamedTemporaryFile" and given is not None and truth(given.value) is False
