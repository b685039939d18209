"""The fixtures that the functions of a file ask for, and where they are defined, if that can be read."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from flake8_testsec.cleanup.lineage import lineage
from flake8_testsec.project.fixtures import (
    asked_for,
    fixture_name,
    names_all_parameters,
    parameter_names,
)
from flake8_testsec.project.holders import holders
from flake8_testsec.project.views import View, view_of
from flake8_testsec.review.bases import ancestry
from flake8_testsec.review.document import Lines, code, counted
from flake8_testsec.review.factories import runs_as_test
from flake8_testsec.review.places import functions
from flake8_testsec.source.calls import argument, keyword, last_word, string, truth
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.source.texts import meant
from flake8_testsec.vocabulary.testing.suites import is_case, is_fixture, only_decorated_by

if TYPE_CHECKING:
    from flake8_testsec.project.module_facts import ModuleFacts

OF_PLUGINS = frozenset(
    {
        *(
            "client",
            "async_client",
            "admin_client",
            "admin_user",
            "rf",
            "async_rf",
            "live_server",
            "mailoutbox",
        ),
        *("django_user_model", "django_username_field", "django_assert_num_queries", "transactional_db"),
        *("django_assert_max_num_queries", "django_capture_on_commit_callbacks", "django_db_blocker"),
        *("event_loop", "unused_tcp_port", "unused_udp_port", "unused_tcp_port_factory", "anyio_backend"),
        *("worker_id", "testrun_uid", "xprocess", "socket_enabled", "socket_disabled"),
        *("aiohttp_client", "aiohttp_server", "benchmark", "requests_mock", "httpx_mock", "freezer", "faker"),
    }
)
"""What pytest-django, pytest-asyncio, anyio and some others bring, by their documentation."""


class Asked(NamedTuple):
    """A parameter that pytest fills with a fixture."""

    name: str
    function: Function
    parameter: ast.arg


@once
def asked(module: Module) -> Sequence[Asked]:
    """The parameters of tests and fixtures that are fixtures; decorators may fill others."""
    return tuple(_asked(module))


def _asked(module: Module) -> Iterator[Asked]:
    for function in _callable(module):
        if is_fixture(function, module) or _is_plain(function, module):
            yield from _parameters(function, module)


def _callable(module: Module) -> Iterator[Function]:
    """Fixtures, and the tests that pytest may give something to: those of a TestCase get nothing."""
    for function in functions(module):
        class_ = module.class_of(function)
        of_case = class_ is not None and is_case(class_, module) and not _is_plain_class(class_, module)
        if module.function(class_ or function) is not None:
            continue  # nobody collects what a function defines
        if is_fixture(function, module) or (not of_case and runs_as_test(function, module)):
            yield function


def _is_plain_class(class_: ast.ClassDef, module: Module) -> bool:
    """Whether all classes above one are read and none is of a library, so that its base's name is but one."""
    line = lineage(class_, module)
    return line.complete and {*line.outside} <= {"object"}


def _is_plain(function: Function, module: Module) -> bool:
    """Whether it is known of all its decorators which parameters they fill."""
    class_ = module.class_of(function)
    marks = class_.decorator_list if class_ is not None else ()
    funcs = (each.func if isinstance(each, ast.Call) else each for each in marks)
    names = [name for func in funcs for name in (module.names(func) or {""})]
    return (
        all(each.startswith("pytest.mark.") for each in names)  # of a class, others fill parameters, too
        and names_all_parameters(function, module)
        and only_decorated_by(function, module, ("pytest.mark", "unittest.mock.patch"))
    )


def _parameters(function: Function, module: Module) -> Iterator[Asked]:
    wanted = {*asked_for(function, module), *_indirect(function, module)}
    given = (*function.args.args, *function.args.kwonlyargs)
    return (Asked(each.arg, function, each) for each in given if each.arg in wanted)


def _indirect(function: Function, module: Module) -> Iterator[str]:
    """The parameters whose values marks give to fixtures of the same names (pytest: indirect)."""
    class_ = module.class_of(function)
    for mark in (*function.decorator_list, *(class_.decorator_list if class_ is not None else ())):
        if isinstance(mark, ast.Call) and last_word(mark.func) == "parametrize":
            names, given = argument(mark, 0, "argnames"), argument(mark, 2, "indirect")
            match given:
                case ast.List(elts=some) | ast.Tuple(elts=some):
                    yield from filter(None, map(string, some))
                case ast.Constant(value=True) if names is not None:
                    yield from parameter_names(meant(names, module)) or ()


@once
def decorated(module: Module) -> Sequence[Asked]:
    """Parameters of tests below decorators that are not followed: fixtures, unless a decorator fills them."""
    doubtful = (
        each for each in _callable(module) if not (is_fixture(each, module) or _is_plain(each, module))
    )
    return tuple(each for function in doubtful for each in _parameters(function, module))


def sources(wanted: Asked, module: Module) -> tuple[Lines, ...]:
    """Where a fixture is defined: in the class that asks, in the file, else in the nearest ``conftest.py``.

    Args:
        wanted: the parameter.
        module: the module that asks.

    Returns:
        The lines of all definitions in the first file that has one; empty if none was found.
    """
    for class_ in (*_classes_around(wanted.function, module), None):
        if found := _sources(class_, module).get(wanted.name):
            return found
    return _far(wanted.name, module)


def placed(name: str, module: Module) -> tuple[Lines, ...]:
    """Where a fixture is defined that nobody's parameter names; empty if it was not found."""
    return _sources(None, module).get(name) or _far(name, module)


def _classes_around(function: Function, module: Module) -> Iterator[ast.ClassDef]:
    """The class of a method and those above it in the same file."""
    class_ = module.class_of(function)
    lines = {each.line for each in ancestry(class_, module) if not each.path} if class_ is not None else ()
    return (each for each in module.nodes(ast.ClassDef) if each.lineno in lines)


@once
def _sources(class_: ast.ClassDef | None, module: Module) -> Mapping[str, tuple[Lines, ...]]:
    """The fixtures of one class, or those of the module's level."""
    own = (each for each in functions(module) if module.class_of(each) is class_)
    return _grouped((each for each in own if is_fixture(each, module)), "")


@once
def _far(name: str, module: Module) -> tuple[Lines, ...]:
    view = view_of(module)
    if view is None:
        return ()
    for holder in holders(view, module):
        is_own = holder.path == module.path
        is_there = any(one.fixture and one.name == name for one in holder.functions) or name in holder.bound
        if is_there and (lines := _fixtures_of(view.text(holder.path), holder.path).get(name)):
            return tuple(each._replace(path="") for each in lines) if is_own else lines
        if found := _brought(name, holder, view):
            return found
    return ()


def _brought(name: str, holder: ModuleFacts, view: View) -> tuple[Lines, ...]:
    """Where a fixture is defined that a file takes from another by an import."""
    for qualified in (*holder.meant(name), *(f"{star}.{name}" for star in holder.stars)):
        function = view.function(qualified, holder.path)
        if function is not None and function[0].fixture:
            path = function[1].path
            return _fixtures_of(view.text(path), path).get(name, ())
    return ()


@lru_cache(maxsize=64)
def _fixtures_of(text: str, path: str) -> Mapping[str, tuple[Lines, ...]]:
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    marked = _grouped((each for each in walk(tree) if isinstance(each, kinds) and _is_marked(each)), path)
    return {**dict(_bound(tree, path)), **marked}


def _bound(tree: ast.Module, path: str) -> Iterator[tuple[str, tuple[Lines, ...]]]:
    """Fixtures that an assignment makes of a function: ``till = pytest.fixture(lambda: 1)``."""
    for statement in tree.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=func)):
                made = func.func if isinstance(func, ast.Call) else func
                if last_word(made) in ("fixture", "yield_fixture"):
                    yield name, (Lines(statement.lineno, statement.end_lineno or statement.lineno, path),)


def _is_marked(function: Function) -> bool:
    called = (each.func if isinstance(each, ast.Call) else each for each in function.decorator_list)
    return any(last_word(each) in ("fixture", "yield_fixture") for each in called)


def _grouped(functions: Iterator[Function], path: str) -> Mapping[str, tuple[Lines, ...]]:
    found: dict[str, tuple[Lines, ...]] = {}
    for each in functions:
        lines = Lines(each.lineno, each.end_lineno or each.lineno, path)
        found[fixture_name(each)] = (*found.get(fixture_name(each), ()), lines)
    return found


def automatic(function: Function, module: Module) -> tuple[str, ...]:
    """In words, whose tests a fixture runs for without being asked; empty if for nobody's.

    Args:
        function: a fixture.
        module: its module.

    Returns:
        Pieces of a sentence.
    """
    marks = (each for each in function.decorator_list if isinstance(each, ast.Call))
    given = (keyword(each, "autouse") for each in marks)
    class_ = module.class_of(function)
    whose = (" of ", code(class_.name)) if class_ is not None else ()
    is_so = any(each is not None and truth(each.value) for each in given)
    return (f" runs {rhythm(function)}", *whose, ", asked or not (autouse)") if is_so else ()


def makes(function: Function, *, is_told: bool) -> tuple[str, ...]:
    """In words, how long what a fixture makes lives, and that it is made once for each of several values.

    Args:
        function: a fixture.
        is_told: whether its scope is told already.

    Returns:
        Pieces of a sentence; empty of a fixture that is made for each test.
    """
    marks = [each for each in function.decorator_list if isinstance(each, ast.Call)]
    scopes = [string(given.value) for each in marks if (given := keyword(each, "scope")) is not None]
    values = [given.value for each in marks if (given := keyword(each, "params")) is not None]
    lives = [f"is made once a {each}" for each in scopes if each and each != "function" and not is_told]
    match values:
        case [ast.List(elts=several) | ast.Tuple(elts=several)]:
            lives.append(f"has {counted(len(several), 'value')} as parameters")
        case [_]:
            lives.append("has parameters that are worked out")
    return (f"; it {' and '.join(lives)}",) if lives else ()


def rhythm(function: Function) -> str:
    """How often a fixture runs that nobody has to ask for: by the scope that its mark names.

    Args:
        function: a fixture.

    Returns:
        The words behind "runs".
    """
    marks = (each for each in function.decorator_list if isinstance(each, ast.Call))
    scopes = [given.value for each in marks if (given := keyword(each, "scope")) is not None]
    match [string(each) for each in scopes]:
        case [] | ["function"]:
            return "for every test"
        case ["class" | "module" | "package" | "session" as scope]:
            return f"once a {scope}, for every test"
        case _:
            return "for every test, in a scope that is worked out"
