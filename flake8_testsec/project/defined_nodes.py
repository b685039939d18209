"""The functions and classes of other files as they are written, and the classes above a class."""

from __future__ import annotations

import ast
import builtins
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from flake8_testsec.project.definitions import definition
from flake8_testsec.project.found import meanings
from flake8_testsec.project.module_facts import ModuleFacts
from flake8_testsec.project.views import View, view_of
from flake8_testsec.source.module import Module
from flake8_testsec.source.syntax import Function

CALLED_FIRST = ("__new__", "__init__")
"""The methods that make an object."""

_REFUSING = frozenset({"__setattr__", "__slots__"})
_HOPS = 10


def node_of(name: str, facts: ModuleFacts, view: View) -> Function | ast.ClassDef | None:
    """The function or class of a dotted name.

    Args:
        name: its name in its module.
        facts: the module.
        view: the project.

    Returns:
        ``None`` if the module has none, or several.
    """
    found = view.remembered("definitions", facts.path, _definitions).get(name, ())
    return found[0] if len(found) == 1 else None


_Defined = Mapping[str, Sequence[Function | ast.ClassDef]]


def _definitions(text: str) -> _Defined:
    """The functions and classes of a file by their dotted names; several where a name has several."""
    body = _body(text)
    found: dict[str, list[Function | ast.ClassDef]] = defaultdict(list)
    waiting: list[tuple[str, ast.stmt]] = [("", each) for each in body]
    while waiting:
        prefix, each = waiting.pop()
        if isinstance(each, (Function, ast.ClassDef)):
            found[prefix + each.name].append(each)
        if isinstance(each, ast.ClassDef):
            waiting += ((f"{prefix}{each.name}.", inner) for inner in each.body)
    return dict(found)


def _body(text: str) -> Sequence[ast.stmt]:
    try:
        return ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ()


def may_be_none(qualified: str, path: str, view: View) -> bool:
    """Whether a module of the project gives a name ``None``, in whose place somebody may put a function.

    Args:
        qualified: the qualified name.
        path: the file in which it stands.
        view: the project.

    Returns:
        ``True`` also if it is not known where the name is bound.
    """
    found = definition(qualified, path, view)
    return found is None or found.name in view.remembered("nones", found.module.path, _nones)


def is_attribute_of_project(word: str, module: Module) -> bool:
    """Whether a file that a module imports defines a function or an attribute of a name.

    Args:
        word: the name.
        module: the module that asks.

    Returns:
        What the module itself says, if nothing is known of others.
    """
    view = view_of(module)
    imported = {name for _, name in module.scopes.imported()} if view is not None else ()
    homes = [view.home(each, module.path) for each in imported if view is not None]
    texts = [module.source, *(view.text(each[0].path) for each in homes if each is not None and view)]
    return any(re.search(rf"\b(def {word}\b|{word} ?(: ?\w{{1,20}} ?)?=(?!=))", each) for each in texts)


def _nones(text: str) -> frozenset[str]:
    """The names at the top of a file that are ``None``, or may be."""
    return frozenset(
        target.id
        for each in _body(text)
        if isinstance(each, ast.Assign) and any(map(_is_none, ast.walk(each.value)))
        for target in each.targets
        if isinstance(target, ast.Name)
    )


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def makers(class_: ast.ClassDef) -> Sequence[Function]:
    """The methods of a class that make its objects.

    Args:
        class_: the class.
    """
    return [each for each in class_.body if isinstance(each, Function) and each.name in CALLED_FIRST]


def line_of(
    class_: ast.ClassDef, facts: ModuleFacts, view: View, hops: int = _HOPS
) -> Sequence[ast.ClassDef] | None:
    """A class and all above it.

    Args:
        class_: the class.
        facts: its module.
        view: the project.
        hops: how far up is looked.

    Returns:
        ``None`` if one of them cannot be read, or is made otherwise than others.
    """
    if not hops or class_.keywords or class_.decorator_list:
        return None
    line = [class_]
    for base in bases_of(class_, facts):
        found = definition(base, facts.path, view) if base and base != "object" else None
        node = node_of(found.name, found.module, view) if found is not None else None
        above = (
            line_of(node, found.module, view, hops - 1) if found and isinstance(node, ast.ClassDef) else None
        )
        if base != "object" and above is None:
            return None
        line += above or ()
    return line


def kept(line: Sequence[ast.ClassDef] | None) -> frozenset[str] | None:
    """The attributes that objects of a class may refuse to set, as it has something of their names.

    Args:
        line: the class and all above it.

    Returns:
        ``None`` if there may be others.
    """
    found: set[str] = set()
    for statement in (each for class_ in line or () for each in class_.body):
        match statement:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                found.add(name)
            case (
                ast.Assign(targets=[ast.Name(id=name)], value=made)
                | ast.AnnAssign(target=ast.Name(id=name), value=made)
            ):
                found |= {name} if made is not None and not isinstance(made, ast.Constant) else set()
                found |= {name} & _REFUSING
            case ast.Pass() | ast.Expr(value=ast.Constant()):
                pass
            case _:
                return None
    return frozenset(found) if line is not None and found.isdisjoint(_REFUSING) else None


def bases_of(class_: ast.ClassDef, facts: ModuleFacts) -> Iterator[str]:
    """The qualified names of what a class inherits from; empty for one that is not certain.

    Args:
        class_: the class.
        facts: its module.
    """
    for each in class_.bases:
        name = ast.unparse(each)
        if name.partition(".")[0] in facts.bound:
            found = [*meanings(facts, name)] or [f"{facts.dotted}.{name}"]
        else:
            found = [name] if hasattr(builtins, name) else []
        yield found[0] if len(found) == 1 else ""


def named(class_: ast.ClassDef) -> frozenset[str]:
    """The names of a class's own methods.

    Args:
        class_: the class.
    """
    return frozenset(each.name for each in class_.body if isinstance(each, Function))
