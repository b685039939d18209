"""Sessions of requests that attributes hold, and requests that name no limit of time."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator

from flake8_testsec.review.document import Fact, capped, code, fact
from flake8_testsec.source.calls import last_word, spelt, unpacks
from flake8_testsec.source.module import Module, once
from flake8_testsec.vocabulary.network.clients import UNLIMITED, VERBS, is_of_kept_client, is_rerouted

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
    """Whether a method is called of an attribute that holds nothing but such sessions in this file."""
    match call.func:
        case ast.Attribute(value=ast.Attribute(attr=word)):
            return word in _held(module)
        case _:
            return False


@once
def _held(module: Module) -> frozenset[str]:
    """The attributes of classes and objects that such sessions are bound to, and nothing else."""
    if not module.mentions("requests"):
        return frozenset()
    made: dict[str, list[bool]] = defaultdict(list)
    for statement in module.nodes(ast.Assign):
        is_session = isinstance(statement.value, ast.Call) and bool(
            module.names(statement.value.func) & _MAKERS
        )
        for target in statement.targets:
            if isinstance(target, ast.Attribute) or isinstance(module.parent(statement), ast.ClassDef):
                made[last_word(target)].append(is_session)
    return frozenset(name for name, each in made.items() if name and all(each))
