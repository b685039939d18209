"""Classes that are only used beside others, whose bases look after what their tests leave."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from flake8_testsec.project.facts import facts_of, name_of
from flake8_testsec.project.views import Found, is_framework
from flake8_testsec.source.module import Module, once


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
    beside = any(each.has_beside_others(own.name) for each in read.values())
    return beside and not any(map(is_framework, outside))


def users(mixin: ast.ClassDef, module: Module) -> Sequence[ast.ClassDef]:
    """The classes of a module that a mixin is a base of.

    Args:
        mixin: a class of the module.
        module: its module.

    Returns:
        The classes in source order; none if other modules alone use it.
    """
    return _users(module).get(name_of(mixin, module), ())


@once
def _users(module: Module) -> Mapping[str, Sequence[ast.ClassDef]]:
    """The classes of a module by the names of the classes of the module that are among their bases."""
    here = facts_of(module)
    prefix = f"{here.dotted}."
    bases = {each.line: each.bases for each in here.classes}
    found: dict[str, list[ast.ClassDef]] = defaultdict(list)
    for class_ in module.nodes(ast.ClassDef):
        for base in dict.fromkeys(bases.get(class_.lineno, ())):
            if base.startswith(prefix):
                found[base.removeprefix(prefix)].append(class_)
    return dict(found)
