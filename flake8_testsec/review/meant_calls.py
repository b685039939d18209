"""Which calls of a file certainly mean a function of the file, and what they give its parameters."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from flake8_testsec.review.places import functions
from flake8_testsec.source.bindings import Bound, Defined
from flake8_testsec.source.calls import argument
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.coroutines import callees
from flake8_testsec.vocabulary.testing.suites import is_fixture, is_hook, is_test


def means(call: ast.Call, function: Function, module: Module) -> bool:
    """Whether a call is one of a function of the file: for a method, one of its own object.

    Args:
        call: the call, by the function's name.
        function: the function.
        module: their module.
    """
    class_ = module.class_of(function)
    if class_ is None:
        return function in callees(call.func, module)
    match call.func:
        case ast.Attribute(value=ast.Name(id="self")):
            around = module.function(call)
            return around is not None and module.class_of(around) is class_
        case _:
            return False


def through_parameters(module: Module) -> Iterator[tuple[str, ast.Call]]:
    """The methods of imported classes that helpers call of what they are given: ``kind.spawn()``.

    Args:
        module: the module.

    Yields:
        The qualified names of what is called, each with the call in the helper.
    """
    inner = _on_parameters(module)
    for function in functions(module) if inner else ():
        names = _parameters(function, module) if function in inner else []
        if names and not (is_test(function, module) or is_fixture(function, module) or is_hook(function)):
            for call, name, word in inner[function]:
                if name in names:
                    given = _given(function, name, names.index(name), module)
                    yield from ((f"{each}.{word}", call) for each in sorted(given))


def _parameters(function: Function, module: Module) -> list[str]:
    names = [each.arg for each in (*function.args.posonlyargs, *function.args.args)]
    return names[1:] if module.class_of(function) is not None else names


def _given(function: Function, name: str, place: int, module: Module) -> frozenset[str]:
    """The qualified names of the classes that calls here give a parameter."""
    if function.decorator_list:
        return frozenset()
    calls = [each for each in module.calls({function.name}) if means(each, function, module)]
    plain = (each for each in calls if not any(isinstance(one, ast.Starred) for one in each.args))
    values = (argument(each, place, name) for each in plain)
    found = (module.names(each) for each in values if isinstance(each, ast.Name | ast.Attribute))
    return frozenset(
        one for names in found for one in names if "(" not in one and one.rpartition(".")[2][:1].isupper()
    )


@once
def _on_parameters(module: Module) -> Mapping[Function, Sequence[tuple[ast.Call, str, str]]]:
    """The calls of methods of names that nothing binds in their functions, by the function."""
    found: dict[Function, list[tuple[ast.Call, str, str]]] = defaultdict(list)
    for call in module.nodes(ast.Call):
        match call.func:
            case ast.Attribute(value=ast.Name(id=name) as owner, attr=word) if name not in ("self", "cls"):
                function = module.function(call)
                if function is not None and not any(
                    isinstance(each, Bound | Defined) for each in module.bindings(owner)
                ):
                    found[function].append((call, name, word))
    return found
