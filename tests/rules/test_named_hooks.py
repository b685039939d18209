"""What a set-up names of the class above and does not call, and how it is called."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings
from tests.fixing.texts import fixed, stays

ASYNC = "import unittest\nclass TestA(unittest.IsolatedAsyncioTestCase):\n    {}\n"
PLAIN = "import unittest\nclass TestA(unittest.TestCase):\n    {}\n"
UNKNOWN = "import shop\nclass TestA(shop.Tests):\n    {}\n"
OWN = "class Base:\n    def setup_method(self, method): self.a = method\nclass TestA(Base):\n    {}\n"
CALLED = {
    (PLAIN, "def setUp(self): super()"): "def setUp(self): super().setUp()",
    (UNKNOWN, "def setUp(self): super().setUp"): "def setUp(self): super().setUp()",
    (ASYNC, "async def asyncSetUp(self): super().asyncSetUp"): (
        "async def asyncSetUp(self): await super().asyncSetUp()"
    ),
    (ASYNC, "async def asyncSetUp(self): super()"): "async def asyncSetUp(self): await super().asyncSetUp()",
    (OWN, "def setup_method(self, method): super().setup_method"): (
        "def setup_method(self, method): super().setup_method(method)"
    ),
    (OWN, "def setup_method(self, /, method): super()"): (
        "def setup_method(self, /, method): super().setup_method(method)"
    ),
    (PLAIN, "def tearDown(self): super().setUp"): "def tearDown(self): super().setUp()",
}


@pytest.mark.parametrize(("class_", "method"), CALLED)
def test_it_is_called_as_it_has_to_be(class_: str, method: str) -> None:
    assert fixed("TSE317", class_.format(method)) == [class_.format(CALLED[class_, method])]


@pytest.mark.parametrize(
    ("class_", "method"),
    [
        (UNKNOWN, "async def setUp(self): super().setUp"),
        (ASYNC, "def setUp(self): super().asyncSetUp"),
        (OWN, "def setup_method(self, *rest): super().setup_method"),
        (OWN, "def teardown_method(self, method): super().setup_method"),
    ],
)
def test_what_it_has_to_be_given_is_for_a_person_to_say(class_: str, method: str) -> None:
    stays("TSE317", class_.format(method))


@pytest.mark.parametrize(
    ("class_", "method"),
    [
        ("class TestA:\n    {}\n", "def setup_method(self): super()"),
        ("class TestA:\n    {}\n", "def setup_method(self): super().setup_method"),
        (PLAIN, "def setup_method(self): super()"),
        (PLAIN, "async def asyncSetUp(self): super()"),
        (UNKNOWN, "def setup_method(self): super().setup_method"),
        (OWN, "def setUp(self): super()"),
        ("{}\n", "def setUp(): super()"),
    ],
)
def test_what_no_class_above_is_known_to_have_is_not_called(class_: str, method: str) -> None:
    found = engine.check(class_.format(method), "tests/test_a.py", Settings())
    assert "TSE317" not in [each.code for each in found]
