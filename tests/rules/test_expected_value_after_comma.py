"""TSE506 where the message is a comprehension, or in a script without spaces: does it tell of the failure?"""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

CASES = {
    "what something else holds": ("shop.expected", "[each.text for each in client.log]", False),
    "what the same object holds": ("shop.expected", "[each.text for each in shop.log]", True),
    "the condition is no expected value": ("shop.total", "[each.text for each in shop.log]", False),
    "a sentence in a script without spaces": ("shop.name(1)", "'付款以后应该有收据'", False),
    "a word of such a script": ("shop.name(1)", "'收据'", True),
}


@pytest.mark.parametrize(("condition", "message", "reported"), CASES.values(), ids=CASES)
def test_what_stands_after_the_comma(condition: str, message: str, reported: bool) -> None:
    text = f"import shop\ndef test_a(client):\n    client.pay()\n    assert {condition}, {message}\n"
    codes = {each.code for each in engine.check(text, "tests/test_a.py", Settings(enable=("TSE",)))}
    assert ("TSE506" in codes) == reported
