"""What code does with the attributes of its own object: releases them, lends them, lets others know them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from flake8_testsec.patterns import lazy
from flake8_testsec.project.undoing import ENTERERS, REGISTRARS
from flake8_testsec.source.calls import last_word, string
from flake8_testsec.source.module import Module, once, walk
from flake8_testsec.source.syntax import Function
from flake8_testsec.vocabulary.testing.suites import methods

_RELEASING = lazy(
    r"_*(a?close|closing|stop|stopall|kill|terminate|join|shutdown|server_close|clean|cleanup|remove|"
    r"rm|rmtree|rmdir|unlink|delete|del|destroy|dispose|release|cancel|disconnect|quit|exit|detach|free|"
    r"wait|communicate|undo|restore|revert|reset|tear_?down|finali[sz]e|reap|drop|purge|lose|unload)"
    r"(?![a-z])|__a?exit__",
)
_IDLE = lazy(r"(is_|has_|get|assert|read|write|flush|start\Z|exists\Z|fileno\Z|poll_)")


class Held(NamedTuple):
    """The names under which a class's methods know the object and the class, and its methods."""

    owners: frozenset[str]
    methods: Mapping[str, Function]


NOTHING_HELD = Held(frozenset(), {})
"""Outside any class."""


def releases(name: str) -> bool:
    """Whether a callable's last word says that it gives back what it is called on, or given."""
    return _RELEASING.match(name) is not None


@once
def held(class_: ast.ClassDef, module: Module) -> Held:
    """What is needed to follow ``self`` through a class."""
    own = {each.name: each for each in methods(class_)}
    firsts = {arg.arg for each in own.values() for arg in (*each.args.posonlyargs, *each.args.args)[:1]}
    return Held(frozenset({"self", "cls", class_.name, *firsts}), own)


def makers(name: str, known: Held, module: Module) -> Sequence[ast.expr]:
    """What is called to make the value of an attribute of the own object.

    Args:
        name: the attribute.
        known: the class around.
        module: its module.

    Returns:
        The functions and classes that are called, wherever a method assigns the attribute.
    """
    key = ("own_attributes.makers", id(known.methods))  # which lives as long as its module
    if key not in module.kept:
        module.kept[key] = _all_makers(known)
    every: Mapping[str, Sequence[ast.expr]] = module.kept[key]
    return every.get(name, ())


def _all_makers(known: Held) -> Mapping[str, Sequence[ast.expr]]:
    found: dict[str, list[ast.expr]] = {}
    for method in known.methods.values():
        for node in walk(method):
            match node:
                case ast.Assign(
                    targets=[ast.Attribute(value=ast.Name(id=owner), attr=name)], value=ast.Call(func=func)
                ) if owner in known.owners:
                    found.setdefault(name, []).append(func)
    return found


def released(node: ast.AST, known: Held, module: Module) -> Iterator[str]:
    """In code that runs at the end, every use of an attribute may be its release."""
    match node:
        case ast.Attribute(value=ast.Name(id=owner), attr=name, ctx=ast.Load()) if owner in known.owners:
            if name == "__dict__":
                if not _only_forgets(node, module):
                    yield "self.*"
            elif name not in known.methods:
                yield from _use_of(node, module)
        case ast.Call(func=ast.Name(id="getattr" | "delattr"), args=[ast.Name(id=owner), name_, *_]):
            if owner in known.owners:
                yield f"self.{string(name_) or '*'}"
        case ast.Call(func=func, args=args) if not _is_plumbing(func):
            if any(isinstance(arg, ast.Name) and arg.id in known.owners for arg in args):
                yield "self.*"


def _only_forgets(attributes: ast.Attribute, module: Module) -> bool:
    """Whether of an object's ``__dict__`` only names are read, or entries deleted: nothing stops by that."""
    match module.parent(attributes):
        case (
            ast.Subscript(ctx=ast.Del())
            | ast.Attribute(attr="clear" | "keys")
            | ast.For()
            | ast.comprehension()
        ):
            return True
        case ast.Call(func=ast.Name(id="list" | "sorted" | "tuple")):
            return True
        case _:
            return False


def _is_plumbing(func: ast.expr) -> bool:
    """``super(C, self)``, ``hasattr(self, ...)``, ``Base.tearDown(self)``: they give nothing away."""
    word = last_word(func)
    return word in ("super", "isinstance", "hasattr", "setattr", "getattr", "delattr", "type", "id") or (
        isinstance(func, ast.Attribute) and bool(_HOOK.match(word))
    )


_HOOK = lazy(r"_*(async_?)?(tear_?down|set_?up|clean_?up)", re.IGNORECASE)


def _use_of(attribute: ast.Attribute, module: Module) -> Iterator[str]:
    match module.parent(attribute):
        case ast.Call(func=func) if func is attribute:
            pass  # a method that is inherited
        case ast.Attribute(attr=word):
            if not _IDLE.match(word):
                yield f"self.{attribute.attr}.{word}" if releases(word) else f"self.{attribute.attr}"
        case ast.If() | ast.While() | ast.IfExp() | ast.Compare() | ast.UnaryOp() | ast.BoolOp():
            pass
        case _ if not _is_of_file_below(attribute, module):
            yield f"self.{attribute.attr}"


def _is_of_file_below(attribute: ast.Attribute, module: Module) -> bool:
    """Whether a file is removed of which an attribute is the folder, which stays."""
    path: ast.expr = attribute
    while (longer := _below(path, module)) is not None:
        path = longer
    match module.parent(path) if path is not attribute else None:
        case ast.Call(func=func):
            return bool(module.names(func) & REMOVING_FILES)
        case ast.Attribute(attr=word):
            return word == "unlink"
        case _:
            return False


def _below(folder: ast.expr, module: Module) -> ast.expr | None:
    """The path of something in a folder that an expression makes of the folder's, if it does."""
    match module.parent(folder):
        case ast.BinOp(left=left, op=ast.Add() | ast.Div()) as longer if left is folder:
            return longer
        case ast.Call(func=func, args=[first, _, *_]) as joined if first is folder:
            return joined if "os.path.join" in module.names(func) else None
        case _:
            return None


REMOVING_FILES = frozenset({"os.remove", "os.unlink"})
"""Functions that fail for a folder."""


def lent(node: ast.AST, known: Held, module: Module) -> Iterator[str]:
    """In any code, an attribute that is released, entered, or known to others afterwards."""
    match node:
        case ast.Attribute(value=ast.Name(id=owner), attr=name, ctx=ast.Load()) if owner in known.owners:
            if name not in known.methods:
                yield from _given(node, module)
        case ast.For(iter=iterated, target=ast.Name(id=each), body=body):
            if any(_releases_name(inner, each) for one in body for inner in walk(one)):
                yield from (f"self.{name}" for name in _attributes(iterated, known))


def _given(attribute: ast.Attribute, module: Module) -> Iterator[str]:
    match module.parent(attribute):
        case ast.Call(func=func) if func is attribute:
            pass  # a method that is inherited
        case ast.Attribute(attr=word):
            if releases(word):
                yield f"self.{attribute.attr}.{word}"
        case ast.withitem():
            yield f"self.{attribute.attr}"
        case ast.Call(func=func) if _takes(last_word(func)):
            yield f"self.{attribute.attr}"
        case ast.Call() | ast.keyword() | ast.Starred() | ast.Return() | ast.Yield() | ast.Assign():
            yield f"lent:self.{attribute.attr}"
        case ast.List() | ast.Tuple() | ast.Set() | ast.Dict() | ast.Lambda():
            yield f"lent:self.{attribute.attr}"


def _takes(word: str) -> bool:
    """Whether a callable gives back what it is given, at once or later."""
    return _ends_given(word) or word in REGISTRARS or word in ENTERERS


def _ends_given(word: str) -> bool:
    """Whether a callable gives back what it is given; what is told to ``join`` is a text or a path."""
    return word != "join" and releases(word)


def _attributes(node: ast.AST, known: Held) -> Iterator[str]:
    for inner in walk(node):
        match inner:
            case ast.Attribute(value=ast.Name(id=owner), attr=name) if owner in known.owners:
                yield name


def _releases_name(node: ast.AST, name: str) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=owner), attr=word)) if owner == name:
            return releases(word)
        case ast.Call(func=func, args=args) if _ends_given(last_word(func)):
            return any(isinstance(arg, ast.Name) and arg.id == name for arg in args)
        case _:
            return False
