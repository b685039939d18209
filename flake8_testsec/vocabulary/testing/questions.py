"""How a program asks whether tests run it: by its modules, arguments, callers, by a class, by its stage."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from flake8_testsec.patterns import lazy, short
from flake8_testsec.source.bindings import Bound
from flake8_testsec.source.branches import variable_read
from flake8_testsec.source.calls import argument, is_class_of, string
from flake8_testsec.source.module import Module, walk
from flake8_testsec.source.texts import meant
from flake8_testsec.vocabulary.testing.doubles import MOCK_CLASSES

RUNNERS = frozenset(
    {"pytest", "_pytest", "py.test", "unittest", "unittest2", "nose", "nose2", "twisted.trial"}
)
"""The modules that are loaded where tests run."""

# https://docs.python.org/3/library/inspect.html#the-interpreter-stack, traceback.html, sys.html
STACKS = (
    "inspect.currentframe",
    "inspect.stack",
    "sys._getframe",
    "traceback.extract_stack",
    "traceback.format_stack",
)
"""What tells a function who has called it, by qualified name."""

_COMMANDS = frozenset({"test", "pytest", "py.test", "unittest", "nosetests"})
_VARIABLES = lazy(r"PYTEST_(CURRENT_TEST|VERSION|XDIST_WORKER|RUN_CONFIG)\Z")
_STAGE = lazy(r"(\w+_)?(ENV|ENVIRONMENT|STAGE|MODE|PROFILE)\Z")
_ENVIRONMENT = lazy(r"(\w+_)?ENV(IRONMENT)?\Z", re.IGNORECASE)
_STAGES = frozenset({"test", "tests", "testing", "unittest", "unit_test", "pytest"})
_NEAR = frozenset({"ci", "debug", "dev", "development", "e2e", "local"})
"""Environments that are named beside those of tests where production is meant to be left out."""
_MODULES_OF_MOCKS = frozenset({"unittest.mock", "mock", "mock.mock"})
_DOUBLE = lazy(r"_*(Dummy|Fake|Mock|Stub)[A-Z]\w*\Z")
_BEGINNING = lazy(r"_*(Dummy|Fake|MagicMock|Mock|Stub)\Z")
_OF_DOUBLES = short(r"_*((\w+_)?(doubles|fakes?|mocks?|stubs?)|((unit|integration)_)?(test|testing|tests))\Z")
"""Names of modules that hold doubles; what is tested, as by A and B, may be the program's own business."""
_MOCK = lazy(r"(Non|Async|Magic|Callable|Property)*Mock\Z")
_OF_TESTS = lazy(r"[./\\]?_*(py\.?test|unittest2?|nose2?|conftest|(run_?)?tests?|testing)[./\\_]*(py)?\Z")
_PLAIN = frozenset({"enumerate", "list", "os.path.basename", "reversed", "set", "sorted", "str", "tuple"})
_TEXTUAL = frozenset({"endswith", "startswith"})
_DEEPEST = 3


def asks_process(left: ast.expr, right: ast.expr, contained: bool, module: Module) -> bool:
    """Whether a comparison looks for a test runner among the loaded modules, or for its command."""
    if not contained:
        return bool(_words(right) & _COMMANDS) and _is_arguments(left, module)
    word = string(left)
    if word in RUNNERS and module.names(right) & {"sys.modules", "sys.modules.keys()"}:
        return True
    return word in _COMMANDS and _is_arguments(right, module)


def asks_class(left: ast.expr, right: ast.expr, contained: bool, module: Module) -> bool:
    """Whether a comparison asks for a class of mocks, or for the name of one."""
    if not contained and is_class_of(left):
        return bool(module.names(right) & MOCK_CLASSES)
    if isinstance(right, (ast.List, ast.Set, ast.Tuple)):
        return bool(right.elts) and all(_is_word_of_doubles(left, each) for each in right.elts)
    return _is_word_of_doubles(*((right, left) if contained else (left, right)))


def _is_word_of_doubles(asked: ast.expr, given: ast.expr) -> bool:
    """Whether the name of a class is compared with that of a double, or its module with the one of mocks."""
    match asked, string(given):
        case ast.Attribute(attr="__name__" | "__qualname__", value=value), str(word):
            return is_class_of(value) and bool(_MOCK.match(word) or _DOUBLE.match(word))
        case ast.Attribute(attr="__module__", value=value), str(word):
            return is_class_of(value) and word in _MODULES_OF_MOCKS
        case _:
            return False


def begins_as_double(call: ast.Call) -> bool:
    """Whether a call asks if the name of a class, or of its module, begins or ends like one of doubles.

    Args:
        call: a call of ``startswith`` or ``endswith``.
    """
    words = [string(each) or "" for each in call.args[:1]]
    match call.func:
        case ast.Attribute(value=ast.Attribute(attr="__name__" | "__qualname__", value=value)):
            return is_class_of(value) and any(map(_BEGINNING.match, words))
        case ast.Attribute(value=ast.Attribute(attr="__module__", value=value)):
            return is_class_of(value) and any(each in _MODULES_OF_MOCKS for each in words)
        case _:
            return False


def is_named_as_double(qualified: str) -> bool:
    """Whether a qualified name is that of a double, in a module that says that it holds some."""
    module, _, name = qualified.rpartition(".")
    return bool(_DOUBLE.match(name)) and is_module_of_doubles(module)


def is_module_of_doubles(dotted: str) -> bool:
    """Whether the name of a module, or of a package around it, says that it holds doubles."""
    return any(map(_OF_DOUBLES.match, dotted.split(".")))


def stage(left: ast.expr, right: ast.expr, module: Module, depth: int = 0) -> str:
    """The variable that says in which environment the program runs, where it is asked for tests."""
    if not is_stage_of_tests(right):
        return ""
    match meant(left, module):
        case (
            ast.NamedExpr(value=inner)
            | ast.Call(func=ast.Attribute(value=inner, attr="lower" | "strip"), args=[])
        ):
            return stage(inner, right, module, depth + 1) if depth < _DEEPEST else ""
        case ast.Subscript(value=where, slice=ast.Constant(value=str(name))):
            name = name if "os.environ" in module.names(where) else ""
        case other:
            name = variable_read(other, module)
    return name if _STAGE.match(name) else ""


def is_variable_of_runner(name: str) -> bool:
    """Whether only a test runner sets a variable of this name."""
    return bool(_VARIABLES.match(name))


def is_environment(name: str) -> bool:
    """Whether a setting of this name says where the program runs; a mode or stage may be one of a model's."""
    return bool(_ENVIRONMENT.match(name))


def is_stage_of_tests(node: ast.expr) -> bool:
    """Whether an expression is the name of an environment for tests, or nothing but such names."""
    elements = node.elts if isinstance(node, (ast.List, ast.Set, ast.Tuple)) else [node]
    words = {string(each) for each in elements}
    return words <= _STAGES or (words <= _STAGES | _NEAR and bool(words & _STAGES))


def looked_through(source: ast.expr, module: Module, depth: int = 0) -> Iterator[tuple[ast.expr, bool]]:
    """Where tests are looked for in what a source holds: in one entry, or in each of them in turn.

    Args:
        source: what holds callers, modules or arguments.
        module: its module.
        depth: by how many names it was followed.

    Yields:
        The questions, each with its answer under test.
    """
    outer = _outermost(source, module)
    commands = _is_arguments(source, module)  # a loop over these, or a name for one, tells which is given
    match module.parent(outer):
        case ast.For(iter=iterated, target=target, body=body) if iterated is outer and not commands:
            yield from _of_each(target, body, module)
        case ast.comprehension() as loop:
            yield from _of_any(loop, module)
        case ast.Assign(targets=[ast.Name(id=name)]) if depth < _DEEPEST and not commands:
            for use in _uses(name, outer, module):
                yield from looked_through(use, module, depth + 1)
        case ast.Compare(left=left, comparators=[right]) as asked if not asks_process(
            left, right, isinstance(asked.ops[0], (ast.In, ast.NotIn)), module
        ):
            yield from _answered(asked)
        case ast.BoolOp() | ast.If() | ast.IfExp() | ast.Return() | ast.UnaryOp() | ast.While():
            yield from _answered(outer)


def _outermost(source: ast.expr, module: Module) -> ast.expr:
    """The part of a source that is asked for: an attribute, an element, all of it in another form."""
    while True:
        match module.parent(source):
            case ast.Attribute() | ast.Starred() as above:
                source = above
            case ast.Subscript(value=value) as above if value is source:
                source = above
            case ast.Call(func=func) as above if func is source or module.names(func) & _PLAIN:
                source = above
            case ast.Call(func=ast.Attribute(value=ast.Constant(), attr="join")) as above:
                source = above
            case _:
                return source


def _of_each(target: ast.expr, body: Sequence[ast.stmt], module: Module) -> Iterator[tuple[ast.expr, bool]]:
    names = _bound(target)
    for statement in body:
        for each in walk(statement):
            if isinstance(each, (ast.Call, ast.Compare)) and names & _bound(each):
                yield from _answered(each)


def _of_any(loop: ast.comprehension, module: Module) -> Iterator[tuple[ast.expr, bool]]:
    """The call of ``any`` around a loop that asks each."""
    generator = module.parent(loop)
    match module.parent(generator) if generator is not None else None:
        case ast.Call(func=ast.Name(id="any")) as asked:
            parts = (each for each in walk(asked) if isinstance(each, (ast.Call, ast.Compare)))
            if any(holds for each in parts for _, holds in _answered(each)):
                yield asked, True


def _bound(node: ast.AST) -> set[str]:
    return {each.id for each in walk(node) if isinstance(each, ast.Name)}


def _uses(name: str, value: ast.expr, module: Module) -> Iterator[ast.Name]:
    """The places where a name is read that holds a value, and what is made of it."""
    for node in module.named(name):
        if isinstance(node.ctx, ast.Load):
            bindings = module.bindings(node)
            values = [each.value for each in bindings if isinstance(each, Bound)]
            if value in values and len(values) == len(bindings):
                yield node


def _answered(asked: ast.expr) -> Iterator[tuple[ast.expr, bool]]:
    """A question for a word of tests, with its answer under test; nothing if it asks something else."""
    match asked:
        case ast.Compare(left=left, ops=[ast.In() | ast.Eq()], comparators=[right]):
            words, holds = [left, right], True
        case ast.Compare(left=left, ops=[ast.NotIn() | ast.NotEq()], comparators=[right]):
            words, holds = [left, right], False
        case ast.Call(func=ast.Attribute(attr=attr)) if attr in _TEXTUAL:
            first = argument(asked, 0)
            words, holds = [first] if first is not None else [], True
        case _:
            return
    if any(map(_is_of_tests, words)):
        yield asked, holds


def _is_of_tests(node: ast.expr) -> bool:
    elements = node.elts if isinstance(node, (ast.List, ast.Set, ast.Tuple)) else [node]
    return bool(elements) and all(_OF_TESTS.match(string(each) or "") for each in elements)


def _is_arguments(node: ast.expr, module: Module) -> bool:
    inner = node.value if isinstance(node, ast.Subscript) else node
    return "sys.argv" in module.names(inner)


def _words(node: ast.expr) -> set[str]:
    """The one word of a string, or of a list of one string."""
    element = node.elts[0] if isinstance(node, (ast.List, ast.Tuple)) and len(node.elts) == 1 else node
    text = string(element)
    return set() if text is None else {text}
