"""Whether what a test replaces is there: patching what is not there fails."""

from __future__ import annotations

import ast
import builtins
import enum
import sys
from collections.abc import Mapping

from flake8_testsec.cleanup.flow import place
from flake8_testsec.cleanup.touches import Touch
from flake8_testsec.project.library import class_names
from flake8_testsec.project.views import Found, View, view_of
from flake8_testsec.source.module import Module, once, within
from flake8_testsec.source.syntax import Function

_OPTIONAL = frozenset(
    {
        "_MEIPASS",
        "frozen",
        "last_exc",
        "last_traceback",
        "last_type",
        "last_value",
        "ps1",
        "ps2",
        "pypy_translation_info",
        "pypy_version_info",
        "real_prefix",
    }
    | {"tracebacklimit"}
)
"""Attributes of ``sys`` that are seldom there."""


def is_optional(change: Touch) -> bool:
    """Whether a change is of an attribute that the standard library has at some times only, or never."""
    owner, _, name = change.tag.removeprefix("set:").rpartition(".")
    if owner == "builtins":
        return name not in vars(builtins)
    return owner == "sys" and name in _OPTIONAL


def is_conditional(change: Touch, module: Module) -> bool:
    """Whether a change is of a name that a module of the project binds in one branch and not in the other, as
    where a library of the platform can be loaded."""
    owner, _, name = change.tag.removeprefix("set:").rpartition(".")
    view = view_of(module)
    facts = view.facts(owner) if view is not None and owner else None
    return facts is not None and name in facts.bound and name in facts.sometimes


def is_kept(change: Touch, module: Module) -> bool:
    """Whether a change is of a property of an object that has no deleter: a patch, which takes away from the
    object what it has set, cannot be stopped."""
    return _is_kept_property(change.tag.removeprefix("set:"), module)


@once
def _is_kept_property(qualified: str, module: Module) -> bool:
    from flake8_testsec.project.properties import is_kept_property  # few ask for it

    owner, _, name = qualified.rpartition(".")
    view = view_of(module)
    return view is not None and is_kept_property(owner, name, module.path, view)


def is_for_others(node: ast.AST, module: Module) -> bool:
    """Whether a node stands where the standard library lacks what it makes: other Pythons, or none, come by.

    Args:
        node: any node.
        module: its module.

    Returns:
        ``True`` below ``if not hasattr(socket, "socketpair")``.
    """
    asking = _asking(module)
    inner = node
    for above in module.ancestors(node) if asking else ():
        if isinstance(above, ast.If) and above in asking and inner in above.body:
            return bool(module.names(asking[above]) & sys.stdlib_module_names)
        inner = above
    return False


@once
def _asking(module: Module) -> Mapping[ast.If, ast.expr]:
    """The conditions for what lacks an attribute, and what lacks it: seldom any."""
    found: dict[ast.If, ast.expr] = {}
    for node in module.nodes(ast.If):
        match node.test:
            case ast.UnaryOp(op=ast.Not(), operand=ast.Call(func=ast.Name(id="hasattr"), args=[owner, _])):
                found[node] = owner
    return found


class Presence(enum.Enum):
    """Whether the attribute that a change replaces is there."""

    CERTAIN = enum.auto()
    UNKNOWN = enum.auto()
    ABSENT = enum.auto()


def presence(change: Touch, function: Function, module: Module) -> Presence:
    """Whether the attribute that a change replaces is there.

    Args:
        change: the change of an attribute.
        function: the function that makes it.
        module: the module in which it stands.

    Returns:
        Certain for what a module or class of the project that was read has under no condition, for what is
        of a module of the standard library, or saved in the function before. An attribute that a method or a
        branch sets may be missing from the class or the module itself; it is absent if all bases of the
        class can be read, and none has it, and counts so if a module has it on a condition alone, as where a
        library of the platform can be loaded.
    """
    owner, _, name = change.tag.removeprefix("set:").rpartition(".")
    view = view_of(module)
    facts = view.facts(owner) if view is not None and owner else None
    is_read = any(_reads(node, f"{owner}.{name}", change, module) for node in within(function))
    if is_read or (facts and name in facts.always):
        return Presence.CERTAIN
    if is_conditional(change, module):
        return Presence.ABSENT
    if owner.partition(".")[0] in sys.stdlib_module_names:
        return Presence.ABSENT if _in_library(name, owner) is Presence.ABSENT else Presence.CERTAIN
    classes = view.classes(owner, module.path) if view is not None and owner else ()
    found = [_in_class(name, each, view, _HOPS) for each in classes if isinstance(each, Found) and view]
    if Presence.CERTAIN in found:
        return Presence.CERTAIN
    is_absent = len(found) == len(classes) and {*found} == {Presence.ABSENT}
    return Presence.ABSENT if is_absent else Presence.UNKNOWN


_HOPS = 20
"""Classes above one that are followed."""


def _in_class(name: str, class_: Found | str, view: View, hops: int) -> Presence:
    """Whether a class has an attribute, by its own body and those of its bases."""
    if not isinstance(class_, Found):
        return _in_library(name, class_)
    if f"{class_.class_.name}.{name}" in class_.module.always:
        return Presence.CERTAIN
    found = set()
    for base in class_.class_.bases:
        above = view.classes(base, class_.module.path) if base and hops else ("",)
        found |= {_in_class(name, each, view, hops - 1) for each in above}
    return next((each for each in (Presence.CERTAIN, Presence.UNKNOWN) if each in found), Presence.ABSENT)


def _in_library(name: str, qualified: str) -> Presence:
    names = frozenset() if qualified in ("object", "builtins.object") else class_names(qualified)
    if names is None or "__getattr__" in names:
        return Presence.UNKNOWN
    return Presence.CERTAIN if name in names else Presence.ABSENT


def _reads(node: ast.AST, name: str, change: Touch, module: Module) -> bool:
    """Whether a node reads an attribute before it is changed."""
    is_read = isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load)
    return is_read and place(node) < place(change.node) and name in module.names(node)
