"""Classes that name a set-up or tear-down of others, past the order of their bases."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import partial

from flake8_testsec.cleanup.lineage import lineage
from flake8_testsec.project.facts import name_of
from flake8_testsec.project.hooks import NAMES
from flake8_testsec.project.views import view_of
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module, once

_LEAVING_HOOKS = ("pytest.mark.", "unittest.", "django.test.")
"""Where decorators of classes come from that change no set-up or tear-down of a mixin."""


def is_named(hook: str, class_: ast.ClassDef, module: Module) -> bool:
    """Whether a class, or one above it, may call a hook of another class by its name, or is given one.

    Args:
        hook: the name of a set-up or tear-down method.
        class_: the class.
        module: its module.

    Returns:
        ``True`` for ``Mixin.setUp(self)``, ``super(unittest.TestCase, self).setUp()`` and the like in any
        method, for ``Tests.setUp = Mixin.setUp`` below the class, and for decorators that are not known.
    """
    if hook in _given(module) or not all(_leaves_hooks(each, module) for each in class_.decorator_list):
        return True
    found = lineage(class_, module).classes
    return any(f"{each.class_.name}.{hook}" in _naming_in(each.module.path, module) for each in found)


def _leaves_hooks(decorator: ast.expr, module: Module) -> bool:
    function = decorator.func if isinstance(decorator, ast.Call) else decorator
    return any(name.startswith(_LEAVING_HOOKS) for name in module.names(function))


@once
def _given(module: Module) -> frozenset[str]:
    """The hooks that are assigned to attributes of something, in this module."""
    return frozenset(each.attr for each in module.attributes(NAMES) if isinstance(each.ctx, ast.Store))


def _naming_in(path: str, module: Module) -> frozenset[str]:
    view = view_of(module)
    if path == module.path or view is None:
        return _naming(module)
    return view.remembered("named_hooks", path, partial(_naming_of, path=path))


def _naming_of(text: str, path: str) -> frozenset[str]:
    return _naming(Module.parse(text, path, Settings()))  # its facts have been read before


@once
def _naming(module: Module) -> frozenset[str]:
    """The classes of a module, each with the hooks that it names but for those of ``super()``."""
    return frozenset(_named(module))


def _named(module: Module) -> Iterator[str]:
    for attribute in module.attributes(NAMES):
        class_ = module.above(attribute, ast.ClassDef)
        if isinstance(class_, ast.ClassDef) and not _is_next(attribute.value, class_):
            yield f"{name_of(class_, module)}.{attribute.attr}"
    for call in module.nodes(ast.Call):
        match call:
            case ast.Call(func=ast.Name(id="getattr"), args=[owner, ast.Constant(value=str(word)), *_]):
                class_ = module.above(call, ast.ClassDef)
                if isinstance(class_, ast.ClassDef) and not _is_next(owner, class_):
                    yield f"{name_of(class_, module)}.{word}"


def _is_next(owner: ast.expr, class_: ast.ClassDef) -> bool:
    """Whether this is what Python asks after a class: ``super()``, or the same with the class itself."""
    match owner:
        case ast.Call(func=ast.Name(id="super"), args=[]):
            return True
        case ast.Call(func=ast.Name(id="super"), args=[ast.Name(id=name), *_]):
            return name == class_.name
        case _:
            return False
