"""What readers of other people's code would not change: silent by default, or for good."""

from __future__ import annotations

import textwrap

import pytest

from flake8_testsec import engine
from flake8_testsec.project.files import Tree
from flake8_testsec.project.views import Project
from flake8_testsec.settings import Settings

TOOL = '[project]\nname = "shop-runner"\nclassifiers = ["Topic :: Software Development :: Testing"]\n'


def codes(files: dict[str, str], path: str, *enabled: str) -> list[str]:
    view = Project(Tree(files)).view(path)
    return [each.code for each in engine.check(files[path], path, Settings(enable=enabled), view)]


STACK = """\
import contextlib
from {} import AsyncExitStack, ExitStack

@contextlib.contextmanager
def told(shop):
    shop.tell("open")
    with {} as stack:
        stack.callback(shop.stop)
        yield
        {}
        shop.stop()
"""


@pytest.mark.parametrize(
    ("library", "manager", "below", "expected"),
    [
        ("contextlib", "ExitStack()", "stack.pop_all()", []),
        ("contextlib", "ExitStack()", "shop.pop_all()", ["TSE310"]),
        ("contextlib", "ExitStack()", "stack.enter", ["TSE310"]),
        ("shop", "ExitStack()", "stack.pop_all()", ["TSE310"]),
        ("contextlib", "shop", "stack.pop_all()", ["TSE310"]),
    ],
)
def test_an_exit_stack_that_is_emptied_does_what_an_error_needs(
    library: str, manager: str, below: str, expected: list[str]
) -> None:
    path = "tests/test_a.py"
    assert codes({path: STACK.format(library, manager, below)}, path) == expected


def test_a_comment_may_refuse_finally() -> None:
    source = (
        "import contextlib\n\n@contextlib.contextmanager\ndef locked(shop):\n    {}\n"
        "    lock = shop.lock()\n    yield\n    shop.release(lock)\n"
    )
    path = "tests/test_a.py"
    assert codes({path: source.format("# No finally: the session is gone.")}, path) == []
    assert codes({path: source.format("# Locks it.")}, path) == ["TSE310"]


BASE = """\
import os
import shutil
import tempfile
import unittest

class ShopCase(unittest.TestCase):
    {} = {}

    def setUp(self):
        if self.APART:
            self.folder = tempfile.mkdtemp()

    def tearDown(self):
        if self.APART:
            shutil.rmtree(self.folder)

    def apart(self):
        {}

class TestOrder(ShopCase):
    def setUp(self):
        self.order = {{}}

    def test_order(self):
        self.assertFalse(self.order)
"""


@pytest.mark.parametrize(
    ("name", "value", "apart", "expected"),
    [
        ("APART", "False", "pass", []),
        ("APART", "True", "pass", ["TSE309"]),
        ("OTHER", "False", "pass", ["TSE309"]),
        ("APART", "False", "self.APART = True", ["TSE309"]),
    ],
)
def test_a_set_up_that_is_switched_off_needs_no_call(
    name: str, value: str, apart: str, expected: list[str]
) -> None:
    path = "tests/test_a.py"
    assert codes({path: BASE.format(name, value, apart)}, path) == expected


def test_folders_out_of_the_package_of_tests_hold_specimens_of_a_tool_for_tests() -> None:
    source = "import os\n\ndef test_a(tmp_path):\n    os.chdir(tmp_path)\n    assert shop()\n"
    path = "tests/unit/scenario/moved/test_a.py"
    files = {"pyproject.toml": TOOL, path: source}
    tests, unit = ({f"tests/{each}__init__.py": "# tests\n"} for each in ("", "unit/"))
    assert codes({**files, **tests, **unit}, path) == []
    assert codes(files, path) == ["TSE305"]
    assert codes({path: source, **tests, **unit}, path) == ["TSE305"]
    near = "tests/unit/test_a.py"
    assert codes({"pyproject.toml": TOOL, near: source, **tests}, near) == ["TSE305"]


def test_a_specimen_may_bring_metadata_of_its_own() -> None:
    path = "tests/scenario/test_a.py"
    files = {"pyproject.toml": TOOL, "tests/scenario/setup.py": "setup()\n"}
    source = "def test_a():\n    pass\n\n\ndef test_b():\n    assert run()\n"
    assert codes({**files, path: source}, path) == []


CALLS = """\
import unittest

class Till:
    def test_opening(self):
        pass

class TestTill(unittest.TestCase):
    def test_calls(self):
        till = {}
        {}
        self.assertTrue(till)
"""


def test_a_method_that_a_test_calls_is_a_specimen() -> None:
    path = "tests/test_a.py"
    source = CALLS.replace("class Till:", "class TestOpen:")
    assert codes({path: source.format("TestOpen()", "till.test_opening()")}, path) == []
    assert "TSE512" in codes({path: source.format("shop", "till.test_opening()")}, path)
    assert "TSE512" in codes({path: source.format("TestOpen()", "till.open()")}, path)


def test_fixtures_may_do_the_work_of_a_placeholder() -> None:
    path = "tests/test_a.py"
    source = (
        "class TestShop:\n    def test_made(self{}):\n        assert True\n\n"
        "    def test_b(self):\n        assert run()\n"
    )
    assert codes({path: source.format(", shop")}, path) == []
    assert codes({path: source.format(", shop")}, path, "TSE513") == ["TSE513"]
    assert codes({path: source.format("")}, path) == ["TSE513"]


def test_only_the_status_of_a_fixed_file_is_asked_for_to_raise() -> None:
    path = "tests/test_a.py"
    source = (
        "import os\n\ndef test_a(name):\n    try:\n        {}\n"
        "    except OSError as error:\n        assert 'no' in text_of(error)\n"
    )
    for call, expected in (
        ("os.stat('no file')", []),
        ("os.stat(name)", ["TSE408"]),
        ("os.remove('no file')", ["TSE408"]),
    ):
        assert codes({path: source.format(call)}, path) == expected


SHOWN = """\
import unittest
import warnings
{}

class TestOrder{}:
    def test_warns(self):
        warnings.{} = lambda *said: None
        assert shop.order()
"""


@pytest.mark.parametrize(
    ("imported", "base", "name", "expected"),
    [
        ("import shop", "", "showwarning", []),
        ("import pytest", "(unittest.TestCase)", "showwarning", []),
        ("import shop", "(unittest.TestCase)", "showwarning", ["TSE313"]),
        ("import pytest", "", "warn", ["TSE313"]),
    ],
)
def test_pytest_puts_back_how_warnings_are_shown(
    imported: str, base: str, name: str, expected: list[str]
) -> None:
    path = "tests/test_a.py"
    assert codes({path: SHOWN.format(imported, base, name)}, path) == expected


SUITE = """\
import unittest
from unittest import mock

class ShopCase(unittest.TestCase):
    def setUp(self):
        super().setUp()
        self.quiet()

    def quiet(self):
        mock.patch("shop.tell").start()
"""


def test_a_base_class_may_patch_for_a_whole_suite() -> None:
    path = "tests/base.py"
    used = {"tests/test_a.py": "from tests.base import ShopCase\n\nclass TestA(ShopCase):\n    pass\n"}
    assert codes({path: SUITE, **used}, path) == []
    assert codes({path: SUITE, **used}, path, "TSE308") == ["TSE308"]
    own = SUITE + "\n    def test_a(self):\n        self.assertTrue(shop())\n"
    assert codes({path: own, **used}, path) == ["TSE308"]


def test_what_a_runner_gives_may_hold_anything() -> None:
    path = "tests/test_a.py"
    helper = """\
        import os
        import tempfile

        def test_a({}):
            with tempfile.TemporaryDirectory() as folder:
                os.system(f"ls {{folder}}")
            assert os.system("ls {{}}".format({})) == 0

        class Disk:
            def remove(self, path):
                os.system("rm -r {{}}".format(path))
        """
    source = textwrap.dedent(helper)
    asked = codes({path: source.format("", "'a'")}, path, "TSE703")
    assert asked != []
    assert codes({path: source.format("name", "name")}, path) == []
    assert codes({path: source.format("name", "name")}, path, "TSE703") == ["TSE703", *asked]
    given = "import os\n\nclass Disk:\n    remove = lambda path: os.system(f'rm {path}')\n"
    assert codes({path: given}, path, "TSE703") == ["TSE703"]


def test_what_a_double_checks_is_no_claim_of_its_test() -> None:
    path = "tests/test_a.py"
    double = (
        "def test_a():\n    class Till:\n        def pay(self, sum):\n            # assert sum == 3\n"
        "            return sum\n\n    assert shop(Till()) == 3\n"
    )
    assert codes({path: double}, path) == []
    assert codes({path: double}, path, "TSE501") == ["TSE501"]
    test = (
        "class TestTill:\n    def test_a(self):\n        sum = shop()\n"
        "        # assert sum == 3\n        till(sum)\n"
    )
    assert codes({path: test}, path) == ["TSE501"]


@pytest.mark.parametrize(
    ("check", "expected"),
    [
        ("self.assertFalse('SHOP_PROXY' in os.environ)", []),
        ("self.assertFalse('SHOP_PROXY' in shop.environ)", ["TSE304"]),
        ("self.assertTrue('SHOP_PROXY' in os.environ)", ["TSE304"]),
    ],
)
def test_a_variable_that_the_code_takes_away(check: str, expected: list[str]) -> None:
    path = "tests/test_a.py"
    source = (
        "import os\nimport unittest\nimport shop\n\n\nclass TestA(unittest.TestCase):\n"
        "    def test_a(self):\n        os.environ['SHOP_PROXY'] = 'x'\n        shop.run()\n"
        f"        {check}\n"
    )
    assert codes({path: source}, path) == expected


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", ["TSE528"]),
        ("def first(match):\n    return match.start\n", []),
        ("class Match:\n    @property\n    def start(self):\n        return 1\n", []),
        ("class Match:\n    def start(self):\n        return 1\n", ["TSE528"]),
    ],
)
def test_a_word_that_holds_a_value_in_the_module_does_nothing(more: str, expected: list[str]) -> None:
    path = "tests/test_a.py"
    source = f"{more}\n\ndef test_a(till):\n    till.start\n    assert till.runs()\n"
    assert codes({path: source}, path) == expected
