"""Configuration that a file overrides by the names of calls and of what is assigned to."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Container, Iterator, Sequence

from flake8_testsec.patterns import lazy
from flake8_testsec.review import taken_back
from flake8_testsec.review.document import Fact, code, fact
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module

_BACK = frozenset({"clear_override", "clear_default", "clear", "reset", "cleanUp"})
"""What takes overrides of oslo.config back."""
_OWNER = lazy(r"(?i)(?:\w+_)?(?:config|conf|settings)\Z")
_FILLING = ("update", "from_mapping", "from_object", "from_pyfile", "from_prefixed_env", "setdefault")


def facts(module: Module, told: Container[int]) -> Iterator[Fact]:
    """Options that are overridden, then mappings of settings that are filled.

    Args:
        module: the module.
        told: the lines of which other facts tell.

    Yields:
        The facts.
    """
    words = "By its name, an option of the configuration is overridden: "
    for call in module.calls({"set_override", "set_default"}):
        if isinstance(call.func, ast.Attribute) and call.lineno not in told:
            shown = spelt(call)
            again = _given_back(call, call.func.value, module)
            yield fact("override", [call], words, code(shown), *again, ".", subject=shown)
    words = "By its name, configuration is changed: "
    for call in module.calls(_FILLING):
        is_new = call.lineno not in told and isinstance(module.parent(call), ast.Expr)
        if is_new and isinstance(call.func, ast.Attribute) and _OWNER.match(last_word(call.func.value)):
            yield fact("override", [call], words, code(spelt(call)), ".", subject=spelt(call))
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for statement in module.nodes(ast.Assign):
        match statement.targets:
            case [ast.Subscript(value=ast.Attribute(attr=word))] if _OWNER.match(word):
                if statement.lineno not in told:
                    found[spelt(statement)].append(statement)
            case [ast.Attribute(value=ast.Attribute(attr=word), attr=option)] if _OWNER.match(word):
                if option.isupper() and statement.lineno not in told:
                    found[spelt(statement)].append(statement)
    for shown, nodes in found.items():
        yield fact("override", nodes, words, code(shown), ".", subject=shown)


def _given_back(call: ast.Call, owner: ast.expr, module: Module) -> Sequence[str]:
    """What clears an override, by what it is called on; or that nothing of such a name stands here."""
    back = taken_back.counterpart(call, owner, _BACK, module)
    if back is not None:
        return ("; ", code(spelt(back.first)), f" stands in {back}")
    if taken_back.named(_BACK, module) or not taken_back.is_known_above(call, module):
        return ()
    return ("; no ", code("clear_override"), " or ", code("reset"), " stands in this file")
