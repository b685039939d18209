"""What ``tempfile`` names in a TestCase, named in a folder that the case makes and has removed."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from itertools import takewhile

from flake8_testsec.cleanup.endings import spelt_name, statement_of
from flake8_testsec.cleanup.flow import place
from flake8_testsec.cleanup.registrars import registrar
from flake8_testsec.finding import Edit, Fix
from flake8_testsec.fixing.edits import Edits, replaced, written
from flake8_testsec.fixing.imports import imported, known
from flake8_testsec.fixing.statements import first_comment, indentation
from flake8_testsec.fixing.strings import quoted
from flake8_testsec.project.house_rules import makes_wide
from flake8_testsec.project.metadata import runs_under_python_2
from flake8_testsec.source.calls import argument
from flake8_testsec.source.module import Module, once, walk, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.chosen_names import ASKED, chosen_names
from flake8_testsec.vocabulary.testing.own_folders import within_own_folder

_MADE, _REMOVED = "tempfile.mkdtemp", "shutil.rmtree"
_IN_FOLDER = frozenset(f"tempfile.{name}" for name in ("NamedTemporaryFile", "mkdtemp", "mkstemp", "mktemp"))
"""What takes ``dir``."""
_FOLDER = "folder"
_MOST = 8
"""A function that asks for more names had better be written anew."""


def within_registered_folder(call: ast.Call, module: Module) -> Edits:
    """A name in a folder that is made above, and that a registered cleanup removes.

    Args:
        call: a call of ``tempfile.mktemp`` that says nothing of the folder.
        module: its module.

    Returns:
        The same for all such calls of the function, which share the folder. Nothing outside of a TestCase,
        where the first of several is in a block of its own, nor where one of them is asked several times.
    """
    function = module.function(call)
    register = registrar(function, module) if function is not None else ""
    return _shared(function, register, module) if function is not None and register else ()


def removed_with_folder(end: Callable[[], Fix], call: ast.Call, module: Module) -> Fix:
    """The removal of what ``tempfile`` makes, or else a folder that is removed with all that is in it.

    Args:
        end: makes the fix of what has a name.
        call: what makes the path.
        module: its module.
    """
    found = end()
    if found.edits or not module.names(call.func) & _IN_FOLDER:
        return found
    if edits := within_own_folder(call, module, text=runs_under_python_2(module)):
        return Fix(edits)
    return Fix(removed_later(call, module) if module.names(call.func) == {_MADE} else (), safe=True)


def removed_later(call: ast.Call, module: Module) -> Edits:
    """A name for a folder that has none, made above the statement in which it is used, and its removal.

    Args:
        call: a call of ``tempfile.mkdtemp``.
        module: its module.

    Returns:
        Nothing outside of a TestCase, nor for a call that is not made each time that its statement runs.
    """
    function, begin = module.function(call), statement_of(call, module)
    register = registrar(function, module) if function is not None else ""
    if function is None or not register or _is_named(_FOLDER, function, module):
        return ()
    if not isinstance(begin, (ast.Assign, ast.Expr)) or not _is_made_first(call, begin, module):
        return ()
    remove, more = spelt_name(_REMOVED, module)
    made = written(call, module)
    if not remove or "\n" in made:
        return ()
    above = _lines_above(begin, _kept(made, register, remove), module)
    return (*more, *above, *replaced(call, _FOLDER, module)) if above else ()


def _is_made_first(call: ast.Call, begin: ast.stmt, module: Module) -> bool:
    """Whether nothing is called in a statement before a call, which is made whenever the statement runs."""
    around = [*takewhile(lambda each: each is not begin, module.ancestors(call))]
    calls = (each for each in walk(begin) if isinstance(each, ast.Call) and each not in around)
    is_certain = all(isinstance(each, (ast.Call, ast.keyword)) for each in around)
    return is_certain and min(calls, key=place) is call


@once
def _shared(function: Function, register: str, module: Module) -> Edits:
    nodes = [*within(function)]
    calls = [each for each in nodes if isinstance(each, ast.Call) and _asks(each, module)]
    begin = statement_of(calls[0], module) if 0 < len(calls) <= _MOST else None
    if begin is None or _is_named(_FOLDER, function, module):
        return ()
    names, made = chosen_names(function, module), _made(begin, calls[0], register, module)
    join, more = _joining(module)
    if not made or not join or (len(calls) > 1 and module.parent(begin) is not function):
        return ()
    if not all(each in names and "#" not in written(each, module) for each in calls):
        return ()
    texts = ((each, f"{join}({_FOLDER}, {quoted(names[each], module)})") for each in calls)
    edits = (*more, *made, *(edit for each, text in texts for edit in replaced(each, text, module)))
    return () if makes_wide(edits, module) else edits


def _joining(module: Module) -> tuple[str, Edits]:
    """How ``os.path.join`` is written in a module, and the import that it needs."""
    if whole := known("os.path.join", module):
        return whole, ()
    if owner := known("os.path", module):
        return f"{owner}.join", ()
    package, more = imported("os", module)
    return (f"{package}.path.join", more) if package else ("", ())


def _asks(call: ast.Call, module: Module) -> bool:
    """Whether a call asks for a name anywhere."""
    is_unpacked = any(isinstance(each, ast.Starred) for each in call.args)
    is_told = is_unpacked or any(each.arg is None for each in call.keywords)
    return not is_told and argument(call, 2, "dir") is None and module.names(call.func) == {ASKED}


def _made(begin: ast.stmt, call: ast.Call, register: str, module: Module) -> Edits:
    """A folder above a statement, and above the comment that belongs to it."""
    is_taken = isinstance(call.func, ast.Name)
    make, first = imported(_MADE, module) if is_taken else spelt_name(_MADE, module)
    remove, second = spelt_name(_REMOVED, module)
    above = _lines_above(begin, _kept(f"{make}()", register, remove), module) if make and remove else ()
    return (*first, *second, *above) if above else ()


def _kept(made: str, register: str, remove: str) -> Sequence[str]:
    return (f"{_FOLDER} = {made}", f"{register}({remove}, {_FOLDER}, ignore_errors=True)")


def _lines_above(begin: ast.stmt, lines: Sequence[str], module: Module) -> Edits:
    indent, line = indentation(begin, module), first_comment(begin, module)
    text = "".join(f"{indent}{each}\n" for each in lines)
    return (Edit(line, 0, line, 0, text),) if indent is not None else ()


@once
def _is_named(word: str, function: Function, module: Module) -> bool:
    return any(each.id == word for each in walk(function) if isinstance(each, ast.Name))
