"""Copies of the environment, and who keeps the real one meanwhile."""

from __future__ import annotations

import ast

from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.module import Module, once

_COPIES = frozenset({"dict", "copy.copy", "copy.deepcopy"})


@once
def keeps_real_one(module: Module) -> bool:
    """Whether ``os.environ`` itself is saved anywhere: then a copy only stands in for it meanwhile.

    Args:
        module: any module.
    """
    outer = (module.parent(each) for each in module.attributes({"environ"}))
    values = (each.value for each in outer if isinstance(each, ast.Assign))
    return any(module.names(each) == {"os.environ"} for each in values)


def is_copy(value: ast.expr, module: Module) -> bool:
    """Whether a value is a copy of ``os.environ``.

    Args:
        value: what is assigned, or a name or attribute of ``self`` that holds it.
        module: its module.
    """
    match value:
        case ast.Call(func=func, args=[taken]) if module.names(func) & _COPIES:
            return bool(module.names(taken) & {"os.environ"})
        case ast.Call(func=func):
            return bool(module.names(func) & {"os.environ.copy"})
        case ast.Name():
            bindings = module.bindings(value)
            return bool(bindings) and all(
                isinstance(each, Bound) and isinstance(each.value, ast.Call) and is_copy(each.value, module)
                for each in bindings
            )
        case ast.Attribute(value=ast.Name(id="self"), attr=name):
            return _is_saved(value, name, module)
        case _:
            return False


def _is_saved(node: ast.AST, name: str, module: Module) -> bool:
    class_ = module.above(node, ast.ClassDef)
    for each in module.stored(name, class_) if class_ is not None else ():
        match module.parent(each):
            case ast.Assign(targets=[target], value=ast.Call() as value) if target is each:
                return is_copy(value, module)
    return False


_SET_UPS = frozenset({"asyncSetUp", "setUp", "setUpClass", "setUpModule", "setup_method", "setup_class"})


def restores_nothing(target: ast.AST, module: Module) -> bool:
    """Whether what is assigned a copy of the environment is not meant to be restored by that.

    Args:
        target: what is assigned to.
        module: its module.

    Returns:
        ``True`` in a set-up, and where the module keeps the real one.
    """
    function = module.function(target)
    return keeps_real_one(module) or (function is not None and function.name in _SET_UPS)
