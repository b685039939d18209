"""Imports that a fix needs: what is there is used, what is missing is put in its place."""

from __future__ import annotations

import pytest

from flake8_testsec.fixing.application import apply
from flake8_testsec.fixing.imports import imported, known
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module


def after(source: str, name: str) -> tuple[str, str]:
    """How a name is written, and the source with the import that it needs."""
    module = Module.parse(source, "tests/test_shop.py", Settings())
    written, edits = imported(name, module)
    return written, apply(module.lines, edits)


THERE = {
    "a module": ("import os\n", "os", "os"),
    "a module by another name": ("import shutil as sh\n", "shutil", "sh"),
    "a module within a package": ("import os.path\nimport os\n", "os", "os"),
    "one of several": ("import re, os\n", "os", "os"),
    "what a package holds": ("from unittest import mock\n", "unittest.mock", "mock"),
    "the same as a module": ("import unittest.mock\nimport unittest\n", "unittest.mock", "unittest.mock"),
    "what is renamed": ("from pathlib import Path as P\n", "pathlib.Path", "P"),
    "a module that a function imports, too": ("import os\ndef f():\n    import os\n", "os", "os"),
}


@pytest.mark.parametrize(("source", "name", "expected"), THERE.values(), ids=THERE)
def test_what_is_imported_is_used(source: str, name: str, expected: str) -> None:
    assert after(source, name) == (expected, source)
    assert known(name, Module.parse(source, "a.py", Settings())) == expected


TAKEN = {
    "bound anew": ("import os\nos = fake()\n", "os"),
    "a parameter of the name": ("def f(os): pass\n", "os"),
    "a function of the name": ("def shutil(): pass\n", "shutil"),
    "a coroutine of the name": ("async def shutil(): pass\n", "shutil"),
    "a class of the name": ("class Path: pass\n", "pathlib.Path"),
    "another module's": ("from shop import mock\n", "unittest.mock"),
    "another one by this name": ("import shop as os\n", "os"),
    "only in a function": ("def f():\n    from shop import os\n", "os"),
}


@pytest.mark.parametrize(("source", "name"), TAKEN.values(), ids=TAKEN)
def test_a_name_that_is_taken_is_not_used(source: str, name: str) -> None:
    assert after(source, name) == ("", source)
    assert not known(name, Module.parse(source, "a.py", Settings()))


ADDED = {
    "before a later one": ("import json\nimport re\n", "os", "import json\nimport os\nimport re\n"),
    "behind the last": ("import abc\nx = 1\n", "os", "import abc\nimport os\nx = 1\n"),
    "behind the last, which has no end": ("import abc", "os", "import abc\nimport os\n"),
    "modules first": ("import abc\nfrom io import x\n", "os", "import abc\nimport os\nfrom io import x\n"),
    "from a module": ("import abc\nimport x\n", "io.open", "import abc\nimport x\nfrom io import open\n"),
    "among others from modules": (
        "from a import b\nfrom z import c\n",
        "pathlib.Path",
        "from a import b\nfrom pathlib import Path\nfrom z import c\n",
    ),
    "only the first run is looked at": (
        "import abc\n\nimport django\n",
        "os",
        "import abc\nimport os\n\nimport django\n",
    ),
    "a run ends with another statement": (
        "import abc\nx = 1\nimport b\n",
        "os",
        "import abc\nimport os\nx = 1\nimport b\n",
    ),
    "several lines of one import": (
        "from a import (\n    b,\n)\nx = 1\n",
        "os",
        "import os\nfrom a import (\n    b,\n)\nx = 1\n",
    ),
    "several on a line": ("import a; import b\n", "os", "import os\nimport a; import b\n"),
    "one of them later": ("import a; import z\n", "os", "import os\nimport a; import z\n"),
    "behind the future": (
        '"""Tests."""\nfrom __future__ import annotations\nimport re\n',
        "os",
        '"""Tests."""\nfrom __future__ import annotations\nimport os\nimport re\n',
    ),
    "behind the docstring": ('"""Tests."""\nx = 1\n', "os", '"""Tests."""\nimport os\n\n\nx = 1\n'),
    "behind both": (
        '"""Tests."""\nfrom __future__ import annotations\n\nx = 1\n',
        "os",
        '"""Tests."""\nfrom __future__ import annotations\nimport os\n\nx = 1\n',
    ),
    "a text that is no docstring": ('x = 1\n"text"\n', "os", 'import os\n\n\nx = 1\n"text"\n'),
    "below the comments at the top": (
        "#!/usr/bin/python\nx = 1\n",
        "os",
        "#!/usr/bin/python\nimport os\n\n\nx = 1\n",
    ),
    "a relative import is of another module": (
        "from . import mock as m\n",
        "unittest.mock",
        "from . import mock as m\nfrom unittest import mock\n",
    ),
}


@pytest.mark.parametrize(("source", "name", "expected"), ADDED.values(), ids=ADDED)
def test_what_is_missing_is_imported(source: str, name: str, expected: str) -> None:
    assert after(source, name) == (name.rpartition(".")[2], expected)
