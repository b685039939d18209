"""Assertions that cannot fail while a resource is held: for type checkers, or that something is at a path."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import reduce
from operator import and_

from flake8_testsec.cleanup.acquisition import Handle, spelt_handle
from flake8_testsec.source.calls import last_word, spelt, string
from flake8_testsec.source.module import Module, inside, once, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.source.texts import meant
from flake8_testsec.vocabulary.testing.assertions import demanded

_PARTS = frozenset({"pid", "sockets", "stderr", "stdin", "stdout"})
"""Attributes that are there as long as the handle is, if they were asked for."""

_ENDED = frozenset({"exitcode", "poll", "returncode"})
"""Attributes and methods that are ``None`` as long as a process runs."""

_RUNNING = frozenset({"isAlive", "is_alive"})


def cannot_fail(node: ast.AST, handles: Mapping[Handle, int]) -> int:
    """For whom an assertion only says that there is a handle, or that what it stands for runs.

    Args:
        node: an ``assert`` statement, or the call of an assertion.
        handles: the names of the handles, each with the bits of the obligations that it belongs to.

    Returns:
        The bits of those for whom the assertion holds wherever there is anything to be released.
    """
    match node:
        case ast.Assert(test=test):
            return _holds(test, handles)
        case ast.Call(func=func, args=[given, *_]):
            match last_word(func):
                case "assertTrue":
                    return _holds(given, handles)
                case "assertIsNotNone":
                    return _is_there(given, handles)
                case "assertIsNone":
                    return _is_of(given, _ENDED, handles)
    return 0


_ASKING = frozenset({"os.path.exists", "os.path.lexists"})
"""What is false only where nothing is there; ``isfile`` is false of a folder, too, which would be left."""
_PATHS = frozenset({"pathlib.Path", "pathlib.PosixPath", "pathlib.WindowsPath", "os.fspath", "str"})
_MATCHING = frozenset({"testtools.matchers.PathExists", "testtools.matchers._filesystem.PathExists"})


def found_there(node: ast.AST, module: Module) -> Sequence[ast.expr]:
    """The paths of which an assertion says that something is there, and says nothing else.

    Args:
        node: an ``assert`` statement, or the call of an assertion.
        module: its module.

    Returns:
        The paths; none if the assertion says anything more, as of what kind it is. Where it fails, nothing is
        at one of them.
    """
    match node:
        case ast.Assert(test=test):
            return _asked_of(test, module)
        case ast.Call(args=[given, *_]) if demanded(node):
            return _asked_of(given, module)
        case ast.Call(func=ast.Attribute(attr="assertThat"), args=[path, ast.Call(func=func), *_]):
            return (path,) if module.names(func) & _MATCHING else ()
        case _:
            return ()


def _asked_of(test: ast.expr, module: Module) -> Sequence[ast.expr]:
    match test:
        case ast.Call(func=func, args=[path]) if module.names(func) & _ASKING:
            return (path,)
        case ast.Call(func=ast.Attribute(value=path, attr="exists"), args=[]):
            return (path,)
        case _:
            return ()


def same_path(node: ast.expr, module: Module) -> str:
    """The text by which a path is compared with others of its function.

    Args:
        node: an expression of a path, of a path object or of the file that is open at it.
        module: its module.

    Returns:
        A literal's own text in quotes, also for a name that stands for it; else what is written.
    """
    while True:
        match node:
            case ast.Call(func=func, args=[inner]) if module.names(func) & _PATHS:
                node = inner
            case ast.Attribute(value=inner, attr="name"):
                node = inner
            case _:
                text = string(meant(node, module))
                return repr(text) if text is not None else spelt(node)


_LOCALS = frozenset({"dir", "locals", "vars"})


def names_asked_for(test: ast.expr, function: Function, module: Module) -> Iterator[tuple[str, bool]]:
    """The names of which a condition asks whether they are bound: ``"path" in locals()``.

    Args:
        test: the condition, which may ask for more.
        function: its function; those of its names that are not its own are looked for in ``globals()``.
        module: its module.

    Yields:
        Each name, and whether it is asked whether that is bound, not whether it is free.
    """
    for node in walk(test):
        match node:
            case ast.Compare(
                left=ast.Constant(value=str(name)),
                ops=[ast.In() | ast.NotIn() as operator],
                comparators=[ast.Call(func=func, args=[])],
            ):
                asked = {"globals"} if name in _declared(function, module) else _LOCALS
                if module.names(func) & asked:
                    yield name, isinstance(operator, ast.In)


def asks_for_names(call: ast.Call, module: Module) -> bool:
    """Whether a call only asks which names are bound around it, which raises nothing."""
    return not call.args and bool(module.names(call.func) & (_LOCALS | {"globals"}))


@once
def _declared(function: Function, module: Module) -> frozenset[str]:
    """The names that a function binds in its module."""
    declared = (each for each in inside(function, module) if isinstance(each, ast.Global))
    return frozenset(name for each in declared for name in each.names)


def narrows(assertion: ast.AST | None, acquiring: ast.AST | None) -> bool:
    """Whether an assertion only tells a type checker the type of something that was just acquired.

    Args:
        assertion: any node.
        acquiring: the statement that acquires two things at once, as ``fd, path = mkstemp()`` does.
    """
    match assertion, acquiring:
        case (
            ast.Assert(test=ast.Call(func=ast.Name(id="isinstance"), args=[given, _])),
            ast.Assign(targets=[ast.Tuple(elts=parts)]),
        ):
            return spelt(given) in map(spelt, parts)
        case _:
            return False


def _holds(test: ast.expr, handles: Mapping[Handle, int]) -> int:
    match test:
        case ast.BoolOp(op=ast.And(), values=values):
            return reduce(and_, (_holds(each, handles) for each in values))
        case ast.Compare(left=left, ops=[ast.IsNot()], comparators=[ast.Constant(value=None)]):
            return _is_there(left, handles)
        case ast.Compare(left=left, ops=[ast.Is()], comparators=[ast.Constant(value=None)]):
            return _is_of(left, _ENDED, handles)
        case _:
            return _is_there(test, handles) | _is_of(test, _RUNNING, handles)


def _is_there(node: ast.expr, handles: Mapping[Handle, int]) -> int:
    return _bits(node, handles) | _is_of(node, _PARTS, handles)


def _is_of(node: ast.expr, words: Collection[str], handles: Mapping[Handle, int]) -> int:
    """For whom an expression is such an attribute of a handle, or a call of such a method."""
    match node:
        case ast.Attribute(value=owner, attr=word) | ast.Call(func=ast.Attribute(value=owner, attr=word)):
            return _bits(owner, handles) if word in words else 0
        case _:
            return 0


def _bits(node: ast.expr, handles: Mapping[Handle, int]) -> int:
    handle = spelt_handle(node)
    return handles.get(handle, 0) if handle is not None else 0
