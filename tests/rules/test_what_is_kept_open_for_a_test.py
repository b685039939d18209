"""What harms nobody: managers that a cleanup closes, files that are not there yet, names of one file."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings

PATH = "tests/test_shop.py"


def lines(code: str, text: str, *enabled: str, **others: str) -> list[int]:
    source = textwrap.dedent(text)
    files = {PATH: source, **{f"tests/{name}.py": text for name, text in others.items()}}
    found = engine.check(source, PATH, Settings(enable=enabled), Project(Tree(files)).view(PATH))
    return [each.line for each in found if each.code == code]


KEPT = """
import contextlib
import sys
import unittest

class TestShop(unittest.TestCase):
    def setUp(self):
        self.stack = contextlib.ExitStack()
        self.addCleanup({closed})

    def test_price(self):
        {entered}
        self.assertEqual(3, price("pear"))

    @contextlib.contextmanager
    def found(self, finder):
        sys.meta_path.append(finder)
        yield
        sys.meta_path.remove(finder)
"""


@pytest.mark.parametrize(
    ("closed", "entered", "expected"),
    [
        ("self.stack.close", "self.stack.enter_context(self.found(Finder()))", []),
        ("print, 1", "self.enterContext(self.found(Finder()))", []),
        ("self.close", "self.stack.enter_context(self.found(Finder()))", [18]),
        ("self.stack.close, 1", "self.stack.enter_context(self.found(Finder()))", [18]),
        ("self.stack.close", "other.enterContext(self.found(Finder()))", [18]),
        ("self.stack.close", "self.shop.enterContext(self.found(Finder()))", [18]),
        ("self.stack.close", "self.stack.push(self.found(Finder()))", [18]),
        ("self.stack.close", "self.stack.enter_context(self.found)", [18]),
        ("self.stack.close", "manager = self.found(Finder())", [18]),
        ("self.stack.close", "pass", [18]),
    ],
)
def test_a_cleanup_hands_no_error_over(closed: str, entered: str, expected: list[int]) -> None:
    assert lines("TSE310", KEPT.format(closed=closed, entered=entered)) == expected


def test_another_file_may_use_the_method() -> None:
    text = KEPT.format(closed="self.stack.close", entered="self.enterContext(self.found(1))")
    other = "from tests.test_shop import TestShop\n\nTestShop().found(1)\n"
    assert lines("TSE310", text, test_others=other) == [18]
    assert lines("TSE310", text.replace("    @context", "    other = found\n\n    @context")) == [20]


def test_a_function_may_be_kept_open_too() -> None:
    text = """
    import contextlib
    import sys
    import unittest

    @contextlib.contextmanager
    def found(finder):
        sys.meta_path.append(finder)
        yield
        sys.meta_path.remove(finder)

    class TestShop(unittest.TestCase):
        def test_price(self):
            {}
            self.assertEqual(3, price("pear"))
    """
    assert lines("TSE310", text.format("self.enterContext(found(1))")) == []
    assert lines("TSE310", text.format("self.enter(found(1))")) == [9]


MODULES = """
import sys
import types

def test_price(shop):
    name = {name}
    sys.modules[{key}] = types.ModuleType(name)
    assert shop.price(name) == 3
"""


@pytest.mark.parametrize(
    ("name", "key", "expected"),
    [
        ('"fakeshop"', "name", []),
        ('"fakeshop"', 'f"{name}.{shop.name}"', []),
        ('"json"', "name", [7]),
        ('"json"', 'f"{name}.{shop.name}"', [7]),
        ("shop.name", "name", [7]),
        ("3", "name", [7]),
    ],
)
def test_an_entry_may_be_of_no_module(name: str, key: str, expected: list[int]) -> None:
    text = MODULES.format(name=name, key=key)
    assert lines("TSE313", text) == expected
    assert lines("TSE313", text, "TSE313") == [7]


def test_another_file_may_import_what_only_one_makes() -> None:
    text = MODULES.format(name='"fakeshop"', key="name")
    assert lines("TSE313", text, test_others="import fakeshop\n") == [7]


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("with pytest.raises(RuntimeError): await file.read()", []),
        ("with pytest.raises(RuntimeError): file.read()", [6]),
        ("with pytest.raises(RuntimeError): await read(file)", [6]),
        ("with pytest.warns(RuntimeWarning): await file.read()", [6]),
        ("await file.read()", [6]),
        ("pass", [6]),
    ],
)
def test_a_file_that_cannot_be_read_was_never_opened(statement: str, expected: list[int]) -> None:
    text = f"""
    import pytest
    from shop.files import *

    async def test_reads():
        file = aopen("orders", "r")
        {statement}
        assert shop.orders
    """
    assert lines("TSE301", text) == expected
    kept = text.replace("file = ", "shop.file = ")
    assert lines("TSE301", kept) == []


SWITCHED = """
import pytest
from shop import engine, images

def test_sizes():
    {asked}
    assert images.size(3) == 3

def test_channels():
    with pytest.raises(Exception):
        images.channels(3)
"""


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ('if engine.name() == "torch": pass\n    if engine.name() in ("jax", "numpy"): pass', []),
        ('if engine.name() in ["torch", "jax"]: pass', []),
        ('if engine.name() == "torch" or shop.name() == "jax": pass', [10]),
        ('if engine.name() == "torch": pass', [10]),
        ('if engine.name() in ("torch", "tuna"): pass', [10]),
        ('if engine.name() in ("torch", "x y"): pass', [10]),
        ('if engine.name(3) in ("torch", "jax"): pass', [10]),
        ("if engine.name() in names: pass", [10]),
        ('if engine.name in ("torch", "jax"): pass', [10]),
    ],
)
def test_several_libraries_have_several_errors(asked: str, expected: list[int]) -> None:
    text = SWITCHED.format(asked=asked)
    others = {"engines": "import torch\nimport jax\n"}
    assert lines("TSE402", text, **others) == expected
    assert lines("TSE402", text, "TSE402", **others) != []
    assert lines("TSE402", text) != []


SHOWN = """
from shop.accounts import Credentials, gone
from nowhere import unknown

def log_in(secret):
    credentials = {}
    print(credentials)
"""
ACCOUNTS = """
class Credentials:
    def __init__(self, password):
        self.password = password

{}
"""


@pytest.mark.parametrize(
    ("value", "further", "expected"),
    [
        ("Credentials(secret)", "", []),
        ("Credentials(secret) if secret else unknown(secret)", "", [7]),
        ("Credentials(secret) if secret else int(secret)", "", [7]),
        ("Credentials(secret) if secret else unknown", "", [7]),
        ("Credentials(secret) if secret else gone", "", [7]),
        ("Credentials(secret) if secret else nobody", "", [7]),
        ("Credentials(secret) if secret else secret.credentials", "", [7]),
        ("Credentials(secret)", "class Credentials(dict):\n    pass", [7]),
    ],
)
def test_an_object_may_show_its_class_alone(value: str, further: str, expected: list[int]) -> None:
    text = SHOWN.format(value)
    files = {PATH: text, "shop/__init__.py": "", "shop/accounts.py": ACCOUNTS.format(further)}
    for view, told in ((Project(Tree(files)).view(PATH), expected), (None, [7])):
        found = engine.check(text, PATH, Settings(enable=("TSE801",)), view)
        assert [each.line for each in found if each.code == "TSE801"] == told
