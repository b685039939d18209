"""Sentences on what fills, holds, replaces and brings something that were not true of a file."""

from __future__ import annotations

import pytest

from .asking import told

_HELD = """\
import other
import requests
class TestShop(Base):
    def setUp(self):
        self.session = requests.Session()
        self.kept: object = requests.Session()
        self.typed: object = None
        self.typed = requests.Session()
        self.pair, self.more = fake(), 3
        self.page = requests.Session()
        self.below = requests.Session()
        self.method = requests.Session()
        self.replaced = requests.Session()
        self.patched = requests.Session()
        self.named = requests.Session()
        self.foreign = requests.Session()
    def more(self):
        self.pair = requests.Session()
        with made() as self.page:
            pass
        setattr(self, "replaced", fake())
        patch("tests.test_shop.TestShop.patched")
        thing.named = fake()
    def method(self):
        pass
    {0}
class TestBelow(TestShop):
    within = requests.Session()
    with made() as within:
        pass
    def setUp(self):
        self.below = fake()
    {1}
class TestElse:
    session = fake()
    {1}
def make(self):
    session = 3
    {1}
def session(): pass
"""
_SAID = "By its name, sends a request, or is answered by a double: `{}.get()` (line {}).".format


@pytest.mark.parametrize(
    ("of", "is_told"),
    [
        ("self.session", True),
        ("self.kept", True),
        ("TestShop.session", True),
        ("self.typed", False),
        ("self.pair", False),
        ("self.page", False),
        ("self.below", False),
        ("self.method", False),
        ("self.replaced", False),
        ("self.patched", False),
        ("self.named", False),
        ("self.foreign", False),
        ("db.session", False),
        ("self.client.session", False),
        ("app.session", False),
        ("other.session", False),
    ],
)
def test_sessions_that_the_same_object_holds(of: str, is_told: bool) -> None:
    text = _HELD.format(f"def test_a(self, app, db): {of}.get(url)", "pass")
    files = {"tests/base.py": "class Base:\n    foreign = 3\n"}
    text = text.replace("import other", "from tests.base import Base")
    assert (_SAID(of, 26) in told(text, "Inputs", files)) is is_told


def test_sessions_of_classes_beside() -> None:
    facts = told(_HELD.format("pass", "def test_a(self): self.session.get(url)"), "Inputs")
    assert _SAID("self.session", "33") in facts
    assert not any("line 36" in each or "line 38" in each for each in facts)
    facts = told(_HELD.format("pass", "def test_a(self): self.within.get(url)"), "Inputs")
    assert not any("self.within" in each for each in facts)


_NOW = """
    import random, time
    def now():
        return time.time()
    def stamp(at=None):
        return time.time()
"""


@pytest.mark.parametrize(
    ("text", "files", "is_told"),
    [
        ("def test_a(): helpers.now()", {}, True),
        (
            "def test_a(monkeypatch):\n    monkeypatch.setattr(helpers, 'now', lambda: 3)\n    helpers.now()",
            {},
            False,
        ),
        ("def test_a():\n    with patch('tests.helpers.now'):\n        helpers.now()", {}, False),
        ("@patch.object(helpers, 'now')\ndef test_a(fake): helpers.now()", {}, False),
        ("def test_a(mocker):\n    mocker.patch.object(helpers, 'now')\n    helpers.now()", {}, False),
        ("def test_a():\n    helpers.now = fake\n    helpers.now()", {}, False),
        ("@patch('tests.test_shop.now')\ndef test_a(fake): now()", {}, False),
        ("@patch('tests.test_shop.stamp')\ndef test_a(fake): now()", {}, True),
        ("def test_a(): now()", {"tests/conftest.py": "from freezegun import freeze_time"}, False),
        ("def test_a(): now()", {"tests/conftest.py": "def a(m): m.setattr('tests.helpers.now', 3)"}, False),
        ("def test_a(): now()", {"tests/conftest.py": "def a(m): m.setattr('tests.helpers.more', 3)"}, True),
        ("def test_a(): now()", {"tests/conftest.py": "NAME = 'now'"}, True),
        (
            "def test_a(): now()",
            {"tests/conftest.py": "from tests.still import *", "tests/still.py": "import time_machine"},
            False,
        ),
        (
            "from tests.still import Still\nclass TestA(Still):\n    def test_a(self): now()",
            {"tests/still.py": "class Still:\n    def setUp(self): freezer.start()"},
            False,
        ),
    ],
)
def test_a_clock_in_a_function_that_may_be_replaced(text: str, files: dict[str, str], is_told: bool) -> None:
    head = "from unittest.mock import patch\nfrom tests import helpers\nfrom tests.helpers import now\n"
    facts = told(f"{head}{text}\n", "Inputs", {"tests/__init__.py": "", "tests/helpers.py": _NOW, **files})
    assert any("The clock is read" in each for each in facts) is is_told
