"""What fills the parameters of tests where pytest does not: rows of decorators, and what is not known."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping

from flake8_testsec.cleanup.frameworks import FIXTURES
from flake8_testsec.project.fixtures import BUILTIN, asked_for, names_all_parameters, parameter_names
from flake8_testsec.review.document import Fact, Lines, code, counted, fact, listed
from flake8_testsec.review.factories import is_filled, runs_as_test
from flake8_testsec.review.fixtures import OF_PLUGINS, asked, decorated, sources
from flake8_testsec.review.places import functions
from flake8_testsec.source.calls import argument, last_word, spelt, string, unpacks
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.source.texts import meant
from flake8_testsec.vocabulary.testing.doubles import may_inject
from flake8_testsec.vocabulary.testing.suites import is_collected

_MOST = 6
"""Decorators that are told one by one."""
_NAMED = 8
"""Parameters that are named of those that nobody is seen to fill."""

_EITHER = frozenset(f"absl.testing.parameterized.{each}" for each in ("named_parameters", "parameters"))
"""Decorators that take one argument alone for all rows, unless it is a tuple or a mapping."""
_EACH = frozenset({"ddt.data", "ddt.named_data", *_EITHER})
"""Decorators that are given one row by each of their arguments (their documentation)."""
_FIRST: Mapping[str, tuple[int, str]] = {
    "ddt.idata": (0, "iterable"),
    "parameterized.parameterized": (0, "input"),
    "parameterized.parameterized.expand": (0, "input"),
    "nose_parameterized.parameterized": (0, "input"),
    "nose_parameterized.parameterized.expand": (0, "input"),
    "parameterized.parameterized_class": (1, "input_values"),
}
"""Decorators that are given all rows at once, by the place and the name of that argument."""
_OTHER = frozenset({"ddt.file_data"})
"""Decorators that give rows, of which the call alone does not tell how many they are."""
_WORDS = frozenset(each.rpartition(".")[2] for each in (*_EACH, *_FIRST, *_OTHER))
_FILLING = frozenset({"hypothesis.given"})
"""What fills parameters and is told elsewhere."""


def facts(module: Module) -> Iterator[Fact]:
    """The rows of decorators, then the parameters of which it is not known what fills them.

    Args:
        module: the module.

    Yields:
        The facts.
    """
    found = [*_rows(module)]
    yield from found[:_MOST]
    if rest := found[_MOST:]:
        ends = [rest[0].lines[0], rest[-1].lines[0]]
        words = f"{counted(len(rest), 'more decorator')} with rows of parameters, "
        parts = (words, "from the first to the last line named.")
        yield fact("parameter-rows-more", ends, *parts, subject=str(len(rest)))
    yield from _unfilled(module)


def _rows(module: Module) -> Iterator[Fact]:
    for call in module.calls(_WORDS):
        if names := module.names(call.func) & {*_EACH, *_FIRST, *_OTHER}:
            holder = module.parent(call)
            if isinstance(holder, _DEFINITIONS) and call in holder.decorator_list:
                mark = code(f"@{spelt(call.func)}")
                parts = (*_whose(holder, module), *_how_many(call, min(names), module), ", from ", mark, ".")
                yield fact("parameter-rows", [call], *parts, subject=holder.name)


_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def _whose(holder: Function | ast.ClassDef, module: Module) -> tuple[str, ...]:
    """The parameters that rows fill, where no patch fills some, too."""
    is_open = isinstance(holder, ast.ClassDef) or _patches(holder, module) or _may_be_left(holder)
    names = [] if isinstance(holder, ast.ClassDef) or is_open else _positional(holder, module)
    of = (" of ", code(holder.name))
    if isinstance(holder, ast.ClassDef):
        return ("The tests", *of, " run once for each of ")
    one = len(names) == 1
    shown = (" ", *listed([code(each.arg) for each in names])) if names else ()
    return ("Parameter" if one else "Parameters", *shown, *of, " gets " if one else " get ")


def _patches(function: Function, module: Module) -> int:
    """How many of the first parameters patches of a test and of its class fill."""
    class_ = module.class_of(function)
    marks = (*function.decorator_list, *(class_.decorator_list if class_ is not None else ()))
    return sum(isinstance(each, ast.Call) and may_inject(each, module) for each in marks)


def _may_be_left(function: Function) -> bool:
    """Whether it hangs on the rows which parameters they fill, as with defaults or any number of them."""
    given = function.args
    return bool(given.defaults or given.vararg or given.kwonlyargs or given.kwarg)


def _plain(function: Function, module: Module, first: int = 0) -> list[ast.arg]:
    """The parameters that a test must be given, without its own object, and the first ones by place."""
    given = function.args
    by_name = zip(given.kwonlyargs, given.kw_defaults, strict=True)
    return [*_positional(function, module)[first:], *(each for each, default in by_name if default is None)]


def _positional(function: Function, module: Module) -> list[ast.arg]:
    given = [*function.args.posonlyargs, *function.args.args]
    needed = given[: len(given) - len(function.args.defaults)]
    is_static = any(last_word(each) == "staticmethod" for each in function.decorator_list)
    return needed[module.class_of(function) is not None and not is_static :]


def _how_many(call: ast.Call, name: str, module: Module) -> tuple[str, ...]:
    rows: ast.expr | None
    is_all = name in _EITHER and len(call.args) == 1 and not isinstance(call.args[0], ast.Dict)
    if name in _EACH and not unpacks(call) and not is_all:
        return (f"{counted(len(call.args), 'value')} written here",)
    match _FIRST.get(name):
        case (place, word):
            rows = argument(call, place, word) or argument(call, 0, "attrs")
        case _:
            rows = call.args[0] if is_all and not isinstance(call.args[0], ast.Tuple) else None
    match rows:
        case ast.List(elts=elements) | ast.Tuple(elts=elements):
            if not any(isinstance(each, ast.Starred) for each in elements):
                return (f"{counted(len(elements), 'value')} written here",)
        case ast.Name(id=text):
            return ("the values of ", code(text))
    file = string(argument(call, 0, "value")) if name == "ddt.file_data" else None
    return ("the values of the file ", code(repr(file))) if file else ("values that are worked out",)


def _unfilled(module: Module) -> Iterator[Fact]:
    """Parameters of tests that neither a fixture, a mark, rows nor a patch is seen to fill."""
    found: dict[str, ast.arg] = {}
    known = _of_pytest(module)
    for function in functions(module):
        class_ = module.class_of(function)
        is_run = runs_as_test(function, module) and (class_ is None or is_collected(class_, module))
        if is_run and not _has_rows(function, module):
            for each in _plain(function, module, _patches(function, module)):
                if (function, each.arg) not in known and not is_filled(function, each, module):
                    found.setdefault(each.arg, each)
    if found:
        shown = [code(each) for each in [*found][:_NAMED]]
        more = [f"{len(found) - _NAMED} more"] if len(found) > _NAMED else []
        parts = ("What fills these parameters of tests is not followed: ", *listed([*shown, *more]))
        where = ", each with the line of the first" if len(found) > 1 else ""
        lines = (Lines(each.lineno, each.lineno) for each in [*found.values()][:_NAMED])
        yield fact("unfilled", lines, *parts, f"{where}.", subject=" ".join([*found][:_NAMED]))


@once
def _of_pytest(module: Module) -> frozenset[tuple[Function, str]]:
    """The parameters that fixtures which were found fill, or values that marks of pytest give."""
    brought = BUILTIN | OF_PLUGINS | FIXTURES.keys()
    every = (*asked(module), *decorated(module))
    found = {(each.function, each.name) for each in every if each.name in brought or sources(each, module)}
    return frozenset({*found, *_marked(module)})


def _marked(module: Module) -> Iterator[tuple[Function, str]]:
    """What marks of pytest give values: those of a test, of its class and of the module."""
    calls = [*module.calls({"parametrize"})]
    named = {each for call in calls if not _is_decorator(call, module) for each in _argnames(call, module)}
    for function in functions(module) if calls else ():
        names = {each.arg for each in _plain(function, module)}
        is_read = names_all_parameters(function, module)
        fixed = {*asked_for(function, module)} - named if is_read else set()
        yield from ((function, each) for each in names - fixed)


def _argnames(call: ast.Call, module: Module) -> Collection[str]:
    names = argument(call, 0, "argnames")
    return () if names is None else parameter_names(meant(names, module)) or ()


def _is_decorator(call: ast.Call, module: Module) -> bool:
    return call in getattr(module.parent(call), "decorator_list", ())


def _has_rows(function: Function, module: Module) -> bool:
    """Whether a decorator gives rows, or makes values up."""
    every = _EACH | _FIRST.keys() | _OTHER | _FILLING
    marks = (each.func for each in function.decorator_list if isinstance(each, ast.Call))
    return any(module.names(each) & every for each in marks)
