"""Which expressions stand for mocks, as far as the module's text tells."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.patterns import lazy
from flake8_testsec.source.bindings import Bound, Imported, Unknown
from flake8_testsec.source.calls import argument, keyword, last_word, unpacks
from flake8_testsec.source.module import Module, once, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import MOCK_ASSERTIONS
from flake8_testsec.vocabulary.testing.suites import is_fixture, is_test, receiver

PATCH = "unittest.mock.patch"
PATCH_OBJECT = "unittest.mock.patch.object"
MOCK_CLASSES = frozenset(
    f"unittest.mock.{name}"
    for name in (
        "AsyncMock",
        "MagicMock",
        "Mock",
        "NonCallableMagicMock",
        "NonCallableMock",
        "PropertyMock",
        "ThreadingMock",
    )
)
"""The classes of ``unittest.mock`` whose instances are mocks, by qualified name."""

_MADE = frozenset(
    {
        *(f"{name}()" for name in MOCK_CLASSES),
        f"{PATCH}()",
        f"{PATCH_OBJECT}()",
        "unittest.mock.create_autospec()",
        "unittest.mock.mock_open()",
    }
)
_MAKERS = tuple(_MADE)
_FIXTURES = frozenset({"mocker", "class_mocker", "module_mocker", "package_mocker", "session_mocker"})
_OF_FIXTURE = frozenset({"patch", "object", "spy", "stub", "async_stub", "create_autospec", "mock_open"}) | {
    name.rpartition(".")[2] for name in MOCK_CLASSES
}
_INSTANCE = lazy(r"(\A|\.)_*[A-Z]\w*\(\)\Z")
_DEEPEST = 4
"""By how many names a double is followed: one may be bound to itself, ``m = patch("a.b", new=m)``."""
_WITNESSES = MOCK_ASSERTIONS | {"return_value", "side_effect"}


def new_position(call: ast.Call, module: Module) -> int | None:
    """Where a patching call takes the replacement, counted among its positional arguments.

    Args:
        call: any call.
        module: its module.

    Returns:
        1 for ``patch``, 2 for ``patch.object``, of ``unittest.mock`` and of the fixture ``mocker``;
        ``None`` for any other call.
    """
    names = module.names(call.func)
    return 1 if PATCH in names else 2 if PATCH_OBJECT in names else new_position_of_fixture(call)


def new_position_of_fixture(call: ast.Call) -> int | None:
    """The same as `new_position`, for the patching calls of the fixture ``mocker`` alone."""
    match call.func:
        case ast.Attribute(attr="patch", value=ast.Name(id=fixture)) if fixture in _FIXTURES:
            return 1
        case ast.Attribute(attr="object", value=ast.Attribute(attr="patch", value=ast.Name(id=fixture))):
            return 2 if fixture in _FIXTURES else None
        case _:
            return None


def is_mock(node: ast.expr, module: Module) -> bool:
    """Whether an expression, or what it is an attribute or a result of, certainly is a mock.

    Args:
        node: the receiver in question: a name, or a chain of attributes and calls.
        module: its module.

    Returns:
        ``True`` if some part of the chain is made by ``unittest.mock`` or by ``mocker``, is handed in by
        a patch decorator, is assigned from one of these anywhere in the class (outside classes: in the
        function), or is used in the same function as only mocks are.
    """
    return any(_is_made(part, module) or _is_seen_as_mock(part, module) for part in chain(node))


def is_made_mock(node: ast.expr, module: Module) -> bool:
    """Whether an expression is a mock by what makes it, however it is used."""
    return any(_is_made(part, module) for part in chain(node))


def is_likely_mock(node: ast.expr, module: Module) -> bool:
    """Whether an expression is a mock, certainly or because some part of it is called one."""
    return is_mock(node, module) or any(_is_called_mock(part, module) for part in chain(node))


def makes_mock(call: ast.Call, module: Module) -> bool:
    """Whether a call itself makes a mock, and so sets its keywords as attributes of that mock."""
    names = module.names(call)
    return names <= _MADE if names else _is_made(call, module)


def may_be_unsafe(node: ast.expr, module: Module) -> bool:
    """Whether some mock that a name stands for is told, by ``unsafe=True``, to take misspelt assertions."""
    names = (part for part in chain(node) if isinstance(part, ast.Name))
    values = (each.value for name in names for each in module.bindings(name) if isinstance(each, Bound))
    return any(isinstance(each, ast.Call) and keyword(each, "unsafe") is not None for each in values)


def chain(node: ast.expr) -> Iterator[ast.expr]:
    """An expression and what it is an attribute, an item or a result of, from the outside in."""
    inner: ast.expr | None = node
    while inner is not None:
        yield inner
        match inner:
            case ast.Attribute(value=value) | ast.Subscript(value=value) | ast.Await(value=value):
                inner = value
            case ast.Call(func=value):
                inner = value
            case _:
                inner = None


def spelling(node: ast.expr) -> str:
    """The text of a chain of plain attributes, ``a.b.c``; empty for anything else."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=name):
            start = spelling(value)
            return f"{start}.{name}" if start else ""
        case _:
            return ""


def is_imported(node: ast.expr, module: Module) -> bool:
    """Whether an expression is a name that an import binds."""
    return isinstance(node, ast.Name) and any(isinstance(each, Imported) for each in module.bindings(node))


def is_instance(node: ast.expr, module: Module) -> bool:
    """Whether an expression certainly is an object that the module makes of a class, and not a mock."""
    names = module.names(node)
    return bool(names) and all(_INSTANCE.search(name) and not name.startswith(_MAKERS) for name in names)


def _is_called_mock(part: ast.expr, module: Module) -> bool:
    if "mock" not in last_word(part).lower():
        return False
    return not (is_imported(part, module) or is_instance(part, module))


def _is_made(part: ast.expr, module: Module, depth: int = 0) -> bool:
    if depth > _DEEPEST:
        return False
    names = module.names(part)
    if names:
        return all(name.startswith(_MAKERS) for name in names) and not _is_given(part, module, depth)
    match part:
        case ast.Name():
            bindings = module.bindings(part)
            return bool(bindings) and all(_makes(binding, module, depth) for binding in bindings)
        case ast.Call(func=ast.Attribute(attr=word) as func) if word in _OF_FIXTURE:
            of_fixture = any(isinstance(each, ast.Name) and each.id in _FIXTURES for each in chain(func))
            return of_fixture and not _is_given(part, module, depth)
        case _:
            return False


def _is_given(part: ast.expr, module: Module, depth: int) -> bool:
    """Whether a patch is told to install something that is no mock, so that it hands out none."""
    values = [part]
    if isinstance(part, ast.Name):
        values = [each.value for each in module.bindings(part) if isinstance(each, Bound)]
    calls = [each for each in values if isinstance(each, ast.Call)]
    return any(_has_other(call, new_position(call, module), module, depth) for call in calls)


def _has_other(call: ast.Call, position: int | None, module: Module, depth: int) -> bool:
    new = argument(call, position, "new") if position is not None else None
    return new is not None and not _is_made(new, module, depth + 1)


def _makes(binding: object, module: Module, depth: int) -> bool:
    match binding:
        case Bound(value=ast.Call() | ast.Attribute() as value):
            return _is_made(value, module, depth + 1) or any(
                _is_handed_in(part, module) for part in chain(value)
            )
        case Unknown(node=ast.arg() as parameter):
            return _is_double(parameter, module)
        case _:
            return False


def _is_handed_in(part: ast.expr, module: Module) -> bool:
    """Whether a part of a chain is a parameter that is a mock: what such a mock gives is one, too."""
    if not isinstance(part, ast.Name):
        return False
    parameters = [each.node for each in module.bindings(part) if isinstance(each, Unknown)]
    return len(parameters) == len(module.bindings(part)) > 0 and all(
        isinstance(each, ast.arg) and _is_double(each, module) for each in parameters
    )


def _is_double(parameter: ast.arg, module: Module) -> bool:
    """Whether a parameter is a mock: patched in, given by a fixture of the module, or annotated as one."""
    function = module.function(parameter)
    if function is None:
        return False
    annotated = module.names(parameter.annotation) if parameter.annotation is not None else frozenset()
    if annotated and annotated <= MOCK_CLASSES:
        return True
    return parameter in injected(function, module) or _is_from_fixture(parameter, function, module)


def _is_from_fixture(parameter: ast.arg, function: Function, module: Module) -> bool:
    """Whether a parameter of a test is what a fixture of the module gives, and that is a mock."""
    if not is_test(function, module):
        return False
    fixtures = [each for each in module.functions(parameter.arg) if is_fixture(each, module)]
    given = [value for each in fixtures for value in _given_by(each)]
    return bool(given) and all(_is_made(each, module) for each in given)


def _given_by(fixture: Function) -> Iterator[ast.expr]:
    for each in within(fixture):
        match each:
            case ast.Return(value=ast.expr() as value) | ast.Yield(value=ast.expr() as value):
                yield value


def injected(function: Function, module: Module) -> list[ast.arg]:
    """The parameters that patch decorators of a function and of its class fill, which come first."""
    class_ = module.class_of(function)
    decorators = [*function.decorator_list, *(class_.decorator_list if class_ else ())]
    count = sum(isinstance(each, ast.Call) and _injects(each, module) for each in decorators)
    start = 1 if receiver(function, module) else 0
    return [*function.args.posonlyargs, *function.args.args][start : start + count]


def _injects(decorator: ast.Call, module: Module) -> bool:
    position = new_position(decorator, module)
    return position is not None and argument(decorator, position, "new") is None and not unpacks(decorator)


def may_inject(decorator: ast.Call, module: Module) -> bool:
    """Whether a decorator is a patch that gives a mock by its place, as far as can be told."""
    position = new_position(decorator, module)
    return position is not None and (unpacks(decorator) or argument(decorator, position, "new") is None)


def _is_seen_as_mock(part: ast.expr, module: Module) -> bool:
    text = spelling(part)
    function = _outermost(part, module)
    if not text or function is None or text == receiver(function, module):
        return False
    if (text, function) in _used_as_mocks(module):
        return True
    if not isinstance(part, ast.Attribute):
        return False
    return _is_made_there(text, part.attr, module.class_of(function) or function, module)


@once
def _is_made_there(text: str, word: str, scope: ast.ClassDef | Function, module: Module) -> bool:
    """Whether a function, or a class, stores a mock in an attribute."""
    stored = module.stored(word, scope)
    return any(_makes_attribute(each, module) for each in stored if spelling(each) == text)


def _used_as_mocks(module: Module) -> frozenset[tuple[str, Function | None]]:
    """What is used as only mocks are, with the outermost function in which it is."""
    key = "doubles.used"
    if key not in module.kept:
        uses = module.attributes(_WITNESSES)
        module.kept[key] = frozenset((spelling(each.value), _outermost(each, module)) for each in uses)
    known: frozenset[tuple[str, Function | None]] = module.kept[key]
    return known


def _makes_attribute(target: ast.Attribute, module: Module) -> bool:
    match module.parent(target):
        case ast.Assign(targets=targets, value=value) if target in targets:
            return _is_made(value, module)
        case ast.withitem(context_expr=value):
            return _is_made(value, module)
        case _:
            return False


def _outermost(node: ast.AST, module: Module) -> Function | None:
    """The function around a node that no other function holds."""
    functions: Iterator[Function] = module.around(node, ast.FunctionDef, ast.AsyncFunctionDef)
    return next(reversed(list(functions)), None)
