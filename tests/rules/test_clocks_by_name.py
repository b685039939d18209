"""Clocks in tests, as far as no example shows them."""

from __future__ import annotations

from flake8_testsec import engine
from flake8_testsec.settings import Settings


def lines(text: str, code: str) -> list[int]:
    findings = engine.check(text, "tests/test_x.py", Settings(enable=(code,)))
    return [each.line for each in findings if each.code == code]


def test_a_time_that_is_used_often_is_not_followed_for_ever() -> None:
    uses = "    print(abs(taken))\n" * 60
    text = "import time\ndef test_a():\n    a = time.time()\n    taken = time.time() - a\n"
    assert lines(f"{text}{uses}    assert taken < 1\n", "TSE229") == [65]


def test_a_text_with_no_constant_before_an_attribute_may_be_unique() -> None:
    text = "import time\nbucket = f'{}{{int(time.time())}}'\n"
    assert lines(text.format("{x.name}"), "TSE225") == []
    assert lines(text.format("a"), "TSE225") == [2]
    assert lines(text.format("{int(time.time())}"), "TSE225") == []
