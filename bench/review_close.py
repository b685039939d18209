"""What must stand where a review tells of servers, connections, keys, and fixtures that live longer."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping

from bench.review_checks import CHECKS, Check, Place
from bench.review_endings import ALL_CHECKS
from bench.review_named import NAMED_CHECKS

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def _attached(subject: str, place: Place) -> bool:
    """The assignment, or a call of what it binds."""
    target = subject.partition(" = ")[0]
    held = any(ast.unparse(each).startswith(target) for each in place.exactly(ast.Assign))
    return held or any(ast.unparse(each.func) == target for each in place.exactly(ast.Call))


def _thread(subject: str, place: Place) -> bool:
    return any(each.name == subject and bool(each.bases) for each in place.exactly(ast.ClassDef))


def _with_text(subject: str, place: Place) -> bool:
    given = (one.arg for each in place.exactly(ast.Call) for one in each.keywords)
    return "msg" in given


def _else(subject: str, place: Place) -> bool:
    """An assertion in the ``else`` of a ``try``."""
    tries = (each for each in ast.walk(place.tree) if isinstance(each, ast.Try))
    inside = (one for each in tries for statement in each.orelse for one in ast.walk(statement))
    return CHECKS["live-assertions"](subject, place) and any(
        each in inside for each in place.exactly(ast.Assert, ast.Expr)
    )


def _caught(subject: str, place: Place) -> bool:
    """An assertion in the body of a ``try`` with a handler that catches what it raises."""
    for each in ast.walk(place.tree):
        if isinstance(each, ast.Try):
            kinds = [ast.unparse(one.type) if one.type is not None else "Exception" for one in each.handlers]
            inside = [one for statement in each.body for one in ast.walk(statement)]
            is_wide = any("Exception" in one or "AssertionError" in one for one in kinds)
            if is_wide and any(one in inside for one in place.exactly(ast.Assert, ast.Expr)):
                return True
    return False


def _replaced(subject: str, place: Place) -> bool:
    """What is replaced, also the folder of the process, and an attribute whose name is worked out."""
    texts = [ast.unparse(each) for each in place.exactly(ast.Call)]
    if subject == "os.getcwd()":
        return any(".chdir(" in each for each in texts)
    if subject.startswith("getattr("):
        return any(subject.removeprefix("getattr(").rstrip(")…") in each for each in texts)
    if ", " in subject and any(re.search(r"\.\w+env\(", each) for each in texts):  # the names of a loop
        return any(
            all(f"{name!r}" in ast.unparse(each.iter) for name in subject.split(", "))
            for each in ast.walk(place.tree)
            if isinstance(each, ast.For) and each.lineno < place.first <= (each.end_lineno or 0)
        )
    if ", " in subject:  # patch.multiple: the owner and the names
        return any(all(each in one for each in subject.rstrip("…").split(", ")) for one in texts)
    return CHECKS["replaced"](subject, place)


def _at_import(subject: str, place: Place) -> bool:
    """A call or an assignment in no function."""
    assigned = any(ast.unparse(each).startswith(subject.rstrip("…")) for each in place.exactly(ast.Assign))
    functions = (each for each in ast.walk(place.tree) if isinstance(each, _FUNCTIONS))
    spans = [(each.lineno, each.end_lineno or 0) for each in functions]
    is_inside = any(first <= place.first <= last for first, last in spans)
    return not is_inside and (assigned or CHECKS["code"](subject, place))


def _mark(subject: str, place: Place) -> bool:
    marks = [one for each in ast.walk(place.tree) for one in vars(each).get("decorator_list", ())]
    return any(each in marks and ast.unparse(each) == subject for each in place.exactly(ast.expr))


def _set(subject: str, place: Place) -> bool:
    """What is set, or the fixture with its scope."""
    found: list[ast.Attribute | ast.Subscript] = [
        *place.exactly(ast.Attribute),
        *place.exactly(ast.Subscript),
    ]
    if any(isinstance(each.ctx, ast.Store) and ast.unparse(each) == subject for each in found):
        return True
    marks = (ast.unparse(one) for each in place.functions for one in each.decorator_list)
    return any("fixture" in each and "scope=" in each for each in marks)


def _imported(subject: str, place: Place) -> bool:
    if place.is_other and place.text.startswith("class "):
        found = [each for each in place.tree.body if isinstance(each, ast.ClassDef)]
        mine = [each for each in found if each.lineno == place.first and each.name in subject.split()]
        return any(
            one.name.startswith("test") for each in mine for one in each.body if isinstance(one, _FUNCTIONS)
        )
    return ALL_CHECKS["imported-test"](subject, place)


def _limited(subject: str, place: Place) -> bool:
    numbers = (
        isinstance(one, ast.Constant) and isinstance(one.value, int | float)
        for each in place.beginning(ast.Call)
        for one in each.args
    )
    heads = ("select", "wait", "sigtimedwait", "create_connection", "urlopen")
    known = any(ast.unparse(each.func).endswith(heads) for each in place.beginning(ast.Call))
    return ALL_CHECKS["limited"](subject, place) or any(numbers) or known


def _default(subject: str, place: Place) -> bool:
    return any(each.arg == subject for each in place.exactly(ast.arg))


def _endless(subject: str, place: Place) -> bool:
    """A call in a ``while True``."""
    loops = [each for each in ast.walk(place.tree) if isinstance(each, ast.While)]
    around = [each for each in loops if each.lineno < place.first <= (each.end_lineno or 0)]
    return CHECKS["code"](subject, place) and any(ast.unparse(each.test) in ("True", "1") for each in around)


def _scenarios(subject: str, place: Place) -> bool:
    return any(ast.unparse(each.targets[0]) == subject for each in place.exactly(ast.Assign))


def _joined(subject: str, place: Place) -> bool:
    return "gettempdir" in place.text and any(
        ast.unparse(each) == subject for each in place.exactly(ast.expr)
    )


def _unasked(subject: str, place: Place) -> bool:
    return any("aises" in ast.unparse(each.func) for each in place.beginning(ast.Call))


def _asked(subject: str, place: Place) -> bool:
    made = (ast.unparse(each.value) for each in place.exactly(ast.Assign))
    return CHECKS["fixture-asked"](subject, place) or any("fixture" in each for each in made)


def _configured(subject: str, place: Place) -> bool:
    """The setting of pytest, or the fixture."""
    return "usefixtures" in place.text or any(subject == each.name for each in place.functions)


def sure(place: Place) -> bool:
    """Whether a line is in no branch, no loop, no handler and no inner function of the function around it."""
    around = [
        node
        for node in ast.walk(place.tree)
        if vars(node).get("lineno", 0) <= place.first <= (vars(node).get("end_lineno") or 0)
        and isinstance(
            node, (*_FUNCTIONS, ast.Lambda, ast.If, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler)
        )
    ]
    heads = [each for each in around if not isinstance(each, _FUNCTIONS) and not _is_head(each, place.first)]
    return sum(isinstance(each, _FUNCTIONS) for each in around) == 1 and not any(
        isinstance(each, ast.If | ast.For | ast.AsyncFor | ast.While | ast.ExceptHandler) for each in heads
    )


def _is_head(node: ast.AST, line: int) -> bool:
    """Whether a line belongs to a condition or to what a loop goes through, which is always asked."""
    head = vars(node).get("test") or vars(node).get("iter")
    return head is not None and head.lineno <= line <= (head.end_lineno or 0)


CLOSE_CHECKS: Mapping[str, Check] = {
    "at-import": _at_import,
    "attached": _attached,
    "connection-by-name": NAMED_CHECKS["request-by-name"],
    "double-laid-down": CHECKS["code"],
    "endless": _endless,
    "expected-message": _with_text,
    "fixed-name": _joined,
    "fixture-asked": _asked,
    "fixture-configured": _configured,
    "id-compared": lambda subject, place: (
        " == " in subject and CHECKS["url"](subject.partition(" == ")[2].strip("'\""), place)
    ),
    "id-text": CHECKS["url"],
    "imported-test": _imported,
    "in-caught": _caught,
    "in-else": _else,
    "inner-url": CHECKS["url"],
    "key": CHECKS["url"],
    "limit-by-default": _default,
    "limited": _limited,
    "not-collected": lambda subject, place: place.is_other and subject in place.text,
    "on-disk": CHECKS["code"],
    "on-disk-by-name": ALL_CHECKS["ended"],
    "relative-path": CHECKS["url"],
    "replaced": _replaced,
    "run-again": _mark,
    "scenarios": _scenarios,
    "seeded": CHECKS["code"],
    "server": NAMED_CHECKS["request-by-name"],
    "shared-by-call": CHECKS["code"],
    "spy": CHECKS["code"],
    "thread-class": _thread,
    "unasked": _unasked,
    "warning-as-error": CHECKS["code"],
    "wider-fixture": _set,
}
