"""Calls that open a file, as their names and the mode that they are given say."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator

from flake8_testsec.cleanup import resources
from flake8_testsec.cleanup.acquisition import Obligation
from flake8_testsec.cleanup.path_objects import is_path_object
from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import last_word, string, truth
from flake8_testsec.source.module import Module, names_below
from flake8_testsec.source.texts import meant
from flake8_testsec.vocabulary.testing.assertions import expectations, expecting_around
from flake8_testsec.vocabulary.testing.coroutines import callees
from flake8_testsec.vocabulary.testing.doubles import is_likely_mock

OPENED = (resources.FILES._replace(remedy="use with"),)
"""What such a call acquires."""

_MODE = r"([rwax][bt]?\+?|[rwax]\+[bt]|[bt][rwax]\+?|r?U|rbU)"
_GIVEN = lazy(rf"""['"]{_MODE}['"]""")
_OF_PATH = lazy(r"\.open\(|\bencoding=")
_LITERAL = lazy(rf"{_MODE}\Z")
_WORD = lazy(r"(?:[a-z_]\w*)?open\Z")
_PATH = lazy(r"path|te?mp|dir\Z|folder", re.I)
HINT = "open"
"""What is in the text of every module that has such a call."""

_KNOWN = frozenset(resources.makers())


def opening(module: Module) -> tuple[ast.Call, ...]:
    """The calls of a module that are in no table, and open a file.

    Args:
        module: any module.

    Returns:
        The calls that are given the mode of a file, and named accordingly.
    """
    key = "cleanup.openers"
    if key not in module.kept:
        words = _words(module)
        may = words and (_GIVEN.search(module.source) or _OF_PATH.search(module.source))
        module.kept[key] = tuple(_opening(words, module)) if may else ()
    known: tuple[ast.Call, ...] = module.kept[key]
    return known


def only_reads(obligation: Obligation) -> bool:
    """Whether a file or an archive was opened for nothing but reading, so that nothing of it can be lost.

    Args:
        obligation: what is held.

    Returns:
        ``False`` where the mode is not written out.
    """
    call = obligation.call
    if any(each.arg in ("mode", None) for each in call.keywords) or any(map(_is_unpacked, call.args)):
        return any(each.arg == "mode" and _is_of_reading(each.value) for each in call.keywords)
    path = isinstance(call.func, ast.Attribute) and (
        not call.args or _LITERAL.match(string(call.args[0]) or "")
    )
    modes = call.args[:1] if path else call.args[1:2]
    return all(map(_is_of_reading, modes))


def removes_itself(obligation: Obligation, module: Module) -> bool:
    """Whether a file is a temporary one that closes and removes itself once nobody has it.

    Args:
        obligation: what is held.
        module: its module.

    Returns:
        ``False`` where ``delete`` may be false, which keeps the file.
    """
    names, keywords = module.names(obligation.call.func), obligation.call.keywords
    given = (each.value for each in keywords if each.arg in ("delete", None))
    return bool(names) and names <= _TEMPORARY and all(truth(each) is True for each in given)


_TEMPORARY = frozenset(
    f"tempfile.{name}" for name in ("NamedTemporaryFile", "SpooledTemporaryFile", "TemporaryFile")
)


def _is_unpacked(argument: ast.expr) -> bool:
    return isinstance(argument, ast.Starred)


def _is_of_reading(mode: ast.expr) -> bool:
    text = string(mode)
    return text is not None and not _WRITING.search(text)


_WRITING = lazy(r"\A[^:]*[wax+]")
"""In a mode, in front of the compression of an archive: ``r:xz`` is read."""


def _words(module: Module) -> frozenset[str]:
    """The last words under which the module may call something that opens."""
    imported = (meant.rpartition(".")[2] for _, meant in module.scopes.imported())
    return frozenset(
        word for word in (*module.called, *imported) if word[-4:] == "open" and _WORD.match(word)
    )


def _opening(words: frozenset[str], module: Module) -> Iterator[ast.Call]:
    return (call for call in module.scopes.calls(words) if _opens(call, module))


def _opens(call: ast.Call, module: Module) -> bool:
    """Whether a call that is in no table opens a file, as its name and its arguments say."""
    is_path = _is_joined(call.func, module)
    if not (is_path or _is_given_mode(call)) or resources.holds_nothing(call, module):
        return False
    if callees(call.func, module) or is_likely_mock(call.func, module) or _opens_later(call, module):
        return False
    return is_path or _opens_text(call, module) or _is_known_to_open(call.func, module)


def _opens_later(call: ast.Call, module: Module) -> bool:
    """Whether a test expects an error of all that it awaits of the result: the file is opened by ``async
    with`` alone, and what happens without it is what is tested."""
    match module.parent(call), module.function(call):
        case ast.Assign(targets=[ast.Name(id=name)]), ast.AST() as function:
            used = [each for each in names_below(function, module)[name] if isinstance(each.ctx, ast.Load)]
            return bool(used) and all(_is_awaited_in_vain(each, module) for each in used)
        case _:
            return False


def _is_awaited_in_vain(name: ast.Name, module: Module) -> bool:
    method = module.parent(name)
    called = module.parent(method) if isinstance(method, ast.Attribute) else None
    if not (isinstance(called, ast.Call) and isinstance(module.parent(called), ast.Await)):
        return False
    around = expecting_around(name, module)
    expected = expectations(around, module) if around is not None else []
    return any(each.kind == "raises" for each in expected)


def _is_joined(func: ast.expr, module: Module) -> bool:
    """Whether a method ``open`` belongs to a path: one joined of others, ``(folder / "orders.txt").open``, or
    one that is made or given as such."""
    match func:
        case ast.Attribute(value=owner, attr="open"):
            path = meant(owner, module)
            if isinstance(path, ast.BinOp) and isinstance(path.op, ast.Div) and _ends_in_name(path.right):
                return True
            return not module.names(func) & _KNOWN and is_path_object(owner, module)
        case _:
            return False


def _ends_in_name(right: ast.expr) -> bool:
    return isinstance(right, ast.JoinedStr) or string(right) is not None


def _opens_text(call: ast.Call, module: Module) -> bool:
    """Whether a method ``open`` of an object that is not known is told an encoding, as text files are."""
    match call:
        case ast.Call(func=ast.Attribute(attr="open") as func, args=[] | [_]):
            is_text = any(each.arg == "encoding" for each in call.keywords)
            return is_text and not module.names(func)
        case _:
            return False


def _is_known_to_open(func: ast.expr, module: Module) -> bool:
    """Whether a callable is a function from elsewhere or a path's method; other objects may be anything."""
    if names := module.names(func):
        if _is_asked_for(module):
            return not names & _KNOWN and not any("(" in name for name in names)
        return not names & _KNOWN and all(map(_is_of_library, names))
    if isinstance(func, ast.Attribute):
        if isinstance(module.parent(module.parents[func]), ast.Await) and not _is_asked_for(module):
            return False  # what has to be awaited is no path of the standard library
        return isinstance(meant(func.value, module), ast.BinOp) or bool(_PATH.search(last_word(func.value)))
    return isinstance(func, ast.Name) and func.id != "open" and not module.bindings(func)


def _is_asked_for(module: Module) -> bool:
    return any(map(module.settings.enables, ("TSE301", "TSE307")))


def _is_of_library(name: str) -> bool:
    """Whether a function is of the standard library; what others call ``open`` may give anything."""
    return "(" not in name and name.partition(".")[0] in sys.stdlib_module_names


def _is_given_mode(call: ast.Call) -> bool:
    match call:
        case ast.Call(args=[_, ast.Constant(value=str(text)), *_]) if _LITERAL.match(text):
            return True
        case ast.Call(func=ast.Attribute(), args=[ast.Constant(value=str(text)), *_]) if _LITERAL.match(text):
            return text not in ("a", "x")  # rather names of files
    return any(
        each.arg == "encoding" or (each.arg == "mode" and _LITERAL.match(string(each.value) or ""))
        for each in call.keywords
    )
