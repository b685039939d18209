"""Sessions of requests that attributes hold, and requests that name no limit of time."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Sequence

from flake8_testsec.cleanup.lineage import lineage
from flake8_testsec.review.document import Fact, capped, code, fact
from flake8_testsec.source.bindings import Defined
from flake8_testsec.source.calls import spelt, string, unpacks
from flake8_testsec.source.module import Module, once
from flake8_testsec.vocabulary.network.clients import UNLIMITED, VERBS, is_of_kept_client, is_rerouted
from flake8_testsec.vocabulary.testing.suites import receiver

_MAKERS = frozenset({"requests.Session", "requests.session", "requests.sessions.Session"})
_KNOWN = frozenset(name for name in UNLIMITED if name.startswith("requests."))
"""What waits without a limit where the call names none (the documentation of requests, Timeouts)."""


def facts(module: Module) -> Iterator[Fact]:
    """Requests whose calls name no limit, those apart of which a rule says so.

    Args:
        module: the module.

    Yields:
        The facts.
    """
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for call in module.calls(VERBS) if module.mentions("requests") else ():
        is_limited = unpacks(call) or any(each.arg == "timeout" for each in call.keywords)
        if not is_limited and _is_left(call, module):
            found[spelt(call)].append(call)
    yield from capped((_fact(shown, calls) for shown, calls in found.items()), "such requests", 4)


def _is_left(call: ast.Call, module: Module) -> bool:
    """Whether it is a request of which TSE205 says nothing: through an adapter, or by a class's session."""
    if module.names(call.func) & _KNOWN or is_of_kept_client(call, module, _KNOWN):
        return is_rerouted(call, module)
    return is_of_held(call, module)


def _fact(shown: str, calls: list[ast.AST]) -> Fact:
    words = "Sends a request, or is answered by a double, with no limit of time in the call: "
    return fact("unlimited", calls, words, code(shown), ".", subject=shown)


def is_of_held(call: ast.Call, module: Module) -> bool:
    """Whether a method is called of an attribute that holds nothing but such sessions.

    Args:
        call: the call.
        module: its module.

    Returns:
        ``False`` where the attribute is not one of the own object or of a class of this file.
    """
    match call.func:
        case ast.Attribute(value=ast.Attribute(value=owner, attr=word)) if module.mentions("requests"):
            class_ = _class_of(owner, module)
            return class_ is not None and _holds(class_, word, module)
        case _:
            return False


def _class_of(owner: ast.expr, module: Module) -> ast.ClassDef | None:
    """The class that a name is, or that of the object that it is."""
    match owner:
        case ast.Name(id="self" | "cls"):
            function = module.function(owner)
            is_own = function is not None and receiver(function, module) == owner.id
            return module.class_of(function) if function is not None and is_own else None
        case ast.Name():
            bound = [*module.bindings(owner)]
            node = bound[0].node if len(bound) == 1 and isinstance(bound[0], Defined) else None
            return node if isinstance(node, ast.ClassDef) else None
        case _:
            return None


@once
def _holds(class_: ast.ClassDef, word: str, module: Module) -> bool:
    """Whether a class binds an attribute to sessions, and nothing that may be of the class to anything else.

    A class below may bind it anew, and what is bound of an object that is not known may be the same one.
    """
    above = lineage(class_, module).classes
    if any(each.module.path != module.path and word in each.class_.sets for each in above):
        return False
    bound = [each for each in _bound(word, module) if _may_be_of(each[0], class_, module)]
    return bool(bound) and all(is_session for _, is_session in bound)


def _may_be_of(other: ast.ClassDef | None, class_: ast.ClassDef, module: Module) -> bool:
    """Whether one of two classes inherits from the other, as far as it is known."""
    if other is None or other is class_:
        return True
    pairs = ((other, class_), (class_, other))
    return any(
        any(each.module.path == module.path and each.class_.line == above.lineno for each in line.classes)
        for line, above in ((lineage(below, module), above) for below, above in pairs)
    )


@once
def _bound(word: str, module: Module) -> Sequence[tuple[ast.ClassDef | None, bool]]:
    """What binds an attribute: the class, if it is known, and whether to such a session."""
    return (
        *(
            (_class_of(each.value, module), _is_session(each, module))
            for each in module.attributes({word})
            if not isinstance(each.ctx, ast.Load)
        ),
        *_bound_in_bodies(word, module),
        *((None, False) for call in module.calls(_REPLACING) if any(_ends(each, word) for each in call.args)),
    )


_REPLACING = frozenset({"setattr", "object", "patch"})


def _ends(node: ast.expr, word: str) -> bool:
    return (string(node) or "").rpartition(".")[2] == word


def _bound_in_bodies(word: str, module: Module) -> Iterator[tuple[ast.ClassDef, bool]]:
    """What the bodies of classes bind a name to."""
    for name in module.named(word):
        around = module.above(name, ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
        if isinstance(around, ast.ClassDef) and not isinstance(name.ctx, ast.Load):
            yield around, _is_session(name, module)
    for function in module.functions(word):
        class_ = module.class_of(function)
        if class_ is not None:
            yield class_, False


def _is_session(target: ast.expr, module: Module) -> bool:
    """Whether a target gets, whole, what is made by one of the makers."""
    match module.parent(target):
        case ast.Assign(value=ast.Call(func=func)) | ast.AnnAssign(value=ast.Call(func=func)):
            return bool(module.names(func) & _MAKERS)
        case _:
            return False
