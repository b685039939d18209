"""Temporary folders in attributes, and hooks that nobody calls: defects, next to what looks like them."""

from __future__ import annotations

import pytest

from flake8_testsec import engine
from flake8_testsec.settings import Settings
from tests.cleanup.shops import HEAD, PATH, TEST, case, found, in_case, in_test

# Temporary folders in attributes.

MADE = "self.folder = tempfile.mkdtemp()\n"


@pytest.mark.parametrize(
    "body",
    [
        "self.file = os.path.join(self.folder, 'a')",
        "self.file = self.folder + '/a'",
        "self.file = pathlib.Path(self.folder) / 'a'",
        "self.file = pathlib.Path(self.folder).joinpath('a')",
        "self.options = {'folder': self.folder}",
        "shop.options['folder'] = self.folder",
        "shop.options.folder = self.folder",
        "sys.path.insert(0, self.folder)",
        "self.file = self.folder.replace('a', 'b')",
        "setattr(shop, 'folder', self.folder)",
        "self.file = os.path.join(self.folder, 'a')\nos.remove(os.path.join(self.folder, 'b'))",
        "shop.use(self.folder if shop.ask() else None)",
        "options = {'folder': self.folder}\nshop.use(options['folder'])",
    ],
)
def test_a_folder_is_still_there_when_its_path_was_told(body: str) -> None:
    assert "TSE302:3" in found(in_case(MADE + body))


@pytest.mark.parametrize(
    ("body", "rest"),
    [
        ("self.alias = self.folder", "def tearDown(self):\n    shutil.rmtree(self.alias)"),
        (
            "self.all = [self.folder]",
            "def tearDown(self):\n    for each in self.all:\n        shutil.rmtree(each)",
        ),
        ("self.all = {'a': self.folder}", "def tearDown(self):\n    shutil.rmtree(self.all['a'])"),
        ("shop.folder = self.folder", "def tearDown(self):\n    shutil.rmtree(shop.folder)"),
        ("os.environ['A'] = self.folder", "def clear(self):\n    shutil.rmtree(os.environ['A'])"),
        ("self.command = 'rm -r ' + self.folder", "def tearDown(self):\n    os.system(self.command)"),
        ("self.folder.rename('b')", ""),
        ("", "def tearDown(self):\n    shop.close(self)"),
    ],
)
def test_a_folder_is_removed_by_another_name(body: str, rest: str) -> None:
    assert [each for each in found(in_case(MADE + body, rest)) if each.startswith("TSE302")] == []


@pytest.mark.parametrize(
    ("other", "lines"),
    [
        ("class TestOther:\n    def end(self):\n        shutil.rmtree(self.folder)\n", ["TSE302:3"]),
        ("class TestOther(TestShop):\n    def end(self):\n        shutil.rmtree(self.folder)\n", []),
        ("class TestOther:\n    def end(self, case):\n        shutil.rmtree(case.folder)\n", []),
        ("def end(self):\n    shutil.rmtree(self.folder)\n", []),
    ],
)
def test_only_relatives_share_an_attribute(other: str, lines: list[str]) -> None:
    assert found(in_case(MADE) + other) == lines


def test_a_stub_may_be_removed_by_who_uses_it() -> None:
    source = """\
class Stub:
    def __init__(self):
        folder = tempfile.mkdtemp()
        self.path = os.path.join(folder, "a")
"""
    assert found(source) == []


@pytest.mark.parametrize(
    ("set_up", "lines"),
    [
        ("self.folder = tempfile.mkdtemp(dir=os.getcwd())", ["TSE302:3"]),
        ("os.chdir(shop.home)\nself.folder = tempfile.mkdtemp(dir=os.getcwd())", ["TSE305:3"]),
        ("self.folder = tempfile.mkdtemp(dir=shop.home)", []),
    ],
)
def test_nobody_looks_after_the_folder_of_the_project(set_up: str, lines: list[str]) -> None:
    assert found(in_case(set_up)) == lines


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (
            "f = tempfile.NamedTemporaryFile(delete=False)\nself.addCleanup(f.close)\nask(f.name)",
            ["TSE302:2"],
        ),
        (
            "f = tempfile.NamedTemporaryFile(delete=False)\nself.addCleanup(os.remove, f.name)\nask(f.name)",
            [],
        ),
    ],
)
def test_closing_a_file_does_not_remove_it(body: str, lines: list[str]) -> None:
    assert found(in_test(body)) == lines


@pytest.mark.parametrize(
    ("rest", "lines"),
    [
        ("self.all = os.path.join(self.file.name, 'a')", ["TSE301:3"]),
        ("shop.close(self.file)", []),
        ("for each in [self.file]:\n    each.close()", []),
    ],
)
def test_what_is_joined_is_not_released(rest: str, lines: list[str]) -> None:
    assert found(in_case(f"self.file = open('a')\n{rest}")) == lines


# Hooks that nobody calls.


@pytest.mark.parametrize(
    ("name", "hook"),
    [
        ("teardown", "tearDown"),
        ("tear_down", "tearDown"),
        ("TearDown", "tearDown"),
        ("tearDwon", "tearDown"),
        ("set_up", "setUp"),
        ("teardownClass", "tearDownClass"),
    ],
)
def test_a_hook_is_called_by_its_name_alone(name: str, hook: str) -> None:
    text = HEAD + case(f"def {name}(self):\n    shop.end()\n" + TEST)
    messages = [each.message for each in engine.check(text, PATH, Settings())]
    assert messages == [f"{name} is never called; unittest calls {hook}"]


TEAR_DOWN = "def teardown(self):\n    shop.end()\n"


@pytest.mark.parametrize(
    "source",
    [
        case(TEAR_DOWN.replace("teardown", "tearDown") + TEST),
        case(TEAR_DOWN.replace("teardown", "teardown_method") + TEST),
        case(TEAR_DOWN.replace("teardown", "tear") + TEST),
        case(TEAR_DOWN.replace("teardown", "taerDwon") + TEST),
        case(TEAR_DOWN + TEST + "    self.teardown()\n"),
        case(TEAR_DOWN + TEST + "    getattr(self, 'teardown')()\n"),
        case(TEAR_DOWN + TEAR_DOWN.replace("teardown", "tearDown") + TEST),
        case(TEAR_DOWN.replace("self", "self, how") + TEST),
        case("@shop.later\n" + TEAR_DOWN + TEST),
        case(TEAR_DOWN + TEST, ""),
        case(TEAR_DOWN + TEST, "(shop.Case)"),
        case(TEAR_DOWN),
        "import nose\n" + case(TEAR_DOWN + TEST),
    ],
)
def test_a_hook_may_be_called_in_another_way(source: str) -> None:
    assert [each for each in found(source) if each.startswith("TSE515")] == []


def test_a_base_of_another_module_may_call_what_is_added() -> None:
    base = "import unittest\nclass Base(unittest.TestCase):\n    def run(self):\n        self.teardown()\n"
    source = "from tests.base import Base\n" + case(TEAR_DOWN + TEST, "(Base)")
    assert found(source, tests__base=base) == []


def test_a_framework_is_known_in_its_own_project() -> None:
    hook = "@classmethod\ndef setUpClass(cls):\n    cls.till = Till()\n"
    source = "from django.test import TestCase\n" + case(hook + TEST, "(TestCase)")
    others = {
        "django____init__": "",
        "django__test____init__": "from django.test.testcases import TestCase\n",
        "django__test__testcases": "import unittest\nclass TestCase(unittest.TestCase):\n    pass\n",
    }
    assert found(source, **others) == ["TSE309:4"]
