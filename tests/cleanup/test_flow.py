"""One obligation through one function body: the ways out on which it is still held."""

from __future__ import annotations

import ast
import sys
import textwrap

import pytest

from flake8_testsec.cleanup.flow import Abandoned, Event, Manager, Reading, Step, Way, in_order, leaks

STEPS = {
    "acquire": Step.ACQUIRE,
    "release": Step.RELEASE,
    "check": Step.CHECK,
    "leave": Step.LEAVE,
    "call": Step.CALL,
}
MANAGERS = {"expects": Manager.EXPECTS, "suppresses": Manager.SUPPRESSES}


def _events(root: ast.AST) -> list[Event]:
    found = []
    for node in in_order(root):
        match node:
            case ast.Call(func=ast.Name(id=word)) if word in STEPS:
                found.append(Event(STEPS[word], node))
            case ast.Yield():
                found.append(Event(Step.YIELD, node))
    return found


def _manager(statement: ast.With | ast.AsyncWith) -> Manager:
    words = [node.id for item in statement.items for node in ast.walk(item) if isinstance(node, ast.Name)]
    return next((MANAGERS[word] for word in words if word in MANAGERS), Manager.PASSES)


def _absent(test: ast.expr) -> bool | None:
    return {"handle": False, "missing": True}.get(getattr(test, "id", ""))


READING = Reading(
    _events,
    _manager,
    _absent,
    fails=lambda handler: handler.type is None or ast.unparse(handler.type) == "AssertionError",
    catches_all=lambda handler: handler.type is None,
    certain=lambda assertion: ast.unparse(assertion.test) == "certain",
)


def ways(body: str) -> dict[str, int]:
    tree = ast.parse("async def function():\n" + textwrap.indent(textwrap.dedent(body), "    "))
    function = tree.body[0]
    assert isinstance(function, ast.AsyncFunctionDef)
    return {way.name: getattr(node, "lineno", 0) - 1 for way, node in leaks(function.body, READING).items()}


SILENT = {
    "nothing is acquired": "check()\ncall()",
    "an assertion that cannot fail": "acquire()\nassert certain\nrelease()",
    "an assertion before the acquisition": "check()\nacquire()\nrelease()",
    "an assertion after the release": "acquire()\nrelease()\ncheck()",
    "falling off the end is not a way out": "acquire()",
    "a release under a condition of its own": "acquire()\nif call2():\n    release()",
    "released in finally": "acquire()\ntry:\n    check()\nfinally:\n    release()",
    "a return through finally": "acquire()\ntry:\n    return\nfinally:\n    release()",
    "acquired within the try": "try:\n    acquire()\n    check()\nfinally:\n    release()",
    "released in the handler of everything and after it": """
        acquire()
        try:
            call()
        except:
            release()
            raise
        release()
        """,
    "swallowed by a handler of everything": "acquire()\ntry:\n    call()\nexcept:\n    pass\nrelease()",
    "a failed assertion that is caught": (
        "acquire()\ntry:\n    check()\nexcept AssertionError:\n    pass\nrelease()"
    ),
    "a suppressed call": "acquire()\nwith suppresses():\n    call()\nrelease()",
    "a branch in which there is no handle": "acquire()\nif handle:\n    release()\nelse:\n    check()",
    "a branch in which the handle is missing": "acquire()\nif missing:\n    check()\nelse:\n    release()",
    "code that is never reached": "acquire()\nrelease()\nreturn\ncheck()",
    "a loop that only releases": "acquire()\nfor each in those:\n    release()\n    check()",
    "an endless loop that is never left": "while True:\n    other()\nacquire()\ncheck()",
    "an inner function": "acquire()\ndef inner():\n    check()\nrelease()",
    "a lambda": "acquire()\nlater(lambda: check())\nrelease()",
    "skipped before the acquisition": "leave()\nacquire()\ncheck()",
    "left in finally after the release": "try:\n    acquire()\nfinally:\n    release()\n    check()",
    "the release is the argument of an assertion": "acquire()\ncheck(release())",
}


@pytest.mark.parametrize("body", SILENT.values(), ids=SILENT.keys())
def test_nothing_is_held_on_the_way_out(body: str) -> None:
    assert ways(body) == {}


LEAKS = {
    "an assertion": ("acquire()\ncheck()\nrelease()", {"CHECK": 2}),
    "the first of several assertions": ("acquire()\ncheck()\ncheck()\nrelease()", {"CHECK": 2}),
    "an assert statement": ("acquire()\nassert other()\nrelease()", {"CHECK": 2}),
    "a raise": ("acquire()\nif call2():\n    raise error\nrelease()", {"CHECK": 3}),
    "a call": ("acquire()\ncall()\nrelease()", {"CALL": 2}),
    "an assertion comes before a call among witnesses": (
        "acquire()\ncall()\ncheck()\nrelease()",
        {"CHECK": 3, "CALL": 2},
    ),
    "a return": ("acquire()\nif other():\n    return\nrelease()", {"LEAVE": 3}),
    "a skip": ("acquire()\nleave()\nrelease()", {"LEAVE": 2}),
    "a skip ends the path": ("acquire()\nleave()\ncheck()\nrelease()", {"LEAVE": 2}),
    "a yield": ("acquire()\nyield\nrelease()", {"YIELD": 2}),
    "a block that expects an error fails without one": (
        "acquire()\nwith expects():\n    call()\nrelease()",
        {"CHECK": 2},
    ),
    "an assertion in a block that expects an error": (
        "acquire()\nwith expects():\n    check()\nrelease()",
        {"CHECK": 2},
    ),
    "a manager that lets errors pass": (
        "acquire()\nasync with other():\n    call()\nrelease()",
        {"CALL": 3},
    ),
    "a call in the head of a with": ("acquire()\nwith call() as x:\n    pass\nrelease()", {"CALL": 2}),
    "a handler of some errors lets a failed assertion pass": (
        "acquire()\ntry:\n    check()\nexcept KeyError:\n    pass\nrelease()",
        {"CHECK": 3},
    ),
    "a handler of some errors lets other errors pass": (
        "acquire()\ntry:\n    call()\nexcept KeyError:\n    pass\nrelease()",
        {"CALL": 3},
    ),
    "a handler that raises again": (
        "acquire()\ntry:\n    call()\nexcept:\n    raise\nrelease()",
        {"CHECK": 5},
    ),
    "a finally that does not release": (
        "acquire()\ntry:\n    check()\nfinally:\n    other()\nrelease()",
        {"CHECK": 3},
    ),
    "an assertion in finally before the release": (
        "try:\n    acquire()\nfinally:\n    check()\n    release()",
        {"CHECK": 4},
    ),
    "the else of a try": (
        "acquire()\ntry:\n    pass\nexcept:\n    pass\nelse:\n    check()\nrelease()",
        {"CHECK": 7},
    ),
    "a loop": ("acquire()\nfor each in those:\n    check()\nrelease()", {"CHECK": 3}),
    "acquired in the round before": ("while other():\n    check()\n    acquire()", {"CHECK": 2}),
    "acquired before a continue": (
        "while other():\n    check()\n    acquire()\n    continue",
        {"CHECK": 2},
    ),
    "after a break": (
        "while True:\n    acquire()\n    break\n    release()\ncheck()\nrelease()",
        {"CHECK": 5},
    ),
    "the else of a loop": (
        "acquire()\nfor each in those:\n    pass\nelse:\n    check()\nrelease()",
        {"CHECK": 5},
    ),
    "an asynchronous loop": ("acquire()\nasync for each in those:\n    check()\nrelease()", {"CHECK": 3}),
    "a case": ("acquire()\nmatch x:\n    case 1:\n        check()\nrelease()", {"CHECK": 4}),
    "after a match without a matching case": (
        "acquire()\nmatch x:\n    case 1:\n        release()\ncheck()",
        {"CHECK": 5},
    ),
    "one branch of two": ("acquire()\nif other():\n    release()\ncheck()", {"CHECK": 4}),
    "arguments are evaluated before the call": ("check(acquire())\nrelease()", {"CHECK": 1}),
    "a value is evaluated before its target": ("x[acquire()] = call()\ncall()", {"CALL": 2}),
    "an annotated assignment": ("x[acquire()]: int = call()\ncheck()", {"CHECK": 2}),
    "an annotation alone": ("x[acquire()]: int\ncheck()", {"CHECK": 2}),
    "an augmented assignment": ("x[acquire()] += call()\ncheck()", {"CHECK": 2}),
    "a walrus": ("if (x := acquire()):\n    check()\nrelease()", {"CHECK": 2}),
}


@pytest.mark.parametrize(("body", "expected"), LEAKS.values(), ids=LEAKS.keys())
def test_something_is_held_on_the_way_out(body: str, expected: dict[str, int]) -> None:
    assert ways(body) == expected


def test_a_match_that_takes_everything_does_not_fall_through() -> None:
    assert ways("acquire()\nmatch x:\n    case _:\n        release()\ncheck()") == {}


@pytest.mark.skipif(sys.version_info < (3, 11), reason="the syntax is of Python 3.11")
def test_groups_of_exceptions_are_handled_like_others() -> None:
    assert ways("acquire()\ntry:\n    check()\nexcept* KeyError:\n    pass\nrelease()") == {"CHECK": 3}


def test_loops_in_loops_take_no_time() -> None:
    body = "acquire()\n"
    for depth in range(18):
        body += "    " * depth + "while other():\n" + "    " * (depth + 1) + "call()\n"
    assert ways(body + "    " * 18 + "check()\nrelease()") == {"CHECK": 38, "CALL": 3}


def test_a_function_of_five_thousand_statements_is_judged() -> None:
    assert ways("acquire()\n" + "call()\n" * 5000 + "check()\nrelease()") == {"CHECK": 5002, "CALL": 2}


def test_an_endless_function_is_given_up() -> None:
    with pytest.raises(Abandoned):
        ways("acquire()\n" + "other()\n" * 50_000 + "check()\n")


def test_a_tree_too_deep_is_given_up() -> None:
    node: ast.stmt = ast.Expr(ast.Constant(1))
    for _ in range(sys.getrecursionlimit()):
        node = ast.If(ast.Constant(1), [node], [])
    with pytest.raises(Abandoned):
        leaks([node], READING)


def test_the_better_witness_comes_first() -> None:
    assert list(ways("acquire()\nyield\ncall()\nif other():\n    return\ncheck()")) == [
        Way.CHECK.name,
        Way.LEAVE.name,
        Way.CALL.name,
        Way.YIELD.name,
    ]
