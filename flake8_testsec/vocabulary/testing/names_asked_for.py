"""What becomes of a name for a file that a test asks for: a file is made of it, or it is taken by nothing."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Mapping, Sequence

from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import argument, keyword, last_word, spelt
from flake8_testsec.source.destinations import calls_given
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import (
    classes,
    expectation,
    expectations,
    expecting_around,
)

_EXCLUSIVE = frozenset({f"os.{name}" for name in ("link", "makedirs", "mkdir", "mkfifo", "mknod", "symlink")})
"""Functions that fail if the name is taken, as ``shutil.copytree`` does."""


def is_made_anew(name: ast.expr, module: Module) -> bool:
    """Whether the first use of a name fails if somebody else was quicker, so that nothing is lost.

    Args:
        name: what gives the name.
        module: its module.

    Returns:
        ``False`` also where nothing is known of its uses.
    """
    uses = sorted(_uses(name, module), key=lambda each: (each.lineno, each.col_offset))
    if not uses or keyword(uses[0], "exist_ok") or keyword(uses[0], "dirs_exist_ok"):
        return False
    names = module.names(uses[0].func)
    return bool(names & (_EXCLUSIVE | {"shutil.copytree"})) or ("os.open" in names and _is_new(uses[0]))


def _is_new(opening: ast.Call) -> bool:
    """Whether ``os.open()`` is told that nothing may be there yet."""
    flags = argument(opening, 1, "flags")
    return flags is not None and any(
        isinstance(each, ast.Attribute) and each.attr == "O_EXCL" for each in ast.walk(flags)
    )


def _uses(call: ast.expr, module: Module) -> Sequence[ast.Call]:
    """The calls that are given the name, as far as it is bound to a variable or an attribute."""
    match module.parent(call):
        case ast.Assign(targets=[ast.Name() as target]):
            scope: ast.AST | None = module.function(call)
        case ast.Assign(targets=[ast.Attribute(value=ast.Name()) as target]):
            scope = module.above(call, ast.ClassDef)
        case _:
            return ()
    return _given(scope, module).get(spelt(target), ()) if scope is not None else ()


def is_known_as_file(name: ast.expr, module: Module) -> bool:
    """Whether a module shows that a file of a name is opened, written or put in place.

    Args:
        name: what gives the name.
        module: its module.

    Returns:
        ``False`` for a name that is only compared, or handed to code which may do anything with it.
    """
    return any(_makes_file(each) for each in calls_given(name, module))


_MAKING = lazy(
    r"_*(f?open|save|write|dump|export|extract|copy|move|rename|touch|to_?file|to_)"
    r"|(?!is_|remove|delete|unlink)\w*(file|File|FileHandler|Dataset|memmap)\Z"
)
"""The words of calls that open, or make, a file whose name they are given."""


def _makes_file(call: ast.Call) -> bool:
    """Whether a call is for files by its word; what is given to ``write()`` alone is written, no name."""
    word = last_word(call.func)
    return bool(_MAKING.match(word)) and (word != "write" or len(call.args) > 1)


def makes_no_file(name: ast.expr, module: Module) -> bool:
    """Whether no file of a name is opened: a socket is bound to it, or an error says that there is none.

    Args:
        name: what gives the name, in a test.
        module: its module.

    Returns:
        ``True`` also where every use of the name is expected to fail.
    """
    uses = _uses(name, module)
    words = {last_word(each.func) for each in uses}
    if "open" in words:
        return False
    if _is_refused(name, module) or _is_to_fail(name, module):
        return True
    return "bind" in words or any(_is_missing(each, module) or _is_denied(each, module) for each in uses)


def _is_refused(call: ast.expr, module: Module) -> bool:
    """Whether a test expects an error wherever it uses the name."""
    match module.parent(call):
        case ast.Assign(targets=[ast.Name(id=word)]):
            function = module.function(call)
        case _:
            return False
    uses = _names(function, module).get(word, ()) if function is not None else ()
    read = [each for each in uses if isinstance(each.ctx, ast.Load)]
    return len(read) == len(uses) - 1 > 0 and all(_is_to_fail(each, module) for each in read)


@once
def _names(function: Function, module: Module) -> Mapping[str, Sequence[ast.Name]]:
    found: dict[str, list[ast.Name]] = defaultdict(list)
    for node in walk(function):
        if isinstance(node, ast.Name):
            found[node.id].append(node)
    return found


def _is_to_fail(node: ast.AST, module: Module) -> bool:
    told = expectation(module.above(node, ast.stmt), module)
    around = expecting_around(node, module)
    expected = expectations(around, module) if around is not None else [told]
    return any(each is not None and each.kind == "raises" for each in expected)


@once
def _given(scope: ast.AST, module: Module) -> Mapping[str, Sequence[ast.Call]]:
    """The calls in a function or a class, by how their arguments are spelt."""
    found: dict[str, list[ast.Call]] = defaultdict(list)
    for call in (each for each in walk(scope) if isinstance(each, ast.Call)):
        for given in call.args:
            found[spelt(given)].append(call)
    return found


def _is_denied(call: ast.Call, module: Module) -> bool:
    """Whether a test says of what it calls that it is not so: there is nothing of that name."""
    match module.parent(call):
        case ast.UnaryOp(op=ast.Not()) as denial:
            return isinstance(module.parent(denial), ast.Assert)
        case ast.Call(func=func):
            return last_word(func) == "assertFalse"
        case _:
            return False


def _is_missing(call: ast.Call, module: Module) -> bool:
    around = expecting_around(call, module)
    expected = expectations(around, module) if around is not None else []
    return any("FileNotFoundError" in classes(each.expected, module) for each in expected)
