"""Objects that are called like loggers, and what makes them here."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from flake8_testsec.patterns import lazy
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module, once
from flake8_testsec.vocabulary.secrets.outputs import OUTPUTS, outputs

_MAKES = lazy(r"(?i)(?:get_?logger|getChild|bind|opt|(?:Root)?Logger(?:Adapter)?)\Z")
_LIBRARY = "logging.getLogger()."


def maker(call: ast.expr, module: Module) -> str:
    """What makes the object of a method, where that is no logger of a library, as far as its name tells.

    Args:
        call: a call of a method.
        module: the module.

    Returns:
        How it is called: ``ShopLogger``; empty if a library makes it, or the file does not say.
    """
    match call:
        case ast.Call(func=ast.Attribute(value=receiver)) if not isinstance(receiver, ast.Call):
            made = [*_values(module).get(last_word(receiver), ())]
        case _:
            return ""
    makers = [each.func for each in made if isinstance(each, ast.Call)]
    is_own = len(makers) == len(made) and not any(_MAKES.match(last_word(each)) for each in makers)
    return spelt(makers[0]) if makers and is_own else ""


@once
def _values(module: Module) -> Mapping[str, Sequence[ast.expr]]:
    """What is assigned to names and attributes, by their last words."""
    found: dict[str, list[ast.expr]] = defaultdict(list)
    for statement in module.nodes(ast.Assign):
        for target in statement.targets:
            found[last_word(target)].append(statement.value)
    return found


def written(module: Module) -> Iterator[ast.Call]:
    """The calls that print or log, those of loggers by any name too that the standard library makes.

    Args:
        module: the module.

    Yields:
        The calls; first those that are known by their words.
    """
    known = {*outputs(module)}
    yield from sorted(known, key=lambda each: (each.lineno, each.col_offset))
    for call in module.calls(OUTPUTS) if module.mentions("getLogger") else ():
        if call not in known and any(each.startswith(_LIBRARY) for each in module.names(call.func)):
            yield call
