"""A fixed path turned into one in the folder that pytest makes for the test."""

from __future__ import annotations

import ast

from flake8_testsec.fixing.definitions import with_parameter
from flake8_testsec.fixing.edits import Edits, replaced, with_argument, written
from flake8_testsec.fixing.strings import quoted
from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import last_word, string
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.chosen_names import ASKED, chosen_names
from flake8_testsec.vocabulary.testing.expected_errors import is_of_pytest
from flake8_testsec.vocabulary.testing.suites import is_test

_PATH = lazy(r"(?:/tmp|/var/tmp|/dev/shm)/([\w.-]+)\Z")
_FIXTURE, _OLDER = "tmp_path", "tmpdir"
_DIR = 2
"""The arguments before ``dir``, which few give by its place."""


def in_own_folder(literal: ast.expr, call: ast.Call, module: Module) -> Edits:
    """A file of a shared directory as one of the fixture ``tmp_path``.

    Args:
        literal: what fixes the path.
        call: the call that uses it.
        module: their module.

    Returns:
        Nothing but for a whole path in a test that pytest runs, and that nothing else of the module names.
        A socket's path is left alone, for it must be short.
    """
    found, test = _PATH.match(string(literal) or ""), module.function(literal)
    if found is None or test is None or last_word(call.func) == "bind":
        return ()
    parameter = _asked(test, module) if module.source.count(found[1]) == 1 else None
    return (*parameter, *_replaced(literal, found[1], module)) if parameter is not None else ()


def within_own_folder(call: ast.Call, module: Module, *, text: bool) -> Edits:
    """What ``tempfile`` makes, made in the folder of the fixture ``tmp_path``, which pytest removes.

    Args:
        call: a call of ``tempfile`` that takes ``dir``.
        module: its module.
        text: whether the folder is given as text, as the ``tempfile`` of Python 2 takes nothing else.

    Returns:
        Nothing but in a test that pytest runs, for a call that says nothing of the folder. What only makes a
        name up is given one.
    """
    test = module.function(call)
    is_told = len(call.args) > _DIR or any(each.arg in ("dir", None) for each in call.keywords)
    if test is None or is_told or any(isinstance(each, ast.Starred) for each in call.args):
        return ()
    name = _OLDER if _has(test, _OLDER) and not _has(test, _FIXTURE) else _FIXTURE
    parameter = _asked(test, module, name)
    if module.names(call.func) == {ASKED}:
        argument = _named_in(name, call, test, module)
    else:
        argument = with_argument(call, f"dir=str({name})" if text else f"dir={name}", module)
    return (*parameter, *argument) if argument and parameter is not None else ()


def _named_in(folder: str, call: ast.Call, test: Function, module: Module) -> Edits:
    """A name in a folder in the place of one that is made up."""
    name = chosen_names(test, module).get(call, "")
    if not name or "#" in written(call, module):
        return ()
    if folder == _OLDER:
        return replaced(call, f"str({folder}.join({quoted(name, module)}))", module)
    return _replaced(call, name, module)


def _asked(test: Function, module: Module, name: str = _FIXTURE) -> Edits | None:
    """What makes a test ask for the fixture; ``None`` if it cannot."""
    if not is_test(test, module) or not is_of_pytest(test, module):
        return None
    if _has(test, name):
        return ()
    parameter = with_parameter(test, _FIXTURE, module) if _FIXTURE not in _named(test, module) else ()
    return parameter or None


def _has(test: Function, name: str) -> bool:
    return any(each.arg == name for each in test.args.args)


@once
def _named(test: Function, module: Module) -> frozenset[str]:
    return frozenset(each.id for each in walk(test) if isinstance(each, ast.Name))


def _replaced(literal: ast.expr, name: str, module: Module) -> Edits:
    """The path as text, or as the path that was made of the text."""
    path = f"{_FIXTURE} / {quoted(name, module)}"
    match module.parent(literal):
        case ast.Call(func=func, args=[_], keywords=[]) as made if "pathlib.Path" in module.names(func):
            is_owner = isinstance(module.parent(made), (ast.Attribute, ast.BinOp))
            return replaced(made, f"({path})" if is_owner else path, module)
        case _:
            return replaced(literal, f"str({path})", module)
