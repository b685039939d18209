"""What must stand where a review speaks of clocks, chance, clients, and checks that may not run."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from bench.review_checks import CHECKS, Check, Place

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def _called(subject: str, place: Place) -> bool:
    return any(f"{ast.unparse(each.func)}()" == subject for each in place.exactly(ast.Call))


def _client_call(subject: str, place: Place) -> bool:
    calls = [*place.exactly(ast.Call)]
    return any(ast.unparse(each.func) == subject for each in calls) or any(
        isinstance(each.func, ast.Attribute) and ast.unparse(each.func.value) == subject for each in calls
    )


def _library(subject: str, place: Place) -> bool:
    imports = [*place.exactly(ast.Import), *place.exactly(ast.ImportFrom)]
    return any(subject in ast.unparse(each) for each in imports)


def _held(subject: str, place: Place) -> bool:
    return any(
        ast.unparse(target) == subject for each in place.exactly(ast.Assign) for target in each.targets
    )


def _argument(subject: str, place: Place) -> bool:
    given = [
        one
        for each in place.exactly(ast.Call)
        for one in (*each.args, *(word.value for word in each.keywords))
    ]
    return any(ast.unparse(each) == subject for each in given)


def _limited(subject: str, place: Place) -> bool:
    texts = [ast.unparse(each) for each in place.beginning(ast.Call)]
    return any(re.search(r"timeout|wait_for|fail_after|move_on_after", each) for each in texts)


def _idle(subject: str, place: Place) -> bool:
    return bool(place.functions) and not any(place.within(ast.Assert))


def _holders(place: Place) -> Iterator[ast.AST]:
    """The nodes around exactly these lines."""
    own = {id(each) for each in place.exactly(ast.Assert, ast.Expr)}
    for node in ast.walk(place.tree):
        first, last = vars(node).get("lineno", 0), vars(node).get("end_lineno", 0)
        if id(node) not in own and 0 < first <= place.first <= place.last <= last:
            yield node


def _within(*kinds: type[ast.AST]) -> Check:
    def check(subject: str, place: Place) -> bool:
        return CHECKS["live-assertions"](subject, place) and any(
            isinstance(each, kinds) for each in _holders(place)
        )

    return check


def _in_function(subject: str, place: Place) -> bool:
    depth = sum(isinstance(each, (*_FUNCTIONS, ast.Lambda)) for each in _holders(place))
    return CHECKS["live-assertions"](subject, place) and depth > 1


def _unnamed(subject: str, place: Place) -> bool:
    """A function on this line takes a fixture of the subject and does not say its name in its body."""
    for function in ast.walk(place.tree):
        if isinstance(function, _FUNCTIONS):
            taken = {
                each.arg
                for each in ast.walk(function.args)
                if isinstance(each, ast.arg) and each.lineno == place.first
            }
            named = {each.id for one in function.body for each in ast.walk(one) if isinstance(each, ast.Name)}
            if (taken & {*subject.split()}) - named:
                return True
    return False


def _environment(subject: str, place: Place) -> bool:
    return place.is_other and ("environ" in place.text or "getenv" in place.text)


def _given(subject: str, place: Place) -> bool:
    calls = [each for each in place.exactly(ast.Call) if f"{ast.unparse(each.func)}()" == subject]
    return any(_argument(name, place) for name in ("monkeypatch", "mocker")) and bool(calls)


def _message(subject: str, place: Place) -> bool:
    """A message by its keyword or behind ``assert``, or a text with values that an assertion is given."""
    own = [*place.beginning(ast.JoinedStr, ast.BinOp, ast.Call)]
    given = (one for each in ast.walk(place.tree) if isinstance(each, ast.Call) for one in each.args[1:])
    return CHECKS["message"](subject, place) or any(each in own for each in given)


def _torn_down(subject: str, place: Place) -> bool:
    holders = [each for each in ast.walk(place.tree) if isinstance(each, _FUNCTIONS) and each.name == subject]
    return any(statement in holder.body for holder in holders for statement in place.exactly(ast.stmt))


def _decorator(subject: str, place: Place) -> bool:
    marks = [one for each in ast.walk(place.tree) for one in vars(each).get("decorator_list", ())]
    own = [*place.exactly(ast.expr)]
    return any(each in own and ast.unparse(each).startswith(subject) for each in marks)


MORE_CHECKS: Mapping[str, Check] = {
    "assigned": _held,
    "at-import": CHECKS["code"],
    "chance": _called,
    "client-call": _client_call,
    "clock": _called,
    "decorator": _decorator,
    "double-asked": CHECKS["captured"],
    "double-held": _held,
    "double-library": _library,
    "double-made": _called,
    "environment-elsewhere": _environment,
    "expected-by-name": lambda subject, place: any(subject in ast.unparse(each) for each in place.blocks),
    "handed-on": _argument,
    "host-port": CHECKS["host"],
    "in-condition": _within(ast.If),
    "in-function": _in_function,
    "in-handler": _within(ast.ExceptHandler),
    "in-loop": _within(ast.For, ast.AsyncFor, ast.While),
    "limited": _limited,
    "message": _message,
    "patcher-given": _given,
    "replaced-by-method": CHECKS["code"],
    "run-by-name": _called,
    "seed": CHECKS["code"],
    "shared": _held,
    "task": CHECKS["code"],
    "tasks": CHECKS["commands"],
    "tear-down": _torn_down,
    "test-client": _called,
    "tests-without-checks": _idle,
    "text-url": CHECKS["url"],
    "thread": CHECKS["code"],
    "threads": CHECKS["commands"],
    "todo": lambda subject, place: "todo" in place.text.lower() and "#" in place.text,
    "unnamed-fixture": _unnamed,
    "weakness": lambda subject, place: subject in place.text,
}
"""What is checked of each of these kinds: its subject, and one of its places."""
