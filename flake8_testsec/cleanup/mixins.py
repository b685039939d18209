"""Classes that are only used beside others, whose bases look after what their tests leave."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence

from flake8_testsec.project.facts import facts_of, name_of
from flake8_testsec.project.views import Found, is_framework
from flake8_testsec.source.module import Module


def is_mixin(classes: Sequence[Found], outside: Iterable[str], module: Module) -> bool:
    """Whether other bases may be beside a class where it is used: by its name, or because some are.

    Args:
        classes: the class, and those above it.
        outside: the qualified names of the bases that are not of the project.
        module: the module of the class.

    Returns:
        ``False`` for what inherits from a class of a framework, but for its name.
    """
    own = classes[0]
    if own.class_.name.endswith("Mixin"):
        return True
    here = facts_of(module)
    read = {here.path: here, **{each.module.path: each.module for each in classes}}
    beside = any(own.name in each.together for each in read.values())
    return beside and not any(map(is_framework, outside))


def users(mixin: ast.ClassDef, module: Module) -> Sequence[ast.ClassDef]:
    """The classes of a module that a mixin is a base of.

    Args:
        mixin: a class of the module.
        module: its module.

    Returns:
        The classes in source order; none if other modules alone use it.
    """
    here = facts_of(module)
    name = f"{here.dotted}.{name_of(mixin, module)}"
    taking = {each.line for each in here.classes if name in each.bases}
    return [each for each in module.nodes(ast.ClassDef) if each.lineno in taking]
