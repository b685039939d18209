"""Which loops without a limit are reported by default: those that tests run, as far as their module tells."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

WAIT = "import time\nimport pytest\ndef wait(shop):\n    while not shop.open:\n        time.sleep(1)\n"


def count(text: str, *enable: str) -> int:
    findings = engine.check(WAIT + textwrap.dedent(text), "tests/test_x.py", Settings(enable=enable))
    return [each.code for each in findings].count("TSE216")


REPORTED = {
    "a test": "def test_shop(shop):\n    wait(shop)",
    "a fixture": "@pytest.fixture\ndef opened(shop):\n    wait(shop)",
    "a set-up": "def setup_module():\n    wait(SHOP)",
    "a method of a test class": "class TestShop:\n    def opened(self):\n        wait(self.shop)",
    "a function of a test": "def test_shop(shop):\n    def opened():\n        wait(shop)\n    opened()",
    "a function that a test calls": """
    def opened(shop):
        again(shop)
    def again(shop):
        wait(shop)
        opened(shop)
    def test_shop(shop):
        opened(shop)
    """,
}
ON_REQUEST = {
    "nothing": "",
    "a script": "def main():\n    wait(SHOP)\nmain()",
    "a script that measures": """
    def main(command):
        wait(command)
    if __name__ == "__main__":
        main(sys.argv[1])
    """,
    "another method": "class Shop:\n    def opened(self):\n        wait(self)",
    "a function that calls itself": "def opened(shop):\n    wait(shop)\n    opened(shop)",
}


@pytest.mark.parametrize("text", REPORTED.values(), ids=REPORTED)
def test_what_tests_wait_for(text: str) -> None:
    assert count(text) == 1


@pytest.mark.parametrize("text", ON_REQUEST.values(), ids=ON_REQUEST)
def test_what_only_others_wait_for(text: str) -> None:
    assert count(text) == 0
    assert count(text, "TSE216") == 1
