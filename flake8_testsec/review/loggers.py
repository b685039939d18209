"""Loggers that a file changes, which all of the process shares, and what is seen to change them back."""

from __future__ import annotations

import ast
from collections.abc import Callable, Container, Iterator, Mapping, Sequence

from flake8_testsec.review import taken_back
from flake8_testsec.review.document import Fact, code, fact
from flake8_testsec.source.calls import argument, last_word, spelt, truth
from flake8_testsec.source.module import Module

_COUNTERPARTS = {"addHandler": "removeHandler", "addFilter": "removeFilter", "setLevel": "setLevel"}
"""What changes a logger, and what takes that back."""
_SET = ("propagate", "disabled", "level", "handlers", "filters")
_LOGGERS = frozenset({"logging.getLogger()", "logging.root"})
_OF_ALL = {
    "logging.basicConfig": "handlers and a level are put on the root logger",
    "logging.config.dictConfig": "all of logging is set up anew",
    "logging.config.fileConfig": "all of logging is set up anew",
}


def facts(module: Module, told: Container[int]) -> Iterator[Fact]:
    """Levels, handlers and switches of loggers that are set.

    Args:
        module: the module.
        told: the lines of which other facts tell.

    Yields:
        The facts.
    """
    if not module.mentions("logging"):
        return
    words = "A logger is changed, which all of the process shares: "
    for call in module.calls(_COUNTERPARTS):
        if call.lineno not in told and (owner := _logger(call.func, module)) is not None:
            shown = spelt(call)
            again = _again(call.func, _COUNTERPARTS[last_word(call.func)], owner, module)
            yield fact("logger", [call], words, code(shown), *again, ".", subject=shown)
    for attribute in module.attributes(_SET):
        is_set = isinstance(attribute.ctx, ast.Store) and attribute.lineno not in told
        if is_set and (owner := _logger(attribute, module)) is not None:
            shown = spelt(attribute)
            again = _again(attribute, attribute.attr, owner, module)
            yield fact("logger", [attribute], words, code(shown), *again, ".", subject=shown)
    for call in module.scopes.calls(frozenset(each.rpartition(".")[2] for each in _DONE)):
        known = module.names(call.func) & _DONE
        if known and call.lineno not in told:
            name = min(known)
            done = _ASKED[name](call, module) if name in _ASKED else _OF_ALL[name]
            yield fact(
                "logger",
                [call],
                f"For all of the process, {done}: ",
                code(spelt(call)),
                ".",
                subject=spelt(call),
            )


def _logger(node: ast.expr, module: Module) -> ast.expr | None:
    """The logger that an attribute belongs to, if that is certain."""
    match node:
        case ast.Attribute(value=owner):
            names = module.names(owner)
            return owner if names and names <= _LOGGERS else None
        case _:
            return None


def _again(node: ast.expr, word: str, owner: ast.expr, module: Module) -> Sequence[str]:
    """What takes a change back, by what it is called on; or that nothing of that name stands here."""
    words = frozenset({word})
    back = taken_back.counterpart(node, owner, words, module)
    if back is not None and last_word(node) == word:
        what = "the level" if word in ("setLevel", "level") else "it"
        return (f"; {what} is set again in {back}",)
    if back is not None:
        return ("; ", code(spelt(back.first)), f" stands in {back}")
    other = "" if last_word(node) != word else "other "
    others = any(each is not node for each in taken_back.named(words, module)[:2])
    is_alone = not others and taken_back.is_known_above(node, module)
    return (f"; no {other}", code(word), " stands in this file") if is_alone else ()


def _warnings(call: ast.Call, _: Module) -> str:
    """What a call says of warnings: whether loggers get them."""
    given = argument(call, 0, "capture")
    match None if given is None else truth(given):
        case True:
            return "warnings are sent to loggers"
        case False:
            return "warnings are no longer sent to loggers"
        case _:
            return "whether loggers get warnings is set"


def _dropped(call: ast.Call, module: Module) -> str:
    """What a call says of records that are dropped: those up to a level, or none any more."""
    given = argument(call, 0, "level")
    if given is not None and (module.names(given) == {"logging.NOTSET"} or truth(given) is False):
        return "records are no longer dropped by their level"
    return "records up to a level are dropped"


_ASKED: Mapping[str, Callable[[ast.Call, Module], str]] = {
    "logging.captureWarnings": _warnings,
    "logging.disable": _dropped,
}
"""Calls that do one thing or the opposite, by what they are given."""
_DONE = {*_OF_ALL, *_ASKED}
