"""What releases a handle or a path, and whether anything is lost without it."""

from __future__ import annotations

import ast

from bench.inject.finders import PATHS, RESOURCES, frees, is_plain, mentions
from bench.inject.spared import (
    ENDING_WITH_THEIR_OBJECT,
    holds_nothing,
    is_idle_at_the_end,
    is_kept,
    is_reader,
    is_step,
)
from bench.inject.text import Function, Text


def is_returned(text: Text, function: Function, target: str) -> bool:
    """Whether a function hands something out."""
    returns = (each for each in ast.walk(function) if isinstance(each, ast.Return) and each.value)
    return any(mentions(text, each, target) for each in returns)


def is_only_release(text: Text, statement: ast.stmt, target: str, scope: ast.AST) -> bool:
    """Whether nothing else in a scope gives something back, as a call or registered."""
    place = scope_of(text, statement, target) if target.startswith("self.") else scope
    inside = [each for each in ast.walk(place) if isinstance(each, ast.Attribute) and each.attr in ENDS]
    count = sum(text.code(each.value) == target for each in inside)
    return count <= 1 and not mentions(text, place, f"with {target}")


def scope_of(text: Text, statement: ast.stmt, target: str) -> ast.AST:
    """Where a handle may be spoken of: in the class that keeps it, or in the function of its name."""
    function = text.function(statement) or text.tree
    return text.class_(statement) or function if target.startswith("self.") else function


ENDS = {
    "close",
    "detach",
    "wait",
    "communicate",
    "kill",
    "terminate",
    "shutdown",
    "server_close",
    "join",
    "stop",
}
"""The methods that may give something back, whatever it is."""


def removals(text: Text, scope: ast.AST, target: str) -> int:
    """How many calls and registrations remove a path, or may: whatever takes it beside a word of removal."""
    found = 0
    for each in ast.walk(scope):
        if isinstance(each, ast.Call) and target in map(text.code, each.args):
            words = f"{text.code(each.func)} {' '.join(map(text.code, each.args))}"
            found += any(
                word in words for word in ("rmtree", "remove", "unlink", "rmdir", "cleanup", "delete")
            )
    return found


def is_known_release(text: Text, made: ast.Call, method: str) -> bool:
    """Whether a method gives back what a call has made."""
    return text.called(made) in RESOURCES and frees(text, made, method)


def is_release_spared(
    text: Text, function: Function, statement: ast.stmt, made: ast.Call, target: str
) -> bool:
    """Whether nothing is lost without a release, somebody else may see to it, or the test is about it."""
    is_idle = is_idle_at_the_end(text, function, made) or holds_nothing(text, function, made, target)
    is_archive = text.called(made) == "zipfile.ZipFile" and not is_reader(text, made)
    is_noticed = is_archive and statement is not function.body[-1]  # what is written is read below
    is_elsewhere = is_kept(text, function, target) or is_step(text, function, statement, target)
    return is_idle or is_noticed or is_elsewhere


def is_lost(text: Text, try_: ast.Try, made: ast.Call, target: str) -> bool:
    """Whether something stays for long when a failing assertion skips its release."""
    if text.called(made) in PATHS:
        return is_plain(text, try_)
    is_spared = text.called(made) in ENDING_WITH_THEIR_OBJECT or is_kept(text, try_, target)
    around = text.function(try_) or try_
    return is_owned(text, made) and not (is_spared or holds_nothing(text, around, made, target))


def is_owned(text: Text, made: ast.Call) -> bool:
    """Whether what a call has made must be given back."""
    return text.called(made) in RESOURCES or text.called(made) in PATHS
