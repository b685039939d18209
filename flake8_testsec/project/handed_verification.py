"""Classes and functions of the project that hand ``verify`` on to a client of HTTP."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator

from flake8_testsec.project.facts import facts_of
from flake8_testsec.project.views import view_of
from flake8_testsec.source.bindings import Unknown
from flake8_testsec.source.calls import keyword
from flake8_testsec.source.module import Module, walk
from flake8_testsec.source.receivers import callees, meanings
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.network.verification import VERIFYING
from flake8_testsec.vocabulary.testing.suites import methods

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
    """The functions and classes at the top of a file whose own parameter ``verify`` goes to a client."""
    values = (*_given(module), *_kept(module))
    return frozenset(name for each in values if (name := _taker(each, module)))


def _given(module: Module) -> Iterator[ast.expr]:
    """What clients are called with."""
    for call in module.calls(_WORDS):
        given = keyword(call, "verify")
        if given is not None and callees(call, module) & _VERIFYING:
            yield given.value


def _kept(module: Module) -> Iterator[ast.expr]:
    """What an attribute of a session is told."""
    for statement in module.nodes(ast.Assign):
        match statement:
            case ast.Assign(targets=[ast.Attribute(attr="verify", value=owner)], value=value):
                if any(each.startswith(_SESSIONS) for each in meanings(owner, module)):
                    yield value


def _taker(value: ast.expr, module: Module) -> str:
    """The definition whose own parameter a value is, or one that its object has kept; else empty."""
    match value:
        case ast.Name(id="verify"):
            function = _of_parameter(value, module)
            return _called_so(function, module) if function is not None else ""
        case ast.Attribute(attr="verify" | "_verify" as word, value=ast.Name(id="self")):
            method = module.function(value)
            class_ = module.class_of(method) if method is not None else None
            makers = (each for each in methods(class_) if each.name == "__init__") if class_ else ()
            return next((_called_so(each, module) for each in makers if _keeps(word, each, module)), "")
        case _:
            return ""


def _of_parameter(name: ast.Name, module: Module) -> ast.AST | None:
    """The function whose parameter a name is."""
    match module.bindings(name):
        case [Unknown(node=ast.arg() as given)]:
            return module.function(given)
        case _:
            return None


def _called_so(function: ast.AST, module: Module) -> str:
    """What is called at the file's level to call a function: it, or the class that it makes objects of."""
    class_ = module.class_of(function)
    called = class_ if class_ is not None and getattr(function, "name", "") == "__init__" else function
    return getattr(called, "name", "") if module.parent(called) is module.tree else ""


def _keeps(word: str, maker: Function, module: Module) -> bool:
    """Whether an object keeps what it is told as an attribute of a name."""
    stored = (module.above(each, ast.Assign) for each in module.stored(word, maker))
    values = (node for each in stored if each is not None for node in walk(each.value))
    names = (each for each in values if isinstance(each, ast.Name) and each.id == "verify")
    return any(_of_parameter(each, module) is maker for each in names)
