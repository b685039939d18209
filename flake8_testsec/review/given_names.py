"""Values that stand under a name: of keywords, assignments, keys, pairs, defaults and parameters of tests."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from flake8_testsec.patterns import lazy
from flake8_testsec.review.places import functions
from flake8_testsec.source.calls import argument, defaults, last_word, string
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.source.texts import meant
from flake8_testsec.vocabulary.network.hosts import HostKind, kind
from flake8_testsec.vocabulary.testing.coroutines import callees

_SETTING = frozenset({"setenv", "setattr", "setitem", "setdefault", "putenv", "set_default", "add_header"})
_DOTTED = lazy(r"[\w-]+(?:\.[\w-]+)+\Z")
_ID = lazy(r"(?:(?i:(?:\w+_)?(?:id|uid|uuid|pk))|\w*[a-z0-9](?:Id|ID|Uid|UID|Uuid|UUID))\Z")
_HOST = lazy(r"(?:(?i:(?:\w+[_-])?host(?:_?name)?)|\w*[a-z0-9]Host(?:[Nn]ame)?)\Z")
_LABEL = lazy(r"(?!\d+\Z)[A-Za-z0-9](?:[\w-]{0,61}[A-Za-z0-9])?\Z")
_PORT = lazy(r"(?:(?i:(?:\w+[_-])?port)|\w*[a-z0-9]Port)\Z")


@once
def given(module: Module) -> Sequence[tuple[str, ast.expr]]:
    """What has a name in a file, however it got it.

    Args:
        module: the module.

    Returns:
        The names with their values; an empty name where there is none.
    """
    every = (*_in_statements(module), *_in_expressions(module))
    return (*every, *((name, way) for name, value in every for way in _ways(value)))


def _ways(value: ast.expr) -> Iterator[ast.expr]:
    """The values of a condition that is written as an expression: ``8080 if is_first else 8100``."""
    if isinstance(value, ast.IfExp):
        yield from (value.body, value.orelse)


def ids(module: Module) -> Iterator[tuple[str, ast.Constant]]:
    """Literals that are given under the name of an id, and that name."""
    for name, value in given(module):
        match value:
            case ast.Constant(value=str() | int() as held) if not isinstance(held, bool):
                if held != "" and _ID.match(name) and not _names_a_row(value, module):
                    yield name, value


def is_id(name: str) -> bool:
    """Whether a name is that of an id."""
    return _ID.match(name) is not None


def hosts(module: Module) -> Iterator[ast.Constant]:
    """Names without a dot that are given under that of a host: ``host="vcsa"``.

    Args:
        module: the module.

    Yields:
        The literals.
    """
    for name, value in given(module):
        match value:
            case ast.Constant(value=str(text)) if _HOST.match(name) and _LABEL.match(text):
                yield value


def ports(module: Module) -> Iterator[ast.Constant]:
    """Numbers, and texts of digits, that are given under the name of a port."""
    for name, value in given(module):
        match value:
            case ast.Constant(value=held) if is_port(name, held):
                yield value
    for pair in module.nodes(ast.Tuple):
        match pair.elts:
            case [ast.Constant(value=str(host)), ast.Constant(value=int(number)) as port]:
                if 1 < number < 65536 and _is_host(host):
                    yield port


def is_port(name: str, held: object = 0) -> bool:
    """Whether a name is that of a port, and a value may be one."""
    is_number = isinstance(held, str | int) and not isinstance(held, bool) and str(held).isdecimal()
    return is_number and _PORT.match(name) is not None


def _is_host(text: str) -> bool:
    return text == "localhost" or (_DOTTED.match(text) is not None and kind(text) is not HostKind.UNKNOWN)


def handed(value: ast.expr, module: Module) -> ast.expr | None:
    """The value that a name certainly stands for, where a name is given and no value is written."""
    found = meant(value, module)
    return None if found is value else found


def _names_a_row(value: ast.expr, module: Module) -> bool:
    """Whether it is what ``pytest.param(id=…)`` calls a row of parameters."""
    call = module.parent(module.parent(value) or value)
    return isinstance(call, ast.Call) and "pytest.param" in module.names(call.func)


def _in_statements(module: Module) -> Iterator[tuple[str, ast.expr]]:
    for statement in module.nodes(ast.Assign):
        for target in statement.targets:
            yield from _bound(target, statement.value)
    for marked in module.nodes(ast.AnnAssign):
        if marked.value is not None:
            yield _name(marked.target), marked.value
    for function in functions(module):
        yield from ((each.arg, value) for each, value in defaults(function.args))


def _in_expressions(module: Module) -> Iterator[tuple[str, ast.expr]]:
    for each in module.nodes(ast.keyword):
        yield each.arg or "", each.value
    for walrus in module.nodes(ast.NamedExpr):
        yield walrus.target.id, walrus.value
    for display in module.nodes(ast.Dict):
        yield from (
            (string(key) or "", value) for key, value in zip(display.keys, display.values, strict=True)
        )
    for call in module.nodes(ast.Call):
        yield from _pairs(call)
    for call in module.calls({"parametrize"}):
        yield from _rows(call)
    for function in functions(module):
        yield from _by_place(function, module)


def _by_place(function: Function, module: Module) -> Iterator[tuple[str, ast.expr]]:
    """What a function of the file, which is no method, is given by place, under its parameters' names."""
    names = [each.arg for each in (*function.args.posonlyargs, *function.args.args)]
    calls = module.calls({function.name}) if names and module.class_of(function) is None else ()
    for call in calls:
        is_plain = not any(isinstance(each, ast.Starred) for each in call.args)
        if is_plain and function in callees(call.func, module):
            yield from zip(names, call.args, strict=False)


def _bound(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    match target, value:
        case (
            (ast.Tuple(elts=targets) | ast.List(elts=targets)),
            (ast.Tuple(elts=values) | ast.List(elts=values)),
        ) if len(targets) == len(values):
            yield from ((_name(each), one) for each, one in zip(targets, values, strict=True))
        case _:
            yield _name(target), value


def _name(target: ast.expr) -> str:
    match target:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Subscript(slice=key):
            return string(key) or ""
        case _:
            return ""


def _pairs(call: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    """What a call that sets something is given: ``setenv("TOKEN", "x")``, ``setdefault``, ``setattr``."""
    match call.args:
        case [*_, key, value] if last_word(call.func) in _SETTING:
            yield string(key) or "", value


def _rows(call: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    """The values that a mark gives the parameters of a test."""
    names = [each.strip() for each in (string(argument(call, 0, "argnames")) or "").split(",")]
    match argument(call, 1, "argvalues"):
        case ast.List(elts=rows) | ast.Tuple(elts=rows) if len(names) == 1:
            yield from ((names[0], each) for each in rows)
        case ast.List(elts=rows) | ast.Tuple(elts=rows):
            for row in rows:
                if isinstance(row, ast.Tuple | ast.List) and len(row.elts) == len(names):
                    yield from zip(names, row.elts, strict=True)
