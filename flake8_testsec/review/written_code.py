"""Code that stands in strings and that the file itself runs, or has pytest run."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from flake8_testsec.review import doubles, exceptions, execution, hard_coded, inputs, resources
from flake8_testsec.review.document import Fact, Lines, code, fact, lines_of, listed
from flake8_testsec.review.fixtures import asked
from flake8_testsec.settings import Settings
from flake8_testsec.source.calls import last_word, spelt, string
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.texts import meant

_KINDS: Mapping[str, Callable[[Module], Iterator[Fact]]] = {
    "Inputs": inputs.entering,
    "Hard-coded values": hard_coded.facts,
    "Resources": resources.changing,
    "Exceptions": exceptions.facts,
    "Doubles and controls": doubles.replacing,
    "Execution": execution.running,
}
"""What is looked for in such code, by the aspect that tells it."""

_OWNERS = ("pytester", "testdir")
_WRITING = ("makepyfile", "makeconftest")
_RUNS = frozenset(
    {
        *("runpytest", "runpytest_subprocess", "runpytest_inprocess", "runpython", "runpython_c", "run"),
        *("inline_run", "inline_genitems"),
    }
)
_COMPILED = frozenset({"exec", "eval", "compile"})
_MOST = 8


class Piece(NamedTuple):
    """A string that holds code, and the code as a module of its own."""

    node: ast.expr
    module: Module


def facts(module: Module, aspect: str) -> Iterator[Fact]:
    """What is done in code that stands in strings.

    Args:
        module: the module.
        aspect: the aspect that tells it.

    Yields:
        The facts; their lines are those of the whole string.
    """
    if aspect in ("Execution", "Resources"):
        yield from _runs(module, aspect)
    find = _KINDS.get(aspect)
    found: dict[tuple[str, ...], list[Lines]] = {}
    for piece in pieces(module) if find is not None else ():
        for each in find(piece.module) if find is not None else ():
            if each.lines:
                found.setdefault(each.parts, []).append(lines_of(piece.node))
    for parts, lines in [*found.items()][:_MOST]:
        yield fact("in-string", lines, "In code that stands in a string and is run: ", *parts)
    if rest := [*found.values()][_MOST:]:
        words = f"In code that stands in strings and is run, {len(rest)} more of this kind."
        yield fact("in-strings", rest[0], words, subject=str(len(rest)))


def _runs(module: Module, aspect: str) -> Iterator[Fact]:
    """Runs of pytest, or of a program, by pytest's own fixture for testing plugins."""
    found: dict[str, list[ast.AST]] = {}
    given = {each.name for each in asked(module)}
    for call in module.calls(_RUNS):
        owner = spelt(call.func.value) if isinstance(call.func, ast.Attribute) else ""
        is_known = last_word(call.func).startswith("runpytest") and owner in given
        if is_known or (owner in _OWNERS and _is_asked(module)):
            found.setdefault(f"{spelt(call.func)}()", []).append(call)
    runs = "Runs pytest or a program over files that the test has written: "
    words = runs if aspect == "Execution" else "Waits for what it runs over files that the test has written: "
    for shown, calls in found.items():
        yield fact("nested-run", calls, words, code(shown), ".", subject=shown)
    for kind, (names, told, of) in _DOES.items():
        several = [each for each in module.calls(names) if _is_of_pytester(each)] if of == aspect else []
        if several and _is_asked(module):
            shown_ = listed([*dict.fromkeys(code(f"{spelt(each.func)}()") for each in several)])
            yield fact(kind, several[:_MOST], f"{told}: ", *shown_, f"{_first(len(several))}.")


def _first(number: int) -> str:
    return f", {number} times, the first {_MOST} named" if number > _MOST else ""


def _is_of_pytester(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and spelt(call.func.value) in _OWNERS


_DOES: Mapping[str, tuple[frozenset[str], str, str]] = {
    "nested-files": (
        frozenset({"makepyfile", "makeconftest", "makefile", "maketxtfile", "makeini", "makepyprojecttoml"})
        | {"mkdir", "mkpydir", "copy_example", "maketoml"},
        "Files and folders are made in a folder that pytest makes for the test",
        "Resources",
    ),
    "nested-path": (
        frozenset({"syspathinsert", "chdir"}),
        "State of the whole process, which pytest puts back behind the test, is changed",
        "Resources",
    ),
    "nested-config": (
        frozenset({"parseconfig", "parseconfigure", "getmodulecol", "getitems", "getitem", "genitems"}),
        "Loads configuration, plugins or tests of pytest within the run",
        "Execution",
    ),
}
"""What pytest's fixture for testing plugins does, by its documentation: the calls, the words, the aspect."""


def _is_asked(module: Module) -> bool:
    return module.mentions(*_OWNERS) and any(each.name in _OWNERS for each in asked(module))


@once
def pieces(module: Module) -> Sequence[Piece]:
    """The strings of a file that hold code which is run, as far as they are Python."""
    return tuple(filter(None, (_piece(each, module) for each in _strings(module))))


def _strings(module: Module) -> Iterator[ast.expr]:
    for call in module.calls(_WRITING) if _is_asked(module) else ():
        if isinstance(call.func, ast.Attribute) and spelt(call.func.value) in _OWNERS:
            yield from (*call.args, *(each.value for each in call.keywords))
    for call in module.calls(_COMPILED):
        if module.names(call.func) & _COMPILED and call.args:
            yield call.args[0]


def _piece(given: ast.expr, module: Module) -> Piece | None:
    node = meant(given, module)
    if isinstance(node, ast.Call) and node.args and "textwrap.dedent" in module.names(node.func):
        node = meant(node.args[0], module)
    try:
        source = textwrap.dedent(string(node) or "")
        return Piece(node, Module.parse(source, "test_in_string.py", Settings())) if source else None
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
