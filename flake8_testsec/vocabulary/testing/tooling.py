"""What looks like production code and is not: test tooling, and statements that stand aside."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.paths import dotted, normalise
from flake8_testsec.source.roles import is_declared_production
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import is_fixture, methods

_TOOL = lazy(r"(.*[^a-z])?(py|unit)?(test(?!imon|ament)|mock|fake)", re.IGNORECASE)
"""Words that begin so in the name of a distribution or of its package make it a tool for tests."""

_TOOLS = frozenset(
    {"aioresponses", "behave", "betamax", "doublex", "fixtures", "freezegun", "httpretty", "mongomock"}
    | {
        "hypothesis",
        "localstack",
        "locust",
        "moto",
        "nose",
        "nose2",
        "nox",
        "pook",
        "py",
        "pyfakefs",
        "responses",
        "respx",
    }
    | {"stestr", "subunit", "sybil", "time_machine", "tox", "vcr"}
)
"""Tools for tests whose names do not tell."""

_BESIDE = frozenset(
    {".github", "benchmark", "ci", "contrib", "demo", "demos", "doc", "e2e", "example", "integration"}
    | {"misc", "packaging", "perf", "qa", "release", "sample", "samples", "script", "t", "tool", "tutorials"}
)
"""Folders beside the packages of a project, where they are the first of the path."""

_BENCHMARKS = frozenset({"asv", "asv_runner", "pyperf", "richbench"})
_BUILD = lazy(r"(conf|dodo|fabfile|manage|noxfile|run_?tests?|setup|tasks|toxfile)\Z")
_SUPPORT = lazy(r"(.*_)?((py|unit)?test(s|ing|er|case)?|mocks?|fakes?|stubs?)(_.*)?\Z")
_SELF_TEST = lazy(r"_*((run|self|do|unit|doc|load|make|get)_?)*tests?(_?suite)?\Z|_*(test_?)?suite\Z", re.I)
_CALLED_BY_TESTS = lazy(r"_*assert([_A-Z]\w*)?\Z|(setup|teardown)_(package|module)\Z")
_FOR = (
    r"(for|in|by|to) (unit |doc)?test(s|ing)\b"
    r"(?! (the |a |an |your |its )?(\w+ )?(configuration|connect(ion|ivity)|credential|login|setting))"
)
"""Who tests a connection or what was configured is the program's user."""
_FOR_TESTING = lazy(
    rf"\b((used|useful|meant|intended|only|needed|helper) (only )?{_FOR}|only (\w+ ){{1,5}}{_FOR})", re.I
)
_OF_ANOTHER = lazy(
    r"(?!\W*(this|it|these|they|the (module|file|script|package|class|function|method|fixture)"
    r" (is|was|only|can|may|should|must|might|will))\b)"
    r".*[\w`'\")\]] (?<!\bthat )(?<!\bwhich )(?<!\band )(?<!\bbut )"
    r"((is|are|was|were|gets|(will|can|may|should|must|might)( \w+)? be)( \w+)? "
    rf"(used|useful|meant|intended|only|needed) (only )?{_FOR}|only \w+s (\w+ ){{0,4}}{_FOR})",
    re.I,
)
"""A sentence that says so of something that it names: a flag, a parameter."""
_SENTENCE = lazy(r"[.;!?](?:\s|\Z)|\n\s*\n")
_LONGEST = 300
"""Characters of a sentence that are read."""
_LAST = frozenset(
    {"deprecated_call", "fail", "fixture", "hookimpl", "hookspec", "importorskip", "main", "mark", "raises"}
    | {"register_assert_rewrite", "skip", "warns", "xfail", "yield_fixture"}
)
_RUNNERS = frozenset({"nose", "pytest", "unittest"})
_PYTEST = frozenset(f"pytest.{name}" for name in _LAST)


@once
def is_tooling(module: Module) -> bool:
    """Whether a module is made for testing or building although its role says production.

    Args:
        module: the module; its path counts, and what it defines and uses.

    Returns:
        ``True`` for the modules of tools for tests (by the first folder or the top-level package), for
        what lies beside the packages, build scripts, modules called after tests or doubles, pytest
        plugins, benchmarks, scripts, and modules that define tests; never where the user declared
        production code.
    """
    return _is_for_testing(module)


def _is_for_testing(module: Module) -> bool:
    if is_declared_production(module.path, module.settings):
        return False
    return (
        _is_called_so(module)
        or _is_beside(module)
        or any(map(_is_for_tests, module.tree.body))
        or _uses_pytest(module)
    )


def _is_called_so(module: Module) -> bool:
    parts = normalise(module.path)
    folders, name = parts[:-1], parts[-1] if parts else ""
    stem, _, ending = name.partition(".")
    outermost = {*folders[:1], *dotted(module.path)[:1]}
    if ending == "pyi" or _BUILD.match(stem) or _SUPPORT.match(stem):
        return True
    return any(each in _TOOLS | _BESIDE or _TOOL.match(each) for each in outermost)


def _is_beside(module: Module) -> bool:
    """Whether a module is a benchmark by its imports, or a script that runs by itself and alone."""
    starts = module.line(1).startswith("#!") and any(map(_is_main, module.tree.body))
    return starts or any(alias.name.partition(".")[0] in _BENCHMARKS for alias in _imports(module))


def _is_main(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.If) and _asks_name(statement.test)


def _asks_name(test: ast.expr) -> bool:
    return isinstance(test, ast.Compare) and isinstance(test.left, ast.Name) and test.left.id == "__name__"


def _imports(module: Module) -> Iterator[ast.alias]:
    """What is imported; of ``from x import y``, the module."""
    for statement in module.nodes(ast.Import):
        yield from statement.names
    for from_ in module.nodes(ast.ImportFrom):
        yield ast.alias(from_.module or "")


def _is_for_tests(statement: ast.stmt) -> bool:
    match statement:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            return name.startswith(("test_", "pytest_"))
        case ast.ClassDef():
            return _holds_tests(statement)
        case _:
            return False


def _holds_tests(class_: ast.ClassDef) -> bool:
    """One method ``test_connection`` does not make a test, several of them or the class's name do."""
    count = sum(each.name.startswith("test_") for each in methods(class_))
    return count > 1 or (count == 1 and bool(_SUPPORT.match(_words(class_.name))))


def _words(name: str) -> str:
    """A name in capitals as one with underscores: ``BaseShopTest`` as ``base_shop_test``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def _uses_pytest(module: Module) -> bool:
    """Whether fixtures, marks or skips are used; an import that is only there does not count."""
    if "pytest" not in module.source:
        return False
    return any(bool(module.names(node) & _PYTEST) for node in (*module.attributes(_LAST), *_renamed(module)))


def _renamed(module: Module) -> Iterator[ast.Name]:
    return (node for node in module.nodes(ast.Name) if isinstance(node.ctx, ast.Load) and node.id in _LAST)


def only_for_types(node: ast.AST, module: Module) -> bool:
    """Whether a statement is there for type checkers alone: under ``if TYPE_CHECKING``."""
    return any(last_word(test) == "TYPE_CHECKING" for test in _conditions(node, module))


def only_as_script(node: ast.AST, module: Module) -> bool:
    """Whether a statement runs only when the file is a script: under ``if __name__ == "__main__"``."""
    return any(map(_asks_name, _conditions(node, module)))


def is_called_as_script(function: Function, module: Module) -> bool:
    """Whether whatever names a function in its module runs only when the file is a script."""
    read = (each for each in module.named(function.name) if isinstance(each.ctx, ast.Load))
    uses: list[ast.expr] = [*read, *module.attributes({function.name})]
    return bool(uses) and all(only_as_script(each, module) for each in uses)


def _conditions(node: ast.AST, module: Module) -> Iterator[ast.expr]:
    """The tests of the ``if`` statements in whose body a node stands, not in their ``else``."""
    inner = node
    for above in module.ancestors(node):
        if isinstance(above, ast.If) and inner in above.body:
            yield above.test
        inner = above


def is_optional(node: ast.AST, module: Module) -> bool:
    """Whether a ``try`` around a node catches that an import fails, or the node is the way out of one."""
    return any(
        any(_catches_import_error(handler) for handler in above.handlers)
        for above in module.ancestors(node)
        if isinstance(above, ast.Try)
    )


def _catches_import_error(handler: ast.ExceptHandler) -> bool:
    match handler.type:
        case None:
            return True
        case ast.Tuple(elts=types):
            pass
        case type_:
            types = [type_]
    return any(last_word(each) in ("ImportError", "ModuleNotFoundError", "Exception") for each in types)


def in_self_test(node: ast.AST, module: Module) -> bool:
    """Whether a function around a node exists to run tests: ``def run_tests()``, ``def test_suite()``."""
    return any(_SELF_TEST.match(each.name) for each in _functions_around(node, module))


def serves_tests(node: ast.AST, module: Module) -> bool:
    """Whether a function around a node is one that only tests call.

    Args:
        node: any node.
        module: its module.

    Returns:
        ``True`` for what runs tests, for an assertion (``def assert_sent()``), for what runners call around
        the tests of a package, and where the docstring says that the function is used for testing.
    """
    return any(
        _SELF_TEST.match(each.name) or _CALLED_BY_TESTS.match(each.name) or is_for_testing(each)
        for each in _functions_around(node, module)
    )


def is_for_runner(node: ast.AST, module: Module) -> bool:
    """Whether a node stands in a block that is run only where a runner of tests is loaded already.

    Args:
        node: any node.
        module: its module.

    Returns:
        ``True`` below ``if "pytest" in sys.modules:``.
    """
    inner = node
    for above in module.ancestors(node):
        match above:
            case ast.If(test=test, body=body) if inner in body and _asks_for_runner(test, module):
                return True
        inner = above
    return False


def _asks_for_runner(test: ast.expr, module: Module) -> bool:
    """Whether a condition is that a runner of tests is loaded."""
    match test:
        case ast.Compare(left=ast.Constant(value=str(name)), ops=[ast.In()], comparators=[loaded]):
            return name in _RUNNERS and "sys.modules" in module.names(loaded)
        case ast.BoolOp(op=ast.And(), values=parts):
            return any(_asks_for_runner(each, module) for each in parts)
        case _:
            return False


def offers_tests(statement: ast.Import | ast.ImportFrom, module: Module) -> bool:
    """Whether a package takes in what runs its tests, so that its users can: ``shop.test()``.

    Args:
        statement: an import.
        module: its module.

    Returns:
        ``True`` in the ``__init__`` of a package, where the import binds such a function, or binds what is
        named in the making of one alone.
    """
    if normalise(module.path)[-1:] != ("__init__.py",) or module.function(statement) is not None:
        return False
    bound = {alias.asname or alias.name for alias in statement.names}
    if any(map(_SELF_TEST.match, bound)):
        return isinstance(statement, ast.ImportFrom) and "tests" not in bound
    uses = [each for name in bound for each in module.named(name) if isinstance(each.ctx, ast.Load)]
    return bool(uses) and all(_makes_self_test(module.above(each, ast.stmt)) for each in uses)


def _makes_self_test(statement: ast.AST | None) -> bool:
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)]):
            return _SELF_TEST.match(name) is not None
        case _:
            return False


def is_for_testing(definition: Function | ast.ClassDef | ast.Module) -> bool:
    """Whether the docstring of a function, a class or a module says that it is for testing."""
    parts = _SENTENCE.split(ast.get_docstring(definition) or "")
    sentences = (" ".join(each.split())[:_LONGEST] for each in parts if each)
    return any(_FOR_TESTING.search(each) and not _OF_ANOTHER.match(each) for each in sentences)


def only_adds_tests(asked: ast.expr, module: Module) -> bool:
    """Whether what hangs on the answer is nothing but tests, which the program never calls."""
    match module.parent(asked):
        case ast.If(test=test, body=body, orelse=[]) if test is asked:
            defined = [each for each in body if not isinstance(each, (ast.Import, ast.ImportFrom))]
            return bool(defined) and all(_is_of_tests(each, module) for each in defined)
        case _:
            return False


def _is_of_tests(statement: ast.stmt, module: Module) -> bool:
    match statement:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) if name.startswith("test"):
            return True
        case ast.FunctionDef() as function:
            return is_fixture(function, module)
        case ast.Assign(value=value):
            return isinstance(value, ast.Constant)
        case _:
            return False


def _functions_around(node: ast.AST, module: Module) -> Iterator[Function]:
    return (each for each in module.ancestors(node) if isinstance(each, Function))
