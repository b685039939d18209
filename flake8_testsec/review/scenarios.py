"""Lists by which runners make several tests of one: ``scenarios``, as testscenarios calls them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from flake8_testsec.review.document import Fact, code, counted, fact
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.suites import is_collected


def facts(module: Module) -> Iterator[Fact]:
    """The lists of classes of tests, and that of the module.

    Args:
        module: the module.

    Yields:
        The facts.
    """
    classes = [each for each in module.nodes(ast.ClassDef) if is_collected(each, module)]
    for class_ in classes:
        yield from _of_body(class_.body, ("class ", code(class_.name)))
    if classes:
        yield from _of_body(module.tree.body, ("the module",))


def _of_body(body: list[ast.stmt], whose: tuple[str, ...]) -> Iterator[Fact]:
    for statement in body:
        match statement:
            case ast.Assign(targets=[ast.Name(id="scenarios")], value=value):
                how_many = _number(value)
                words = "By its name, a list of scenarios, for each of which some runners run the tests of "
                yield fact("scenarios", [statement], words, *whose, f": {how_many}.", subject="scenarios")


def _number(value: ast.expr) -> str:
    match value:
        case ast.List(elts=elements) | ast.Tuple(elts=elements):
            if not any(isinstance(each, ast.Starred) for each in elements):
                return f"{counted(len(elements), 'entry', 'entries')} written here"
    return "it is worked out"
