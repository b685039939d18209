"""Which releases that are not called are reported where the rule is not enabled by name."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

TEXT = "import threading\ndef test_built(build):\n    result = {0}\n    assert result\n    result.{1}\n"


def codes(made: str, word: str, settings: Settings) -> list[str]:
    findings = engine.check(TEXT.format(made, word), "tests/test_x.py", settings)
    return [each.code for each in findings if each.code == "TSE324"]


@pytest.mark.parametrize("made, word", (("build()", "close"), ("threading.Lock()", "release")))
def test_what_is_certainly_a_method_is_reported(made: str, word: str) -> None:
    assert codes(made, word, Settings()) == ["TSE324"]


def test_what_may_be_a_value_is_not() -> None:
    assert not codes("build()", "release", Settings())
