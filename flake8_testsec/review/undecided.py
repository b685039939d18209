"""What a review could not decide, and why."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.cleanup.frameworks import FIXTURES
from flake8_testsec.cleanup.lineage import lineage
from flake8_testsec.project.fixtures import BUILTIN
from flake8_testsec.project.views import is_known
from flake8_testsec.review.brought import missing
from flake8_testsec.review.document import Fact, Lines, code, fact, listed
from flake8_testsec.review.factories import is_filled
from flake8_testsec.review.fixtures import OF_PLUGINS, asked, sources
from flake8_testsec.source.calls import last_word, spelt
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.suites import is_collected

_MOST = 8


def undecided(module: Module) -> Iterator[Fact]:
    """Bases that could not be read, star imports, fixtures that no file defines."""
    yield from _bases(module)
    yield from _stars(module)
    yield from _fixtures(module)
    yield from missing(module)


def _bases(module: Module) -> Iterator[Fact]:
    for class_ in module.nodes(ast.ClassDef):
        if not (class_.bases and is_collected(class_, module)) or module.function(class_) is not None:
            continue
        line = lineage(class_, module)
        if not line.complete:
            names = [each for each in line.outside if not is_known(each)]
            shown = [code(each) for each in names if each][:3]
            if len(shown) < len(names):
                shown.append(code(", ".join(map(spelt, class_.bases))))
            words = listed([*dict.fromkeys(shown)]) if shown else ("more classes than are followed",)
            above = {each.class_.name for each in line.classes[1:]}
            is_read = bool(shown) and all(last_word(each) in above for each in class_.bases)
            partly = is_read and not all(names)
            what = ("not all that stands above ", *words) if partly else words
            parts = (
                *("What the bases of ", code(class_.name), " give back or check is not known: "),
                *(*what, " could be read." if partly else " could not be read."),
            )
            yield fact("opaque-base", [Lines(class_.lineno, class_.lineno)], *parts, subject=class_.name)


def _stars(module: Module) -> Iterator[Fact]:
    for node in module.nodes(ast.ImportFrom):
        if any(alias.name == "*" for alias in node.names):
            name = "." * node.level + (node.module or "")
            parts = (
                "Names may come from ",
                code(f"from {name} import *"),
                ", so builtins may mean something else.",
            )
            yield fact("star-import", [node], *parts, subject=name)


def _fixtures(module: Module) -> Iterator[Fact]:
    unknown: dict[str, Lines] = {}
    for each in asked(module):
        is_known = each.name in BUILTIN | OF_PLUGINS | FIXTURES.keys() or bool(sources(each, module))
        if not (is_known or is_filled(each.function, each.parameter, module)):
            unknown.setdefault(each.name, Lines(each.parameter.lineno, each.parameter.lineno))
    if unknown:
        names = [code(each) for each in [*unknown][:_MOST]]
        more = [f"{len(unknown) - _MOST} more"] if len(unknown) > _MOST else []
        parts = (
            "No file that was read defines the fixture",
            "s " * (len(unknown) > 1) or " ",
            *listed([*names, *more]),
            ".",
        )
        yield fact("unknown-fixture", [*unknown.values()][:_MOST], *parts, subject=" ".join(unknown))
