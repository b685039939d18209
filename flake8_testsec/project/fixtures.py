"""The fixtures of pytest that a module's tests can ask for, as far as they are known."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator

from flake8_testsec.project.holders import holders
from flake8_testsec.project.views import view_of
from flake8_testsec.source.calls import argument, keyword, last_word, string
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.source.texts import meant
from flake8_testsec.vocabulary.testing.doubles import injected
from flake8_testsec.vocabulary.testing.suites import is_case, is_fixture, is_test, only_decorated_by, tests

BUILTIN = frozenset(
    {
        *("cache", "capfd", "capfdbinary", "caplog", "capsys", "capsysbinary", "doctest_namespace"),
        *("monkeypatch", "pytestconfig", "pytester", "record_property", "record_testsuite_property"),
        *("record_xml_attribute", "recwarn", "request", "subtests", "testdir", "tmp_path"),
        *("tmp_path_factory", "tmpdir", "tmpdir_factory"),
    }
)
"""The fixtures that pytest brings (its reference, Fixtures)."""


def asks_for_fixtures(function: Function, module: Module) -> bool:
    """Whether pytest can call a function: its parameters are fixtures, or are parametrised.

    Args:
        function: a function of the module's level, or a method of a class that is no TestCase.
        module: its module.

    Returns:
        ``True`` also for one without parameters; ``False`` as soon as one is not known.
    """
    asked = _parameters(function, module)
    handed = (each.arg for each in injected(function, module))
    return asked is not None and set(asked) <= {*_known(module), *_parametrised(function, module), *handed}


def asks_for_unread(function: Function, module: Module) -> bool:
    """Whether a test of pytest asks for a fixture that nobody could read, as those of installed plug-ins.

    Args:
        function: any function; others are given their parameters by whoever calls them.
        module: its module.
    """
    class_ = module.class_of(function)
    if not is_test(function, module) or (class_ is not None and is_case(class_, module)):
        return False
    return names_all_parameters(function, module) and not {*asked_for(function, module)} <= {*_read(module)}


def asked_for(function: Function, module: Module) -> Collection[str]:
    """The parameters that a function gets from fixtures alone; none where pytest cannot call it."""
    class_ = module.class_of(function)
    given = {*_parametrised(function, module), *(_parametrised(class_, module) if class_ is not None else ())}
    return set(_parameters(function, module) or ()) - given


def parameter_names(names: ast.expr) -> Collection[str] | None:
    """The parameters that a mark's first argument names.

    Args:
        names: what ``parametrize`` is given first.

    Returns:
        ``None`` where they are not written out there.
    """
    each = names.elts if isinstance(names, ast.List | ast.Tuple) else [names]
    texts = [text for one in each if (text := string(one)) is not None]
    return [name.strip() for text in texts for name in text.split(",")] if len(texts) == len(each) else None


def names_all_parameters(function: Function, module: Module) -> bool:
    """Whether it can be read which parameters the marks of a function and of its class give values."""
    class_ = module.class_of(function)
    marks = (*function.decorator_list, *(class_.decorator_list if class_ is not None else ()))
    names = (_argnames(each, module) for each in marks)
    return all(parameter_names(each) is not None for each in names if each is not None)


def _argnames(mark: ast.expr, module: Module) -> ast.expr | None:
    """The first argument of ``parametrize``, followed through names; ``None`` of any other mark."""
    if not (isinstance(mark, ast.Call) and last_word(mark.func) == "parametrize"):
        return None
    names = argument(mark, 0, "argnames")
    return None if names is None else meant(names, module)


def _parameters(function: Function, module: Module) -> Collection[str] | None:
    """The names that pytest must give values to; ``None`` where a call by pytest makes no sense."""
    given = function.args
    if given.vararg or given.kwarg or given.posonlyargs:
        return None
    plain = given.args[: len(given.args) - len(given.defaults)]
    first = int(module.class_of(function) is not None) + _patched(function, module)
    own = plain[first:]
    pairs = zip(given.kwonlyargs, given.kw_defaults, strict=True)
    return [each.arg for each in (*own, *(each for each, default in pairs if default is None))]


def _patched(function: Function, module: Module) -> int:
    """How many parameters get the doubles of patches, which come before those that pytest gives."""
    calls = (each for each in function.decorator_list if isinstance(each, ast.Call))
    return sum(_hands_over(call, module.names(call.func)) for call in calls)


def _hands_over(call: ast.Call, names: Collection[str]) -> bool:
    """Whether a patch makes the double itself, and hands it over (``unittest.mock``, The patchers)."""
    if names == {"unittest.mock.patch"}:
        return argument(call, 1, "new") is None
    return names == {"unittest.mock.patch.object"} and argument(call, 2, "new") is None


@once
def _known(module: Module) -> Collection[str]:
    """The fixtures that are read, and what the own tests ask for."""
    return frozenset({*_read(module), *_asked(module)})


@once
def _read(module: Module) -> Collection[str]:
    """The fixtures of pytest, of the module, of conftests and plug-ins."""
    view = view_of(module)
    others = holders(view, module) if view is not None else ()
    far = (each.name for holder in others for each in holder.functions if each.fixture)
    return frozenset({*BUILTIN, *far, *_own(module)})


def _own(module: Module) -> Iterator[str]:
    functions: list[Function] = [*module.nodes(ast.FunctionDef), *module.nodes(ast.AsyncFunctionDef)]
    for each in functions:
        if is_fixture(each, module):
            yield fixture_name(each)


def fixture_name(fixture: Function) -> str:
    """The name under which tests ask for a fixture."""
    for decorator in fixture.decorator_list:
        given = keyword(decorator, "name") if isinstance(decorator, ast.Call) else None
        if given is not None and (name := string(given.value)) is not None:
            return name
    return fixture.name


def _asked(module: Module) -> Iterator[str]:
    for test in tests(module):
        class_ = module.class_of(test)
        # Other decorators may give parameters as well, which are no fixtures.
        plain = only_decorated_by(test, module, ("pytest.mark", "unittest.mock.patch"))
        if plain and (class_ is None or not is_case(class_, module)):
            yield from set(_parameters(test, module) or ()) - {*_parametrised(test, module)}


def _parametrised(function: Function | ast.ClassDef, module: Module) -> Iterator[str]:
    for decorator in function.decorator_list:
        names = _argnames(decorator, module)
        for node in walk(names) if names is not None else ():
            yield from (each.strip() for each in (string(node) or "").split(","))
