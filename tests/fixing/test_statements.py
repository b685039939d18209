"""Edits of statements: what comes out of the text, and where there must be none."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence

import pytest

from flake8_testsec.fixing import statements
from flake8_testsec.fixing.application import apply
from flake8_testsec.fixing.edits import Edits
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

Change = Callable[[Sequence[ast.stmt], Module], Edits]
"""Takes the statements of the function ``f`` and the module."""


def body(source: str) -> tuple[list[ast.stmt], Module]:
    module = Module.parse(source, "tests/test_shop.py", Settings())
    (function,) = module.functions("f")
    return function.body, module


def after(source: str, change: Change) -> str:
    """The source with the edits, which is the same if there are none."""
    block, module = body(source)
    text = apply(module.lines, change(block, module))
    ast.parse(text)
    return text


def put_above_second(block: Sequence[ast.stmt], module: Module) -> Edits:
    return statements.put_before(block[1], ["x = 1", "y = 2"], module)


def put_below_first(block: Sequence[ast.stmt], module: Module) -> Edits:
    return statements.put_after(block[0], ["x = 1", "y = 2"], module)


def put_below_last(block: Sequence[ast.stmt], module: Module) -> Edits:
    return statements.put_after(block[-1], ["x = 1"], module)


def take_out_last(block: Sequence[ast.stmt], module: Module) -> Edits:
    return statements.taken_out(block[-1], module)


def take_out_first(block: Sequence[ast.stmt], module: Module) -> Edits:
    return statements.taken_out(block[0], module)


def all_but_first_deeper(block: Sequence[ast.stmt], module: Module) -> Edits:
    return statements.wrapped("if x:", block[1:], module)


def all_in_finally(block: Sequence[ast.stmt], module: Module) -> Edits:
    return statements.with_finally(block, ["g()", "h()"], module)


def inner_out(block: Sequence[ast.stmt], module: Module) -> Edits:
    (inner,) = (each for each in block if isinstance(each, ast.With))
    return statements.shallower(inner.body, statements.indentation(inner, module) or "", module)


def as_call(block: Sequence[ast.stmt], module: Module) -> Edits:
    return statements.as_call(block[0], "put(a, ", ")", module)


def closed_up(block: Sequence[ast.stmt], module: Module) -> Edits:
    return statements.closed_up(block[1], "    x = 1", module)


def only_closed_up(block: Sequence[ast.stmt], module: Module) -> Edits:
    return statements.closed_up(block[1], "", module)


CHANGED: dict[str, tuple[Change, str, str]] = {
    "above": (put_above_second, "def f():\n  a()\n  b()\n", "def f():\n  a()\n  x = 1\n  y = 2\n  b()\n"),
    "above decorators": (
        put_above_second,
        "def f():\n\ta()\n\t@d\n\tdef g(): pass\n",
        "def f():\n\ta()\n\tx = 1\n\ty = 2\n\t@d\n\tdef g(): pass\n",
    ),
    "above a decorated class": (
        put_above_second,
        "def f():\n    a()\n    @d(\n        1)\n    class G: pass\n",
        "def f():\n    a()\n    x = 1\n    y = 2\n    @d(\n        1)\n    class G: pass\n",
    ),
    "below": (
        put_below_first,
        "def f():\n    a(  # why\n    )  # so\n    b()\n",
        "def f():\n    a(  # why\n    )  # so\n    x = 1\n    y = 2\n    b()\n",
    ),
    "below the last line, which has no end": (
        put_below_last,
        "def f():\n    a()",
        "def f():\n    a()\n    x = 1\n",
    ),
    "one of several out": (
        take_out_first,
        "def f():\n    a(\n    )\n\n    b()\n",
        "def f():\n\n    b()\n",
    ),
    "the last one out with the blank lines above": (
        take_out_last,
        "def f():\n    a()\n\n    # why\n\n\n    b()\n\ndef g(): pass\n",
        "def f():\n    a()\n\n    # why\n\ndef g(): pass\n",
    ),
    "a last line without end out": (take_out_last, "def f():\n    a()\n    b()", "def f():\n    a()\n"),
    "the only one out": (take_out_last, "def f():\n    a()  # why\n", "def f():\n    pass  # why\n"),
    "with decorators out": (
        take_out_last,
        "def f():\n    a()\n    @d\n    def g(): pass\n",
        "def f():\n    a()\n",
    ),
    "below a text over several lines": (
        take_out_last,
        'def f():\n    a = """\n\n"""\n    b()\n',
        'def f():\n    a = """\n\n"""\n',
    ),
    "comments are moved with the statements": (
        all_but_first_deeper,
        "def f():\n    a()\n    b()\n    # why\n\n    c(\n        1,  # one\n    )\n# below\n",
        "def f():\n    a()\n    if x:\n        b()\n        # why\n\n"
        "        c(\n            1,  # one\n        )\n# below\n",
    ),
    "by a tab": (
        all_but_first_deeper,
        "def f():\n\ta()\n\tb()\n",
        "def f():\n\ta()\n\tif x:\n\t\tb()\n",
    ),
    "by two spaces": (
        all_but_first_deeper,
        "# top\n   # odd\ndef f():\n  a()\n  for i in b:\n    c()\n",
        "# top\n   # odd\ndef f():\n  a()\n  if x:\n    for i in b:\n      c()\n",
    ),
    "texts over several lines stay as they are": (
        all_but_first_deeper,
        'def f():\n    a()\n    b("""\n  one\n    two""", """\n""")\n    c("\\\n")\n',
        'def f():\n    a()\n    if x:\n        b("""\n  one\n    two""", """\n""")\n        c("\\\n")\n',
    ),
    "texts in several parts are moved": (
        all_but_first_deeper,
        'def f():\n    a()\n    b("one"\n      "two"\n      f"{x}")\n',
        'def f():\n    a()\n    if x:\n        b("one"\n          "two"\n          f"{x}")\n',
    ),
    "texts with code stay as they are": (
        all_but_first_deeper,
        'def f():\n    a()\n    b(f"""\n  {x} one\n""")\n',
        'def f():\n    a()\n    if x:\n        b(f"""\n  {x} one\n""")\n',
    ),
    "decorators are moved": (
        all_but_first_deeper,
        "def f():\n    a()\n    @d\n    def g():\n        pass\n",
        "def f():\n    a()\n    if x:\n        @d\n        def g():\n            pass\n",
    ),
    "in finally": (
        all_in_finally,
        "def f():\n    a()\n    b()\n    # below\n",
        "def f():\n    try:\n        a()\n        b()\n    finally:\n        g()\n        h()\n    # below\n",
    ),
    "in finally up to the end of the file": (
        all_in_finally,
        "def f():\n    a()",
        "def f():\n    try:\n        a()\n    finally:\n        g()\n        h()\n",
    ),
    "out of a block": (
        inner_out,
        "def f():\n    with a:\n        b()\n        # why\n\n        c(\n          1)\n    d()\n",
        "def f():\n    with a:\n    b()\n    # why\n\n    c(\n      1)\n    d()\n",
    ),
    "as a call": (
        as_call,
        "def f():\n    a.b = c(\n        1)  # why\n",
        "def f():\n    put(a, c(\n        1))  # why\n",
    ),
    "a tuple as a call": (as_call, "def f():\n    a.b = (1, 2)\n", "def f():\n    put(a, (1, 2))\n"),
    "closed up": (
        closed_up,
        "def f():\n    a()\n\n\n    b()\n",
        "def f():\n    a()\n    x = 1\n    b()\n",
    ),
    "closed up without blank lines": (
        closed_up,
        "def f():\n    a()\n    b()\n",
        "def f():\n    a()\n    x = 1\n    b()\n",
    ),
    "blank lines gone": (only_closed_up, "def f():\n    a()\n\n    b()\n", "def f():\n    a()\n    b()\n"),
}


@pytest.mark.parametrize(("change", "source", "expected"), CHANGED.values(), ids=CHANGED)
def test_statements_are_changed(change: Change, source: str, expected: str) -> None:
    block, module = body(source)
    edits = change(block, module)
    assert apply(module.lines, edits) == expected
    assert change(block, module) == edits


LEFT: dict[str, tuple[Change, str]] = {
    "above what is not first on its line": (put_above_second, "def f():\n    a(); b()\n"),
    "below what is not last on its line": (put_below_first, "def f():\n    a(); b()\n"),
    "below what follows a colon": (put_below_first, "def f(): a()\n"),
    "out of a line of several": (take_out_last, "def f():\n    a(); b()\n"),
    "deeper, one of a line of several": (all_but_first_deeper, "def f():\n    a(); b()\n    c()\n"),
    "in finally behind a colon": (all_in_finally, "def f(): a()\n"),
    "out of a block on one line": (inner_out, "def f():\n    with a: b()\n"),
    "out of a block, one of a line of several": (inner_out, "def f():\n    with a:\n        b(); c()\n"),
    "out of a block, with lines further out": (inner_out, "def f():\n    with a:\n        b(\n  1)\n"),
    "no assignment as a call": (as_call, "def f():\n    a.b += 1\n"),
    "an assignment to two as a call": (as_call, "def f():\n    a.b = c = 1\n"),
    "a value in parentheses as a call": (as_call, "def f():\n    a.b = (\n        1)\n"),
    "a yield as a call": (as_call, "def f():\n    a.b = yield\n"),
    "another yield as a call": (as_call, "def f():\n    a.b = yield from c\n"),
    "a bare tuple as a call": (as_call, "def f():\n    a.b = 1, 2\n"),
    "nothing to close up": (only_closed_up, "def f():\n    a()\n    b()\n"),
}


@pytest.mark.parametrize(("change", "source"), LEFT.values(), ids=LEFT)
def test_what_is_not_plain_is_left(change: Change, source: str) -> None:
    assert after(source, change) == source


def test_a_call_is_written_on_one_line() -> None:
    block, module = body("def f():\n    a.b = 1\n")
    assert statements.as_call(block[0], "put(a,\n", ")", module) == ()


def test_line_ends_are_normalised_before() -> None:
    block, module = body("def f():\r\n    a()\r\n    b()\r\n")
    changed = apply(module.lines, all_but_first_deeper(block, module))
    assert changed == "def f():\n    a()\n    if x:\n        b()\n"


def test_a_module_without_a_step_has_the_usual_one() -> None:
    module = Module.parse("a()\n", "a.py", Settings())
    assert statements.step(module) == "    "
    odd = Module.parse("def f():\n            a()\n", "a.py", Settings())
    assert statements.step(odd) == "    "


def test_the_step_is_that_of_a_block_and_not_of_a_text() -> None:
    text = '"""A.\n\n  B.\n"""\nx = [\n  1,\n]\ndef f(): pass\nif x:\n\tf()\n'
    assert statements.step(Module.parse(text, "a.py", Settings())) == "\t"


def test_a_statement_stays_with_the_comment_above_it() -> None:
    block, module = body("def f():\n    a()\n    # why\n    b()\n")
    assert statements.taken_out(block[1], module) == ()
    assert statements.taken_out(block[0], module) != ()


def test_a_block_is_found_in_any_part_of_a_statement() -> None:
    source = "def f():\n    try:\n        a()\n    except E:\n        b()\n"
    source += "    else:\n        c()\n    finally:\n        d()\n"
    block, module = body(source)
    names = ("a", "b", "c", "d")
    calls = list(module.nodes(ast.Expr))
    for name, each in zip(names, sorted(calls, key=lambda each: each.lineno), strict=True):
        assert ast.unparse(each) == f"{name}()"
        assert statements.siblings(each, module) == [each]
    assert statements.siblings(module.tree.body[0], module) == [module.tree.body[0]]
    assert statements.following(block[0], module) == []
