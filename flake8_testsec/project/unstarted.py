"""Patchers that are kept, and that nothing starts, enters or hands on."""

from __future__ import annotations

import ast

from flake8_testsec.project.known import is_known
from flake8_testsec.project.views import Found, is_spoken_of, view_of
from flake8_testsec.source.module import Module, names_below, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import MOCK_ASSERTIONS, expecting_around, is_assertion
from flake8_testsec.vocabulary.testing.said_names import said_names
from flake8_testsec.vocabulary.testing.suites import receiver

_READ = frozenset({"called", "call_args", "call_count", "mock_calls", "return_value", "side_effect"})
_IDLE = MOCK_ASSERTIONS | _READ | {"stop"}
"""What asks a patcher for nothing that starts it."""
_HOPS = 5


def is_unstarted(target: ast.expr, module: Module) -> bool:
    """Whether a patcher that is bound to a local name, or to an attribute of the test, is never started.

    Args:
        target: what it is bound to.
        module: its module.
    """
    match target:
        case ast.Name():
            return _is_unstarted_name(target, module)
        case ast.Attribute(value=ast.Name(id=owner)):
            function, class_ = module.function(target), module.above(target, ast.ClassDef)
            if function is None or class_ is None or owner != receiver(function, module):
                return False
            return _is_unstarted_attribute(target, class_, module)
        case _:
            return False


def _is_unstarted_name(target: ast.Name, module: Module) -> bool:
    """Whether a local name is only asked for what starts nothing."""
    function = module.function(target)
    if function is None or target.id in module.scopes.scope(target).elsewhere:
        return False
    return _is_only_asked(target.id, function, module)


@once
def _is_only_asked(name: str, function: Function, module: Module) -> bool:
    """Whether a name is bound once in a function, and then only asked for what starts nothing."""
    uses = names_below(function, module)[name]
    read = [each for each in uses if isinstance(each.ctx, ast.Load)]
    return bool(read) and len(read) == len(uses) - 1 and all(_is_idle(each, module) for each in read)


def _is_unstarted_attribute(target: ast.Attribute, class_: ast.ClassDef, module: Module) -> bool:
    """Whether nothing in the module asks such an attribute for what may start it, and no other class can."""
    if target.attr in said_names(module) or not _is_only_stopped(target.attr, module):
        return False
    return not is_spoken_of(class_.name, module) and _is_of_no_base(target.attr, class_, module)


@once
def _is_only_stopped(word: str, module: Module) -> bool:
    """Whether nothing is done with attributes of a name but what starts nothing."""
    if module.calls({"getattr", "vars"}) or module.attributes({"__dict__"}):
        return False
    return all(
        isinstance(each.ctx, ast.Store) or _is_idle(each, module) for each in module.attributes({word})
    )


def _is_idle(use: ast.expr, module: Module) -> bool:
    match module.parent(use):
        case ast.Attribute(attr=word) as asked:
            return word in _IDLE and expecting_around(asked, module) is None and not _is_tried(asked, module)
        case _:
            return False


def _is_tried(asked: ast.Attribute, module: Module) -> bool:
    """Whether the answer of ``stop`` is asserted: it is tried on a patcher that is not started."""
    match module.parent(asked):
        case ast.Call(func=func) as call if func is asked and asked.attr == "stop":
            statement = module.above(call, ast.stmt)
            return statement is not None and is_assertion(statement)
        case _:
            return False


def _is_of_no_base(word: str, class_: ast.ClassDef, module: Module) -> bool:
    """Whether no class above one speaks of an attribute; those of the module have been asked."""
    view = view_of(module)
    for names in module.bases(class_):
        if len(names) != 1:
            return False
        (name,) = names
        own = name.startswith(".".join(module.dotted) + ".") or "." not in name
        if own or is_known(name):
            continue
        found = view.classes(name) if view is not None else ("",)
        if not all(_lacks(word, each, module, _HOPS) for each in found):
            return False
    return True


def _lacks(word: str, found: Found | str, module: Module, hops: int) -> bool:
    """Whether the file of a class, and those of the classes above it, do not have a word."""
    view = view_of(module)
    if isinstance(found, str) or view is None or not hops:
        return isinstance(found, str) and is_known(found)
    if word in view.text(found.module.path):
        return False
    above = (each for base in found.class_.bases for each in view.classes(base, found.module.path))
    return all(_lacks(word, each, module, hops - 1) for each in above)
