"""All obligations through one function body: the ways out on which each is still held."""

from __future__ import annotations

import ast
import random
import sys
import textwrap
from collections.abc import Iterator

import pytest

from flake8_testsec.cleanup.evaluation import in_order
from flake8_testsec.cleanup.flow import Abandoned, Event, Leaks, Manager, Reading, Step, Way, leaks

STEPS = {"check": Step.CHECK, "leave": Step.LEAVE, "call": Step.CALL}
MANAGERS = {"expects": Manager.EXPECTS, "suppresses": Manager.SUPPRESSES}


def _manager(statement: ast.With | ast.AsyncWith) -> Manager:
    words = [node.id for item in statement.items for node in ast.walk(item) if isinstance(node, ast.Name)]
    return next((MANAGERS[word] for word in words if word in MANAGERS), Manager.PASSES)


class Words:
    """What the words of these tests mean: ``acquire`` and ``release`` end with the obligation's number."""

    def __init__(self, *numbers: int) -> None:
        self.numbers = numbers
        self.everything = (1 << len(numbers)) - 1

    def bit(self, word: str, beginning: str) -> int:
        number = word.removeprefix(beginning) if word.startswith(beginning) else ""
        found = [bit for bit, each in enumerate(self.numbers) if str(each) == (number or "0")]
        return sum(1 << bit for bit in found) if word.startswith(beginning) else 0

    def events(self, root: ast.AST) -> Iterator[Event]:
        for node in in_order(root):
            match node:
                case ast.Call(func=ast.Name(id=word)) if word.startswith(("acquire", "release")):
                    acquired, released = self.bit(word, "acquire"), self.bit(word, "release")
                    yield Event(Step.ACQUIRE, node, acquired)
                    yield Event(Step.RELEASE, node, released)
                    yield Event(Step.CALL, node, self.everything & ~acquired & ~released)
                case ast.Call(func=ast.Name(id=word)) if word in STEPS:
                    yield Event(STEPS[word], node, self.everything)
                case ast.Yield():
                    yield Event(Step.YIELD, node, self.everything)

    def absent(self, node: ast.If) -> tuple[int, int]:
        word = getattr(node.test, "id", "")
        return self.bit(word, "missing"), self.bit(word, "handle")

    def leaks(self, body: list[ast.stmt]) -> Leaks:
        reading = Reading(
            self.everything,
            self.events,
            _manager,
            self.absent,
            fails=lambda handler: handler.type is None or ast.unparse(handler.type) == "AssertionError",
            catches_all=lambda handler: handler.type is None,
            certain=lambda assertion: self.bit(ast.unparse(assertion.test), "certain"),
        )
        return leaks(body, reading)


def function(body: str) -> list[ast.stmt]:
    tree = ast.parse("async def function():\n" + textwrap.indent(textwrap.dedent(body), "    "))
    assert isinstance(tree.body[0], ast.AsyncFunctionDef)
    return tree.body[0].body


def ways(body: str) -> dict[str, int]:
    found = Words(0).leaks(function(body)).get(0, {})
    return {way.name: getattr(node, "lineno", 0) - 1 for way, node in found.items()}


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
    "a call in finally before the release, whose errors are swallowed": (
        "acquire()\ntry:\n    check()\nfinally:\n"
        "    try:\n        call()\n        release()\n    except:\n        pass"
    ),
    "a call in finally before the release, whose errors are suppressed": (
        "acquire()\ntry:\n    check()\nfinally:\n    with suppresses():\n        call()\n        release()"
    ),
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
        Words(0).leaks([node])


def test_the_better_witness_comes_first() -> None:
    assert list(ways("acquire()\nyield\ncall()\nif other():\n    return\ncheck()")) == [
        Way.CHECK.name,
        Way.LEAVE.name,
        Way.CALL.name,
        Way.YIELD.name,
    ]


def test_a_long_chain_of_branches_is_no_deep_tree() -> None:
    chain = "".join(f"elif x == {each}:\n    call()\n" for each in range(1000))
    assert ways(f"acquire()\nif x:\n    pass\n{chain}release()") == {"CALL": 5}


OTHERS = ("x", "y = call()", "call()", "check()", "leave()", "yield", "assert x", "check(call())", "other()")


class Draw:
    """Programs drawn by chance, about several obligations."""

    def __init__(self, seed: int, several: int) -> None:
        self.random = random.Random(seed)
        self.several = several

    def word(self) -> str:
        number = self.random.randrange(self.several)
        own = [f"{each}{number}()" for each in ("acquire", "release", "acquire", "release")]
        return self.random.choice(
            (
                *OTHERS,
                *own,
                f"assert certain{number}",
                f"check(acquire{number}())",
                f"check(release{number}())",
            )
        )

    def block(self, depth: int, loop: bool) -> str:
        return "".join(self.statement(depth, loop) for _ in range(self.random.randrange(1, 5)))

    def statement(self, depth: int, loop: bool) -> str:
        if depth == 4 or self.random.random() < 0.4:
            leaving = ("return", "raise", *(("break", "continue") if loop else ()))
            return (self.random.choice(leaving) if self.random.random() < 0.15 else self.word()) + "\n"
        return self.compound(depth, loop)

    def compound(self, depth: int, loop: bool) -> str:
        number = self.random.randrange(self.several)
        heads = {
            "if": f"if {self.random.choice(('x', f'handle{number}', f'missing{number}'))}:",
            "loop": self.random.choice(("while x:", "for y in x:")),
            "with": f"with {self.random.choice((*MANAGERS, 'call', 'leave'))}():",
            "try": "try:",
            "match": "match x:\n    case 1:",
        }
        kind = self.random.choice(tuple(heads))
        inner = self.indented(self.block(depth + 1, loop or kind == "loop"))
        text = f"{heads[kind]}\n{textwrap.indent(inner, '    ') if kind == 'match' else inner}"
        return text + self.rest(kind, depth, loop)

    def rest(self, kind: str, depth: int, loop: bool) -> str:
        block = self.indented(self.block(depth + 1, loop))
        other = self.indented(self.block(depth + 1, loop))
        match kind:
            case "try":
                caught = self.random.choice(("", " KeyError", " AssertionError"))
                handler, last = f"except{caught}:\n{block}", f"finally:\n{other}"
                return self.random.choice((handler, last, handler + last, f"{handler}else:\n{other}"))
            case "if" | "loop" if self.random.random() < 0.5:
                return f"else:\n{block}"
            case _:
                return ""

    @staticmethod
    def indented(text: str) -> str:
        return textwrap.indent(text, "    ")


def places(found: Leaks, number: int) -> dict[Way, tuple[int, int]]:
    return {way: (node.lineno, node.col_offset) for way, node in found.get(number, {}).items()}  # type: ignore[attr-defined]


@pytest.mark.parametrize("seed", range(40))
def test_several_at_once_leave_where_each_alone_does(seed: int) -> None:
    drawn = Draw(seed, 3)
    for _ in range(10):
        body = function(drawn.block(0, False))
        together = Words(0, 1, 2).leaks(body)
        for number in range(3):
            assert places(together, number) == places(Words(number).leaks(body), 0)
