"""Variables that a fixture sets anew before each test: in one module, or in all that there are."""

from __future__ import annotations

import pytest

from flake8_testsec.cleanup import states
from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module

from .small_projects import PATH, function_of

TEST = """
import os, pytest

def test_it(shop):
    os.environ["MODE"] = "b"
    assert shop.mode() == "b"
"""
FIXTURE = """
import os, pytest

@pytest.fixture(autouse=True)
def no_mode():
    os.environ.pop("MODE", None)
    yield
"""
CASES = {
    "by nobody": ("", "", 1),
    "in the module, so that other modules meet it": (FIXTURE, "", 1),
    "for all modules": ("", FIXTURE, 0),
    "in the module and for all": (FIXTURE, FIXTURE, 0),
}


@pytest.mark.parametrize(("own", "shared", "said"), CASES.values(), ids=CASES.keys())
def test_set_anew(own: str, shared: str, said: int) -> None:
    texts = {PATH: own + TEST, "tests/conftest.py": shared}
    module = Module.parse(texts[PATH], PATH, Settings(), Project(Tree(texts)).view(PATH))
    assert len(states.judgements(function_of(module), "TSE304", module)) == said
