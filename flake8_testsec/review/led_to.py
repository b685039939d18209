"""Which calls of a file lead to what a function of another file does, as far as the call itself tells."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence

from flake8_testsec.patterns import lazy
from flake8_testsec.project.facts import facts_of
from flake8_testsec.project.views import View, view_of
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
        return not (is_far or _is_pinned(call, does, way, module))
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


def _is_pinned(call: ast.AST, does: Does, way: str, module: Module) -> bool:
    """Whether clock or chance may stand still: by a library, a seed, or a double of a name on the way to it.

    Fixtures and base classes of other files may see to that, too.
    """
    if module.mentions(*_PINNING) or _stand_still(module) is None:
        return True
    read = {
        one for each in does.parts if isinstance(each, Code) for one in each.removesuffix("()").split(".")
    }
    called = last_word(call.func) if isinstance(call, ast.Call) else ""
    words = {*read, *way.split("."), called}
    replaced = {each.rpartition(".")[2] for each in replaced_by_any(call, module)}
    return not (words.isdisjoint(replaced) and words.isdisjoint(_spoken_of(module)))


@once
def _spoken_of(module: Module) -> frozenset[str]:
    """The words in which literals end, those that attributes are stored under, and those of files beside."""
    named = (each.rpartition(".")[2] for each in module.literals if isinstance(each, str))
    return frozenset(
        {*named, *(each.attr for each in module.attributes_stored), *(_stand_still(module) or ())}
    )


_PINNING = ("freeze_time", "freezegun", "freezer", "time_machine", "seed")
_REPLACING = ("patch", "setattr")
_LAST_WORDS = lazy(r"\b(\w+)['\"]")


@once
def _stand_still(module: Module) -> frozenset[str] | None:
    """The words in which literals end of files beside that replace something; ``None`` if one may pin all."""
    view = view_of(module)
    texts = [] if view is None else [view.text(each) for each in _beside(module, view)]
    if any(word in each for each in texts for word in _PINNING):
        return None
    replacing = (each for each in texts if any(word in each for word in _REPLACING))
    return frozenset(word for each in replacing for word in _LAST_WORDS.findall(each))


def _beside(module: Module, view: View) -> Iterable[str]:
    """The files of which fixtures and bases may come: ``conftest.py``, and what it and the file import."""
    every = (facts_of(module), *view.conftests())
    brought = ((each.path, one) for each in every for one in (*each.stars, *each.plugins))
    imported = ((each.path, meant) for each in every for _, meant in each.imports)
    found = (
        view.place(name, path) or view.place(name.rpartition(".")[0], path)
        for path, name in (*brought, *imported)
    )
    places = (*(each.path for each in every), *found)
    return dict.fromkeys(each for each in places if each is not None and each != module.path)


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
