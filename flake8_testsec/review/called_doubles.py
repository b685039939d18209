"""Doubles from elsewhere by their names, and what assignments put in the place of what is imported."""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence

from flake8_testsec.cleanup.touches import OF_CONTEXTS, Kind, touches
from flake8_testsec.patterns import lazy
from flake8_testsec.project.views import view_of
from flake8_testsec.review import called_so, demands
from flake8_testsec.review.called_so import DOUBLE_CLASS
from flake8_testsec.review.document import Fact, capped, code, fact, listed, under
from flake8_testsec.review.fixtures import asked
from flake8_testsec.review.replaced_here import is_of_double
from flake8_testsec.source.bindings import Bound, Defined
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.doubles import MOCK_CLASSES
from flake8_testsec.vocabulary.testing.suites import is_collected

_NAME = lazy(r"_*(?:fake|mock|stub|dummy|mocked)(?:_\w+)?\Z|\w+_(?:fake|mock|stub|dummy|mocked)\Z")


def is_double(name: str) -> bool:
    """Whether a class is a double by what it is called."""
    return DOUBLE_CLASS.match(name) is not None


def facts(module: Module) -> Iterator[Fact]:
    """Objects of such classes, fixtures and variables of such names, and assignments.

    Args:
        module: the module.

    Yields:
        The facts.
    """
    yield from capped(made(module), "doubles by their names")
    yield from capped(_borrowed(module), "classes that borrow")
    yield from _libraries(module)
    yield from capped(_by_methods(module), "replacements by methods of the test")
    yield from _fixtures(module)
    yield from _handed_on(module)
    yield from capped(_configured(module), "doubles that are told what to answer")
    yield from capped(called_so.facts(module), "calls that are named for doubles")
    yield from capped(demands.facts(module), "calls of doubles that are laid down")
    yield from capped(_spied(module), "spies")
    yield from capped(_bound(module), "values that are called doubles")
    yield from capped(_assigned(module), "assignments to what is imported")
    yield from capped(_attached(module), "such assignments")


def made(module: Module) -> Iterator[Fact]:
    """Objects of classes that are doubles by their names.

    Args:
        module: the module.

    Yields:
        One fact for each class.
    """
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for call in module.calls([word for word in module.called if DOUBLE_CLASS.match(word)]):
        if not module.names(call.func) & MOCK_CLASSES:
            found[f"{spelt(call.func)}()"].append(call)
    for shown, nodes in found.items():
        parts = ("By its name, a double is made: ", code(shown), ".")
        yield fact("double-made", nodes, *parts, subject=shown)


def _borrowed(module: Module) -> Iterator[Fact]:
    """Classes here whose bodies take methods of classes that are imported: ``pay = Shop.pay``."""
    imported = {name for name, _ in module.scopes.imported()}
    for class_ in (each for each in module.nodes(ast.ClassDef) if not is_collected(each, module)):
        taken = [each for each in class_.body if isinstance(each, ast.Assign) and _is_taken(each, imported)]
        if taken:
            names = [code(spelt(each.value)) for each in taken[:_MOST]]
            more = [f"{len(taken) - _MOST} more"] if len(taken) > _MOST else []
            parts = (code(class_.name), " has what is real of another class: ", *listed([*names, *more]), ".")
            yield fact("borrowed", taken[:_MOST], *parts, subject=class_.name)


_MOST = 8


def _is_taken(statement: ast.Assign, imported: Container[str]) -> bool:
    """Whether an attribute of an imported class, by its name, is bound to its own name or another."""
    match statement.value:
        case ast.Attribute(value=ast.Name(id=owner) | ast.Attribute(attr=owner) as value, attr=word):
            is_class = owner.lstrip("_")[:1].isupper() and not owner.isupper() and not word.isupper()
            names = {each.id for each in statement.targets if isinstance(each, ast.Name)}
            return is_class and word in names and spelt(value).partition(".")[0] in imported
        case _:
            return False


def _libraries(module: Module) -> Iterator[Fact]:
    """Libraries that stand in for networks, clocks, files and services, by what is imported."""
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for plain in module.nodes(ast.Import):
        for alias in plain.names:
            found[alias.name].append(plain)
    for node in module.nodes(ast.ImportFrom):
        found["" if node.level else node.module or ""].append(node)
    found = {each: nodes for each, nodes in found.items() if each.partition(".")[0] in _LIBRARIES}
    for name, nodes in found.items():
        begin = _OF_PROJECT if _is_of_project(name, module) else "A library of doubles is imported: "
        parts = (begin, code(name), ".")
        yield fact("double-library", nodes, *parts, subject=name)


_OF_PROJECT = "Imported from the project itself, which is called like a library of doubles: "


def _is_of_project(name: str, module: Module) -> bool:
    """Whether a module is a file of the project, which is then tested here and replaces nothing by itself."""
    view = view_of(module)
    return view is not None and view.place(name, module.path) is not None


def used(module: Module) -> Iterator[Fact]:
    """Calls of libraries that stand in for networks, clocks, files and services, by the library.

    Args:
        module: the module.

    Yields:
        One fact for each call.
    """
    imported = [name for name, meant in module.scopes.imported() if meant.partition(".")[0] in _LIBRARIES]
    for call in module.nodes(ast.Call) if imported else ():
        for name in {each.partition(".")[0] for each in module.names(call.func)} & _LIBRARIES:
            parts = ("A library of doubles is called: ", code(f"{spelt(call.func)}()"), ".")
            yield fact("double-library-called", [call], *parts, subject=name)


_LIBRARIES = frozenset(
    {
        *(
            "responses",
            "respx",
            "httpretty",
            "aioresponses",
            "requests_mock",
            "pytest_httpx",
            "httmock",
            "pook",
        ),
        *("flexmock", "mockito", "doublex", "pretend", "mocket"),
        *("vcr", "betamax", "freezegun", "time_machine", "pyfakefs", "moto", "fakeredis", "mongomock"),
    }
)


def _by_methods(module: Module) -> Iterator[Fact]:
    """What methods of the test's own object replace, by their names."""
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for call in module.calls(_METHODS):
        if isinstance(call.func, ast.Attribute) and spelt(call.func.value) in ("self", "cls"):
            found[spelt(call)].append(call)
    for shown, nodes in found.items():
        parts = ("Replaced for the test, by the name of the call: ", code(shown), ".")
        yield fact("replaced-by-method", nodes, *parts, subject=shown)


_METHODS = frozenset(
    {
        *("patch", "mock_object", "patch_object", "override_config", "override_settings", "modify_settings"),
        *("set_override", "settings", "flags", "monkey_patch", "patch_env", "override"),
    }
)


def _fixtures(module: Module) -> Iterator[Fact]:
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for each in asked(module):
        if _NAME.match(each.name):
            found[each.name].append(each.parameter)
    for name, nodes in found.items():
        parts = ("A fixture that is called a double is asked for: ", code(name), ".")
        yield fact("double-asked", nodes, *parts, subject=name)


def _configured(module: Module) -> Iterator[Fact]:
    """What is told what to answer, as only doubles are."""
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for attribute in module.attributes({"side_effect", "return_value"}):
        if isinstance(attribute.ctx, ast.Store):
            found[spelt(attribute.value)].append(attribute)
    for name, nodes in found.items():
        parts = ("Told what to answer, as only a double is: ", code(name), ".")
        yield fact("configured", nodes, *parts, subject=name)


def _handed_on(module: Module) -> Iterator[Fact]:
    """Fixtures that replace things and are given to a helper, which may do so."""
    found: dict[tuple[str, str], list[ast.AST]] = defaultdict(list)
    is_read = module.named("monkeypatch") or module.named("mocker")
    for call in module.nodes(ast.Call) if is_read else ():
        for given in (*call.args, *(each.value for each in call.keywords)):
            if isinstance(given, ast.Name) and given.id in ("monkeypatch", "mocker"):
                found[given.id, f"{spelt(call.func)}()"].append(call)
    for (name, shown), nodes in found.items():
        parts = (code(name), " is given to ", code(shown), ", which may replace something.")
        yield fact("patcher-given", nodes, *parts, subject=shown)


def _spied(module: Module) -> Iterator[Fact]:
    """What pytest-mock's spies watch."""
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for call in module.calls({"spy"}):
        match call.func:
            case ast.Attribute(value=ast.Name(id=owner)) if owner.endswith("mocker"):
                found[spelt(call)].append(call)
    for shown, nodes in found.items():
        words = "Watched by a spy, which calls what is real: "
        yield fact("spy", nodes, words, code(shown), ".", subject=shown)


def _makes_up(func: ast.expr) -> bool:
    """Whether a library is called that makes values up, and stands in for nothing."""
    return last_word(func) == "Faker"


def _bound(module: Module) -> Iterator[Fact]:
    """Variables that are called doubles and hold something that is not told as one already."""
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for statement in module.nodes(ast.Assign):
        match statement.targets, statement.value:
            case [ast.Name()], ast.Call(func=func) if module.names(func) & MOCK_CLASSES or _makes_up(func):
                continue
            case [ast.Name(id=name)], _ if _NAME.match(name):
                found[name].append(statement)
    for name, nodes in found.items():
        parts = ("By its name, a variable holds a double: ", code(name), ".")
        yield fact("double-held", nodes, *parts, subject=name)


def _assigned(module: Module) -> Iterator[Fact]:
    """Attributes of what the file imports that a plain assignment replaces, in functions; one that puts back
    what was there replaces nothing."""
    for (name, new), statements in assigned(module).items():
        nodes = [each for each in statements if not _is_setting(each) and not _is_restoring(each, module)]
        if not nodes:
            continue
        parts = ("Replaced by an assignment: ", code(name), " by ", under(name, new), ".")
        yield fact("assigned", nodes, *parts, subject=name)


def _is_setting(statement: ast.Assign) -> bool:
    """Whether a literal is put under a key of a mapping in a mapping, as settings are."""
    match statement:
        case ast.Assign(targets=[ast.Subscript(value=ast.Subscript())], value=ast.Constant()):
            return True
        case _:
            return False


def _is_restoring(statement: ast.Assign, module: Module) -> bool:
    function = module.function(statement)
    restored = _restored(function, module) if function is not None else frozenset()
    return statement in restored or any(each in restored for each in statement.targets)


@once
def _restored(function: Function, module: Module) -> frozenset[ast.AST]:
    """The nodes by which a function puts back what was there."""
    return frozenset(each.node for each in touches(function, module) if each.kind is Kind.RESTORED)


@once
def assigned(module: Module) -> Mapping[tuple[str, str], Sequence[ast.Assign]]:
    """What assignments in functions put into what the file imports.

    Args:
        module: the module.

    Returns:
        The statements by what is assigned to, and the value, as they are written.
    """
    found: dict[tuple[str, str], list[ast.Assign]] = defaultdict(list)
    imported = {name for name, _ in module.scopes.imported()}
    for statement in module.nodes(ast.Assign):
        if module.function(statement) is None:
            continue
        for target in (each for each in statement.targets if not is_of_double(each, module)):
            match target:
                case ast.Attribute(value=value) | ast.Subscript(value=value) if _is_of(
                    value, imported, module
                ):
                    found[spelt(target), spelt(statement.value)].append(statement)
    return found


def _attached(module: Module) -> Iterator[Fact]:
    """Functions of the file, lambdas and doubles that are put under an attribute of an object."""
    told = {each for several in assigned(module).values() for each in several}
    found: dict[str, list[ast.AST]] = defaultdict(list)
    calls: dict[str, list[ast.AST]] = defaultdict(list)
    for statement in module.nodes(ast.Assign):
        if module.function(statement) is not None and statement not in told:
            for target in statement.targets:
                if _is_attribute(target, module) and _stands_in(statement.value, module):
                    found[spelt(statement)].append(statement)
                    calls[spelt(statement)] += _called_itself(target, statement, module)
    for shown, nodes in found.items():
        words = "A function of this file or a double is put under an attribute of an object: "
        also = "; who puts it there calls it, too, at a line named here" if calls[shown] else ""
        yield fact("attached", [*nodes, *calls[shown]], words, code(shown), f"{also}.", subject=shown)


def _called_itself(target: ast.expr, statement: ast.Assign, module: Module) -> Iterator[ast.Call]:
    """The first call of an attribute in the function that has put something there, below that place."""
    calls = _calls_by_place(last_word(target), module).get((module.function(statement), spelt(target)), ())
    yield from calls[bisect_right(calls, statement.lineno, key=lambda each: each.lineno) :][:1]


@once
def _calls_by_place(word: str, module: Module) -> Mapping[tuple[Function | None, str], Sequence[ast.Call]]:
    """The calls of something that is called so, in source order, by the function and by what is written."""
    found: dict[tuple[Function | None, str], list[ast.Call]] = defaultdict(list)
    for call in sorted(module.calls({word}), key=lambda each: each.lineno):
        found[module.function(call), spelt(call.func)].append(call)
    return found


def _is_attribute(target: ast.expr, module: Module) -> bool:
    """Whether something is an attribute of an object that is neither the test's own nor a double."""
    match target:
        case ast.Attribute(attr="side_effect" | "return_value"):
            return False
        case ast.Attribute(value=ast.Name(id="self" | "cls")):
            return False
        case ast.Attribute(value=owner):
            return not any(name.startswith("unittest.mock.") for name in module.names(owner))
        case _:
            return False


def _stands_in(value: ast.expr, module: Module) -> bool:
    match value:
        case ast.Lambda():
            return True
        case ast.Name():
            bindings = module.bindings(value)
            return bool(bindings) and all(_is_double(each, module) for each in bindings)
        case ast.Call(func=func):
            return bool(module.names(func) & MOCK_CLASSES) or DOUBLE_CLASS.match(last_word(func)) is not None
        case _:
            return False


def _is_double(bound: object, module: Module) -> bool:
    """Whether a name holds a function of this file, or a double that is made here."""
    match bound:
        case Defined(node=ast.FunctionDef() | ast.AsyncFunctionDef()):
            return True
        case Defined(node=ast.ClassDef(name=name)):
            return is_double(name)
        case Bound(value=ast.Call() as value):
            return _stands_in(value, module)
        case _:
            return False


def is_imported(value: ast.expr, module: Module) -> bool:
    """Whether an expression is something that the file imports, or an attribute or an element of it."""
    return _is_of(value, {name for name, _ in module.scopes.imported()}, module)


def _is_of(value: ast.expr, imported: Container[str], module: Module) -> bool:
    """Whether an expression is something imported, or an attribute or an element of it."""
    while isinstance(value, ast.Subscript):
        value = value.value
    names = module.names(value)
    if spelt(value).partition(".")[0] not in imported or names & OF_CONTEXTS:
        return False
    return any("()" not in name for name in names)
