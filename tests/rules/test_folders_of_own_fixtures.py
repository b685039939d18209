"""What a fixture of the project gives in the place of pytest's folders is no path."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings

PATH = "tests/test_shop.py"
OWN = """\
import pytest

@pytest.fixture({})
def {}():
    return Drawer()

"""
TEST = """\
def test_order(tmpdir):
    assert tmpdir.join("order").open().read() == "1"
"""


def _codes(text: str, conftest: str = "") -> set[str]:
    view = Project(Tree({PATH: text, "tests/conftest.py": conftest})).view(PATH)
    return {each.code for each in engine.check(text, PATH, Settings(), view)}


def test_pytest_gives_a_path() -> None:
    assert "TSE301" in _codes(TEST, OWN.format("", "drawer"))
    assert "TSE301" in _codes(OWN.format("", "drawer") + TEST)


@pytest.mark.parametrize("own", [OWN.format("", "tmpdir"), OWN.format('name="tmpdir"', "drawer")])
def test_a_fixture_of_the_project_gives_something_else(own: str) -> None:
    assert "TSE301" not in _codes(TEST, own)
    assert "TSE301" not in _codes(own + TEST)
