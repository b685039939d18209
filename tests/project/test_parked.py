"""Tests in comments whose subjects are commented out, too."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings

PATH = "tests/test_till.py"
SHOP = """
def total(): return 3

def refund(): return 3
#refund = cached(refund)
# def refund(): return 4

# async def lend():
#     return 3

    ##    def swap(): return 3
"""
IMPORTS = (
    "import shop.till, json\nfrom shop import till\nfrom shop.till import total\n\ndef test_x(): run()\n\n"
)
PARKED = {
    "an attribute of a module": "assert till.lend() == 3",
    "an attribute under another name": "assert till.total() == till.swap()",
    "an import": "from shop.till import lend\nassert lend() == 3",
}
LIVE = {
    "a function that is there": "assert till.total() == 3",
    "one that was written anew": "assert till.refund() == 3",
    "one that is not there at all": "assert till.sell() == 3",
    "a name that nobody imports": "assert lend() == 3",
    "an attribute of something else": "assert other.lend() == 3",
    "another module": "assert json.lend() == 3",
    "an import from here": "from . import lend\nassert lend() == 3",
}


def found(body: str, settings: Settings, *, alone: bool = False) -> int:
    test = f"def test_y():\n{textwrap.indent(body, '    ')}\n"
    text = IMPORTS + textwrap.indent(test, "# ")
    view = Project(Tree({PATH: text, "shop/__init__.py": "", "shop/till.py": SHOP})).view(PATH)
    findings = engine.check(text, PATH, settings, None if alone else view)
    return sum(each.code == "TSE524" for each in findings)


@pytest.mark.parametrize("case", PARKED)
def test_what_is_put_aside_with_its_test_is_told_by_name(case: str) -> None:
    assert found(PARKED[case], Settings()) == 0
    assert found(PARKED[case], Settings(enable=("TSE524",))) == 1
    assert found(PARKED[case], Settings(), alone=True) == 1


@pytest.mark.parametrize("case", LIVE)
def test_what_is_tested_may_be_there(case: str) -> None:
    assert found(LIVE[case], Settings()) == 1
