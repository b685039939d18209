"""What a call that resets something in a tear-down gives its first value again."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator

from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import last_word
from flake8_testsec.source.module import Module, once, within
from flake8_testsec.source.syntax import Function

OF_OWNER = "resets"
"""Begins the tag of a method or function that is called as a part of what it belongs to."""
ALONE = "resets-alone"
"""The same of a function that is imported by its name."""
ENDS = "ends"
"""The same of one that is named after ending or giving back something: that counts only if it is read."""

_RESETTING = lazy(
    r"(?:\A|_)(?:clear(?=_)|re_?init(?:iali[sz]e)?|re_?set|restore|revert|undo)(?:_(?!mock|call|side)(.*)|\Z)"
)
_ENDING = lazy(
    r"_*(do_)?(clean|close|destroy|disconnect|dispose|finali[sz]e|kill|reap|release|shut_?down|stop|tear_?down|"
    r"terminate|un(install|load|patch))"
)
_HUMP = lazy(r"(?<=[a-z0-9])(?=[A-Z])")
_EMPTYING = frozenset({"__init__", "cache_clear", "clear", "discard", "pop", "popitem", "remove", "update"})
_EVERYTHING = frozenset({"", "all", "default", "defaults", "everything", "global", "globals", "state"})


def resets(name: str) -> bool:
    """Whether a function is named after giving something its first value again."""
    return _what(name) is not None


def ends(name: str) -> bool:
    """Whether a function is named after resetting, ending or giving back something."""
    return resets(name) or _ENDING.match(_HUMP.sub("_", name).lower()) is not None


def _what(name: str) -> str | None:
    """What a name says is reset, in small letters; ``None`` if it says nothing of resetting."""
    found = _RESETTING.search(_HUMP.sub("_", name).lower())
    return (found[1] or "") if found is not None else None


def reset_by(func: ast.expr, whole: ast.Call, module: Module) -> Iterator[str]:
    """The functions that a call resets something by, as far as their names tell.

    Args:
        func: what is called when something ends: ``reset_config``, ``REGISTRY.clearRegistry``.
        whole: the call in which that stands, which counts as a statement, as a ``lambda``, or as one that
            arranges for the other.
        module: its module.

    Yields:
        Tags with qualified names; none for the standard library, whose functions are known one by one.
    """
    word = last_word(func)
    if not ends(word) or (func is whole.func and not _is_statement(whole, module)):
        return
    kind = ENDS if not resets(word) else ALONE if isinstance(func, ast.Name) else OF_OWNER
    for name in module.names(func):
        owner = name.rpartition(".")[0]
        if owner and "()" not in owner and owner.partition(".")[0] not in sys.stdlib_module_names:
            yield f"{kind}:{name}"


def _is_statement(call: ast.Call, module: Module) -> bool:
    parent = module.parent(call)
    if isinstance(parent, ast.Await):
        parent = module.parent(parent)
    return isinstance(parent, (ast.Expr, ast.Lambda))


def unread(kind: str, name: str) -> Iterator[str]:
    """What a function that nobody could read resets, by its name.

    Args:
        kind: the tag's.
        name: qualified, as ``shop.reset_stock``.

    Yields:
        Tags of the direct attributes of its owner, and of what is named after; of a function that is
        imported alone, the owner's only if its name says so.
    """
    if kind == ENDS:
        return
    owner, _, word = name.rpartition(".")
    what = _what(word) or ""
    if kind == OF_OWNER or _is_whole(what, owner):
        yield f"set:{owner}.+"
    for each in (what, what.upper(), f"_{what}") if what else ():
        yield from (f"set:{owner}.{each}", f"set:{owner}.{each}.+")


def _is_whole(what: str, owner: str) -> bool:
    """Whether what a function resets is all of what it belongs to: ``config.reset_config``."""
    return what in _EVERYTHING or f"_{owner.rpartition('.')[2]}".lower().endswith(f"_{what}")


def given_first_values(name: str, function: Function, module: Module) -> Iterator[str]:
    """What a function of a module, or a method, resets of what it belongs to.

    Args:
        name: that of a function which is named after resetting or ending.
        function: that function, or one that it mentions.
        module: its module.

    Yields:
        Tags of the names of the module and the attributes of the class that it sets, or calls something of;
        of all of the module or class if its name says so.
    """
    class_ = module.class_of(function)
    whole = ".".join((*module.dotted, *([class_.name] if class_ is not None else ())))
    shared, names = _shared(function, module), _set_by(function, module)
    if names and resets(name) and _is_whole(_what(name) or "", whole):
        yield f"set:{whole}.+"
    for each in names:
        owner = ".".join(module.dotted) if each in shared else whole
        yield from (f"set:{owner}.{each}", f"set:{owner}.{each}.+")


@once
def _shared(function: Function, module: Module) -> frozenset[str]:
    """The names of the module that a function only mentions, or says are global."""
    nodes = [each for each in within(function) if isinstance(each, (ast.Global, ast.Name))]
    said = {name for each in nodes if isinstance(each, ast.Global) for name in each.names}
    names = {each.id for each in nodes if isinstance(each, ast.Name)}
    own = {each.id for each in nodes if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}
    return frozenset(names - (own - said) - {each.arg for each in function.args.args})


@once
def _set_by(function: Function, module: Module) -> frozenset[str]:
    return frozenset(_roots(function, _shared(function, module)))


def _roots(function: Function, shared: frozenset[str]) -> Iterator[str]:
    for node in within(function):
        match node:
            case ast.Name(id=name, ctx=ast.Store() | ast.Del()) if name in shared:
                yield name
            case ast.Call(func=ast.Attribute(value=owner, attr=word)) if word in _EMPTYING or resets(word):
                yield from _of_root(owner, shared)
            case ast.Attribute(ctx=ast.Store() | ast.Del()) | ast.Subscript(ctx=ast.Store() | ast.Del()):
                yield from _of_root(node, shared)


def _of_root(node: ast.expr, shared: frozenset[str]) -> Iterator[str]:
    """The name that an expression begins with, or the attribute of ``self`` or ``cls``."""
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        match node:
            case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name):
                yield name
        node = node.value
    if isinstance(node, ast.Name) and node.id in shared:
        yield node.id
