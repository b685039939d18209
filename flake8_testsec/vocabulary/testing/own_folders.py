"""A fixed path turned into one in the folder that pytest makes for the test."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Mapping, Sequence

from flake8_testsec.fixing.definitions import with_parameter
from flake8_testsec.fixing.edits import Edits, replaced, with_argument, written
from flake8_testsec.fixing.statements import siblings
from flake8_testsec.fixing.strings import quoted
from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import argument, last_word, string
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.chosen_names import chosen_names
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
        name up is given one. A folder stays one of its own, as other fixtures may have put something into
        that of the fixture. A file whose descriptor nobody reads is a name that is written to, or nothing.
    """
    test = module.function(call)
    is_told = len(call.args) > _DIR or any(each.arg in ("dir", None) for each in call.keywords)
    if test is None or is_told or any(isinstance(each, ast.Starred) for each in call.args):
        return ()
    name = _OLDER if _has(test, _OLDER) and not _has(test, _FIXTURE) else _FIXTURE
    parameter = _asked(test, module, name)
    if parameter is None:
        return ()
    made = _made_in(name, call, test, module, text=text)
    return (*parameter, *made) if made else ()


def _made_in(folder: str, call: ast.Call, test: Function, module: Module, *, text: bool) -> Edits:
    """What makes something in a folder of the test, in the place of a call."""
    match [*module.names(call.func)]:
        case ["tempfile.mktemp"]:
            return _named_in(folder, call, test, module)
        case ["tempfile.mkstemp"] if not _is_descriptor_read(call, test, module):
            return _written_to(call, test, module) if folder == _FIXTURE else ()
    return with_argument(call, f"dir=str({folder})" if text else f"dir={folder}", module)


def _is_descriptor_read(call: ast.Call, test: Function, module: Module) -> bool:
    """Whether somebody is told the descriptor of a file, and may close it."""
    match module.parent(call):
        case ast.Subscript(slice=ast.Constant(value=1)):
            return False
        case ast.Assign(targets=[ast.Tuple(elts=[ast.Name(id=number), _])]):
            return bool(_read(test, module).get(number))
        case _:
            return True


@once
def _read(test: Function, module: Module) -> Mapping[str, Sequence[ast.Name]]:
    """The mentions in a test that read a name, by the name."""
    found: dict[str, list[ast.Name]] = defaultdict(list)
    for each in walk(test):
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load):
            found[each.id].append(each)
    return found


def _written_to(call: ast.Call, test: Function, module: Module) -> Edits:
    """A name in the place of a file that is written before anybody else is told its path."""
    statement, name = module.above(call, ast.stmt), chosen_names(test, module).get(call, "")
    match statement:
        case ast.Assign(
            targets=[ast.Name() as path] | [ast.Tuple(elts=[_, ast.Name() as path])], value=value
        ):
            is_whole = value is call or module.parent(call) is value
            if name and is_whole and _is_written_first(path, test, module):
                text = f"{path.id} = str({_FIXTURE} / {quoted(name, module)})"
                return replaced(statement, text, module) if "#" not in written(statement, module) else ()
    return ()


def _is_written_first(path: ast.Name, test: Function, module: Module) -> bool:
    below = [each for each in _read(test, module).get(path.id, ()) if each.lineno > path.lineno]
    first = min(below, key=lambda each: (each.lineno, each.col_offset), default=None)
    match module.parent(first) if first is not None else None:
        case ast.Call(func=ast.Name(id="open") as func, args=[given, *_]) as opened if given is first:
            mode = string(argument(opened, 1, "mode")) or ""
            is_written = not module.bindings(func) and mode.startswith("w")
            return is_written and _is_beside(opened, path, module)
        case _:
            return False


def _is_beside(call: ast.Call, path: ast.Name, module: Module) -> bool:
    """Whether a call is made whenever a path is bound: without a condition, and not by a function later."""
    inner: ast.AST | None = call
    while isinstance(inner, _AT_ONCE):
        inner = module.parent(inner)
    made = module.above(path, ast.stmt)
    if not isinstance(inner, _STATEMENTS) or made is None:
        return False
    return any(each is inner for each in siblings(made, module))


_AT_ONCE = (ast.Attribute, ast.Call, ast.keyword, ast.withitem)
_STATEMENTS = (ast.Assign, ast.Expr, ast.With)
"""What evaluates what stands in it at once; a body of ``with`` may not be reached."""


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
