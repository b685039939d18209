"""Loggers that a file changes, which all of the process shares, and what is seen to change them back."""

from __future__ import annotations

import ast
from collections.abc import Container, Iterator, Sequence

from flake8_testsec.review.document import Fact, code, fact
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module

_COUNTERPARTS = {"addHandler": "removeHandler", "addFilter": "removeFilter", "setLevel": "setLevel"}
"""What changes a logger, and what takes that back."""
_SET = ("propagate", "disabled", "level", "handlers", "filters")
_LOGGERS = frozenset({"logging.getLogger()", "logging.root"})
_OF_ALL = {
    "logging.basicConfig": "handlers and a level are put on the root logger",
    "logging.config.dictConfig": "all of logging is set up anew",
    "logging.config.fileConfig": "all of logging is set up anew",
    "logging.captureWarnings": "warnings are sent to loggers",
    "logging.disable": "records up to a level are dropped",
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
            yield fact("logger", [call], words, code(shown), *_back(call, owner, module), ".", subject=shown)
    for attribute in module.attributes(_SET):
        is_set = isinstance(attribute.ctx, ast.Store) and attribute.lineno not in told
        if is_set and (owner := _logger(attribute, module)) is not None:
            shown = spelt(attribute)
            again = _again(attribute, attribute.attr, owner, module)
            yield fact("logger", [attribute], words, code(shown), *again, ".", subject=shown)
    for call in module.scopes.calls(frozenset(each.rpartition(".")[2] for each in _OF_ALL)):
        known = module.names(call.func) & _OF_ALL.keys()
        if known and call.lineno not in told:
            what = f"For all of the process, {_OF_ALL[min(known)]}: "
            yield fact("logger", [call], what, code(spelt(call)), ".", subject=spelt(call))


def _logger(node: ast.expr, module: Module) -> ast.expr | None:
    """The logger that an attribute belongs to, if that is certain."""
    match node:
        case ast.Attribute(value=owner):
            names = module.names(owner)
            return owner if names and names <= _LOGGERS else None
        case _:
            return None


def _back(call: ast.Call, owner: ast.expr, module: Module) -> Sequence[str]:
    """What takes a change back, by what it is called on; or that nothing of that name stands here."""
    return _again(call.func, _COUNTERPARTS[last_word(call.func)], owner, module)


def _again(node: ast.expr, word: str, owner: ast.expr, module: Module) -> Sequence[str]:
    others = [each for each in module.attributes({word}) if each is not node]
    same = [each for each in others if spelt(each.value) == spelt(owner)]
    if same:
        lines = sorted({each.lineno for each in same})
        more = f" and {len(lines) - 1} more" if len(lines) > 1 else ""
        return ("; ", code(spelt(same[0])), f" stands in line {lines[0]}{more}")
    other = "" if last_word(node) != word else "other "
    return () if others else (f"; no {other}", code(word), " stands in this file")
