"""What a file's contents tell of its purpose, where its path tells too little or misleads."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import islice

from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.syntax import Function, Syntax

_FRAMEWORKS = frozenset(
    {
        "unittest",
        "unittest2",
        "pytest",
        "_pytest",
        "nose",
        "testtools",
        "twisted.trial",
        "django.test",
        "mock",
    }
)
_CASE = lazy(r"_?Test.*|.*Test(s|Case|Base|Mixin|Suite)?\Z")
_STEPS = frozenset({"aloe", "behave", "behave.api.async_step", "lettuce", "pytest_bdd", "radish"})
_STEP = frozenset({"given", "when", "then", "step", "and_", "but", "async_run_until_complete"})
_AROUND = lazy(r"(before|after)_(all|feature|rule|scenario|step|tag)\Z")
_KEYWORDS = frozenset({"keyword", "library", "not_keyword"})
_ROBOT = frozenset({"ROBOT_LIBRARY_SCOPE", "ROBOT_LIBRARY_VERSION", "ROBOT_LISTENER_API_VERSION"})
_SERVING = frozenset({"run", "run_app", "run_forever", "run_simple", "serve", "serve_forever"})
_SERVERS = frozenset(
    {
        "aiohttp",
        "anyio",
        "asyncio",
        "bottle",
        "eventlet",
        "hypercorn",
        "trio",
        "uvicorn",
        "waitress",
        "werkzeug",
    }
)
"""Packages whose functions of these names serve, or run a program to its end."""

_MARK = lazy(
    r"#\s*(?:"
    r"(?:[+-]?\d+:\s*)?\[[a-z][a-z0-9_]*(?:-[a-z0-9_]+)+(?:,\s*[a-z][a-z0-9_-]*)*\]|"  # pylint
    r"[ENWR]:(?:\d+:)?\s|(?:error|expect(?:ed)?(?:[ -]error)?|reveal(?:ed)?):\s|"  # type checkers
    r"(?:todo)?(?:ruleid|ok):\s*[a-z]|"  # semgrep
    r"[A-Z]\d{3}(?::\s*\d+(?:,\s*[^\s,]{1,50}){0,50})?\s*\Z|"  # flake8's plugins
    r"must\s+(?:not\s+)?trigger\b)"
)
"""How inputs of linters and type checkers say what is to be found in a line."""
_MARKS = 2
_MAIN = "__main__"


class Contents:
    """What there is in a file; each question is answered when it is first asked.

    Args:
        module: the file.
    """

    def __init__(self, module: Syntax) -> None:
        self._module = module

    @cached_property
    def uses_framework(self) -> bool:
        """Whether a test framework or a mock library is imported anywhere."""
        return any(map(_is_framework, _imported(self._module)))

    @cached_property
    def collects(self) -> bool:
        """Whether collected tests are defined at the top level.

        A test is a ``test_*`` function, or a class with ``test*`` methods that is named ``Test*`` or has a
        base.
        """
        return any(map(_is_collected, self._module.tree.body))

    @cached_property
    def defines_tests(self) -> bool:
        """Whether collected tests are defined at the top level, and a test framework is imported."""
        return self.collects and self.uses_framework

    @cached_property
    def has_parts_of_tests(self) -> bool:
        """Whether anything in the file belongs to tests: a framework, a fixture, a function or method
        ``test*``, or a class called after tests or with a base that is."""
        if self.uses_framework or "load_tests" in self._module.source:
            return True
        functions: list[Function] = [
            *self._module.nodes(ast.FunctionDef),
            *self._module.nodes(ast.AsyncFunctionDef),
        ]
        imported = dict(_bound(self._module))
        parts = any(_is_part(each, imported) for each in functions)
        return parts or any(map(_is_case, self._module.nodes(ast.ClassDef)))

    @cached_property
    def asserts(self) -> bool:
        """Whether the file has an ``assert`` statement."""
        return bool(self._module.index.get(ast.Assert))

    @cached_property
    def serves_at_import(self) -> bool:
        """Whether the module's own body has a call that serves: nobody can import such a file."""
        if self._module.called.keys().isdisjoint(_SERVING):
            return False
        imported = dict(_bound(self._module))
        return any(_serves(statement, imported) for statement in self._module.tree.body)

    @cached_property
    def runs_by_hand(self) -> bool:
        """Whether the file is there to be started: it asks whether it is the main program, its body reads the
        command line."""
        module = self._module
        read = (each for each in module.attributes({"argv"}) if module.function(each) is None)
        return any(map(_asks_for_main, module.tree.body)) or any(read)

    @cached_property
    def only_reports(self) -> bool:
        """Whether the file defines and asserts nothing, and its own body prints; a package is there
        to be imported."""
        module = self._module
        defined = (*_FUNCTIONS, ast.ClassDef, ast.Assert)
        if module.path.endswith("__init__.py"):
            return False
        if "print" not in module.called or any(module.index.get(each) for each in defined):
            return False
        return any(map(_prints, module.tree.body))

    @cached_property
    def is_input_of_tools(self) -> bool:
        """Whether comments say again and again what a linter or a type checker is to find here."""
        return len(list(islice(self._marks(), _MARKS))) == _MARKS

    def _marks(self) -> Iterator[int]:
        lines = self._module.lines if "#" in self._module.source else ()
        marked = [number for number, line in enumerate(lines, 1) if "#" in line and _MARK.search(line)]
        inside = self._module.string_lines if marked else frozenset[int]()
        return (number for number in marked if number not in inside)

    @cached_property
    def defines_steps(self) -> bool:
        """Whether the file holds steps of behave and its like, or behave's hooks around them."""
        names = set(_imported(self._module))
        body: list[Function] = [each for each in self._module.tree.body if isinstance(each, _FUNCTIONS)]
        if not names.isdisjoint(_STEPS) and any(map(_is_step, body)):
            return True
        return sum(map(_is_around, body)) > 1

    @cached_property
    def is_robot_library(self) -> bool:
        """Whether the file gives keywords to Robot Framework, by its decorators or its attributes."""
        if "robot" not in self._module.lowered:
            return False
        decorated = "robot.api.deco" in set(_imported(self._module)) and any(
            last_word(each) in _KEYWORDS for each in _decorators(self._module)
        )
        return decorated or any(name.id in _ROBOT for name in self._module.targets)


_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def _imported(module: Syntax) -> Iterator[str]:
    for node in module.nodes(ast.Import):
        yield from (alias.name for alias in node.names)
    for from_ in module.nodes(ast.ImportFrom):
        if from_.module and not from_.level:
            yield from_.module
            yield from (f"{from_.module}.{alias.name}" for alias in from_.names)


def _bound(module: Syntax) -> Iterator[tuple[str, str]]:
    """The local names that imports bind, with the modules that they are of."""
    for node in module.nodes(ast.Import):
        yield from ((alias.asname or alias.name.partition(".")[0], alias.name) for alias in node.names)
    for from_ in module.nodes(ast.ImportFrom):
        yield from ((alias.asname or alias.name, from_.module or ".") for alias in from_.names)


def _is_framework(name: str) -> bool:
    return any(name == framework or name.startswith(framework + ".") for framework in _FRAMEWORKS)


def _is_collected(node: ast.stmt) -> bool:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            return name.startswith("test_")
        case ast.ClassDef():
            return _has_tests(node) and (node.name.startswith("Test") or bool(node.bases))
        case _:
            return False


def _has_tests(class_: ast.ClassDef) -> bool:
    return any(isinstance(each, _FUNCTIONS) and each.name.startswith("test") for each in class_.body)


def _is_part(function: Function, imported: Mapping[str, str]) -> bool:
    decorators = [*_called(function.decorator_list)]
    if any(last_word(each) in ("fixture", "yield_fixture") for each in decorators):
        return True
    registered = any(_is_registering(each, imported) for each in decorators)
    return function.name.startswith("test") and not registered


def _is_registering(decorator: ast.expr, imported: Mapping[str, str]) -> bool:
    """Whether a decorator is a method of an object of the module: ``@app.route("/")``."""
    match decorator:
        case ast.Attribute(value=ast.Name(id=owner)):
            return owner not in imported
        case _:
            return False


def _is_case(class_: ast.ClassDef) -> bool:
    return any(_CASE.match(name) for name in (class_.name, *map(last_word, class_.bases)))


def _decorators(module: Syntax) -> Iterator[ast.expr]:
    definitions: Iterator[Function | ast.ClassDef] = module.nodes(ast.FunctionDef, ast.ClassDef)
    for definition in definitions:
        yield from _called(definition.decorator_list)


def _called(decorators: Iterable[ast.expr]) -> Iterator[ast.expr]:
    """What the decorators are, without the arguments that they are called with."""
    return (each.func if isinstance(each, ast.Call) else each for each in decorators)


def _is_step(function: Function) -> bool:
    decorators = _called(each for each in function.decorator_list if isinstance(each, ast.Call))
    return any(last_word(each) in _STEP for each in decorators)


def _is_around(function: Function) -> bool:
    first = [each.arg for each in function.args.args[:1]]
    return _AROUND.match(function.name) is not None and first == ["context"]


def _serves(statement: ast.stmt, imported: Mapping[str, str]) -> bool:
    """Whether a statement serves: ``app.run()``, but not ``subprocess.run()``, which comes back."""
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr=word))):
            package = imported.get(owner, "").partition(".")[0]
            return word in _SERVING and (owner not in imported or package in _SERVERS)
        case ast.With(body=body) | ast.Try(body=body):
            return any(_serves(each, imported) for each in body)
        case _:
            return False


def _prints(statement: ast.stmt) -> bool:
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Name(id="print"))):
            return True
        case ast.For(body=body) | ast.With(body=body) | ast.Try(body=body):
            return any(map(_prints, body))
        case _:
            return False


def _asks_for_main(statement: ast.stmt) -> bool:
    match statement:
        case ast.If(test=ast.Compare(left=ast.Name(id="__name__"), comparators=[ast.Constant(value=value)])):
            return value == _MAIN
        case _:
            return False
