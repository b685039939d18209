"""What fixes leave to a person, or call unsafe, as it would end in an error that was not there before."""

from __future__ import annotations

import pytest

from .texts import becomes, fixed, safe, stays

ABOVE = {
    "a name that is taken from its module below": (
        'from os import path\nDATA = open("a").read()\nfrom pathlib import PurePath\n',
        'from os import path\nfrom pathlib import Path\nDATA = Path("a").read_text()\n'
        "from pathlib import PurePath\n",
    ),
    "the first imports are below": (
        'DATA = open("a").read()\nimport os\n',
        'import pathlib\n\n\nDATA = pathlib.Path("a").read_text()\nimport os\n',
    ),
    "no place behind the docstring": ('"""Doc."""; DATA = open("a").read()\n', ""),
}


@pytest.mark.parametrize(("before", "after"), ABOVE.values(), ids=ABOVE)
def test_an_import_is_above_what_needs_it(before: str, after: str) -> None:
    assert fixed("TSE301", before) == [after]


def test_an_import_is_not_put_into_the_docstring() -> None:
    head = '"""Doc\n# heading"""\nimport pytest\n\n'
    (after,) = fixed("TSE701", f"{head}def test_a(a):\n    assert eval(a) == 1\n")
    assert after.startswith(head.replace("import", "import ast\n\nimport"))


PAIR = """\
import os
import socket

def test_both():
    one, other = socket.socketpair()
    os.close({})
    assert other.recv(1)
"""


@pytest.mark.parametrize("number", ["one.fileno()", "other.detach()"])
def test_a_pair_that_is_closed_by_its_number(number: str) -> None:
    stays("TSE312", PAIR.format(number))


RUN = {
    "nothing": ("", "", True),
    "marks": ("@pytest.mark.slow\n@unittest.expectedFailure\n", "", True),
    "cases": ("@pytest.mark.parametrize('a', [pytest.param(1)])\n", "a", True),
    "a decorator": ("@remember\n", "", False),
    "a decorator that is called": ("@remember(1)\n", "", False),
    "cases that are made": ("@pytest.mark.parametrize('a', make())\n", "a", False),
    "a default": ("", "a=make()", False),
    "a plain default": ("", "a=1", True),
}


@pytest.mark.parametrize(("above", "given", "is_safe"), RUN.values(), ids=RUN)
def test_whether_a_copy_does_anything_where_it_is_defined(above: str, given: str, is_safe: bool) -> None:
    test = f"{above}def test_a({given}):\n    assert shop(1) == 2\n\n\n"
    text = f"import pytest\nimport unittest\nfrom shop import make, remember\n\n\n{test}{test}"
    assert fixed("TSE509", text) == [text.replace(test, "", 1)]
    assert safe("TSE509", text) == [is_safe]


CLASSES = {
    "of unittest": ("(unittest.TestCase)", "number = 1", True),
    "of another": ("(Base, unittest.TestCase)", "number = 1", False),
    "a keyword": ("(unittest.TestCase, metaclass=Kept)", "number = 1", False),
    "a call": ("(unittest.TestCase)", "number = make()", False),
    "a statement": ("(unittest.TestCase)", "import shop", False),
    "a method that is decorated": ("(unittest.TestCase)", "@kept\n    def test_b(self): shop(1)", False),
}


@pytest.mark.parametrize(("bases", "line", "is_safe"), CLASSES.values(), ids=CLASSES)
def test_whether_a_class_does_anything(bases: str, line: str, is_safe: bool) -> None:
    class_ = f"class TestA{bases}:\n    {line}\n    def test_a(self):\n        assert shop(1) == 2\n\n\n"
    assert safe("TSE509", f"import unittest\nfrom shop import Base\n\n\n{class_}{class_}") == [is_safe]


COPY = "def test_a():\n    assert shop(1) == 2\n"


@pytest.mark.parametrize("between", ["    # Ours.\n\n", "\n# Ours.\n\n  # Mine.\n"])
def test_a_comment_that_would_hang_at_what_is_above(between: str) -> None:
    stays("TSE509", f"{COPY}{between}{COPY}")


def test_a_comment_on_what_is_below() -> None:
    assert fixed("TSE509", f"{COPY}\n\n# Ours.\n{COPY}") == [f"# Ours.\n{COPY}"]


def test_a_name_that_the_block_binds() -> None:
    text = "import time\n\ndef test_a():\n    old = time.sleep\n    with open('q') as box:\n"
    text += "        import time as t\n        t.sleep = box\n        assert box\n    t.sleep = old\n"
    stays("TSE313", text)


LATE = """\
import sys

def test_input():
    old = sys.stdin{}
    sys.stdin = 3
    import sys as system
    assert main()
    system.stdin = old
"""


@pytest.mark.parametrize(("above", "is_fixed"), [("", False), ("\n    import sys as system", True)])
def test_a_name_that_is_bound_below_the_change(above: str, is_fixed: bool) -> None:
    (after,) = fixed("TSE313", LATE.format(above))
    assert ("finally:" in after) is is_fixed


@pytest.mark.parametrize(("version", "folder"), [("2.7", "str(tmp_path)"), ("3.9", "tmp_path")])
def test_the_folder_of_a_test_under_python_2(version: str, folder: str) -> None:
    others = {"setup.py": f"setup(classifiers=['Programming Language :: Python :: {version}'])\n"}
    text = "import os, tempfile\n\ndef test_a(shop, tmp_path):\n    n, path = tempfile.{}; os.close(n)\n"
    text += "    assert shop(path)\n    assert shop.is_open\n"
    (after,) = fixed("TSE302", text.format("mkstemp()"), others=others)
    assert after == text.format(f"mkstemp(dir={folder})")


def test_an_assertion_of_an_object_can_be_made_anew() -> None:
    stays("TSE501", "def test_l(y):\n    shop(y)\n    # self.assertEqual(y, 4)\n    assert shop\n")


def test_an_assertion_of_an_object_on_what_is_not_there() -> None:
    becomes(
        "TSE501",
        "def test_l(y):\n    shop(y)\n    # self.assertEqual(z, 4)\n    assert y\n",
        "def test_l(y):\n    shop(y)\n    assert y\n",
    )
