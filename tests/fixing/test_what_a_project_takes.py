"""Fixes that would break the style of a file, or need what a Python of the project does not have."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec.finding import Edit, Fix
from flake8_testsec.fixing.widths import longest, too_long
from flake8_testsec.project.house_rules import takes

from .texts import fixed, module

READ = """\
import os

def test_reads():
    text = open("shop/orders/of/the/last/year/and/of/this/one/too.txt").read()
    assert text
"""
"""The line gets 90 columns, or 83, or 78 as the head of a block."""

WIDE = READ + f"    assert text != {'x' * 70!r}\n"


def test_a_line_that_is_no_longer_than_others() -> None:
    assert "pathlib.Path(" in fixed("TSE301", WIDE)[0]


def test_a_line_that_is_longer_than_all_others() -> None:
    assert "    with open(" in fixed("TSE301", READ)[0]
    for mark in ("  # noqa", "  # http://x"):
        text = READ + f"    assert text != {'x' * 50!r}{mark}{' ' * 9}.\n"
        assert "    with open(" in fixed("TSE301", text)[0]


@pytest.mark.parametrize(
    ("name", "text", "is_long"),
    [
        ("pyproject.toml", "[tool.ruff]\nline-length = 90\n", False),
        ("setup.cfg", "[flake8]\nmax-line-length = 100\n", False),
        (".flake8", "[flake8]\nmax_line_length=100\n", False),
        ("tox.ini", "[flake8]\nmax-line-length = 80\n", True),
        ("tox.ini", "[flake8]\n#max-line-length = 100\n", True),
        ("setup.py", "setup()\n", True),
        ("docs/conf.py", "line-length = 100\n", True),
    ],
)
def test_what_the_project_allows(name: str, text: str, is_long: bool) -> None:
    (after,) = fixed("TSE301", READ, others={name: text})
    assert ("Path(" not in after) is is_long


def test_the_nearest_configuration_counts() -> None:
    others = {"tests/tox.ini": "[flake8]\nignore = W503\n", "pyproject.toml": "line-length = 100\n"}
    assert "    with open(" in fixed("TSE301", READ, others=others)[0]


BLACK = "repos:\n- repo: https://github.com/psf/black\n  hooks:\n  - id: black\n"


@pytest.mark.parametrize(
    ("name", "text", "columns"),
    [
        (
            "pyproject.toml",
            "[tool.black]\nskip-string-normalization = true\n[tool.x]\nline-length = 99\n",
            88,
        ),
        ("pyproject.toml", "[tool.black]\nline-length = 99\n", 99),
        ("pyproject.toml", "[tool.poetry.dev-dependencies]\nblack = '22.6.0'\n", 88),
        ("pyproject.toml", "[x]\ndev = ['ruff', 'black>=22']\n", 88),
        ("pyproject.toml", '[x]\ndev = [\n    "black",\n]\n', 88),
        ("pyproject.toml", "[x]\ndev = ['black']\n[tool.ruff]\nline-length = 99\n", 99),
        ("pyproject.toml", "[tool.ruff]\nline-length = 99\n[tool.ruff.format]\nx = 1\n", 99),
        ("pyproject.toml", "[tool.ruff.format]\nx = 1\n", 88),
        (".pre-commit-config.yaml", BLACK, 88),
        (".pre-commit-config.yaml", f"{BLACK}    args: [--line-length=99]\n", 99),
        (".pre-commit-config.yaml", f"{BLACK}    args: ['-l', '99']\n", 99),
        (".pre-commit-config.yaml", f"{BLACK}  - id: flake8\n    args: [-l 99]\n", 88),
        (".pre-commit-config.yaml", "- id: ruff-format\n", 88),
        # Nothing breaks lines here, so what the file has may be.
        ("pyproject.toml", "[x]\ndev = ['blackboard', 'ruff']\n[tool.isort]\nprofile = 'black'\n", 120),
        (".pre-commit-config.yaml", "- id: black-jupyter\n- id: ruff\n", 120),
    ],
)
def test_what_a_formatter_leaves(name: str, text: str, columns: int) -> None:
    read = module(f"x = {'y' * 116}\n", others={name: text})
    assert len(read.line(1).rstrip()) == 120
    assert takes(Fix((Edit(1, 0, 1, 120, "x" * columns),)), read)
    assert not takes(Fix((Edit(1, 0, 1, 120, "x" * (columns + 1)),)), read)


def test_a_line_within_a_text_says_nothing() -> None:
    text = READ + f'    assert text != """\n{"x" * 99}\n"""\n'
    assert "    with open(" in fixed("TSE301", text)[0]


def test_a_line_that_was_too_long_before() -> None:
    read = module(f"a = 1\nb = 2  # http://{'x' * 99}\nc = 3\n")
    assert longest(read) == 0
    assert not too_long([], 0, read)
    assert not too_long([Edit(1, 0, 1, 0, "if a:\n"), Edit(2, 0, 2, 0, "    ")], 0, read)
    assert not too_long([Edit(1, 0, 1, 5, "a = 2"), Edit(2, 0, 2, 0, "    "), Edit(3, 0, 3, 1, "d")], 0, read)
    assert too_long(
        [Edit(1, 0, 2, 0, "a\n"), Edit(2, 0, 2, 0, "x" * 80 + "\n"), Edit(3, 0, 3, 1, "")], 0, read
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("setup.py", "setup(classifiers=['Programming Language :: Python :: 2.7'])\n"),
        ("setup.py", 'setup(classifiers=["Programming Language :: Python :: 2"])\n'),
        ("setup.cfg", "classifiers =\n    Programming Language :: Python :: 2.7\n"),
        ("setup.py", 'setup(python_requires=">=2.7, !=3.0.*")\n'),
        ("setup.py", "setup(use_2to3=True, classifiers=['Programming Language :: Python :: 3'])\n"),
        ("pyproject.toml", 'requires-python = ">=2.7"\n'),
        ("pyproject.toml", '[tool.poetry.dependencies]\npython = "^2.7 || ^3.5"\n'),
    ],
)
def test_what_python_2_does_not_have(name: str, text: str) -> None:
    plain = READ.replace("/orders/of/the/last/year/and/of/this/one/too", "")
    (found,) = fixed("TSE301", plain, others={name: text})
    assert found.endswith('    with open("shop.txt") as file:\n        text = file.read()\n    assert text\n')
    for new in ("import pathlib\n", "x: int\n", 'f"{x}"\n'):
        assert (
            "Path("
            in fixed("TSE301", plain.replace("import os\n", f"import os\n{new}"), others={name: text})[0]
        )


@pytest.mark.parametrize(
    "text",
    [
        "setup(classifiers=['Programming Language :: Python :: 3'])\n",
        "setup(classifiers=['Programming Language :: Python :: 20'])\n",
        "setup(\n    # 'Programming Language :: Python :: 2.7',\n)\n",
        'setup(python_requires=">=3.7")\n',
        'setup(python_requires=">=3.7", classifiers=["Programming Language :: Python :: 2"])\n',
    ],
)
def test_what_every_supported_python_has(text: str) -> None:
    plain = READ.replace("/orders/of/the/last/year/and/of/this/one/too", "")
    assert "pathlib.Path(" in fixed("TSE301", plain, others={"setup.py": text})[0]


@pytest.mark.parametrize(
    ("line", "is_old"),
    [
        ("import six\n", True),
        ("from __future__ import print_function, absolute_import\n", True),
        ("from . import six\n", False),
        ("from __future__ import annotations\nimport six\n", False),
        ("from unittest import mock\nimport six\n", False),
        ("try:\n    from unittest import mock\nexcept ImportError:\n    import mock\nimport six\n", True),
        ("import six\nclass T(X):\n    def a(self): super().a()\n", False),
        ("import six\nclass T(X):\n    def a(self): super(T, self).a()\n", True),
    ],
)
def test_what_is_imported_for_the_sake_of_python_2(line: str, is_old: bool) -> None:
    plain = READ.replace("/orders/of/the/last/year/and/of/this/one/too", "").replace("import os\n", line)
    assert ("with open(" in fixed("TSE301", plain, others={"setup.py": "setup()\n"})[0]) is is_old
    assert "pathlib.Path(" in fixed("TSE301", plain)[0] or "from pathlib" in fixed("TSE301", plain)[0]
    for text in ("[options]\npython_requires = >=3.8\n", "    Programming Language :: Python :: 3\n"):
        assert "with open(" not in fixed("TSE301", plain, others={"setup.cfg": text})[0]


SOCKET = """\
import socket

def test_answer():
    link = socket.socket()
    link.connect(("127.0.0.1", 1))
    assert link.recv(1)
    link.close()
"""
OF_BOTH = {"setup.py": "setup(classifiers=['Programming Language :: Python :: 2.7'])\n"}


def test_what_is_a_context_since_python_3() -> None:
    assert "    with socket.socket() as link:\n" in fixed("TSE307", SOCKET)[0]
    (found,) = fixed("TSE307", SOCKET, others=OF_BOTH)
    assert found.startswith("import contextlib\nimport socket\n")
    assert "    with contextlib.closing(socket.socket()) as link:\n" in found


CASE = """\
import testtools

class Orders(testtools.TestCase):
    def setUp(self):
        self.order = 1
"""


def test_super_takes_arguments_under_python_2() -> None:
    assert "        super().setUp()\n" in fixed("TSE309", CASE)[0]
    assert "        super(Orders, self).setUp()\n" in fixed("TSE309", CASE, others=OF_BOTH)[0]
    within = CASE.replace("\n    ", "\n        ").replace("class Orders", "class All:\n    class Orders")
    assert "            super().setUp()\n" in fixed("TSE309", within)[0]
    assert fixed("TSE309", within, others=OF_BOTH) == [""]


PATCHED = """\
import unittest
from unittest import mock

from shop import orders

class TestOrders(unittest.TestCase):
    def test_orders(self):
        orders.pay = mock.Mock({})
        self.assertTrue(orders.buy(3))
"""


_OF = "Programming Language :: Python ::"
OLDER = f"setup(classifiers=['{_OF} 3.9', '{_OF} 3.6'])\n"
OF_CLASS = """\
import os
import unittest

class TestShop(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.log = open("shop.log")
        cls.orders = load()

    def test_orders(self):
        self.assertTrue(self.orders)
"""


@pytest.mark.parametrize(
    ("name", "text", "is_taken"),
    [
        ("setup.py", "setup(python_requires='>=3.4')\n", False),
        ("setup.py", "setup(python_requires='!=3.9.*, >=3.7')\n", False),
        ("setup.py", "setup(python_requires='>=3')\n", False),
        ("setup.cfg", "[options]\npython_requires = ~=3.6\n", False),
        ("pyproject.toml", 'requires-python = ">= 3.7,<4"\n', False),
        ("pyproject.toml", '[tool.poetry.dependencies]\npython = "^3.7"\n', False),
        ("setup.py", OLDER, False),
        ("setup.py", OLDER.replace(")", ", python_requires='>=3.8')"), True),
        ("setup.py", "setup(python_requires='>=3.8')\n", True),
        ("setup.py", "setup(python_requires='>=3.10')\n", True),
        ("setup.py", "setup(  # python_requires='>=3.4'\n)\n", True),
        ("setup.py", "setup(classifiers=['Programming Language :: Python :: 3'])\n", True),
        ("setup.py", "setup()\n", True),
    ],
)
def test_a_cleanup_of_a_class_that_is_there_since_3_8(name: str, text: str, is_taken: bool) -> None:
    (after,) = fixed("TSE301", OF_CLASS, others={name: text})
    assert ("        cls.addClassCleanup(cls.log.close)\n" in after) is is_taken
    assert is_taken or after == ""


@pytest.mark.parametrize(
    "line", ["# addClassCleanup\n", "print(a := 1)\n", "match 1:\n    case _:\n        pass\n"]
)
def test_what_a_module_uses_by_itself(line: str) -> None:
    (after,) = fixed("TSE301", OF_CLASS + line, others={"setup.py": "setup(python_requires='>=3.4')\n"})
    assert "cls.addClassCleanup(" in after


@pytest.mark.parametrize(
    ("word", "older", "newer"),
    [
        ("addAsyncCleanup", "3.7", "3.8"),
        ("addModuleCleanup", "3.7", "3.8"),
        ("enterContext", "3.10", "3.11"),
        ("enterClassContext", "3.10", "3.11"),
    ],
)
def test_what_unittest_has_since(word: str, older: str, newer: str) -> None:
    fix = Fix((Edit(1, 0, 1, 0, f"{word}(close)\n"),), safe=True)
    for version, is_taken in ((older, False), (newer, True)):
        read = module("a = 1\n", others={"setup.py": f"setup(python_requires='>={version}')\n"})
        assert takes(fix, read) is is_taken
    assert takes(fix._replace(edits=(Edit(1, 0, 1, 0, f"x{word}()\n"),)), read)


def test_a_patch_on_one_line_or_two() -> None:
    start = "        pay_patcher = mock.patch.object("
    short, long = (fixed("TSE313", PATCHED.format(value))[0] for value in ("", "return_value=3"))
    assert f'{start}orders, "pay", mock.Mock())\n' in short
    assert f'{start}\n            orders, "pay", mock.Mock(return_value=3)\n        )\n' in long
    value = f"return_value={'x' * 40}"
    spread = fixed("TSE313", PATCHED.format(value))[0]
    assert (
        f'{start}\n            orders,\n            "pay",\n            mock.Mock({value}),\n        )\n'
        in spread
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # Whole modules alone: another one stands in any order.
        ("import json\nimport uuid\n", "import json\nimport pathlib\nimport uuid\n"),
        ("", "from pathlib import Path\n\n\n"),
        # First the whole ones, then the parts.
        (
            "import json\nimport uuid\nfrom abc import ABC\n",
            "import json\nimport uuid\nfrom abc import ABC\nfrom pathlib import Path\n",
        ),
        # All in one order of names.
        (
            "from abc import ABC\nimport json\nimport uuid\n",
            "from abc import ABC\nimport json\nfrom pathlib import Path\nimport uuid\n",
        ),
        (
            "from abc import ABC\nimport uuid\n",
            "from abc import ABC\nfrom pathlib import Path\nimport uuid\n",
        ),
    ],
)
def test_an_import_in_the_order_of_the_others(before: str, after: str) -> None:
    text = "def test_reads():\n    text = open('a.txt').read()\n    assert text\n"
    (made,) = fixed("TSE301", before + text)
    assert made.startswith(textwrap.dedent(after) + "def")


ENTRY = """
import os
import unittest
{mock}
class TestShop(unittest.TestCase):
    def test_opens(self):
        os.environ["SHOP"] = "1"
        self.assertTrue(debug())
"""
PYTHON_2 = {"setup.py": "setup(classifiers=['Programming Language :: Python :: 2.7'])\n"}


def test_one_entry_is_put_into_a_patch() -> None:
    (after,) = fixed("TSE304", ENTRY.format(mock="from unittest import mock\n"))
    assert 'mock.patch.dict(os.environ, {"SHOP": "1"})' in after


def test_a_patch_that_python_2_would_have_to_import_from_elsewhere() -> None:
    (after,) = fixed("TSE304", ENTRY.format(mock=""))
    assert "from unittest import mock\n" in after
    assert fixed("TSE304", ENTRY.format(mock=""), others=PYTHON_2) == [""]


SET_UP = """
import os
import unittest
from unittest import mock

class TestShop(unittest.TestCase):
    def setUp(self):
        {line}

    def test_opens(self):
        self.assertTrue(debug())
"""


@pytest.mark.parametrize("line", ['os.environ.update(SHOP="1")', 'os.environ["A"] = os.environ["B"] = "1"'])
def test_what_sets_an_entry_in_another_way_is_left(line: str) -> None:
    assert {*fixed("TSE304", SET_UP.format(line=line))} == {""}
