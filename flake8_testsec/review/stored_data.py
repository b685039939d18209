"""What tests do to the data of databases and services: delete it, or have it rolled back behind them."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator

from flake8_testsec.cleanup.lineage import lineage
from flake8_testsec.review.document import Fact, capped, code, fact, listed
from flake8_testsec.source.calls import spelt
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.suites import is_collected

_SHOWN = 4
"""Classes that are named."""


def facts(module: Module) -> Iterator[Fact]:
    """Calls that delete data, then classes whose data is rolled back.

    Args:
        module: the module.

    Yields:
        The facts.
    """
    yield from capped(_emptied(module), "calls that delete data", 4)
    yield from _rolled_back(module)


def _emptied(module: Module) -> Iterator[Fact]:
    """Calls that delete what a service or a database holds, by what they are called."""
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for call in module.calls(_EMPTYING):
        if isinstance(call.func, ast.Attribute):
            found[f"{spelt(call.func)}()"].append(call)
    for shown, nodes in found.items():
        words = "By its name, deletes what a service or a database holds: "
        yield fact("emptied", nodes, words, code(shown), ".", subject=shown)


_EMPTYING = frozenset(
    {
        *("flushdb", "flushall", "drop_all", "drop_database", "drop_collection", "drop_table", "delete_many"),
        *("flush_all", "delete_bucket", "delete_index", "delete_database", "truncate_all", "delete_topics"),
    }
)


def _rolled_back(module: Module) -> Iterator[Fact]:
    """Classes of which Django rolls back what their tests write to the database."""
    classes = [each for each in module.nodes(ast.ClassDef) if is_collected(each, module)]
    found = [each for each in classes if _IN_TRANSACTION & {*lineage(each, module).outside}]
    if found:
        names = [code(each.name) for each in found[:_SHOWN]]
        more = [f"{len(found) - _SHOWN} more"] if len(found) > _SHOWN else []
        words = "What a test writes to the database Django rolls back behind it, by its documentation: "
        yield fact("rolled-back", found[:_SHOWN], words, *listed([*names, *more]), ".", subject=found[0].name)


_IN_TRANSACTION = frozenset(
    {"django.test.TestCase", "django.test.testcases.TestCase", "rest_framework.test.APITestCase"}
)
