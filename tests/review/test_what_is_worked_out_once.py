"""Chains, tables and lineages in which each step was once worked out anew, and what was hidden by them."""

from __future__ import annotations

import ast
from collections.abc import Callable

import pytest

from flake8_testsec.review import asked_kinds, held_up, led_to, reached, value_kinds
from flake8_testsec.review.document import Lines
from flake8_testsec.review.other_files import Does

from ..test_growth import DOUBLING, steps
from .asking import module_of


def chain(count: int) -> Callable[[], object]:
    """Asks of each branch of a long ``elif`` which types lead there."""
    branches = "".join(f"    elif isinstance(x, str):\n        y = {each}\n" for each in range(count))
    module = module_of(f"def load(x):\n    if isinstance(x, int):\n        y = 1\n{branches}")
    (function,) = module.nodes(ast.FunctionDef)
    places = [(Lines(each.lineno, each.lineno),) for each in module.nodes(ast.Assign)]
    return lambda: [asked_kinds.asked(function, each, module, is_method=False) for each in places]


def loops(count: int) -> Callable[[], object]:
    """Asks what a name may be that goes through names that go through names."""
    heads = (f"{' ' * each}for a{each} in [{f'a{each - 1}, ' * 9}]:\n" for each in range(2, count + 1))
    module = module_of(
        f"for a0 in [1, 2]:\n for a1 in [a0]:\n{''.join(heads)}{' ' * (count + 1)}last(a{count})"
    )
    (call,) = module.calls({"last"})
    return lambda: value_kinds.kinds(call.args[0], module)


def rows(count: int) -> Callable[[], object]:
    """Asks of each of many calls of what type the parameter is that many rows give."""
    mark = f"@pytest.mark.parametrize('x', [{'1, ' * count}])"
    module = module_of(f"import pytest\n\n{mark}\ndef test_a(x):\n" + "    load(x)\n" * count)
    return lambda: [value_kinds.kinds(each.args[0], module) for each in module.calls({"load"})]


def lineage(count: int) -> Callable[[], object]:
    """Asks of a class whether it has a method, each of whose bases has the same two bases."""
    classes = "".join(
        f"class A{each + 1}(A{each}, B{each}): pass\nclass B{each + 1}(A{each}, B{each}): pass\n"
        for each in range(count)
    )
    module = module_of(f"class A0: pass\nclass B0: pass\n{classes}\nA{count}().go()\n")
    (call,) = module.calls({f"A{count}"})
    return lambda: reached._has(call.func, "go", module)


def literals(count: int) -> Callable[[], object]:
    """Asks of many calls beside many texts whether the clock stands still."""
    module = module_of("def test_a():\n" + "".join(f"    check('a{each}', now())\n" for each in range(count)))
    does = Does("Inputs", (), (), by="clock")
    return lambda: [led_to.led_to(each, does, "now", module, is_far=False) for each in module.calls({"now"})]


def releases(count: int) -> Callable[[], object]:
    """Asks of each of many releases what holds it up."""
    module = module_of("def test_a():\n" + "    s.close()\n" * count + "def serve_forever(): pass\n")
    return lambda: [held_up.by_server(each, module) for each in module.calls({"close"})]


def items(count: int) -> Callable[[], object]:
    """Asks of each of many things that one statement enters whether its body yields."""
    entered = ", ".join(["open('a')"] * count)
    module = module_of(f"def lines():\n    with {entered}:\n" + "        run()\n" * count)
    return lambda: [held_up.by_generator(each, module) for each in module.calls({"open"})]


@pytest.mark.parametrize("shape", [chain, rows, literals, releases, items])
def test_twice_the_length_is_about_twice_the_work(shape: Callable[[int], Callable[[], object]]) -> None:
    steps(shape(10))
    assert steps(shape(160)) / steps(shape(80)) < DOUBLING


@pytest.mark.parametrize("shape", [loops, lineage])
def test_a_level_more_is_as_much_work_as_the_one_before(shape: Callable[[int], Callable[[], object]]) -> None:
    steps(shape(1))
    assert steps(shape(6)) / steps(shape(3)) < DOUBLING


@pytest.mark.parametrize(
    ("classes", "is_named"),
    [
        ("class Client:\n    def go(self): ...", False),
        ("class Client:\n    if far:\n        async def go(self): ...", False),
        ("class Base:\n    def go(self): ...\nclass Client(Base): ...", False),
        ("class Base:\n    def go(self): ...\nclass Client(Base, Base): ...", False),
        ("class Other: ...\nclass Base:\n    def go(self): ...\nclass Client(Other, Base): ...", False),
        ("class Base(far.Base):\n    def go(self): ...\nclass Client(Base): ...", False),
        ("class Base:\n    def go(self): ...\nclass Client(Base):\n    other = far.go", False),
        ("class First:\n    def go(self): ...\nif far:\n    Client = First", False),
        ("class Client: ...", True),
        ("class Client(far.Base): ...", True),
        ("class Base(Other): ...\nclass Client(Base): ...", True),
        ("class Base: ...\nclass Client(Base):\n    go = far.go", True),
        ("class Base:\n    def go(self): ...\nclass Client(Base):\n    go = far.go", True),
        ("class Base:\n    go = far.go\nclass Client(Base): ...", True),
        ("class Client:\n    def go(self): ...\n    go = far.wrap(go)", True),
        ("class Client:\n    from far import go", True),
        ("class Base:\n    def go(self): ...\nclass Client(far.Base, Base): ...", True),
        ("class Client(Client): ...", True),
        ("Client = Other", True),
        ("def Client(): return far.client", True),
    ],
)
def test_a_method_is_the_files_own_where_its_def_is_found(classes: str, is_named: bool) -> None:
    text = f"import far\n{classes}\ndef test_a():\n    client = Client()\n    client.go('x')\n"
    assert ("client.go()" in reached.unread(module_of(text))) is is_named


def test_a_class_with_very_many_bases_is_not_known() -> None:
    def is_named(bases: int) -> bool:
        lines = (f"class A{each + 1}(A{each}): ...\n" for each in range(bases))
        text = f"import far\nclass A0:\n    def go(self): ...\n{''.join(lines)}A{bases}().go()\n"
        return ".go()" in reached.unread(module_of(text))

    assert not is_named(40)
    assert is_named(60)


def test_only_so_many_questions_are_asked_on_the_way_to_a_branch() -> None:
    names = [f"a{each}" for each in range(60)]
    inner = " and ".join(f"isinstance({each}, str)" for each in names)
    module = module_of(f"def load({', '.join(names)}):\n    if {inner}:\n        run()\n")
    (function,) = module.nodes(ast.FunctionDef)
    assert len(asked_kinds.asked(function, [Lines(3, 3)], module, is_method=False)) == 50


@pytest.mark.parametrize(
    ("before", "line"),
    [
        ("run()", 0),
        ("server.serve_forever()", 3),
        ("server.serve_forever()\n    loop.run_forever()", 3),
        ("with server:\n        run()\n        server.serve_forever()", 5),
        ("if server:\n        server.serve_forever()", 0),
        ("try:\n        server.serve_forever()\n    finally:\n        run()", 0),
    ],
)
def test_the_first_call_that_serves_for_good_holds_up(before: str, line: int) -> None:
    after = "if s:\n        s.close()\n    server.serve_forever()\n"
    module = module_of(f"def test_a():\n    s = go()\n    {before}\n    {after}")
    (call,) = module.calls({"close"})
    words = held_up.by_server(call, module)
    assert (f" in line {line} has returned" in words) if line else words == ()
