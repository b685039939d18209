"""Tests whose body does nothing: what would be run, and whether anything around could do their work."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import argument, keyword, last_word, spelt, string
from flake8_testsec.source.module import Module, once, walk, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import holds_check
from flake8_testsec.vocabulary.testing.suites import (
    is_case,
    is_collected,
    is_fixture,
    is_hook,
    is_test,
    is_test_file,
    methods,
    tests,
    without_docstring,
)
from flake8_testsec.vocabulary.testing.tooling import only_as_script

_SET_UP = lazy(r"(async)?set_?up", re.IGNORECASE)
_SUPER = lazy(r"super\b")
_TEMPLATE = lazy(r"Mixin|Base|Abstract|ABC")
_SETTING = frozenset({"django.test.override_settings", "django.test.utils.override_settings"})
_RUNNING = frozenset(
    {"tornado.testing.gen_test", "twisted.internet.defer.inlineCallbacks", "pytest_twisted.inlineCallbacks"}
    | {"unittest.skipIf", "unittest.skipUnless"}
)
"""Decorators that run the body that there is, or do so sometimes."""
_ASKING = frozenset({"pytest.mark.skipif", "unittest.skipIf", "unittest.skipUnless"})
_PATCHING = lazy(r"_*patch(_|\Z)")
_DOUBLE = lazy(r"(?i)_*(mock|fake|stub)|.*_(mock|fake|stub)\Z")
_MARKS = frozenset(
    f"pytest.mark.{word}"
    for word in ("anyio", "asyncio", "django_db", "flaky", "parametrize", "skipif", "slow", "timeout", "trio")
)
"""Marks that only say how often, when or in which loop a test is run."""

_OF_PYTEST = frozenset(
    {"cache", "capfd", "caplog", "capsys", "doctest_namespace", "mocker", "monkeypatch", "pytestconfig"}
    | {"recwarn", "request", "tmp_path", "tmp_path_factory", "tmpdir", "tmpdir_factory"}
)
"""Fixtures that give something and check nothing: pytest's own, and pytest-mock's."""


def is_empty(function: Function) -> bool:
    """Whether a function's body does nothing but return, or print a fixed text.

    Args:
        function: any function.

    Returns:
        ``True`` for a docstring, ``pass``, ``...``, ``return`` and ``print("done")``, and any number of them.
    """
    return all(map(_is_nothing, without_docstring(function)))


def _is_nothing(statement: ast.stmt) -> bool:
    match statement:
        case ast.Pass() | ast.Expr(value=ast.Constant()) | ast.Return(value=None | ast.Constant(value=None)):
            return True
        case ast.Expr(value=ast.Call(func=ast.Name(id="print"), args=args, keywords=[])):
            return all(isinstance(each, ast.Constant) for each in args)
        case _:
            return False


def does_no_work(function: Function, module: Module) -> bool:
    """Whether nothing around a test's body can check anything for it.

    Args:
        function: a test.
        module: its module.

    Returns:
        ``False`` where a decorator or a fixture is not known to do nothing but set up, and where a class has
        a set-up for this test alone.
    """
    if not all(_is_harmless(each, module) for each in function.decorator_list):
        return False
    class_ = module.class_of(function)
    if class_ is not None and _is_for_set_up(function, class_, module):
        return False
    above = () if class_ is None else class_.decorator_list
    known = {name for each in function.decorator_list for name in _given(each)}
    if any(_patches_by_name(each, module) for each in function.decorator_list):
        known |= {*filter(_DOUBLE.match, _parameters(function, class_ is not None))}
    wanted = [name for name in _parameters(function, class_ is not None) if name not in known | _OF_PYTEST]
    # What patches hand over comes first.
    patched = sum(_hands_over(each, module) for each in (*above, *function.decorator_list))
    asked = wanted[patched:]
    return not asked or (
        not _is_watched(module) and all(_only_gives(each, function, module) for each in asked)
    )


def _is_for_set_up(function: Function, class_: ast.ClassDef, module: Module) -> bool:
    """Whether the set-up of a class, if it calls more than the inherited one, runs for this test alone."""
    return _tests_set_up(class_, module) == (function,)


@once
def _tests_set_up(class_: ast.ClassDef, module: Module) -> tuple[Function, ...]:
    """The tests of a class whose set-up calls more than the inherited one; none of any other class."""
    own = [*methods(class_)]
    hooks = (each for each in own if is_hook(each) and _SET_UP.match(each.name))
    calls = (node for hook in hooks for node in within(hook) if isinstance(node, ast.Call))
    if all(_SUPER.match(spelt(each.func)) for each in calls):
        return ()
    return tuple(each for each in own if is_test(each, module))


@once
def _is_watched(module: Module) -> bool:
    """Whether a fixture checks something about every test of the module, such as that no thread is left."""
    fixtures = (each for each in module.nodes(ast.FunctionDef) if is_fixture(each, module))
    return any(
        keyword(decorator, "autouse") is not None and holds_check(fixture, module)
        for fixture in fixtures
        for decorator in fixture.decorator_list
        if isinstance(decorator, ast.Call)
    )


def _only_gives(fixture: str, function: Function, module: Module) -> bool:
    """Whether another test checks something itself with a fixture, and this one is not about the fixture."""
    return fixture.lower() not in function.name.lower() and fixture in _used(module)


@once
def _used(module: Module) -> frozenset[str]:
    """The parameters that tests which check something do something with."""
    checking = [each for each in tests(module) if holds_check(each, module)]
    return frozenset(name for test in checking for name in {*_parameters(test, False)} & _read(test))


def _read(function: Function) -> set[str]:
    return {each.id for statement in function.body for each in walk(statement) if isinstance(each, ast.Name)}


def _parameters(function: Function, in_class: bool) -> Iterator[str]:
    arguments = function.args
    named = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    yield from (each.arg for each in named[in_class:])


def _given(decorator: ast.expr) -> Iterator[str]:
    """The parameters that ``parametrize`` gives values."""
    if isinstance(decorator, ast.Call) and last_word(decorator.func) == "parametrize":
        names = argument(decorator, 0, "argnames")
        for each in names.elts if isinstance(names, (ast.List, ast.Tuple)) else [names]:
            yield from (name.strip() for name in (string(each) or "").split(","))


def _is_harmless(decorator: ast.expr, module: Module) -> bool:
    names = module.names(decorator.func if isinstance(decorator, ast.Call) else decorator)
    if _patches(decorator, module) or _patches_by_name(decorator, module):
        return True
    if isinstance(decorator, ast.Call) and any(isinstance(each, ast.Constant) for each in decorator.args[:1]):
        names -= _ASKING  # skipped always
    return bool(names) and names <= _MARKS | _SETTING | _RUNNING


def _patches_by_name(decorator: ast.expr, module: Module) -> bool:
    """Whether a decorator of the project says that it patches something for the test."""
    word = last_word(decorator.func if isinstance(decorator, ast.Call) else decorator)
    return bool(_PATCHING.match(word)) and not _patches(decorator, module)


def _patches(decorator: ast.expr, module: Module) -> bool:
    names = module.names(decorator.func) if isinstance(decorator, ast.Call) else ()
    return any(f"{name}.".startswith("unittest.mock.patch.") for name in names)


def _hands_over(decorator: ast.expr, module: Module) -> bool:
    """Whether a patch gives the test what it puts in."""
    if not isinstance(decorator, ast.Call) or not _patches(decorator, module):
        return False
    kind = last_word(decorator.func)
    return kind != "dict" and argument(decorator, 2 if kind == "object" else 1, "new") is None


def is_run(class_: ast.ClassDef, module: Module) -> bool:
    """Whether a runner finds a class at the top of the module, and is not told to skip it."""
    top = module.function(class_) is None and module.class_of(class_) is None
    if only_as_script(class_, module):
        return False
    return top and is_collected(class_, module) and not _is_template(class_, module) and not _skips(class_)


def _is_template(class_: ast.ClassDef, module: Module) -> bool:
    """Whether a class is there to be derived from."""
    parents = (*class_.bases, *(keyword.value for keyword in class_.keywords))
    abstract = any(module.names(parent) & {"abc.ABC", "abc.ABCMeta"} for parent in parents)
    if class_.name.startswith("Test") and class_.name.endswith("Mixin") and is_case(class_, module):
        return abstract  # a mixin is what it tests: it has the base of a case itself
    return abstract or bool(_TEMPLATE.search(class_.name))


def _skips(class_: ast.ClassDef) -> bool:
    decorators = (each.func if isinstance(each, ast.Call) else each for each in class_.decorator_list)
    return any(last_word(each).lower().startswith("skip") for each in decorators)


def is_passed_on(function: Function, module: Module) -> bool:
    """Whether a function is given to a call: then it is a callback, whatever a runner takes it for."""
    return any(True for _ in handed_to(function, module))


def handed_to(function: Function, module: Module) -> Iterator[ast.Call]:
    """The calls that a function is given to, or of which it is what is called.

    Args:
        function: any function.
        module: its module.

    Yields:
        A call for each mention of the function's name.
    """
    for name in module.named(function.name):
        match module.parent(name):
            case ast.Call() as call:
                yield call
            case ast.keyword() as given:
                holder = module.parent(given)
                yield from (holder,) if isinstance(holder, ast.Call) else ()


def is_found(function: Function, module: Module) -> bool:
    """Whether a runner finds and calls a test of a test file, and nothing else does."""
    if not is_test(function, module) or not is_test_file(module):
        return False
    class_ = module.class_of(function)
    return is_run(class_, module) if class_ is not None else not is_passed_on(function, module)


@once
def is_sample(module: Module) -> bool:
    """Whether no test of the module checks anything: such a file is input for the test of a runner."""
    return not any(holds_check(test, module) for test in tests(module))


def text_of(function: Function, module: Module) -> str:
    """The text of a function with the comment above it."""
    first = function.lineno
    if not module.line(first - 1).strip() and module.line(first - 2).lstrip().startswith("#"):
        first -= 1  # a comment at the head of a group
    while module.line(first - 1).lstrip().startswith("#"):
        first -= 1
    return "".join(module.lines[first - 1 : function.end_lineno])
