"""What was not true of a file: methods that are gone, forms of values, and variables of modules."""

from __future__ import annotations

import pytest

from .asking import reviewed, told

_CASES = """import unittest
from tests.base import Far
{}
class TestA({}):
    {}
    def test_a(self):
        self.failUnless(1)
{}
"""


@pytest.mark.parametrize(
    ("head", "base", "body", "end", "is_told"),
    [
        ("", "unittest.TestCase", "", "", True),
        ("", "unittest.TestCase", "def __getattr__(self, name): return print", "", False),
        ("", "unittest.TestCase", "def __getattribute__(self, name): return print", "", False),
        ("", "unittest.TestCase", "def setUp(self): self.failUnless = print", "", False),
        ("", "unittest.TestCase", "failUnless = print", "", False),
        ("", "unittest.TestCase", "def failUnless(self, it): ...", "", False),
        ("@add_old_methods", "unittest.TestCase", "", "", False),
        ("@add\nclass Near(unittest.TestCase): ...", "Near", "", "", False),
        ("class Near(unittest.TestCase): ...", "Near", "", "", True),
        ("", "unittest.TestCase", "", "setattr(TestA, 'failUnless', print)", False),
        ("", "unittest.TestCase", "", "unittest.TestCase.failUnless = print", False),
        ("", "unittest.TestCase", "", "unittest.TestCase.failIf = print", True),
        ("", "Far", "", "", True),
    ],
)
def test_cases_that_may_have_a_gone_method(head: str, base: str, body: str, end: str, is_told: bool) -> None:
    text = _CASES.format(head, base, body, end)
    files = {"tests/__init__.py": "", "tests/base.py": "import unittest\nclass Far(unittest.TestCase): ...\n"}
    assert any("unittest no longer has" in each for each in told(text, "Structure", files)) is is_told


@pytest.mark.parametrize(
    ("far", "is_told"),
    [
        ("class Far(unittest.TestCase): ...", True),
        ("@add\nclass Far(unittest.TestCase): ...", False),
        ("class Far(unittest.TestCase):\n    def setUp(self): self.failUnless = print", False),
        ("class Far(unittest.TestCase): ...\nFar.failUnless = print", False),
        ("class Far(unittest.TestCase): ...\nsetattr(Far, name, print)", False),
        ("class Far(unittest.TestCase):\n    def __getattr__(self, name): return print", False),
    ],
)
def test_cases_of_other_files_that_may_have_a_gone_method(far: str, is_told: bool) -> None:
    text = _CASES.format("", "Far", "", "")
    files = {"tests/__init__.py": "", "tests/base.py": f"import unittest\n{far}\n"}
    assert any("unittest no longer has" in each for each in told(text, "Structure", files)) is is_told


@pytest.mark.parametrize(
    ("value", "form"),
    [
        ("::ffff:1.2.3.4", "an IPv6 address of hexadecimal digits and colons alone"),
        ("FOO.COM", "names in small letters with dots between them"),
        ("foo.de", "the last of them one of com, org, net, io,"),
        ("joe@localhost", "with a dot behind its @"),
        ("/Users/joe/x", "below a drive or one of /bin, /dev, /etc,"),
    ],
)
def test_what_is_denied_of_values_is_what_is_looked_for(value: str, form: str) -> None:
    aspect = next(each for each in reviewed(f"A = {value!r}\n").aspects if each.name == "Hard-coded values")
    assert not aspect.facts
    assert form in aspect.nothing


@pytest.mark.parametrize(
    ("line", "is_told"),
    [
        ("from tests import config as cfg", False),
        ("import tests.config as cfg", False),
        ("from tests import cfg as config", True),
    ],
)
def test_variables_that_a_module_of_another_name_reads(line: str, is_told: bool) -> None:
    files = {
        "tests/__init__.py": "",
        "tests/config.py": "A = 1\n",
        "tests/cfg.py": "import os\nB = os.environ['OTHER']\n",
    }
    said = "The file that `cfg` comes from reads the environment variable `OTHER` (`tests/cfg.py` line 2)."
    assert (said in told(f"{line}\n", "Inputs", files)) is is_told
