"""Remedies of context managers and of set-up and tear-down methods, as edits."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence
from itertools import chain

from flake8_testsec.cleanup.endings import moved_to_finally
from flake8_testsec.finding import Edit
from flake8_testsec.fixing.edits import Edits, span
from flake8_testsec.fixing.statements import first_line, following, indentation, put_after, siblings
from flake8_testsec.project.metadata import runs_under_python_2
from flake8_testsec.rule import Role
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module, walk, within
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import receiver, without_docstring

_OF_UNITTEST = frozenset({"setUp", "tearDown", "setUpClass", "tearDownClass", "asyncSetUp", "asyncTearDown"})
"""The methods that take nothing but the object or class."""


def wrapped_yield(statement: ast.stmt, restoring: ast.stmt, module: Module) -> Edits:
    """A ``yield`` in ``try``, and what undoes the change in ``finally``.

    Args:
        statement: the statement with the ``yield``.
        restoring: the first statement that undoes something, further below.
        module: the module.

    Returns:
        Nothing if what is to be undone needs a name that is bound in between, or in production what the
        function was given, which may be of no use after an error; nor if it leaves the function, or may raise
        what would then hide the error, nor where something runs below the ``yield`` in a block of its own.
    """
    if module.role is Role.PRODUCTION and _is_of_caller(restoring, module):
        return ()
    inner: ast.stmt = statement
    while restoring not in siblings(inner, module):
        if following(inner, module, 1):
            return ()  # it would be skipped still
        inner = module.above(inner, ast.stmt) or restoring
    block = siblings(inner, module)
    begin, end = block.index(inner), block.index(restoring)
    while end - 1 > begin and _resets(block[end - 1]):
        end -= 1
    body, endings = block[begin:end], block[end:]
    nodes = [each for ending in endings for each in walk(ending)]
    if any(isinstance(each, (ast.Assert, ast.Raise)) for each in nodes):
        return ()
    if not {each.id for each in nodes if isinstance(each, ast.Name)}.isdisjoint(_imported(body)):
        return ()
    return moved_to_finally(body, endings, module)


def _imported(body: Sequence[ast.stmt]) -> Iterator[str]:
    """The names that statements import, which are not there if the first of them raises."""
    aliases = (each for one in body for each in walk(one) if isinstance(each, ast.alias))
    return ((each.asname or each.name).partition(".")[0] for each in aliases)


def _resets(statement: ast.stmt) -> bool:
    """Whether a statement gives an attribute a constant, as it had one before."""
    match statement:
        case ast.Assign(targets=[ast.Attribute()], value=ast.Constant()):
            return True
        case _:
            return False


def _is_of_caller(restoring: ast.stmt, module: Module) -> bool:
    """Whether a statement uses what its function was given, but for the object itself."""
    function = module.function(restoring)
    assert function is not None
    arguments = function.args
    given = {each.arg for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)}
    owners = (each.value for each in walk(restoring) if isinstance(each, (ast.Attribute, ast.Subscript)))
    names = {each.id for each in owners if isinstance(each, ast.Name)}
    return not names.isdisjoint(given - {receiver(function, module)})


def calling_super(method: Function, module: Module) -> Edits:
    """The inherited method called first in a set-up and last in a tear-down.

    Args:
        method: a hook of unittest; those of pytest may take arguments that are not known here.
        module: the module.

    Returns:
        Nothing for other hooks, and for a tear-down that is left before its end. Where a tear-down calls the
        inherited set-up by mistake, or the other way round, that call is mended. What the base needs, the
        framework and its databases, is there when it is called.
    """
    name, body = method.name, without_docstring(method)
    if name not in _OF_UNITTEST or _is_static(method) or _is_nested(method, module):
        return ()
    other = _of_partner(method)
    if other is not None:
        return _renamed(other, name, module)
    line = f"{'await ' if name.startswith('async') else ''}{call_of_super(method, module)}"
    calls = [each for each in body if _calls_of_environment(each)]
    if "down" not in name.lower():
        return put_after(calls[-1], [line], module) if calls else _at_top(body[0], line, module)
    if calls:
        return _at_top(calls[0], line, module)
    leaving = (ast.Return, ast.Raise, ast.Yield)
    is_left = any(isinstance(each, leaving) for each in within(method))
    return () if is_left else put_after(body[-1], [line], module)


_OF_ENVIRONMENT = frozenset(
    {f"{verb}_{what}" for verb in ("setup", "teardown") for what in ("databases", "test_environment")}
    | {"create_test_db", "destroy_test_db"}
)
"""Methods of Django's runner and connections that make what its test cases open, and take it away."""


def _calls_of_environment(statement: ast.stmt) -> bool:
    calls = (each for each in walk(statement) if isinstance(each, ast.Call))
    return any(last_word(each.func) in _OF_ENVIRONMENT or spelt(each.func) in _READYING for each in calls)


_READYING = frozenset({"django.setup", "settings.configure"})


def makes_its_own_environment(method: Function, found: Collection[Function]) -> bool:
    """Whether a class makes itself what Django's runner makes, so that one inherited call alone breaks it.

    Args:
        method: a hook that does not call the inherited one.
        found: all such hooks of its class.

    Returns:
        ``True`` if the hook and its partner are among them, and one makes what the other takes away.
    """
    pair = [each for each in found if each.name in (method.name, _PARTNERS.get(method.name))]
    return len(pair) > 1 and all(any(map(_calls_of_environment, each.body)) for each in pair)


def both_calling_super(method: Function, found: Collection[Function], module: Module) -> Edits:
    """The same in its partner, too: a base that is set up has to be torn down.

    Args:
        method: a hook that does not call the inherited one.
        found: all such hooks of its class.
        module: the module.

    Returns:
        Nothing where one of the two cannot be mended.
    """
    partners = (each for each in found if each.name == _PARTNERS.get(method.name))
    every = [calling_super(each, module) for each in (method, *partners)]
    return tuple(chain.from_iterable(every)) if all(every) else ()


def call_of_super(method: Function, module: Module) -> str:
    """How a method calls the inherited one.

    Args:
        method: a hook.
        module: its module; where Python 2 may run it, a call of ``super`` names the class and the object.
    """
    class_, given = module.class_of(method), [*method.args.posonlyargs, *method.args.args]
    if class_ is None or not given or not runs_under_python_2(module):
        return f"super().{method.name}()"
    return f"super({class_.name}, {given[0].arg}).{method.name}()"


_PARTNERS = {"setUp": "tearDown", "setUpClass": "tearDownClass", "asyncSetUp": "asyncTearDown"}
_PARTNERS |= {tear_down: set_up for set_up, tear_down in _PARTNERS.items()}


def _of_partner(method: Function) -> ast.Attribute | None:
    """The set-up that a tear-down asks the bases for, or the other way round: it is meant for its own."""
    for node in within(method):
        match node:
            case ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr=word):
                if word == _PARTNERS[method.name]:
                    return node
    return None


def _renamed(asked: ast.Attribute, name: str, module: Module) -> Edits:
    end = span(asked, module)[2:]
    start = end[1] - len(asked.attr)
    return (Edit(end[0], start, *end, name),)


def _at_top(first: ast.stmt, line: str, module: Module) -> Edits:
    """A line above the first statement of a body and the comments that belong to it."""
    indent, number = indentation(first, module), first_line(first)
    if indent is None:
        return ()
    while module.line(number - 1).lstrip().startswith("#"):
        number -= 1
    return (Edit(number, 0, number, 0, f"{indent}{line}\n"),)


def _is_nested(method: Function, module: Module) -> bool:
    """Whether a method of a class within another cannot name it by its own name alone, but would have to."""
    class_ = module.class_of(method)
    is_within = class_ is not None and isinstance(module.parent(class_), ast.ClassDef)
    return is_within and runs_under_python_2(module)


def _is_static(method: Function) -> bool:
    words = {last_word(each) for each in method.decorator_list}
    return "staticmethod" in words or ("Class" in method.name) != ("classmethod" in words)


def is_never_called(function: Function, module: Module) -> bool:
    """Whether a method has the name of a hook of unittest in a class that no runner knows it of.

    Args:
        function: any function.
        module: its module.

    Returns:
        ``True`` in a class without bases that nothing else in the module names, as it may be a mixin.
    """
    class_ = module.class_of(function)
    if class_ is None or function.name not in _OF_UNITTEST or function.decorator_list:
        return False
    is_alone = not class_.bases and class_.name.startswith("Test") and not module.named(class_.name)
    return is_alone and not any(module.attributes({function.name}))
