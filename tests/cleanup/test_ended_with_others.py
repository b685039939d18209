"""Functions of the project that tear-downs call, and that end all children or set what a test has set."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings

PATH = "tests/test_shop.py"
CASE = """import subprocess, unittest
from unittest import mock
from shop import bank
from tests.tools import {function}
class TestShop(unittest.TestCase):
    def {hook}(self):
        {call}
    def test_it(self):
        {body}
"""


def codes(tools: str, call: str, body: str, hook: str = "tearDown", function: str = "kill_all") -> list[str]:
    source = CASE.format(function=function, hook=hook, call=call, body=body)
    bank = "CLIENT = None\nNAME = 'a'\ndef close():\n    global CLIENT\n    CLIENT = None\n"
    files = {"tests/tools.py": tools, "shop/__init__.py": "", "shop/bank.py": bank, PATH: source}
    findings = engine.check(source, PATH, Settings(), Project(Tree(files)).view(PATH))
    return [each.code for each in findings if each.code in ("TSE307", "TSE311", "TSE313")]


TOOLS = "import multiprocessing, os, psutil, signal\ndef kill_all(*given):\n    {}\n"
LEFT = "subprocess.Popen(['shop'])\n        self.assertTrue(bank.open())"
SKIPPED = (
    "p = subprocess.Popen(['shop'])\n        self.assertTrue(bank.open())\n        p.kill()\n        p.wait()"
)


@pytest.mark.parametrize(
    "body",
    [
        "os.waitpid(0, 0)",
        "os.waitpid(-1, 0)",
        "os.wait()",
        "for each in psutil.Process().children(): each.kill()",
        "for each in multiprocessing.active_children(): each.kill()",
    ],
)
@pytest.mark.parametrize("test", [LEFT, SKIPPED])
def test_all_children_are_ended(body: str, test: str) -> None:
    assert codes(TOOLS.format(body), "kill_all()", test) == []


NOT_ALL = {
    "a given child": "os.waitpid(given[0], 0)",
    "those that have ended": "os.waitpid(-1, os.WNOHANG)",
    "another process's": "psutil.Process(given[0]).memory_info()",
    "a signal": "os.kill(given[0], signal.SIGKILL)",
}


@pytest.mark.parametrize("case", NOT_ALL)
def test_not_all_children_are_ended(case: str) -> None:
    assert codes(TOOLS.format(NOT_ALL[case]), "kill_all()", LEFT) == ["TSE311"]


def test_children_are_ended_where_a_test_begins() -> None:
    assert codes(TOOLS.format("os.wait()"), "kill_all()", LEFT, hook="setUp") == ["TSE311"]
    assert codes(TOOLS.format("os.wait()"), "self.addCleanup(kill_all)", LEFT, hook="setUp") == []


SET = "bank.{} = mock.Mock()\n        self.assertTrue(bank.open())"


def test_what_a_function_that_ends_something_sets_is_set_back() -> None:
    assert codes(TOOLS.format("pass"), "self.addCleanup(bank.close)", SET.format("CLIENT"), "setUp") == []
    assert codes(TOOLS.format("pass"), "bank.close()", SET.format("CLIENT")) == []
    assert codes(TOOLS.format("pass"), "bank.close()", SET.format("NAME")) == ["TSE313"]
    assert codes(TOOLS.format("pass"), "bank.close_later()", SET.format("CLIENT")) == ["TSE313"]


def test_what_a_fixture_before_its_yield_ends_it_has_not_set_back() -> None:
    tools = "import os\nfrom shop import bank\ndef close_all():\n    bank.CLIENT = None\n    yield\n"
    assert codes(tools, "close_all()", SET.format("CLIENT"), function="close_all") == ["TSE313"]
    told = tools.replace("    yield\n", "")
    assert codes(told, "close_all()", SET.format("CLIENT"), function="close_all") == []
