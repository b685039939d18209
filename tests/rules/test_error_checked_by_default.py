"""Where a check of an error that nothing demands is reported by default, and where on request."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings


def is_reported(handler: str, *enable: str) -> bool:
    text = f"""
    def test_exit(shop):
        try:
            shop.close("x")
        except shop.Closed{handler}
    """
    findings = engine.check(textwrap.dedent(text), "tests/test_x.py", Settings(enable=enable))
    return any(each.code == "TSE408" for each in findings)


@pytest.mark.parametrize("enable", [(), ("TSE408",)])
def test_a_named_error_is_reported(enable: tuple[str, ...]) -> None:
    assert is_reported(" as error: assert error.reason == 'x'", *enable)


def test_an_error_without_a_name_is_reported_on_request() -> None:
    handler = ": assert shop.reason == 'x'"
    assert not is_reported(handler)
    assert is_reported(handler, "TSE408")
