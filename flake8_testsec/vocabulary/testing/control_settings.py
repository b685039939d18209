"""What switches a security control off by a setting, or replaces it, in a framework's own way."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from flake8_testsec.patterns import short
from flake8_testsec.source.bindings import Defined, Imported
from flake8_testsec.source.calls import is_empty, last_word, string
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.controls import is_dependency, is_switch, tells_who

# https://flask-login.readthedocs.io/en/latest/ (LOGIN_DISABLED),
# https://flask-wtf.readthedocs.io/en/latest/config/, https://docs.djangoproject.com/en/stable/ref/settings/,
# https://www.django-rest-framework.org/api-guide/settings/,
# https://fastapi.tiangolo.com/advanced/testing-dependencies/
_VALUES: Mapping[str, bool] = {
    "LOGIN_DISABLED": True,
    "WTF_CSRF_ENABLED": False,
}
SETTINGS = ("LOGIN_DISABLED", "WTF_CSRF", "BYPASS", "DISABLE", "SKIP", "NO_")
"""Of these, each file has one that switches a control off by a setting."""

_OWNER = short(r"(\w+_)?(conf|config|settings)\Z")
_UPDATING = frozenset({"from_mapping", "update"})
_OPEN = short(r"_*(allow_?(all|any)|any_?one|dummy|fake|mock|no_?(auth|perm)|open_?to|stub)", re.IGNORECASE)
_DJANGO = "django."
_WHO, _WHETHER = "DEFAULT_AUTHENTICATION_CLASSES", "DEFAULT_PERMISSION_CLASSES"
_OVERRIDES = "dependency_overrides"


class Off(NamedTuple):
    """Where a control is switched off or replaced, and what it is called."""

    node: ast.AST
    name: str


def _is_off(name: str | None, value: ast.expr) -> bool:
    """Whether a setting of a name has a value that switches a control off."""
    if name is None or not isinstance(value, ast.Constant):
        return False
    return value.value is _VALUES[name] if name in _VALUES else is_switch(name) and value.value is True


def set_off(node: ast.Assign | ast.Call) -> Iterator[Off]:
    """The settings that one assignment, or one call of a configuration, switches off.

    Args:
        node: ``app.config["LOGIN_DISABLED"] = True``, ``app.config.update(...)`` and the like.

    Yields:
        Each with its name.
    """
    match node:
        case ast.Assign(
            targets=[ast.Subscript(value=owner, slice=ast.Constant(value=str(name)))], value=value
        ) if _OWNER.match(last_word(owner)) and _is_off(name, value):
            yield Off(node, name)
        case ast.Assign(targets=[ast.Name(id=name)], value=value) if name in _VALUES and _is_off(name, value):
            yield Off(node, name)
        case ast.Call(func=ast.Attribute(attr=word, value=owner)) if word in _UPDATING:
            yield from _updated(node) if _OWNER.match(last_word(owner)) else ()


def _updated(call: ast.Call) -> Iterator[Off]:
    for each in call.keywords:
        if _is_off(each.arg, each.value):
            yield Off(each, each.arg or "")
    for given in call.args:
        if isinstance(given, ast.Dict):
            for key, value in zip(given.keys, given.values, strict=True):
                if key is not None and _is_off(string(key), value):
                    yield Off(key, string(key) or "")


@once
def put_on(module: Module) -> frozenset[str]:
    """The settings that a module deletes, or gives a value that switches nothing off: some tests have them.

    Args:
        module: any module.
    """
    items = (each for each in module.nodes(ast.Subscript) if not isinstance(each.ctx, ast.Load))
    named = (string(each.slice) for each in items if not _is_set_off(module.parent(each)))
    given = (each.arg for each in module.nodes(ast.keyword) if _may_be_on(each))
    return frozenset(name for name in (*named, *given) if name is not None)


def _may_be_on(given: ast.keyword) -> bool:
    """Whether a keyword may leave a control on: by a truth, or by what is worked out, not by what is none."""
    match given.value:
        case ast.Constant(value=value) if not isinstance(value, bool):
            return False
        case value:
            return not _is_off(given.arg, value)


def _is_set_off(statement: ast.AST | None) -> bool:
    return isinstance(statement, ast.Assign) and any(set_off(statement))


def overridden(decorator: ast.Call) -> Iterator[Off]:
    """The settings of Django by which ``override_settings`` lets everybody in.

    Args:
        decorator: a call of ``override_settings`` or ``modify_settings``.

    Yields:
        Back-ends of the project's own that say yes, and lists of checks without any.
    """
    for each in decorator.keywords:
        match each:
            case ast.keyword(arg="AUTHENTICATION_BACKENDS") if any(map(_is_open, walk(each.value))):
                yield Off(each, "AUTHENTICATION_BACKENDS")
            case ast.keyword(arg="REST_FRAMEWORK", value=ast.Dict(keys=keys, values=values)):
                pairs = zip(keys, values, strict=True)
                told = (key for key, value in pairs if key is not None and _lets_in(string(key), value))
                yield from (Off(key, string(key) or "") for key in told)


def _is_open(node: ast.AST) -> bool:
    text = string(node) or ""
    return not text.startswith(_DJANGO) and bool(_OPEN.match(text.rpartition(".")[2]))


def _lets_in(name: str | None, value: ast.expr) -> bool:
    """Whether a list of checks has one that lets all in, or none; where nobody is known, nobody gets in."""
    if name not in (_WHO, _WHETHER):
        return False
    texts = [string(each) or "" for each in walk(value) if isinstance(each, ast.Constant)]
    is_open = any(_OPEN.match(each.rpartition(".")[2]) for each in texts)
    return is_open or (name == _WHETHER and is_empty(value))


def replaced_dependencies(node: ast.Assign | ast.Call, module: Module) -> Iterator[Off]:
    """The dependencies of a FastAPI application that authenticate and are replaced by what lets all in.

    Args:
        node: an assignment, or a call of ``update`` or ``setitem``.
        module: its module.

    Yields:
        Each with its name.
    """
    match node:
        case ast.Assign(targets=[ast.Subscript(value=owner, slice=key)], value=value) if _is_map(owner):
            pairs = [(key, value)]
        case ast.Assign(targets=[ast.Attribute() as owner], value=ast.Dict() as given) if _is_map(owner):
            pairs = _pairs(given)
        case ast.Call(func=ast.Attribute(attr="update", value=owner), args=[ast.Dict() as given]) if _is_map(
            owner
        ):
            pairs = _pairs(given)
        case ast.Call(func=ast.Attribute(attr="setitem"), args=[owner, key, value]) if _is_map(owner):
            pairs = [(key, value)]
        case _:
            return
    for dependency, value in pairs:
        names = (last_word(dependency), *sorted(module.names(dependency)))
        name = next(filter(is_dependency, (each.rpartition(".")[2] for each in names)), "")
        if name and _lets_pass(name, value, module):
            yield Off(node, name)


def _is_map(owner: ast.expr) -> bool:
    return isinstance(owner, ast.Attribute) and owner.attr == _OVERRIDES


def _pairs(given: ast.Dict) -> list[tuple[ast.expr, ast.expr]]:
    return [(key, value) for key, value in zip(given.keys, given.values, strict=True) if key is not None]


def _lets_pass(name: str, value: ast.expr, module: Module) -> bool:
    """Whether what takes a dependency's place answers for all: it raises nothing, and names somebody."""
    match value:
        case ast.Lambda(body=body):
            return _is_somebody(name, body)
        case ast.Name():
            bound = module.bindings(value)
            return bool(bound) and not _denies(value.id) and all(_answers(name, each) for each in bound)
        case _:
            return False


def _is_somebody(name: str, value: ast.expr | None) -> bool:
    match value:
        case None | ast.Constant(value=None | False):
            return not tells_who(name)
        case ast.Call(func=func):
            return not _denies(last_word(func))
        case _:
            return True


def _answers(name: str, binding: object) -> bool:
    match binding:
        case Imported():
            return True
        case Defined(node=node) if isinstance(node, Function):
            inside = [*walk(node)]
            if any(isinstance(each, ast.Raise) for each in inside):
                return False
            given = [each.value for each in inside if isinstance(each, (ast.Return, ast.Yield))]
            return all(_is_somebody(name, each) for each in given or (None,))
        case _:
            return False


_DENIES = short(
    r"(.*_)?(abort|anon|deni(ed|es)|deny|fail|forbid|inactive|invalid|no_?body|raise|reject|unauth)",
    re.IGNORECASE,
)


def _denies(name: str) -> bool:
    return bool(_DENIES.match(name))
