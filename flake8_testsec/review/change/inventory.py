"""One side of a changed file: its tests, what they check, catch, replace and give back, in words."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from flake8_testsec.review.change.claims import Claim, of_condition, of_expectation, of_statement
from flake8_testsec.review.change.givings import Giving, givings, stored
from flake8_testsec.review.change.marks import Mark, marks, rows
from flake8_testsec.review.document import Defect, Lines, lines_of
from flake8_testsec.review.doubles import replacements
from flake8_testsec.review.named_secrets import credentials
from flake8_testsec.review.places import blocks, functions
from flake8_testsec.source.calls import spelt, structure
from flake8_testsec.source.module import Module, walk
from flake8_testsec.source.syntax import Comment, Function
from flake8_testsec.vocabulary.testing.assertions import (
    FAILURES,
    caught,
    expectation,
    expectations,
    is_assertion,
    is_failure,
    is_quiet,
    suppressed,
    swallower,
)
from flake8_testsec.vocabulary.testing.commented_tests import commented_tests
from flake8_testsec.vocabulary.testing.controls import CONTROL
from flake8_testsec.vocabulary.testing.suites import is_test, is_test_file, without_docstring
from flake8_testsec.vocabulary.testing.uncollected import is_named


class Check(NamedTuple):
    """Something that a function checks."""

    function: str
    """The names of the class and the function, with a dot."""
    lines: Lines
    text: str
    """As it is written, in one line."""
    form: str
    """The same for checks that are written alike."""
    source: str
    """Its lines as they are, without white space."""
    claim: Claim
    under: frozenset[str] = frozenset()
    """The conditions that it hangs on, and what swallows its failure, in words."""
    fails: bool = False
    """Whether it only fails: the last branch of many that should not be reached."""


class Unit(NamedTuple):
    """A function at the top of the file or of a class."""

    name: str
    """With the name of its class before a dot."""
    lines: Lines
    body: str
    """The same for bodies that are written alike."""
    is_test: bool
    is_named: bool
    """Whether something in the file may call it."""
    marks: tuple[Mark, ...] = ()
    """What switches it off, or lets it fail."""
    rows: tuple[str, ...] = ()
    """The cases of a parametrized test, as far as they are written there."""


class Caught(NamedTuple):
    """A handler, or a block that suppresses."""

    function: str
    lines: Lines
    names: tuple[str, ...]
    is_quiet: bool


class Spot(NamedTuple):
    """Something that only counts by what it is called: a control that is replaced, a secret's name."""

    name: str
    by: str
    lines: Lines


class Found(NamedTuple):
    """A defect, and what it is known by wherever it stands: see `fingerprints`."""

    defect: Defect
    digest: str
    scope: str
    silenced: bool = False
    """Whether a comment silences it."""


class Inventory(NamedTuple):
    """What there is to compare of one side of a file."""

    units: tuple[Unit, ...]
    checks: tuple[Check, ...]
    caught: tuple[Caught, ...]
    controls: tuple[Spot, ...]
    credentials: tuple[Spot, ...]
    givings: tuple[Giving, ...]
    stored: frozenset[tuple[str, str]]
    """What is assigned, by owner: see `givings.stored`."""
    comments: tuple[tuple[int, str], ...]
    """The comments without white space, by their lines."""
    tests_in_comments: tuple[Spot, ...]
    is_collected: bool = False
    """Whether runners look into the file by its name."""
    found: tuple[Found, ...] = ()
    """What the rules say, where somebody asks them."""


def inventory(module: Module) -> Inventory:
    """Take down a module.

    Args:
        module: the module.

    Returns:
        What it holds, without findings.
    """
    tops = [each for each in functions(module) if _is_top(each, module)]
    return Inventory(
        tuple(_unit(each, module) for each in tops),
        tuple(check for each in tops for check in _checks(each, module)),
        tuple(_caught(module)),
        tuple(_controls(module)),
        tuple(Spot(name, value, lines_of(node)) for name, value, node in credentials(module)),
        tuple(givings(module, tops)),
        stored(module, tops),
        tuple(_comments(module.comments)),
        tuple(
            Spot(each.test.name, "", Lines(each.comment.line, each.end)) for each in commented_tests(module)
        ),
        is_test_file(module),
    )


def name_of(function: Function, module: Module) -> str:
    """What a function is called with its class."""
    class_ = module.class_of(function)
    return f"{class_.name}.{function.name}" if class_ is not None else function.name


def _is_top(function: Function, module: Module) -> bool:
    return module.function(function) is None


def _unit(function: Function, module: Module) -> Unit:
    return Unit(
        name_of(function, module),
        lines_of(function),
        "\n".join(structure(each) for each in without_docstring(function)),
        is_test(function, module),
        is_named(function.name, module),
        tuple(marks(function, module)),
        tuple(rows(function, module)),
    )


def _checks(function: Function, module: Module) -> Iterator[Check]:
    name = name_of(function, module)
    for node in walk(function):
        if isinstance(node, (ast.With, ast.AsyncWith)):
            for each in expectations(node, module):
                yield _check(name, node, each.call, of_expectation(each, module), module)
        elif isinstance(node, ast.Assert):
            for part in _conjuncts(node.test):
                yield _check(name, node, part, of_condition(part, module), module)
        elif isinstance(node, ast.stmt) and (is_assertion(node) or is_failure(node, module)):
            check = _check(name, node, node, of_statement(node, module), module)
            yield check._replace(fails=is_failure(node, module))
        elif isinstance(node, ast.Assign) and (expected := expectation(node.value, module)) is not None:
            yield _check(name, node, node.value, of_expectation(expected, module), module)


def _conjuncts(test: ast.expr) -> Sequence[ast.expr]:
    return test.values if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And) else (test,)


def _check(name: str, statement: ast.stmt, part: ast.AST, claim: Claim, module: Module) -> Check:
    text = f"assert {spelt(part)}" if isinstance(statement, ast.Assert) else spelt(part)
    last = statement.lineno if isinstance(statement, (ast.With, ast.AsyncWith)) else lines_of(statement).last
    source = squeezed("".join(module.lines[statement.lineno - 1 : last]))
    under = frozenset(_under(statement, module))
    return Check(name, Lines(statement.lineno, last), text, _form(part), source, claim, under)


def _form(node: ast.AST) -> str:
    """The same for what is written alike; a ``u`` before a text means nothing."""
    return structure(node).replace(", kind='u')", ")")


def _under(statement: ast.AST, module: Module) -> Iterator[str]:
    """The conditions around a statement in its function, and what swallows its failure."""
    below = statement
    for above in takewhile(lambda each: not isinstance(each, _DEFINITIONS), module.ancestors(statement)):
        match above:
            case ast.If(test=test, body=body):
                yield _condition(test, below in body)
            case ast.Try() if below in above.body and swallower(above, module):
                yield "in a try whose handler swallows its failure"
            case ast.With() | ast.AsyncWith() as block if suppressed(block, module) & FAILURES:
                yield "in a block that suppresses its failure"
        below = above


_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def _condition(test: ast.expr, is_met: bool) -> str:
    """A condition that is met, or is not, in one way of writing."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return _condition(test.operand, not is_met)
    return f"if {spelt(test)}" if is_met else f"if not ({spelt(test)})"


def _caught(module: Module) -> Iterator[Caught]:
    for handler in module.nodes(ast.ExceptHandler):
        if (function := _outermost(handler, module)) is not None:
            names = tuple(sorted(caught(handler, module)))
            yield Caught(name_of(function, module), lines_of(handler), names, is_quiet(handler.body))
    for block in blocks(module):
        function = _outermost(block, module)
        if function is not None and (names := tuple(sorted(suppressed(block, module)))):
            yield Caught(name_of(function, module), Lines(block.lineno, block.lineno), names, True)


def _outermost(node: ast.AST, module: Module) -> Function | None:
    """The function at the top of the file or of a class that holds a node."""
    inner = module.function(node)
    while inner is not None and (outer := module.function(inner)) is not None:
        inner = outer
    return inner


def _controls(module: Module) -> Iterator[Spot]:
    for each in replacements(module):
        if CONTROL.match(each.target.strip("'\"").rpartition(".")[2]):
            yield Spot(each.target, each.new, lines_of(each.node))


def _comments(comments: Sequence[Comment]) -> Iterator[tuple[int, str]]:
    for each in comments:
        yield each.line, squeezed(each.content)


def squeezed(text: str) -> str:
    """A text without white space."""
    return "".join(text.split())
