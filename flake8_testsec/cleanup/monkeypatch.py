"""A change of a state in a pytest function as one that its fixture ``monkeypatch`` makes and undoes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from flake8_testsec.cleanup.enclosing import is_named_in
from flake8_testsec.cleanup.existing import Presence, presence
from flake8_testsec.cleanup.fixtures import is_of_function_scope
from flake8_testsec.cleanup.long_calls import broken
from flake8_testsec.cleanup.touches import Touch
from flake8_testsec.finding import NO_FIX, Edit, Fix
from flake8_testsec.fixing.definitions import as_parameter, behind, spread
from flake8_testsec.fixing.edits import Edits, span, written
from flake8_testsec.fixing.imports import left_unused
from flake8_testsec.fixing.statements import as_call, following, is_alone
from flake8_testsec.fixing.strings import quoted
from flake8_testsec.project.house_rules import makes_wide
from flake8_testsec.source.calls import structure
from flake8_testsec.source.module import Module, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.doubles import may_inject
from flake8_testsec.vocabulary.testing.suites import is_fixture, is_test, only_decorated_by, receiver

_NAME = "monkeypatch"
_DECORATORS = frozenset(
    {
        "pytest.fixture",
        "pytest.mark",
        "pytest_asyncio.fixture",
        "unittest.expectedFailure",
        "unittest.mock.patch",
        "unittest.skip",
        "unittest.skipIf",
        "unittest.skipUnless",
    }
)


def taken(word: str, change: Touch, statement: ast.stmt, function: Function, module: Module) -> Fix:
    """A change made by a method of ``monkeypatch``, for which the function asks if it does not yet.

    Args:
        word: the method.
        change: the change.
        statement: the statement that makes it.
        function: the function around it.
        module: the module.

    Returns:
        No fix in what is no test, or is called by others than pytest; nor for an attribute that is not there
        to be replaced. What the function assigns again is changed by the method as well.
    """
    asked = _asked(function, module)
    again = [*_assigned_again(statement, module)]
    if again and not is_test(function, module):
        return NO_FIX  # what a fixture sets below its yield is for what comes after
    start = f"{_NAME}.{word}("
    changed = [broken(start, _changed(word, each, module), each, module) for each in (statement, *again)]
    if asked is None or not all(changed) or not all(is_alone(each, module) for each in again):
        return NO_FIX
    edits = [edit for each in changed for edit in each]
    found = presence(change, function, module) if word == "setattr" else Presence.CERTAIN
    if not edits or found is Presence.ABSENT:
        return NO_FIX
    gone = [name for each in (statement, *again) for name in _gone(word, each)]
    return Fix((*asked, *edits, *left_unused(gone, module)), found is Presence.CERTAIN)


def _gone(word: str, statement: ast.stmt) -> Iterator[ast.Name]:
    """The names of modules that the method of the fixture needs no more."""
    match word, statement:
        case "setenv", ast.Assign(targets=[ast.Subscript(value=whole)]):
            yield from (each for each in walk(whole) if isinstance(each, ast.Name))
        case "chdir", ast.Expr(value=ast.Call(func=whole)):
            yield from (each for each in walk(whole) if isinstance(each, ast.Name))


def _assigned_again(statement: ast.stmt, module: Module) -> Iterator[ast.stmt]:
    """The assignments below that change the same."""
    if isinstance(statement, ast.Assign):
        target = structure(statement.targets[0])
        below = (each for one in following(statement, module) for each in walk(one))
        assigned = (each for each in below if isinstance(each, ast.Assign))
        yield from (each for each in assigned if target in map(structure, each.targets))


def _asked(function: Function, module: Module) -> Edits | None:
    """What makes a function ask for the fixture; ``None`` if it cannot."""
    class_ = module.class_of(function)
    if module.function(function) is not None or (class_ is not None and not _is_plain(class_, module)):
        return None
    if not (is_test(function, module) or _lasts_for_a_test(function, module)):
        return None
    if _is_called(function, module) or not only_decorated_by(function, module, _DECORATORS):
        return None
    arguments = function.args
    if any(each.arg == _NAME for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)):
        return ()
    if is_named_in(_NAME, function, module) or _mocks(function, module) > len(_bare(function)):
        return None
    return _narrow(function, module) or None


def _is_plain(class_: ast.ClassDef, module: Module) -> bool:
    """Whether a class has no base but ``object``, and so none that asks for its own arguments."""
    return all(module.names(each) == {"object"} for each in class_.bases)


def _mocks(function: Function, module: Module) -> int:
    """How many arguments decorators may give by their places, the object of a method among them."""
    class_ = module.class_of(function)
    every = [*function.decorator_list, *(class_.decorator_list if class_ is not None else ())]
    number = sum(may_inject(each, module) for each in every if isinstance(each, ast.Call))
    return number + bool(number and receiver(function, module))


def _bare(function: Function) -> Sequence[ast.arg]:
    """The parameters without a default."""
    plain = [*function.args.posonlyargs, *function.args.args]
    return plain[: len(plain) - len(function.args.defaults)]


def _lasts_for_a_test(function: Function, module: Module) -> bool:
    """Whether a fixture is made anew for every test, so that it can ask for what lasts no longer."""
    return is_fixture(function, module) and is_of_function_scope(function)


def _narrow(function: Function, module: Module) -> Edits:
    """A further parameter on the line of the others, where that is long enough."""
    plain, text = _parameter(function, module), as_parameter(_NAME, function, module)
    forms = (plain, *(spread(function, text, module) if plain and makes_wide(plain, module) else ()))
    return next((each for each in forms if each and not makes_wide(each, module)), plain)


def _is_called(function: Function, module: Module) -> bool:
    calls = module.scopes.calls(frozenset({function.name}))
    return any(not _is_given(function.name, each, module) for each in calls)


def _is_given(name: str, call: ast.Call, module: Module) -> bool:
    """Whether a test around a call takes a parameter of the name: then that is called, not the function."""
    around = (each for each in module.ancestors(call) if isinstance(each, Function))
    return any(each.arg == name for one in around for each in (*one.args.args, *one.args.kwonlyargs))


def _parameter(function: Function, module: Module) -> Edits:
    """A further parameter: the last one of those without a default, which pytest can give by its name."""
    arguments, text, bare = function.args, as_parameter(_NAME, function, module), _bare(function)
    if not text or (arguments.posonlyargs and len(bare) <= len(arguments.posonlyargs)):
        return ()
    if bare:
        return behind(bare[-1], text, module)
    first = span(function.body[0], module)[:2]
    opened = _opened(function, first, module)
    is_alone = not (arguments.args or arguments.vararg or arguments.kwonlyargs or arguments.kwarg)
    return (Edit(*opened, *opened, text if is_alone else f"{text}, "),) if opened is not None else ()


def _opened(function: Function, end: tuple[int, int], module: Module) -> tuple[int, int] | None:
    """The place behind the parenthesis that follows a function's name, if that is on the same line."""
    line = module.line(function.lineno)
    found = re.search(rf"\bdef\s+{re.escape(function.name)}\s*\(", line)
    return (function.lineno, found.end()) if found is not None else None


def _changed(word: str, statement: ast.stmt, module: Module) -> Edits:
    match word, statement:
        case "setenv" | "setitem", ast.Assign(targets=[ast.Subscript(value=owner, slice=key)]):
            told = f"{written(owner, module)}, " if word == "setitem" else ""
            text = f"{_NAME}.{word}({told}{written(key, module)}, "
            return as_call(statement, text, ")", module)
        case "setattr", ast.Assign(targets=[ast.Attribute(value=owner, attr=name)]):
            text = f"{_NAME}.setattr({written(owner, module)}, {quoted(name, module)}, "
            return as_call(statement, text, ")", module)
        case "setattr", ast.Expr(value=ast.Call(func=ast.Name(id="setattr") as func, args=[_, _, _])):
            return _replaced(func, "setattr", module)
        case "chdir", ast.Expr(value=ast.Call(func=func, args=[_])) if "os.chdir" in module.names(func):
            return _replaced(func, "chdir", module)
        case "syspath_prepend", ast.Expr(
            value=ast.Call(func=ast.Attribute(attr="insert") as func, args=[ast.Constant(value=0), path])
        ):
            first = span(path, module)[:2]
            return (Edit(*span(func, module)[:2], *first, f"{_NAME}.syspath_prepend("),)
        case _:
            return ()


def _replaced(func: ast.expr, word: str, module: Module) -> Edits:
    return (Edit(*span(func, module), f"{_NAME}.{word}"),)
