"""Paths that are nested deeper than anybody writes them."""

from __future__ import annotations

from flake8_testsec import engine
from flake8_testsec.settings import Settings


def test_a_path_that_is_nested_too_deep_is_not_followed() -> None:
    path = "str(" * 30 + "'/tmp/shop'" + ")" * 30
    assert engine.check(f"open({path})\n", "tests/test_example.py", Settings()) == []


def test_a_path_is_reported_once_with_the_first_call() -> None:
    text = "PATH = '/tmp/shop'\nopen(PATH)\nopen(PATH)\n"
    (finding,) = engine.check(text, "tests/test_example.py", Settings())
    assert (finding.code, finding.line, finding.related[0].line) == ("TSE206", 1, 2)
