"""TSE506 where the message is a comprehension: does it list what the condition looked at?"""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

CASES = {
    "what something else holds": ("shop.expected", "[each.text for each in client.log]", False),
    "what the same object holds": ("shop.expected", "[each.text for each in shop.log]", True),
    "the condition is no expected value": ("shop.total", "[each.text for each in shop.log]", False),
}


@pytest.mark.parametrize(("condition", "message", "reported"), CASES.values(), ids=CASES)
def test_a_comprehension_after_the_comma(condition: str, message: str, reported: bool) -> None:
    text = f"import shop\ndef test_a(client):\n    client.pay()\n    assert {condition}, {message}\n"
    codes = {each.code for each in engine.check(text, "tests/test_a.py", Settings(enable=("TSE",)))}
    assert ("TSE506" in codes) == reported
