"""Loggers that have names: what is left of them is told on request."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings

TEXT = """
import logging
from shop import logger

def test_price(shop, named):
    {}
    assert shop.price() == 1
"""


def found(change: str, *enable: str) -> bool:
    findings = engine.check(TEXT.format(change), "tests/test_x.py", Settings(enable=enable))
    return any(each.code == "TSE314" for each in findings)


@pytest.mark.parametrize(
    "change",
    ["setLevel(10)", "addHandler(shop.handler)", "propagate = False", "disabled = True"],
)
def test_they_are_told_on_request(change: str) -> None:
    assert found(f'logging.getLogger("shop").{change}', "TSE314")
    assert not found(f'logging.getLogger("shop").{change}')


@pytest.mark.parametrize("owner", ["logger", "named", "shop.logger", 'logging.getLogger("a").parent'])
def test_what_may_be_anything_else_is_not(owner: str) -> None:
    assert not found(f"{owner}.disabled = True", "TSE314")


@pytest.mark.parametrize("name", ["", '"shop"', "shop.__name__"])
def test_names_are_followed(name: str) -> None:
    assert found(f"made = logging.getLogger({name})\n    made.setLevel(10)", "TSE314")


@pytest.mark.parametrize("name", ["__name__", "next(names)", 'f"shop.{shop}"'])
def test_names_of_the_test_alone_are_not(name: str) -> None:
    assert not found(f"made = logging.getLogger({name})\n    made.setLevel(10)", "TSE314")


def test_a_level_that_every_logger_begins_with_is_not() -> None:
    assert not found('logging.getLogger("shop").setLevel(logging.NOTSET)', "TSE314")
