"""Code that never runs: branches, blocks, tests, helpers."""

from __future__ import annotations

import ast
import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings
from flake8_testsec.source.module import Module
from flake8_testsec.vocabulary.testing.unreached import never_runs

CASES = {
    "reached by one value": ("[True, False]", "if x:\n        asked()", False),
    "reached by all": ("[True]", "if x:\n        asked()", False),
    "an unknown value": ("[value]", "if x:\n        asked()", False),
    "bound again": ("[False]", "x = f()\n    if x:\n        asked()", False),
    "another condition": ("[False]", "if x == 1:\n        asked()", False),
    "another name": ("[False]", "if y:\n        asked()", False),
    "the other branch": ("[False]", "if x:\n        pass\n    else:\n        asked()", False),
    "an alternative": ("[False]", "if x or y:\n        asked()", False),
    "the opposite of what is not known": ("[False]", "if not y:\n        asked()", False),
    "outside": ("[False]", "if x:\n        pass\n    asked()", False),
    "reached by none": ("[False, 0]", "if x:\n        asked()", True),
    "one of two conditions": ("[False]", "if y and x:\n        for z in y:\n            asked()", True),
    "what a value rules out": ("[False]", "if not x:\n        pass\n    elif y:\n        asked()", True),
    "an alternative that is always taken": (
        "[1]",
        "if x or y:\n        pass\n    else:\n        asked()",
        True,
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_never_runs(case: str) -> None:
    values, body, unreached = CASES[case]
    source = f"@pytest.mark.parametrize('x', {values})\ndef test_a(x, y):\n    {body}\n"
    module = Module.parse(source, "tests/test_a.py", Settings())
    [call] = module.calls({"asked"})
    assert never_runs(call, module) is unreached


def test_a_parameter_without_marks_is_not_known() -> None:
    module = Module.parse("def f(x):\n    if x: asked()\nf(False)\n", "tests/test_a.py", Settings())
    assert not any(never_runs(each, module) for each in module.nodes(ast.Call))


NEVER = {
    "an inner function": "def test_a():\n def help():\n  asked()\ndef test_b():\n help = 1\n",
    "a function that the one around it does not name": (
        "def test_a():\n class Shop:\n  def open(self):\n   def serve():\n    serve = asked()\n    serve()\n"
        " Shop()\n"
    ),
    "a class that is skipped by a constant": (
        "@unittest.skipIf(1, 'x')\nclass TestA:\n def test_a(self):\n  asked()\n"
    ),
    "a module that is skipped by a constant": (
        "pytestmark = [pytest.mark.slow, pytest.mark.skipif(True)]\ndef test_a():\n asked()\n"
    ),
    "a condition by its name": "@pytest.mark.skipif(condition=True, reason='x')\ndef test_a():\n asked()\n",
    "a mark of the class": (
        "class TestA:\n pytestmark = [pytest.mark.skipif(True)]\n def test_a(self):\n  asked()\n"
    ),
    "a constant condition": "def test_a():\n if False:\n  asked()\n",
    "a constant in a condition": "def test_a():\n if 0 and x:\n  asked()\n",
    "the other branch of a constant": "def test_a():\n if True:\n  x()\n else:\n  asked()\n",
    "a loop that never begins": "def test_a():\n while 0:\n  asked()\n",
    "a constant of the module": "SLOW = False\ndef test_a():\n if SLOW:\n  asked()\n",
    "below a return": "def test_a():\n return\n asked()\n",
    "below a raise": "def test_a():\n raise KeyError\n with x:\n  asked()\n",
    "a skip that always happens": "@pytest.mark.skipif(True, reason='x')\ndef test_a():\n asked()\n",
    "a skip that depends on nothing": "@unittest.skipUnless(False, 'x')\ndef test_a():\n asked()\n",
    "a helper that nothing mentions": "def test_a():\n pass\ndef help():\n asked()\n",
    "a method that nothing mentions": (
        "class TestA(unittest.TestCase):\n def test_a(self):\n  pass\n def check(self):\n  asked()\n"
    ),
}
IMPORTS = "import pytest\nimport unittest\n"


def answer(source: str, path: str = "tests/test_a.py") -> bool:
    module = Module.parse(IMPORTS + source, path, Settings())
    [call] = module.calls({"asked"})
    return never_runs(call, module)


@pytest.mark.parametrize("case", NEVER)
def test_this_never_runs(case: str) -> None:
    assert answer(NEVER[case])


RUNS = {
    "below a skip": "def test_a():\n pytest.skip('x')\n asked()\n",
    "a test that is skipped": "@pytest.mark.skip\ndef test_a():\n asked()\n",
    "a class that is skipped": "@unittest.skip('x')\nclass TestA:\n def test_a(self):\n  asked()\n",
    "a module that is skipped": "pytestmark = pytest.mark.skip('x')\ndef test_a():\n asked()\n",
    "a module": "asked()\n",
    "a test": "def test_a():\n asked()\n",
    "a condition": "def test_a():\n while x:\n  asked()\n",
    "beside a return": "def test_a():\n if x:\n  return\n asked()\n",
    "above a return": "def test_a():\n asked()\n return\n",
    "a decorator of what is skipped": "@asked()\n@pytest.mark.skip\ndef test_a():\n pass\n",
    "a constant that is set elsewhere": (
        "SLOW = False\ndef test_a(monkeypatch):\n monkeypatch.setattr('a.SLOW', True)\n if SLOW:\n  asked()\n"
    ),
    "a constant of two values": "SLOW = False\nif x:\n SLOW = True\ndef test_a():\n if SLOW:\n  asked()\n",
    "a skip that depends": "@pytest.mark.skipif(WINDOWS, reason='x')\ndef test_a():\n asked()\n",
    "a skip that never happens": "@unittest.skipIf(False, 'x')\ndef test_a():\n asked()\n",
    "a skip without its condition": "@unittest.skipIf\ndef test_a():\n asked()\n",
    "an expected failure": "@pytest.mark.xfail\ndef test_a():\n asked()\n",
    "another mark": "pytestmark = pytest.mark.slow\nother = 1\ndef test_a():\n asked()\n",
    "a mark of something else": "x = pytestmark\ndef test_a():\n asked()\n",
    "a helper that is called": "def test_a():\n help()\ndef help():\n asked()\n",
    "a helper named in a text": "def test_a():\n run('test_a:help')\ndef help():\n asked()\n",
    "a helper in a file without tests": "def help():\n asked()\n",
    "a helper that is decorated": "def test_a():\n pass\n@app.route('/')\ndef help():\n asked()\n",
    "an inner function that is called": "def test_a():\n def help():\n  asked()\n help()\n",
    "an inner function that is called above": (
        "def test_a():\n def run():\n  help()\n def help():\n  asked()\n run()\n"
    ),
    "an inner function that is decorated": "def test_a():\n @app\n def help():\n  asked()\n",
    "an inner function that is one of the module": "def test_a():\n global help\n def help():\n  asked()\n",
    "an inner function that is found by its name": "def test_a():\n def help():\n  asked()\n run(locals())\n",
    "a hook": "def test_a():\n pass\ndef setup_module():\n asked()\n",
    "a hook of pytest": "def test_a():\n pass\ndef pytest_configure():\n asked()\n",
    "a method of a base that is not known": (
        "class TestA(Base):\n def test_a(self):\n  pass\n def check(self):\n  asked()\n"
    ),
    "a method of a double": "def test_a():\n Fake()\nclass Fake:\n def check(self):\n  asked()\n",
    "a method of a base for tests": "class TestBase:\n def check(self):\n  asked()\n",
    "a method that runners call": (
        "class TestA(unittest.TestCase):\n def test_a(self):\n  pass\n def run(self):\n  asked()\n"
    ),
}


@pytest.mark.parametrize("case", RUNS)
def test_this_may_run(case: str) -> None:
    assert not answer(RUNS[case])


def test_a_helper_of_another_file_may_be_called_from_elsewhere() -> None:
    source = NEVER["a helper that nothing mentions"]
    assert not answer(source, "tests/shop.py")
    assert not answer(NEVER["a constant of the module"], "tests/shop.py")


SKIPPED = """
    import os, tempfile, unittest

    @unittest.skipIf(True, "slow")
    class TestA(unittest.TestCase):
        def test_a(self):
            path = tempfile.mktemp()
            self.assertTrue("is there")
    """


@pytest.mark.parametrize("marker", ("", '@unittest.skipIf(True, "slow")'))
def test_of_what_never_runs_only_what_is_written_is_said(marker: str) -> None:
    source = textwrap.dedent(SKIPPED).replace('@unittest.skipIf(True, "slow")', marker)
    codes = {each.code for each in engine.check(source, "tests/test_a.py", Settings(enable=("TSE207",)))}
    assert codes == ({"TSE505"} if marker else {"TSE207", "TSE505"})


@pytest.mark.parametrize(("name", "unreached"), [("_SYNC", True), ("SYNC", False)])
def test_a_constant_of_what_tests_import_may_be_set_from_outside(name: str, unreached: bool) -> None:
    source = f"{name} = False\ndef create(x):\n    if {name}:\n        asked()\n    return create(x)\n"
    module = Module.parse(source, "tests/support.py", Settings())
    [call] = module.calls({"asked"})
    assert never_runs(call, module) is unreached


WAITS = """
    import pytest, tempfile, unittest, requests, testtools

    {}
    class TestA(unittest.TestCase):
        {}
        def test_a(self):
            path = tempfile.mktemp()
            requests.get("https://93.184.216.34/", verify=False)
            self.assertTrue("is there")
    """
HELD = {"TSE201", "TSE505"}
"""What is of high severity, and what is written whether it runs or not."""


def told(source: str, enable: tuple[str, ...] = ()) -> set[str]:
    text = textwrap.dedent(source)
    return {each.code for each in engine.check(text, "tests/test_a.py", Settings(enable=enable))}


@pytest.mark.parametrize(
    ("above", "before"),
    [
        ("@unittest.skip('slow')", ""),
        ("@pytest.mark.skip", ""),
        ("", "@pytest.mark.skip(reason='slow')"),
        ("", "@testtools.skip('slow')"),
        ("pytestmark = pytest.mark.skip", ""),
    ],
)
def test_what_is_skipped_does_little_harm(above: str, before: str) -> None:
    source = WAITS.format(above, before)
    assert told(source) - {"TSE503"} == HELD
    assert "TSE205" in told(source, ("TSE205",))


@pytest.mark.parametrize(
    ("above", "before"),
    [
        ("", ""),
        ("@unittest.skipIf(WINDOWS, 'slow')", ""),
        ("", "@pytest.mark.xfail"),
        ("", "@unittest.skip('x')\n        def test_b(self): pass"),
    ],
)
def test_what_may_run_does_harm(above: str, before: str) -> None:
    assert told(WAITS.format(above, before)) >= HELD | {"TSE205"}


@pytest.mark.parametrize(
    "source",
    [
        "import tempfile, unittest\n@unittest.skip('slow')\nclass TestA(unittest.TestCase):\n"
        "    path = tempfile.mktemp()\n    def test_a(self): assert ask()\n",
        "import tempfile, pytest\npytestmark = pytest.mark.skip\nPATH = tempfile.mktemp()\n"
        "def test_a(): assert ask()\n",
    ],
)
def test_what_is_around_a_skipped_test_runs(source: str) -> None:
    assert "TSE207" in told(source, ("TSE207",))


LATER = """
import pytest, tempfile, unittest

pytestmark = pytest.mark.skip(reason="later")

def save():
    path = tempfile.mktemp()
    with open(path, "w") as file:
        file.write("7")
    return path

class TestA(unittest.TestCase):
    def put(self):
        return {put}

    def test_a(self):
        assert {asked}
"""


@pytest.mark.parametrize(
    ("other", "put", "asked", "count"),
    [
        ("", "tempfile.mktemp()", "tempfile.mktemp()", 0),
        ("from tests.test_a import save", "1", "save()", 1),
        ("from tests.test_a import save", "tempfile.mktemp()", "save() and tempfile.mktemp()", 1),
        ("from tests.test_b import save", "1", "save()", 0),
    ],
)
def test_others_may_call_what_stands_beside_skipped_tests(
    other: str, put: str, asked: str, count: int
) -> None:
    text = LATER.format(put=put, asked=asked)
    files = {"tests/__init__.py": "", "tests/test_a.py": text, "tests/test_c.py": other}
    view = Project(Tree(files)).view("tests/test_a.py")
    found = engine.check(text, "tests/test_a.py", Settings(), view)
    assert sum(each.code == "TSE207" for each in found) == count
