"""Where a state of the process must not be left changed: in tests and in what runs around them."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence

from flake8_testsec.cleanup.children import ends_with_process
from flake8_testsec.cleanup.lineage import lineage
from flake8_testsec.patterns import lazy
from flake8_testsec.project import regions
from flake8_testsec.project.facts import facts_of
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module, inside, names_below, once, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.idle_functions import is_never_run
from flake8_testsec.vocabulary.testing.performed import is_performed
from flake8_testsec.vocabulary.testing.suites import (
    is_fixture,
    is_hook,
    is_test,
    is_test_file,
    methods,
    receiver,
)

_ELSEWHERE = lazy(r"(?i)subprocess|forked|isolat|in_process|child")
"""How decorators are called that run a test where it can do no harm."""


def is_judged(function: Function, module: Module) -> bool:
    """Whether what a function leaves changed is met by other tests, and not meant to stay.

    Args:
        function: any function.
        module: its module.

    Returns:
        ``True`` for tests, set-ups, fixtures, and methods that the tests of their class call; ``False`` for
        what is called by others, or runs in a process of its own.
    """
    if _is_apart(function, module):
        return False
    if is_fixture(function, module):
        return True
    if is_hook(function):
        return "down" not in function.name.lower()
    return is_test(function, module) or _is_part_of_tests(function, module)


def puts_back_itself(function: Function, module: Module) -> bool:
    """Whether a function is a helper of whatever tests call it, which leaves as it was what it changes.

    Args:
        function: any function that is not judged.
        module: its module.

    Returns:
        ``False`` for what goes on in its caller, as a generator does, and for what ends what others began.
    """
    is_other = function in module.generators or is_hook(function) or regions.is_later(function.name)
    return (
        not is_other
        and (module.class_of(function) is not None or module.function(function) is None)
        and not _is_apart(function, module)
    )


def _is_apart(function: Function, module: Module) -> bool:
    """Whether a function, or part of it, runs in a process of its own, or not at all."""
    return (
        any(_ELSEWHERE.search(last_word(callee(each))) for each in function.decorator_list)
        or _forks(function, module)
        or is_never_run(function, module)
        or ends_with_process(function, module)
        or not _is_run_by_runner(function, module)
    )


def _is_run_by_runner(function: Function, module: Module) -> bool:
    """Whether a function stands where runners look: in a class, or at the top of what is no script; or inside
    a test that calls it."""
    if module.class_of(function) is not None:
        return True
    if module.function(function) is not None:
        return is_performed(function, module)
    return is_test_file(module) or not _is_script(module)


@once
def _is_script(module: Module) -> bool:
    return any(
        isinstance(each, ast.If)
        and "__name__" in {node.id for node in walk(each.test) if isinstance(node, ast.Name)}
        for each in module.tree.body
    )


def _forks(function: Function, module: Module) -> bool:
    """Whether part of a function runs in a process of its own."""
    calls = (node for node in inside(function, module) if isinstance(node, ast.Call))
    forks = (call for call in calls if last_word(call.func) in ("fork", "forkpty"))
    return any(module.names(call.func) & _FORKS for call in forks)


_FORKS = frozenset({"os.fork", "os.forkpty", "pty.fork"})


def _is_part_of_tests(function: Function, module: Module) -> bool:
    """Whether a method is called by the tests or set-ups of its own class, and is nothing else.

    A function of the module is a part of the tests that call it, if nobody else names it.
    """
    is_other = regions.is_later(function.name) or function in module.generators
    return not is_other and bool(callers(function, module))


def callers(function: Function, module: Module) -> Sequence[Function]:
    """The tests and set-ups of a method's own class that call it; the tests that call a plain function, and
    what is around one that is called there alone."""
    class_, outer = module.class_of(function), module.function(function)
    if class_ is None and outer is not None:
        return [outer] if is_performed(function, module) else ()
    if class_ is None:
        is_plain = not function.decorator_list and is_test_file(module)
        return _callers_of_plain(module).get(function.name, ()) if is_plain else ()
    key = ("cleanup.places.callers", class_)
    if key not in module.kept:
        found = module.kept[key] = defaultdict(list)
        for each in methods(class_):
            if is_test(each, module) or is_hook(each):
                for name in dict.fromkeys(_called(each, module)):
                    found[name].append(each)
    known: Mapping[str, Sequence[Function]] = module.kept[key]
    return known.get(function.name, ())


@once
def _callers_of_plain(module: Module) -> Mapping[str, Sequence[Function]]:
    """The tests that call what is not defined in a class, for each name that nothing else is done with."""
    found: dict[str, list[Function]] = defaultdict(list)
    others: set[str] = set()
    for name in module.nodes(ast.Name):
        if isinstance(name.ctx, ast.Load):
            call, function = module.parent(name), module.function(name)
            if function is not None and is_test(function, module) and _is_callee(name, call):
                found[name.id].append(function)
            else:
                others.add(name.id)
    return {name: [*dict.fromkeys(several)] for name, several in found.items() if name not in others}


def _is_callee(name: ast.Name, call: ast.AST | None) -> bool:
    return isinstance(call, ast.Call) and call.func is name


def _called(caller: Function, module: Module) -> Iterator[str]:
    """The methods that a method calls on its own object."""
    owner = receiver(caller, module)
    for node in walk(caller):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=word), attr=name)) if word == owner:
                yield name


def set_ups(class_: ast.ClassDef, module: Module) -> Iterator[Function]:
    """The hooks and fixtures of a class."""
    return (each for each in methods(class_) if is_hook(each) or is_fixture(each, module))


def callee(node: ast.expr) -> ast.expr:
    """What a decorator or a context manager is made by, or is."""
    return node.func if isinstance(node, ast.Call) else node


def is_first(node: ast.AST, question: tuple[Hashable, ...], module: Module) -> bool:
    """Whether a node is the first that a question is asked about, which has one answer for several."""
    return module.kept.setdefault(("cleanup.places.first", *question), node) is node


def set_ups_above(class_: ast.ClassDef, module: Module) -> Iterator[Function]:
    """The set-ups that run before a test of a class: its own, and those of classes of the module above it
    that none below replaces without calling ``super()``."""
    by_line, own = _classes(module), facts_of(module)
    replaced: set[str] = set()
    for found in lineage(class_, module).classes:
        if found.module is own:  # what others have read of the same file may be another text
            hooks = [*set_ups(by_line[found.class_.line], module)]
            yield from (each for each in hooks if each.name not in replaced)
            replaced |= {each.name for each in hooks if not names_below(each, module).get("super")}


@once
def _classes(module: Module) -> Mapping[int, ast.ClassDef]:
    """The classes of a module by their lines."""
    return {each.lineno: each for each in module.nodes(ast.ClassDef)}
