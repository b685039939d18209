"""Which line is to fail, and in which test, for a finding that says what is left when it does."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from flake8_testsec.evidence.kinds import JUDGED
from flake8_testsec.evidence.locating import SET_UPS, Region, regions
from flake8_testsec.finding import Finding, Related

LEFT = "left here"
"""What findings say of the place where a function can be left too early."""
_HOOKS = SET_UPS | {"setUpClass", "tearDownClass", "setup_class", "teardown_class"}


class Trial(NamedTuple):
    """What is to be tried for a finding."""

    first: int
    last: int
    """The lines that are to fail."""
    raises: str
    """See ``failing.Plan``."""
    tests: tuple[Region, ...]
    """Functions one of which comes to these lines; empty if that is not known."""


def trial_of(finding: Finding, tree: ast.Module) -> Trial | None:
    """What is to be tried for a finding.

    Args:
        finding: any.
        tree: its file.

    Returns:
        The trial; ``None`` for a finding that does not hang on whether a line fails.
    """
    way = _exit(finding)
    if way is None or finding.code not in JUDGED:
        return None
    tests = tuple(_tests(finding.line, tree))
    return Trial(way.line, max(way.line, way.end_line), _raises(finding.message), tests)


def _exit(finding: Finding) -> Related | None:
    return next((each for each in finding.related if each.message == LEFT), None)


def _raises(message: str) -> str:
    """What is to be raised; nothing where the line itself leaves the function."""
    if " the assertion on line " in message:
        return "assertion"
    return "error" if any(each in message for each in _RAISING) else ""


_RAISING = ("when line ", "only if line ")


def _tests(line: int, tree: ast.Module) -> Iterator[Region]:
    """Tests that come to a line: the one around it, or one that calls what is around it."""
    known = [*regions(tree)]
    around = next((each for each in known if each.holds(line)), None)
    if around is None:
        return
    tests = [each for each in known if each.name.startswith("test")]
    if around.name.startswith("test"):
        yield around
    elif around.name in _HOOKS:
        yield from [each for each in tests if each.owner == around.owner][:1]
    else:
        yield from [each for each in tests if around.name in _mentioned(each, tree)][:1]


def _mentioned(region: Region, tree: ast.Module) -> Iterable[str]:
    """The names in a function, those of its arguments among them."""
    for node in ast.walk(tree):
        if region.holds(getattr(node, "lineno", 0)):
            match node:
                case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
                    yield name
