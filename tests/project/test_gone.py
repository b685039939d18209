"""Modules of tests that import what the project has lost: nothing in them runs."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings

PACKAGE = {"shop/__init__.py": "", "shop/stock/__init__.py": "", "shop/web/pages/one.py": ""}
TEST = "{}\n\n\ndef test_a():\n    assert open('a').read()\n"


def codes(statement: str, **more: str) -> list[str]:
    path = "old/tests/test_a.py"
    files = {**PACKAGE, **{name.replace("__", "/") + ".py": text for name, text in more.items()}}
    files[path] = TEST.format(statement)
    view = Project(Tree(files)).view(path)
    return [each.code for each in engine.check(files[path], path, Settings(), view)]


@pytest.mark.parametrize(
    "statement",
    [
        "from shop.bills.paid import Bill",
        "import os, shop.bills.paid",
        "from shop.web.forms.old import Form",
    ],
)
def test_the_package_is_gone(statement: str) -> None:
    assert codes(statement) == []


@pytest.mark.parametrize(
    "statement",
    [
        "from shop.stock.paid import Bill",  # it may be compiled
        "from shop.bills import Bill",
        "from shop import bills",
        "from shop.web.pages.one import Page",
        "from other.bills.paid import Bill",
        "from . import bills",
        "try:\n    from shop.bills.paid import Bill\nexcept ImportError:\n    Bill = None",
    ],
)
def test_the_module_may_be_there(statement: str) -> None:
    assert codes(statement) == ["TSE301"]


def test_a_package_of_several_folders_may_be_whole() -> None:
    files = {**PACKAGE, "shop/__init__.py": "__path__ = found(__path__)"}
    path = "tests/test_a.py"
    files[path] = TEST.format("import shop.bills.paid")
    view = Project(Tree(files)).view(path)
    assert [each.code for each in engine.check(files[path], path, Settings(), view)] == ["TSE301"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import os\nfrom shop.bills.paid import Bill\n", []),
        ("try:\n    from shop.bills.paid import Bill\nexcept ImportError:\n    Bill = None\n", ["TSE301"]),
        ("from shop.stock.paid import Bill\n", ["TSE301"]),
    ],
)
def test_what_a_module_beside_it_imports(text: str, expected: list[str]) -> None:
    assert codes("from .bills import Bill", old__tests__bills=text) == expected


def test_nothing_is_known_of_the_project() -> None:
    source = TEST.format("from shop.bills.paid import Bill")
    assert [each.code for each in engine.check(source, "tests/test_a.py", Settings())] == ["TSE301"]
