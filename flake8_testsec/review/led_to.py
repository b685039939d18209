"""Which calls of a file lead to what a function of another file does, as far as the call itself tells."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from flake8_testsec.project.views import view_of
from flake8_testsec.review.asked_kinds import may_be
from flake8_testsec.review.document import Code, code, listed
from flake8_testsec.review.guards import is_met
from flake8_testsec.review.other_files import PASSING, Does
from flake8_testsec.review.replaced_here import replaced_by_any
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module, once

_MOST = 4
"""Arguments that are shown."""


def led_to(call: ast.AST, does: Does, way: str, module: Module, *, is_far: bool) -> bool:
    """Whether a call may lead to something.

    Args:
        call: the call.
        does: what is done.
        way: the function that does it.
        module: the module of the call.
        is_far: whether another function stands between, so that it is not known what that gives.

    Returns:
        ``False`` where the call does not give what is asked for, where `open` is replaced there, and where
        the file itself speaks of what a function keeps.
    """
    if does.by == "memo":
        return way.rpartition(".")[2] not in _cleared(module)
    if does.by in PASSING:
        return not (is_far or _is_pinned(call, does, module))
    if does.by == "open" and _is_replaced(call, does.lines[0].path, module):
        return False
    return is_far or (is_met(call, does.needs) and may_be(call, does.kinds, module))


def _is_replaced(call: ast.AST, path: str, module: Module) -> bool:
    """Whether `open` stands for a double where a file calls it."""
    view = view_of(module)
    names = (each for each in replaced_by_any(call, module) if each.rpartition(".")[2] == "open")
    homes = [each.rpartition(".")[0] for each in names]
    return "builtins" in homes or (
        view is not None and any(view.place(each, module.path) == path for each in homes)
    )


def _is_pinned(call: ast.AST, does: Does, module: Module) -> bool:
    """Whether a file may have clock or chance stand still: by a library, a seed, or a double of the name."""
    if module.mentions(*_PINNING):
        return True
    words = {
        one for each in does.parts if isinstance(each, Code) for one in each.removesuffix("()").split(".")
    }
    named = {each.rpartition(".")[2] for each in module.literals if isinstance(each, str)}
    replaced = {each.rpartition(".")[2] for each in replaced_by_any(call, module)}
    return not words.isdisjoint({*named, *replaced})


_PINNING = ("freeze_time", "freezegun", "freezer", "time_machine", "seed")


@once
def _cleared(module: Module) -> frozenset[str]:
    """The functions of which a file names what they keep."""
    words = {"cache", "cache_clear", "clear_cache", "cache_info"}
    return frozenset(last_word(each.value) for each in module.attributes(words))


def with_programs(does: Does, calls: Sequence[ast.AST]) -> Does:
    """The same with what the calls give first, where a process is started that is told what to run.

    Args:
        does: what is done.
        calls: the calls.

    Returns:
        What is told.
    """
    if does.aspect != "Execution" or not does.parts[0].startswith("Starts a process"):
        return does
    first = (each.args[0] for each in calls if isinstance(each, ast.Call) and each.args)
    shown = [*dict.fromkeys(code(spelt(each)) for each in first if isinstance(each, ast.List | ast.Tuple))]
    if not shown:
        return does
    more = [f"{len(shown) - _MOST} more"] if len(shown) > _MOST else []
    given = listed([*shown[:_MOST], *more])
    return does._replace(parts=(*does.parts[:-1], "; given first here: ", *given, "."))
