"""Imports that go when nothing needs them any more, and those that stay."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

import pytest

from flake8_testsec.fixing.application import apply
from flake8_testsec.project.files import Tree
from flake8_testsec.project.unneeded import unneeded
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

PATH = "tests/test_order.py"


def cleared(
    imports: str, before: str, after: str, path: str = PATH, others: Mapping[str, str] | None = None
) -> str:
    """What is left of imports above code that has become other code."""
    imports, before, after = (textwrap.dedent(each).lstrip("\n") for each in (imports, before, after))
    view = Project(Tree(others)).view(path) if others else None
    old, new = (Module.parse(f"{imports}{each}", path, Settings(), view) for each in (before, after))
    text = apply(new.lines, unneeded(old, new))
    assert text.endswith(after)
    return text.removesuffix(after)


@pytest.mark.parametrize(
    ("imports", "left"),
    [
        ("import os\n", ""),
        ("import abc\nimport os\n", "import abc\n"),
        ("import os as system\n", "import os as system\n"),
        ("import abc as y\nimport os\n", "import abc as y\n"),
        ("import os.path\n", ""),
        ("import abc, os\n", "import abc\n"),
        ("import os, abc\n", "import abc\n"),
        ("from shop import os, order\n", "from shop import order\n"),
        ("from shop import (order, os)\n", "from shop import (order)\n"),
        ("from shop import (\n    order,\n    os,\n)\n", "from shop import (\n    order,\n)\n"),
        ("from six import moves as os, y\n", "from six import y\n"),
    ],
)
def test_what_was_needed_before_goes(imports: str, left: str) -> None:
    assert cleared(imports, "os.chdir(x)\n", "pass\n") == left


@pytest.mark.parametrize(
    ("imports", "left"),
    [
        ("# Ours\nimport os\nimport re\n", "# Ours\nimport re\n"),
        ("import abc\n\n# Ours\nimport os\nimport re\n", ""),
        (
            "# Theirs\nimport abc\n\n# Ours\nimport os\nimport re\n",
            "# Theirs\nimport abc\n\n# Ours\nimport re\n",
        ),
        ("import abc\n# Ours\nimport re\n# Theirs\nimport os\nimport zlib\n", ""),
        # It may speak of this one alone.
        ("# Ours\nimport os\n", ""),
        ("# Without os.fork\nimport os\nimport re\n", ""),
        ("# Ours\nimport os; import re\nimport abc\n", ""),
        ("# Ours\nimport re\n# Theirs\nimport os\n", ""),
    ],
)
def test_a_heading_stays_with_its_group(imports: str, left: str) -> None:
    assert cleared(imports, "os.chdir(x)\n", "pass\n") == (left or imports)


@pytest.mark.parametrize(
    "imports",
    [
        # Whoever imports them may want what else that does.
        "import order as os\n",
        "import abc, order as os\n",
        "from order import os\n",
        "from . import os\n",
        "import shop, os\n",
        # Somebody speaks of them.
        "import os  # noqa: F401\n",
        "from abc import (\n    b,\n    os,  # kept\n)\n",
        "try:\n    import os\nexcept ImportError:\n    os = None\n",
        "import os\nimport order.path as os\n",
        "import os; import abc\n",
        "from shop import (\n    order,\n    os\n)\n",
        "from shop import (order,\n    os)\n",
        "from shop import (os,\n    order)\n",
    ],
)
def test_what_may_be_there_for_more_stays(imports: str) -> None:
    assert cleared(imports, "os.chdir(x)\n", "pass\n") == imports


@pytest.mark.parametrize(
    "rest",
    [
        "os.chdir(y)\n",
        "__all__ = ['os']\n",
        "def test_a(patch):\n    patch('os.chdir')\n",
        "def f():\n    '''Move.\n\n    >>> os.chdir(x)\n    '''\n",
        "def f(x):\n    # type: (os.PathLike) -> None\n    pass\n",
        "os = 1\n",
        "globals()[x]\n",
    ],
)
def test_what_is_named_elsewhere_stays(rest: str) -> None:
    assert cleared("import os\n", f"os.chdir(x)\n{rest}", rest) == "import os\n"


def test_prose_and_comments_need_nothing() -> None:
    rest = "def f():\n    '''Ask the os.'''  # the os\n"
    assert cleared("import os\n", f"os.chdir(x)\n{rest}", rest) == ""


def test_what_was_not_needed_before_is_none_of_our_business() -> None:
    assert cleared("import os\n", "f()\n", "g()\n") == "import os\n"


@pytest.mark.parametrize("path", ["tests/__init__.py", "tests/conftest.py"])
def test_what_is_handed_on_stays(path: str) -> None:
    assert cleared("import os\n", "os.chdir(x)\n", "pass\n", path) == "import os\n"


@pytest.mark.parametrize("other", ["from tests.test_order import os\n", "from .test_order import *\n"])
def test_what_others_take_stays(other: str) -> None:
    others = {PATH: "import os\n", "tests/__init__.py": "", "tests/test_b.py": other}
    assert cleared("import os\n", "os.chdir(x)\n", "pass\n", PATH, others) == "import os\n"


def test_two_names_of_one_statement_go_one_after_the_other() -> None:
    before, after = "os.chdir(abc)\n", "pass\n"
    once = cleared("from shop import a, os, abc\n", before, after)
    assert once == "from shop import a, abc\n"
    assert cleared(once, before, after) == "from shop import a\n"
