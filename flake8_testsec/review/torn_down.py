"""Set-ups whose traces only a tear-down removes, and tear-downs that an assertion of theirs may stop."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from flake8_testsec.patterns import lazy
from flake8_testsec.project.undoing import ENTERERS, REGISTRARS
from flake8_testsec.review.document import Fact, code, fact, listed
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import is_assertion
from flake8_testsec.vocabulary.testing.suites import is_case, methods

_MAKES = lazy(r"_?(?:create|provision|allocate|upload|launch|boot|spawn)_\w+\Z")
_REMOVES = lazy(r"_?(?:delete|remove|destroy|release|terminate|deallocate)_\w+\Z")
_PAIRS = (("setUp", "tearDown"), ("setUpClass", "tearDownClass"))
_MOST = 4


def facts(module: Module) -> Iterator[Fact]:
    """What set-ups make that tear-downs alone remove, and assertions in tear-downs, of unittest's classes.

    Args:
        module: the module.

    Yields:
        The facts.
    """
    for class_ in (each for each in module.nodes(ast.ClassDef) if is_case(each, module)):
        own = {each.name: each for each in methods(class_)}
        for before, after in _PAIRS:
            if before in own and after in own:
                yield from _left(own[before], own[after], module)
            if after in own:
                yield from _stopped(own[after], class_)


def _left(before: Function, after: Function, module: Module) -> Iterator[Fact]:
    """Calls that make something by their names, where only the tear-down has calls that remove."""
    every = [each for each in walk(before) if isinstance(each, ast.Call)]
    registered = any(last_word(each.func) in REGISTRARS | ENTERERS for each in every)
    makes = [each for each in every if _is_of_other(each, module) and _MAKES.match(last_word(each.func))]
    removes = [
        each
        for each in walk(after)
        if isinstance(each, ast.Call) and _REMOVES.match(last_word(each.func)) and _is_of_other(each, module)
    ]
    if makes and removes and not registered:
        names = [*dict.fromkeys(code(f"{spelt(each.func)}()") for each in makes)]
        more = [f"{len(names) - _MOST} more"] if len(names) > _MOST else []
        shown = listed([*names[:_MOST], *more])
        first, last = code(f"{before.name}()"), code(f"{after.name}()")
        parts = (first, " makes things and ", last, " removes some, by the names of what they call; ", first)
        rest = (" registers no clean-up itself, and ", last, " does not run where it fails: ", *shown, ".")
        yield fact("torn-down", makes, *parts, *rest, subject=names[0])


def _is_of_other(call: ast.Call, module: Module) -> bool:
    """Whether a call is of a method of something that the test holds, and no library of doubles is called."""
    match call.func:
        case ast.Attribute(value=ast.Attribute()):
            return not any(each.startswith("unittest.") for each in module.names(call.func))
        case _:
            return False


def _stopped(after: Function, class_: ast.ClassDef) -> Iterator[Fact]:
    """Assertions of a tear-down behind which other statements of it stand."""
    found: Sequence[ast.stmt] = [each for each in after.body[:-1] if is_assertion(each)]
    if found:
        words = ("What stands below an assertion in ", code(f"{class_.name}.{after.name}()"))
        yield fact("stopped", found, *words, " does not run where that fails.", subject=after.name)
