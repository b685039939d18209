"""Edits of functions and classes: another name, a parameter, a decorator."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from flake8_testsec.finding import Edit
from flake8_testsec.fixing.edits import Edits, between, span, written
from flake8_testsec.fixing.imports import known
from flake8_testsec.fixing.statements import first_line, indentation, last_line, step, taken_out
from flake8_testsec.patterns import lazy
from flake8_testsec.source.module import Module, walk
from flake8_testsec.source.syntax import Function

_HEAD = lazy(r"(?:(?:async[ \t]+)?def|class)[ \t]+")
_REST = lazy(r"\s*(?:,\s*)?\Z")


def renamed(definition: Function | ast.ClassDef, name: str, module: Module) -> Edits:
    """Another name for a function or a class.

    Args:
        definition: what nothing else of the module names.
        name: the new name.
        module: its module.
    """
    at = span(definition, module)
    head = _HEAD.match(module.line(at.line), at.column)
    if head is None or not module.line(at.line).startswith(definition.name, head.end()):
        return ()
    return (Edit(at.line, head.end(), at.line, head.end() + len(definition.name), name),)


def with_parameter(function: Function, name: str, module: Module) -> Edits:
    """A further parameter as the last one of a function.

    Args:
        function: a function that is called with its parameters by name, as pytest does.
        name: the parameter; nothing has to be done where it is there already.
        module: the function's module.

    Returns:
        Nothing also where it cannot be put in.
    """
    given, text = function.args, as_parameter(name, function, module)
    if not text or given.vararg or given.kwarg or given.kwonlyargs or given.defaults:
        return ()
    if not given.args:
        return () if given.posonlyargs else _only_parameter(function, text, module)
    last = span(given.args[-1], module)[2:]
    rest = module.line(last[0])[last[1] :]
    close = rest.find(")")
    if close >= 0 and not _REST.match(rest[:close]):
        return ()
    return behind(given.args[-1], text, module)


def behind(parameter: ast.arg, text: str, module: Module) -> Edits:
    """A further parameter behind another one, on a line of its own if that has one."""
    at = span(parameter, module)
    line = module.line(at.line)
    is_alone = not line[: at.column].strip() and line[at.end_column :].strip() == ","
    comma = f",\n{line[: at.column]}" if is_alone else ", "
    return (Edit(*at[2:], *at[2:], f"{comma}{text}"),)


def spread(function: Function, text: str, module: Module) -> tuple[Edits, Edits]:
    """A further parameter where one line is too short for all of them.

    Args:
        function: a function with a head of one line.
        text: the parameter.
        module: the function's module.

    Returns:
        All parameters on the line below, and each on a line of its own; nothing for other heads.
    """
    given, line = function.args, module.line(function.lineno)
    head = _HEAD.match(line, span(function, module).column)
    opened = head.end() + len(function.name) if head else len(line)
    if given.vararg or given.kwarg or given.kwonlyargs or given.defaults or given.posonlyargs:
        return (), ()
    every = [written(each, module) for each in given.args]
    if not every or not line.startswith(f"({', '.join(every)})", opened):
        return (), ()
    outer = f"\n{indentation(function, module)}"
    inner = f"{outer}{step(module)}"
    at = (function.lineno, opened + 1, function.lineno, opened + 1 + len(", ".join(every)))
    below = f"{inner}{', '.join((*every, text))}{outer}"
    apart = "".join(f"{inner}{each}," for each in (*every, text)) + outer
    return (Edit(*at, below),), (Edit(*at, apart),)


_TYPES = {"monkeypatch": ("pytest", "MonkeyPatch"), "tmp_path": ("pathlib", "Path")}
"""What fixtures of pytest are."""


def as_parameter(name: str, function: Function, module: Module) -> str:
    """The text of a further parameter, with its type where the function tells those of the others.

    Args:
        name: the name of a fixture.
        function: the function that shall ask for it.
        module: its module.

    Returns:
        Nothing if the type is not known, or the module has no name for it.
    """
    arguments = function.args
    own = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    if function.returns is None and not any(each.annotation for each in own):
        return name
    told = (each for each in module.nodes(ast.arg) if each.arg == name and each.annotation is not None)
    like = next((written(each.annotation, module) for each in told if each.annotation is not None), "")
    like = like or _type(*_TYPES.get(name, ("", "")), module)
    return f"{name}: {like}" if like else ""


def _type(owner: str, word: str, module: Module) -> str:
    """How a module writes a class of another one; empty if it imports neither."""
    holder = known(owner, module) if owner else ""
    return known(f"{owner}.{word}", module) or (f"{holder}.{word}" if holder else "")


def _only_parameter(function: Function, name: str, module: Module) -> Edits:
    at, line = span(function, module), module.line(function.lineno)
    head = _HEAD.match(line, at.column)
    start = head.end() + len(function.name) if head else len(line)
    if not line.startswith("()", start):
        return ()
    return (Edit(at.line, start + 1, at.line, start + 1, name),)


def decorated(definition: Function | ast.ClassDef, statement: ast.stmt, module: Module) -> Edits:
    """The ``@`` before a statement that was meant for a decorator.

    Args:
        definition: what the statement stands directly above.
        statement: the statement.
        module: their module.

    Returns:
        Nothing if they are not as far in as each other, or anything but a comment is between them.
    """
    at = span(statement, module)
    first = min(definition.lineno, *(each.lineno for each in definition.decorator_list), definition.lineno)
    lines = between(at[2:], (first, 0), module).splitlines()
    plain = all(not each.strip() or each.lstrip().startswith("#") for each in lines)
    same = indentation(statement, module) == module.line(first)[: at.column]
    if not plain or not same or indentation(statement, module) is None:
        return ()
    return (Edit(at.line, at.column, at.line, at.column, "@"),)


def deleted(definition: Function | ast.ClassDef, module: Module) -> Edits:
    """No definition, nor the blank lines below it.

    Args:
        definition: the definition, which others follow.
        module: its module.

    Returns:
        Nothing where a comment stands above it, which may speak of others, too, or one of its own below it.
    """
    end = last_line(definition) + 1
    while not module.line(end).strip():
        end += 1
    if _is_commented(end, span(definition, module).column, module):
        return ()
    return (Edit(first_line(definition), 0, end, 0, ""),) if taken_out(definition, module) else ()


def _is_commented(line: int, column: int, module: Module) -> bool:
    """Whether comments that begin at a line, or one of those below, are further in than a column."""
    while (text := module.line(line)) and (not text.strip() or text.lstrip().startswith("#")):
        if text.strip() and not text[: column + 1].lstrip().startswith("#"):
            return True
        line += 1
    return False


_MARKS = ("pytest.mark.", "pytest.param", "unittest.skip", "unittest.expectedFailure", "unittest.mock.patch")
"""What begins the names of what does nothing where a test is defined but to mark it."""


def runs_nothing(definition: Function | ast.ClassDef, module: Module) -> bool:
    """Whether nothing but marks of pytest and unittest is run where something is defined.

    Args:
        definition: a test, or a class of tests.
        module: its module.

    Returns:
        ``False`` for a class also where its base, or what its body does, may keep it anywhere.
    """
    if not isinstance(definition, ast.ClassDef):
        own: Sequence[ast.AST] = [definition.args]
    elif definition.keywords or not all(map(_is_plain, definition.body)):
        return False
    else:
        own = definition.body
        if any("unittest.TestCase" not in module.names(each) for each in definition.bases):
            return False
    if not all(runs_nothing(each, module) for each in own if isinstance(each, Function)):
        return False
    decorators = definition.decorator_list
    marks = [each for each in decorators if not isinstance(each, ast.Call)]
    run = (node for each in (*decorators, *own) if not isinstance(each, Function) for node in walk(each))
    called = (each.func for each in run if isinstance(each, ast.Call))
    return all(_is_mark(each, module) for each in (*marks, *called))


def _is_mark(decorator: ast.expr, module: Module) -> bool:
    return any(name.startswith(_MARKS) for name in module.names(decorator))


def _is_plain(statement: ast.stmt) -> bool:
    return isinstance(statement, (Function, ast.Assign, ast.Expr, ast.Pass))


def is_written_alike(first: Function | ast.ClassDef, second: Function | ast.ClassDef, module: Module) -> bool:
    """Whether two definitions are the same letter by letter, with their decorators and comments."""
    one, other = ("".join(module.lines[first_line(each) - 1 : last_line(each)]) for each in (first, second))
    return one.rstrip() == other.rstrip()
