"""Names with the word of a double in them, for where nothing else is known of doubles."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Sequence

from flake8_testsec.patterns import lazy
from flake8_testsec.review.document import Fact, capped, code, fact
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.suites import is_collected

_WORD = lazy(r"(?i)fake(?!r(?:\b|_|s\b))|(?<!ham)mock(?!ing_?bird)|stub(?!born|ble)|dummy")


def facts(module: Module) -> Iterator[Fact]:
    """What is called like a double and may be none: values, parameters, what is imported.

    Args:
        module: the module.

    Yields:
        The facts.
    """
    found: dict[str, list[ast.AST]] = defaultdict(list)
    for shown, node in _names(module):
        found[shown].append(node)
    every = (
        fact("named-so", nodes, _words(nodes, module), code(shown), ".", subject=shown)
        for shown, nodes in found.items()
    )
    yield from capped(every, "such names", 4)


def _words(nodes: Sequence[ast.AST], module: Module) -> str:
    """What is said of a name: that of a class of tests stands for no double."""
    if all(isinstance(each, ast.ClassDef) and is_collected(each, module) for each in nodes):
        return "The word of a double stands in the name of a class of tests: "
    return "A name has the word of a double in it, and was not followed to what it stands for: "


def _names(module: Module) -> Iterator[tuple[str, ast.AST]]:
    if not _WORD.search(module.lowered):
        return
    made_up = {*_made_up(module)}
    for node in module.nodes(ast.Attribute, ast.Name, ast.arg, ast.keyword, ast.alias, *_DEFINITIONS):
        if _WORD.search(_own(node)) and not (made_up and spelt(node) in made_up):
            yield spelt(node) if isinstance(node, ast.Attribute) else _own(node), node


def _made_up(module: Module) -> Iterator[str]:
    """What holds a Faker, which makes values up and stands in for nothing."""
    for statement in module.nodes(ast.Assign):
        if isinstance(statement.value, ast.Call) and last_word(statement.value.func) == "Faker":
            yield from map(spelt, statement.targets)


_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def _own(node: ast.AST) -> str:
    match node:
        case ast.Attribute(attr=name) | ast.Name(id=name) | ast.alias(name=name):
            return name
        case ast.arg(arg=name) | ast.keyword(arg=str(name)):
            return name
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return name
        case _:
            return ""
