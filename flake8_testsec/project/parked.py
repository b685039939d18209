"""Tests in comments whose subjects stand in comments, too: both were put aside together."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from flake8_testsec.project.views import view_of
from flake8_testsec.source.module import Module, walk
from flake8_testsec.source.syntax import Function


def is_parked(test: Function, module: Module) -> bool:
    """Whether a test names a function of the project that is commented out where it would be.

    Args:
        test: the test, which stands in a comment.
        module: the module of the comment.

    Returns:
        ``False`` also if nothing is known of other files.
    """
    named = [*_imported(test), *_attributes(test, module)]
    return any(_is_in_comment(owner, name, module) for owner, name in dict.fromkeys(named))


def _imported(test: Function) -> Iterator[tuple[str, str]]:
    """What a test imports from a module."""
    for node in walk(test):
        match node:
            case ast.ImportFrom(module=str(owner), names=names, level=0):
                yield from ((owner, each.name) for each in names)


def _attributes(test: Function, module: Module) -> Iterator[tuple[str, str]]:
    """What a test asks what the module has imported for."""
    known = dict(module.scopes.imported())
    for node in walk(test):
        match node:
            case ast.Attribute(value=ast.Name(id=local), attr=name) if local in known:
                yield known[local], name


def _is_in_comment(owner: str, name: str, module: Module) -> bool:
    view = view_of(module)
    found = view.facts(owner, module.path) if view is not None else None
    if view is None or found is None or name in found.bound:
        return False
    head = rf"^[ \t]*#[# \t]{{0,9}}(?:async[ \t]{{1,9}})?(?:def|class)[ \t]{{1,9}}{re.escape(name)}\b"
    return re.search(head, view.text(found.path), re.MULTILINE) is not None
