"""Names of checks that runners do not take for tests, made into names that they do."""

from __future__ import annotations

import ast

from flake8_testsec.fixing.definitions import renamed
from flake8_testsec.fixing.edits import Edits
from flake8_testsec.patterns import lazy
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import methods
from flake8_testsec.vocabulary.testing.uncollected import behind

_MISSPELT = lazy(r"\A(te[a-rt-z]t|tets|tes|tse?t|ttest|testt|est)_")
"""What was to be the prefix."""

_LETTER = lazy(r"[a-su-z]{1,2}_?test")
"""A letter before the prefix, which takes it away as well."""

_LATER = lazy(
    r"\b(if|once|until|when)\b.{0,60}\b(ever|exists?|ha(s|ve)|introduced?|implement(ed)?|supported?|works?)\b"
)
"""What a comment behind the name says of a test that waits."""

_CAMEL = lazy(r"test[A-Z]")


def named_as_test(method: Function, class_: ast.ClassDef, module: Module) -> Edits:
    """A name like those of the other tests of a class.

    Args:
        method: a check, which nothing names.
        class_: its class.
        module: its module.

    Returns:
        Nothing if the name is known already, a letter was put before the prefix on purpose, or a
        comment behind the name says when it may be run.
    """
    names = _names(class_, module)
    word = _MISSPELT.sub("", method.name)
    camel = "_" not in word and _has_humps(class_, module)
    new = f"test{word[:1].upper()}{word[1:]}" if camel else f"test_{word}"
    known = new in names or new in module.attribute_names or module.functions(new)
    is_meant = _LETTER.match(method.name) or _LATER.search(behind(method, module))
    return () if known or is_meant else renamed(method, new, module)


@once
def _names(class_: ast.ClassDef, module: Module) -> frozenset[str]:
    return frozenset(each.name for each in methods(class_))


@once
def _has_humps(class_: ast.ClassDef, module: Module) -> bool:
    return any(_CAMEL.match(each) for each in _names(class_, module))
