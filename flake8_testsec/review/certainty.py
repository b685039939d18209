"""What may keep a check from running: conditions, loops and inner functions around assertions."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Sequence

from flake8_testsec.patterns import lazy
from flake8_testsec.review import certain_loops, early_ends
from flake8_testsec.review.document import Fact, Lines, code, counted, fact, listed
from flake8_testsec.review.factories import runs_as_test
from flake8_testsec.review.fixtures import asked
from flake8_testsec.review.leaving import leaves_by_name, may_leave
from flake8_testsec.review.places import assertions
from flake8_testsec.review.taken import runs_always
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module, once, statements, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import (
    classes,
    expectation,
    expectations,
    is_assertion,
    is_expecting,
    is_failure,
)
from flake8_testsec.vocabulary.testing.suites import test_around

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_WORDS = {
    "function": ("a function that the test defines", "whether that is called is not followed"),
    "condition": ("a branch of a condition", "they run in that case alone"),
    "else": ("the else of a try whose handler goes on", "they run only where nothing is raised"),
    "caught": (
        "a try that catches their failure, too",
        "whether it fails the test then hangs on the handler",
    ),
    "handler": ("a handler of an exception", "they run only where it is raised"),
    "expected": (
        "a block that expects an exception",
        "they check nothing where it is raised before them or by them",
    ),
    "loop": (
        "a loop that need not run",
        "they run as often as its body does, which is not at all where there is nothing to go through",
    ),
}
_MOST = 8


def facts(module: Module) -> Iterator[Fact]:
    """Assertions of tests that need not run, by what stands around them.

    Args:
        module: the module.

    Yields:
        The facts.
    """
    found: dict[str, list[ast.stmt]] = defaultdict(list)
    for statement in _asserting(module):
        for way in dict.fromkeys(_around(statement, module)):
            found[way].append(statement)
    yield from _all_uncertain(module)
    yield from early_ends.facts(module)
    yield from _patterns(module)
    for way, (where, then) in _WORDS.items():
        if several := found[way]:
            yield _uncertain(way, several, where, then)
    if several := [each for each in _asserting(module) if _is_expected_in_helper(each, module)]:
        yield _uncertain("expected", several, *_WORDS["expected"], "of helpers")


def _is_expected_in_helper(statement: ast.stmt, module: Module) -> bool:
    """Whether an assertion of no test stands in a block of its own function that expects an exception."""
    for above in module.ancestors(statement):
        if isinstance(above, (*_FUNCTIONS, ast.ClassDef)):
            return False
        if isinstance(above, ast.With | ast.AsyncWith) and _ends_by_other(above, module):
            return test_around(statement, module) is None
    return False


def _all_uncertain(module: Module) -> Iterator[Fact]:
    """Tests that can end without one assertion: each stands in a branch or a loop that need not run."""
    found: dict[Function, list[str]] = defaultdict(list)
    blocks = (each for each in module.nodes(ast.With, ast.AsyncWith) if is_expecting(each, module))
    for statement in sorted((*_asserting(module), *blocks), key=lambda each: each.lineno):
        test = test_around(statement, module)
        if test is not None:
            found[test].append(next(iter(_around(statement, module)), ""))
    tests = [each for each, ways in found.items() if _may_be_empty(each, ways, module)]
    if tests:
        names = [code(each.name) for each in tests[:_MOST]]
        more = [f"{len(tests) - _MOST} more"] if len(tests) > _MOST else []
        words = "Ends without an assertion of its own where nothing that stands around one is run: "
        yield fact("without-assertion", tests[:_MOST], words, *listed([*names, *more]), ".")


def _may_be_empty(test: Function, ways: Sequence[str], module: Module) -> bool:
    """Whether all checks of a test hang on something, and nothing in it is for the other case."""
    if not set(ways) <= {"condition", "loop"}:
        return False
    nodes = [*walk(test)]
    others = (each for each in nodes if isinstance(each, ast.Call) and not _heads_block(each, module))
    calls = (last_word(each.func) for each in others)
    return not any(map(_has_another_way, nodes)) and not any(map(_ENDING.search, calls))


def _heads_block(call: ast.Call, module: Module) -> bool:
    """Whether a call has a block expect an exception, which counts as a check of the test."""
    return isinstance(module.parent(call), ast.withitem) and expectation(call, module) is not None


_ENDING = lazy(r"(?i)fail|skip|raises|warns|exit|assert|check|verify")


def _has_another_way(node: ast.AST) -> bool:
    """Whether something is done in the other case, or the test ends there."""
    match node:
        case ast.Raise() | ast.Match() | ast.Return():
            return True
        case ast.If(orelse=other) | ast.For(orelse=other) | ast.While(orelse=other) | ast.Try(orelse=other):
            return bool(other)
        case _:
            return False


def _patterns(module: Module) -> Iterator[Fact]:
    """Regular expressions that are looked for as they are written: ``assert "a.*b" not in text``."""
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for each in module.nodes(ast.Compare):
        match each:
            case ast.Compare(left=ast.Constant(value=str(text)), ops=[ast.NotIn()]) if _PATTERN.search(text):
                if isinstance(module.parent(each), ast.Assert):
                    found[text].append(each)
    for text, nodes in found.items():
        words = "By its look a regular expression, and looked for letter by letter: "
        yield fact("pattern-as-text", nodes, words, code(repr(text)), ".", subject=text)


_PATTERN = lazy(r"\w\.[*+]\S|\\[dws][*+]")


def _asserting(module: Module) -> Sequence[ast.stmt]:
    return assertions(module)


def _around(statement: ast.stmt, module: Module) -> Sequence[str]:
    """All that may keep a statement of a test from running, the innermost first; a function stands alone."""
    below: ast.AST = statement
    ways: list[str] = []
    for above in module.ancestors(statement):
        if isinstance(above, _FUNCTIONS):
            if runs_as_test(above, module):
                return ways
            ways = ["function"]
        elif isinstance(above, ast.ClassDef):
            return ()
        elif ways != ["function"] and (way := _kind(above, below, module)):
            ways.append(way)
        below = above
    return ()


def _kind(above: ast.AST, below: ast.AST, module: Module) -> str:
    match above:
        case ast.If():
            return "condition"
        case ast.ExceptHandler():
            return "" if runs_always(above, module) else "handler"
        case ast.With() | ast.AsyncWith() if _ends_by_other(above, module):
            return "expected"
        case ast.For(body=body) | ast.AsyncFor(body=body) | ast.While(body=body) if _is_among(below, body):
            return "" if certain_loops.runs(above, module) else "loop"
        case ast.Try(body=body) if _is_among(below, body):
            return "caught" if _catches_failures(above, module) else ""
        case ast.Try(orelse=other) if other and _is_among(below, other):
            return "else" if _goes_on(above, module) else ""
        case _:
            return ""


@once
def _ends_by_other(block: ast.With | ast.AsyncWith, module: Module) -> bool:
    """Whether a block expects an exception that no assertion raises; after a warning it goes on."""
    raised = [each for each in expectations(block, module) if each.kind == "raises"]
    kinds = (kind for each in raised for kind in classes(each.expected, module))
    return bool(raised) and not any(kind.rpartition(".")[2] in _OF_ASSERTIONS for kind in kinds)


_OF_ASSERTIONS = ("AssertionError", "Exception", "BaseException", "failureException", "Failed", "TestFailure")


def _is_among(statement: ast.AST, body: Sequence[ast.stmt]) -> bool:
    """Whether a statement is one of a body, by its line, as each body begins on one of its own."""
    return body[0].lineno <= getattr(statement, "lineno", 0) <= body[-1].lineno


@once
def _catches_failures(statement: ast.Try, module: Module) -> bool:
    """Whether a ``try`` catches what an assertion raises, and need not make the test fail itself."""
    handler = next(filter(_is_wide, statement.handlers), None)
    return handler is not None and not _fails(handler.body, module)


def _is_wide(handler: ast.ExceptHandler) -> bool:
    match handler.type:
        case None:
            return True
        case ast.Tuple(elts=kinds):
            return any(last_word(each) in _WIDE for each in kinds)
        case kind:
            return last_word(kind) in _WIDE


def _fails(body: Sequence[ast.stmt], module: Module) -> bool:
    """Whether a body always comes to a statement of its own that raises or fails."""
    for statement in body:
        if isinstance(statement, ast.Raise) or is_failure(statement, module):
            return True
        if any(isinstance(each, _LEAVING) for each in statements([statement])):
            return False
    return False


_LEAVING = (ast.Return, ast.Break, ast.Continue)
_WIDE = ("Exception", "BaseException", "AssertionError")


@once
def _goes_on(statement: ast.Try, module: Module) -> bool:
    """Whether a test goes on behind a handler, which checks nothing."""
    return any(
        not any(
            may_leave(each, module) or leaves_by_name(each) or is_assertion(each)
            for each in statements(handler.body)
        )
        for handler in statement.handlers
    )


def _uncertain(way: str, found: Sequence[ast.stmt], where: str, then: str, whose: str = "of tests") -> Fact:
    one = len(found) == 1
    stand = "stands" if one else "stand"
    rest = _SINGULAR.sub(lambda found: _OF_ONE[found[0]], then) if one else then
    first = f", the first {_MOST} named here" if len(found) > _MOST else ""
    parts = f"{counted(len(found), 'assertion')} {whose} {stand} in {where}: {rest}{first}."
    lines = (Lines(each.lineno, each.end_lineno or each.lineno) for each in found[:_MOST])
    return fact(f"in-{way}", lines, parts, subject=str(len(found)))


_OF_ONE = {"they run": "it runs", "they check": "it checks", "them": "it"}
_SINGULAR = lazy(r"they run|they check|\bthem\b")


def unnamed(module: Module) -> Iterator[Fact]:
    """Fixtures that tests take as parameters and whose names their bodies do not have.

    Args:
        module: the module.

    Yields:
        One fact, or none.
    """
    named: dict[Function, frozenset[str]] = {}
    found: dict[str, list[ast.arg]] = defaultdict(list)
    for each in asked(module):
        if runs_as_test(each.function, module):
            words = named.setdefault(each.function, _named(each.function))
            if each.parameter.arg not in words and "locals" not in words:
                found[each.name].append(each.parameter)
    if found:
        names = [code(each) for each in [*found][:_MOST]]
        more = [f"{len(found) - _MOST} more"] if len(found) > _MOST else []
        parts = ("Asked for by tests whose bodies do not name it: ", *listed([*names, *more]))
        first = next(iter(found.values()))
        places = [each[0] for each in [*found.values()][:_MOST]] if len(found) > 1 else first[:_MOST]
        where = ", each with the line of the first such test" if len(found) > 1 else ""
        if not where and len(first) > _MOST:
            where = f", by {len(first)} tests, the first {_MOST} named here"
        lines = (Lines(each.lineno, each.lineno) for each in places)
        yield fact("unnamed-fixture", lines, *parts, f"{where}.", subject=" ".join([*found][:_MOST]))


def _named(function: Function) -> frozenset[str]:
    return frozenset(node.id for one in function.body for node in walk(one) if isinstance(node, ast.Name))
