"""The rows of the table that the user adds."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache

from flake8_testsec.cleanup.table.row import Resource
from flake8_testsec.own_resources import OwnResource, parsed
from flake8_testsec.rule_options import RESOURCES
from flake8_testsec.source.module import Module

CODE = "TSE316"
"""The rule that says of a row of the user's that it is never released."""


def rows_of(module: Module) -> Mapping[str, tuple[Resource, ...]]:
    """The user's rows by the qualified name of the call that acquires; none if there are none."""
    given = module.settings.rule_options.get(RESOURCES.name, ())
    return _rows(given) if isinstance(given, tuple) else {}


def calls(module: Module) -> Iterator[ast.Call]:
    """The calls of a module that acquire what the user's rows speak of."""
    known = rows_of(module)
    words = frozenset(name.rpartition(".")[2] for name in known)
    for call in module.scopes.calls(words) if words else ():
        if not known.keys().isdisjoint(module.names(call.func)):
            yield call


@lru_cache(maxsize=16)
def _rows(texts: tuple[str, ...]) -> Mapping[str, tuple[Resource, ...]]:
    found: dict[str, list[Resource]] = defaultdict(list)
    for each in map(parsed, filter(None, texts)):
        found[each.made_by].append(_row(each))
    return {name: tuple(several) for name, several in found.items()}


def _row(own: OwnResource) -> Resource:
    word = f"{own.release[0]}()" if own.release else own.given_to[0]
    return Resource(
        f"{own.made_by}()",
        (own.made_by,),
        CODE,
        own.release,
        given_to=own.given_to,
        begun_by=(own.begun_by,) if own.begun_by else (),
        remedy=f"call {word} in finally",
    )
