"""What an imported module or class is given in a test that the next test must not meet."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from itertools import takewhile

from flake8_testsec.cleanup.own_values import is_defined, is_own
from flake8_testsec.cleanup.places import set_ups
from flake8_testsec.cleanup.states import managers
from flake8_testsec.cleanup.touches import Kind, Touch, keyed, touches
from flake8_testsec.patterns import lazy
from flake8_testsec.project import library
from flake8_testsec.project.views import Found, View, view_of
from flake8_testsec.source.calls import is_empty, last_word, string
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.assertions import EXPECTING
from flake8_testsec.vocabulary.testing.suites import is_case, is_fixture, is_hook, is_test

_OF_MOCKS = frozenset({"return_value", "side_effect", "wraps", "called", "call_count", "call_args", "spec"})
_SETTINGS = frozenset({"CONF", "settings", "FLAGS"})
_OF_DJANGO = "set:django.conf.settings."
"""What nobody puts back (https://docs.djangoproject.com/en/stable/topics/testing/tools/#overriding-settings)."""
_OF_PYTEST = frozenset({"capfd", "caplog", "capsys", "monkeypatch", "recwarn", "subtests"})
"""The fixtures of pytest whose managers put back what those themselves have changed, and nothing else."""
_OF_WARNINGS = frozenset({"set:warnings.filters", "set:warnings.showwarning"})
"""What pytest restores itself, as each test runs in ``warnings.catch_warnings()``."""
_MANAGERS = EXPECTING | {
    "open",
    "io.open",
    "contextlib.suppress",
    "contextlib.closing",
    "tempfile.TemporaryDirectory",
    "tempfile.NamedTemporaryFile",
    "tempfile.TemporaryFile",
    "threading.Lock",
    "warnings.catch_warnings",
    "unittest.mock.patch",
    "unittest.mock.patch.object",
    "unittest.mock.patch.dict",
    "unittest.mock.patch.multiple",
}
"""Context managers that put nothing back but what they are given."""


def is_replaced(change: Touch, function: Function, module: Module) -> bool:
    """Whether a change replaces what others use by what only this test can want.

    Args:
        change: the change of an attribute, or of an entry of ``sys.modules``.
        function: the function that makes it.
        module: its module.

    Returns:
        ``True`` for mocks, lambdas, functions and classes of this module, and what is made of them; in the
        standard library, and for what tells of a module, for any value but numbers, booleans and ``None``;
        for any value at all where it takes the place of a class or of an import of a module of the project.
    """
    value = change.value
    if value is None:
        return change.state.mapping and change.kind is Kind.FRESH
    if change.tag.startswith(_OF_DJANGO):
        return True
    if _is_in_the_way(change, module):
        return True
    if _is_plain(value):
        return False
    owner, _, name = change.tag.removeprefix("set:").rpartition(".")
    return (
        _is_standard_module(owner)
        or (_tells_of_module(name) and not _is_of_class(owner))
        or is_own(value, function, module)
        or (not _is_of_class(owner) and is_defined(value, module, ast.ClassDef))
    )


def _is_in_the_way(change: Touch, module: Module) -> bool:
    """Whether what is changed is a class of another module of the project, or what that module imports.

    A constant may well be imported, too, and a private name may be given a value of its own later. In a
    module without code of its own, which hands on what others define, a flag is a copy that nobody reads.
    """
    owner, _, name = change.tag.removeprefix("set:").rpartition(".")
    view = view_of(module)
    changed = view.facts(owner) if view is not None and owner else None
    if changed is None or name.isupper() or name.startswith("_"):
        return False
    if not (changed.classes or changed.functions) and change.value is not None and _is_plain(change.value):
        return False
    return bool(changed.named(name)) or any(each.split(".")[-1] == name for each in changed.meant(name))


def _tells_of_module(name: str) -> bool:
    """Whether an attribute tells what a module is, as ``__version__`` does, and is never set for others."""
    return name.startswith("__") and name.endswith("__")


def _is_of_class(owner: str) -> bool:
    """Whether what is given an attribute is a class, or is found by one: it is told what to make."""
    return any(word[:1].isupper() for word in owner.split("."))


def is_created(change: Touch, module: Module) -> bool:
    """Whether a change gives a module an attribute that it does not have, so that nothing is replaced.

    Args:
        change: the change of an attribute.
        module: the module in which it stands.

    Returns:
        ``True`` also for a change that is made where the attribute is found to be missing, or a version too
        old; ``False`` where the module that is changed cannot be read, or may have names that are not seen.
    """
    owner, _, name = change.tag.removeprefix("set:").rpartition(".")
    if _is_for_lack(change, name, module):
        return True
    if owner in sys.stdlib_module_names and (known := library.defined(owner)) is not None:
        return name not in known
    view = view_of(module)
    changed = view.facts(owner) if view is not None and owner else None
    if view is not None and changed is None and owner:
        return _is_created_in_class(owner, name, view)
    if view is None or changed is None or not {name, "*"}.isdisjoint(changed.bound):
        return False
    return view.facts(f"{owner}.{name}") is None  # a module of the package is an attribute of it, too


def _is_created_in_class(owner: str, name: str, view: View) -> bool:
    """Whether what is changed is a class without bases that binds no such name, and makes none up."""
    found = view.classes(owner)
    return bool(found) and all(
        isinstance(each, Found)
        and not {*each.class_.bases} - {"object"}
        and {name, "__getattr__", "__slots__"}.isdisjoint(each.class_.sets)
        and each.class_.hook(name) is None
        for each in found
    )


def _is_for_lack(change: Touch, name: str, module: Module) -> bool:
    """Whether a change is made for want of something, as the condition around it says."""
    inner: ast.AST = change.node
    for above in takewhile(lambda each: not isinstance(each, Function), module.ancestors(inner)):
        if _lacks(above, inner, name):
            return True
        inner = above
    return False


def _lacks(above: ast.AST, inner: ast.AST, name: str) -> bool:
    match above:
        case ast.If(test=test, body=body) if inner in body:
            return any(_asks_for(each, name) for each in ast.walk(test))
        case ast.ExceptHandler(type=ast.Name(id="AttributeError")):
            return True
        case _:
            return False


def _asks_for(test: ast.AST, name: str) -> bool:
    """``not hasattr(owner, "name")``, or a comparison with an older version."""
    match test:
        case ast.UnaryOp(op=ast.Not(), operand=ast.Call(func=ast.Name(id="hasattr"), args=[_, given])):
            return string(given) == name
        case ast.Compare(left=left, ops=[ast.Lt() | ast.LtE()]):
            return any(_VERSION.search(last_word(each)) for each in _named(left))
        case _:
            return False


_VERSION = lazy(r"(?i)version")


def _named(node: ast.expr) -> Iterator[ast.expr]:
    return (each for each in ast.walk(node) if isinstance(each, (ast.Attribute, ast.Name)))


def _is_standard_module(owner: str) -> bool:
    root, *inner = owner.split(".")
    return root in sys.stdlib_module_names and all(re.match(r"[a-z][a-z0-9_]*\Z", each) for each in inner)


def _is_plain(value: ast.expr) -> bool:
    match value:
        case ast.Constant(value=None | bool() | int() | float() | complex()):
            return True
        case ast.UnaryOp(operand=operand):
            return _is_plain(operand)
        case _:
            return is_empty(value)  # a cache is emptied


def is_tuned(change: Touch, function: Function, module: Module) -> bool:
    """Whether a constant of a module becomes a literal, or what a class makes another class: mostly a defect.

    Args:
        change: the change of an attribute.
        function: the function that makes it.
        module: its module.

    Returns:
        ``True`` in tests alone for constants, names in capitals that are not private; in set-ups, too, where
        a class of the module is given to what a class holds.
    """
    owner, _, name = change.tag.removeprefix("set:").rpartition(".")
    if change.value is not None and is_defined(change.value, module, ast.ClassDef):
        return _is_of_class(owner) and not owner.rpartition(".")[2][:1].isupper()
    match change.value:
        case ast.Constant(value=value) if value is not None and value != "":
            again = keyed(function, module).of(change.key)
            is_constant = re.match(r"[A-Z][A-Z0-9_]+\Z", name) is not None
            return is_constant and len(again) == 1 and is_test(function, module)
        case _:
            return False


def is_excused(change: Touch, function: Function, module: Module, is_put_back: bool = False) -> bool:
    """Whether what is changed is a mock or a settings object already, or a context manager may undo it.

    Args:
        change: the change of an attribute.
        function: the function that makes it.
        module: its module.
        is_put_back: whether the function puts it back; so nobody else does.

    Returns:
        ``True`` also inside ``with`` statements whose managers are not known, and for what pytest puts back.
    """
    if change.tag in _OF_WARNINGS and not _may_run_elsewhere(function, module):
        return True
    words = change.tag.removeprefix("set:").split(".")
    if words[:3] == ["unittest", "mock", "sentinel"]:
        return True  # what is there for whoever gives it a name
    if words[-1] in _OF_MOCKS or words[0] == "pytest":
        return True
    is_reset = not is_put_back and not change.tag.startswith(_OF_DJANGO)
    if is_reset and _SETTINGS & {*words[:-1]}:
        return True
    if any(_may_undo(each, module) for each in managers(change.node, module)):
        return True
    parts = change.key.split(".")
    owners = {".".join(parts[:size]) for size in range(1, len(parts))}
    return not owners.isdisjoint(_faked(module)) or not owners.isdisjoint(_set_up(function, module))


def _may_run_elsewhere(function: Function, module: Module) -> bool:
    """Whether a function is a method of a TestCase, which other runners than pytest may run, in a module
    that does not import pytest."""
    class_ = module.class_of(function)
    imported = {meant.partition(".")[0] for _, meant in module.scopes.imported()}
    return class_ is not None and is_case(class_, module) and "pytest" not in imported


def _may_undo(manager: ast.expr, module: Module) -> bool:
    if not isinstance(manager, ast.Call):
        return True
    word, names = last_word(manager.func), module.names(manager.func)
    if word == "subTest" or word.startswith("assert") or names & _MANAGERS:
        return False
    match manager.func:
        case ast.Attribute(value=ast.Name(id=owner)) if owner in _OF_PYTEST:
            return False
        case _:
            return not names or not all(map(_is_of_library, names))


def _is_of_library(name: str) -> bool:
    """Whether something is the standard library's, which puts back no attribute unless it is told to."""
    root = name.partition(".")[0]
    return root in sys.stdlib_module_names and not name.startswith(("unittest.mock.", "test."))


def _set_up(function: Function, module: Module) -> frozenset[str]:
    """What the set-ups around, the function itself apart, have replaced already."""
    class_ = module.class_of(function)
    if class_ is None:
        return frozenset()
    own = is_hook(function) or is_fixture(function, module)
    key = ("cleanup.replacements.set_up", class_, function if own else None)
    if key not in module.kept:
        several = (each for each in set_ups(class_, module) if each is not function)
        found = (touch for each in several for touch in touches(each, module))
        module.kept[key] = frozenset(each.key for each in found if each.kind is Kind.FRESH)
    known: frozenset[str] = module.kept[key]
    return known


@once
def _faked(module: Module) -> frozenset[str]:
    """The modules that the file itself fakes."""
    return frozenset(_fakes(module))


def _fakes(module: Module) -> Iterator[str]:
    for subscript in module.nodes(ast.Subscript):
        match subscript:
            case ast.Subscript(value=owner, slice=ast.Constant(value=str(name)), ctx=ast.Store()):
                if module.function(subscript) is None and module.names(owner) & {"sys.modules"}:
                    yield name
