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
    "from a module": ("import abc\nimport x\n", "io.open", "import abc\nfrom io import open\nimport x\n"),
    "beside those of the library": (
        "import os\nimport abc\nimport pytest\nfrom shop import pay\nx = 1\n",
        "pathlib.Path",
        "import os\nimport abc\nfrom pathlib import Path\nimport pytest\nfrom shop import pay\nx = 1\n",
    ),
    "modules first in all of a group": (
        "import os\nimport pytest\nfrom io import x\nfrom shop import y\n",
        "pathlib.Path",
        "import os\nimport pytest\nfrom io import x\nfrom pathlib import Path\nfrom shop import y\n",
    ),
    "among others from modules": (
        "from abc import b\nfrom zlib import c\n",
        "pathlib.Path",
        "from abc import b\nfrom pathlib import Path\nfrom zlib import c\n",
    ),
    "whole modules last": (
        "from abc import b\nfrom zlib import c\nimport re\n",
        "os",
        "from abc import b\nfrom zlib import c\nimport os\nimport re\n",
    ),
    "in one order of names": (
        "from abc import b\nimport re\nfrom zlib import c\n",
        "pathlib.Path",
        "from abc import b\nfrom pathlib import Path\nimport re\nfrom zlib import c\n",
    ),
    "in no order": (
        "from zlib import c\nimport abc\nfrom re import b\n",
        "os",
        "import os\nfrom zlib import c\nimport abc\nfrom re import b\n",
    ),
    "in the group of the library": (
        "import django\n\nimport abc\nimport re\n\nimport shop\n",
        "os",
        "import django\n\nimport abc\nimport os\nimport re\n\nimport shop\n",
    ),
    "among the others where all is one group": (
        "import django\nimport re\nimport shop\n",
        "os",
        "import django\nimport os\nimport re\nimport shop\n",
    ),
    "a group of its own": (
        '"""Tests."""\n\nimport django\nfrom shop import pay\n',
        "pathlib.Path",
        '"""Tests."""\n\nfrom pathlib import Path\n\nimport django\nfrom shop import pay\n',
    ),
    "above the name of a group": (
        '"""Tests."""\n\n# of others\n# and us\nimport django\n',
        "os",
        '"""Tests."""\n\nimport os\n\n# of others\n# and us\nimport django\n',
    ),
    "below the licence": (
        "# Ours.\n# Yours.\nimport django\n",
        "os",
        "# Ours.\n# Yours.\nimport os\n\nimport django\n",
    ),
    "what is of others with others": (
        "import abc\n\nimport django\n",
        "pytest",
        "import abc\n\nimport django\nimport pytest\n",
    ),
    "what is of others where there are none": ("import abc\n", "pytest", "import abc\nimport pytest\n"),
    "not below another statement": (
        "import django\nx = 1\nimport re\n",
        "os",
        "import os\n\nimport django\nx = 1\nimport re\n",
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
        "import os\n\nfrom a import (\n    b,\n)\nx = 1\n",
    ),
    "several on a line": ("import a; import b\n", "os", "import os\n\nimport a; import b\n"),
    "one of them later": ("import abc; import re\n", "os", "import os\nimport abc; import re\n"),
    "behind the future": (
        '"""Tests."""\nfrom __future__ import annotations\nimport re\n',
        "os",
        '"""Tests."""\nfrom __future__ import annotations\nimport os\nimport re\n',
    ),
    "behind the docstring": ('"""Tests."""\nx = 1\n', "os", '"""Tests."""\n\nimport os\n\n\nx = 1\n'),
    "behind both": (
        '"""Tests."""\nfrom __future__ import annotations\n\nx = 1\n',
        "os",
        '"""Tests."""\nfrom __future__ import annotations\n\nimport os\n\nx = 1\n',
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
        "from unittest import mock\n\nfrom . import mock as m\n",
    ),
}


@pytest.mark.parametrize(("source", "name", "expected"), ADDED.values(), ids=ADDED)
def test_what_is_missing_is_imported(source: str, name: str, expected: str) -> None:
    assert after(source, name) == (name.rpartition(".")[2], expected)


JOINED = {
    "behind the others": ("from unittest import TestCase", "unittest.mock", ("TestCase", "TestCase, mock")),
    "between them": ("from pathlib import PosixPath, PurePath", "pathlib.Path", ("Posix", "Path, Posix")),
    "constants first": ("from tempfile import TMP_MAX, mkstemp", "tempfile.Template", ("mk", "Template, mk")),
    "in order of letters": ("from os import abc, X, z", "os.Path", ("X", "Path, X")),
    "in no order": ("from os import z, b", "os.c", (", b", ", b, c")),
    "in parentheses": ("from os import (a, c)", "os.b", ("c)", "b, c)")),
    "line by line": ("from os import (\n    a,\n    c,\n)", "os.b", ("    c", "    b,\n    c")),
    "as the last line": ("from os import (\n    a,  # one\n)", "os.b", ("# one", "# one\n    b,")),
    "above another word for it": ("from os import z as a", "os.b", ("z as", "b, z as")),
}


@pytest.mark.parametrize(("line", "name", "change"), JOINED.values(), ids=JOINED)
def test_a_name_goes_to_those_of_its_module(line: str, name: str, change: tuple[str, str]) -> None:
    source = f"import abc\n{line}  # as ever\nfrom z import y\n"
    assert after(source, name)[1] == source.replace(*change, 1)


APART = {
    "each has its line": "from os import z\nfrom os import y\n",
    "those of another module do": "from re import z\nfrom os import y\nfrom re import y\n",
    "all that there is": "from os import *\n",
    "with another statement on the line": "from os import z; z()\n",
    "a line without its comma": "from os import (\n    a\n)\n",
    "a line that is full": f"from os import {'z' * 64}\n",
    "in a function": "import abc\ndef f():\n    from os import z\n",
    "relative": "from .os import z\n",
}


@pytest.mark.parametrize("source", APART.values(), ids=APART)
def test_a_name_gets_a_line_of_its_own(source: str) -> None:
    assert "from os import path\n" in after(source, "os.path")[1].splitlines(keepends=True)


@pytest.mark.parametrize(
    ("source", "expected"),
    [("import os.path\n", "os"), ("import os.path as p\n", ""), ("import osx.path\n", "")],
)
def test_a_package_is_there_with_what_it_holds(source: str, expected: str) -> None:
    assert known("os", Module.parse(source, "tests/test_a.py", Settings())) == expected
