"""Which computed code is reported where no rule is enabled by name: imports."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

IMPORTS = (
    "'import %s' % name",
    "'import {}'.format(name)",
    "f'import {name} as module'",
    "f'from {name} import Shop'",
    "'from ' + name + ' import Shop'",
    "f'from shop.{name} import Order'",
    "'import ' + " + " + ".join(["name"] * 1100),
    "'from %s import %s' % (name, other)",
)
OTHERS = (
    "name",
    "f'result = {name}'",
    "f'from {name} import *'",
    "f'import {name}; {name}.run()'",
    "f'import {name}\\n{name}.run()'",
    "name.read()",
    "f'{name} import x'",
    "'import shop'",
    "b'import %s' % name",
    "f'import {name}', {}",
    "f'from __future__ import {name}'",
    "f'from shop import {name}'",
    "'from shop import ' + name",
    "'from shop.orders import %s' % name",
)


def found(text: str) -> list[str]:
    source = f"def test_shop(name, other):\n    exec({text})"
    return messages(source)


def messages(source: str) -> list[str]:
    every = engine.check(source, "tests/test_x.py", Settings())
    return [each.message for each in every if each.code in ("TSE000", "TSE701")]


@pytest.mark.parametrize("text", IMPORTS)
def test_an_import_of_what_is_filled_in_is_reported(text: str) -> None:
    (message,) = found(text)
    assert message.endswith("use importlib.import_module")


@pytest.mark.parametrize("text", OTHERS)
def test_nothing_else_is(text: str) -> None:
    assert not found(text)


def test_an_import_that_shall_fail_is_the_subject() -> None:
    text = "exec(f'import {name}')"
    expecting = "with pytest.raises(ImportError):"
    assert not messages(f"import pytest\ndef test_shop(name):\n    {expecting}\n        {text}")
    assert messages(f"import pytest\ndef test_shop(name):\n    {text}")
