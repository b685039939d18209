"""Which calls of a debugger are reported by default, and which only where the rule is enabled by name."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings


def lines(text: str, *enable: str) -> list[int]:
    source = "import pdb\nimport pytest\n" + textwrap.dedent(text)
    found = engine.check(source, "tests/test_x.py", Settings(enable=enable))
    return [each.line for each in found if each.code == "TSE807"]


REPORTED = {
    "a test": """
    def test_pay(shop):
        pdb.set_trace()
    """,
    "a loop and a try of a test": """
    def test_pay(shop):
        try:
            for order in shop:
                pdb.set_trace()
        finally:
            shop.close()
    """,
    "a test that is not always there": """
    if pytest.__version__ > "8":
        def test_pay(shop):
            breakpoint()
    """,
    "a set-up": """
    class TestPay:
        def setup_method(self):
            pdb.set_trace()
    """,
    "a fixture": """
    @pytest.fixture
    async def shop():
        __import__("pdb").set_trace()
    """,
}

BY_NAME = {
    "under a condition": """
    def test_pay(shop):
        if shop.price > 100:
            pdb.set_trace()
    """,
    "where something went wrong": """
    def test_pay(shop):
        try:
            shop.pay()
        except OSError:
            pdb.set_trace()
    """,
    "in a helper": """
    def explain(shop):
        pdb.set_trace()
    """,
    "in what a test gives away": """
    def test_pay(shop):
        shop.connect(lambda: pdb.set_trace())
    """,
    "at import": """
    pdb.set_trace()
    """,
}


@pytest.mark.parametrize("text", REPORTED.values(), ids=REPORTED)
def test_what_each_run_comes_to_is_reported(text: str) -> None:
    assert len(lines(text)) == 1


@pytest.mark.parametrize("text", BY_NAME.values(), ids=BY_NAME)
def test_what_only_some_runs_come_to_is_reported_by_name(text: str) -> None:
    assert lines(text) == []
    assert len(lines(text, "TSE807")) == 1
