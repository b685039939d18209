"""What must stand where a review tells of errors without ``raise``, of tear-downs and of tests made later."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from bench.review_checks import CHECKS, Check, Place

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def _thrown(subject: str, place: Place) -> bool:
    """A generator that is thrown an error."""
    return any(ast.unparse(each.func).endswith(").throw") for each in place.exactly(ast.Call))


def _laid_down(subject: str, place: Place) -> bool:
    name, _, value = subject.partition("=")
    given = (one for each in place.exactly(ast.Call) for one in each.keywords)
    return any(each.arg == name and ast.unparse(each.value).startswith(value[:40]) for each in given)


def _given(subject: str, place: Place) -> bool:
    """A call that stands in another, which is longer."""
    calls = [each for each in ast.walk(place.tree) if isinstance(each, ast.Call)]
    own = [
        each for each in place.exactly(ast.Call) if ast.unparse(each).startswith(subject.partition("…")[0])
    ]
    return any(one in own for each in calls for one in ast.walk(each) if one is not each)


def _ignoring(subject: str, place: Place) -> bool:
    return any("rmtree(" in ast.unparse(each) for each in place.exactly(ast.Call))


def _refused(subject: str, place: Place) -> bool:
    texts = [ast.unparse(each) for each in place.exactly(ast.Call)]
    return any("ANY" in each and "exc=" in each for each in texts)


def _holder(place: Place, *names: str) -> bool:
    """Whether the lines stand in a method of such a name."""
    return any(
        each.lineno < place.first <= (each.end_lineno or 0)
        for each in ast.walk(place.tree)
        if isinstance(each, _FUNCTIONS) and each.name in names
    )


def _made(subject: str, place: Place) -> bool:
    return any(place.exactly(ast.Call)) and _holder(place, "setUp", "setUpClass")


def _stops(subject: str, place: Place) -> bool:
    return "assert" in place.text.lower() and _holder(place, subject)


def _through(subject: str, place: Place) -> bool:
    """The assignment that keeps something, or a call of a name."""
    kept = any(ast.unparse(each.value) == subject for each in place.beginning(ast.Assign))
    return kept or any(isinstance(each.func, ast.Name) for each in place.exactly(ast.Call))


def _unset(subject: str, place: Place) -> bool:
    names = [ast.unparse(each.target) for each in place.beginning(ast.AnnAssign) if each.value is None]
    read = [each.attr for each in place.beginning(ast.Attribute)]
    return any(each in subject.split() for each in (*names, *read))


def _hook(subject: str, place: Place) -> bool:
    heads: list[ast.FunctionDef | ast.AsyncFunctionDef] = [*place.beginning(ast.FunctionDef)]
    return any(each.name in subject.split() for each in heads)


THROWN_CHECKS: Mapping[str, Check] = {
    "as-program-state": CHECKS["code"],
    "choosing-hook": _hook,
    "error-given": _given,
    "error-laid-down": _laid_down,
    "errors-ignored": _ignoring,
    "filling-hook": _hook,
    "interact": CHECKS["code"],
    "load-tests": _hook,
    "passed-through": _through,
    "refused": _refused,
    "stopped": _stops,
    "test-set": CHECKS["code"],
    "thrown": _thrown,
    "torn-down": _made,
    "unset": _unset,
}
