"""Attributes of modules that get their first value again, which the module itself gives them."""

from __future__ import annotations

import ast
from collections.abc import Container, Iterator

from flake8_testsec.cleanup.touches import Touch
from flake8_testsec.project.module_facts import first_value
from flake8_testsec.project.views import View, view_of
from flake8_testsec.source.calls import is_empty, last_word
from flake8_testsec.source.module import Module, inside, once
from flake8_testsec.source.syntax import Function

_NONE = frozenset({"assertIsNone", "assert_is_none"})
_SAME = frozenset({"assertEqual", "assertEquals", "assertIs", "assert_equal"})


def is_first(value: ast.expr | None, change: Touch, module: Module) -> bool:
    """Whether a value is the one that the module, of which an attribute is changed, gives it itself.

    Args:
        value: a value, if it is known.
        change: the change of the attribute.
        module: the module in which it is changed.

    Returns:
        ``True`` for a plain literal that the attribute has at the top of its module, once and for all, or in
        the body of its class or of the first base that binds it.
    """
    owner, _, name = change.tag.removeprefix("set:").rpartition(".")
    if not isinstance(value, ast.Constant) or change.state.code != "TSE313" or not owner:
        return False
    view = view_of(module)
    if view is None:
        return False
    facts = view.facts(owner)
    return first_value(name, value) in (facts.firsts if facts is not None else _firsts(owner, name, view))


_MOST = 30
"""Classes above each other in which an attribute is looked for."""


def _firsts(owner: str, name: str, view: View) -> Container[str]:
    """The first values of the module whose class binds an attribute first, by the attribute's name."""
    waiting = [*view.classes(owner)]
    for _ in range(_MOST):
        found = waiting.pop(0) if waiting else ""
        if isinstance(found, str):
            break
        prefix = f"{found.class_.name}."
        if name in found.class_.sets:
            firsts = (each.removeprefix(prefix) for each in found.module.firsts if each.startswith(prefix))
            return frozenset(firsts)
        above = [each for base in found.class_.bases for each in view.classes(base, found.module.path)]
        waiting = above + waiting
    return ()


def is_last_deed(touch: Touch, function: Function, module: Module) -> bool:
    """Whether a function ends with a literal for one of Django's settings, of which it has no use any more.

    Args:
        touch: what is done to the setting.
        function: the function.
        module: its module.

    Returns:
        ``False`` where the assignment is not the very last statement, or gives what is made there; and for
        attributes of modules, whose first values are known.
    """
    if not touch.tag.startswith(_OF_DJANGO) or module.parent(touch.node) is not function.body[-1]:
        return False
    return isinstance(touch.value, ast.Constant) or is_empty(touch.value)


_OF_DJANGO = "set:django.conf.settings."


def may_be_first(value: ast.expr | None, change: Touch) -> bool:
    """Whether a class is given nothing for an attribute again, as it may well have had before.

    Args:
        value: a value, if it is known.
        change: the change of the attribute.

    Returns:
        ``False`` for attributes of modules, whose first values are known.
    """
    owner = change.tag.removeprefix("set:").rpartition(".")[0]
    is_nothing = isinstance(value, ast.Constant) and value.value is None
    return is_nothing and change.state.code == "TSE313" and owner.rpartition(".")[2][:1].isupper()


def is_expected_again(change: Touch, function: Function, module: Module) -> bool:
    """Whether a test expects below a change that the code under test has put the first value back.

    Args:
        change: the change of an attribute of a module.
        function: the function that makes it.
        module: its module.

    Returns:
        ``True`` where an assertion says that the attribute is what its module has made it, or of one of an
        object, which was set to something, that it is ``None``.
    """
    after = (each for each in _expected(function, module) if each[0] > getattr(change.node, "lineno", 0))
    return any(
        change.tag.removeprefix("set:") in names
        and (is_first(value, change, module) or _is_emptied(value, change, module))
        for _, names, value in after
    )


def _is_emptied(value: ast.expr, change: Touch, module: Module) -> bool:
    """Whether a value is ``None``, and the attribute not that of a module whose first values are known."""
    owner, view = change.tag.removeprefix("set:").rpartition(".")[0], view_of(module)
    is_none = isinstance(value, ast.Constant) and value.value is None
    return is_none and view is not None and view.facts(owner) is None


@once
def _expected(function: Function, module: Module) -> list[tuple[int, frozenset[str], ast.expr]]:
    """What a function asserts to have a literal value: the line, the qualified names, the value."""
    claims = ((node, claim) for node in inside(function, module) for claim in _claimed(node))
    return [(getattr(node, "lineno", 0), module.names(subject), value) for node, (subject, value) in claims]


def _claimed(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    match node:
        case ast.Assert(
            test=ast.Compare(
                left=ast.Attribute() as subject,
                ops=[ast.Is() | ast.Eq()],
                comparators=[ast.Constant() as value],
            )
        ):
            yield subject, value
        case ast.Call(func=func, args=[ast.Attribute() as subject]) if last_word(func) in _NONE:
            yield subject, ast.Constant(None)
        case ast.Call(func=func, args=[ast.Attribute() as subject, ast.Constant() as value]) if (
            last_word(func) in _SAME
        ):
            yield subject, value
