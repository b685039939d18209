"""Tests of Python's own library that a project has copied are told by what they import."""

from __future__ import annotations

import pytest

from flake8_testsec.project.copied import is_copied
from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

PATH = "tests/test_pickle.py"
SUPPORT = "from test import support\n"


def copied(text: str, path: str = PATH, **others: str) -> bool:
    view = Project(Tree({path: text, "shop/__init__.py": "", **others})).view(path)
    return is_copied(Module.parse(text, path, Settings(), view))


@pytest.mark.parametrize("path", [PATH, "tests/test_pickle/test_more.py"])
def test_a_copy_imports_what_it_is_called_after(path: str) -> None:
    assert copied("import pickle\n" + SUPPORT, path)


@pytest.mark.parametrize(
    "text",
    [
        SUPPORT,
        "import pickle\n",
        "import pickle, shop\n" + SUPPORT,
        "import pickle\nfrom shop import *\n" + SUPPORT,
        "import pickle\nfrom shop import order\n" + SUPPORT,
    ],
)
def test_a_test_of_the_project_is_no_copy(text: str) -> None:
    assert not copied(text)


def test_a_module_of_the_project_may_have_the_name() -> None:
    assert not copied("import shop\n" + SUPPORT, "tests/test_shop.py")
    assert not copied("import pickle\n" + SUPPORT, PATH, **{"tests/pickle.py": ""})
    assert not copied("import pickle\n" + SUPPORT, PATH, **{"test/support/__init__.py": ""})


def test_nothing_is_known_of_others() -> None:
    assert not is_copied(Module.parse("import pickle\n" + SUPPORT, PATH, Settings()))
