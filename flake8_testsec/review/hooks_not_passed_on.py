"""Set-ups and tear-downs that stand in place of an inherited one and do not call it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.review.bases import ancestry
from flake8_testsec.review.document import Fact, Lines, code, fact
from flake8_testsec.review.inherited_tests import is_run
from flake8_testsec.source.calls import string
from flake8_testsec.source.module import Module, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import is_hook, methods


def facts(module: Module) -> Iterator[Fact]:
    """Hooks of classes of tests, with the inherited one where that could be read.

    Args:
        module: the module.

    Yields:
        The facts.
    """
    for class_ in module.nodes(ast.ClassDef):
        above = ancestry(class_, module)[1:] if is_run(class_, module) else ()
        for hook in methods(class_) if above else ():
            found = ((each, each.method(hook.name)) for each in above) if is_hook(hook) else ()
            for base, method in ((base, method) for base, method in found if method is not None):
                if not _names_it(hook):
                    where = Lines(method.line, method.end, base.path)
                    parts = ("Hook ", code(f"{class_.name}.{hook.name}"), " does not call that of ")
                    told = (code(base.name), ", in whose place it stands.")
                    yield fact("hook-not-passed-on", [hook, where], *parts, *told, subject=hook.name)
                break


def _names_it(hook: Function) -> bool:
    """Whether a hook names one of its own name, which it may call: as an attribute, alone or in a text."""
    for node in walk(hook):
        match node:
            case ast.Attribute(attr=word) | ast.Name(id=word):
                if word == hook.name:
                    return True
            case ast.Constant():
                if string(node) == hook.name:
                    return True
    return False
