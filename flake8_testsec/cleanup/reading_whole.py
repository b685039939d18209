"""A file that no name keeps: read as a whole by ``Path.read_text``, or opened around the statement; all that
a function reads as a whole in one of the two ways."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from flake8_testsec.cleanup.borrowers import replaces_stream
from flake8_testsec.cleanup.endings import spelt_name
from flake8_testsec.cleanup.opened_around import opened_before
from flake8_testsec.finding import NO_FIX, Fix
from flake8_testsec.fixing.edits import Edits, replaced, span, written
from flake8_testsec.fixing.imports import imported
from flake8_testsec.fixing.statements import step
from flake8_testsec.project.house_rules import makes_wide
from flake8_testsec.source.bindings import Bound, Unknown
from flake8_testsec.source.calls import argument, string
from flake8_testsec.source.module import Module, once, walk, within
from flake8_testsec.source.syntax import Function

_OPENERS = frozenset({"open", "io.open", "pathlib.Path().open"})
_DESCRIPTORS = frozenset({"tempfile.mkstemp", "os.dup", "os.open", "os.openpty", "os.pipe"})


def at_once(words: str, call: ast.Call, module: Module) -> Fix:
    """A file that no name keeps, read in one call, or opened by a block around the statement.

    Args:
        words: the remedy.
        call: the call that opens it.
        module: the module.
    """
    taker = module.parent(call)
    if isinstance(taker, ast.Call) and replaces_stream(taker):
        return NO_FIX  # the file is in use until the test ends
    edits = _read(call, module) if "Path" in words else ()
    if edits and not _is_one_of_several_opened(call, module):
        return Fix(edits, safe=True)
    return Fix(edits if _is_beside_another(call, module) else opened_before(call, module) or edits, safe=True)


def _is_beside_another(call: ast.Call, module: Module) -> bool:
    """Whether a statement opens another file, too, for which there would be no block, nor a form in place."""
    statement = module.above(call, ast.stmt)
    every = (each for each in walk(statement) if isinstance(each, ast.Call)) if statement is not None else ()
    opened = (each for each in every if each is not call and module.names(each.func) & _OPENERS)
    return any(not _read(each, module) for each in opened)


def _is_one_of_several_opened(call: ast.Call, module: Module) -> bool:
    """Whether a function reads files as a whole of which ``Path`` suits some only, and a block suits all."""
    function = module.function(call)
    return function is not None and _are_opened(function, module)


@once
def _are_opened(function: Function, module: Module) -> bool:
    whole = [each for each in within(function) if isinstance(each, ast.Call) and _is_read(each, module)]
    suits_some = not all(_read(each, module) for each in whole)
    return suits_some and all(opened_before(each, module) for each in whole)


def _is_read(call: ast.Call, module: Module) -> bool:
    return bool(module.names(call.func) & _OPENERS) and _whole(call, module) is not None


# Path.read_text and Path.read_bytes.


def _whole(call: ast.Call, module: Module) -> ast.Call | None:
    """The call that reads all of a file: ``open(p).read()``, and the lines of it joined again."""
    outer = module.parent(call)
    if isinstance(outer, ast.Attribute):
        outer = module.parent(outer)
        match outer:
            case ast.Call(func=ast.Attribute(attr="read"), args=[], keywords=[]):
                return outer
            case ast.Call(func=ast.Attribute(attr="readlines"), args=[], keywords=[]):
                lines, outer = outer, module.parent(outer)
            case _:
                return None
    else:
        lines = call
    match outer:
        case ast.Call(func=ast.Attribute(value=ast.Constant(value="" | b""), attr="join"), args=[given]):
            return outer if given is lines else None
        case _:
            return None


def _read(call: ast.Call, module: Module) -> Edits:
    """``Path(p).read_text()`` in the place of what reads all of a file, with the encoding that it is given;
    in a statement over several lines the path on a line of its own, where all is too long.

    Args:
        call: the call that opens the file.
        module: its module.

    Returns:
        Nothing if no form of it suits.
    """
    return _read_by(_spelt_path(module), call, module)


def _read_by(spelt: tuple[str, Edits], call: ast.Call, module: Module) -> Edits:
    """The same by the class as it is to be written, and with the import that it needs."""
    (name, more), whole = spelt, _whole(call, module)
    if whole is None or "#" in written(whole, module):
        return ()
    forms = ((*more, *replaced(whole, text, module)) for text in _texts(call, whole, name, module))
    return next((each for each in forms if not makes_wide(each, module)), ())


@once
def _spelt_path(module: Module) -> tuple[str, Edits]:
    """How the class is written in a module, and its import: by its name alone also where with that of its
    module something would be too long."""
    usual, short = spelt_name("pathlib.Path", module), imported("pathlib.Path", module)
    if len(short[0]) < len(usual[0]) and usual[1]:
        read = [each for each in module.nodes(ast.Call) if _is_read(each, module)]
        if any(_read_by(short, each, module) and not _read_by(usual, each, module) for each in read):
            return short
    return usual


def _texts(call: ast.Call, whole: ast.Call, name: str, module: Module) -> Sequence[str]:
    """What reads a file as a whole by the class that has a name here: on a line, and on three."""
    given = [each for each in call.keywords if each.arg in ("encoding", "errors")]
    is_method = "pathlib.Path().open" in module.names(call.func)
    mode = argument(call, 0 if is_method else 1, "mode")
    path = _path(call, module, is_method=is_method)
    count = len(call.args) + len(call.keywords) - len(given)
    if not (path and name) or "\n" in path or count > 1 - is_method + (mode is not None):
        return ()
    word = "read_bytes" if isinstance(mode, ast.Constant) and "b" in str(mode.value) else "read_text"
    end = f".{word}({', '.join(written(each, module) for each in given)})"
    if is_method:
        return [f"{path}{end}"]
    statement = module.above(call, ast.stmt)
    if statement is None or statement.lineno == statement.end_lineno:
        return [f"{name}({path}){end}"]
    line = module.line(span(whole, module).line)
    indent = line[: len(line) - len(line.lstrip())]
    return [f"{name}({path}){end}", f"{name}(\n{indent}{step(module)}{path}\n{indent}){end}"]


def _path(call: ast.Call, module: Module, *, is_method: bool) -> str:
    """The path that a call opens, as it is written."""
    if is_method:
        return written(call.func.value if isinstance(call.func, ast.Attribute) else call.func, module)
    match call.args:
        case [ast.expr() as path, *_] if not _may_be_descriptor(path, module):
            return written(path, module)
        case _:
            return ""


def _may_be_descriptor(path: ast.expr, module: Module) -> bool:
    """Whether what is opened may be a number, of which there is no path."""
    if isinstance(path, ast.Name):
        bound = (each.node for each in module.bindings(path) if isinstance(each, (Bound, Unknown)))
        holders = (module.above(each, ast.Assign) for each in bound)
        makers = (each.value.func for each in holders if each and isinstance(each.value, ast.Call))
        return any(module.names(each) & _DESCRIPTORS for each in makers)
    return isinstance(path, (ast.Starred, ast.Constant)) and not string(path)
