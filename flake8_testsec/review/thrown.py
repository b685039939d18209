"""Errors that neither ``raise`` nor ``side_effect`` provokes, and removals that ignore theirs."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from itertools import dropwhile

from flake8_testsec.patterns import lazy
from flake8_testsec.review.document import Fact, capped, code, fact
from flake8_testsec.source.calls import argument, keyword, last_word, spelt, truth
from flake8_testsec.source.module import Module

_LAYING_DOWN = frozenset(
    {
        *("get", "post", "put", "patch", "delete", "head", "options", "request", "register_uri"),
        *("add", "upsert", "mock", "route", "add_exception", "mock_add"),
    }
)
"""What lays down an answer with requests-mock, responses, httpretty, aioresponses and pytest-httpx."""
_GIVING = ("exc", "exception", "body")
_ERROR = lazy(r"_*[A-Z]\w*(?:Err|Error|Exception|Failure|Timeout|Interrupt|Refused|Exit)\Z")


def facts(module: Module) -> Iterator[Fact]:
    """Errors that are thrown into generators, that libraries of doubles raise, and that are ignored.

    Args:
        module: the module.

    Yields:
        The facts.
    """
    yield from capped(_into_generators(module), "errors that are thrown", 6)
    yield from capped(laid_down(module), "answers that are errors", 6)
    yield from capped(_handed_over(module), "errors that are handed over", 6)
    yield from capped(_ignored(module), "removals that ignore errors", 4)


def _into_generators(module: Module) -> Iterator[Fact]:
    """``(_ for _ in ()).throw(ValueError())``, which raises where an expression is all that may stand."""
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for call in module.calls({"throw"}):
        match call:
            case ast.Call(func=ast.Attribute(value=ast.GeneratorExp()), args=[given, *_]):
                found[spelt(given)].append(call)
    for shown, calls in found.items():
        words = "Raised here where an expression must stand, by throwing it into a generator: "
        yield fact("thrown", calls, words, code(shown), ".", subject=shown)


def laid_down(module: Module) -> Iterator[Fact]:
    """Errors that stand for the answer to a request: ``requests_mock.get(url, exc=ConnectTimeout)``.

    Args:
        module: the module.

    Yields:
        One fact for each error.
    """
    found: dict[tuple[str, str], list[ast.AST]] = defaultdict(list)
    for call in module.calls(_LAYING_DOWN):
        given = next((each for word in _GIVING if (each := keyword(call, word)) is not None), None)
        if given is not None and isinstance(call.func, ast.Attribute) and _is_raised(given):
            found[f"{spelt(call.func)}()", f"{given.arg}={spelt(given.value)}"].append(call)
    for (shown, error), calls in found.items():
        words = (" is told to raise an error instead of an answer: ", code(error), ".")
        yield fact("error-laid-down", calls, "By its name, ", code(shown), *words, subject=error)


def _is_raised(given: ast.keyword) -> bool:
    """Whether a value is raised: a class or an object of it under a name for that, else an error by name."""
    func = given.value.func if isinstance(given.value, ast.Call) else given.value
    is_class = isinstance(func, ast.Name | ast.Attribute) and last_word(func).lstrip("_")[:1].isupper()
    return is_class and (given.arg != "body" or _is_error(given.value))


def _is_error(value: ast.expr) -> bool:
    """Whether a value is an exception, or its class, by its name."""
    func = value.func if isinstance(value, ast.Call) else value
    return isinstance(func, ast.Name | ast.Attribute) and _ERROR.match(last_word(func)) is not None


def _handed_over(module: Module) -> Iterator[Fact]:
    """Exceptions that are made where they are given to a call, which may raise them: ``till(OSError())``."""
    found: dict[tuple[str, str], list[ast.AST]] = defaultdict(list)
    for call in module.calls([word for word in module.called if _ERROR.match(word)]):
        taker = _taker(call, module)
        if taker is not None and not _TAKES.match(last_word(taker.func)):
            found[f"{spelt(taker.func)}()", spelt(call)].append(call)
    for (shown, error), calls in found.items():
        parts = ("An error is made and given to ", code(shown), ": ", code(error), ".")
        yield fact("error-given", calls, *parts, subject=error)


def _taker(node: ast.AST, module: Module) -> ast.Call | None:
    """The call that is given something, or a display that holds it, but where that is told otherwise."""
    above = next(dropwhile(_holds, module.ancestors(node)), None)
    return above if isinstance(above, ast.Call) else None


def _holds(node: ast.AST) -> bool:
    """Whether something is a display, or a keyword of a call under which nothing else is told."""
    match node:
        case ast.keyword(arg=str(word)):
            return word not in (*_GIVING, "side_effect")
        case _:
            return isinstance(node, ast.List | ast.Tuple)


_TAKES = lazy(
    r"(?:_?assert\w*|str|repr|type|isinstance|print|format|raises|append|throw|\w*[eE]rror|\w*Exception|\w*Mock|"
    r"len|bool|hash|dumps|loads|deepcopy|copy|list|tuple|iter|partial|param)\Z|\Z"
)
"""What asks an exception for something, collects it, or tells of it in another way."""


def _ignored(module: Module) -> Iterator[Fact]:
    """Trees that are removed without a word of what could not be removed."""
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for call in module.calls({"rmtree"}):
        given = argument(call, 1, "ignore_errors")
        if given is not None and truth(given) and "shutil.rmtree" in module.names(call.func):
            found[spelt(call)].append(call)
    for shown, calls in found.items():
        words = "What cannot be removed stays behind, and nobody is told: "
        yield fact("errors-ignored", calls, words, code(shown), ".", subject=shown)
