"""What other methods end that an attribute holds: those of the same class, or by the same name alone."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from flake8_testsec.cleanup.acquisition import Handle
from flake8_testsec.cleanup.judgement import Judgement, Verdict
from flake8_testsec.cleanup.own_classes import closes_itself
from flake8_testsec.cleanup.resources import Resource
from flake8_testsec.review.acquiring import ENDING, ways
from flake8_testsec.review.document import Lines, code
from flake8_testsec.source.calls import spelt
from flake8_testsec.source.module import Module, once
from flake8_testsec.source.syntax import Function

Proof = tuple[tuple[str, ...], list[Lines]]


def ended(handles: Iterable[Handle], row: Resource, function: Function, module: Module) -> Proof | None:
    """Words and places of what other functions of the file do to end what an attribute holds.

    Args:
        handles: what holds it.
        row: what it is.
        function: where it is acquired.
        module: its module.

    Returns:
        The end of a sentence, and the line of the call; ``None`` if nothing of the file calls what ends it
        on an attribute of such a name.
    """
    for handle in handles:
        calls = [
            each
            for each in (_endings(module).get(handle.name, ()) if handle.owner else ())
            if _ends(each, row) and module.function(each) is not function
        ]
        own = [each for each in calls if _is_of_class(each, function, module)]
        if own:
            return _by_method(own, module)
        if calls:
            words = "an attribute of this name is ended at a line named here, by "
            return (words, code(spelt(calls[0])), "; whether it is this one is not followed"), _line(calls[0])
    return None


def _by_method(calls: Sequence[ast.Call], module: Module) -> Proof:
    """In words which method of the class ends it, and how."""
    first = calls[0]
    method = module.function(first)
    who = (code(f"{method.name}()" if method is not None else "a method"), " of the same class ")
    is_partial = isinstance(first.func, ast.Attribute) and first.func.attr in _FOR_A_TIME
    does = "waits for it, for a time," if is_partial and (first.args or first.keywords) else "gives it back"
    return (*who, f"{does}{ways(calls, module)} when that is called, by ", code(spelt(first))), _line(first)


_FOR_A_TIME = ("join", "wait")


def _line(call: ast.Call) -> list[Lines]:
    return [Lines(call.lineno, call.lineno)]


def _ends(call: ast.Call, row: Resource) -> bool:
    word = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    return word in row.release or ENDING.match(word) is not None


def _is_of_class(call: ast.Call, function: Function, module: Module) -> bool:
    """Whether a call is made on an attribute of the own object, in a method of the class of a function."""
    around, class_ = module.function(call), module.class_of(function)
    if class_ is None or around is None or module.class_of(around) is not class_:
        return False
    owner = call.func.value if isinstance(call.func, ast.Attribute) else call.func
    return isinstance(owner, ast.Attribute) and spelt(owner.value) in ("self", "cls")


@once
def _endings(module: Module) -> Mapping[str, Sequence[ast.Call]]:
    """The calls of methods of what an attribute holds, by the attribute's name, in source order."""
    found: dict[str, list[ast.Call]] = defaultdict(list)
    for call in module.nodes(ast.Call):
        match call.func:
            case ast.Attribute(value=ast.Attribute(attr=name)):
                found[name].append(call)
    return {name: sorted(calls, key=lambda each: each.lineno) for name, calls in found.items()}


def judged(call: ast.Call, found: Sequence[Judgement], module: Module) -> tuple[str, ...]:
    """That a rule says what is missing, or that none does: the object's own class may see to it.

    Args:
        call: what acquires it.
        found: what is judged of it.
        module: the module.

    Returns:
        The end of a sentence.
    """
    is_kept = any(each.verdict is not Verdict.NEVER for each in found)
    if is_kept or not closes_itself(call, module):
        return ("an entry below says what is missing",)
    words = "nothing here gives it back; its class may do so when nobody holds it ("
    return (words, code("__del__"), " or a finalizer)")


def stored(moved: Sequence[ast.AST], module: Module) -> Iterator[Handle]:
    """The attributes that are given what was handed on.

    Args:
        moved: the places where it is.
        module: their module.

    Yields:
        Handles of objects.
    """
    for node in moved:
        match module.parent(node):
            case ast.Assign(targets=[ast.Attribute(value=owner, attr=name)]):
                yield Handle(name, spelt(owner))
