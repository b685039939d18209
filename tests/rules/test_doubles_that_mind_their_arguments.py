"""TSE611 is silent where what a double answers with may refuse a wrong call."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

ACCEPTS = {
    "side_effect=ValueError('no')": True,
    "side_effect=shop.Refused.Timeout": True,
    "side_effect=KeyboardInterrupt": True,
    "side_effect=[1, 2]": True,
    "side_effect=iter(ANSWERS)": True,
    "side_effect=lambda *all, **more: 1": True,
    "side_effect=lambda *all: 1": False,
    "side_effect=lambda: 1": False,
    "side_effect=everything": True,
    "side_effect=one": False,
    "side_effect=shop.send": False,
    "side_effect=partial(one, 1)": False,
    "wraps=everything": False,
}
BEFORE = (
    "from functools import partial\nfrom unittest.mock import patch\nimport shop\n\n\n"
    "def everything(*all, **more):\n    return 1\n\n\ndef one(to):\n    return to\n\n\n"
)


def codes(test: str) -> list[str]:
    found = engine.check(BEFORE + test, "tests/test_shop.py", Settings(enable=("TSE611",)))
    return [each.code for each in found if each.code == "TSE611"]


@pytest.mark.parametrize("given", ACCEPTS)
def test_by_what_is_given(given: str) -> None:
    test = f"def test_a():\n    with patch('shop.send', {given}):\n        shop.order()\n"
    assert codes(test) == ["TSE611"] * ACCEPTS[given]


HELD = {
    "    with patch('shop.send') as send:\n        send.side_effect = one\n": True,
    "    with patch('shop.send') as send:\n        other.side_effect = one\n": False,
    "    send = patch('shop.send').start()\n    send.side_effect = one\n": True,
    "    send = patch('shop.send')\n    send.side_effect = one\n": True,
    "    with patch('shop.send') as send:\n        use(send.side_effect)\n": False,
    "    use(patch('shop.send'))\n    send.side_effect = one\n": False,
}


@pytest.mark.parametrize("body", HELD)
def test_by_what_is_assigned(body: str) -> None:
    assert codes(f"def test_a():\n{body}") == ["TSE611"] * (not HELD[body])


def test_a_double_that_no_function_holds() -> None:
    assert codes("use(patch('shop.send'))\nsend.side_effect = one\n") == ["TSE611"]
