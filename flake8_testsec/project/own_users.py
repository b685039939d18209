"""Comments of a mixin that name one of the classes that take it in."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from flake8_testsec.patterns import lazy
from flake8_testsec.project.importers import stem_of
from flake8_testsec.project.views import view_of
from flake8_testsec.source.module import Module, once
from flake8_testsec.vocabulary.testing.skips import remark

_NAME = lazy(r"[A-Z][A-Za-z0-9]{3,40}")
"""A word that may be part of the name of a class."""


def is_of_one_user(handler: ast.ExceptHandler, module: Module) -> bool:
    """Whether a comment in a mixin names what some of the classes are called after that take it in, and
    others are not: ``# SQLite blocks`` where there are ``SQLiteTest(ShopTest)`` and ``MySQLTest(ShopTest)``.

    Args:
        handler: a handler of which the error may be that of one class alone.
        module: its module.

    Returns:
        ``False`` for a class that has bases of its own, and if nothing is known of other files.
    """
    class_ = module.above(handler, ast.ClassDef)
    if class_ is None or class_.bases:
        return False
    words = [word for each in handler.body for word in _NAME.findall(remark(each, module))]
    users = _users(class_, module) if words else ()
    return any(0 < sum(word in each for each in users) < len(users) for word in words)


@once
def _users(class_: ast.ClassDef, module: Module) -> Sequence[str]:
    return tuple(_named_users(class_.name, module))


def _named_users(name: str, module: Module) -> Iterator[str]:
    view = view_of(module)
    if view is None:
        return
    for path in view.speaking_of(stem_of(module.path)):
        facts = view.file(path)
        for each in facts.classes if facts is not None else ():
            if any(base.rpartition(".")[2] == name for base in each.bases):
                yield each.name
