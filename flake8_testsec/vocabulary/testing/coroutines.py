"""Coroutines of the module under review: which functions a call certainly means, what runs an async test."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from flake8_testsec.fixing.edits import Edits, written
from flake8_testsec.fixing.statements import put_before
from flake8_testsec.notes import note
from flake8_testsec.source.bindings import Bound, Defined, Unknown
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import TESTCASES, is_test, methods, receiver

_HARMLESS = ("pytest.mark.", "unittest.mock.patch", "dataclasses.dataclass", "abc.ABCMeta")
"""Class decorators and metaclasses that leave the helper methods of a class as they are written."""

_MOST = 100
"""Classes above one class; where there are more, no method is certain."""

_RUNNERS = frozenset({"pytest.mark.asyncio", "pytest.mark.anyio", "pytest.mark.trio"})
_PASSIVE = frozenset(
    {
        "pytest.mark.filterwarnings",
        "pytest.mark.parametrize",
        "pytest.mark.skipif",
        "pytest.mark.xfail",
        "unittest.mock.patch",
        "unittest.mock.patch.dict",
        "unittest.mock.patch.multiple",
        "unittest.mock.patch.object",
    }
)


def callees(func: ast.expr, module: Module) -> tuple[Function, ...]:
    """The functions of this module that a called expression certainly means.

    Args:
        func: what is called: a name, or an attribute of ``self`` or of an instance made in this module.
        module: its module.

    Returns:
        Every definition that may be meant, overrides in related classes too; none when the expression
        may mean anything else.
    """
    match func:
        case ast.Name():
            nodes = [each.node for each in module.bindings(func) if isinstance(each, Defined)]
            functions = tuple(node for node in nodes if not isinstance(node, ast.ClassDef))
            return functions if len(functions) == len(module.bindings(func)) else ()
        case ast.Attribute(value=ast.Name() as owner, attr=name):
            class_ = _class_behind(owner, module)
            return _methods((class_, name), module) if class_ is not None else ()
        case _:
            return ()


@once
def _methods(asked: tuple[ast.ClassDef, str], module: Module) -> tuple[Function, ...]:
    """The functions that a method of a class certainly means."""
    class_, name = asked
    if _derived(module) is None or not _gives(class_, name, module) or _is_replaced(name, module):
        return ()
    return tuple(_definitions(class_, name, module))


def _class_behind(owner: ast.Name, module: Module) -> ast.ClassDef | None:
    """The class of this module whose instance a name certainly is."""
    match module.bindings(owner):
        case (Unknown(node=ast.arg() as parameter),):
            return _class_of_receiver(parameter, module)
        case (Bound(value=ast.Call(func=ast.Name() as made), node=node),):
            assigned = isinstance(module.parent(node), (ast.Assign, ast.AnnAssign))
            return _class_named(made, module) if assigned else None
        case _:
            return None


def _class_of_receiver(parameter: ast.arg, module: Module) -> ast.ClassDef | None:
    holder = module.parent(module.parent(parameter) or parameter)
    if not isinstance(holder, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return None
    if receiver(holder, module) != parameter.arg:
        return None
    static = any("staticmethod" in module.names(each) for each in holder.decorator_list)
    return None if static else module.class_of(holder)


def _class_named(name: ast.expr, module: Module) -> ast.ClassDef | None:
    match module.bindings(name) if isinstance(name, ast.Name) else ():
        case (Defined(node=ast.ClassDef() as class_),):
            return class_
        case _:
            return None


@once
def _lineage(class_: ast.ClassDef, module: Module) -> Mapping[ast.ClassDef, None]:
    """A class and those that it inherits from in this module, each once."""
    line = {class_: None}
    waiting = [class_]
    for each in waiting:
        if len(line) > _MOST:
            break
        for base in each.bases:
            above = _class_named(base, module)
            if above is not None and above not in line:
                line[above] = None
                waiting.append(above)
    return line


def _gives(class_: ast.ClassDef, name: str, module: Module) -> bool:
    """Whether a method certainly comes from this module, unchanged by a base or a decorator."""
    for each in _lineage(class_, module):
        if not _leaves_methods_alone(each, module):
            return False
        if name in _method_names(each, module):
            return True
        bases = (base for base in each.bases if _class_named(base, module) is None)
        if not all(module.names(base) & (TESTCASES | {"object"}) for base in bases):
            return False
    return False


@once
def _method_names(class_: ast.ClassDef, module: Module) -> Collection[str]:
    return frozenset(each.name for each in methods(class_))


@once
def _leaves_methods_alone(class_: ast.ClassDef, module: Module) -> bool:
    around = (*class_.decorator_list, *(keyword.value for keyword in class_.keywords))
    meanings = (module.names(each) for each in around)
    return all(names and all(name.startswith(_HARMLESS) for name in names) for names in meanings)


def _is_replaced(name: str, module: Module) -> bool:
    """Whether an attribute of this name is assigned anywhere, or named by a string as for ``setattr``."""
    return name in module.literals or any(module.stored(name, module.tree))


def _definitions(class_: ast.ClassDef, name: str, module: Module) -> Iterator[Function]:
    """All methods of a name in the classes above and below one."""
    related = {**_lineage(class_, module), **dict.fromkeys((_derived(module) or {}).get(class_, ()))}
    for holder in related:
        yield from _functions(module).get((holder, name), ())


@once
def _functions(module: Module) -> Mapping[tuple[ast.ClassDef | None, str], Sequence[Function]]:
    """All functions of a module by their class and name."""
    found: dict[tuple[ast.ClassDef | None, str], list[Function]] = defaultdict(list)
    every: Iterator[Function] = chain(module.nodes(ast.FunctionDef), module.nodes(ast.AsyncFunctionDef))
    for each in every:
        found[module.class_of(each), each.name].append(each)
    return found


@once
def _derived(module: Module) -> Mapping[ast.ClassDef, Sequence[ast.ClassDef]] | None:
    """For each class those below it; ``None`` where one has too many above it."""
    found: dict[ast.ClassDef, list[ast.ClassDef]] = defaultdict(list)
    lines = {each: _lineage(each, module) for each in module.nodes(ast.ClassDef)}
    for class_, line in lines.items():
        for above in line:
            found[above].append(class_)
    too_many = any(len(line) > _MOST for line in lines.values())
    if too_many:
        note("gave up on the bases of classes in %s: too many", module.path)
    return None if too_many else found


class AsyncTests(NamedTuple):
    """The async tests that pytest collects outside of TestCases, by whether a marker has them run.

    Those that something unknown may run are in neither list.
    """

    marked: list[ast.AsyncFunctionDef]
    unmarked: list[ast.AsyncFunctionDef]

    @property
    def lean_on_markers(self) -> bool:
        """Whether so many are marked that the others must be oversights."""
        return len(self.marked) >= max(3, 2 * len(self.unmarked))


def marked(function: ast.AsyncFunctionDef, module: Module) -> Edits:
    """The marker that all marked tests of a module have, on one that has none.

    Args:
        function: the test without a marker.
        module: its module.

    Returns:
        Nothing if no test is marked, or they are not all marked alike.
    """
    texts = _markers(module)
    # What stands in parentheses is said of one test.
    plain = len(texts) == 1 and "(" not in min(texts)
    return put_before(function, [f"@{min(texts)}"], module) if plain else ()


@once
def _markers(module: Module) -> frozenset[str]:
    tests = async_tests(module).marked
    return frozenset(written(each, module) for test in tests for each in _runners(test, module))


def _runners(test: ast.AsyncFunctionDef, module: Module) -> Iterator[ast.expr]:
    for each in test.decorator_list:
        if {name.removesuffix("()") for name in module.names(each)} & _RUNNERS:
            yield each


@once
def async_tests(module: Module) -> AsyncTests:
    """Sort the async tests of the module's level and of plain classes.

    Args:
        module: the module.

    Returns:
        The tests; none if a ``pytestmark`` may mark them all.
    """
    found = AsyncTests([], [])
    functions = [each for each in module.nodes(ast.AsyncFunctionDef) if is_test(each, module)]
    used = _used(module) if functions else frozenset()
    for function in functions if "pytestmark" not in used else ():
        classes = _classes(function, module)
        if {function.name, *(each.name for each in classes)} & used or not all(map(_is_plain, classes)):
            continue
        marked = _is_marked(function, module)
        if marked is not None:
            (found.marked if marked else found.unmarked).append(function)
    return found


def _used(module: Module) -> frozenset[str]:
    """The names that the module's code mentions or binds, definitions left out."""
    names = {name.id for name in module.nodes(ast.Name)}
    return frozenset(names | module.attribute_names.keys())


def _classes(function: ast.AsyncFunctionDef, module: Module) -> list[ast.ClassDef]:
    return [each for each in module.ancestors(function) if isinstance(each, ast.ClassDef)]


def _is_plain(class_: ast.ClassDef) -> bool:
    changed = class_.bases or class_.keywords or class_.decorator_list
    return class_.name.startswith("Test") and not changed


def _is_marked(function: ast.AsyncFunctionDef, module: Module) -> bool | None:
    """Whether a marker has a test run; ``None`` where something unknown may do so, or wrap it."""
    marks = {
        name.removesuffix("()")
        for decorator in function.decorator_list
        for name in module.names(decorator) or {"?"}
    }
    if marks & _RUNNERS:
        return True
    # The plugin of anyio runs what asks for its fixture.
    asks = any(each.arg == "anyio_backend" for each in function.args.args)
    return None if asks or not marks <= _PASSIVE else False
