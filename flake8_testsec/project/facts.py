"""Everything that one module tells about giving back.

The tags in ``undoes`` are those of `undoing`. Nothing here depends on other files. Of a module under review
only what is asked for is worked out: most of its classes and functions never are.
"""

from __future__ import annotations

import ast
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TypeVar

from flake8_testsec.project import marks, regions
from flake8_testsec.project.hooks import NAMES, hooks
from flake8_testsec.project.module_facts import ClassFacts, FunctionFacts, Later, ModuleFacts, first_value
from flake8_testsec.project.ways import ways
from flake8_testsec.project.words import Words
from flake8_testsec.source.bindings import Bound, Defined, Imported
from flake8_testsec.source.calls import keyword, last_word, string
from flake8_testsec.source.module import Module, once, statements, walk, within
from flake8_testsec.source.origins import leaves
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import is_fixture, is_test

__all__ = ("ClassFacts", "FunctionFacts", "Later", "ModuleFacts", "bases", "facts_of", "name_of")

_FACTS = "project.facts"
_ASSIGNED = "project.facts.assigned"
_RETURNS = "project.facts.returns"


def facts_of(module: Module) -> ModuleFacts:
    """What a module tells about giving back what tests acquire; worked out once.

    Args:
        module: the module.

    Returns:
        The facts; parts of them are worked out when they are first asked for, see `settled`.
    """
    if _FACTS not in module.kept:
        module.kept[_FACTS] = _facts(module)
    known: ModuleFacts = module.kept[_FACTS]
    return known


def _facts(module: Module) -> ModuleFacts:
    classes = tuple(_class(each, module) for each in module.nodes(ast.ClassDef))
    return ModuleFacts(
        module.path,
        ".".join(module.dotted),
        tuple(sorted(set(_imports(module)))),
        tuple(dict.fromkeys(_stars(module))),
        tuple(_plugins(module)),
        classes,
        tuple(_functions(module)),
        tuple(sorted(set(_together(classes)))),
        _sorted(regions.undone_by_module(module)),
        Later(lambda: _sorted(_bound(module))),
        Later(lambda: _sorted(_constants(module))),
        Later(lambda: _sorted(_always(module))),
        Later(lambda: _sorted(_firsts(module))),
        Later(lambda: _sorted(ways(module.tree.body, _bound_here).sometimes)),
    )


def _sorted(tags: Iterable[str]) -> Words:
    return Words(sorted(set(tags)))


_D = TypeVar("_D", bound=ast.AST)


def _later(work: Callable[[_D, Module], Iterable[str]], definition: _D, module: Module) -> Later[str]:
    return Later(lambda: _sorted(work(definition, module)))


# Names.


def _imports(module: Module) -> Iterator[tuple[str, str]]:
    """What the names bound at the top of the module stand for; an empty name if that is not known."""
    for name in dict.fromkeys(_names_at_top(module)):
        # A name without a place of its own is looked up at the top.
        for binding in module.bindings(ast.Name(name, ast.Load())):
            match binding:
                case Imported(name=meant):
                    yield name, meant
                case Bound(value=ast.Name() | ast.Attribute() | ast.Call() | ast.IfExp() as value):
                    yield from ((name, meant) for meant in regions.qualified(value, module) or ("",))


def _names_at_top(module: Module) -> Iterator[str]:
    for alias in module.nodes(ast.alias):
        if alias.name != "*" and module.function(alias) is None:
            yield alias.asname or alias.name.partition(".")[0]
    for statement in statements(module.tree.body):
        if isinstance(statement, ast.Assign):
            yield from (each.id for each in statement.targets if isinstance(each, ast.Name))


def _bound(module: Module) -> Iterator[str]:
    """The names that are bound at the top of the module, but not where it is run as a script alone."""
    if any(_stars(module)) or module.mentions("__getattr__", "globals", "sys.modules", "exec("):
        yield "*"
    for node in within(module.tree):
        if not any(_is_script(above) for above in module.ancestors(node)):
            yield from _bound_by(node)
    for declared in module.nodes(ast.Global):
        yield from declared.names


def _is_script(node: ast.AST) -> bool:
    match node:
        case ast.If(test=ast.Compare(left=ast.Name(id="__name__"), ops=[ast.Eq()])):
            return True
        case _:
            return False


def _bound_by(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Name(id=name, ctx=ast.Store()):
            yield name
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.alias(name=name, asname=other):
            yield other or name.partition(".")[0]


def _stars(module: Module) -> Iterator[str]:
    for node in module.nodes(ast.ImportFrom):
        if any(alias.name == "*" for alias in node.names):
            yield module.scopes.origin(node)


def _plugins(module: Module) -> Iterator[str]:
    """The modules that ``pytest_plugins`` names."""
    for statement in module.tree.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id="pytest_plugins")], value=value):
                yield from (text for node in walk(value) if (text := string(node)) is not None)


def _constants(module: Module) -> Iterator[str]:
    """The names at the top of a module that are assigned once, with nothing but literals in the value."""
    names = Counter(name.id for name in module.targets)
    for statement in module.tree.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if names[name] == 1:
                if all(isinstance(each, ast.Constant) for each in leaves(value, module)):
                    yield name


def _always(module: Module) -> Iterator[str]:
    """The names that the module binds on every way, and each class at its top under no condition."""
    yield from ways(module.tree.body, _bound_here).always
    for statement in module.tree.body:
        if isinstance(statement, ast.ClassDef):
            for inner in statement.body:
                yield from (f"{statement.name}.{name}" for name in _bound_here(inner))


def _firsts(module: Module) -> Iterator[str]:
    """The names that the top of the module binds once, each with its value; functions are not asked."""
    names = Counter(name for node in within(module.tree) for name in _bound_by(node))
    for statement in module.tree.body:
        match statement:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant() as value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.Constant() as value)
            ) if names[name] == 1 and not isinstance(value.value, (str, bytes)):
                yield first_value(name, value)
            case ast.ClassDef(name=name):
                yield from _firsts_of_class(statement, module) if names[name] == 1 else ()


@once
def _stored_names(module: Module) -> frozenset[str]:
    return frozenset(_assignments(module)[1])


def _firsts_of_class(class_: ast.ClassDef, module: Module) -> Iterator[str]:
    """The same of a class: what its body binds once, and the module stores in no attribute of the name."""
    stored = _stored_names(module)
    names = Counter(name for node in within(class_) for name in _bound_by(node))
    for statement in class_.body:
        match statement:
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant() as value)
                | ast.AnnAssign(target=ast.Name(id=name), value=ast.Constant() as value)
            ) if names[name] == 1 and name not in stored and not isinstance(value.value, (str, bytes)):
                yield first_value(f"{class_.name}.{name}", value)


def _bound_here(statement: ast.stmt) -> Iterator[str]:
    match statement:
        case ast.Assign(targets=targets):
            yield from (name for target in targets for each in ast.walk(target) for name in _bound_by(each))
        case ast.AnnAssign(target=target, value=ast.expr()):
            yield from _bound_by(target)
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            yield from (name for each in names for name in _bound_by(each))
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            yield statement.name


# Classes.


def _class(class_: ast.ClassDef, module: Module) -> ClassFacts:
    return ClassFacts(
        name_of(class_, module),
        class_.lineno,
        tuple(bases(class_, module)),
        _later(_set_in, class_, module),
        _later(regions.undone_by_class, class_, module),
        Later(partial(hooks, class_, module)),
    )


def _set_in(class_: ast.ClassDef, module: Module) -> Iterator[str]:
    for statement in class_.body:
        match statement:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield statement.name
                if statement.name not in NAMES:
                    yield from _stored(statement, module)
            case _:
                yield from (node.id for node in walk(statement) if isinstance(node, ast.Name))


def _stored(method: Function, module: Module) -> Iterator[str]:
    """The attributes that are assigned between the first and the last line of a method."""
    lines, names = _assignments(module)
    first, last = method.body[0].lineno, method.end_lineno or method.lineno
    yield from names[bisect_left(lines, first) : bisect_right(lines, last)]


def _assignments(module: Module) -> tuple[list[int], list[str]]:
    """The lines of all assigned attributes in order, and their names: found once, not once a method."""
    if _ASSIGNED not in module.kept:
        pairs = sorted((node.lineno, node.attr) for node in module.attributes_stored)
        module.kept[_ASSIGNED] = [line for line, _ in pairs], [name for _, name in pairs]
    known: tuple[list[int], list[str]] = module.kept[_ASSIGNED]
    return known


def name_of(definition: ast.ClassDef | Function, module: Module) -> str:
    """The dotted name of a definition within its module, by the definitions around it."""
    kinds = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    around = [each.name for each in module.ancestors(definition) if isinstance(each, kinds)]
    return ".".join((*reversed(around), definition.name))


def bases(class_: ast.ClassDef, module: Module) -> Iterator[str]:
    """The qualified names of a class's bases, in their order; one that may be several gives several.

    Args:
        class_: the class.
        module: its module.

    Yields:
        The names, empty for a base that cannot be told; ``object`` is left out.
    """
    for base in _inherited(class_):
        found = _meant(base, module) - {"object"}
        if found:
            yield from sorted(found)
        elif last_word(base) != "object":
            yield ""


def _inherited(class_: ast.ClassDef) -> Iterator[ast.expr]:
    for base in class_.bases:
        match base:
            case ast.Call(func=func, args=[_, *rest]) if last_word(func) == "with_metaclass":
                yield from rest
            case ast.Subscript(value=value):
                yield value
            case _:
                yield base


def _meant(base: ast.expr, module: Module) -> frozenset[str]:
    """What a base may be: classes count also where they are decorated, nested or under an ``if``."""
    match base:
        case ast.Name():
            bindings = module.bindings(base)
            if bindings and all(isinstance(each, Defined) for each in bindings):
                prefix = module.dotted
                return frozenset(
                    ".".join((*prefix, name_of(each.node, module)))
                    for each in bindings
                    if isinstance(each, Defined)
                )
        case ast.Attribute(value=ast.Name() as owner) if names := _meant(owner, module):
            return (
                frozenset(f"{name}.{base.attr}" for name in names)
                if not module.names(base)
                else module.names(base)
            )
    return module.names(base)


def _together(classes: Iterable[ClassFacts]) -> Iterator[str]:
    for each in classes:
        if len(each.bases) > 1:
            yield from filter(None, each.bases)


# Functions.


def _functions(module: Module) -> Iterator[FunctionFacts]:
    definitions: list[Function] = [*module.nodes(ast.FunctionDef), *module.nodes(ast.AsyncFunctionDef)]
    for function in sorted(definitions, key=lambda each: each.lineno):
        around = module.parent(function)
        while isinstance(around, (ast.If, ast.Try, ast.With)):
            around = module.parent(around)
        if isinstance(around, (ast.Module, ast.ClassDef)) and not is_test(function, module):
            yield _function(function, module)
    for mark in marks.aliases(module):
        yield FunctionFacts(mark.id, False, False, _later(marks.of_mark, mark, module), ())


def _function(function: Function, module: Module) -> FunctionFacts:
    fixture = is_fixture(function, module)
    return FunctionFacts(
        _asked_for(function, fixture) or name_of(function, module),
        fixture,
        fixture and regions.is_autouse(function),
        _later(regions.undone_by_function, function, module),
        _later(_returned, function, module),
    )


def _asked_for(function: Function, fixture: bool) -> str:
    """The name that a fixture's decorator gives to it."""
    for decorator in function.decorator_list if fixture else ():
        if isinstance(decorator, ast.Call) and (given := keyword(decorator, "name")) is not None:
            return string(given.value) or ""
    return ""


def _returned(function: Function, module: Module) -> Iterator[str]:
    values = [each.value for each in _returns(module).get(function, ())]
    names = [module.names(value) for value in values if value is not None]
    if len(names) == len(values) and all(names):
        yield from (name for each in names for name in each)


def _returns(module: Module) -> dict[ast.AST | None, list[ast.Return]]:
    """The ``return`` statements of each function."""
    if _RETURNS not in module.kept:
        found = module.kept[_RETURNS] = defaultdict(list)
        for each in module.nodes(ast.Return):
            found[module.function(each)].append(each)
    known: dict[ast.AST | None, list[ast.Return]] = module.kept[_RETURNS]
    return known
