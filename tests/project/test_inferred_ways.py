"""What can be reached on several ways: by bases, and by functions that return what others do."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .steps import steps
from .test_inferred import PATH, found

LINES = "class Base:\n    async def get(self): ...\nclass B(Base): ...\nclass Not: ...\n"


@pytest.mark.parametrize(
    ("classes", "answer"),
    [
        ("class C(Base): ...\nclass A(B, C): ...", True),
        ("class C(Base):\n    def get(self): ...\nclass A(B, C): ...", False),
        ("class C(Base):\n    async def get(self): ...\nclass A(B, C): ...", True),
        ("class C:\n    def get(self): ...\nclass A(B, C): ...", False),
        ("class C:\n    def get(self): ...\nclass A(Base, C): ...", True),
        ("class C:\n    def get(self): ...\nclass A(Not, Base, C): ...", True),
        ("class A(Not, B, Not): ...", True),
        ("class A(B, Unknown): ...", False),
        ("class A(Unknown, B): ...", False),
        ("class A(Base, Unknown): ...", True),
        ("if x:\n    class C(Base): ...\nelse:\n    class C(B): ...\nclass A(C): ...", False),
        ("class C(B): ...\nclass A(C, Not, B): ...", True),
    ],
)
@pytest.mark.parametrize("place", ["shop/a.py", PATH])
def test_what_python_finds_first_is_found(classes: str, answer: bool, place: str) -> None:
    test = "async def test_a():\n    A().get()\n"
    text = f"{LINES}{classes}\n"
    if place == PATH:
        assert found(text + test, {}) == [answer]
    else:
        assert found(f"from shop.a import A\n{test}", {place: text}) == [answer]


def _ladder(count: int) -> str:
    rungs = (
        f"class L{each}(A{each}, B{each}): ...\n"
        f"class A{each + 1}(L{each}): ...\nclass B{each + 1}(L{each}): ...\n"
        for each in range(count)
    )
    return f"class A0: ...\nclass B0: ...\n{''.join(rungs)}class A(A{count}): ...\n"


def _choice(count: int) -> str:
    both = "    if x:\n        return a{0}()\n    return b{0}()\n"
    functions = (
        f"def {name}{each}(x):\n{both.format(each + 1)}" for each in range(count) for name in ("a", "b")
    )
    ends = "".join(f"def {name}{count}(x):\n    return Not()\n" for name in ("a", "b"))
    return f"class Not:\n    async def get(self): ...\n{''.join(functions)}{ends}A = a0\n"


@pytest.mark.parametrize(("make", "few"), [(_ladder, 3), (_choice, 4)])
def test_what_can_be_reached_on_many_ways_is_asked_once(make: Callable[[int], str], few: int) -> None:
    text = "from shop.a import A\nasync def test_a():\n    A().get()\n"

    def work(count: int) -> int:
        files = {"shop/a.py": make(count)}
        return steps(lambda: found(text, files))

    work(1)
    assert work(2 * few) / work(few) < 2.3


@pytest.mark.parametrize(("count", "answer"), [(4, True), (30, False)])
def test_functions_are_followed_so_far(count: int, answer: bool) -> None:
    text = "from shop.a import A\nasync def test_a():\n    A().get()\n"
    assert found(text, {"shop/a.py": _choice(count)}) == [answer]
