"""Who is meant by ``called_once``: a mock, if one is used, and nothing of the project answers to it."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings

ASKED = "    assert shop.bank.called_once\n"
PATH = "tests/test_shop.py"


def _lines(text: str, others: dict[str, str] | None = None) -> list[int]:
    view = Project(Tree({PATH: text, **(others or {})})).view(PATH)
    return [each.line for each in engine.check(text, PATH, Settings(), view) if each.code == "TSE607"]


@pytest.mark.parametrize(
    "text",
    [
        "from unittest import mock\n\ndef test_ships(shop):\n",
        "import mock\n\ndef test_ships(shop):\n",
        "def test_ships(mocker, shop):\n",
    ],
)
def test_mocks_are_used(text: str) -> None:
    assert _lines(text + ASKED) == [text.count("\n") + 1]


@pytest.mark.parametrize(
    "text",
    [
        "from shop import Bank\n\n# No mock stands here but the word.\ndef test_ships(shop):\n",
        "from unittest import mock\n\nclass Timer:\n    def called_once(self):\n        return 1\n\n"
        "def test_ships(shop):\n",
        "from unittest import mock\n\nclass Timer:\n    called_once: bool = False\n\ndef test_ships(shop):\n",
    ],
)
def test_something_else_is_asked(text: str) -> None:
    assert _lines(text + ASKED) == []


def test_another_file_answers() -> None:
    text = "from unittest import mock\nfrom shop.timers import Timer\n\ndef test_ships(shop):\n" + ASKED
    timer = "class Timer:\n    @property\n    def called_once(self):\n        return self.count == 1\n"
    assert _lines(text, {"shop/__init__.py": "", "shop/timers.py": timer}) == []
    assert _lines(text, {"shop/__init__.py": "", "shop/timers.py": "class Timer:\n    pass\n"}) == [5]
