"""What a module binds on every way, and what in one branch alone."""

from __future__ import annotations

import sys
import textwrap

import pytest

from flake8_testsec.project.facts import facts_of
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

WAYS = {
    "a = b = 1\nc: int\n": ("a b", ""),
    "if x:\n    a = 1\n": ("", "a"),
    "if x:\n    a = 1\nelse:\n    a = 2\n": ("a", ""),
    "if x:\n    a = b = 1\nelif y:\n    a = 2\nelse:\n    a = 3\n": ("a", "b"),
    "if x:\n    a = 1\nelif y:\n    a = 2\n": ("", "a"),
    "if x:\n    if y:\n        a = 1\n    else:\n        a = 2\nelse:\n    a = 3\n": ("a", ""),
    "if x:\n    a = 1\nelse:\n    raise ValueError\n": ("a", ""),
    "if x:\n    raise A\nelse:\n    raise B\n": ("", ""),
    "if x:\n    a = 1\na = 2\n": ("a", ""),
    "try:\n    import a\nexcept ImportError:\n    pass\n": ("", "a"),
    "try:\n    import a\nexcept ImportError:\n    a = None\n": ("a", ""),
    "try:\n    import a\nexcept ImportError:\n    b = 1\n    raise\n": ("a", ""),
    "try:\n    import a\nexcept A:\n    raise\nexcept B:\n    pass\n": ("", "a"),
    "try:\n    b = 1\nexcept A:\n    pass\nelse:\n    a = 1\nfinally:\n    c = 1\n": ("c", "a b"),
    "try:\n    import a\nfinally:\n    raise\n": ("", ""),
    "try:\n    import a\nfinally:\n    if x:\n        b = 1\n": ("a", "b"),
    "with x:\n    a = 1\n": ("", ""),
    "for a in x:\n    b = 1\n": ("", ""),
    "if x:\n    with y:\n        a = 1\n": ("", ""),
    "def f():\n    global a\n    a = 1\n": ("f", ""),
}


def told(text: str) -> tuple[str, str]:
    facts = facts_of(Module.parse(textwrap.dedent(text), "shop.py", Settings()))
    return " ".join(facts.always), " ".join(facts.sometimes)


@pytest.mark.parametrize("text", WAYS)
def test_what_is_bound_on_every_way_and_in_one_branch(text: str) -> None:
    assert told(text) == WAYS[text]


@pytest.mark.skipif(sys.version_info < (3, 11), reason="except* came with Python 3.11")
def test_groups_of_exceptions() -> None:
    assert told("try:\n    import a\nexcept* A:\n    pass\n") == ("", "a")
    assert told("try:\n    import a\nexcept* A:\n    a = 1\n") == ("a", "")


def test_many_branches_one_in_the_other() -> None:
    chain = "".join(f"elif x == {number}:\n    a = {number}\n" for number in range(2, 900))
    assert told(f"if x == 1:\n    a = 1\n{chain}else:\n    a = 0\n") == ("a", "")
