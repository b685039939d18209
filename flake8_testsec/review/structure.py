"""Structure: classes with what they inherit, set-ups, helpers and tests, by their lines."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Sequence

from flake8_testsec.project.collection import patterns, takes_class
from flake8_testsec.project.fixtures import fixture_name
from flake8_testsec.project.views import is_known
from flake8_testsec.review import (
    certainty,
    collecting,
    gone_methods,
    hooks_not_passed_on,
    imported_tests,
    inherited_tests,
    not_collected,
    unset,
)
from flake8_testsec.review.bases import ancestry
from flake8_testsec.review.callers import callers_of
from flake8_testsec.review.demands import is_demand
from flake8_testsec.review.document import Fact, Lines, code, counted, fact, lines_of, listed, quote
from flake8_testsec.review.expected import expects_by_name
from flake8_testsec.review.factories import is_factory, runs_as_test
from flake8_testsec.review.fixtures import automatic, makes
from flake8_testsec.review.named_calls import calls_inherited, named_calls
from flake8_testsec.review.places import expectations, word_for
from flake8_testsec.review.places import functions as all_functions
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module, walk, walked
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import (
    called,
    expectation,
    holds_assertion,
    is_assertion,
    is_failure,
)
from flake8_testsec.vocabulary.testing.decorators import is_of_known_package
from flake8_testsec.vocabulary.testing.suites import (
    is_at_top,
    is_collected,
    is_fixture,
    is_hook,
    methods,
)

NOTHING = "The file defines no class and no function."

_MOST = 10
"""Functions of one kind in one class, or at the module's level, that are told one by one."""


def facts(module: Module) -> Iterator[Fact]:
    """What the file consists of, in source order."""
    yield from _introduction(module)
    functions = [each for each in all_functions(module) if is_at_top(each, module)]
    tops = [each for each in module.nodes(ast.ClassDef) if is_at_top(each, module)]
    told = _told(functions, module)
    for each in sorted((*tops, *told), key=lambda node: node.lineno):
        yield from (
            _of_class(each, module) if isinstance(each, ast.ClassDef) else (_of_function(each, module),)
        )
    yield from _many(functions, (" at the module's level",), module)
    yield from hooks_not_passed_on.facts(module)
    yield from certainty.facts(module)
    yield from _as_program(module)
    yield from _decorators(module)
    yield from gone_methods.facts(module)
    yield from _local_fixtures(module)
    yield from _local_classes(module)
    yield from imported_tests.facts(module)
    yield from not_collected.facts(module)
    yield from collecting.facts(module)
    yield from unset.facts(module)


def _local_fixtures(module: Module) -> Iterator[Fact]:
    """Fixtures that functions define, which nobody can ask for unless they are bound to a name outside."""
    for function in all_functions(module):
        around = module.function(function)
        if around is not None and is_fixture(function, module):
            words = ("Defined in ", code(f"{around.name}()"), ": fixture ", code(fixture_name(function)), ".")
            yield fact("local-fixture", [function], *words, subject=function.name)


def _local_classes(module: Module) -> Iterator[Fact]:
    """Classes that functions define, those of one name and the same bases together."""
    found: dict[tuple[str, ...], list[ast.AST]] = {}
    for class_ in module.nodes(ast.ClassDef):
        if module.function(class_) is not None:
            found.setdefault((code(class_.name), *_inherits(class_)), []).append(class_)
    for words, classes in [*found.items()][:_MOST]:
        yield fact("local-class", classes, "Defined in a function: class ", *words, ".", subject=words[0])


def _as_program(module: Module) -> Iterator[Fact]:
    """What the file does where it is run as a program and not imported."""
    for statement in module.tree.body:
        if isinstance(statement, ast.If) and "__name__" in spelt(statement.test):
            done = [code(spelt(each)) for each in statement.body[:_SHOWN]]
            rest = len(statement.body) - _SHOWN
            more = [counted(rest, "more statement")] if rest > 0 else []
            shown = listed([*done, *more])
            yield fact("as-program", [statement], "Run as a program, the file does: ", *shown, ".")


_SHOWN = 3
"""Statements that are shown of what the file does as a program."""


def _decorators(module: Module) -> Iterator[Fact]:
    """Decorators of tests and of their classes that are not known, by how they are called."""
    run = [each for each in all_functions(module) if _kind(each, module) in ("test", "fixture", "hook")]
    classes = [each for each in module.nodes(ast.ClassDef) if is_collected(each, module)]
    found: dict[str, list[ast.AST]] = {}
    for mark in (mark for each in (*run, *classes) for mark in each.decorator_list):
        func = mark.func if isinstance(mark, ast.Call) else mark
        if not any(is_known(name) or is_of_known_package(name) for name in module.names(func)):
            found.setdefault(spelt(func), []).append(mark)
    for name, nodes in [*found.items()][:_MOST]:
        ends = nodes if len(nodes) < 6 else [nodes[0], nodes[-1]]
        where = "" if len(nodes) < 6 else f", {len(nodes)} times, from the first to the last line named"
        words = "A decorator that is not followed stands on what is run: "
        yield fact("decorator", ends, words, code(f"@{name}"), f"{where}.", subject=name)


def _told(functions: Sequence[Function], module: Module) -> Sequence[Function]:
    """Those of which there are not more of their kind than anybody wants to read about one by one."""
    numbers = Counter(_kind(each, module) for each in functions)
    return [each for each in functions if numbers[_kind(each, module)] <= _MOST]


def _kind(function: Function, module: Module) -> str:
    key = ("review.kind", function)
    if key not in module.kept:
        module.kept[key] = _worked_out(function, module)
    known: str = module.kept[key]
    return known


def _worked_out(function: Function, module: Module) -> str:
    if runs_as_test(function, module) and not _is_suite(function):
        return "test"
    if is_fixture(function, module):
        return "fixture"
    return "hook" if is_hook(function) else "helper"


def _is_suite(function: Function) -> bool:
    """Whether a function makes the suite that old runners ask a module for."""
    return function.name == "test_suite" and any(
        isinstance(each, ast.Return) and each.value is not None for each in walk(function)
    )


def _introduction(module: Module) -> Iterator[Fact]:
    match module.tree.body[:1]:
        case [ast.Expr(value=ast.Constant(value=str(text))) as first] if text.strip():
            words = quote(_sentence(text))
            yield fact("docstring", [first], "The file says of itself: ", words, ".", subject=words)


def _sentence(text: str) -> str:
    """The first sentence, or the first paragraph, of a docstring."""
    paragraph = text.strip().split("\n\n")[0]
    return " ".join(paragraph.split()).rstrip(".")


def _of_class(class_: ast.ClassDef, module: Module) -> Iterator[Fact]:
    own = list(methods(class_))
    tests = [each for each in own if _kind(each, module) == "test"]
    branch = _branch(class_, module)
    where = (f", {branch}",) if branch else ()
    parts = ("Class ", code(class_.name), *_inherits(class_), *_holds(class_, tests, module), *where, ".")
    yield fact("class", [class_, *_places_of_bases(class_, module)], *parts, subject=class_.name)
    if text := ast.get_docstring(class_):
        words = quote(_sentence(text))
        yield fact("docstring", [class_.body[0]], code(class_.name), " says: ", words, ".", subject=words)
    yield from inherited_tests.facts(class_, module)
    if tests or is_collected(class_, module):
        yield from (_of_function(each, module) for each in _told(own, module))
        yield from _many(own, (" of ", code(class_.name)), module)


def _branch(definition: ast.AST, module: Module) -> str:
    """That something is defined but under a condition; empty if it is not."""
    match module.parent(definition):
        case ast.If(orelse=[]):
            return "under a condition"
        case ast.Try(handlers=[]):
            return ""
        case ast.If() | ast.Try() | ast.ExceptHandler():
            return "in one branch of several"
        case _:
            return ""


def _inherits(class_: ast.ClassDef) -> tuple[str, ...]:
    bases = tuple(code(spelt(each)) for each in class_.bases if last_word(each) != "object")
    return (" inherits ", *listed(bases)) if bases else ()


def _places_of_bases(class_: ast.ClassDef, module: Module) -> Iterator[Lines]:
    """Where the classes that it names as its bases stand, as far as they could be read."""
    named = {last_word(each) for each in class_.bases}
    for above in ancestry(class_, module)[1:]:
        if above.name in named and above.path:
            yield Lines(above.line, above.line, above.path)


def _holds(class_: ast.ClassDef, tests: Sequence[Function], module: Module) -> tuple[str, ...]:
    if tests:
        is_other = takes_class(class_, module) or patterns(module).open
        is_mixin = not is_other and not _inherits(class_)
        alone = (", which runners look for in classes that inherit it",) if is_mixin else ()
        return (" and holds " if _inherits(class_) else " holds ", counted(len(tests), "test"), *alone)
    if is_collected(class_, module):
        return (" and defines no test itself" if _inherits(class_) else " defines no test itself",)
    number = sum(1 for _ in methods(class_))
    return (" and has " if _inherits(class_) else " has ", counted(number, "method")) if number else ()


def _many(functions: Sequence[Function], where: tuple[str, ...], module: Module) -> Iterator[Fact]:
    """Of each kind of which there are too many to be told one by one: how many, and the longest."""
    for kind in ("test", "fixture", "helper"):
        several = [each for each in functions if _kind(each, module) == kind]
        if len(several) > _MOST:
            longest = max(several, key=lambda each: ((each.end_lineno or 0) - each.lineno, -each.lineno))
            span = Lines(min(each.lineno for each in several), max(lines_of(each).last for each in several))
            where_ = lines_of(longest)
            parts = (
                f"{len(several)} {kind}s",
                *where,
                ": ",
                *listed(_names(several)),
                f"; {word_for(longest, several)} ",
            )
            told = (*parts, code(longest.name), f" in lines {where_.first}–{where_.last}.")
            yield fact(f"{kind}s", [span], *told, subject=str(len(several)))
            yield from _idle(several, module) if kind == "test" else ()


_NAMED = 24
"""Functions that are named of many."""


def _names(functions: Sequence[Function]) -> list[str]:
    names: list[str] = [code(each.name) for each in functions[:_NAMED]]
    return [*names, f"{len(functions) - _NAMED} more"] if len(functions) > _NAMED else names


def _idle(tests: Sequence[Function], module: Module) -> Iterator[Fact]:
    """Those of many tests that make no assertion of their own."""
    bare = [each for each in tests if not holds_assertion(each)]
    idle = [each for each in bare if _checks(each, module) == _NONE]
    if idle:
        verb = "makes no assertion of its own" if len(idle) == 1 else "make no assertion of their own"
        parts = (f"{counted(len(idle), 'test')} of these {verb}: ", *listed(_names(idle)), ".")
        yield fact("tests-without-checks", idle[:_NAMED], *parts, subject=str(len(idle)))


def _of_function(function: Function, module: Module) -> Fact:
    if _kind(function, module) == "test":
        return fact("test", [function], *_test(function, module), subject=function.name)
    if _kind(function, module) == "fixture":
        every = automatic(function, module)
        checks = _checks(function, module)
        also = (" and",) if every and checks else ()
        branch = _branch(function, module)
        where = (f", defined {branch}," if every or checks else f", defined {branch}",) if branch else ()
        made = makes(function, is_told=bool(every))
        parts = ("Fixture ", code(fixture_name(function)), *where, *every, *also, *checks, *made, ".")
        return fact("fixture", [function], *parts, subject=function.name)
    if _kind(function, module) == "hook":
        return fact("hook", [function], *_hook(function, module), subject=function.name)
    callers = callers_of(function, module)
    above = () if callers else _overridden(function, module)
    word = "Helper " if callers else "Function " if module.class_of(function) is None else "Method "
    made = (" is called like a test and gives back a function that it defines",)
    does = made if is_factory(function, module) else _checks(function, module)
    parts = (word, code(_signature(function, module)), *does)
    overrides = (", which stands in place of that of ", code(above[0][0])) if above else ()
    places = [each for _, each in above]
    return fact("helper", [function, *places], *parts, *overrides, *callers, ".", subject=function.name)


def _overridden(function: Function, module: Module) -> Sequence[tuple[str, Lines]]:
    """The method of a base class that a method stands in place of, where the base could be read."""
    class_ = module.class_of(function)
    for above in ancestry(class_, module)[1:] if class_ is not None else ():
        if (method := above.method(function.name)) is not None:
            return [(above.name, Lines(method.line, method.end, above.path))]
    return ()


def _signature(function: Function, module: Module) -> str:
    return f"{function.name}({', '.join(_own_parameters(function, module))})"


def _own_parameters(function: Function, module: Module) -> list[str]:
    given = function.args
    names = [each.arg for each in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    is_method = module.class_of(function) is not None
    names = names[1:] if is_method and names[:1] in (["self"], ["cls"]) else names
    stars = ((given.vararg, "*"), (given.kwarg, "**"))
    return [*names, *(f"{stars}{each.arg}" for each, stars in stars if each is not None)]


def _test(function: Function, module: Module) -> tuple[str, ...]:
    kind = "Async test " if isinstance(function, ast.AsyncFunctionDef) else "Test "
    text = ast.get_docstring(function)
    said = (". It says: ", quote(_sentence(text), 160)) if text else ()
    named = named_calls(function, module)
    calls = ("; it calls ", *listed(named)) if named else ()
    branch = _branch(function, module)
    where = (f", defined {branch},",) if branch else ()
    return (kind, code(function.name), *where, *_checks(function, module), *calls, *said, ".")


def _checks(function: Function, module: Module) -> tuple[str, ...]:
    """How many checks stand in a function, written out and not counting those of what it calls."""
    asserted, expected, raised, named, demanded = 0, 0, 0, 0, 0
    for each in (one for one in walked(function, module) if type(one) not in _CHECKS_NOTHING):
        if isinstance(each, ast.Call):
            expected += each in expectations(module)
            demanded += is_demand(each)
        elif isinstance(each, ast.stmt):
            if is_assertion(each):
                asserted += not _expects(each, module)
            else:
                raised += is_failure(each, module)
        elif isinstance(each, ast.withitem):
            asserts = _asserts(each, module)
            asserted += asserts
            named += not asserts and _expects_by_name(each, module)
    parts = [
        *([f"makes {counted(asserted, 'assertion')}"] if asserted else []),
        *([f"expects {counted(expected, *_EXPECTED)}"] if expected else []),
        *([f"lets the test fail in {counted(raised, 'place')}"] if raised else []),
        *([f"enters {counted(named, *_NAMED_SO)}, by the name"] if named else []),
        *([f"lays down how often {counted(demanded, *_CALLS)}, by the name"] if demanded else []),
    ]
    if not parts:
        return _NONE if _kind(function, module) == "test" else ()
    return (" ", *listed(parts))


_CHECKS_NOTHING = frozenset({ast.Attribute, ast.Constant, ast.Name, ast.arg, ast.arguments, ast.keyword})
"""The most frequent nodes of which none is a check."""
_CALLS = ("double is called", "doubles are called")
_NAMED_SO = ("block that expects a failure", "blocks that expect a failure")


def _expects_by_name(item: ast.withitem, module: Module) -> bool:
    call = called(item.context_expr)
    return call is not None and expects_by_name(call, module)


_NONE = (" makes no assertion of its own",)


def _asserts(item: ast.withitem, module: Module) -> bool:
    """Whether a block is entered that asserts something: ``with self.assertNumQueries(3)``."""
    call = called(item.context_expr)
    if call is None or expectation(call, module) is not None:
        return False
    return last_word(call.func).startswith(("assert", "_assert"))


_EXPECTED = ("exception or warning", "exceptions or warnings")


def _expects(statement: ast.stmt, module: Module) -> bool:
    return isinstance(statement, ast.Expr) and expectation(statement.value, module) is not None


def _hook(function: Function, module: Module) -> tuple[str, ...]:
    called = [each for each in walked(function, module) if isinstance(each, ast.Call)]
    calls = [each for each in called if calls_inherited(each, function.name)]
    sets = dict.fromkeys(
        f"self.{each.attr}"
        for each in walked(function, module)
        if isinstance(each, ast.Attribute) and isinstance(each.ctx, ast.Store) and spelt(each.value) == "self"
    )
    parts: list[tuple[str, ...]] = []
    named = [] if sets else named_calls(function, module)
    if calls or named:
        inherited = [f"the inherited one in line {calls[0].lineno}"] if calls else []
        parts.append((" calls ", *listed([*inherited, *named])))
    if sets:
        shown = [code(each) for each in [*sets][:6]]
        parts.append((" sets ", *listed(shown if len(sets) < 7 else [*shown, f"{len(sets) - 6} more"])))
    joined = [piece for number, each in enumerate(parts) for piece in ((" and", *each) if number else each)]
    return ("Hook ", code(function.name), *(joined or [" runs around the tests"]), ".")
