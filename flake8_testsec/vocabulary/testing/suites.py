"""Tests and what is around them: which functions are tests, hooks, fixtures, and in what kind of class."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator

from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import keyword, last_word, string, truth
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)

TESTCASES = frozenset(
    {
        "unittest.TestCase",
        "unittest.IsolatedAsyncioTestCase",
        "django.test.TestCase",
        "django.test.SimpleTestCase",
        "django.test.TransactionTestCase",
        "django.test.LiveServerTestCase",
        "rest_framework.test.APITestCase",
        "testtools.TestCase",
        "twisted.trial.unittest.TestCase",
        "twisted.trial.unittest.SynchronousTestCase",
        "tornado.testing.AsyncTestCase",
        "tornado.testing.AsyncHTTPTestCase",
        "aiohttp.test_utils.AioHTTPTestCase",
        "oslotest.base.BaseTestCase",
    }
)
"""Base classes that make a class a TestCase, by qualified name."""

_CASE = lazy(r"(.*TestCase|TestCase.*|.*TestBase|.*Tests?|Test.*)\Z")
_HOOK = lazy(
    r"(setUp|tearDown)(Class|Module|TestData)?\Z|(setup|teardown)(_(module|class|method|function))?\Z|"
    r"async(SetUp|TearDown)\Z"
)
_TEST_FILE = lazy(r"(^|[/\\])(test[^/\\]*|[^/\\]*_tests?)\.py\Z")


def is_test_file(module: Module) -> bool:
    """Whether runners look into the file by its name; a helper below a test folder is not such a file."""
    return bool(_TEST_FILE.search(module.path))


def is_test(function: ast.AST | None, module: Module) -> bool:
    """Whether a function is a test by its name and place.

    Args:
        function: any node.
        module: its module.

    Returns:
        ``True`` for a ``test*`` function of a class or of the module (also under ``if`` and ``try``) that
        is neither a fixture nor a property.
    """
    if not isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return False
    return function.name.startswith("test") and _is_test(function, module)


@once
def _is_test(function: Function, module: Module) -> bool:
    if is_fixture(function, module) or _is_property(function):
        return False
    if module.class_of(function) is not None:
        return True
    return function.name.startswith("test_") and module.function(function) is None


def _is_property(function: Function) -> bool:
    return any(last_word(each) in ("property", "cached_property") for each in function.decorator_list)


def tests(module: Module) -> Iterator[Function]:
    """All tests of a module, in source order of plain, then of async functions."""
    yield from (each for each in module.nodes(ast.FunctionDef) if is_test(each, module))
    yield from (each for each in module.nodes(ast.AsyncFunctionDef) if is_test(each, module))


def test_around(node: ast.AST, module: Module) -> Function | None:
    """The test whose body holds a node, also within inner functions; ``None`` outside tests."""
    around: Iterator[Function] = module.around(node, *_FUNCTIONS)
    return next((each for each in around if is_test(each, module)), None)


def looped(node: ast.AST, module: Module) -> bool:
    """Whether a loop of the same function is around a node."""
    loops = (ast.For, ast.AsyncFor, ast.While)
    above: ast.AST | None = module.above(node, *loops, *_FUNCTIONS, ast.Lambda)
    return isinstance(above, loops)


def conditioned(node: ast.AST, module: Module) -> bool:
    """Whether a condition of the same function is around a node."""
    above: ast.AST | None = module.above(node, ast.If, *_FUNCTIONS)
    return isinstance(above, ast.If)


def is_hook(function: ast.AST) -> bool:
    """Whether a function is a set-up or tear-down by its name, in unittest's or pytest's style."""
    return isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)) and bool(_HOOK.match(function.name))


def is_fixture(function: Function, module: Module) -> bool:
    """Whether a decorator makes the function a pytest fixture."""
    makers = (each.func if isinstance(each, ast.Call) else each for each in function.decorator_list)
    return any(
        last_word(each) in ("fixture", "yield_fixture") or module.names(each) & {"pytest.fixture"}
        for each in makers
    )


def runs_unasked(function: Function) -> bool:
    """Whether a function is a hook of set-up or tear-down, or a fixture that may run unasked."""
    calls = (each for each in function.decorator_list if isinstance(each, ast.Call))
    given = (used for call in calls if (used := keyword(call, "autouse")) is not None)
    return is_hook(function) or any(truth(each.value) is not False for each in given)


def is_of_session(function: Function) -> bool:
    """Whether a decorator says that what a fixture makes is for the whole run of the tests."""
    given = (keyword(each, "scope") for each in function.decorator_list if isinstance(each, ast.Call))
    return any(string(each.value) == "session" for each in given if each is not None)


def is_case(class_: ast.ClassDef, module: Module) -> bool:
    """Whether a class is a TestCase as far as its names tell: its own bases, or how they are called."""
    called = any(_CASE.match(last_word(base)) for base in class_.bases)
    return called or any(names & TESTCASES for names in module.bases(class_))


def is_collected(class_: ast.ClassDef, module: Module) -> bool:
    """Whether a runner looks for tests in this class: a TestCase, or named ``Test*``."""
    return class_.name.startswith("Test") or is_case(class_, module)


def is_at_top(definition: ast.AST, module: Module) -> bool:
    """Whether no function and no class is around a definition; an ``if`` or a ``try`` may be."""
    return module.above(definition, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef) is None


def methods(class_: ast.ClassDef) -> Iterator[Function]:
    """The functions defined directly in a class's body."""
    for node in class_.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node


def without_docstring(function: Function) -> list[ast.stmt]:
    """The statements of a function's body after its docstring."""
    match function.body:
        case [ast.Expr(value=ast.Constant(value=str())), *rest]:
            return rest
        case body:
            return list(body)


def does_nothing(function: Function) -> bool:
    """Whether a function's body is a docstring and ``pass`` at most."""
    return all(isinstance(each, ast.Pass) for each in without_docstring(function))


def receiver(function: Function, module: Module) -> str:
    """The name of a method's first parameter; empty for anything but a method with one."""
    if module.class_of(function) is None:
        return ""
    parameters = (*function.args.posonlyargs, *function.args.args)
    return parameters[0].arg if parameters else ""


def receivers(node: ast.AST, module: Module) -> Collection[str]:
    """What the functions around a node call the object that they are, or may become, methods of."""
    functions: Iterator[Function] = module.around(node, *_FUNCTIONS)
    return {each.arg for function in functions for each in function.args.args[:1]}


def only_decorated_by(definition: Function | ast.ClassDef, module: Module, allowed: Collection[str]) -> bool:
    """Whether every decorator is certainly one of these names or lies below one of them.

    Args:
        definition: a function or a class; one without decorators passes.
        module: its module.
        allowed: qualified names; ``unittest.mock.patch`` also stands for ``unittest.mock.patch.object``.

    Returns:
        ``False`` as soon as one decorator is something else or not known.
    """
    for decorator in definition.decorator_list:
        names = module.names(decorator.func if isinstance(decorator, ast.Call) else decorator)
        if not names or not all(
            any(name == each or name.startswith(each + ".") for each in allowed) for name in names
        ):
            return False
    return True
