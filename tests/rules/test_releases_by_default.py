"""Which releases that are not called are reported where the rule is not enabled by name."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

TEXT = (
    "import socket, threading\ndef test_built(build):\n    result = {0}\n    assert result\n    result.{1}\n"
)
SETTINGS = Settings()


def codes(made: str, word: str, settings: Settings = SETTINGS) -> list[str]:
    findings = engine.check(TEXT.format(made, word), "tests/test_x.py", settings)
    return [each.code for each in findings if each.code in ("TSE324", "TSE528")]


@pytest.mark.parametrize(
    "made, word, code",
    (
        ("build()", "close", "TSE528"),
        ("threading.Lock()", "release", "TSE528"),
        ("build()", "aclose", "TSE324"),
        ("socket.socket()", "dispose", "TSE324"),
    ),
)
def test_what_is_certainly_a_method_is_reported_once(made: str, word: str, code: str) -> None:
    assert codes(made, word) == [code]


def test_a_rule_that_is_enabled_by_name_says_it_too() -> None:
    assert codes("build()", "close", Settings(enable=("TSE324",))) == ["TSE324", "TSE528"]


def test_what_may_be_a_value_is_not() -> None:
    assert not codes("build()", "dispose")
