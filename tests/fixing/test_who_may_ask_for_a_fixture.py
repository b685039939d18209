"""Functions of pytest that may ask for another fixture, and those whose arguments others decide."""

from __future__ import annotations

import pytest

from .texts import becomes, stays

HEAD = "import os\nimport unittest\nfrom other import Base, made\nimport pytest_asyncio\n\n"
SET = 'os.environ["A"] = "1"'
WITH = 'monkeypatch.setenv("A", "1")'


def method(base: str, body: str = SET, asked: str = "") -> str:
    return (
        f"{HEAD}class TestShop{base}:\n    def test_a(self{asked}):\n        {body}\n        assert run(os)\n"
    )


def test_object_is_no_base_that_asks_for_anything() -> None:
    becomes("TSE304", method("(object)"), method("(object)", WITH, ", monkeypatch"))


@pytest.mark.parametrize("mark", ["@unittest.skipIf(x, 'y')", "@unittest.skipUnless(x, 'y')"])
def test_what_skips_a_test_gives_it_nothing(mark: str) -> None:
    before = f"{HEAD}{mark}\ndef test_a(shop):\n    {SET}\n    assert shop(os)\n"
    becomes("TSE304", before, before.replace(SET, WITH).replace("(shop):", "(shop, monkeypatch):"))


def test_a_fixture_of_pytest_asyncio_is_one_of_pytest() -> None:
    before = f"{HEAD}@pytest_asyncio.fixture\nasync def shop(db):\n    {SET}\n    return db(os)\n"
    becomes("TSE304", before, before.replace(SET, WITH).replace("(db):", "(db, monkeypatch):"))


def test_a_base_of_the_module_may_give_a_test_its_arguments() -> None:
    base = f"{HEAD}class Shop:\n    pass\n\n\n"
    stays("TSE304", method("(Shop)").replace(HEAD, base))
