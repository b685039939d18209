"""Fixtures of other files that stand between a test and the network."""

from __future__ import annotations

import ast
import textwrap

import pytest

from flake8_testsec.project.files import Tree
from flake8_testsec.project.interception import is_intercepted
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.interceptors import NETWORK

PATH = "tests/unit/test_a.py"
CONFTEST = """
import pytest
import requests

@pytest.fixture(autouse=True)
def clean(shop):
    shop.clean()

@pytest.fixture
def answers(monkeypatch):
    monkeypatch.setattr(requests, "get", print)

@pytest.fixture
def orders(answers):
    return answers
"""
EVERY = {"tests/conftest.py": CONFTEST.replace("def answers", "def shop")}
ASKED = {"tests/conftest.py": CONFTEST}


def asked(text: str, files: dict[str, str]) -> bool:
    text = textwrap.dedent(text)
    view = Project(Tree({**files, PATH: text})).view(PATH)
    module = Module.parse(text, PATH, Settings(), view)
    (place,) = (each for each in module.nodes(ast.Name) if each.id == "here")
    return is_intercepted(place, module, NETWORK)


TWICE = f"""{CONFTEST}
@pytest.fixture
def shop(clock): ...

@pytest.fixture
def till(clock): ...
"""
TEST = "def test_a(shop):\n    here\n"
OPEN = {
    "no other file": (TEST, {}),
    "one that cannot be read": (TEST, {"tests/conftest.py": "def"}),
    "a fixture that nobody asks for": (TEST, ASKED),
    "of another folder": (TEST, {"tests/other/conftest.py": CONFTEST}),
    "a fixture that says that it does not run unasked": (
        "def test_a():\n    here\n",
        {"tests/conftest.py": EVERY["tests/conftest.py"].replace("autouse=True", "autouse=False")},
    ),
    "a key that is none": (
        "def test_a(fake_api_key, mock_http_urls):\n    here\n",
        {"tests/conftest.py": "import pytest\n@pytest.fixture\ndef fake_api_key():\n    return 1\n"},
    ),
    "asked for twice": ("def test_a(shop, till):\n    here\n", {"tests/conftest.py": TWICE}),
}
IN_FORCE = {
    "what runs for each asks for it": ("def test_a():\n    here\n", EVERY),
    "asked for": ("def test_a(*, answers):\n    here\n", ASKED),
    "asked for by another": ("def test_a(orders):\n    here\n", ASKED),
    "asked for by a fixture of the module": (
        """
        import pytest
        @pytest.fixture
        def shop(orders):
            pass
        def test_a(shop):
            here
        """,
        ASKED,
    ),
    "asked for by one that runs unasked": (
        """
        import pytest
        @pytest.fixture(autouse=True)
        def shop(orders):
            pass
        def test_a():
            here
        """,
        ASKED,
    ),
    "asked for by a mark": (
        """
        import pytest
        @pytest.mark.usefixtures(*NAMES, "answers")
        @pytest.mark.slow
        class TestA:
            def test_a(self):
                here
        """,
        ASKED,
    ),
    "its own": ("def test_a(requests_mock):\n    here\n", {}),
}


@pytest.mark.parametrize(("text", "files"), OPEN.values(), ids=OPEN)
def test_is_not_in_force(text: str, files: dict[str, str]) -> None:
    assert not asked(text, files)


@pytest.mark.parametrize(("text", "files"), IN_FORCE.values(), ids=IN_FORCE)
def test_is_in_force(text: str, files: dict[str, str]) -> None:
    assert asked(text, files)


def test_nothing_is_known_of_others() -> None:
    module = Module.parse(TEST, PATH, Settings())
    assert not is_intercepted(module.tree.body[0], module, NETWORK)
