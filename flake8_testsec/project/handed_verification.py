"""Classes and functions of the project that hand ``verify`` on to a client of HTTP."""

from __future__ import annotations

import ast
from collections.abc import Collection

from flake8_testsec.project.facts import facts_of
from flake8_testsec.project.views import view_of
from flake8_testsec.source.calls import keyword, last_word
from flake8_testsec.source.module import Module
from flake8_testsec.source.receivers import callees
from flake8_testsec.vocabulary.network.verification import VERIFYING

_VERIFYING = frozenset(VERIFYING)
_WORDS = frozenset(name.rpartition(".")[2] for name in VERIFYING)
_SESSIONS = ("httpx.", "requests.")


def hands_verification_on(call: ast.Call, module: Module) -> bool:
    """Whether a class or a function of the project is called that hands ``verify`` on to a client of HTTP.

    Args:
        call: any call.
        module: its module.
    """
    view, names = view_of(module), module.names(call.func)
    home = view.home(view.meaning(min(names)), module.path) if view is not None and len(names) == 1 else None
    if view is None or home is None or home[0].path == facts_of(module).path:
        return False
    return home[1] in (view.told("verification.handed", home[0].path, _handing) or ())


def _handing(module: Module) -> Collection[str]:
    """The definitions at the top of a file that do so."""
    found = {_top(each, module) for each in module.calls(_WORDS) if _hands_on(each, module)}
    return found | {_top(each, module) for each in module.nodes(ast.Assign) if _is_kept(each, module)}


def _hands_on(call: ast.Call, module: Module) -> bool:
    given = keyword(call, "verify")
    return given is not None and _is_verify(given.value) and bool(callees(call, module) & _VERIFYING)


def _is_kept(statement: ast.Assign, module: Module) -> bool:
    """Whether an attribute of a session is told what was asked for."""
    match statement:
        case ast.Assign(targets=[ast.Attribute(attr="verify", value=owner)], value=value):
            made = module.names(owner)
            return _is_verify(value) and any(each.startswith(_SESSIONS) for each in made)
        case _:
            return False


def _is_verify(value: ast.expr) -> bool:
    return last_word(value).lstrip("_") == "verify"


def _top(node: ast.AST, module: Module) -> str:
    """The definition of the file's level that a node stands in; empty outside of any."""
    above = (each for each in module.ancestors(node) if module.parent(each) is module.tree)
    return next((getattr(each, "name", "") for each in above), "")
