"""Which classes a class of another module descends from: modules are read, never imported."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from flake8_testsec.project.inference import UNKNOWN, Ancestors, ancestors

from .folders import lay_out

UNITTEST = "import unittest\nclass Base(unittest.TestCase): pass\n"
CASES = {
    "a module that does not exist is not known": ({}, "shop.base.Base", UNKNOWN),
    "a class that does not exist is not known": ({"shop/base.py": ""}, "shop.base.Base", UNKNOWN),
    "a file with a syntax error is not known": ({"shop/base.py": "class (:"}, "shop.base.Base", UNKNOWN),
    "a name defined twice is not known": ({"a.py": "class A: pass\nclass A: pass\n"}, "a.A", UNKNOWN),
    "a chain of re-exports that never ends is not known": (
        {"a.py": "from b import A\n", "b.py": "from a import A\n"},
        "a.A",
        UNKNOWN,
    ),
    "a base from nowhere leaves the answer incomplete": (
        {"a.py": "from elsewhere import Base\nclass A(Base): pass\n"},
        "a.A",
        Ancestors(("elsewhere.Base",), True, False),
    ),
    "a base that is made by a call leaves the answer incomplete": (
        {"a.py": "class A(make()): pass\n"},
        "a.A",
        Ancestors((), True, False),
    ),
    "a base whose name has two bindings leaves the answer incomplete": (
        {"a.py": "try:\n    from x import B\nexcept ImportError:\n    from y import B\nclass A(B): pass\n"},
        "a.A",
        Ancestors((), True, False),
    ),
    "a framework class is complete without being read": (
        {"shop/base.py": UNITTEST},
        "shop.base.Base",
        Ancestors(("unittest.TestCase",), True, True),
    ),
    "an alias of a module is followed": (
        {"a.py": "import unittest.case as c\nclass A(c.TestCase): pass\n"},
        "a.A",
        Ancestors(("unittest.TestCase",), True, True),
    ),
    "other modules of the project are read": (
        {"shop/base.py": UNITTEST, "shop/test_a.py": "from shop import base\nclass A(base.Base): pass\n"},
        "shop.test_a.A",
        Ancestors(("shop.base.Base", "unittest.TestCase"), True, True),
    ),
    "relative imports are completed": (
        {"shop/base.py": UNITTEST, "shop/t/test_a.py": "from ..base import Base as B\nclass A(B): pass\n"},
        "shop.t.test_a.A",
        Ancestors(("shop.base.Base", "unittest.TestCase"), True, True),
    ),
    "a package's own relative imports are completed": (
        {"src/shop/__init__.py": "from .base import Base\n", "src/shop/base.py": UNITTEST},
        "shop.Base",
        Ancestors(("unittest.TestCase",), True, True),
    ),
    "a class of the same module is followed": (
        {"a.py": "class A(object): pass\nclass B(A): pass\n"},
        "a.B",
        Ancestors(("a.A", "builtins.object"), True, True),
    ),
    "classes that inherit from each other end": (
        {"a.py": "from b import B\nclass A(B): pass\n", "b.py": "from a import A\nclass B(A): pass\n"},
        "a.A",
        Ancestors(("b.B",), True, True),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_ancestors(case: str, tmp_path: Path) -> None:
    files, name, expected = CASES[case]
    assert ancestors(lay_out(tmp_path, files), name) == expected


def test_a_module_behind_a_link_out_of_the_project_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "outside.py").write_text(UNITTEST)
    project = lay_out(tmp_path / "project", {"a.py": ""})
    (tmp_path / "project" / "base.py").symlink_to(tmp_path / "outside.py")
    assert ancestors(project, "base.Base") == UNKNOWN


def test_a_hierarchy_beyond_all_measure_is_left_incomplete(tmp_path: Path) -> None:
    chain = "class C0: pass\n" + "".join(f"class C{n}(C{n - 1}): pass\n" for n in range(1, 700))
    answer = ancestors(lay_out(tmp_path, {"a.py": chain}), "a.C699")
    assert answer.known
    assert not answer.complete


def test_nothing_is_imported_or_run(tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    trap = f"open({str(mark)!r}, 'w').close()\nclass Base: pass\n"
    project = lay_out(tmp_path, {"random.py": trap, "a.py": "import random\nclass A(random.Base): pass\n"})
    path, modules, folder = list(sys.path), set(sys.modules), os.getcwd()
    assert ancestors(project, "a.A") == Ancestors(("random.Base",), True, True)
    assert (sys.path, os.getcwd()) == (path, folder)
    assert not {"a"} & (set(sys.modules) - modules)
    assert not mark.exists()


def test_astroid_is_imported_only_when_asked() -> None:
    code = (
        "import sys, flake8_testsec.cli.check\n"
        "from flake8_testsec.project import files, inference\n"
        "assert 'astroid' not in sys.modules\n"
        "inference.ancestors(files.Folder('.'), 'a.A')\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_only_one_module_imports_astroid() -> None:
    package = Path(__file__).parent.parent.parent / "flake8_testsec"
    users = [
        path.name
        for path in package.rglob("*.py")
        if re.search(r"^\s*(from|import) astroid", path.read_text(encoding="utf-8"), re.M)
    ]
    assert users == ["inference.py"]
